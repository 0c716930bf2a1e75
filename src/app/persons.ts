/** Persons as decisions need them: folded from the log, the recently used ones kept. A cache; the log has the last word. */

import type { PersonId } from '../domain/ids.ts';
import type { Recorded } from '../domain/message.ts';
import { fold, type Person } from '../domain/person/person.ts';
import { factsOf, type History, personOf, readHistory } from './history.ts';
import { type Codec, type EventStore, isDamage } from './ports.ts';

export const PERSONS_KEPT_MAX = 10_000;

export interface KnownPerson {
  readonly person: Person;
  /** The person's last event number; 0 when it has none. */
  readonly version: number;
  readonly head: string | null;
  /** Sequence of the last block in the person's history, believed or not. */
  readonly lastSequence: number;
  readonly isDamaged: boolean;
  /** Whether the history has events that are newer than this program. */
  readonly isNewer: boolean;
  /** Sequence of the event of each command that recorded something. */
  readonly commands: Map<string, number>;
}

export class Persons {
  readonly #store: EventStore;
  readonly #codec: Codec;
  readonly #kept = new Map<PersonId, KnownPerson>();
  /** Reads under way that nothing has overtaken yet. */
  readonly #reads = new Map<PersonId, Promise<History>>();

  constructor(store: EventStore, codec: Codec) {
    this.#store = store;
    this.#codec = codec;
  }

  /** The person, possibly as it was a moment ago: an append on it then conflicts. Throws LogUnavailable. */
  async get(personId: PersonId): Promise<KnownPerson> {
    const kept = this.#kept.get(personId);
    if (kept !== undefined) return this.#keep(personId, kept);
    const read = this.history(personId);
    this.#reads.set(personId, read);
    try {
      const person = known(await read);
      // What was overtaken on the way is good for once; kept, it would stay behind until the next event.
      return this.#reads.get(personId) === read ? this.#keep(personId, person) : person;
    } finally {
      if (this.#reads.get(personId) === read) this.#reads.delete(personId);
    }
  }

  /** The whole history, read anew. Throws LogUnavailable. */
  async history(personId: PersonId): Promise<History> {
    return readHistory(this.#codec, personId, await this.#store.load(personId));
  }

  /** The event at a sequence that a person's history is known to have. Throws LogUnavailable. */
  async event(sequence: number): Promise<Recorded | null> {
    const [block = null] = await this.#store.read([sequence]);
    const opened = block === null ? null : this.#codec.open(block);
    return opened === null || isDamage(opened) ? null : opened;
  }

  /** Takes notice of an event in the log, whoever wrote it; what does not follow is looked up anew next time. */
  advance(event: Recorded): void {
    this.#reads.delete(event.personId);
    const kept = this.#kept.get(event.personId);
    if (kept === undefined || kept.lastSequence >= event.sequence) return;
    if (kept.version + 1 !== event.n || kept.head !== event.prev || kept.isDamaged) return this.forget(event.personId);
    this.#kept.set(event.personId, {
      person: fold(factsOf([event]), kept.person),
      version: event.n,
      head: event.cid,
      lastSequence: event.sequence,
      isDamaged: false,
      isNewer: kept.isNewer || !event.known,
      commands: kept.commands.set(event.meta.commandId, event.sequence),
    });
  }

  forget(personId: PersonId): void {
    this.#reads.delete(personId);
    this.#kept.delete(personId);
  }

  #keep(personId: PersonId, person: KnownPerson): KnownPerson {
    // Deleting first moves the person to the end: the map's order is the order of use.
    this.#kept.delete(personId);
    this.#kept.set(personId, person);
    if (this.#kept.size > PERSONS_KEPT_MAX) {
      const eldest = this.#kept.keys().next();
      if (!eldest.done) this.#kept.delete(eldest.value);
    }
    return person;
  }
}

function known({ events, damage, lastSequence }: History): KnownPerson {
  return {
    person: personOf(events),
    version: events.length,
    head: events.at(-1)?.cid ?? null,
    lastSequence,
    isDamaged: damage !== null,
    isNewer: events.some((event) => !event.known),
    commands: new Map(events.map((event) => [event.meta.commandId, event.sequence])),
  };
}
