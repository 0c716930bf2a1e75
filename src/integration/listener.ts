/**
 * Listens to one neighbour: each message is dealt with before the next one, whichever gateway has it, and leaves only when
 * its outcome is certain. What cannot be done is parked with why. What may only be too early waits, and whatever is said
 * of the same person later waits behind it.
 */

import type { Projector } from '../app/projector.ts';
import { type Inbox, parkingIdOf, type Settled } from './inbox.ts';
import { pause, problemOf } from './pause.ts';
import type { Delivery, Incoming, ParkedMessage, ParkingLot, Source } from './ports.ts';

/** How long a message waits for a person that is not there, in milliseconds. */
export const WAIT_MS = 60_000;

/** How often those that wait are tried again. */
const RETRY_MS = 1_000;

/** Persons of one message that may be waited for. */
const NAMED_MAX = 5;

/** Messages that wait and are looked at together. */
const WAITING_AT_ONCE = 100;

/** How often a message that takes long is said to be under way. */
const WORKING_MS = 3_000;

/** How long until a message is tried again that nothing speaks against; longer each time. */
const AGAIN_MS = 250;
const AGAIN_MS_MAX = 15_000;

/** How often a message is tried that makes this program fail. */
const FAILURES_MAX = 5;

/** How long the views may take to come to what others have just recorded. */
const CATCH_UP_MS_MAX = 2_000;

/** How much of a message is kept that is too large to be kept whole, in bytes. */
const TRUNCATED_BYTES = 64 * 1024;
const PARKED_BYTES_MAX = 512 * 1024;

export interface ListenerParts {
  readonly name: string;
  readonly source: Source;
  readonly inbox: Inbox;
  readonly parking: ParkingLot;
  readonly projector: Pick<Projector, 'reached'>;
  readonly lastSequence: () => Promise<number>;
  /** UTC milliseconds. */
  readonly clock: () => number;
  readonly waitMs?: number;
  readonly retryMs?: number;
}

export interface ListenerStatus {
  readonly handled: number;
  /** Ignored messages by why. */
  readonly ignored: ReadonlyMap<string, number>;
  readonly lastError: string | null;
}

export class Listener {
  readonly #parts: ListenerParts;
  readonly #abort = new AbortController();
  #running: Promise<unknown> = Promise.resolve();
  #handled = 0;
  readonly #ignored = new Map<string, number>();
  #lastError: string | null = null;

  constructor(parts: ListenerParts) {
    this.#parts = parts;
  }

  get status(): ListenerStatus {
    return { handled: this.#handled, ignored: this.#ignored, lastError: this.#lastError };
  }

  start(): void {
    const following = this.#parts.source.follow((delivery) => this.#take(delivery), this.#abort.signal);
    this.#running = Promise.all([following.catch((error: unknown) => this.#fail(error)), this.#retry()]);
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }

  /** Tries a parked message once more; what becomes of it, and whether it is parked still. */
  async replay(message: ParkedMessage): Promise<Settled> {
    if (message.truncated) return { kind: 'again', reason: 'The message was too large to be kept whole' };
    const settled = await this.#settled(message, true);
    if (settled.kind === 'done' || settled.kind === 'ignored') await this.#parts.parking.drop(message.id);
    else if (settled.kind === 'refused') await this.#park(message, settled, null);
    return settled;
  }

  async #take(delivery: Delivery): Promise<void> {
    const working = setInterval(() => delivery.working(), WORKING_MS);
    try {
      const settled = await this.#settled(delivery.message, false);
      if (settled.kind === 'again') return this.#again(delivery, settled.reason);
      if (settled.kind === 'refused') await this.#parkNew(delivery.message, settled);
      if (settled.kind === 'ignored') this.#ignore(settled.reason);
      this.#handled += 1;
      this.#lastError = null;
      delivery.done();
    } catch (error) {
      await this.#failed(delivery, problemOf(error));
    } finally {
      clearInterval(working);
    }
  }

  /** Deals with a message. `isWaiting` says that it is tried again, so that nothing it waits behind is looked for. */
  async #settled(message: Incoming, isWaiting: boolean): Promise<Settled> {
    const { inbox, projector, lastSequence } = this.#parts;
    // Another gateway may just have recorded what this message is about.
    if (!(await projector.reached(await lastSequence(), CATCH_UP_MS_MAX))) {
      return { kind: 'again', reason: 'the views have not caught up' };
    }
    const asked = inbox.read(message);
    if (asked.kind === 'ignored') return asked;
    const ahead = isWaiting ? [] : await this.#aheadOf(asked.personIds);
    if (ahead.length > 0 && !(await this.#tryAgain(ahead))) {
      const { personIds } = asked;
      return { kind: 'refused', reason: 'It waits behind earlier messages.', refusals: [], personIds, isEarly: true };
    }
    // What was ahead of it may have made something else of it.
    const reading = ahead.length > 0 ? inbox.read(message) : asked;
    return reading.kind === 'orders' ? inbox.settle(reading.orders) : reading;
  }

