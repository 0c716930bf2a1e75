/**
 * The relay from the log to the neighbours. The row of what went out is its own memory: its last letter names the event
 * it came from, so what follows is known, and a letter is taken only right behind the one that was meant. Whatever is
 * killed, and however many gateways relay, every event goes out once, in the order of the log.
 *
 * Several gateways need no election: who is overtaken stands by, and takes over when the row stands still though there is
 * something to tell.
 */

import type { LogReader } from '../app/log-reader.ts';
import type { Projector } from '../app/projector.ts';
import type { Recorded } from '../domain/message.ts';
import { pause, problemOf } from './pause.ts';
import { LETTERS_TOGETHER_MAX, type Letter, type Outlet, type RowEnd } from './ports.ts';
import { cidOf, messagesOf, type OutgoingMessage } from './published/index.ts';

/** Events looked at together; each makes one letter or two. */
const EVENTS_TOGETHER_MAX = LETTERS_TOGETHER_MAX / 2;

/** Bytes that go out together, about. */
const BYTES_TOGETHER_MAX = 4 * 1024 * 1024;

/** The largest letter, in bytes; servers take 1 MiB by default, with its headers. An event that is larger goes without its data. */
export const LETTER_BYTES_MAX = 900 * 1024;

/** How often a gateway that stands by looks whether the row moves. */
const STAND_BY_MS = 1_000;

/** How long to wait after a failure. */
const AGAIN_MS = 500;

/** How long the projections may take to come to an event that went out already. */
const CATCH_UP_MS_MAX = 10_000;

export interface OutboxParts {
  readonly outlet: Outlet;
  readonly reader: Pick<LogReader, 'read' | 'byCid'>;
  readonly projector: Pick<Projector, 'position' | 'observe' | 'reached'>;
  /** Sequence of the last event in the log. */
  readonly lastSequence: () => Promise<number>;
  /** Where a row without letters begins: at the first event of the log, or at the last one. */
  readonly from: 'beginning' | 'now';
  readonly standByMs?: number;
}

export interface OutboxStatus {
  /** Whether this gateway relays; others stand by. */
  readonly leads: boolean;
  /** Events that did not go out yet; null before it is known where the row ends. */
  readonly lag: number | null;
  /** Events of damaged histories, which do not go out. */
  readonly skipped: number;
  readonly lastError: string | null;
}

export class Outbox {
  readonly #parts: OutboxParts;
  readonly #abort = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #stopObserving: () => void = () => {};
  #wake = new AbortController();
  #leads = true;
  #end: RowEnd = { sequence: 0, id: null };
  /** Sequence of the last event that went out; null while it is unknown. */
  #position: number | null = null;
  #skipped = 0;
  #lastError: string | null = null;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  /** To be called when the projections have caught up. */
  start(): void {
    this.#stopObserving = this.#parts.projector.observe(() => this.#wake.abort());
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    this.#stopObserving();
    await this.#running;
  }

