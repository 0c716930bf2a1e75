/** Who is to be found: suspended, archived and merged persons stay known and are not listed until they come back. */

import type { Recorded } from '../src/domain/message.ts';
import type { PersonStatus } from '../src/domain/person/messages.ts';

/** Statuses whose persons are listed unless a query asks for others. */
export const LISTED_STATUSES: ReadonlySet<PersonStatus> = new Set<PersonStatus>(['draft', 'active', 'deceased']);

const LISTED_AFTER: Readonly<Record<string, boolean>> = {
  PersonCreated: true,
  PersonActivated: true,
  PersonReactivated: true,
  DeathRecorded: true,
  PersonSuspended: false,
  PersonArchived: false,
  PersonMerged: false,
};

/** The types of facts that can change whether a person is listed. */
export const STANDING_TYPES: readonly string[] = Object.keys(LISTED_AFTER);

export class Standing {
  /** By number; who was never created is not there and not listed. */
  readonly #listed: boolean[] = [];

  /** Takes notice of an event; true when it changed whether the person is listed. */
  apply(event: Recorded, person: number): boolean {
    const listed = LISTED_AFTER[event.type];
    if (listed === undefined || listed === this.isListed(person)) return false;
    this.#listed[person] = listed;
    return true;
  }

  isListed(person: number): boolean {
    return this.#listed[person] === true;
  }
}