  /** Earlier messages about the persons that wait still. */
  async #aheadOf(personIds: readonly string[]): Promise<readonly ParkedMessage[]> {
    const ahead: ParkedMessage[] = [];
    // Who is waited for is named alone; what is about many is about many who are here.
    for (const personId of personIds.slice(0, NAMED_MAX)) ahead.push(...(await this.#waiting(personId, 0)));
    return ahead;
  }

  async #waiting(personId: string | null, after: number) {
    const wish = { neighbour: this.#parts.name, personId, waiting: true, after, first: WAITING_AT_ONCE };
    return (await this.#parts.parking.list(wish)).messages;
  }

  /** Tries those that wait, in their order; whether none of them waits any longer. */
  async #tryAgain(waiting: readonly ParkedMessage[]): Promise<boolean> {
    const blocked = new Set<string>();
    for (const message of waiting) {
      if (message.personIds.some((id) => blocked.has(id))) continue;
      const isOver = (message.waitsUntil ?? 0) <= this.#parts.clock();
      if (!isOver && !this.#parts.inbox.knowsAny(message.personIds)) {
        for (const id of message.personIds) blocked.add(id);
        continue;
      }
      const settled = await this.#settled(message, true);
      if (settled.kind === 'done' || settled.kind === 'ignored') await this.#parts.parking.drop(message.id);
      else if (settled.kind === 'refused' && (isOver || !settled.isEarly)) await this.#park(message, settled, null);
      else for (const id of message.personIds) blocked.add(id);
    }
    return blocked.size === 0;
  }

  async #retry(): Promise<void> {
    while (!this.#abort.signal.aborted) {
      await pause(this.#parts.retryMs ?? RETRY_MS, this.#abort.signal);
      if (this.#abort.signal.aborted) return;
      await this.#retryAll().catch((error: unknown) => this.#fail(error));
    }
  }

  async #retryAll(): Promise<void> {
    for (let after = 0; !this.#abort.signal.aborted; ) {
      const waiting = await this.#waiting(null, after);
      if (waiting.length === 0) return;
      await this.#tryAgain(waiting);
      after = waiting.at(-1)?.place ?? after;
    }
  }

  #again(delivery: Delivery, reason: string): void {
    this.#lastError = reason;
    delivery.later(Math.min(AGAIN_MS * 2 ** Math.min(delivery.attempts, 10), AGAIN_MS_MAX));
  }

  /** What makes this program fail must not stop what comes after it. */
  async #failed(delivery: Delivery, reason: string): Promise<void> {
    if (delivery.attempts < FAILURES_MAX) return this.#again(delivery, reason);
    const failure = { reason: `The gateway failed on it: ${reason}`, refusals: [], personIds: [] };
    await this.#park(delivery.message, failure, null).then(
      () => delivery.done(),
      (error: unknown) => this.#again(delivery, problemOf(error)),
    );
  }

  #parkNew(message: Incoming, settled: Extract<Settled, { kind: 'refused' }>): Promise<void> {
    const waitsUntil = settled.isEarly ? this.#parts.clock() + (this.#parts.waitMs ?? WAIT_MS) : null;
    return this.#park(message, settled, waitsUntil);
  }

  async #park(
    message: Incoming | ParkedMessage,
    { reason, refusals, personIds }: Pick<ParkedMessage, 'reason' | 'refusals' | 'personIds'>,
    waitsUntil: number | null,
  ): Promise<void> {
    const { neighbour, subject, messageId, at, stream, sequence } = message;
    const isKnown = 'parkedAt' in message;
    const truncated = (isKnown && message.truncated) || message.bytes.length > PARKED_BYTES_MAX;
    await this.#parts.parking.park({
      id: isKnown ? message.id : parkingIdOf(message),
      bytes: truncated ? message.bytes.subarray(0, TRUNCATED_BYTES) : message.bytes,
      ...{ neighbour, subject, messageId, at, stream, sequence, reason, refusals, personIds, waitsUntil, truncated },
      parkedAt: isKnown ? message.parkedAt : this.#parts.clock(),
    });
  }

  #ignore(reason: string): void {
    const key = this.#ignored.size < IGNORED_REASONS_MAX || this.#ignored.has(reason) ? reason : 'for other reasons';
    this.#ignored.set(key, (this.#ignored.get(key) ?? 0) + 1);
  }

  #fail(error: unknown): void {
    this.#lastError = problemOf(error);
  }
}

/** Reasons that are counted apart; names in them come from outside. */
const IGNORED_REASONS_MAX = 50;
