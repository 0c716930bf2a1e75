/** What the commands on relationships, employments and their like may record. */

import { accepted, type Decision, rejected } from '../decider.ts';
import type { PersonId } from '../ids.ts';
import { absorbable, add, type Items, type Listing, refusalFor, remove, statusIn, update } from '../listing.ts';
import type { Fact, IsoDate } from '../message.ts';
import type { RefusalCode } from '../rejection.ts';
import { changed, dateOf, difference, equal, folded, isFuture } from '../values.ts';
import { type RelationshipStatus, relationshipGate } from './machine.ts';
import type {
  Affiliation,
  Employment,
  LocationAssignment,
  Project,
  Relationship,
  RelationshipCommand,
  RelationshipData,
  RelationshipFact,
  RelationshipsAbsorbed,
  Side,
} from './messages.ts';
import { SYMMETRIC_KINDS } from './messages.ts';
import type { Relationships } from './relationships.ts';

type Of<Type extends RelationshipCommand['type']> = Extract<RelationshipCommand, { type: Type }>;

const gate = relationshipGate;
const byEnd = (item: { readonly end?: IsoDate }) => (item.end === undefined ? 'established' : 'ended');

const EMPLOYMENT: Listing<Employment> = {
  id: 'employmentId',
  added: 'EmploymentAdded',
  exists: 'EMPLOYMENT_EXISTS',
  notFound: 'EMPLOYMENT_NOT_FOUND',
  gate,
  status: byEnd,
  twins: (a, b) => equal({ ...a, employmentId: b.employmentId }, b),
};

const AFFILIATION: Listing<Affiliation> = {
  id: 'affiliationId',
  added: 'AffiliationAdded',
  exists: 'AFFILIATION_EXISTS',
  notFound: 'AFFILIATION_NOT_FOUND',
  gate,
  status: byEnd,
  twins: (a, b) => equal({ ...a, affiliationId: b.affiliationId }, b),
};

const PROJECT: Listing<Project> = {
  id: 'projectId',
  added: 'ProjectAdded',
  exists: 'PROJECT_EXISTS',
  notFound: 'PROJECT_NOT_FOUND',
  gate,
  status: byEnd,
  twins: (a, b) => equal({ ...a, projectId: b.projectId }, b),
};

const LOCATION: Listing<LocationAssignment> = {
  id: 'assignmentId',
  added: 'LocationAssigned',
  exists: 'LOCATION_ALREADY_ASSIGNED',
  notFound: 'LOCATION_NOT_ASSIGNED',
  gate,
  status: byEnd,
  twins: (a, b) => a.end === undefined && b.end === undefined && a.locationId === b.locationId && a.kind === b.kind,
  twinField: 'locationId',
};

/**
 * - A relationship runs from the person that took the step to the other one, at most one of a kind at a time.
 * - A proposal, and a relationship of a symmetric kind, is recorded with both persons, and changed with both.
 * - A proposal is answered by the other person, and withdrawn by its own.
 * - An employment whose end is known has ended; correcting it stays possible, removing it says it never was.
 */
export function decideRelationships(command: RelationshipCommand, state: Relationships): Decision<RelationshipFact> {
  return decide(command, state) as Decision<RelationshipFact>;
}

function decide(command: RelationshipCommand, state: Relationships): Decision<Fact> {
  switch (command.type) {
    case 'ProposeRelationship':
    case 'EstablishRelationship':
      return begin(command, state.relationships);
    case 'AcceptRelationship':
    case 'DeclineRelationship':
      return answer(command, state.relationships);
    case 'UpdateRelationship':
      return updateRelationship(command, state.relationships);
    case 'EndRelationship':
      return endRelationship(command, state.relationships);
    case 'AddEmployment':
      return reversed(command.data) ?? add(EMPLOYMENT, state.employments, command.type, command.data);
    case 'UpdateEmployment':
      return update(EMPLOYMENT, state.employments, command, 'EmploymentUpdated', reversed);
    case 'EndEmployment':
      return end(EMPLOYMENT, state.employments, command, 'EmploymentEnded', 'EMPLOYMENT_HAS_ENDED');
    case 'RemoveEmployment':
      return remove(EMPLOYMENT, state.employments, command, 'EmploymentRemoved');
    case 'AddAffiliation':
      return reversed(command.data) ?? add(AFFILIATION, state.affiliations, command.type, command.data);
    case 'EndAffiliation':
      return end(AFFILIATION, state.affiliations, command, 'AffiliationEnded', 'AFFILIATION_HAS_ENDED');
    case 'AddProject':
      return reversed(command.data) ?? add(PROJECT, state.projects, command.type, command.data);
    case 'EndProject':
      return end(PROJECT, state.projects, command, 'ProjectEnded', 'PROJECT_HAS_ENDED');
    case 'AssignLocation':
      return reversed(command.data) ?? add(LOCATION, state.locations, command.type, command.data);
    case 'UnassignLocation':
      return end(LOCATION, state.locations, command, 'LocationUnassigned', 'LOCATION_NOT_ASSIGNED');
    default:
      return command satisfies never;
  }
}

