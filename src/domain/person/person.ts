/** A person: the five nouns behind one lifecycle. The one decider the rest of the program uses. */

import { applyContactInfo, type ContactInfo, noContactInfo } from '../contact-info/contact-info.ts';
import { decideContactInfo } from '../contact-info/decide.ts';
import { CONTACT_INFO_COMMANDS, type ContactInfoCommand, type ContactInfoFact } from '../contact-info/messages.ts';
import { accepted, type Decision, rejected } from '../decider.ts';
import type { PersonId } from '../ids.ts';
import type { Happened } from '../message.ts';
import { PREFERENCES_COMMANDS, type PreferencesCommand, type PreferencesFact } from '../preferences/messages.ts';
import { applyPreferences, decidePreferences, noPreferences, type Preferences } from '../preferences/preferences.ts';
import type { RefusalCode } from '../rejection.ts';
import { decideRelationships } from '../relationship/decide.ts';
import { RELATIONSHIP_COMMANDS, type RelationshipCommand, type RelationshipFact } from '../relationship/messages.ts';
import { applyRelationships, noRelationships, type Relationships } from '../relationship/relationships.ts';
import { decideSkills } from '../skills/decide.ts';
import { SKILLS_COMMANDS, type SkillsCommand, type SkillsFact } from '../skills/messages.ts';
import { applySkills, noSkills, type Skills } from '../skills/skills.ts';
import { copied } from '../values.ts';
import { applyCore, type PersonCore, type Profile } from './core.ts';
import { decideCreate, decideMerge, decidePerson } from './decide.ts';
import { personGate } from './machine.ts';
import { PERSON_COMMANDS, type PersonCommand, type PersonFact, type PersonStatus } from './messages.ts';

export type AnyCommand = PersonCommand | ContactInfoCommand | SkillsCommand | PreferencesCommand | RelationshipCommand;
export type AnyFact = PersonFact | ContactInfoFact | SkillsFact | PreferencesFact | RelationshipFact;
export type CommandName = AnyCommand['type'];

export const NOUNS = ['person', 'contact-info', 'skills', 'preferences', 'relationship'] as const;
export type Noun = (typeof NOUNS)[number];

/** Every command there is, by noun, in the order of the contract. */
export const COMMANDS: Readonly<Record<Noun, readonly CommandName[]>> = {
  person: PERSON_COMMANDS,
  'contact-info': CONTACT_INFO_COMMANDS,
  skills: SKILLS_COMMANDS,
  preferences: PREFERENCES_COMMANDS,
  relationship: RELATIONSHIP_COMMANDS,
};

const NOUN_OF = new Map(NOUNS.flatMap((noun) => COMMANDS[noun].map((name) => [name as string, noun] as const)));

export interface Person {
  readonly core: PersonCore;
  readonly contactInfo: ContactInfo;
  readonly skills: Skills;
  readonly preferences: Preferences;
  readonly relationships: Relationships;
}

export type PresentPerson = Person & { readonly core: Profile };

export const noPerson = (): Person => ({
  core: { status: 'absent' },
  contactInfo: noContactInfo(),
  skills: noSkills(),
  preferences: noPreferences(),
  relationships: noRelationships(),
});

export function isPresent(person: Person): person is PresentPerson {
  return person.core.status !== 'absent';
}

/** The person after the fact; the one given is left as it was. Total: any fact may follow any other. */
export function evolve(person: Person, fact: Happened<AnyFact>): Person {
  return fold([fact], person);
}

/** The person after the facts, in their order. Copies once and then works on its own copy, so long histories stay cheap. */
export function fold(facts: Iterable<Happened<AnyFact>>, from: Person = noPerson()): Person {
  const own = {
    core: copied(from.core),
    contactInfo: copied(from.contactInfo),
    skills: copied(from.skills),
    preferences: copied(from.preferences),
    relationships: copied(from.relationships),
  };
  for (const fact of facts) {
    own.core = applyCore(own.core, fact as Happened<PersonFact>);
    applyContactInfo(own.contactInfo, fact as Happened<ContactInfoFact>);
    applySkills(own.skills, fact as Happened<SkillsFact>);
    applyPreferences(own.preferences, fact as Happened<PreferencesFact>);
    applyRelationships(own.relationships, fact as Happened<RelationshipFact>);
  }
  return own;
}

/** The noun whose law the command is under. */
export function nounOf(command: CommandName): Noun {
  const noun = NOUN_OF.get(command);
  if (noun === undefined) throw new Error(`No noun has the command ${command}`);
  return noun;
}

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
