/** Relationships, employments and their like: types. */

import { pageOf } from '../projections/page.ts';
import type { PersonId } from '../src/domain/ids.ts';
import {
  AFFILIATION_KINDS,
  type Affiliation,
  EMPLOYMENT_TYPES,
  type Employment,
  LOCATION_KINDS,
  type LocationAssignment,
  type Project,
  RELATIONSHIP_KINDS,
  type Relationship,
  type Side,
  WORK_MODES,
} from '../src/domain/relationship/messages.ts';
import type { GraphQLContext } from './builder.ts';
import { type ConnectionArgs, connectionOf, pageArgs } from './connection.ts';
import type { Kit } from './kit.ts';
import { findPerson, jobOf, type PersonSource } from './person-source.ts';

/** A relationship as one of its two persons sees it. */
interface RelationshipSource {
  readonly id: string;
  readonly from: PersonId;
  readonly to: PersonId;
  readonly direction: Side;
  readonly data: Relationship;
}

export function registerRelationships(kit: Kit): void {
  const { builder, person, words } = kit;
  const kind = words('RelationshipKind', RELATIONSHIP_KINDS);
  const direction = words('Direction', ['outgoing', 'incoming']);
  const relationships = kit.connection('Relationship', registerRelationship(kit)).ref;
  const employment = registerEmployment(kit);
  const affiliation = registerAffiliation(kit);
  const project = registerProject(kit);
  const location = registerLocation(kit);

  builder.objectFields(person, (t) => ({
    relationships: t.field({
      type: relationships,
      description:
        'Relationships with listed persons that have not ended, its own first. Proposed ones are among them.',
      args: { direction: t.arg({ type: direction }), kinds: t.arg({ type: [kind] }), ...kit.pages.forwards },
      resolve: (source, args, { app }) => relationshipsOf(app, source, args),
    }),
    employments: t.field({
      type: [employment],
      description: 'In the order of their beginning.',
      resolve: ({ relationships: { employments } }) =>
        [...employments.live.values()].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0)),
    }),
    currentEmployment: t.field({
      type: employment,
      nullable: true,
      resolve: (source, _, { now }) => jobOf(source, now),
    }),
    affiliations: t.field({
      type: [affiliation],
      resolve: ({ relationships: { affiliations } }) => [...affiliations.live.values()],
    }),
    projects: t.field({ type: [project], resolve: ({ relationships: { projects } }) => [...projects.live.values()] }),
    locations: t.field({
      type: [location],
      resolve: ({ relationships: { locations } }) => [...locations.live.values()],
    }),
  }));
}

interface RelationshipArgs extends ConnectionArgs {
  readonly direction?: Side | null | undefined;
  readonly kinds?: readonly Relationship['kind'][] | null | undefined;
}

function relationshipsOf(
  app: GraphQLContext['app'],
  source: PersonSource,
  { direction, kinds, ...args }: RelationshipArgs,
) {
  const all = source.until === null ? currentOf(app, source) : pastOf(source);
  const kept = all.filter(
    (each) => (direction == null || each.direction === direction) && (kinds == null || kinds.includes(each.data.kind)),
  );
  kept.sort((a, b) => (a.direction === b.direction ? compare(a.id, b.id) : a.direction === 'outgoing' ? -1 : 1));
  const page = pageOf(kept, (each) => [each.direction === 'outgoing' ? 0 : 1, each.id], pageArgs(args, 'relationship'));
  return connectionOf(page, 'relationship', (each) => each);
}

function currentOf(app: GraphQLContext['app'], { number }: PersonSource): RelationshipSource[] {
  const { network, persons } = app.views;
  return network.edges(number).map(({ id, from, to, data }) => ({
    id,
    from: persons.id(from),
    to: persons.id(to),
    direction: from === number ? 'outgoing' : 'incoming',
    data,
  }));
}

