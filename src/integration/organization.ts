/**
 * The organization domain: who belongs to which organization, in which role, and what becomes of the organizations.
 * Its own events, and those that the service before this one expected of it.
 */

import { z } from 'zod';
import { EMPLOYMENT_EVENTS } from './employment-events.ts';
import { day, foreignId, maybe, personId } from './foreign.ts';
import type { Known } from './known.ts';
import {
  join,
  leave,
  left,
  type Role,
  role,
  stranger,
  tieId,
  tieOf,
  tiesOf,
  titleOf,
  unnamed,
  updateEmployments,
} from './membership.ts';
import { commands, type Heard, heard, type Neighbour, type Translation, type Wish } from './neighbour.ts';

const text = () => maybe(z.string());

const member = z.object({
  person_id: personId(),
  organization_id: maybe(foreignId()),
  role: role(),
  joined_at: maybe(day()),
  ends_at: maybe(day()),
  reports_to: maybe(personId()),
  metadata: maybe(z.record(z.string(), z.unknown())),
});

const memberAdded = z.object({
  organization_id: foreignId(),
  organization_name: text(),
  member,
  added_at: maybe(day()),
});

const memberRoleUpdated = z.object({
  organization_id: foreignId(),
  person_id: personId(),
  old_role: maybe(role()),
  new_role: role(),
  updated_at: maybe(day()),
});

const HEARD: Readonly<Record<string, Heard>> = {
  MemberAdded: heard(
    'Somebody belongs to an organization: an employment, or an affiliation where the role says so.',
    memberAdded,
    ({ organization_id, organization_name, member: { person_id, ...them }, added_at }, about) =>
      commands(
        join({
          personId: person_id,
          organizationId: organization_id,
          organizationName: organization_name ?? nameIn(them.metadata),
          role: them.role,
          start: them.joined_at ?? added_at ?? about.day,
          end: them.ends_at,
          reportsTo: them.reports_to,
        }),
      ),
  ),
  MemberRemoved: heard(
    'Somebody belongs to an organization no longer: what tied them to it ends.',
    z.object({ organization_id: foreignId(), person_id: personId(), reason: text(), removed_at: maybe(day()) }),
    ({ organization_id, person_id, reason, removed_at }, about, known) =>
      left(known, person_id, organization_id, removed_at ?? about.day, reason),
  ),
  MemberRoleUpdated: heard(
    'Somebody has another role in an organization.',
    memberRoleUpdated,
    ({ organization_id, person_id, new_role, updated_at }, about, known) =>
      changeRole(known, person_id, organization_id, new_role, updated_at ?? about.day),
  ),
  ReportingRelationshipChanged: heard(
    'Somebody reports to another manager, or to none.',
    z.object({
      organization_id: foreignId(),
      person_id: personId(),
      old_manager_id: maybe(personId()),
      new_manager_id: maybe(personId()),
      changed_at: maybe(day()),
    }),
    ({ organization_id, person_id, new_manager_id, changed_at }, about, known) =>
      updateEmployments(known, person_id, organization_id, changed_at ?? about.day, {
        reportsTo: new_manager_id ?? null,
      }),
  ),
  OrganizationDissolved: heard(
    'An organization is no more: what tied its members to it ends.',
    z.object({ organization_id: foreignId(), reason: text(), dissolved_at: maybe(day()) }),
    ({ organization_id, reason, dissolved_at }, about, known) => {
      const end = dissolved_at ?? about.day;
      return ofMembers(known, organization_id, (each) =>
        leave(each, tiesOf(known, each, organization_id, end), end, reason ?? 'The organization was dissolved.'),
      );
    },
  ),
  OrganizationMerged: heard(
    'An organization became part of another one: its members belong to that one.',
    z.object({
      organization_id: maybe(foreignId()),
      source_organization_id: maybe(foreignId()),
      merged_organization_id: maybe(foreignId()),
      target_organization_id: maybe(foreignId()),
      surviving_organization_id: maybe(foreignId()),
      merged_into_id: maybe(foreignId()),
      target_name: text(),
      merged_at: maybe(day()),
    }),
    merged,
  ),
  PersonAddedToOrganization: heard(
    'Somebody belongs to an organization, as the service before this one expected to hear it.',
    z.object({ person_id: personId(), org_id: foreignId(), role: role(), added_at: maybe(day()) }),
    ({ person_id, org_id, role: given, added_at }, about) =>
      commands(join({ personId: person_id, organizationId: org_id, role: given, start: added_at ?? about.day })),
  ),
  PersonRemovedFromOrganization: heard(
    'Somebody belongs to an organization no longer, as the service before this one expected to hear it.',
    z.object({ person_id: personId(), org_id: foreignId(), removed_at: maybe(day()) }),
    ({ person_id, org_id, removed_at }, about, known) => left(known, person_id, org_id, removed_at ?? about.day),
  ),
  OrganizationCreated: named('An organization is there; whoever belongs to it already learns its name.'),
  OrganizationUpdated: named('An organization changed; its members are told when its name did.'),
  ...EMPLOYMENT_EVENTS,
};

