/** The same answers from a person as its events in the log tell it. */

import { displayName } from '../domain/person/name.ts';
import { isPresent, type Person } from '../domain/person/person.ts';
import { registeredName } from '../legacy/telling.ts';
import { UNKNOWN_CHANGE } from '../legacy/translate.ts';
import { type Answers, inOrder, lower, sorted } from './answers.ts';

const REGISTERED = registeredName('');

export function answersOf(person: Person, moments: Iterable<number>): Answers | null {
  if (!isPresent(person)) return null;
  const { core, contactInfo, skills, preferences, relationships } = person;
  const emails = [...contactInfo.emails.live.values()];
  const phones = [...contactInfo.phones.live.values()];
  const attributes = [...core.attributes.live.values()];
  const digits = (number: string) => number.replace(/\D/g, '');
  const primaryEmail = emails.find(({ primary }) => primary === true)?.address;
  const primaryPhone = phones.find(({ primary }) => primary === true)?.number;
  const open = [...relationships.employments.live.values()].filter(({ end }) => end === undefined);
  // Those that were told of by others than a component have no employer by name.
  const named = open.filter(({ organizationId }) => organizationId === undefined);
  const ties = [...relationships.relationships.live.values()].filter(
    ({ status, direction }) => status !== 'ended' && direction === 'outgoing',
  );
  const unknown = attributes.findLast(({ name }) => name === UNKNOWN_CHANGE)?.value;
  const { status, birthDate = null, deathDate = null, mergedInto = null } = core;
  return {
    lifecycle: [status, birthDate, deathDate, status === 'merged' ? mergedInto : null],
    GetSummary: [
      displayName(core.name),
      primaryEmail === undefined ? null : lower(primaryEmail),
      primaryPhone === undefined ? null : digits(primaryPhone),
      skills.skills.size,
    ],
    contact: [
      sorted(emails.map(({ address, verified }) => `${lower(address)} ${verified}`)),
      sorted(phones.map(({ number }) => digits(number))),
      sorted(
        [...contactInfo.socialProfiles.live.values()].map(({ platform, platformName, username }) =>
          lower(`${platform === 'other' ? (platformName ?? platform) : platform} ${username}`),
        ),
      ),
      sorted(
        [...contactInfo.addresses.live.values()].map(({ street = [], postalCode, city }) =>
          lower(`${street[0]} ${postalCode ?? null} ${city}`),
        ),
      ),
    ],
    GetSkills: sorted([...skills.skills.values()].map(({ name, proficiency }) => `${lower(name)} ${proficiency}`)),
    GetByEmployer: sorted(named.map(({ organization, role }) => `${lower(organization)} ${lower(role)}`)),
    GetConnections: sorted(ties.map(({ otherId, kind, label }) => `${otherId} ${lower(label ?? kind)}`)),
    GetTimeline: inOrder(moments),
    preferences: [
      preferences.communication.language ?? null,
      preferences.privacy.profileVisibility?.replaceAll('_', '') ?? null,
      sorted([...preferences.consents].map(([purpose, each]) => `${purpose} ${each.status === 'granted'}`)),
    ],
    others: [
      sorted([...core.identities.values()].map(({ value }) => value)),
      sorted([...relationships.locations.live.values()].map(({ locationId }) => locationId)),
      sorted(attributes.flatMap(({ name }) => (name.startsWith(REGISTERED) ? [name.slice(REGISTERED.length)] : []))),
      typeof unknown === 'string' ? unknown : null,
    ],
  };
}
