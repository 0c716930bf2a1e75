/** Who stands to whom, figures of a network, ways between persons, employers. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idOf, startGateway, type TestGateway } from './gateway.ts';
import { nameOf, populate, relationshipId } from './population.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
  await populate(gateway);
});
afterAll(() => gateway.stop());

describe('Relationships', () => {
  interface Listed {
    readonly totalCount: number;
    readonly nodes: readonly {
      id: string;
      kind: string;
      direction: string;
      status: string;
      other: { id: string };
      otherId: string;
    }[];
    readonly pageInfo: { hasNextPage: boolean; endCursor: string };
  }
  const of = async (number: number, args = ''): Promise<Listed> => {
    const { person } = await gateway.ask<{ person: { relationships: Listed } }>(
      `query ($id: ID!) { person(id: $id) { relationships${args} { totalCount nodes { id kind direction status otherId other { id } } pageInfo { hasNextPage endCursor } } } }`,
      { id: idOf(number) },
    );
    return person.relationships;
  };
  const short = ({ nodes }: Listed) =>
    nodes.map(({ direction, kind, otherId }) => `${direction} ${kind} ${nameOf(Number(otherId.slice(-12)))}`);

  it('are seen from both sides, the own ones first, proposals among them', async () => {
    const ada = await of(1);
    expect(short(ada)).toEqual(['OUTGOING FRIEND Bea', 'OUTGOING COLLEAGUE Fay', 'INCOMING FRIEND Hal']);
    expect(ada.nodes.map(({ status }) => status)).toEqual(['ESTABLISHED', 'ESTABLISHED', 'PROPOSED']);
    expect(ada.nodes.map(({ id }) => id)).toEqual([relationshipId(1, 2), relationshipId(1, 6), relationshipId(8, 1)]);
    expect(ada.nodes.every(({ other, otherId }) => other.id === otherId)).toBe(true);
    expect(short(await of(3))).toEqual(['OUTGOING MENTOR Dan', 'INCOMING MENTOR Bea']);
    expect(short(await of(9))).toEqual([]);
  });

  it.each([
    ['(direction: OUTGOING)', ['OUTGOING MENTOR Cid', 'OUTGOING FRIEND Fay']],
    ['(direction: INCOMING)', ['INCOMING FRIEND Ada']],
    ['(kinds: [FRIEND])', ['OUTGOING FRIEND Fay', 'INCOMING FRIEND Ada']],
    ['(kinds: [FRIEND, MENTOR], direction: OUTGOING)', ['OUTGOING MENTOR Cid', 'OUTGOING FRIEND Fay']],
    ['(kinds: [OTHER])', []],
    ['(kinds: [])', []],
  ])('are narrowed by %s', async (args, expected) => {
    const found = await of(2, args);
    expect(short(found)).toEqual(expected);
    expect(found.totalCount).toBe(expected.length);
  });

  it('are read page by page', async () => {
    const first = await of(2, '(first: 2)');
    expect(short(first)).toEqual(['OUTGOING MENTOR Cid', 'OUTGOING FRIEND Fay']);
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const second = await of(2, `(first: 2, after: "${first.pageInfo.endCursor}")`);
    expect(short(second)).toEqual(['INCOMING FRIEND Ada']);
    expect(second.pageInfo.hasNextPage).toBe(false);
  });
});

describe('The network of a person', () => {
  const of = (number: number) =>
    gateway.ask(
      `query ($id: ID!) { person(id: $id) { network { totalConnections connectionsByKind { kind count } averageStrength reach clusteringCoefficient } summary { relationshipCount } } }`,
      { id: idOf(number) },
    );

  it('counts what is established, how strong it is, how far it reaches, and how close it is knit', async () => {
    expect(await of(1)).toEqual({
      person: {
        network: {
          totalConnections: 2,
          connectionsByKind: [
            { kind: 'COLLEAGUE', count: 1 },
            { kind: 'FRIEND', count: 1 },
          ],
          averageStrength: 0.75,
          reach: 2,
          clusteringCoefficient: 0.5,
        },
        summary: { relationshipCount: 3 },
      },
    });
  });

  it('is empty for who knows nobody', async () => {
    const nothing = {
      totalConnections: 0,
      connectionsByKind: [],
      averageStrength: 0,
      reach: 0,
      clusteringCoefficient: 0,
    };
    expect(await of(9)).toEqual({ person: { network: nothing, summary: { relationshipCount: 0 } } });
  });
});

describe('A shortest path', () => {
  const path = (from: string, to: string, kinds?: string[]) =>
    gateway.post<{ shortestPath: { length: number; persons: { name: { display: string } }[] } | null }>(
      'query ($from: ID!, $to: ID!, $kinds: [RelationshipKind!]) { shortestPath(from: $from, to: $to, kinds: $kinds) { length persons { name { display } } } }',
      { from, to, kinds },
    );

  it.each<[number, number, string[] | undefined, string | null]>([
    [1, 5, undefined, 'Ada Bea Cid Dan Eva'],
    [1, 7, undefined, 'Ada Fay Gus'],
    [6, 1, undefined, 'Fay Ada'],
    [5, 4, ['FRIEND'], 'Eva Dan'],
    [1, 6, ['FRIEND'], 'Ada Bea Fay'],
    [1, 1, undefined, 'Ada'],
    [7, 6, undefined, null],
    [5, 1, undefined, null],
    [1, 5, ['FRIEND'], null],
    [1, 9, undefined, null],
    [8, 1, undefined, null],
  ])('from %i to %i by %j is %s', async (from, to, kinds, names) => {
    const { body } = await path(idOf(from), idOf(to), kinds);
    const found = body.data?.shortestPath ?? null;
    expect(found?.persons.map(({ name }) => name.display).join(' ') ?? null).toBe(names);
    if (names !== null) expect(found?.length).toBe(names.split(' ').length - 1);
  });

  it.each([
    ['from', 'nobody', idOf(1)],
    ['to', idOf(1), 'nobody'],
    ['from', idOf(99), idOf(1)],
    ['to', idOf(1), idOf(99)],
  ])('needs two persons: %s', async (argument, from, to) => {
    const { body } = await path(from, to);
    expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }]);
  });
});

it('Employers are those of listed persons, by name', async () => {
  expect(await gateway.ask('{ employers { name personCount } }')).toEqual({
    employers: [
      { name: 'Babbage & Co.', personCount: 6 },
      { name: 'Royal Society', personCount: 5 },
    ],
  });
});