function begin(
  command: Of<'ProposeRelationship'> | Of<'EstablishRelationship'>,
  items: Items<Relationship>,
): Decision<Fact> {
  const { data, type, personId, at } = command;
  if (data.otherId === personId) return rejected('RELATIONSHIP_WITH_SELF', 'otherId');
  const known = items.live.get(data.relationshipId) ?? likeIt(items, { ...data, direction: 'outgoing' });
  if (known !== undefined) {
    const wanted = type === 'ProposeRelationship' ? 'proposed' : 'established';
    const asked = { ...data, relationshipId: known.relationshipId };
    const alike = known.direction === 'outgoing' && known.status === wanted && difference(known, asked) === null;
    const field = items.live.has(data.relationshipId) ? 'relationshipId' : 'otherId';
    return alike ? accepted() : rejected('RELATIONSHIP_EXISTS', field);
  }
  const { start, lastInteractionOn } = data;
  if (start !== undefined && isFuture(start, at)) return rejected('DATE_IN_FUTURE', 'start');
  if (lastInteractionOn !== undefined && isFuture(lastInteractionOn, at)) {
    return rejected('DATE_IN_FUTURE', 'lastInteractionOn');
  }
  if (!gate.permits('absent', type)) return rejected('RELATIONSHIP_EXISTS', 'relationshipId');
  const fact = type === 'ProposeRelationship' ? 'RelationshipProposed' : 'RelationshipEstablished';
  const own = { type: fact, data: { ...data, direction: 'outgoing' } };
  const shared = type === 'ProposeRelationship' || SYMMETRIC_KINDS.has(data.kind);
  const mirrored = { type: fact, data: { ...data, otherId: personId, direction: 'incoming' } };
  return accepted(own, shared ? mirrored : null);
}

/** The relationship this one would double: in the same direction, to the same person, of the same kind, and not over. */
function likeIt(
  items: Items<Relationship>,
  data: RelationshipData & { readonly direction: Side },
): Relationship | undefined {
  for (const item of items.live.values()) {
    const { relationshipId, otherId, kind, direction } = data;
    const isOther = item.relationshipId !== relationshipId && item.status !== 'ended';
    const isAlike = item.otherId === otherId && item.kind === kind && item.direction === direction;
    if (isOther && isAlike && folded(item.label ?? '') === folded(data.label ?? '')) return item;
  }
  return undefined;
}

function answer(
  command: Of<'AcceptRelationship'> | Of<'DeclineRelationship'>,
  items: Items<Relationship>,
): Decision<Fact> {
  const known = items.live.get(command.data.relationshipId);
  const refusal = relationshipRefusal(items, command);
  if (refusal !== null || known === undefined) return refusal ?? rejected('RELATIONSHIP_NOT_FOUND', 'relationshipId');
  if (known.status !== 'proposed') return accepted();
  if (known.direction === 'outgoing') return rejected('PROPOSAL_IS_OWN', 'relationshipId');
  const fact = command.type === 'AcceptRelationship' ? 'RelationshipAccepted' : 'RelationshipDeclined';
  return onBothSides(command.personId, known, fact, command.data);
}

function updateRelationship(command: Of<'UpdateRelationship'>, items: Items<Relationship>): Decision<Fact> {
  const { relationshipId, ...changes } = command.data;
  const known = items.live.get(relationshipId);
  const refusal = relationshipRefusal(items, command);
  if (refusal !== null || known === undefined) return refusal ?? rejected('RELATIONSHIP_NOT_FOUND', 'relationshipId');
  for (const field of ['start', 'lastInteractionOn'] as const) {
    const date = changes[field];
    if (typeof date === 'string' && isFuture(date, command.at)) return rejected('DATE_IN_FUTURE', field);
  }
  const different = difference(known, changes);
  if (different === null) return accepted();
  if (likeIt(items, changed(known, different)) !== undefined) return rejected('RELATIONSHIP_EXISTS', 'label');
  return onBothSides(command.personId, known, 'RelationshipUpdated', { relationshipId, ...different });
}

