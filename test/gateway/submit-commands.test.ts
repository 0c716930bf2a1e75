/** Many commands in one request: each with its own result, in order; or all of them or none. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SubmitCommandsDocument } from '../../src/client/generated.ts';
import { createPerson, type Input, idOf, RESULT, type Result, startGateway, type TestGateway } from './gateway.ts';

const SUBMIT = `mutation ($commands: [CommandInput!]!, $atomic: Boolean) {
  submitCommands(commands: $commands, atomic: $atomic) { ${RESULT} } }`;

let gateway: TestGateway;
let before = 0;
beforeAll(async () => {
  gateway = await startGateway();
  for (const number of [1, 2, 3, 4]) await createPerson(gateway, number);
});
beforeEach(async () => {
  before = await gateway.store.lastSequence();
});
afterAll(() => gateway.stop());

const submit = async (commands: readonly Input[], atomic?: boolean) =>
  (
    await gateway.ask<{ submitCommands: readonly Result[] }>(SUBMIT, {
      commands,
      ...(atomic === undefined ? {} : { atomic }),
    })
  ).submitCommands;
const written = async () => (await gateway.store.lastSequence()) - before;
const tag = (number: number, word: string, more: Input = {}) => ({
  addTag: { personId: idOf(number), tag: word, commandId: `${word}-${number}`, ...more },
});

describe('Many commands', () => {
  it('have each their own result, in their order', async () => {
    const results = await submit([
      tag(1, 'a'),
      tag(99, 'a'),
      { addEmail: { personId: idOf(2), address: 'nonsense', commandId: 'mail' } },
      tag(2, 'a', { expectedVersion: 7 }),
      { suspendPerson: { personId: idOf(3), reason: 'x', commandId: 'suspend', validateOnly: true } },
      tag(1, 'a'),
      { createPerson: { personId: idOf(5), name: { given: ['New'] }, commandId: 'create' } },
    ]);
    expect(results).toMatchObject([
      { __typename: 'Recorded', commandId: 'a-1', replayed: false, events: [{ type: 'TagAdded' }] },
      { __typename: 'Refused', commandId: 'a-99', code: 'PERSON_NOT_FOUND' },
      { __typename: 'Refused', commandId: 'mail', code: 'EMAIL_INVALID', field: 'address' },
      { __typename: 'Contended', commandId: 'a-2', expectedVersion: 7, actualVersion: 1 },
      { __typename: 'Recorded', commandId: 'suspend', events: [{ type: 'PersonSuspended' }] },
      { __typename: 'Recorded', commandId: 'a-1', replayed: true },
      { __typename: 'Recorded', commandId: 'create', person: { id: idOf(5), version: 1 } },
    ]);
    expect(await written()).toBe(2);
  });

  it('for one person are taken in their order', async () => {
    const personId = idOf(6);
    const commands = [
      { createPerson: { personId, name: { given: ['Six'] }, draft: true } },
      { activatePerson: { personId } },
      ...Array.from({ length: 50 }, (_, at) => ({ addTag: { personId, tag: `t${at}` } })),
      { archivePerson: { personId, reason: 'done' } },
      { addTag: { personId, tag: 'too late' } },
    ];
    const results = await submit(commands);
    expect(results.slice(0, -1).map(({ events }) => events[0]?.version)).toEqual(
      Array.from({ length: 53 }, (_, at) => at + 1),
    );
    expect(results.at(-1)).toMatchObject({ code: 'PERSON_IS_ARCHIVED' });
  });

  it('may be a thousand, and not one more', async () => {
    const create = (at: number) => ({
      createPerson: { personId: idOf(10_000 + at), name: { given: [`P${at}`] }, commandId: `p-${at}` },
    });
    const { body } = await gateway.post(SUBMIT, { commands: Array.from({ length: 1_001 }, (_, at) => create(at)) });
    expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'commands' } }]);
    expect(await written()).toBe(0);
    const { submitCommands } = await gateway.client.ask(SubmitCommandsDocument, {
      commands: Array.from({ length: 1_000 }, (_, at) => create(at)),
    });
    expect(submitCommands.map(({ __typename, commandId }) => `${__typename} ${commandId}`)).toEqual(
      Array.from({ length: 1_000 }, (_, at) => `Recorded p-${at}`),
    );
    expect(await written()).toBe(1_000);
  });

  it('may be none', async () => {
    expect(await submit([])).toEqual([]);
    expect(await submit([], true)).toEqual([]);
  });

  it('are recorded with who sent them, like any other', async () => {
    const { body } = await gateway.post<{ submitCommands: Result[] }>(
      SUBMIT,
      { commands: [tag(1, 'by'), tag(2, 'by')] },
      { 'x-actor': 'importer' },
    );
    expect(body.data?.submitCommands.map(({ events }) => events[0]?.actor)).toEqual(['importer', 'importer']);
  });
});

describe('Commands that are to be taken together', () => {
  it('are all recorded, at once', async () => {
    const results = await submit(
      [
        tag(1, 'together'),
        tag(2, 'together'),
        { setBirthDate: { personId: idOf(3), date: '2000-01-01', commandId: 'born' } },
      ],
      true,
    );
    expect(results.map(({ events }) => events.map(({ type }) => type))).toEqual([
      ['TagAdded'],
      ['TagAdded'],
      ['BirthDateSet'],
    ]);
    expect(await written()).toBe(3);
    const again = await submit(
      [
        tag(1, 'together'),
        tag(2, 'together'),
        { setBirthDate: { personId: idOf(3), date: '2000-01-01', commandId: 'born' } },
      ],
      true,
    );
    expect(again.map(({ replayed }) => replayed)).toEqual([true, true, true]);
    expect(await written()).toBe(3);
  });

  it.each<[string, Input, Input]>([
    ['bad input', tag(2, '', { commandId: 'empty' }), { __typename: 'Refused', code: 'TEXT_EMPTY', field: 'tag' }],
    ['a person that is not there', tag(99, 'x'), { __typename: 'Refused', code: 'PERSON_NOT_FOUND' }],
    ['a stale version', tag(2, 'x', { expectedVersion: 0 }), { __typename: 'Contended', expectedVersion: 0 }],
  ])('are none recorded when one of them has %s, and each says why', async (_, bad, why) => {
    const results = await submit([tag(1, 'alone'), bad, tag(3, 'alone')], true);
    const others = { __typename: 'Refused', code: 'COMMANDS_NOT_ATOMIC' };
    expect(results).toMatchObject([{ ...others, commandId: 'alone-1' }, why, { ...others, commandId: 'alone-3' }]);
    expect(await written()).toBe(0);
  });

  it('must concern different persons', async () => {
    const results = await submit([tag(1, 'first'), tag(2, 'only'), tag(1, 'second')], true);
    expect(results.map(({ code }) => code)).toEqual([
      'COMMANDS_NOT_ATOMIC',
      'COMMANDS_NOT_ATOMIC',
      'COMMANDS_SHARE_A_PERSON',
    ]);
    expect(await written()).toBe(0);
  });

  it('must not meet in the second person of a command either', async () => {
    const friends = (from: number, to: number) => ({
      establishRelationship: {
        personId: idOf(from),
        otherId: idOf(to),
        kind: 'FRIEND',
        commandId: `friends-${from}-${to}`,
      },
    });
    const results = await submit([friends(1, 2), friends(3, 2)], true);
    expect(results.map(({ code }) => code)).toEqual(['COMMANDS_NOT_ATOMIC', 'COMMANDS_SHARE_A_PERSON']);
    expect(await written()).toBe(0);
    expect((await submit([friends(1, 2), friends(3, 4)], true)).map(({ events }) => events.length)).toEqual([2, 2]);
    expect(await written()).toBe(4);
  });

  it('are free again for single use when they were not taken', async () => {
    await submit([tag(4, 'later'), tag(99, 'later')], true);
    expect(await submit([tag(4, 'later')])).toMatchObject([{ __typename: 'Recorded', replayed: false }]);
  });
});

describe('An entry that is not one command', () => {
  it.each<[string, unknown, RegExp]>([
    ['two commands', { ...tag(1, 'x'), activatePerson: { personId: idOf(1) } }, /Exactly one key/],
    ['no command', {}, /Exactly one key/],
    ['null for a command', { addTag: null }, /must be non-null/],
    ['an unknown command', { sellPerson: { personId: idOf(1) } }, /"sellPerson" is not defined by type "CommandInput"/],
    [
      'an unknown field',
      { addTag: { personId: idOf(1), tag: 'x', nope: 1 } },
      /"nope" is not defined by type "AddTagInput"/,
    ],
    ['null', null, /not to be null/],
  ])('is refused as a whole: %s', async (_, entry, message) => {
    const { body, status } = await gateway.post(
      SUBMIT,
      { commands: [tag(1, 'good'), entry] },
      { accept: 'application/graphql-response+json' },
    );
    expect(status).toBe(400);
    expect(body.errors?.[0]?.message).toMatch(message);
    expect(body.errors?.[0]?.message).toContain('commands[1]');
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await written()).toBe(0);
  });
});
