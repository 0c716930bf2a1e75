/** Who is found by which words, and what the persons can do. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Input, idOf, startGateway, type TestGateway } from './gateway.ts';
import { populate } from './population.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
  await populate(gateway);
});
afterAll(() => gateway.stop());

interface Found {
  readonly totalCount: number;
  readonly edges: readonly {
    cursor: string;
    score: number;
    highlights: object[];
    node: { name: { display: string } };
  }[];
  readonly facets: readonly { name: string; values: { value: string; count: number }[] }[];
  readonly pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
}

async function search(variables: Input): Promise<Found & { readonly names: string }> {
  const { searchPersons } = await gateway.ask<{ searchPersons: Found }>(
    `query ($text: String, $filter: SearchFilter, $first: Int, $after: String) {
      searchPersons(text: $text, filter: $filter, first: $first, after: $after) { totalCount
        edges { cursor score highlights { field text start end } node { name { display } } }
        facets { name values { value count } } pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
    variables,
  );
  return { ...searchPersons, names: searchPersons.edges.map(({ node }) => node.name.display).join(' ') };
}

const facet = ({ facets }: Found, name: string) => facets.find((each) => each.name === name)?.values;

describe('A search', () => {
  it('finds by name and email, scores the finds, and shows where they are', async () => {
    const { edges, totalCount } = await search({ text: 'ADA' });
    expect(totalCount).toBe(1);
    expect(edges).toMatchObject([
      {
        score: 15,
        node: { name: { display: 'Ada' } },
        highlights: [
          { field: 'name', text: 'Ada', start: 0, end: 3 },
          { field: 'email', text: 'ada@example.org', start: 0, end: 3 },
        ],
      },
    ]);
  });

  it('finds by employer, role, skill and tag, the best first, then by name', async () => {
    expect((await search({ text: 'babbage' })).names).toBe('Ada Eva Ida Mia Quy Uma');
    expect((await search({ text: 'fellow' })).names).toBe('Cid Gus Kim Oda Sam');
    expect((await search({ text: 'chess' })).names).toBe('Eva Jon Oda Tom');
    expect((await search({ text: 'ten' })).names).toBe('Jon Tom');
    const both = await search({ text: 'chess babbage' });
    expect(both.edges[0]).toMatchObject({ score: 5, node: { name: { display: 'Eva' } } });
    expect(both.totalCount).toBe(9);
  });

  it('tells how those found spread, over all of them and not only the page', async () => {
    const found = await search({ text: 'babbage', first: 1 });
    expect(found.edges).toHaveLength(1);
    expect(facet(found, 'status')).toEqual([{ value: 'active', count: 6 }]);
    expect(facet(found, 'employer')).toEqual([{ value: 'Babbage & Co.', count: 6 }]);
    expect(facet(found, 'role')).toEqual([{ value: 'Analyst', count: 6 }]);
    expect(facet(found, 'location')).toEqual([{ value: 'London', count: 6 }]);
    expect(facet(found, 'skill')).toEqual([
      { value: 'Physics', count: 2 },
      { value: 'Chess', count: 1 },
    ]);
    expect(facet(found, 'tag')).toEqual([]);
  });

  it('is narrowed by a filter', async () => {
    expect((await search({ text: 'babbage', filter: { skills: ['physics'] } })).names).toBe('Ida Uma');
    expect((await search({ text: 'babbage', filter: { status: ['SUSPENDED'] } })).totalCount).toBe(0);
    expect((await search({ text: 'mathematics', filter: { status: ['SUSPENDED'] } })).names).toBe('Val');
  });

  it.each([[undefined], [null], [''], ['  \t ']])('for %j finds everybody that is listed, all alike', async (text) => {
    const found = await search({ text });
    expect(found.totalCount).toBe(22);
    expect(found.names).not.toMatch(/Val|Wes|Yun/);
    expect(new Set(found.edges.map(({ score }) => score))).toEqual(new Set([1]));
  });

  it('for a misspelt word finds what is similar, for half the points', async () => {
    const right = await search({ text: 'mathematics', first: 1 });
    const wrong = await search({ text: 'mathematiks', first: 1 });
    expect(wrong.totalCount).toBe(right.totalCount);
    expect(wrong.edges[0]?.score).toBe((right.edges[0]?.score ?? 0) / 2);
  });

  it('for what nobody has finds nobody', async () => {
    const found = await search({ text: 'zzzzzz' });
    expect(found).toMatchObject({ totalCount: 0, edges: [], pageInfo: { hasNextPage: false, endCursor: null } });
    expect(found.facets.map(({ values }) => values)).toEqual(Array(6).fill([]));
  });

  it('is read page by page', async () => {
    const names: string[] = [];
    for (let after: string | null = null; ; ) {
      const found: Found & { names: string } = await search({ text: 'mathematics', first: 4, after });
      names.push(...found.names.split(' '));
      expect(found.pageInfo.hasPreviousPage).toBe(after !== null);
      expect(found.pageInfo.hasNextPage).toBe(names.length < 11);
      if (!found.pageInfo.hasNextPage) break;
      after = found.pageInfo.endCursor;
    }
    expect(names.join(' ')).toBe('Bea Dan Fay Hal Jon Leo Ned Pam Ria Tom Xia');
  });

  it.each([['*'], ['\\'], ['"'], ['%_'], ['(a|b'], ['\u0000'], ['\ud800'], ['x'.repeat(10_000)]])(
    'takes %j as text',
    async (text) => {
      expect((await search({ text })).totalCount).toBe(0);
    },
  );
});

describe('Skills', () => {
  it('are listed by how many have them, and by category', async () => {
    const all = 'totalCount nodes { name category personCount } pageInfo { hasNextPage endCursor }';
    const [mathematics, physics, chess] = [
      { name: 'Mathematics', category: 'Science', personCount: 11 },
      { name: 'Physics', category: 'Science', personCount: 8 },
      { name: 'Chess', category: 'Games', personCount: 4 },
    ];
    const { skills } = await gateway.ask<{ skills: { pageInfo: { endCursor: string } } }>(
      `{ skills(first: 2) { ${all} } }`,
    );
    expect(skills).toMatchObject({ totalCount: 3, nodes: [mathematics, physics], pageInfo: { hasNextPage: true } });
    const rest = await gateway.ask(`query ($after: String) { skills(after: $after) { ${all} } }`, {
      after: skills.pageInfo.endCursor,
    });
    expect(rest).toMatchObject({ skills: { totalCount: 3, nodes: [chess], pageInfo: { hasNextPage: false } } });
    const science = await gateway.ask(`{ skills(category: "SCIENCE") { ${all} } skillCategories { name skillCount } }`);
    expect(science).toMatchObject({
      skills: { totalCount: 2, nodes: [mathematics, physics] },
      skillCategories: [
        { name: 'Games', skillCount: 1 },
        { name: 'Science', skillCount: 2 },
      ],
    });
  });

  it('are found by name in any case, with who has them and what goes together with them', async () => {
    const { skill } = await gateway.ask<{ skill: object }>(`{ skill(name: "PHYSICS") { name category personCount
      persons(first: 3) { totalCount nodes { name { display } } pageInfo { hasNextPage } }
      related { together skill { name } } most: related(first: 1) { skill { name } } none: related(first: 0) { together } } }`);
    expect(skill).toEqual({
      name: 'Physics',
      category: 'Science',
      personCount: 8,
      persons: {
        totalCount: 8,
        nodes: ['Cid', 'Fay', 'Ida'].map((display) => ({ name: { display } })),
        pageInfo: { hasNextPage: true },
      },
      related: [
        { together: 4, skill: { name: 'Mathematics' } },
        { together: 1, skill: { name: 'Chess' } },
      ],
      most: [{ skill: { name: 'Mathematics' } }],
      none: [],
    });
    expect(await gateway.ask('{ skill(name: "Alchemy") { name } }')).toEqual({ skill: null });
  });

  it('tell who has all of them', async () => {
    const query =
      'query ($all: [String!]!, $first: Int, $after: String) { personsWithSkills(all: $all, first: $first, after: $after) { totalCount nodes { name { display } } pageInfo { hasNextPage hasPreviousPage endCursor } } }';
    const ask = async (variables: Input) => {
      const { personsWithSkills } = await gateway.ask<{
        personsWithSkills: {
          totalCount: number;
          nodes: { name: { display: string } }[];
          pageInfo: { endCursor: string; hasNextPage: boolean };
        };
      }>(query, variables);
      return { ...personsWithSkills, names: personsWithSkills.nodes.map(({ name }) => name.display).join(' ') };
    };
    expect(await ask({ all: ['mathematics', 'Physics'] })).toMatchObject({ totalCount: 4, names: 'Fay Leo Ria Xia' });
    expect(await ask({ all: ['Mathematics', 'Physics', 'Chess'] })).toMatchObject({ totalCount: 0, names: '' });
    expect(await ask({ all: ['Alchemy'] })).toMatchObject({ totalCount: 0 });
    const first = await ask({ all: ['Physics'], first: 5 });
    expect(first).toMatchObject({ names: 'Cid Fay Ida Leo Oda', pageInfo: { hasNextPage: true } });
    const second = await ask({ all: ['Physics'], first: 5, after: first.pageInfo.endCursor });
    expect(second).toMatchObject({ names: 'Ria Uma Xia', pageInfo: { hasNextPage: false, hasPreviousPage: true } });
  });

  it('are recommended by the company of those one has', async () => {
    const query =
      'query ($id: ID!, $first: Int) { person(id: $id) { skillRecommendations(first: $first) { name category score because skill { personCount } } } }';
    const ask = async (number: number, first?: number) =>
      (
        await gateway.ask<{ person: { skillRecommendations: object[] } }>(query, {
          id: idOf(number),
          ...(first === undefined ? {} : { first }),
        })
      ).person.skillRecommendations;
    expect(await ask(9)).toEqual([
      { name: 'Mathematics', category: 'Science', score: 1, because: ['Physics'], skill: { personCount: 11 } },
      { name: 'Chess', category: 'Games', score: 1, because: ['Physics'], skill: { personCount: 4 } },
    ]);
    expect(await ask(9, 1)).toHaveLength(1);
    expect(await ask(6)).toEqual([
      { name: 'Chess', category: 'Games', score: 2, because: ['Mathematics', 'Physics'], skill: { personCount: 4 } },
    ]);
    expect(await ask(1)).toEqual([]);
  });

  it.each([
    ['skills(first: -1) { totalCount }', 'first'],
    ['skills(after: "x") { totalCount }', 'after'],
    ['personsWithSkills(all: [], first: 1001) { totalCount }', 'first'],
    ['skill(name: "Chess") { related(first: -1) { together } }', 'first'],
    ['skill(name: "Chess") { persons(after: "x") { totalCount } }', 'after'],
    [`person(id: "${idOf(1)}") { skillRecommendations(first: 1001) { name } }`, 'first'],
    [`person(id: "${idOf(1)}") { skills(after: "x") { totalCount } }`, 'after'],
    ['searchPersons(text: "a", after: "x") { totalCount }', 'after'],
    ['searchPersons(filter: { bornTo: "soon" }) { totalCount }', 'filter.bornTo'],
  ])('are not listed by %s', async (field, argument) => {
    const { body } = await gateway.post(`{ ${field} }`);
    expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }]);
  });
});
