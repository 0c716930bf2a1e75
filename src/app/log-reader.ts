/** Events as they lie in the log, for queries: by sequence, by CID, by person, and as of a moment. */

import type { PersonId } from '../domain/ids.ts';
import type { Recorded } from '../domain/message.ts';
import type { Person } from '../domain/person/person.ts';
import { personOf, readHistory } from './history.ts';
import { type Codec, type EventStore, isDamage } from './ports.ts';
import type { Projector } from './projector.ts';

/** How many of the newest events are kept at hand. */
const RECENT_EVENTS_MAX = 10_000;

export interface Verification {
  readonly ok: boolean;
  /** Events whose bytes, CID and link to the one before are right. */
  readonly checked: number;
  /** What is wrong with the first block that is not, with its sequence and claimed CID; null when all are right. */
  readonly fault: string | null;
}

/** Until when: the first so many events of the person, or those up to a time (UTC milliseconds) or a sequence. */
export type Until = { readonly version: number } | { readonly at: number } | { readonly sequence: number };

export interface PastPerson {
  readonly person: Person;
  /** The last event that counts. */
  readonly head: Recorded;
}

export class LogReader {
  readonly #store: EventStore;
  readonly #codec: Codec;
  readonly #projector: Projector;
  readonly #recent = new Map<number, Recorded>();

  constructor(store: EventStore, codec: Codec, projector: Projector) {
    this.#store = store;
    this.#codec = codec;
    this.#projector = projector;
    projector.observe((events) => this.#remember(events));
  }

  /** The events at the sequences, null where there is none that is believed. Throws LogUnavailable. */
  async read(sequences: readonly number[]): Promise<readonly (Recorded | null)[]> {
    const missing = sequences.filter((sequence) => !this.#recent.has(sequence));
    const blocks = missing.length === 0 ? [] : await this.#store.read(missing);
    const found = new Map<number, Recorded>();
    for (const block of blocks) {
      const opened = block === null ? null : this.#codec.open(block);
      if (opened !== null && !isDamage(opened) && this.#isBelieved(opened)) found.set(opened.sequence, opened);
    }
    return sequences.map((sequence) => this.#recent.get(sequence) ?? found.get(sequence) ?? null);
  }

  /** The bytes at the sequences as they lie in the log, null where there are none. Throws LogUnavailable. */
  async bytes(sequences: readonly number[]): Promise<readonly (Uint8Array | null)[]> {
    return (await this.#store.read(sequences)).map((block) => block?.bytes ?? null);
  }

  /** The event with this CID; null when there is none. Throws LogUnavailable. */
  async byCid(cid: string): Promise<Recorded | null> {
    const events = await this.read(this.#projector.views.timeline.candidates(cid));
    return events.find((event) => event?.cid === cid) ?? null;
  }

  /** The person as it was; null when it did not exist then. Throws LogUnavailable. */
  async asOf(personId: PersonId, until: Until): Promise<PastPerson | null> {
    const { events } = readHistory(this.#codec, personId, await this.#store.load(personId));
    const counting = events.filter((event) => isUntil(event, until));
    const head = counting.at(-1);
    return head === undefined ? null : { person: personOf(counting), head };
  }

  /** The same person one event later. */
  advanced({ person }: PastPerson, event: Recorded): PastPerson {
    return { person: personOf([event], person), head: event };
  }

  /** Reads the person's whole history anew and checks every block of it. Throws LogUnavailable. */
  async verify(personId: PersonId): Promise<Verification> {
    const { events, damage } = readHistory(this.#codec, personId, await this.#store.load(personId));
    const fault =
      damage === null ? null : `Block ${damage.sequence} (CID ${damage.cid ?? 'missing'}): ${damage.reason}`;
    return { ok: fault === null, checked: events.length, fault };
  }

  /** A block may be whole and still not belong where it lies; what the projector set aside is not served either. */
  #isBelieved(event: Recorded): boolean {
    const { timeline, persons } = this.#projector.views;
    if (event.sequence > timeline.lastSequence) return true;
    const person = timeline.person(event.sequence);
    return person !== null && persons.id(person) === event.personId;
  }

  #remember(events: readonly Recorded[]): void {
    for (const event of events) this.#recent.set(event.sequence, event);
    for (const sequence of this.#recent.keys()) {
      if (this.#recent.size <= RECENT_EVENTS_MAX) break;
      this.#recent.delete(sequence);
    }
  }
}

function isUntil(event: Recorded, until: Until): boolean {
  if ('version' in until) return event.n <= until.version;
  return 'at' in until ? event.at <= until.at : event.sequence <= until.sequence;
}
