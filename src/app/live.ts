/**
 * Live events for subscribers. Each one walks the index of the timeline at its own pace and sleeps at its end: catching
 * up and following live are the same walk, so there is no seam, and a slow reader costs others nothing.
 */

import type { TimelineFilter } from '../../projections/timeline.ts';
import type { Recorded } from '../domain/message.ts';
import type { LogReader } from './log-reader.ts';
import type { Projector } from './projector.ts';

/** Events read from the log at a time. */
const CHUNK_EVENTS = 100;

/** Places of the index looked at before others get their turn. */
const SCAN_EVENTS_MAX = 20_000;

export class Live {
  readonly #projector: Projector;
  readonly #reader: LogReader;
  readonly #sleepers = new Set<() => void>();
  #isClosed = false;

  constructor(projector: Projector, reader: LogReader) {
    this.#projector = projector;
    this.#reader = reader;
    projector.observe(() => this.#wake());
  }

  /** How many subscribers wait for something to happen. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  /**
   * Every believed event after the sequence that passes the filter, in order, once; then those to come.
   * Ends when the reader returns or the gateway shuts down.
   */
  follow(filter: () => TimelineFilter | null, after: number): AsyncIterableIterator<Recorded> {
    const abort = new AbortController();
    const walk = this.#walk(filter, after, abort.signal);
    return {
      next: () => walk.next(),
      // A generator that sleeps cannot be told to return; it has to be woken first.
      return: () => {
        abort.abort();
        return walk.return(undefined);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  /** Ends all subscriptions. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  async *#walk(
    filter: () => TimelineFilter | null,
    after: number,
    signal: AbortSignal,
  ): AsyncGenerator<Recorded, undefined> {
    let cursor = after;
    while (!signal.aborted && !this.#isClosed) {
      const { sequences, next } = this.#matching(filter(), cursor);
      cursor = next;
      for (const event of sequences.length === 0 ? [] : await this.#reader.read(sequences)) {
        if (event !== null && !signal.aborted) yield event;
      }
      if (cursor >= this.#projector.position) await this.#sleep(cursor, signal);
      else if (sequences.length === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    return undefined;
  }

  #matching(filter: TimelineFilter | null, cursor: number): { readonly sequences: number[]; readonly next: number } {
    const { timeline } = this.#projector.views;
    const sequences: number[] = [];
    let next = cursor;
    const end = Math.min(this.#projector.position, cursor + SCAN_EVENTS_MAX);
    while (next < end && sequences.length < CHUNK_EVENTS) {
      next += 1;
      if (filter !== null && timeline.passes(next, filter)) sequences.push(next);
    }
    return { sequences, next };
  }

  async #sleep(cursor: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.#isClosed || this.#projector.position > cursor) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = () => resolve();
    this.#sleepers.add(wake);
    signal.addEventListener('abort', wake);
    await promise;
    // A subscriber sleeps once per event, for months: nothing may be left behind.
    signal.removeEventListener('abort', wake);
    this.#sleepers.delete(wake);
  }

  #wake(): void {
    for (const wake of this.#sleepers) wake();
  }
}
