/** Longer histories of a few persons: random commands, decided by the real decider, merges and suspensions among them. */

import fc from 'fast-check';
import type { PersonId } from '../../src/domain/ids.ts';
import type { Happened } from '../../src/domain/message.ts';
import {
  type AnyCommand,
  type AnyFact,
  type CommandName,
  decide,
  evolve,
  isPresent,
  noPerson,
  otherPersonOf,
  type Person,
} from '../../src/domain/person/person.ts';
import { type DataOf, item, NOON, name } from '../domain/examples.ts';
import { person, type Told } from './log.ts';

export const PEOPLE = [1, 2, 3, 4, 5].map(person);

type Data<Name extends CommandName> = fc.Arbitrary<DataOf<Name>>;

const PLAIN = { noNullPrototype: true } as const;
const nothing = fc.constant({});
const who = fc.constantFrom(...PEOPLE);
const id = fc.integer({ min: 1, max: 9 }).map(item);
const names = fc
  .tuple(fc.constantFrom('Ada', 'José', '明'), fc.constantFrom('Lovelace', 'Núñez', '李'))
  .map(([given, family]) => name(given, family));
const skill = fc.constantFrom('Rust', 'rust', 'Go', 'Poetry', 'Chess');
const category = fc.constantFrom('Programming', 'Arts');
const organization = fc.constantFrom('Engine Works', 'engine works', 'Bureau');
const tag = fc.constantFrom('vip', 'VIP', 'press');
const reason = fc.constant({ reason: 'because' });
const kind = fc.constantFrom('friend', 'manager', 'colleague', 'other');
const label = fc.constantFrom('vendor', 'client');
const strength = fc.constantFrom(0.25, 0.5, 1);
const relationship = fc
  .record({ relationshipId: fc.constant(item(0)), otherId: who, kind, strength }, PLAIN)
  .chain((data) => (data.kind === 'other' ? label.map((word) => ({ ...data, label: word })) : fc.constant(data)));

/** Each command with how often it comes and what data it brings; ids of relationships are chosen when it is sent. */
const COMMANDS: { readonly [Name in CommandName]?: readonly [weight: number, Data<Name>] } = {
  CreatePerson: [6, fc.record({ name: names }, PLAIN)],
  RenamePerson: [2, fc.record({ name: names }, PLAIN)],
  SuspendPerson: [3, reason],
  ReactivatePerson: [5, nothing],
  ArchivePerson: [1, reason],
  MergePersons: [2, fc.record({ targetId: who }, PLAIN)],
  LinkIdentity: [2, fc.record({ system: fc.constant('payroll'), value: fc.constantFrom('1', '2') }, PLAIN)],
  UnlinkIdentity: [1, fc.record({ system: fc.constant('Payroll'), value: fc.constantFrom('1', '2') }, PLAIN)],
  AddTag: [2, fc.record({ tag }, PLAIN)],
  RemoveTag: [1, fc.record({ tag }, PLAIN)],
  AddEmail: [
    2,
    fc.record({ emailId: id, address: fc.constantFrom('a@x.org', 'B@y.org'), kind: fc.constant('work') }, PLAIN),
  ],
  UpdateEmail: [1, fc.record({ emailId: id, address: fc.constantFrom('c@z.org', 'B@y.org') }, PLAIN)],
  RemoveEmail: [1, fc.record({ emailId: id }, PLAIN)],
  AddSkill: [6, fc.record({ name: skill, category, proficiency: fc.constant('expert') }, PLAIN)],
  UpdateSkill: [2, fc.record({ name: skill, category }, PLAIN)],
  EndorseSkill: [1, fc.record({ name: skill, endorserId: who }, PLAIN)],
  RemoveSkill: [2, fc.record({ name: skill }, PLAIN)],
  GrantConsent: [1, fc.record({ purpose: fc.constantFrom('news', 'News') }, PLAIN)],
  EstablishRelationship: [12, relationship],
  ProposeRelationship: [4, relationship],
  AcceptRelationship: [6, fc.record({ relationshipId: id }, PLAIN)],
  DeclineRelationship: [2, fc.record({ relationshipId: id }, PLAIN)],
  UpdateRelationship: [4, fc.record({ relationshipId: id, strength }, PLAIN)],
  EndRelationship: [4, fc.record({ relationshipId: id }, PLAIN)],
  AddEmployment: [
    4,
    fc.record(
      {
        employmentId: id,
        organization,
        role: fc.constantFrom('Analyst', 'Clerk'),
        employmentType: fc.constant('full_time'),
        start: fc.constant('2020-01-01'),
      },
      PLAIN,
    ),
  ],
  EndEmployment: [2, fc.record({ employmentId: id }, PLAIN)],
  RemoveEmployment: [1, fc.record({ employmentId: id }, PLAIN)],
};

