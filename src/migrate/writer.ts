/** Blocks of many persons into the log, each behind the one before; and what to think of a log that has something else. */

import { truncateSync } from 'node:fs';
import { type EventStore, LogUnavailable, type Write } from '../app/ports.ts';
import type { PersonId } from '../domain/ids.ts';
import type { Recorded } from '../domain/message.ts';
import { FACT_NOUNS, type FactName } from '../domain/person/facts.ts';
import { Output } from './files.ts';

/** Events that are written at once, and appends that are under way. */
const WRITES_TOGETHER = 1_000;
const APPENDS_AT_ONCE = 4;

/** Persons whose last event is remembered; of others it is looked up. */
const HEADS_MAX = 200_000;
const LOADS_AT_ONCE = 32;

/** How long a log that takes nothing is asked again, in milliseconds. */
export const PATIENCE_MS = 60_000;
const PAUSE_MS_MAX = 2_000;

/** The log takes nothing now. What was written is written; the same can be run again. */
export class ImportStopped extends Error {
  override readonly name = 'ImportStopped';
}

export interface WriterWish {
  readonly store: EventStore;
  /** Where what is refused is written to, a line each. */
  readonly refusals: string;
  readonly advance?: (events: number) => void;
  readonly patienceMs?: number;
}

export interface Imported {
  readonly written: number;
  /** There already. */
  readonly present: number;
  readonly refused: number;
}

/** An event that cannot be written, since the history went on otherwise. */
export interface Refused {
  readonly personId: string;
  readonly n: number;
  readonly cid: string;
  readonly commandId: string;
  readonly reason: string;
}

/** An event that was written. */
export interface Written {
  readonly personId: PersonId;
  readonly n: number;
  readonly cid: string;
}

/** The last event of a person in the log. */
interface Head {
  readonly n: number;
  readonly cid: string | null;
  readonly sequence: number;
}

const NOTHING: Head = { n: 0, cid: null, sequence: 0 };

export type Waiting = Recorded & { readonly bytes: Uint8Array };

export class Writer {
  readonly #wish: WriterWish;
  readonly #heads = new Map<PersonId, Head>();
  readonly #refusals: Output;
  readonly #refusedBefore: number;
  #written: number;
  #present: number;
  #refused: number;
  #last: Written | null = null;
  #movedAt = Date.now();
  /** Whether some of what comes first may be there already. */
  #isDoubted: boolean;

