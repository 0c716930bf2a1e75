/** What happened: timelines in words, histories that prove themselves. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVENT, type Input, idOf, type Result, startGateway, type TestEvent, type TestGateway } from './gateway.ts';
import { ADA, moment, tell } from './story.ts';

let gateway: TestGateway;
let story: readonly Result[];
beforeAll(async () => {
  gateway = await startGateway();
  story = await tell(gateway);
});
afterAll(() => gateway.stop());

const person = async (variables: Input, selection = 'id version name { display }') =>
  (
    await gateway.ask<{ person: Input | null }>(
      `query ($id: ID!, $asOf: AsOfInput) { person(id: $id, asOf: $asOf) { ${selection} } }`,
      variables,
    )
  ).person;
const errorsOf = async (query: string, variables: Input = {}) => (await gateway.post(query, variables)).body.errors;

describe('A timeline', () => {
  interface Timeline {
    readonly totalCount: number;
    readonly nodes: readonly {
      type: string;
      at: string;
      title: string;
      description: string;
      event: { cid: string };
      id: string;
      position: string;
      person: { id: string };
    }[];
    readonly pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
  }
  const timeline = async (args = ''): Promise<Timeline> =>
    (
      await gateway.ask<{ timeline: Timeline }>(
        `{ timeline${args} { totalCount nodes { id type at title description position event { cid } person { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
      )
    ).timeline;
  const types = ({ nodes }: Timeline) => nodes.map(({ type }) => type.replace(/Person(?=\w)/, '')).join(' ');
  const ALL =
    'Created Created EmailAdded TagAdded Renamed SkillAdded RelationshipEstablished RelationshipEstablished IdentityLinked';

  it('tells what happened to all, oldest first, in words', async () => {
    const all = await timeline();
    expect(types(all)).toBe(ALL);
    expect(all.totalCount).toBe(9);
    expect(all.nodes[4]).toMatchObject({
      at: moment(4),
      title: 'Name Changed',
      description: 'Name changed from Ada Byron to Ada Lovelace',
      person: { id: ADA },
    });
    expect(all.nodes.every(({ id, event }) => id === event.cid)).toBe(true);
    expect(new Set(all.nodes.map(({ position }) => position)).size).toBe(9);
  });

  it.each([
    [`(personId: "${idOf(2)}")`, 'Created TagAdded RelationshipEstablished'],
    [`(personId: "${ADA.toUpperCase()}", types: ["EmailAdded", "SkillAdded"])`, 'EmailAdded SkillAdded'],
    ['(types: [])', ''],
    ['(types: ["Nonsense"])', ''],
    [`(from: "${moment(4)}")`, 'Renamed SkillAdded RelationshipEstablished RelationshipEstablished IdentityLinked'],
    [`(to: "${moment(1)}")`, 'Created Created'],
    [`(from: "${moment(2)}", to: "${moment(3)}")`, 'EmailAdded TagAdded'],
    [`(from: "${moment(3)}", to: "${moment(2)}")`, ''],
    ['(last: 2)', 'RelationshipEstablished IdentityLinked'],
    [`(personId: "${idOf(99)}")`, ''],
  ])('is narrowed by %s', async (args, expected) => {
    expect(types(await timeline(args))).toBe(expected);
  });

  it.each([
    ['', ALL],
    [`personId: "${ADA}"`, 'Created EmailAdded Renamed SkillAdded RelationshipEstablished IdentityLinked'],
    ['types: ["PersonCreated", "TagAdded"]', 'Created Created TagAdded'],
  ])('is read in pages, forwards and backwards: %s', async (filter, expected) => {
    const forwards: string[] = [];
    for (let after = ''; ; ) {
      const page = await timeline(`(${filter} first: 2 ${after})`);
      forwards.push(types(page));
      expect(page.totalCount).toBe(expected.split(' ').length);
      expect(page.pageInfo.hasPreviousPage).toBe(after !== '');
      if (!page.pageInfo.hasNextPage) break;
      after = `after: "${page.pageInfo.endCursor}"`;
    }
    expect(forwards.join(' ')).toBe(expected);
    const backwards: string[] = [];
    for (let before = ''; ; ) {
      const page = await timeline(`(${filter} last: 2 ${before})`);
      backwards.unshift(types(page));
      expect(page.pageInfo.hasNextPage).toBe(before !== '');
      if (!page.pageInfo.hasPreviousPage) break;
      before = `before: "${page.pageInfo.startCursor}"`;
    }
    expect(backwards.join(' ')).toBe(expected);
  });

  it.each([
    ['(personId: "x")', 'personId'],
    ['(from: "yesterday")', 'from'],
    ['(to: "2026-02-30T00:00:00Z")', 'to'],
    ['(first: -1)', 'first'],
    ['(last: 1001)', 'last'],
    ['(before: "x")', 'before'],
  ])('cannot be asked for by %s', async (args, argument) => {
    expect(await errorsOf(`{ timeline${args} { totalCount } }`)).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', argument } },
    ]);
  });
});

describe('A history', () => {
  it('is the chain of a person’s events, and proves itself', async () => {
    const { history, head, verification } = (await person(
      { id: ADA },
      `head verification { ok checked fault } history { totalCount nodes { ${EVENT} } }`,
    )) as { history: { totalCount: number; nodes: TestEvent[] }; head: string; verification: object };
    const own = story.flatMap(({ events }) => events).filter(({ personId }) => personId === ADA);
    expect(history).toEqual({ totalCount: 6, nodes: own });
    expect(history.nodes.map(({ prev }) => prev)).toEqual([null, ...history.nodes.slice(0, -1).map(({ cid }) => cid)]);
    expect(head).toBe(history.nodes.at(-1)?.cid);
    expect(verification).toEqual({ ok: true, checked: 6, fault: null });
  });

  it('is read in pages', async () => {
    const page = async (args: string) =>
      (await person(
        { id: ADA },
        `history(${args}) { nodes { version } pageInfo { hasNextPage hasPreviousPage endCursor } }`,
      )) as { history: { nodes: { version: number }[]; pageInfo: Input } };
    const first = await page('first: 4');
    expect(first.history).toMatchObject({
      nodes: [1, 2, 3, 4].map((version) => ({ version })),
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    const second = await page(`first: 4, after: "${String(first.history.pageInfo.endCursor)}"`);
    expect(second.history).toMatchObject({
      nodes: [{ version: 5 }, { version: 6 }],
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    });
  });
});