/** Of a person of the past only what its own history told of. */
function pastOf({ id: personId, relationships }: PersonSource): RelationshipSource[] {
  const open = [...relationships.relationships.live.values()].filter(({ status }) => status !== 'ended');
  return open.map((data) => {
    const [from, to] = data.direction === 'outgoing' ? [personId, data.otherId] : [data.otherId, personId];
    return { id: data.relationshipId, from, to, direction: data.direction, data };
  });
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function registerRelationship({ builder, person, words }: Kit) {
  return builder.objectRef<RelationshipSource>('Relationship').implement({
    description: 'What two persons are to each other, as one of them sees it.',
    fields: (t) => ({
      id: t.exposeID('id'),
      kind: t.field({
        type: words('RelationshipKind', RELATIONSHIP_KINDS),
        description: 'What the person it leads to is to the one it comes from.',
        resolve: ({ data }) => data.kind,
      }),
      label: t.string({ nullable: true, resolve: ({ data }) => data.label ?? null }),
      direction: t.expose('direction', { type: words('Direction', ['outgoing', 'incoming']) }),
      from: t.field({ type: person, nullable: true, resolve: ({ from }, _, { app }) => findPerson(app, from) }),
      to: t.field({ type: person, nullable: true, resolve: ({ to }, _, { app }) => findPerson(app, to) }),
      other: t.field({
        type: person,
        nullable: true,
        description: 'The other person, seen from where it was asked.',
        resolve: ({ from, to, direction }, _, { app }) => findPerson(app, direction === 'outgoing' ? to : from),
      }),
      otherId: t.id({ resolve: ({ from, to, direction }) => (direction === 'outgoing' ? to : from) }),
      status: t.field({
        type: words('RelationshipStatus', ['proposed', 'established', 'ended']),
        resolve: ({ data }) => data.status,
      }),
      since: t.field({ type: 'DateTime', description: 'When it got this status.', resolve: ({ data }) => data.since }),
      strength: t.float({ resolve: ({ data }) => data.strength }),
      context: t.string({ nullable: true, resolve: ({ data }) => data.context ?? null }),
      start: t.field({ type: 'Date', nullable: true, resolve: ({ data }) => data.start ?? null }),
      end: t.field({ type: 'Date', nullable: true, resolve: ({ data }) => data.end ?? null }),
      endReason: t.string({ nullable: true, resolve: ({ data }) => data.endReason ?? null }),
      notes: t.string({ nullable: true, resolve: ({ data }) => data.notes ?? null }),
      lastInteractionOn: t.field({
        type: 'Date',
        nullable: true,
        resolve: ({ data }) => data.lastInteractionOn ?? null,
      }),
      interactions: t.int({ nullable: true, resolve: ({ data }) => data.interactions ?? null }),
      dormant: t.boolean({
        description: 'Kept, but resting, such as while the other person is archived.',
        resolve: ({ data }) => data.dormant === true,
      }),
      details: t.field({ type: 'JSON', nullable: true, resolve: ({ data }) => data.details ?? null }),
    }),
  });
}

function registerEmployment({ builder, person, words }: Kit) {
  return builder.objectRef<Employment>('Employment').implement({
    fields: (t) => ({
      id: t.exposeID('employmentId'),
      organization: t.exposeString('organization'),
      organizationId: t.exposeID('organizationId', { nullable: true }),
      role: t.exposeString('role'),
      employmentType: t.expose('employmentType', { type: words('EmploymentType', EMPLOYMENT_TYPES) }),
      start: t.expose('start', { type: 'Date' }),
      end: t.expose('end', { type: 'Date', nullable: true, description: 'The last day, where it is known.' }),
      endReason: t.exposeString('endReason', { nullable: true }),
      status: t.field({
        type: words('EmploymentStatus', ['established', 'ended']),
        description: 'Ended as soon as its end is known.',
        resolve: ({ end }) => (end === undefined ? 'established' : 'ended'),
      }),
      location: t.exposeString('location', { nullable: true }),
      department: t.exposeString('department', { nullable: true }),
      departmentId: t.exposeID('departmentId', { nullable: true }),
      workMode: t.expose('workMode', { type: words('WorkMode', WORK_MODES), nullable: true }),
      officeDaysPerWeek: t.exposeInt('officeDaysPerWeek', { nullable: true }),
      level: t.exposeString('level', { nullable: true }),
      category: t.exposeString('category', { nullable: true }),
      description: t.exposeString('description', { nullable: true }),
      responsibilities: t.stringList({ resolve: ({ responsibilities }) => responsibilities ?? [] }),
      achievements: t.stringList({ resolve: ({ achievements }) => achievements ?? [] }),
      reportsTo: t.field({
        type: person,
        nullable: true,
        resolve: ({ reportsTo }, _, { app }) => (reportsTo === undefined ? null : findPerson(app, reportsTo)),
      }),
      primary: t.boolean({ resolve: ({ primary }) => primary === true }),
      details: t.expose('details', { type: 'JSON', nullable: true }),
    }),
  });
}

function registerAffiliation({ builder, words }: Kit) {
  return builder.objectRef<Affiliation>('Affiliation').implement({
    description: 'A tie to an organization other than employment.',
    fields: (t) => ({
      id: t.exposeID('affiliationId'),
      organization: t.exposeString('organization'),
      organizationId: t.exposeID('organizationId', { nullable: true }),
      kind: t.expose('kind', { type: words('AffiliationKind', AFFILIATION_KINDS) }),
      label: t.exposeString('label', { nullable: true }),
      membershipType: t.exposeString('membershipType', { nullable: true }),
      memberId: t.exposeString('memberId', { nullable: true }),
      role: t.exposeString('role', { nullable: true }),
      start: t.expose('start', { type: 'Date', nullable: true }),
      end: t.expose('end', { type: 'Date', nullable: true }),
      endReason: t.exposeString('endReason', { nullable: true }),
      committees: t.stringList({ resolve: ({ committees }) => committees ?? [] }),
      contributions: t.stringList({ resolve: ({ contributions }) => contributions ?? [] }),
      primary: t.boolean({ resolve: ({ primary }) => primary === true }),
      details: t.expose('details', { type: 'JSON', nullable: true }),
    }),
  });
}

function registerProject({ builder }: Kit) {
  return builder.objectRef<Project>('Project').implement({
    fields: (t) => ({
      id: t.exposeID('projectId'),
      name: t.exposeString('name'),
      description: t.exposeString('description', { nullable: true }),
      role: t.exposeString('role', { nullable: true }),
      organization: t.exposeString('organization', { nullable: true }),
      client: t.exposeString('client', { nullable: true }),
      start: t.expose('start', { type: 'Date', nullable: true }),
      end: t.expose('end', { type: 'Date', nullable: true }),
      endReason: t.exposeString('endReason', { nullable: true }),
      teamSize: t.exposeInt('teamSize', { nullable: true }),
      budget: t.exposeString('budget', { nullable: true }),
      url: t.exposeString('url', { nullable: true }),
      technologies: t.stringList({ resolve: ({ technologies }) => technologies ?? [] }),
      methodologies: t.stringList({ resolve: ({ methodologies }) => methodologies ?? [] }),
      deliverables: t.stringList({ resolve: ({ deliverables }) => deliverables ?? [] }),
      outcomes: t.stringList({ resolve: ({ outcomes }) => outcomes ?? [] }),
    }),
  });
}

function registerLocation({ builder, words }: Kit) {
  return builder.objectRef<LocationAssignment>('LocationAssignment').implement({
    description: 'What a place of the location domain is to the person.',
    fields: (t) => ({
      id: t.exposeID('assignmentId'),
      locationId: t.exposeID('locationId'),
      kind: t.expose('kind', { type: words('LocationKind', LOCATION_KINDS) }),
      label: t.exposeString('label', { nullable: true }),
      start: t.expose('start', { type: 'Date', nullable: true }),
      end: t.expose('end', { type: 'Date', nullable: true }),
      endReason: t.exposeString('endReason', { nullable: true }),
      primary: t.boolean({ resolve: ({ primary }) => primary === true }),
      details: t.expose('details', { type: 'JSON', nullable: true }),
    }),
  });
}
