/** Commands as clients send them, each with what it may lead to. */

import type { Effect, Sent } from './journal.ts';

type Input = Readonly<Record<string, unknown>>;

/** A command, ready to be sent. */
export interface Command {
  /** The name of its mutation. */
  readonly name: string;
  readonly input: Input;
  readonly sent: Sent;
}

/** The name of the command and its input, with the events that it leads to where it is taken. */
export interface Meant {
  readonly name: string;
  readonly input: Input;
  readonly effects: readonly Effect[];
}

export function command(commandId: string, { name, input, effects }: Meant, group: string | null = null): Command {
  return { name, input: { ...input, commandId }, sent: { commandId, effects, group, tries: [] } };
}

export function createPerson(personId: string, given: string): Meant {
  const name = { given: [given] };
  return {
    name: 'createPerson',
    input: { personId, name },
    effects: [{ personId, type: 'PersonCreated', data: { name } }],
  };
}

export function addTag(personId: string, tag: string): Meant {
  return { name: 'addTag', input: { personId, tag }, effects: [{ personId, type: 'TagAdded', data: { tag } }] };
}

export function removeTag(personId: string, tag: string): Meant {
  return { name: 'removeTag', input: { personId, tag }, effects: [{ personId, type: 'TagRemoved', data: { tag } }] };
}

export function addEmail(personId: string, address: string): Meant {
  return {
    name: 'addEmail',
    input: { personId, address },
    effects: [{ personId, type: 'EmailAdded', data: { address } }],
  };
}

export function mergePersons(personId: string, targetId: string): Meant {
  return {
    name: 'mergePersons',
    input: { personId, targetId },
    effects: [
      { personId, type: 'PersonMerged', data: { targetId } },
      { personId: targetId, type: 'PersonAbsorbed', data: { sourceId: personId } },
    ],
  };
}

/** A friendship, which is written to both persons. */
export function befriend(personId: string, otherId: string, relationshipId: string): Meant {
  return begun('establishRelationship', 'RelationshipEstablished', personId, otherId, relationshipId);
}

export function propose(personId: string, otherId: string, relationshipId: string): Meant {
  return begun('proposeRelationship', 'RelationshipProposed', personId, otherId, relationshipId);
}

export function accept(personId: string, relationshipId: string): Meant {
  return stepped('acceptRelationship', 'RelationshipAccepted', personId, relationshipId);
}

export function decline(personId: string, relationshipId: string): Meant {
  return stepped('declineRelationship', 'RelationshipDeclined', personId, relationshipId);
}

export function endRelationship(personId: string, relationshipId: string): Meant {
  return stepped('endRelationship', 'RelationshipEnded', personId, relationshipId);
}

function begun(name: string, type: string, personId: string, otherId: string, relationshipId: string): Meant {
  return {
    name,
    // With a context of its own no two are alike, so it never asks for what is so already.
    input: { personId, otherId, relationshipId, kind: 'FRIEND', context: relationshipId },
    effects: [
      { personId, type, data: { relationshipId, otherId, direction: 'outgoing' } },
      { personId: otherId, type, data: { relationshipId, otherId: personId, direction: 'incoming' } },
    ],
  };
}

/** The next step of a relationship. Its other side may be whom the other person was merged into. */
function stepped(name: string, type: string, personId: string, relationshipId: string): Meant {
  return {
    name,
    input: { personId, relationshipId },
    effects: [
      { personId, type, data: { relationshipId } },
      { personId: null, type, data: { relationshipId } },
    ],
  };
}