export const organization: Neighbour = {
  name: 'organization',
  description: 'Organizations and who belongs to them.',
  subjects: ['organization.>'],
  heard: HEARD,
  ignored: {
    OrganizationAcquired: 'an organization that was acquired goes on, and so does belonging to it',
  },
};

function named(description: string): Heard {
  const schema = z.object({ organization_id: maybe(foreignId()), org_id: maybe(foreignId()), name: text() });
  return heard(description, schema, ({ organization_id, org_id, name }, about, known) => {
    const id = organization_id ?? org_id;
    if (id === undefined || name === undefined) return commands();
    return ofMembers(known, id, (each) =>
      tiesOf(known, each, id, about.day)
        .employments.filter(({ organization: called }) => called !== name)
        .map(({ employmentId }) => ({
          name: 'UpdateEmployment',
          personId: each,
          data: { employmentId, organization: name },
        })),
    );
  });
}

function nameIn(metadata: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const name = metadata?.organization_name;
  return typeof name === 'string' && name.trim() !== '' ? name : undefined;
}

function ofMembers(known: Known, id: string, wishes: (personId: Wish['personId']) => readonly Wish[]): Translation {
  return commands(...known.membersOf(id).flatMap(wishes));
}

/** An employment that stays one is changed. Any other tie ends, and one by the new role begins the same day. */
function changeRole(
  known: Known,
  personId: Wish['personId'],
  organizationId: string,
  next: Role,
  on: string,
): Translation {
  const { employments, affiliations } = tiesOf(known, personId, organizationId, on);
  if (employments.length + affiliations.length === 0) return stranger(personId, organizationId);
  if ('employment' in tieOf(next) && affiliations.length === 0) {
    const { department = null, level = null } = next as { readonly department?: string; readonly level?: string };
    return updateEmployments(known, personId, organizationId, on, { role: titleOf(next), department, level });
  }
  const begin = join({ personId, organizationId, role: next, start: on });
  const { employmentId, affiliationId } = begin.data;
  const before = {
    employments: employments.filter((tie) => tie.employmentId !== employmentId),
    affiliations: affiliations.filter((tie) => tie.affiliationId !== affiliationId),
  };
  // Begun first: were it cut off in between, what is to end would still be there to tell that it goes on.
  return commands(begin, ...leave(personId, before, on, 'Another role'));
}

interface Merged {
  readonly organization_id?: string | undefined;
  readonly source_organization_id?: string | undefined;
  readonly merged_organization_id?: string | undefined;
  readonly target_organization_id?: string | undefined;
  readonly surviving_organization_id?: string | undefined;
  readonly merged_into_id?: string | undefined;
  readonly target_name?: string | undefined;
  readonly merged_at?: string | undefined;
}

/** Names differ for which of the two goes on; what is called source or merged goes, and without either, the one addressed. */
function merged(event: Merged, about: { readonly day: string }, known: Known): Translation {
  const named = event.target_organization_id ?? event.surviving_organization_id ?? event.merged_into_id;
  const source = event.source_organization_id ?? event.merged_organization_id ?? event.organization_id;
  const target = named ?? (source === event.organization_id ? undefined : event.organization_id);
  if (source === undefined || target === undefined || source === target) return commands();
  const organization = event.target_name ?? unnamed(target);
  return ofMembers(known, source, (personId) => {
    const on = event.merged_at ?? about.day;
    const { employments, affiliations } = tiesOf(known, personId, source, on);
    const moved = employments.map(
      ({ employmentId }): Wish => ({
        name: 'UpdateEmployment',
        personId,
        data: { employmentId, organizationId: target, organization },
      }),
    );
    const again = affiliations.map(({ kind, role: held, label, membershipType, memberId }): Wish => {
      const affiliationId = tieId('affiliation', { organizationId: target, personId, start: `${on}/${kind}` });
      const data = { affiliationId, kind, role: held, label, membershipType, memberId, organization };
      return { name: 'AddAffiliation', personId, data: { ...data, organizationId: target, start: on } };
    });
    const ended = leave(personId, { employments: [], affiliations }, on, 'The organization was merged.');
    return [...moved, ...again, ...ended];
  });
}
