/** What translations may ask of what is known here, and the views that answer. */

import type { Views } from '../../projections/index.ts';
import type { PersonId } from '../domain/ids.ts';
import type { OnboardingStep } from '../domain/person/messages.ts';
import { stepDue } from '../domain/person/onboarding.ts';
import { noRelationships, type Relationships } from '../domain/relationship/relationships.ts';
import type { Skill } from '../domain/skills/messages.ts';
import { skillKey } from '../domain/skills/skills.ts';
import { folded } from '../domain/values.ts';

export interface Known {
  exists(personId: PersonId): boolean;
  /** Whom to speak of when somebody speaks of this person: itself, or whom it was merged into. */
  current(personId: PersonId): PersonId;
  relationshipsOf(personId: PersonId): Relationships;
  /** Who belongs to the organization, by employment or otherwise, without a known end, and can take commands. */
  membersOf(organizationId: string): readonly PersonId[];
  /** To whom the place is assigned, without a known end, and who can take commands. */
  residentsOf(locationId: string): readonly PersonId[];
  byEmail(address: string): readonly PersonId[];
  byIdentity(system: string, value: string): PersonId | null;
  skill(personId: PersonId, name: string): Skill | null;
  /** The step of an onboarding that is waited for; null when none is. */
  stepDue(personId: PersonId): OnboardingStep | null;
}

export function knownBy({ persons, network, search, skills, summary }: Views): Known {
  const numberOf = (personId: PersonId) => persons.find(personId) ?? -1;
  const profileOf = (personId: PersonId) => summary.profile(numberOf(personId));
  const ids = (numbers: Iterable<number>) => [...numbers].map((number) => persons.id(number));
  const current = (personId: PersonId): PersonId => {
    const successor = profileOf(personId)?.mergedInto;
    return successor === undefined ? personId : current(successor);
  };
  const takesCommands = (personId: PersonId) => {
    const status = profileOf(personId)?.status;
    return status === 'active' || status === 'draft';
  };
  return {
    exists: (personId) => profileOf(personId) !== null,
    current,
    relationshipsOf: (personId) => {
      const number = persons.find(personId);
      return number === undefined ? noRelationships() : network.relationshipsOf(number);
    },
    membersOf: (organizationId) => ids(network.membersOf(organizationId)).filter(takesCommands),
    residentsOf: (locationId) => ids(network.residentsOf(locationId)).filter(takesCommands),
    byEmail: (address) => {
      const wanted = folded(address);
      const holds = (number: number) =>
        [...search.contactInfo(number).emails.live.values()].some((email) => folded(email.address) === wanted);
      const found = search.find(address).filter(({ person }) => holds(person));
      return [...new Set(ids(found.map(({ person }) => person)).map(current))];
    },
    byIdentity: (system, value) => {
      const number = summary.byIdentity(system, value);
      return number === null ? null : persons.id(number);
    },
    skill: (personId, name) => skills.skillsOf(numberOf(personId)).skills.get(skillKey(name)) ?? null,
    stepDue: (personId) => stepDue(profileOf(personId)?.onboarding),
  };
}