function endRelationship(command: Of<'EndRelationship'>, items: Items<Relationship>): Decision<Fact> {
  const known = items.live.get(command.data.relationshipId);
  const refusal = relationshipRefusal(items, command);
  if (refusal !== null || known === undefined) return refusal ?? rejected('RELATIONSHIP_NOT_FOUND', 'relationshipId');
  if (known.status === 'ended') return accepted();
  const lastDay = command.data.end ?? dateOf(command.at);
  if (known.start !== undefined && lastDay < known.start) return rejected('END_BEFORE_START', 'end');
  return onBothSides(command.personId, known, 'RelationshipEnded', { ...command.data, end: lastDay });
}

function onBothSides(personId: PersonId, known: Relationship, type: string, data: object): Decision<Fact> {
  const own = { type, data: { ...data, otherId: known.otherId } };
  return accepted(own, known.shared ? { type, data: { ...data, otherId: personId } } : null);
}

function relationshipRefusal(
  items: Items<Relationship>,
  command: { readonly type: string; readonly data: { readonly relationshipId: Relationship['relationshipId'] } },
): Decision<never> | null {
  const status: RelationshipStatus = items.live.get(command.data.relationshipId)?.status ?? 'absent';
  if (gate.permits(status, command.type)) return null;
  const codes: Record<RelationshipStatus, RefusalCode> = {
    absent: 'RELATIONSHIP_NOT_FOUND',
    proposed: 'RELATIONSHIP_NOT_ESTABLISHED',
    established: 'RELATIONSHIP_NOT_PROPOSED',
    ended: 'RELATIONSHIP_HAS_ENDED',
    removed: 'RELATIONSHIP_NOT_FOUND',
  };
  return rejected(codes[status], 'relationshipId');
}

/** Ends what has a beginning. On the same day again it is already so; on another day it is refused. */
function end<T extends { readonly start?: IsoDate; readonly end?: IsoDate }>(
  listing: Listing<T>,
  items: Items<T>,
  command: { readonly type: string; readonly at: number; readonly data: object },
  ended: string,
  hasEnded: RefusalCode,
): Decision<Fact> {
  const data = command.data as { readonly [key: string]: never } & { readonly end?: IsoDate };
  const id = data[listing.id] as never;
  const refusal = refusalFor(listing, items, command.type, id);
  const item = items.live.get(id);
  if (refusal !== null || item === undefined) return refusal ?? rejected(listing.notFound, listing.id);
  const lastDay = data.end ?? dateOf(command.at);
  if (statusIn(listing, items, id) === 'ended') {
    return data.end === undefined || item.end === lastDay ? accepted() : rejected(hasEnded, 'end');
  }
  if (item.start !== undefined && lastDay < item.start) return rejected('END_BEFORE_START', 'end');
  return accepted({ type: ended, data: { ...data, end: lastDay } });
}

function reversed(item: { readonly start?: IsoDate; readonly end?: IsoDate }): Decision<never> | null {
  const { start, end: last } = item;
  return start !== undefined && last !== undefined && last < start ? rejected('END_BEFORE_START', 'end') : null;
}

/** What the target of a merge takes over; what the two were to each other ends with the merge. */
export function absorbRelationships(
  source: Relationships,
  target: Relationships,
  targetId: PersonId,
): RelationshipsAbsorbed {
  const relationships = [...source.relationships.live.values()].filter(
    (item) =>
      item.otherId !== targetId &&
      !target.relationships.live.has(item.relationshipId) &&
      (item.direction === 'incoming' || likeIt(target.relationships, item) === undefined),
  );
  return {
    relationships,
    employments: absorbable(EMPLOYMENT, source.employments, target.employments),
    affiliations: absorbable(AFFILIATION, source.affiliations, target.affiliations),
    projects: absorbable(PROJECT, source.projects, target.projects),
    locations: absorbable(LOCATION, source.locations, target.locations),
  };
}