interface Step {
  readonly type: CommandName;
  readonly personId: PersonId;
  readonly data: object;
  /** Picks one of the relationships that the person has. */
  readonly pick: number;
}

const step: fc.Arbitrary<Step> = fc.oneof(
  ...Object.entries(COMMANDS).map(([type, [weight, data]]) => ({
    weight,
    arbitrary: fc.record({ type: fc.constant(type as CommandName), personId: who, data, pick: fc.nat() }),
  })),
);

export interface Story {
  /** What was recorded, command by command. */
  readonly told: readonly (readonly Told[])[];
  /** Everybody as the decider left them. */
  readonly persons: ReadonlyMap<PersonId, Person>;
}

/** A story of so many commands at most. Everybody is created first, so that much of what is ordered can happen. */
export function stories(steps: number): fc.Arbitrary<Story> {
  const first = PEOPLE.map((personId, at) => ({
    type: 'CreatePerson' as const,
    personId,
    data: { name: name(`Given${at}`, `Family${at % 2}`) },
    pick: 0,
  }));
  return fc.array(step, { minLength: steps / 2, maxLength: steps }).map((random) => storyOf([...first, ...random]));
}

function storyOf(steps: readonly Step[]): Story {
  const persons = new Map<PersonId, Person>(PEOPLE.map((personId) => [personId, noPerson()]));
  const told: Told[][] = [];
  for (const [at, each] of steps.entries()) {
    const own = persons.get(each.personId) ?? noPerson();
    const command = commandOf(each, own, at);
    const otherId = otherOf(command, own, persons);
    const decision = decide(command, own, otherId === null ? null : (persons.get(otherId) ?? null));
    if (decision.kind === 'rejected' || decision.fact === null) continue;
    const facts: Told[] = [[each.personId, dated(decision.fact, NOON + at)]];
    if (decision.otherFact !== null && otherId !== null) facts.push([otherId, dated(decision.otherFact, NOON + at)]);
    for (const [personId, fact] of facts) persons.set(personId, evolve(persons.get(personId) as Person, fact));
    told.push(facts);
  }
  return { told, persons };
}

function commandOf({ type, personId, data, pick }: Step, own: Person, at: number): AnyCommand {
  const open = [...own.relationships.relationships.live.keys()];
  const relationshipId = /^(Establish|Propose)/.test(type) ? item(1000 + at) : (open[pick % open.length] ?? item(0));
  const named = type.endsWith('Relationship') ? { relationshipId } : {};
  return { type, personId, at: NOON + at, data: { ...data, ...named } } as unknown as AnyCommand;
}

/** As the dispatcher looks it up: whom somebody was merged into stands for them, unless the command names them. */
function otherOf(command: AnyCommand, own: Person, persons: ReadonlyMap<PersonId, Person>): PersonId | null {
  const named = otherPersonOf(command, own);
  return named === null || 'targetId' in command.data || 'otherId' in command.data ? named : successor(named, persons);
}

/** The person, or whom it was merged into in the end. */
export function successor(personId: PersonId, persons: ReadonlyMap<PersonId, Person>): PersonId {
  const known = persons.get(personId);
  const next = known !== undefined && isPresent(known) ? known.core.mergedInto : undefined;
  return next === undefined ? personId : successor(next, persons);
}

const dated = (decided: object, at: number) => ({ ...decided, at }) as unknown as Happened<AnyFact>;
