/** Which commands a person would take now, held to what becomes of them when they are sent. */

import { describe, expect, it } from 'vitest';
import type { Happened } from '../../src/domain/message.ts';
import type { PersonStatus } from '../../src/domain/person/messages.ts';
import {
  type AnyCommand,
  type AnyFact,
  COMMANDS,
  type CommandName,
  decide,
  fold,
  NOUNS,
} from '../../src/domain/person/person.ts';
import { COMMANDS_WITHOUT_INPUT, type Prospect, prospects } from '../../src/domain/person/prospects.ts';
import {
  ADA,
  archived,
  command,
  created,
  died,
  drafted,
  fact,
  GOOD_COMMANDS,
  item,
  merged,
  suspended,
  THINGS,
} from './examples.ts';

const things = Object.values(THINGS);
const names = NOUNS.flatMap((noun) => COMMANDS[noun]);
const bystander = fold([created]);

const STATUSES: Readonly<Record<PersonStatus, readonly Happened<AnyFact>[]>> = {
  absent: [],
  draft: [drafted],
  active: [created],
  suspended: [created, suspended],
  archived: [created, archived],
  deceased: [created, died],
  merged: [created, merged],
};

/** Persons in every status, that have one of each thing and that have nothing. */
const PERSONS = Object.entries(STATUSES).flatMap(([status, [first, ...last]]) => {
  if (first === undefined) return [{ whom: 'nobody', facts: [] }];
  return [
    { whom: `a person that is ${status} and has nothing`, facts: [first, ...last] },
    { whom: `a person that is ${status}, with one of each thing`, facts: [first, ...things, ...last] },
  ];
});

const prospectOf = (facts: readonly Happened<AnyFact>[], name: CommandName): Prospect =>
  prospects(fold(facts)).find((each) => each.name === name)!;

describe.each(PERSONS)('Of $whom it is foretold', ({ facts }) => {
  const person = fold(facts);
  const foretold = prospects(person);

  it('what becomes of every command, in the order of the contract', () =>
    expect(foretold.map(({ name }) => name)).toEqual(names));

  it.each(foretold)('$name: $verdict $refusal', ({ name, verdict, refusal }) => {
    const good = GOOD_COMMANDS[name];
    if (verdict === 'refused') {
      expect(decide(good, person, bystander)).toMatchObject({ kind: 'rejected', refusal: { code: refusal } });
      return;
    }
    expect(refusal).toBeNull();
    if (verdict === 'allowed') {
      const empty = { ...good, data: {} } as AnyCommand;
      expect(decide(empty, person, bystander).kind).toBe('accepted');
    } else {
      // Nothing is promised, but there is an input that is taken.
      expect(decide(good, person, bystander).kind).toBe('accepted');
    }
  });
});

describe('A command needs no input', () => {
  it('when it is one of these seven', () =>
    expect([...COMMANDS_WITHOUT_INPUT].sort()).toEqual([
      'ActivatePerson',
      'CompleteOnboarding',
      'ReactivatePerson',
      'StartOnboarding',
      'UpdateCommunicationPreferences',
      'UpdateGeneralPreferences',
      'UpdatePrivacyPreferences',
    ]));
  it('and then it is allowed wherever it is legal', () => {
    for (const { facts } of PERSONS) {
      for (const { name, verdict } of prospects(fold(facts))) {
        if (verdict !== 'refused') expect(verdict === 'allowed').toBe(COMMANDS_WITHOUT_INPUT.has(name));
      }
    }
  });
});

describe('It is foretold that something is so already', () => {
  const so = (...facts: Happened<AnyFact>[]) =>
    prospects(fold(facts))
      .filter(({ alreadySo }) => alreadySo)
      .map(({ name }) => name);
  it('by the status, and by the birth date', () => {
    expect(so()).toEqual([]);
    expect(so(drafted)).toEqual([]);
    expect(so(created)).toEqual(['ActivatePerson', 'ReactivatePerson']);
    expect(so(created, fact('BirthDateSet', { date: '1985-12-10' }), suspended)).toEqual([
      'SetBirthDate',
      'SuspendPerson',
    ]);
    expect(so(created, archived)).toEqual(['ArchivePerson']);
    expect(so(created, died)).toEqual(['RecordDeath']);
    expect(so(created, merged)).toEqual(['MergePersons']);
  });
});

describe('It is foretold by what the person has', () => {
  it('that what was removed can be removed again, but not changed', () => {
    const removed = [created, THINGS.email, fact('EmailRemoved', { emailId: item(1) })];
    expect(prospectOf(removed, 'RemoveEmail').verdict).toBe('needsInput');
    expect(prospectOf(removed, 'UpdateEmail')).toMatchObject({ verdict: 'refused', refusal: 'EMAIL_NOT_FOUND' });
    const forgotten = [created, THINGS.skill, fact('SkillRemoved', { name: 'Mathematics' })];
    expect(prospectOf(forgotten, 'RemoveSkill').verdict).toBe('needsInput');
    expect(prospectOf(forgotten, 'EndorseSkill')).toMatchObject({ verdict: 'refused', refusal: 'SKILL_NOT_FOUND' });
  });
  it('that only a proposal can be answered, and only what is established be changed', () => {
    const established = [created, THINGS.relationship];
    const { relationshipId } = THINGS.relationship.data;
    expect(prospectOf(established, 'DeclineRelationship').verdict).toBe('refused');
    expect(prospectOf(established, 'UpdateRelationship').verdict).toBe('needsInput');
    expect(prospectOf([created, THINGS.proposal], 'UpdateRelationship').verdict).toBe('refused');
    expect(prospectOf([created, THINGS.proposal], 'AcceptRelationship').verdict).toBe('needsInput');
    const told = command('UpdateRelationship', { relationshipId, strength: 0.9 }, ADA);
    expect(decide(told, fold(established), bystander).kind).toBe('accepted');
  });
});
