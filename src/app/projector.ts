/**
 * The log's events into the five views, in order: check the chain, apply, move the position, wake who waits.
 * What is not believed is set aside with its person, and the others go on; a gap stops everything, since nothing after
 * it could be trusted.
 */

import { emptyViews, projectionsOf, type Views } from '../../projections/index.ts';
import type { Projection } from '../../projections/projection.ts';
import type { PersonId } from '../domain/ids.ts';
import type { Recorded } from '../domain/message.ts';
import { Digests } from './digests.ts';
import { brokenLink } from './history.ts';
import { type Codec, type Damage, isDamage, LogDamaged, type StoredBlock } from './ports.ts';

/** The newest event of a person. */
export interface Head {
  readonly n: number;
  readonly cid: string;
  readonly sequence: number;
}

export interface ProjectionStatus {
  readonly name: string;
  readonly sequence: number;
  readonly eventsApplied: number;
  readonly digest: string;
}

/** The event in a block, or what is wrong with it. */
type Opener = Codec['open'];

interface Waiter {
  readonly sequence: number;
  /** When it gives up, on the clock of this process. */
  readonly until: number;
  readonly wake: (isReached: boolean) => void;
}

/** How exactly waiting ends, in milliseconds. */
const CLOCK_MS = 10;

type Observer = (events: readonly Recorded[]) => void;

export class Projector {
  readonly views: Views = emptyViews();
  readonly #open: Opener;
  readonly #projections: readonly Projection[] = projectionsOf(this.views);
  readonly #heads: (Head | undefined)[] = [];
  readonly #damages = new Map<string, Damage>();
  /** Persons whose history has events that are newer than this program. */
  readonly #newer = new Set<number>();
  readonly #observers = new Set<Observer>();
  readonly #waiters = new Set<Waiter>();
  #clock: NodeJS.Timeout | null = null;
  readonly #digests: Digests;
  readonly #touch = (person: number) => this.#digests.touch(person);
  #position = 0;
  #applied = 0;
  #gaps = 0;

  constructor(open: Opener) {
    this.#open = open;
    this.#digests = new Digests(this.#projections);
  }

  /** Sequence of the last block taken. */
  get position(): number {
    return this.#position;
  }

  /** Blocks that are missing from the log as it came here; anything but 0 is a fault. */
  get gaps(): number {
    return this.#gaps;
  }

  /** First damage of each person that has one. */
  get damages(): readonly Damage[] {
    return [...this.#damages.values()];
  }

  /**
   * Takes the next blocks, those written together in one call, so that nobody sees a part of them.
   * Throws LogDamaged at a gap, and takes nothing from there on.
   */
  receive(blocks: readonly StoredBlock[]): void {
    const events: Recorded[] = [];
    let damage: LogDamaged | null = null;
    for (const block of blocks) {
      if (block.sequence <= this.#position) continue;
      if (this.#gaps > 0 || block.sequence > this.#position + 1) {
        damage = this.#gapBefore(block.sequence);
        break;
      }
      const event = this.#believe(block);
      if (event === null) this.views.timeline.skip();
      else {
        this.#apply(event);
        events.push(event);
      }
      this.#position = block.sequence;
    }
    this.#wake();
    // Told last: a subscriber that asks again must find what it was told about.
    for (const observe of this.#observers) observe(events);
    if (damage !== null) throw damage;
  }

  /** Calls `observe` with the believed events of each step, after the views have moved. Returns how to stop it. */
  observe(observe: Observer): () => void {
    this.#observers.add(observe);
    return () => this.#observers.delete(observe);
  }

  /** Whether the views have reached the sequence, after waiting at most so many milliseconds. */
  async reached(sequence: number, waitMs: number): Promise<boolean> {
    if (this.#position >= sequence) return true;
    return new Promise((resolve) => {
      const waiter: Waiter = { sequence, until: performance.now() + waitMs, wake: resolve };
      this.#waiters.add(waiter);
      // One clock for all: nearly nobody waits for long, and a timer each would cost more than the wait.
      this.#clock ??= setInterval(() => this.#giveUp(), CLOCK_MS);
    });
  }

  /** The newest believed event of a person; null when there is none. */
  head(person: number): Head | null {
    return this.#heads[person] ?? null;
  }

  /** Whether a person's history has events that are newer than this program. */
  isNewer(person: number): boolean {
    return this.#newer.has(person);
  }

  /** What is wrong with a person's history; null when nothing is known to be. */
  damage(personId: string): Damage | null {
    return this.#damages.get(personId) ?? null;
  }

  /** Where each projection stands, with a digest of all it knows. Digests are taken in small steps, between other work. */
  async status(): Promise<readonly ProjectionStatus[]> {
    const digests = await this.#digests.settle();
    return this.#projections.map(({ name }, at) => ({
      name,
      sequence: this.#position,
      eventsApplied: this.#applied,
      digest: digests[at] ?? '',
    }));
  }

  #believe(block: StoredBlock): Recorded | null {
    if (this.#damages.has(block.personId)) return null;
    const opened = this.#open(block);
    const person = this.views.persons.find(block.personId);
    const before = person === undefined ? null : this.head(person);
    const damage = isDamage(opened) ? opened : brokenLink(opened, block.personId, before);
    if (damage === null) return opened as Recorded;
    this.#damages.set(block.personId, damage);
    return null;
  }

  #apply(event: Recorded): void {
    const person = this.views.persons.number(event.personId as PersonId);
    this.#heads[person] = { n: event.n, cid: event.cid, sequence: event.sequence };
    this.#digests.touch(person);
    if (!event.known) this.#newer.add(person);
    // Who was never created is unknown to the views, whatever the log tells of it; the timeline tells what is in the log.
    const isMeant = event.known && (event.type === 'PersonCreated' || this.views.summary.profile(person) !== null);
    for (const projection of this.#projections) {
      if (isMeant || projection === this.views.timeline) projection.apply(event, person, this.#touch);
    }
    this.#applied += 1;
  }

  #gapBefore(sequence: number): LogDamaged {
    // Only the first gap is one; what comes after it is not taken, and so is missing here without being lost.
    if (this.#gaps === 0) this.#gaps = sequence - this.#position - 1;
    const last = this.#position + this.#gaps;
    return new LogDamaged(`The log lacks the blocks ${this.#position + 1} to ${last}; nothing after them is applied`);
  }

  #wake(): void {
    for (const waiter of this.#waiters) if (waiter.sequence <= this.#position) this.#release(waiter, true);
  }

  #giveUp(): void {
    for (const waiter of this.#waiters) if (waiter.until <= performance.now()) this.#release(waiter, false);
  }

  #release(waiter: Waiter, isReached: boolean): void {
    this.#waiters.delete(waiter);
    waiter.wake(isReached);
    if (this.#waiters.size > 0 || this.#clock === null) return;
    clearInterval(this.#clock);
    this.#clock = null;
  }
}
