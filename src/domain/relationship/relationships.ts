/** Whom and what a person belongs to, as the facts tell it. */

import type { PersonId } from '../ids.ts';
import { amend, type Items, noItems, put, putAll, take } from '../listing.ts';
import type { Happened } from '../message.ts';
import type { PersonFact } from '../person/messages.ts';
import type {
  Affiliation,
  Employment,
  LocationAssignment,
  Project,
  Relationship,
  RelationshipFact,
  RelationshipsAbsorbed,
} from './messages.ts';
import { SYMMETRIC_KINDS } from './messages.ts';

export interface Relationships {
  relationships: Items<Relationship>;
  employments: Items<Employment>;
  affiliations: Items<Affiliation>;
  projects: Items<Project>;
  locations: Items<LocationAssignment>;
}

export const noRelationships = (): Relationships => ({
  relationships: noItems(),
  employments: noItems(),
  affiliations: noItems(),
  projects: noItems(),
  locations: noItems(),
});

/** Makes the fact true in `state`, which the caller owns; facts of other nouns leave it as it was. */
export function applyRelationships(state: Relationships, fact: Happened<RelationshipFact | PersonFact>): void {
  switch (fact.type) {
    case 'RelationshipProposed':
    case 'RelationshipEstablished':
    case 'RelationshipAccepted':
    case 'RelationshipDeclined':
    case 'RelationshipUpdated':
    case 'RelationshipEnded':
      state.relationships = applyRelationship(state.relationships, fact);
      return;
    case 'EmploymentAdded':
      state.employments = put(state.employments, fact.data.employmentId, fact.data);
      return;
    case 'EmploymentUpdated':
      state.employments = amend(state.employments, fact.data.employmentId, fact.data);
      return;
    case 'EmploymentEnded':
      state.employments = amend(state.employments, fact.data.employmentId, ending(fact.data));
      return;
    case 'EmploymentRemoved':
      state.employments = take(state.employments, fact.data.employmentId);
      return;
    case 'AffiliationAdded':
      state.affiliations = put(state.affiliations, fact.data.affiliationId, fact.data);
      return;
    case 'AffiliationEnded':
      state.affiliations = amend(state.affiliations, fact.data.affiliationId, ending(fact.data));
      return;
    case 'ProjectAdded':
      state.projects = put(state.projects, fact.data.projectId, fact.data);
      return;
    case 'ProjectEnded':
      state.projects = amend(state.projects, fact.data.projectId, ending(fact.data));
      return;
    case 'LocationAssigned':
      state.locations = put(state.locations, fact.data.assignmentId, fact.data);
      return;
    case 'LocationUnassigned':
      state.locations = amend(state.locations, fact.data.assignmentId, ending(fact.data));
      return;
    case 'PersonAbsorbed':
      return applyAbsorbed(state, fact.data.relationships, fact.data.sourceId, fact.at);
    default:
  }
}

function applyRelationship(
  items: Items<Relationship>,
  fact: Happened<Extract<RelationshipFact, { data: { relationshipId: unknown } }>>,
): Items<Relationship> {
  const since = fact.at;
  switch (fact.type) {
    case 'RelationshipProposed':
      return put(items, fact.data.relationshipId, { ...fact.data, shared: true, status: 'proposed', since });
    case 'RelationshipEstablished': {
      const shared = SYMMETRIC_KINDS.has(fact.data.kind);
      return put(items, fact.data.relationshipId, { ...fact.data, shared, status: 'established', since });
    }
    case 'RelationshipAccepted':
      return amend(items, fact.data.relationshipId, { status: 'established', since });
    case 'RelationshipDeclined':
      return amend(items, fact.data.relationshipId, { status: 'ended', since, ...ending(fact.data) });
    case 'RelationshipUpdated': {
      const { otherId: _, ...changes } = fact.data;
      return amend(items, fact.data.relationshipId, changes);
    }
    case 'RelationshipEnded':
      return amend(items, fact.data.relationshipId, { status: 'ended', since, ...ending(fact.data) });
    default:
      return fact satisfies never;
  }
}

function ending(data: { readonly end?: string; readonly reason?: string }): object {
  return {
    ...(data.end === undefined ? {} : { end: data.end }),
    ...(data.reason === undefined ? {} : { endReason: data.reason }),
  };
}

function applyAbsorbed(state: Relationships, absorbed: RelationshipsAbsorbed, sourceId: PersonId, since: number): void {
  // What the two were to each other is over, now that they are one.
  for (const [id, item] of state.relationships.live) {
    if (item.otherId === sourceId && item.status !== 'ended')
      amend(state.relationships, id, { status: 'ended', since });
  }
  state.relationships = putAll(state.relationships, 'relationshipId', absorbed.relationships);
  state.employments = putAll(state.employments, 'employmentId', absorbed.employments);
  state.affiliations = putAll(state.affiliations, 'affiliationId', absorbed.affiliations);
  state.projects = putAll(state.projects, 'projectId', absorbed.projects);
  state.locations = putAll(state.locations, 'assignmentId', absorbed.locations);
}
