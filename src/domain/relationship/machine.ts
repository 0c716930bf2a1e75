/** Which command is legal in which status of a relationship, an employment and their like. The table is in docs/law.md. */

import { createMachine } from 'xstate';
import { gate } from '../gate.ts';

export type RelationshipStatus = 'absent' | 'proposed' | 'established' | 'ended' | 'removed';

const hasEnd = ({ event }: { event: { type: string; end?: unknown } }) => event.end === true;
const hasNoEnd = ({ event }: { event: { type: string; end?: unknown } }) => event.end === false;

/** What is added with its end already known is ended from the start. */
const BEGIN = [{ guard: hasEnd, target: 'ended' as const }, { target: 'established' as const }];

const BEGINNINGS = {
  AddEmployment: BEGIN,
  AddAffiliation: BEGIN,
  AddProject: BEGIN,
  AssignLocation: BEGIN,
};

export const relationshipMachine = createMachine({
  id: 'relationship',
  initial: 'absent',
  states: {
    absent: { on: { ProposeRelationship: 'proposed', EstablishRelationship: 'established', ...BEGINNINGS } },
    proposed: { on: { AcceptRelationship: 'established', DeclineRelationship: 'ended', EndRelationship: 'ended' } },
    established: {
      on: {
        AcceptRelationship: 'established',
        UpdateRelationship: 'established',
        EndRelationship: 'ended',
        UpdateEmployment: BEGIN,
        EndEmployment: 'ended',
        RemoveEmployment: 'removed',
        EndAffiliation: 'ended',
        EndProject: 'ended',
        UnassignLocation: 'ended',
      },
    },
    ended: {
      on: {
        DeclineRelationship: 'ended',
        EndRelationship: 'ended',
        UpdateEmployment: [{ guard: hasNoEnd, target: 'established' }, { target: 'ended' }],
        EndEmployment: 'ended',
        RemoveEmployment: 'removed',
        EndAffiliation: 'ended',
        EndProject: 'ended',
        UnassignLocation: 'ended',
      },
    },
    removed: { on: { AddEmployment: BEGIN, RemoveEmployment: 'removed' } },
  },
});

export const relationshipGate = gate<RelationshipStatus>(relationshipMachine);
