/** Plays sequences of commands on three persons, with everything sealed, so that whoever changes what it was given throws. */

import fc, { type Arbitrary } from 'fast-check';
import type { Decision } from '../../src/domain/decider.ts';
import type { PersonId } from '../../src/domain/ids.ts';
import type { Happened } from '../../src/domain/message.ts';
import {
  type AnyCommand,
  type AnyFact,
  COMMANDS,
  type CommandName,
  decide,
  evolve,
  fold,
  NOUNS,
  otherPersonOf,
  type Person,
} from '../../src/domain/person/person.ts';
import { DATA, person } from './arbitraries.ts';
import { ADA, BOB, CAROL, created, drafted, fact, GOOD_COMMANDS, happened, item, NOON, THINGS } from './examples.ts';

export type Persons = Readonly<Record<PersonId, Person>>;

export interface Step {
  readonly command: AnyCommand;
  readonly otherId: PersonId | null;
  readonly before: Persons;
  readonly decision: Decision<AnyFact>;
  readonly after: Persons;
}

const already = new WeakSet<object>();

const { relationship, proposal, ...things } = THINGS;

/** Another person that has one of each thing, under other ids. */
const ALSO_RICH = Object.values(GOOD_COMMANDS)
  .filter(({ type }) => /^(Add|Assign|Link|Set(Birth|Attribute)|Grant)/.test(type))
  .map((command) => decide(command, fold([created])))
  .flatMap((decision) => (decision.kind === 'accepted' && decision.fact !== null ? [happened(decision.fact)] : []));

const primary = [
  fact('PrimaryEmailSet', { emailId: THINGS.email.data.emailId }),
  fact('PrimaryPhoneSet', { phoneId: THINGS.phone.data.phoneId }),
];
const endorsedBy = (endorserId: PersonId) => fact('SkillEndorsed', { name: 'Mathematics', endorserId });
/** Two of a kind to the same person, told apart by their words only. */
const toCarol = (['one', 'two'] as const).map((label, index) =>
  fact('RelationshipEstablished', {
    relationshipId: item(29 + index),
    otherId: CAROL,
    kind: 'other',
    strength: 0.5,
    label,
    direction: 'outgoing',
  }),
);

/** Each shared relationship is in both histories, as the program records it. */
const STARTS: readonly Readonly<Record<PersonId, readonly Happened<AnyFact>[]>>[] = [
  {
    [ADA]: [
      created,
      ...Object.values(things),
      ...primary,
      fact('AttributeSet', { attributeId: item(20), name: 'eyes', kind: 'physical', value: 'brown' }),
      endorsedBy(BOB),
      relationship,
      proposal,
      ...toCarol,
    ],
    [BOB]: [
      created,
      ...ALSO_RICH,
      fact('RelationshipEstablished', { ...relationship.data, otherId: ADA, direction: 'incoming' }),
    ],
    [CAROL]: [
      created,
      ...Object.values(things),
      ...primary,
      endorsedBy(BOB),
      fact('RelationshipProposed', { ...proposal.data, otherId: ADA, direction: 'outgoing' }),
    ],
  },
  { [ADA]: [created], [BOB]: [drafted], [CAROL]: [] },
].map(sealed);

/** Seldom, since they leave a person that takes few commands or none. */
export const RARE: ReadonlySet<CommandName> = new Set([
  'RecordDeath',
  'ArchivePerson',
  'SuspendPerson',
  'FailOnboarding',
]);
const OFTEN: ReadonlySet<CommandName> = new Set(['CreatePerson', 'AdvanceOnboarding', 'CompleteOnboarding']);
const weightOf = (type: CommandName) => (RARE.has(type) ? 1 : type === 'MergePersons' ? 2 : OFTEN.has(type) ? 8 : 4);

const command: Arbitrary<AnyCommand> = fc.oneof(
  ...NOUNS.flatMap((noun) => COMMANDS[noun]).map((type) => ({
    weight: weightOf(type),
    arbitrary: fc
      .tuple(person, DATA[type] as Arbitrary<object>)
      .map(([personId, data]) => ({ type, personId, at: NOON, data }) as unknown as AnyCommand),
  })),
);

/** A game: where it starts, and who is told what. */
export const game = fc.record({
  start: fc.constantFrom(0, 0, 0, 1),
  commands: fc.array(command, { minLength: 1, maxLength: 60, size: 'max' }),
});

type Game = typeof game extends Arbitrary<infer T> ? T : never;

export function play({ start, commands }: Game): readonly Step[] {
  let persons = sealed(
    Object.fromEntries(Object.entries(STARTS[start]!).map(([id, facts]) => [id, fold(facts)])),
  ) as Persons;
  return commands.map((told, index) => {
    const step = taken(persons, sealed({ ...told, at: NOON + index * 60_000 } as AnyCommand));
    persons = step.after;
    return step;
  });
}

function taken(before: Persons, command: AnyCommand): Step {
  const { personId, at } = command;
  const otherId = otherPersonOf(command, before[personId]!);
  const decision = sealed(decide(command, before[personId]!, otherId === null ? null : before[otherId]!));
  let after = before;
  const record = (id: PersonId, fact: AnyFact) => {
    after = { ...after, [id]: sealed(evolve(after[id]!, { ...happened(fact), at })) };
  };
  if (decision.kind === 'accepted' && decision.fact !== null) record(personId, decision.fact);
  if (decision.kind === 'accepted' && decision.otherFact !== null) record(otherId!, decision.otherFact);
  return { command, otherId, before, decision, after };
}

function refuse(): never {
  throw new Error('This was given to be read, not to be changed');
}

/** The value, with everything in it closed to changes. */
export function sealed<T>(value: T): T {
  if (typeof value !== 'object' || value === null || already.has(value)) return value;
  already.add(value);
  if (value instanceof Map) for (const each of value.values()) sealed(each);
  else if (!(value instanceof Set)) for (const each of Object.values(value)) sealed(each);
  if (value instanceof Map || value instanceof Set) {
    for (const method of ['set', 'add', 'delete', 'clear']) Object.defineProperty(value, method, { value: refuse });
  }
  return Object.freeze(value);
}
