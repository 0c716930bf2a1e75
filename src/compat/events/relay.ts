/**
 * The relay to old subscribers. The row of what went out is its own memory: with each message is noted where in the
 * log its event lies, and a message is taken only right behind the one that was meant. So however many processes relay, and
 * whatever is killed, each message goes out once, in the order of the log.
 *
 * Several processes need no election: who is overtaken stands by, and takes over when the row stands still though there is
 * something to tell.
 */

import type { Client } from '../../client/client.ts';
import {
  type OldEventFragment,
  OldEventsDocument,
  OldEventThereDocument,
  OldLastEventDocument,
} from '../../client/generated.ts';
import type { OldLetter, OldOutlet } from '../ports.ts';
import type { Family } from './shapes.ts';
import { oldMessagesOf } from './translate.ts';

/** Events that are looked at together. */
const EVENTS_TOGETHER = 200;

/** Messages that go out together, about, and at most: the most that a row takes at once. */
const LETTERS_TOGETHER = 400;
const LETTERS_MAX = 1_000;

const BYTES_TOGETHER = 4 * 1024 * 1024;

/** How often the log is looked at when there is nothing to tell, in milliseconds. */
const POLL_MS = 100;

/** How often a process that stands by looks whether the row moves. */
const STAND_BY_MS = 2_000;

/** How long to wait after a failure. */
const AGAIN_MS = 1_000;

export interface RelayParts {
  readonly asking: Pick<Client, 'ask'>;
  readonly outlet: () => Promise<OldOutlet>;
  readonly families: ReadonlySet<Family>;
  /** Where a row without messages begins: at the first event of the log, or at those to come. */
  readonly from: 'beginning' | 'now';
  readonly bytesMax: number;
  readonly tell: (text: string) => void;
  readonly pace?: { readonly pollMs?: number; readonly standByMs?: number };
}

export interface RelayStatus {
  /** Whether this process relays; others stand by. */
  readonly leads: boolean;
  /** Messages that this process put out. */
  readonly sent: number;
  /** Time of the last event that this process put out; null when it did none. */
  readonly lastEventAt: string | null;
  readonly lastError: string | null;
}

type Edge = { readonly cursor: string; readonly event: OldEventFragment };

/** Where the relay is: the end of the row, and behind which event of the log. */
interface Place {
  sequence: number;
  cursor: string | null;
}

export class OldRelay {
  readonly #parts: RelayParts;
  readonly #abort = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #outlet: OldOutlet | null = null;
  #place: Place | null = null;
  #status: RelayStatus = { leads: true, sent: 0, lastEventAt: null, lastError: null };

  constructor(parts: RelayParts) {
    this.#parts = parts;
  }

  get status(): RelayStatus {
    return this.#status;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }

  #note(changes: Partial<RelayStatus>): void {
    this.#status = { ...this.#status, ...changes };
  }

  async #run(): Promise<void> {
    const { signal } = this.#abort;
    while (!signal.aborted) {
      try {
        if (this.#status.leads) await this.#lead();
        else await this.#standBy();
        if (this.#status.lastError !== null) this.#note({ lastError: null });
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        if (problem !== this.#status.lastError && !signal.aborted) this.#parts.tell(`Old subscribers: ${problem}`);
        this.#note({ lastError: problem });
        this.#place = null;
        await pause(AGAIN_MS, signal);
      }
    }
  }

  /** Takes over when the row did not move in the meantime, and there is something to tell. */
  async #standBy(): Promise<void> {
    const before = await this.#look();
    await pause(this.#parts.pace?.standByMs ?? STAND_BY_MS, this.#abort.signal);
    if (this.#abort.signal.aborted) return;
    const after = await this.#look();
    const isStill = after.sequence === before.sequence;
    if (isStill && (await this.#next(after.cursor)).letters.length > 0) this.#note({ leads: true });
  }

  async #lead(): Promise<void> {
    this.#place ??= await this.#look();
    const place = this.#place;
    const { letters, cursor, at } = await this.#next(place.cursor);
    if (letters.length === 0) {
      const isEnd = cursor === place.cursor;
      place.cursor = cursor;
      return isEnd ? pause(this.#parts.pace?.pollMs ?? POLL_MS, this.#abort.signal) : undefined;
    }
    const posted = await (await this.#open()).post(letters, place.sequence);
    if (posted.kind === 'posted') {
      this.#place = { sequence: posted.sequence, cursor };
      this.#note({ sent: this.#status.sent + letters.length, lastEventAt: at });
      return;
    }
    this.#place = null;
    if (posted.kind === 'unavailable') throw new Error(posted.reason);
    this.#note({ leads: false });
  }

  async #open(): Promise<OldOutlet> {
    this.#outlet ??= await this.#parts.outlet();
    return this.#outlet;
  }

  /** Where the row ends, and where in the log that is. */
  async #look(): Promise<Place> {
    const { sequence, id, note = null } = await (await this.#open()).end();
    if (id !== null) {
      const cid = id.split('.')[0] ?? '';
      const { event } = await this.#parts.asking.ask(OldEventThereDocument, { cid });
      if (event === null || note === null) {
        throw new Error(`the row of old events ends with ${id}, which is not in this log: it belongs to another one`);
      }
      return { sequence, cursor: note };
    }
    if (this.#parts.from === 'beginning') return { sequence, cursor: null };
    const { timeline } = await this.#parts.asking.ask(OldLastEventDocument, {});
    return { sequence, cursor: timeline.edges[0]?.cursor ?? null };
  }

  /** What goes out behind a place in the log, and the place of the last event in it. */
  async #next(after: string | null) {
    const { asking, families } = this.#parts;
    const { timeline } = await asking.ask(OldEventsDocument, { first: EVENTS_TOGETHER, after });
    // Put in words side by side, since some have to be asked about.
    const all = await Promise.all(
      timeline.edges.map(({ cursor, node }) => this.#lettersOf({ cursor, event: node.event }, families)),
    );
    const letters: OldLetter[] = [];
    let [cursor, at, bytes] = [after, '', 0];
    for (const [index, { cursor: place, node }] of timeline.edges.entries()) {
      const made = all[index] ?? [];
      bytes += made.reduce((sum, letter) => sum + letter.bytes.length, 0);
      const isFull = letters.length + made.length > LETTERS_TOGETHER || bytes > BYTES_TOGETHER;
      if (letters.length > 0 && isFull) break;
      letters.push(...made);
      cursor = place;
      at = node.event.at;
    }
    return { letters, cursor, at };
  }

  async #lettersOf({ cursor, event }: Edge, families: ReadonlySet<Family>): Promise<readonly OldLetter[]> {
    const { asking, bytesMax, tell } = this.#parts;
    const messages = await oldMessagesOf(asking, event, families);
    return messages.slice(0, LETTERS_MAX).flatMap(({ family, subject, body }, at) => {
      const bytes = Buffer.from(JSON.stringify(body));
      const id = `${event.cid}.${family}.${at}`;
      if (bytes.length <= bytesMax - 4 * 1024) return [{ id, subject, bytes, note: cursor }];
      tell(`Old subscribers: the event ${event.cid} is too large for a message, and is not told to them.`);
      return [];
    });
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const wake = () => resolve();
  const timer = setTimeout(wake, ms);
  signal.addEventListener('abort', wake);
  await promise;
  clearTimeout(timer);
  signal.removeEventListener('abort', wake);
}
