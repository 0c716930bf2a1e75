/** The short way and the general way answer alike: every request of a corpus goes both, to two gateways that know the same. */

import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemoryStore } from '../../src/app/memory-store.ts';
import type { PersonId } from '../../src/domain/ids.ts';
import { isThin } from '../../src/gateway/thin.ts';
import { ADA, BOB } from './examples/example.ts';
import { createPerson, type Input, idOf, RESULT, startGateway, type TestGateway } from './gateway.ts';

/** A log that fails, as only a mistake of ours could, when the history of one person is read. */
class FailingStore extends MemoryStore {
  override async load(personId: PersonId) {
    if (personId === idOf(66)) throw new Error('a secret of the store');
    return super.load(personId);
  }
}

let short: TestGateway;
let general: TestGateway;
beforeAll(async () => {
  [short, general] = await Promise.all([
    startGateway({ store: new FailingStore() }),
    startGateway({ store: new FailingStore() }),
  ]);
  for (const gateway of [short, general]) {
    for (const [number, name] of [
      [1, 'Ada'],
      [2, 'Bob'],
    ] as const) {
      const input = { personId: idOf(number), name: { given: [name] }, commandId: `create-${number}` };
      await gateway.recorded('CreatePerson', input);
    }
  }
});
afterAll(() => Promise.all([short.stop(), general.stop()]));

const JSON_TYPE = 'application/json';
const STRICT_TYPE = 'application/graphql-response+json';

/** The same wish, told in a way that the short way leaves to the general one. */
const roundabout = (accept: string) => `${accept}, text/plain;q=0.1`;

const isGeneral = ({ msg }: Input) => msg === 'Processing GraphQL Parameters';

const command = (input: string) => `mutation { addTag(input: { personId: "${ADA}", ${input} }) { ${RESULT} } }`;
const person = (selection: string, id = ADA) => `{ person(id: "${id}") { ${selection} } }`;
const named = 'query A($id: ID!) { person(id: $id) { id } } query B($id: ID!) { person(id: $id) { version } }';

const GOOD: readonly [string, Input, Input?][] = [
  ['a query', { query: person('id version name { display } summary { lastActivityAt }') }],
  ['a query for nobody', { query: person('id', idOf(99)) }],
  ['nothing but the type', { query: '{ __typename }' }],
  ['introspection', { query: '{ __schema { types { name kind fields { name type { name } } } } }' }],
  [
    'aliases, fragments and directives',
    {
      query: `query ($no: Boolean = false) { a: person(id: "${ADA}") { ...F } b: person(id: "${BOB}") { id @include(if: $no) version @skip(if: true) } } fragment F on Person { id version }`,
    },
  ],
  ['one operation of two', { query: named, operationName: 'B', variables: { id: ADA } }],
  ['null for what may be missing', { query: '{ __typename }', variables: null, operationName: null, extensions: null }],
  ['extensions that mean nothing here', { query: '{ __typename }', extensions: { trace: 1 } }],
  ['variables that are not asked for', { query: '{ __typename }', variables: { more: [1, { a: null }] } }],
  [
    'texts of all kinds',
    {
      query: 'query ($s: String!) { personByIdentity(system: $s, value: "\\u00e9\\n\\"") { id } }',
      variables: { s: '😀\u2028"\\' },
    },
  ],
  ['a command', { query: command('tag: "both", commandId: "both-1"') }],
  ['the same command again', { query: command('tag: "both", commandId: "both-1"') }],
  ['a command refused', { query: command('tag: "", commandId: "both-2"') }],
  ['a command contended', { query: command('tag: "x", commandId: "both-3", expectedVersion: 9') }],
  ['a command that is only validated', { query: command('tag: "y", commandId: "both-4", validateOnly: true') }],
  [
    'many commands',
    {
      query: `mutation { submitCommands(commands: [{ addTag: { personId: "${ADA}", tag: "m", commandId: "m-1" } }, { addTag: { personId: "${BOB}", tag: "", commandId: "m-2" } }]) { ${RESULT} } }`,
    },
  ],
  ['a position', { query: '{ projections { name position digest lag gaps eventsApplied } }' }],
];

const BAD: readonly [string, Input, Input?][] = [
  ['an error that nulls a field', { query: `{ __typename person(id: "${ADA}", asOf: { version: 0 }) { id } }` }],
  ['an error that nulls all data', { query: '{ persons(first: -1) { totalCount } }' }],
  ['an error far down', { query: `{ person(id: "${ADA}", asOf: { version: 1 }) { id network { reach } } }` }],
  ['an error of ours', { query: `{ person(id: "${idOf(66)}", asOf: { version: 1 }) { id } }` }],
  ['a position that is none', { query: '{ persons(minPosition: "x") { totalCount } }' }],
  ['a header that is no position', { query: '{ __typename }' }, { 'x-min-position': 'x' }],
  [
    'a command behind a header that is no position',
    { query: command('tag: "z", commandId: "z"') },
    { 'x-min-position': 'x' },
  ],
  ['a missing variable', { query: named, operationName: 'A' }],
  ['a variable of the wrong type', { query: named, operationName: 'A', variables: { id: { a: 1 } } }],
  ['a variable whose type is not input', { query: 'query ($p: Person) { __typename }', variables: { p: 1 } }],
  ['no operation of this name', { query: named, operationName: 'C', variables: { id: ADA } }],
  ['no name for one of two', { query: named, variables: { id: ADA } }],
  ['a name that is a number', { query: '{ __typename }', operationName: 5 }],
  ['an unknown field', { query: '{ nope }' }],
  ['the unknown field again, from the cache', { query: '{ nope }' }],
  ['no GraphQL', { query: '{' }],
  ['no GraphQL again', { query: '{' }],
  ['an empty document', { query: '' }],
  ['nothing but a fragment', { query: 'fragment F on Person { id }' }],
  ['too deep', { query: `{ person(id: "x") ${'{ mergedInto '.repeat(30)}{ id }${' }'.repeat(30)} }` }],
  ['too long', { query: `{ ${'__typename '.repeat(3_000)} }` }],
  ['a number for a query', { query: 5 }],
  ['no query', { variables: {} }],
  ['a list for variables', { query: '{ __typename }', variables: [1] }],
  ['an unknown parameter', { query: '{ __typename }', nope: 1 }],
];

