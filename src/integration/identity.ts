/**
 * The identity domain: who is who, and whose identity is proved. It knows persons of its own, by ids of its own; where
 * such an id is not one of ours, the person is found by the identity that was linked.
 */

import { z } from 'zod';
import { derivedId } from '../app/derived-id.ts';
import { type PersonId, parsePersonId } from '../domain/ids.ts';
import { day, foreignId, maybe, personId, uuidIn } from './foreign.ts';
import type { Known } from './known.ts';
import { employmentTypeOf, join, left, role, titleOf, updateEmployments } from './membership.ts';
import { commands, type Heard, heard, ignored, type Neighbour, type Translation, type Wish } from './neighbour.ts';

/** The system under which identities are linked; see the query personByIdentity. */
const SYSTEM = 'identity';

const HEARD: Readonly<Record<string, Heard>> = {
  IdentityLinkedToPerson: heard(
    'An identity is that of somebody.',
    z.object({ identity_id: foreignId(), person_id: personId() }),
    ({ identity_id, person_id }) =>
      commands({ name: 'LinkIdentity', personId: person_id, data: { system: SYSTEM, value: identity_id } }),
  ),
  IdentityUnlinkedFromPerson: heard(
    'An identity is not that of somebody any more.',
    z.object({ identity_id: foreignId(), person_id: personId(), reason: maybe(z.string()) }),
    ({ identity_id, person_id, reason }) =>
      commands({ name: 'UnlinkIdentity', personId: person_id, data: { system: SYSTEM, value: identity_id, reason } }),
  ),
  Verified: heard(
    'Somebody has proved who they are: it is noted, and an onboarding that waits for it goes on.',
    z.object({ person_id: maybe(foreignId()), verified_at: maybe(day()), method: maybe(z.string()) }),
    ({ person_id, verified_at, method }, about, known) => {
      const id =
        person_id ??
        about.subject
          .split('.')
          .map(uuidIn)
          .find((each) => each !== null);
      return id === undefined || id === null
        ? ignored('it names nobody')
        : verified(known, id, verified_at ?? about.day, method);
    },
  ),
  PersonJoinedOrganization: heard(
    'An employment began, as the service before this one expected to hear it.',
    z.object({
      person_id: personId(),
      org_id: foreignId(),
      role: role(),
      department: maybe(z.string()),
      start_date: day(),
      employment_type: z.string(),
    }),
    ({ person_id, org_id, role: given, department, start_date, employment_type }) =>
      commands(
        join({
          personId: person_id,
          organizationId: org_id,
          role: { ...given, department },
          start: start_date,
          employmentType: employmentTypeOf(employment_type),
        }),
      ),
  ),
  PersonLeftOrganization: heard(
    'An employment ended: that in the organization, whatever others there are.',
    z.object({ person_id: personId(), org_id: foreignId(), end_date: day(), reason: maybe(z.string()) }),
    ({ person_id, org_id, end_date, reason }, _, known) => left(known, person_id, org_id, end_date, reason),
  ),
  PersonRoleChanged: heard(
    'Somebody has another role in an organization.',
    z.object({ person_id: personId(), org_id: foreignId(), new_role: role(), effective_date: maybe(day()) }),
    ({ person_id, org_id, new_role, effective_date }, about, known) =>
      updateEmployments(known, person_id, org_id, effective_date ?? about.day, { role: titleOf(new_role) }),
  ),
};

export const identity: Neighbour = {
  name: 'identity',
  description: 'Identities, and whose they are.',
  subjects: ['identity.person.*.verified', 'identity.person.*.verification.requested', 'identity.event.>'],
  heard: HEARD,
  ignored: {
    Requested: 'that a proof is asked for proves nothing yet',
    OrganizationCreated: 'an organization concerns nobody until somebody belongs to it',
  },
};

function verified(known: Known, id: string, on: string, method: string | undefined): Translation {
  const own = parsePersonId(id);
  const person: PersonId | null = own !== null && known.exists(own) ? own : (known.byIdentity(SYSTEM, id) ?? own);
  if (person === null) return ignored('nobody is linked to the identity');
  const attributeId = derivedId(`${person}/${on}`, 'neighbour/verified');
  const noted: Wish = {
    name: 'SetAttribute',
    personId: person,
    data: {
      attributeId,
      name: 'identityVerified',
      kind: 'identifying',
      value: method ?? true,
      validFrom: on,
      source: SYSTEM,
      confidence: 'certain',
    },
  };
  if (known.stepDue(person) !== 'identity') return commands(noted);
  return commands(noted, { name: 'AdvanceOnboarding', personId: person, data: { step: 'identity' } });
}