  get status(): OutboxStatus {
    const lag = this.#position === null ? null : Math.max(0, this.#parts.projector.position - this.#position);
    return { leads: this.#leads, lag, skipped: this.#skipped, lastError: this.#lastError };
  }

  async #run(): Promise<void> {
    while (!this.#abort.signal.aborted) {
      try {
        if (this.#leads) await this.#lead();
        else await this.#standBy();
        this.#lastError = null;
      } catch (error) {
        this.#lastError = problemOf(error);
        this.#position = null;
        await pause(AGAIN_MS, this.#abort.signal);
      }
    }
  }

  /** Takes over when the row did not move in the meantime, and there is something to tell. */
  async #standBy(): Promise<void> {
    const before = await this.#look();
    await pause(this.#parts.standByMs ?? STAND_BY_MS, this.#abort.signal);
    if (this.#abort.signal.aborted) return;
    const after = await this.#look();
    if (after.sequence === before.sequence && this.#parts.projector.position > after.position) this.#leads = true;
  }

  async #lead(): Promise<void> {
    const position = this.#position ?? (await this.#look()).position;
    if (position >= this.#parts.projector.position) return this.#sleep();
    const { letters, last } = await this.#next(position);
    if (letters.length === 0) {
      this.#position = last;
      return;
    }
    const posted = await this.#parts.outlet.post(letters, this.#end.sequence);
    if (posted.kind === 'posted') {
      this.#end = { sequence: posted.sequence, id: letters.at(-1)?.id ?? null };
      this.#position = last;
      return;
    }
    this.#position = null;
    if (posted.kind === 'unavailable') throw new Error(posted.reason);
    this.#leads = false;
  }

  async #sleep(): Promise<void> {
    this.#wake = new AbortController();
    const woken = AbortSignal.any([this.#wake.signal, this.#abort.signal]);
    if (this.#parts.projector.position > (this.#position ?? 0)) return;
    await pause(this.#parts.standByMs ?? STAND_BY_MS, woken);
    if (woken.aborted) return;
    // Nothing happens, so it is a good time to notice that somebody else has taken over.
    const end = await this.#parts.outlet.end();
    if (end.sequence !== this.#end.sequence) this.#leads = false;
  }

  /** Where the row ends, and which event of the log that is. */
  async #look(): Promise<{ readonly sequence: number; readonly position: number }> {
    const end = await this.#parts.outlet.end();
    const position = await this.#positionOf(end);
    this.#end = end;
    this.#position = position;
    return { sequence: end.sequence, position };
  }

  async #positionOf({ id }: RowEnd): Promise<number> {
    const { reader, projector, lastSequence, from } = this.#parts;
    // The last event goes out as the first letter, and so marks the place.
    if (id === null) return from === 'now' ? Math.max(0, projector.position - 1) : 0;
    const known = await reader.byCid(cidOf(id));
    if (known !== null) return known.sequence;
    // Another gateway may be ahead of this one.
    await projector.reached(await lastSequence(), CATCH_UP_MS_MAX);
    const found = await reader.byCid(cidOf(id));
    if (found === null)
      throw new Error(`The outbox ends with ${id}, which is not in this log: it belongs to another one`);
    return found.sequence;
  }

  /** What goes out after the event of this sequence, and the sequence of the last event in it. */
  async #next(after: number): Promise<{ readonly letters: readonly Letter[]; readonly last: number }> {
    const upTo = Math.min(after + EVENTS_TOGETHER_MAX, this.#parts.projector.position);
    const sequences = Array.from({ length: upTo - after }, (_, at) => after + 1 + at);
    const events = await this.#parts.reader.read(sequences);
    const letters: Letter[] = [];
    let bytes = 0;
    let last = after;
    for (const [at, event] of events.entries()) {
      const made = event === null ? [] : lettersOf(event);
      if (made === null) {
        // To pass over it would lose it; what comes before it still goes out.
        if (last === after) throw new Error(`Event ${after + 1} is newer than this program. Upgrade the gateway`);
        break;
      }
      if (event === null) this.#skipped += 1;
      bytes += made.reduce((sum, letter) => sum + letter.bytes.length, 0);
      if (letters.length > 0 && bytes > BYTES_TOGETHER_MAX) break;
      letters.push(...made);
      last = after + 1 + at;
    }
    return { letters, last };
  }
}

function lettersOf(event: Recorded): readonly Letter[] | null {
  return messagesOf(event)?.map(letterOf) ?? null;
}

function letterOf({ id, subject, body }: OutgoingMessage): Letter {
  const bytes = Buffer.from(JSON.stringify(body));
  if (bytes.length <= LETTER_BYTES_MAX) return { id, subject, bytes };
  return { id, subject, bytes: Buffer.from(JSON.stringify({ ...body, data: {}, dataOmitted: true })) };
}