const ACCEPTED = [JSON_TYPE, STRICT_TYPE, '*/*'];
const pairs = (corpus: typeof GOOD) =>
  ACCEPTED.flatMap((accept) => corpus.map(([title, body, headers]) => [title, accept, body, headers] as const));

async function both(accept: string, body: BodyInit, headers: Input = {}) {
  const [left, right] = [short.logged.filter(isGeneral).length, general.logged.filter(isGeneral).length];
  const [a, b] = await Promise.all([
    short.send(body, { ...headers, accept }),
    general.send(body, { ...headers, accept: roundabout(accept) }),
  ]);
  return {
    a,
    b,
    /** How often the first, and the second, was answered on the general way. */
    general: [short.logged.filter(isGeneral).length - left, general.logged.filter(isGeneral).length - right],
  };
}

describe('Both ways answer alike', () => {
  it.each(pairs(GOOD))('to %s, accepting %s', async (_, accept, body, headers) => {
    const { a, b, general: ways } = await both(accept, JSON.stringify(body), headers);
    expect(ways).toEqual([0, 1]);
    expect(a.status).toBe(200);
    expect(a.body).toEqual(b.body);
    expect([a.status, a.headers.get('content-type')]).toEqual([b.status, b.headers.get('content-type')]);
    expect(a.body.errors).toBeUndefined();
    expect(a.body.extensions?.position).toMatch(/^[\w-]+$/);
  });

  it.each(pairs(BAD))('to %s, accepting %s', async (_, accept, body, headers) => {
    const { a, b } = await both(accept, JSON.stringify(body), headers);
    expect(a.body).toEqual(b.body);
    expect([a.status, a.headers.get('content-type')]).toEqual([b.status, b.headers.get('content-type')]);
    expect(a.body.errors?.length).toBeGreaterThan(0);
    expect(a.text + b.text).not.toContain('secret');
  });

  it.each(['', '{', '[]', '5', 'null', `[{ "query": "{ __typename }" }]`])('to the body %j', async (body) => {
    for (const accept of ACCEPTED) {
      const { a, b } = await both(accept, body);
      expect(a.status).toBe(400);
      expect(a.body).toEqual(b.body);
      expect([a.status, a.headers.get('content-type')]).toEqual([b.status, b.headers.get('content-type')]);
    }
  });

  it('in the end both know the same', async () => {
    const [a, b] = await Promise.all([short, general].map((gateway) => gateway.app.projector.status()));
    expect(a).toEqual(b);
    expect(a?.[0]?.eventsApplied).toBe(4);
  });
});

describe('The short way', () => {
  const request = (method: string, headers: Record<string, string>) => isThin({ method, headers } as never);
  const json = { 'content-type': JSON_TYPE };

  it.each([
    [true, 'POST', { ...json }],
    [true, 'POST', { ...json, accept: '*/*' }],
    [true, 'POST', { 'content-type': 'application/json; charset=utf-8', accept: JSON_TYPE }],
    [true, 'POST', { 'content-type': 'application/json;charset=UTF-8', accept: STRICT_TYPE }],
    [false, 'GET', { ...json }],
    [false, 'POST', { accept: JSON_TYPE }],
    [false, 'POST', { 'content-type': 'text/plain' }],
    [false, 'POST', { 'content-type': 'application/json; charset=latin1' }],
    [false, 'POST', { ...json, 'content-encoding': 'gzip' }],
    [false, 'POST', { ...json, accept: 'text/event-stream' }],
    [false, 'POST', { ...json, accept: 'text/html' }],
  ] as const)('%s: %s with %o', (expected, method, headers) => {
    expect(request(method, headers)).toBe(expected);
  });
});

describe('GraphQL over HTTP', () => {
  it('is spoken as every one of its audits wants it', async () => {
    const gateway = await startGateway();
    await createPerson(gateway, 1);
    const audits = serverAudits({ url: gateway.endpoint, fetchFn: fetch });
    const results = await Promise.all(audits.map((audit) => audit.fn()));
    const faults = results
      .filter(({ status }) => status !== 'ok')
      .map(({ id, name, status }) => ({ id, name, status }));
    expect(results.length).toBeGreaterThan(55);
    expect(faults).toEqual([]);
    await gateway.stop();
  });
});
