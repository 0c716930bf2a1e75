/** What translations may ask of what is known here, and the views that answer. */

import type { Views } from '../../projections/index.ts';
import type { PersonId } from '../domain/ids.ts';
import type { OnboardingStep } from '../domain/person/messages.ts';
import { stepDue } from '../domain/person/onboarding.ts';
import type { Relationships } from '../domain/relationship/relationships.ts';
import type { Skill } from '../domain/skills/messages.ts';
import { skillKey } from '../domain/skills/skills.ts';
import { folded } from '../domain/values.ts';

export interface Known {
  // Whoever was merged stands for whom they have become, wherever a person is named.
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
  /** `removed` where the person took it off. */
  skill(personId: PersonId, name: string): Skill | 'removed' | null;
  /** The step of an onboarding that is waited for; null when none is. */
  stepDue(personId: PersonId): OnboardingStep | null;
}

export function knownBy({ persons, network, search, skills, summary }: Views): Known {
  const profile = (personId: PersonId) => summary.profile(persons.find(personId) ?? -1);
  const current = (personId: PersonId): PersonId => {
    const successor = profile(personId)?.mergedInto;
    return successor === undefined ? personId : current(successor);
  };
  const numberOf = (personId: PersonId) => persons.find(current(personId)) ?? -1;
  const takesCommands = (personId: PersonId) => {
    const status = profile(personId)?.status;
    return status === 'active' || status === 'draft';
  };
  const ids = (numbers: Iterable<number>) => [...numbers].map((number) => persons.id(number));
  return {
    exists: (personId) => profile(personId) !== null,
    current,
    relationshipsOf: (personId) => network.relationshipsOf(numberOf(personId)),
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
      return number === null ? null : current(persons.id(number));
    },
    skill: (personId, name) => {
      const { skills: all, removedSkills } = skills.skillsOf(numberOf(personId));
      const key = skillKey(name);
      return all.get(key) ?? (removedSkills.has(key) ? 'removed' : null);
    },
    stepDue: (personId) => stepDue(profile(current(personId))?.onboarding),
  };
}
