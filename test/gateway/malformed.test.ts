/** Operations that are no good: each is refused with what is wrong, nothing is executed, the next good one is answered. */

import { describe, expect, it } from 'vitest';
import { ADA } from './examples/example.ts';
import { codesOf, messageOf, STRICT, TAG, unharmed } from './unharmed.ts';

const at = unharmed();

describe('A body that is no operation', () => {
  it.each([
    ['is empty', '', /invalid JSON/],
    ['is truncated', '{"query": "{ projections { na', /invalid JSON/],
    ['is a number', '5', /object/],
    ['is null', 'null', /object/],
    ['is text', '"{ projections { name } }"', /object/],
    ['is a batch', `[{ "query": "{ projections { name } }" }, { "query": ${JSON.stringify(TAG)} }]`, /Batching/],
    ['has no query', '{}', /query/],
    ['has null for a query', '{ "query": null }', /query/],
    ['has a number for a query', '{ "query": 5 }', /"query"/],
    ['has a list for variables', '{ "query": "{ projections { name } }", "variables": [1] }', /"variables"/],
    ['has text for variables', '{ "query": "{ projections { name } }", "variables": "{}" }', /"variables"/],
    ['has a number for extensions', '{ "query": "{ projections { name } }", "extensions": 1 }', /"extensions"/],
    ['has an unknown parameter', '{ "query": "{ projections { name } }", "nope": 1 }', /"nope"/],
    ['is no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe]), /invalid JSON/],
    ['has brackets without end', '['.repeat(100_000), /invalid JSON/],
  ])('%s', async (_, body, message) => {
    const answer = await at.gateway.send(body, STRICT);
    expect(answer.status).toBe(400);
    expect(messageOf(answer)).toMatch(message);
    expect(answer.body.data).toBeUndefined();
  });
});

describe('An operation that cannot be executed', () => {
  const mutation = 'mutation ($input: AddTagInput!) { addTag(input: $input) { __typename } }';
  it.each<[string, string, object | undefined, RegExp, string]>([
    ['is no GraphQL', 'select * from persons', undefined, /Unexpected Name "select"/, 'GRAPHQL_PARSE_FAILED'],
    ['is empty', '', undefined, /Unexpected <EOF>/, 'GRAPHQL_PARSE_FAILED'],
    ['has an open brace', '{ projections { name }', undefined, /Expected Name, found <EOF>/, 'GRAPHQL_PARSE_FAILED'],
    [
      'asks for an unknown field',
      '{ projections { nope } }',
      undefined,
      /"nope" on type "ProjectionStatus"/,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'has an unknown argument',
      '{ node(uuid: "x") { id } }',
      undefined,
      /Unknown argument "uuid"/,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'has an unknown field in an input',
      TAG.replace('tag:', 'nope: 1, tag:'),
      undefined,
      /"nope" is not defined by type "AddTagInput"/,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'lacks a field of an input',
      TAG.replace(', tag: "x"', ''),
      undefined,
      /"AddTagInput.tag" of required type "String!"/,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'has an unknown enum value',
      '{ persons(orderBy: { field: SIZE }) { totalCount } }',
      undefined,
      /"SIZE" does not exist/,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'has a number for a moment',
      '{ timeline(from: 5) { totalCount } }',
      undefined,
      /DateTime must be text, but is 5/,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'spreads a fragment in a circle',
      '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
      undefined,
      /within itself/,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['lacks a variable', mutation, {}, /"\$input" of required type/, 'BAD_USER_INPUT'],
    [
      'has an unknown field in a variable',
      mutation,
      { input: { personId: ADA, tag: 'x', nope: 1 } },
      /"nope" is not defined/,
      'BAD_USER_INPUT',
    ],
    ['lacks a field of a variable', mutation, { input: { personId: ADA } }, /"tag" of required type/, 'BAD_USER_INPUT'],
    [
      'has a variable of the wrong type',
      mutation,
      { input: { personId: ADA, tag: { a: 1 } } },
      /String cannot represent/,
      'BAD_USER_INPUT',
    ],
    [
      'has text for an integer',
      mutation,
      { input: { personId: ADA, tag: 'x', expectedVersion: '1' } },
      /Int cannot represent/,
      'BAD_USER_INPUT',
    ],
    [
      'has an integer over 32 bits',
      mutation,
      { input: { personId: ADA, tag: 'x', expectedVersion: 2 ** 31 } },
      /Int cannot represent/,
      'BAD_USER_INPUT',
    ],
    [
      'has an object for a moment',
      'query ($at: DateTime) { timeline(from: $at) { totalCount } }',
      { at: { a: 1 } },
      /DateTime must be text, but is a list or an object/,
      'BAD_USER_INPUT',
    ],
  ])('%s', async (_, query, variables, message, code) => {
    const answer = await at.gateway.send(JSON.stringify({ query, variables }), STRICT);
    expect(answer.status).toBe(400);
    expect(messageOf(answer)).toMatch(message);
    expect(codesOf(answer)).toContain(code);
    expect(answer.body.data).toBeUndefined();
  });

  it.each([
    ['is named by none of its names', 'query A { projections { name } }', 'B'],
    [
      'is one of two and not named',
      `query A { projections { name } } ${TAG.replace('mutation', 'mutation B')}`,
      undefined,
    ],
  ])('%s', async (_, query, operationName) => {
    const answer = await at.gateway.send(JSON.stringify({ query, operationName }), STRICT);
    expect(answer.status).toBe(400);
    expect(codesOf(answer)).toEqual(['OPERATION_RESOLUTION_FAILURE']);
  });

  it('has a variable nested 100,000 deep where a moment is expected', async () => {
    const query = 'query ($at: DateTime) { timeline(from: $at) { totalCount } }';
    const moment = '['.repeat(100_000) + ']'.repeat(100_000);
    const answer = await at.gateway.send(`{ "query": "${query}", "variables": { "at": ${moment} } }`, STRICT);
    expect(answer.status).toBe(400);
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
  });
});

describe('Names that JavaScript has a use for', () => {
  const POLLUTION = '"__proto__": { "polluted": 1 }, "constructor": { "prototype": { "polluted": 1 } }';
  const unpolluted = () => expect(({} as { polluted?: number }).polluted).toBeUndefined();

  it('are unknown parameters, variables and fields like any other', async () => {
    const query = JSON.stringify(TAG.replace('addTag', 'nope'));
    for (const body of [
      `{ "query": ${query}, ${POLLUTION} }`,
      `{ "query": "query ($id: ID!) { person(id: $id) { id } }", "variables": { ${POLLUTION} } }`,
      `{ "query": "mutation ($input: AddTagInput!) { addTag(input: $input) { __typename } }", "variables": { "input": { "personId": "${ADA}", "tag": "x", ${POLLUTION} } } }`,
    ]) {
      const answer = await at.gateway.send(body, STRICT);
      expect(answer.status).toBe(400);
      unpolluted();
    }
  });

  it('are kept as they are in a free value, and the person stays sound', async () => {
    const query = `mutation ($input: SetAttributeInput!) { setAttribute(input: $input) {
      ... on Recorded { person { attributes { value } verification { ok } } } } }`;
    const body = `{ "query": ${JSON.stringify(query)}, "variables": { "input": { "personId": "${ADA}", "name": "x", "value": { ${POLLUTION} } } } }`;
    const answer = await at.gateway.send(body);
    at.events += 1;
    unpolluted();
    const data = answer.body.data as {
      setAttribute: { person: { attributes: { value: object }[]; verification: object } };
    };
    expect(JSON.stringify(Object.entries(data.setAttribute.person.attributes[0]!.value).sort())).toBe(
      JSON.stringify([
        ['__proto__', { polluted: 1 }],
        ['constructor', { prototype: { polluted: 1 } }],
      ]),
    );
    expect(data.setAttribute.person.verification).toEqual({ ok: true });
    expect(at.gateway.app.projector.damages).toEqual([]);
  });
});

describe('A document that would cost too much', () => {
  const quickly = async (query: string) => {
    const start = performance.now();
    const answer = await at.gateway.send(JSON.stringify({ query }), STRICT);
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(answer.status).toBe(400);
    return answer;
  };
  const chain = (links: number) =>
    `{ person(id: "${ADA}") ${'{ mergedInto '.repeat(links)}{ id }${' }'.repeat(links)} }`;

  it('may be 20 deep, and is refused with TOO_DEEP beyond', async () => {
    expect((await at.gateway.send(JSON.stringify({ query: chain(18) }))).body.data).toEqual({
      person: { mergedInto: null },
    });
    expect(codesOf(await quickly(chain(19)))).toEqual(['TOO_DEEP']);
    expect(codesOf(await quickly(chain(600)))).toEqual(['TOO_DEEP']);
  });

  it('is as deep as its fragments make it', async () => {
    const links = Array.from(
      { length: 20 },
      (_, index) => `fragment F${index} on Person { mergedInto { ...F${index + 1} } }`,
    );
    const query = `{ person(id: "${ADA}") { ...F0 } } ${links.join(' ')} fragment F20 on Person { id }`;
    expect(codesOf(await quickly(query))).toEqual(['TOO_DEEP']);
  });

  it('cannot double itself by fragments', async () => {
    const doubling = Array.from(
      { length: 30 },
      (_, index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`,
    );
    const query = `{ ...F0 } ${doubling.join(' ')} fragment F30 on Query { __typename }`;
    const start = performance.now();
    const { status } = await at.gateway.send(JSON.stringify({ query }));
    expect(status).toBe(200);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it.each([
    ['3,000 equal fields', `{ ${'__typename '.repeat(3_000)} }`, /2000 tokens/],
    [
      '3,000 aliases',
      `{ ${Array.from({ length: 3_000 }, (_, index) => `a${index}: __typename`).join(' ')} }`,
      /2000 tokens/,
    ],
    ['as many equal fields as fit', `{ ${'__typename '.repeat(1_990)} }`, /aborted/],
    ['10,000 open braces', '{ a '.repeat(10_000), /2000 tokens/],
    // Which of the two comes first depends on the stack of the machine.
    ['10,000 open brackets', `{ node(id: ${'['.repeat(10_000)}`, /2000 tokens|nested too deeply/],
    ['900 lists in each other', `{ node(id: ${'['.repeat(900)}${']'.repeat(900)}) { id } }`, /ID cannot represent/],
    ['100,000 directives', `{ __typename ${'@a '.repeat(100_000)} }`, /100000 characters/],
    ['a comment of 200,000 characters', `# ${'x'.repeat(200_000)}\n{ __typename }`, /100000 characters/],
  ])('is refused for %s', async (_, query, message) => {
    expect(messageOf(await quickly(query))).toMatch(message);
  });
});