  constructor(wish: WriterWish, from: Imported & { readonly refusedBytes: number }, goesOn: boolean) {
    this.#wish = wish;
    this.#isDoubted = goesOn;
    [this.#written, this.#present, this.#refused] = [from.written, from.present, from.refused];
    this.#refusals = new Output(wish.refusals, from.refusedBytes === 0 ? 'w' : 'a');
    // What was refused after the last window that is known to be done is refused again.
    if (from.refusedBytes > 0) truncateSync(wish.refusals, from.refusedBytes);
    this.#refusedBefore = from.refusedBytes;
  }

  get report(): Imported {
    return { written: this.#written, present: this.#present, refused: this.#refused };
  }

  /** What this wrote last; null when it wrote nothing. */
  get last(): Written | null {
    return this.#last;
  }

  get refusedBytes(): number {
    return this.#refusedBefore + this.#refusals.bytes;
  }

  /** Sees to it that each of these is in the log, or refused. */
  async settle(events: readonly Waiting[]): Promise<void> {
    const queues = new Map<PersonId, Waiting[]>();
    for (const event of events) {
      const queue = queues.get(event.personId);
      if (queue === undefined) queues.set(event.personId, [event]);
      else queue.push(event);
    }
    for (let pause = 50; queues.size > 0; pause = Math.min(pause * 2, PAUSE_MS_MAX)) {
      try {
        if (await this.#round(queues)) pause = 50;
        else await this.#wait('others write to the same persons', pause);
      } catch (error) {
        if (!(error instanceof LogUnavailable)) throw error;
        await this.#wait(error.message, pause);
      }
    }
    this.#refusals.flush();
    this.#isDoubted = false;
  }

  close(): void {
    this.#refusals.close();
  }

  /** Writes the next event of everybody. Tells whether anything came of it. */
  async #round(queues: Map<PersonId, Waiting[]>): Promise<boolean> {
    await this.#learn(queues);
    for (const [personId, queue] of queues) {
      this.#pass(personId, queue);
      if (queue.length === 0) queues.delete(personId);
    }
    const batches = batchesOf([...queues.values()].map((queue) => queue[0] as Waiting));
    let isMoved = queues.size === 0;
    for (let from = 0; from < batches.length; from += APPENDS_AT_ONCE) {
      const tried = batches.slice(from, from + APPENDS_AT_ONCE).map((batch) => this.#append(batch, queues));
      for (const moved of await Promise.all(tried)) isMoved = isMoved || moved;
    }
    return isMoved;
  }

  /** Looks up the last event of everybody whose next event cannot be their first one, or of whom it is in doubt. */
  async #learn(queues: ReadonlyMap<PersonId, readonly Waiting[]>): Promise<void> {
    const unknown = [...queues].filter(
      ([personId, [next]]) => !this.#heads.has(personId) && (this.#isDoubted || next?.n !== 1),
    );
    await this.#look(
      unknown.map(([personId]) => personId),
      queues,
    );
  }

  async #look(persons: readonly PersonId[], queues: ReadonlyMap<PersonId, readonly Waiting[]>): Promise<void> {
    for (let from = 0; from < persons.length; from += LOADS_AT_ONCE) {
      const some = persons.slice(from, from + LOADS_AT_ONCE);
      await Promise.all(some.map((personId) => this.#compare(personId, queues.get(personId) as Waiting[])));
    }
  }

  /** Drops from the queue what is in the log, and refuses what the log has something else in the place of. */
  async #compare(personId: PersonId, queue: Waiting[]): Promise<void> {
    const blocks = await this.#wish.store.load(personId);
    for (let next = queue[0]; next !== undefined && next.n <= blocks.length; next = queue[0]) {
      const block = blocks[next.n - 1];
      if (block?.cid !== next.cid) return this.#refuse(queue, `event ${next.n} of the person is another one here`);
      queue.shift();
      this.#present += 1;
      this.#movedAt = Date.now();
      this.#wish.advance?.(1);
    }
    const last = blocks.at(-1);
    this.#remember(personId, { n: blocks.length, cid: last?.cid ?? null, sequence: last?.sequence ?? 0 });
  }

  /** Refuses what does not follow the last event. */
  #pass(personId: PersonId, queue: Waiting[]): void {
    const next = queue[0];
    const head = this.#heads.get(personId) ?? NOTHING;
    if (next === undefined || (next.prev === head.cid && next.n === head.n + 1)) return;
    this.#refuse(
      queue,
      next.n > head.n + 1
        ? `event ${head.n + 1} of the person is missing`
        : `event ${head.n} of the person is another one here`,
    );
  }

  #refuse(queue: Waiting[], reason: string): void {
    for (const { personId, n, cid, meta } of queue.splice(0)) {
      this.#refusals.line({ personId, n, cid, commandId: meta.commandId, reason } satisfies Refused);
      this.#refused += 1;
      this.#wish.advance?.(1);
    }
  }

  async #append(batch: readonly Waiting[], queues: Map<PersonId, Waiting[]>): Promise<boolean> {
    const writes = batch.map((event): Write => {
      const { personId, meta, cid, bytes, type } = event;
      const noun = FACT_NOUNS[type as FactName] ?? 'person';
      return {
        personId,
        commandId: meta.commandId,
        cid,
        bytes,
        type,
        noun,
        after: this.#heads.get(personId)?.sequence ?? 0,
      };
    });
    const appended = await this.#wish.store.append(writes);
    if (appended.kind === 'appended') {
      for (const [at, { personId, n, cid }] of batch.entries()) {
        this.#remember(personId, { n, cid, sequence: appended.sequences[at] ?? 0 });
        this.#last = { personId, n, cid };
        const queue = queues.get(personId);
        queue?.shift();
        if (queue?.length === 0) queues.delete(personId);
      }
      this.#written += batch.length;
      this.#movedAt = Date.now();
      this.#wish.advance?.(batch.length);
      return true;
    }
    // Somebody was first, perhaps this very import before it was ended; or no answer came. Either way, look.
    if (appended.kind !== 'conflict') await this.#wait(appended.reason, 0);
    const before = this.#present + this.#refused;
    await this.#look(
      batch.map(({ personId }) => personId),
      queues,
    );
    const isMoved = this.#present + this.#refused > before;
    return isMoved;
  }

  async #wait(reason: string, ms: number): Promise<void> {
    if (Date.now() - this.#movedAt > (this.#wish.patienceMs ?? PATIENCE_MS)) throw new ImportStopped(reason);
    await new Promise((resolve) => setTimeout(resolve, ms));
  }

  #remember(personId: PersonId, head: Head): void {
    this.#heads.delete(personId);
    this.#heads.set(personId, head);
    // Whoever was written to longest ago is looked up again, should there be more.
    if (this.#heads.size > HEADS_MAX) this.#heads.delete(this.#heads.keys().next().value as PersonId);
  }
}

/** At most so many together, and not too much for one message after the other. */
function batchesOf(events: readonly Waiting[]): Waiting[][] {
  const batches: Waiting[][] = [];
  let bytes = 0;
  for (const event of events) {
    const last = batches.at(-1);
    if (last === undefined || last.length >= WRITES_TOGETHER || bytes + event.bytes.length > BATCH_BYTES_MAX) {
      batches.push([event]);
      bytes = 0;
    } else last.push(event);
    bytes += event.bytes.length;
  }
  return batches;
}

const BATCH_BYTES_MAX = 4 * 1024 * 1024;
