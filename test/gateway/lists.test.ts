/** Lists of persons: filters, orders, pages in both directions that stay true while the list changes. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Input, idOf, startGateway, type TestGateway } from './gateway.ts';
import { CREATED, NAMES, nameOf, populate } from './population.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
  await populate(gateway);
});
afterAll(() => gateway.stop());

interface Page {
  readonly totalCount: number;
  readonly names: readonly string[];
  readonly cursors: readonly string[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

const PAGE = `query ($filter: PersonFilter, $orderBy: PersonOrder, $first: Int, $after: String, $last: Int, $before: String) {
  persons(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
    totalCount edges { cursor node { id name { display } } } nodes { id }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

interface Persons {
  readonly persons: Omit<Page, 'names' | 'cursors'> & {
    readonly edges: readonly { cursor: string; node: { id: string; name: { display: string } } }[];
    readonly nodes: readonly { id: string }[];
  };
}

async function page(variables: Input = {}): Promise<Page> {
  const { persons } = await gateway.ask<Persons>(PAGE, variables);
  const { totalCount, edges, nodes, pageInfo } = persons;
  const cursors = edges.map(({ cursor }) => cursor);
  expect(nodes.map(({ id }) => id)).toEqual(edges.map(({ node }) => node.id));
  expect([pageInfo.startCursor, pageInfo.endCursor]).toEqual([cursors[0] ?? null, cursors.at(-1) ?? null]);
  return { totalCount, names: edges.map(({ node }) => node.name.display), cursors, pageInfo };
}

/** Walks through the whole list, forwards or backwards, and looks at the flags of every page. */
async function walk(rows: number, backwards: boolean, variables: Input = {}): Promise<string[]> {
  const names: string[] = [];
  for (let cursor: string | null = null, at = 0; ; at += 1) {
    const place = backwards ? { last: rows, before: cursor } : { first: rows, after: cursor };
    const { names: more, pageInfo, totalCount } = await page({ ...variables, ...place });
    if (backwards) names.unshift(...more);
    else names.push(...more);
    const [ahead, behind] = backwards
      ? [pageInfo.hasPreviousPage, pageInfo.hasNextPage]
      : [pageInfo.hasNextPage, pageInfo.hasPreviousPage];
    expect(behind).toBe(at > 0);
    expect(ahead).toBe(names.length < totalCount);
    if (!ahead) return names;
    cursor = backwards ? pageInfo.startCursor : pageInfo.endCursor;
  }
}

const UNMERGED = NAMES.filter((name) => name !== 'Yun');

describe('Persons', () => {
  it('are listed by name, the merged one left out, when nothing else is asked for', async () => {
    expect(await page()).toMatchObject({
      names: UNMERGED,
      totalCount: 24,
      pageInfo: { hasNextPage: false, hasPreviousPage: false },
    });
  });

  const byCreation = CREATED.filter((number) => number !== 25).map(nameOf);
  // Whoever changed last comes last; the merge changed Ada, the deaths and leavings those before it.
  const lastChanged = ['Val', 'Wes', 'Xia', 'Ada'];
  it.each<[string, string | undefined, readonly string[]]>([
    ['NAME', undefined, UNMERGED],
    ['NAME', 'ASC', UNMERGED],
    ['NAME', 'DESC', UNMERGED.toReversed()],
    ['CREATED_AT', 'ASC', byCreation],
    ['CREATED_AT', 'DESC', byCreation.toReversed()],
  ])('come in the order %s %s, page by page, in both directions', async (field, direction, names) => {
    const orderBy = { field, ...(direction === undefined ? {} : { direction }) };
    expect((await page({ orderBy })).names).toEqual(names);
    for (const rows of [1, 7, 23, 24, 25]) {
      expect(await walk(rows, false, { orderBy })).toEqual(names);
      expect(await walk(rows, true, { orderBy })).toEqual(names);
    }
  });

  it('come in the order of their last change', async () => {
    expect((await page({ orderBy: { field: 'LAST_ACTIVITY' }, last: 4 })).names).toEqual(lastChanged);
    expect((await page({ orderBy: { field: 'LAST_ACTIVITY', direction: 'DESC' }, first: 4 })).names).toEqual(
      lastChanged.toReversed(),
    );
  });

  it.each<[string, object, string]>([
    ['a status', { status: ['SUSPENDED'] }, 'Val'],
    ['several statuses', { status: ['DECEASED', 'MERGED'] }, 'Xia Yun'],
    ['a part of a name', { name: 'IA' }, 'Mia Ria Xia'],
    ['an employer', { employer: 'royal' }, 'Cid Gus Kim Oda Sam Wes'],
    ['a role', { role: 'ANALYST' }, 'Ada Eva Ida Mia Quy Uma'],
    ['a place', { location: 'lond' }, 'Ada Eva Ida Mia Quy Uma'],
    ['a skill', { skills: ['chess'] }, 'Eva Jon Oda Tom'],
    ['several skills', { skills: ['Mathematics', 'PHYSICS'] }, 'Fay Leo Ria Xia'],
    ['a tag', { tag: 'ten' }, 'Jon Tom'],
    ['births from a day on', { bornFrom: '1973-01-01' }, 'Wes Xia'],
    ['births up to a day', { bornTo: '1952-01-01' }, 'Ada Bea'],
    ['all of it', { status: ['ACTIVE'], employer: 'Babbage', skills: ['Physics'], bornFrom: '1960-01-01' }, 'Uma'],
    ['what nobody is', { name: 'zzz' }, ''],
    ['nothing', {}, UNMERGED.join(' ')],
  ])('are found by %s, and counted', async (_, filter, found) => {
    const names = found.split(' ').filter((name) => name !== '');
    expect(await page({ filter })).toMatchObject({ names, totalCount: names.length });
    if (names.length === 0) return;
    expect(await walk(2, false, { filter })).toEqual(names);
    expect(await walk(2, true, { filter })).toEqual(names);
  });

  it('are told apart by a date that exists', async () => {
    const { body } = await gateway.post(PAGE, { filter: { bornFrom: '2023-02-30' } });
    expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'filter.bornFrom' } }]);
  });
});

