/** What a Person of the API is made of: the views for the person of today, a fold of its history for one of the past. */

import { currentEmployment } from '../projections/directory.ts';
import type { App } from '../src/app/app.ts';
import type { PastPerson } from '../src/app/log-reader.ts';
import type { ContactInfo } from '../src/domain/contact-info/contact-info.ts';
import type { PersonId } from '../src/domain/ids.ts';
import type { IsoDate } from '../src/domain/message.ts';
import type { Profile } from '../src/domain/person/core.ts';
import { isPresent, type Person } from '../src/domain/person/person.ts';
import type { Preferences } from '../src/domain/preferences/preferences.ts';
import type { Relationships } from '../src/domain/relationship/relationships.ts';
import type { Skills } from '../src/domain/skills/skills.ts';
import { dateOf } from '../src/domain/values.ts';

export interface PersonSource {
  readonly id: PersonId;
  readonly version: number;
  /** CID of the last event that counts. */
  readonly head: string;
  readonly profile: Profile;
  readonly contactInfo: ContactInfo;
  readonly skills: Skills;
  readonly preferences: Preferences;
  readonly relationships: Relationships;
  /** The number that the views know the person by. */
  readonly number: number;
  /** Sequence that a person of the past is looked at from; null for the person of today. */
  readonly until: number | null;
  /** Whether it was the person of today a moment ago, so that figures of today may stand beside it. */
  readonly isRecent: boolean;
  /** UTC milliseconds of the last event that counts. */
  readonly lastActivityAt: number;
}

/** The person of today; null when there is none with this number. */
export function currentPerson(app: App, number: number): PersonSource | null {
  const { summary, search, skills, network, persons, timeline } = app.views;
  const profile = summary.profile(number);
  const head = app.projector.head(number);
  if (profile === null || head === null) return null;
  return {
    id: persons.id(number),
    version: head.n,
    head: head.cid,
    profile,
    number,
    until: null,
    isRecent: true,
    lastActivityAt: timeline.at(head.sequence),
    get contactInfo() {
      return search.contactInfo(number);
    },
    get skills() {
      return skills.skillsOf(number);
    },
    get preferences() {
      return summary.preferences(number);
    },
    get relationships() {
      return network.relationshipsOf(number);
    },
  };
}

/** The person with this id as it is today; null when there is none. */
export function findPerson(app: App, personId: string): PersonSource | null {
  const number = app.views.persons.find(personId.toLowerCase());
  return number === undefined ? null : currentPerson(app, number);
}

/** The person as its history told it at some point; null when it did not exist then. */
export function pastPerson(app: App, personId: PersonId, past: PastPerson): PersonSource | null {
  const { person, head } = past;
  const number = app.views.persons.find(personId);
  if (!isPresent(person) || number === undefined) return null;
  const { core: profile, contactInfo, skills, preferences, relationships } = person;
  const at = { version: head.n, head: head.cid, until: head.sequence, isRecent: false, lastActivityAt: head.at };
  return { id: personId, profile, contactInfo, skills, preferences, relationships, number, ...at };
}

/** The domain's person behind a source, to ask which commands it would take. */
export function domainPerson({ profile, contactInfo, skills, preferences, relationships }: PersonSource): Person {
  return { core: profile, contactInfo, skills, preferences, relationships };
}

/** The day that is today for the source: of a person of the past, the day of its last event. */
export function todayOf(source: PersonSource, now: number): IsoDate {
  return dateOf(source.until === null ? now : source.lastActivityAt);
}

export function jobOf(source: PersonSource, now: number) {
  return currentEmployment(source.relationships.employments.live.values(), todayOf(source, now));
}
