/** A person behind its lifecycle: the one decider, and the one door to the person for the rest of the program. */

import { decideContactInfo } from '../contact-info/decide.ts';
import type { ContactInfoCommand } from '../contact-info/messages.ts';
import { accepted, type Decision, rejected } from '../decider.ts';
import type { PersonId } from '../ids.ts';
import type { PreferencesCommand } from '../preferences/messages.ts';
import { decidePreferences } from '../preferences/preferences.ts';
import type { RefusalCode } from '../rejection.ts';
import { decideRelationships } from '../relationship/decide.ts';
import type { RelationshipCommand } from '../relationship/messages.ts';
import { decideSkills } from '../skills/decide.ts';
import type { SkillsCommand } from '../skills/messages.ts';
import { type AnyCommand, type AnyFact, nounOf } from './catalogue.ts';
import { decideCreate, decideMerge, decidePerson } from './decide.ts';
import { personGate } from './machine.ts';
import type { PersonCommand, PersonStatus } from './messages.ts';
import { isPresent, type Person, type PresentPerson } from './state.ts';

export { type AnyCommand, type AnyFact, COMMANDS, type CommandName, NOUNS, type Noun, nounOf } from './catalogue.ts';
export { evolve, fold, isPresent, noPerson, type Person, type PresentPerson } from './state.ts';

/** Whom the command concerns besides the person it is sent to, if anybody. */
export function otherPersonOf(command: AnyCommand, person: Person): PersonId | null {
  switch (command.type) {
    case 'MergePersons':
      return command.data.targetId;
    case 'ProposeRelationship':
    case 'EstablishRelationship':
      return command.data.otherId;
    case 'AcceptRelationship':
    case 'DeclineRelationship':
    case 'UpdateRelationship':
    case 'EndRelationship': {
      const known = person.relationships.relationships.live.get(command.data.relationshipId);
      return known?.shared === true ? known.otherId : null;
    }
    default:
      return null;
  }
}

/**
 * What to record, or why not. First the law: is the command legal in this status? Then the rules over the data.
 * `other` is the person that `otherPersonOf` names.
 */
export function decide(command: AnyCommand, person: Person, other: Person | null = null): Decision<AnyFact> {
  const { status } = person.core;
  if (command.type === 'CreatePerson') {
    return personGate.permits(status, command.type) ? decideCreate(command) : rejected('PERSON_EXISTS', 'personId');
  }
  if (!personGate.permits(status, command.type) || !isPresent(person)) return rejected(refusalBy(status), 'personId');
  if (command.type === 'MergePersons') return merge(command, person, other);
  switch (nounOf(command.type)) {
    case 'person':
      return decidePerson(command as Exclude<PersonCommand, { type: 'CreatePerson' | 'MergePersons' }>, person.core);
    case 'contact-info':
      return decideContactInfo(command as ContactInfoCommand, person.contactInfo);
    case 'skills':
      return decideSkills(command as SkillsCommand, person.skills);
    case 'preferences':
      return decidePreferences(command as PreferencesCommand, person.preferences);
    case 'relationship':
      return relate(command as RelationshipCommand, person, other);
    default:
      return rejected('PERSON_NOT_FOUND');
  }
}

/** The code that says why a status forbids a command. */
export function refusalBy(status: PersonStatus): RefusalCode {
  return status === 'absent' ? 'PERSON_NOT_FOUND' : (`PERSON_IS_${status.toUpperCase()}` as RefusalCode);
}

function merge(
  command: Extract<PersonCommand, { type: 'MergePersons' }>,
  source: PresentPerson,
  target: Person | null,
): Decision<AnyFact> {
  const { targetId } = command.data;
  if (source.core.status === 'merged') {
    return source.core.mergedInto === targetId ? accepted() : rejected('MERGED_ELSEWHERE', 'targetId');
  }
  if (targetId === command.personId) return rejected('MERGE_INTO_SELF', 'targetId');
  const status = target?.core.status ?? 'absent';
  if (target === null || !isPresent(target) || !personGate.permits(status, 'AbsorbPerson')) {
    return rejected(refusalBy(status), 'targetId');
  }
  return decideMerge(command, source, target);
}

/** Whoever a relationship begins with must be able to have one; it can be ended whatever became of the other. */
function relate(command: RelationshipCommand, person: PresentPerson, other: Person | null): Decision<AnyFact> {
  const decision = decideRelationships(command, person.relationships);
  const begins = command.type === 'ProposeRelationship' || command.type === 'EstablishRelationship';
  if (decision.kind === 'rejected' || decision.fact === null || !begins) return decision;
  const status = other?.core.status ?? 'absent';
  if (!personGate.permits(status, command.type)) return rejected(refusalBy(status), 'otherId');
  // What is recorded with both persons must not take the place of another relationship of the other one.
  const isTaken = other?.relationships.relationships.live.has(command.data.relationshipId) === true;
  return decision.otherFact !== null && isTaken ? rejected('RELATIONSHIP_EXISTS', 'relationshipId') : decision;
}
