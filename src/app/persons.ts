/**
 * Persons as decisions need them: from the projections, which are at hand, or from the log, which has the last word.
 * A decision on what is at hand proves itself by the expectation of its write; one that writes nothing has to ask.
 */

import type { Views } from '../../projections/index.ts';
import type { PersonId } from '../domain/ids.ts';
import type { Recorded } from '../domain/message.ts';
import { noPerson, type Person } from '../domain/person/person.ts';
import { type History, personOf, readHistory } from './history.ts';
import { type Codec, type EventStore, isDamage, LogUnavailable } from './ports.ts';
import type { Projector } from './projector.ts';

export interface KnownPerson {
  readonly personId: PersonId;
  /** To be read at once and not kept: what the projections know changes in place. */
  readonly person: Person;
  /** The person's last event number; 0 when it has none. */
  readonly version: number;
  readonly head: string | null;
  /** Sequence of the last block in the person's history, believed or not; 0 when there is none. */
  readonly lastSequence: number;
  readonly isDamaged: boolean;
  /** Whether the history has events that are newer than this program. */
  readonly isNewer: boolean;
  /** Sequences that the event of a command on this person may have. The event must be looked at. */
  readonly sequencesOf: (commandId: string) => readonly number[];
}

export class Persons {
  readonly #store: EventStore;
  readonly #codec: Codec;
  readonly #projector: Projector;

  constructor(store: EventStore, codec: Codec, projector: Projector) {
    this.#store = store;
    this.#codec = codec;
    this.#projector = projector;
  }

  /** The person as the projections know it, perhaps as it was a moment ago; read from the log where they cannot tell. */
  async get(personId: PersonId): Promise<KnownPerson> {
    return this.#atHand(personId) ?? this.read(personId);
  }

  /** The person as its whole history in the log tells it. Throws LogUnavailable. */
  async read(personId: PersonId): Promise<KnownPerson> {
    return known(personId, await this.history(personId));
  }

  /** The person as it was at the sequence or later; at hand where the projections are as far. Throws LogUnavailable. */
  async since(sequence: number, personId: PersonId): Promise<KnownPerson> {
    return this.#projector.position >= sequence ? this.get(personId) : this.read(personId);
  }

  /** The whole history, read anew. Throws LogUnavailable. */
  async history(personId: PersonId): Promise<History> {
    return readHistory(this.#codec, personId, await this.#store.load(personId));
  }

  /** Whether nothing was recorded about the person since. Throws LogUnavailable. */
  async isCurrent({ personId, lastSequence }: KnownPerson): Promise<boolean> {
    return (await this.#store.last(personId)) === lastSequence;
  }

  /** The event of a command that was taken before; null when it was not. Throws LogUnavailable. */
  async earlier(person: KnownPerson, commandId: string): Promise<Recorded | null> {
    for (const sequence of person.sequencesOf(commandId)) {
      const [block = null] = await this.#store.read([sequence]);
      const event = block === null ? null : this.#codec.open(block);
      // It was believed once, so it must be readable; without it nobody knows whether the command was taken.
      if (event === null || isDamage(event)) throw new LogUnavailable(`the event ${sequence} cannot be read now`);
      if (event.meta.commandId === commandId) return event;
    }
    return null;
  }

  #atHand(personId: PersonId): KnownPerson | null {
    const { views } = this.#projector;
    if (this.#projector.damage(personId) !== null) return null;
    const number = views.persons.find(personId);
    const head = number === undefined ? null : this.#projector.head(number);
    if (number === undefined || head === null) return absent(personId);
    return {
      personId,
      person: personAtHand(views, number),
      version: head.n,
      head: head.cid,
      lastSequence: head.sequence,
      isDamaged: false,
      isNewer: this.#projector.isNewer(number),
      sequencesOf: (commandId) => views.timeline.ofCommand(number, commandId),
    };
  }
}

/** The person as the projections know it. To be read at once and not kept: what they know changes in place. */
export function personAtHand(views: Views, number: number): Person {
  const profile = views.summary.profile(number);
  if (profile === null) return noPerson();
  return {
    core: profile,
    contactInfo: views.search.contactInfo(number),
    skills: views.skills.skillsOf(number),
    preferences: views.summary.preferences(number),
    relationships: views.network.relationshipsOf(number),
  };
}

function absent(personId: PersonId): KnownPerson {
  const nothing = { version: 0, head: null, lastSequence: 0, isDamaged: false, isNewer: false };
  return { personId, person: noPerson(), ...nothing, sequencesOf: () => [] };
}

function known(personId: PersonId, { events, damage, lastSequence }: History): KnownPerson {
  return {
    personId,
    person: personOf(events),
    version: events.length,
    head: events.at(-1)?.cid ?? null,
    lastSequence,
    isDamaged: damage !== null,
    isNewer: events.some((event) => !event.known),
    sequencesOf: (commandId) =>
      events.filter(({ meta }) => meta.commandId === commandId).map(({ sequence }) => sequence),
  };
}