describe('A page', () => {
  it('of no rows is empty, and knows what lies around it', async () => {
    expect(await page({ first: 0 })).toMatchObject({
      names: [],
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    const { cursors } = await page();
    const middle = await page({ first: 0, after: cursors[4] });
    expect(middle).toMatchObject({ names: [], pageInfo: { hasNextPage: true, hasPreviousPage: true } });
    const end = await page({ first: 3, after: cursors.at(-1) });
    expect(end).toMatchObject({ names: [], pageInfo: { hasNextPage: false, hasPreviousPage: true } });
  });

  it('may lie between two cursors, counted from either end', async () => {
    const { cursors } = await page();
    const between = { after: cursors[4], before: cursors[10] };
    expect((await page(between)).names).toEqual(UNMERGED.slice(5, 10));
    expect(await page({ ...between, first: 2 })).toMatchObject({
      names: UNMERGED.slice(5, 7),
      pageInfo: { hasNextPage: true, hasPreviousPage: true },
    });
    expect(await page({ ...between, last: 2 })).toMatchObject({
      names: UNMERGED.slice(8, 10),
      pageInfo: { hasNextPage: true, hasPreviousPage: true },
    });
  });

  it('has at most 1000 rows, and 100 when nothing is said', async () => {
    const crowd = await startGateway();
    const commands = Array.from({ length: 101 }, (_, at) => ({
      createPerson: { name: { given: [`P${at}`] }, commandId: `p-${at}` },
    }));
    await crowd.ask('mutation ($commands: [CommandInput!]!) { submitCommands(commands: $commands) { __typename } }', {
      commands,
    });
    const sizes = await crowd.ask<Record<'short' | 'long', { nodes: object[]; pageInfo: { hasNextPage: boolean } }>>(
      'fragment P on PersonConnection { nodes { id } pageInfo { hasNextPage } } { short: persons { ...P } long: persons(first: 1000) { ...P } }',
    );
    expect([sizes.short.nodes.length, sizes.short.pageInfo.hasNextPage]).toEqual([100, true]);
    expect([sizes.long.nodes.length, sizes.long.pageInfo.hasNextPage]).toEqual([101, false]);
    await crowd.stop();
  });

  it.each<[object, string]>([
    [{ first: -1 }, 'first'],
    [{ first: 1001 }, 'first'],
    [{ last: -1 }, 'last'],
    [{ last: 1001 }, 'last'],
    [{ first: 1, last: 1 }, 'last'],
    [{ after: '' }, 'after'],
    [{ after: 'nonsense' }, 'after'],
    [{ before: Buffer.from('{}').toString('base64url') }, 'before'],
    [{ after: Buffer.from('["name", null, 1]').toString('base64url') }, 'after'],
    [{ after: Buffer.from('["ada", 0]').toString('base64url') }, 'after'],
  ])('cannot be asked for by %o', async (variables, argument) => {
    const { status, body } = await gateway.post(PAGE, variables as Input);
    expect(status).toBe(200);
    expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }]);
    expect(body.errors?.[0]?.message).toMatch(new RegExp(`^${argument}: .+\\.$`));
  });

  it('takes no cursor of another list', async () => {
    const cursors = await gateway.ask<Record<string, { edges: { cursor: string }[] }>>(`{
      created: persons(first: 1, orderBy: { field: CREATED_AT }) { edges { cursor } }
      found: searchPersons(first: 1) { edges { cursor } }
      skills(first: 1) { edges { cursor } }
      timeline(first: 1) { edges { cursor } } }`);
    for (const [list, { edges }] of Object.entries(cursors)) {
      const { body } = await gateway.post(PAGE, { after: edges[0]?.cursor });
      expect(body.errors, list).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
    }
  });
});

describe('A cursor', () => {
  it('keeps its place while others come and go, and even when its own person goes', async () => {
    const start = await page({ first: 5 });
    expect(start.names).toEqual(['Ada', 'Bea', 'Cid', 'Dan', 'Eva']);
    const after = start.pageInfo.endCursor;
    const rename = (number: number, name: string) =>
      gateway.recorded('RenamePerson', { personId: idOf(number), name: { given: [name] } });

    await gateway.recorded('CreatePerson', { personId: idOf(50), name: { given: ['Aaron'] } });
    expect((await page({ first: 2, after })).names).toEqual(['Fay', 'Gus']);
    await gateway.recorded('CreatePerson', { personId: idOf(51), name: { given: ['Evan'] } });
    expect((await page({ first: 2, after })).names).toEqual(['Evan', 'Fay']);
    await rename(5, 'Zoe');
    expect((await page({ first: 2, after })).names).toEqual(['Evan', 'Fay']);
    expect((await page({ last: 2, before: after })).names).toEqual(['Cid', 'Dan']);
    expect((await page({ last: 1 })).names).toEqual(['Zoe']);
    await rename(5, 'Eva');
    expect((await page()).totalCount).toBe(26);
  });
});
