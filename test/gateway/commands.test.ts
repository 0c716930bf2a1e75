/** Every command over HTTP: what it records, and that it can be read back. */

import type { GraphQLInputObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../../schema/index.ts';
import { CONTACT_INFO_EXAMPLES } from './examples/contact-info.ts';
import { ADA, BOB, CARL, DORA, type Example } from './examples/example.ts';
import { PERSON_EXAMPLES } from './examples/person.ts';
import { PREFERENCES_EXAMPLES } from './examples/preferences.ts';
import { RELATIONSHIP_EXAMPLES } from './examples/relationship.ts';
import { SKILLS_EXAMPLES } from './examples/skills.ts';
import {
  createPerson,
  EVENT,
  type Input,
  idOf,
  NOW,
  startGateway,
  type TestEvent,
  type TestGateway,
} from './gateway.ts';
import { COMMANDS } from './promised.ts';

const schema = createSchema();

const EXAMPLES: readonly Example[] = [
  ...PERSON_EXAMPLES,
  ...CONTACT_INFO_EXAMPLES,
  ...SKILLS_EXAMPLES,
  ...PREFERENCES_EXAMPLES,
  ...RELATIONSHIP_EXAMPLES,
];

/** Fields that look like a selection and are none: the scalar JSON, and lists of text that may be empty. */
const LEAVES = new Set(['value', 'custom', 'details', 'tags', 'honors']);

/** The selection that would answer with a value of this shape. */
function selectionOf(value: unknown): string {
  const shape = Array.isArray(value) ? Object.assign({}, ...value) : value;
  const fields = Object.entries(shape as Input).map(([key, field]) => {
    const isNested = typeof field === 'object' && field !== null && !LEAVES.has(key) && !isListOfLeaves(field);
    return isNested ? `${key} { ${selectionOf(field)} }` : key;
  });
  return fields.length === 0 ? '__typename' : fields.join(' ');
}

const isListOfLeaves = (value: unknown) =>
  Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry !== 'object' || entry === null);

/** The shape as an answer has it: keys without the selection that some of them carry. */
function answered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(answered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key.split(' ')[0] as string, answered(field)]),
  );
}

const fieldsOf = (input: string): Input => (schema.getType(input) as GraphQLInputObjectType).getFields();

describe('Every command', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway();
    await createPerson(gateway, 2, 'Bob');
    await createPerson(gateway, 3, 'Carl');
    await createPerson(gateway, 4, 'Dora');
  });
  afterAll(() => gateway.stop());

  it('has an example here', () => {
    expect([...new Set(EXAMPLES.map(({ command }) => command))].sort()).toEqual([...COMMANDS].sort());
    expect([ADA, BOB, CARL, DORA]).toEqual([1, 2, 3, 4].map(idOf));
  });

  it.each(COMMANDS.filter((name) => !/^Update(?!\w+Preferences)/.test(name)))(
    '%s is given all its fields here',
    (name) => {
      const given = EXAMPLES.filter(({ command }) => command === name).map(({ input }) => input);
      const { personId: _, commandId, expectedVersion, validateOnly, ...fields } = fieldsOf(`${name}Input`);
      expect(Object.keys(fields).filter((field) => !given.some((input) => field in input))).toEqual([]);
    },
  );

  it.each(EXAMPLES.map((example) => [example.command, example] as const))('%s', async (command, example) => {
    const personId = (example.input.personId as string | undefined) ?? ADA;
    const before = await gateway.store.lastSequence();
    const result = await gateway.command(command, { ...example.input, personId });

    expect(result).toMatchObject({ __typename: 'Recorded', personId, replayed: false });
    expect(result.events.map(({ type }) => type)).toEqual(example.records);
    expect(await gateway.store.lastSequence()).toBe(before + example.records.length);

    const [own] = result.events as readonly [TestEvent, ...TestEvent[]];
    expect(result.person).toEqual({ id: personId, version: own.version, head: own.cid });
    expect(own).toMatchObject({ id: own.cid, personId, commandId: result.commandId, at: new Date(NOW).toISOString() });

    const { person } = await gateway.ask<{ person: object }>(
      `query ($id: ID!) { person(id: $id) { ${selectionOf(example.shows)} } }`,
      { id: personId },
    );
    expect(person).toMatchObject(answered(example.shows) as object);

    for (const event of result.events) {
      const found = await gateway.ask(`query ($cid: CID!) { event(cid: $cid) { ${EVENT} } }`, { cid: event.cid });
      expect(found).toEqual({ event });
    }
  });

  it('left histories behind that prove themselves', async () => {
    const { persons } = await gateway.ask<{ persons: { nodes: { verification: object }[] } }>(
      '{ persons(filter: { status: [ACTIVE, DECEASED, MERGED] }) { nodes { verification { ok fault } } } }',
    );
    expect(persons.nodes.map(({ verification }) => verification)).toEqual(Array(4).fill({ ok: true, fault: null }));
  });
});

describe('A command that asks for what is so already', () => {
  it('is recorded without events, and the person stays in its version', async () => {
    const gateway = await startGateway();
    const personId = await createPerson(gateway, 1);
    await gateway.recorded('AddTag', { personId, tag: 'once' });
    const again = await gateway.recorded('AddTag', { personId, tag: 'ONCE' });
    expect(again).toMatchObject({ events: [], replayed: false, person: { version: 2 } });
    await gateway.stop();
  });
});

describe('CreatePerson without an id', () => {
  it('makes one from the command id, the same however often it is sent', async () => {
    const gateway = await startGateway();
    const input = { name: { given: ['Eve'] }, commandId: '018f0000-0000-7000-8000-0000000000e1' };
    const first = await gateway.recorded('CreatePerson', input);
    expect(first.personId).toMatch(/^018f0000-0000-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(await gateway.recorded('CreatePerson', input)).toMatchObject({ personId: first.personId, replayed: true });
    expect(await gateway.store.lastSequence()).toBe(1);
    await gateway.stop();
  });
});
