/** Persons by id and identity, as they are and as they were; nodes, events and projections. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPerson, type Input, idOf, type Result, startGateway, type TestGateway } from './gateway.ts';
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

describe('A person', () => {
  it('is found by its id, in any case; one that is not there is null', async () => {
    expect(await person({ id: ADA })).toEqual({ id: ADA, version: 6, name: { display: 'Ada Lovelace' } });
    expect(await person({ id: ADA.toUpperCase() })).toMatchObject({ id: ADA });
    expect(await person({ id: idOf(99) })).toBeNull();
  });

  it.each(['ada', '', `${ADA}x`, '0'])('is not looked for under %j', async (id) => {
    expect(await errorsOf('query ($id: ID!) { person(id: $id) { id } }', { id })).toMatchObject([
      { path: ['person'], extensions: { code: 'BAD_USER_INPUT', argument: 'id' } },
    ]);
  });

  it('is found by what another system knows it by, however the text is composed', async () => {
    const by = (system: string, value: string) =>
      gateway.ask(
        'query ($system: String!, $value: String!) { personByIdentity(system: $system, value: $value) { id } }',
        { system, value },
      );
    for (const value of ['\u00e9-1', 'e\u0301-1', ' é-1 '])
      expect(await by('hr', value)).toEqual({ personByIdentity: { id: ADA } });
    expect(await by('HR', 'É-1')).toEqual({ personByIdentity: null });
    expect(await by('crm', 'é-1')).toEqual({ personByIdentity: null });
  });
});

describe('A person as of', () => {
  it.each([
    [1, 'Ada Byron'],
    [2, 'Ada Byron'],
    [3, 'Ada Lovelace'],
    [6, 'Ada Lovelace'],
  ])('version %i is %s', async (version, display) => {
    expect(await person({ id: ADA, asOf: { version } })).toEqual({ id: ADA, version, name: { display } });
  });

  it.each([
    [1, 1, 'Ada Byron'],
    [3.999, 2, 'Ada Byron'],
    [4, 3, 'Ada Lovelace'],
    [99_999, 6, 'Ada Lovelace'],
  ])('minute %d is in version %i', async (minutes, version, display) => {
    expect(await person({ id: ADA, asOf: { at: moment(minutes) } })).toMatchObject({ version, name: { display } });
  });

  it('a moment in another time zone is the same moment', async () => {
    expect(await person({ id: ADA, asOf: { at: '2026-03-01T15:03:30+03:00' } })).toMatchObject({ version: 2 });
  });

  it('a position is what everybody saw there', async () => {
    const versions = await Promise.all(
      story.map(async ({ position }) => (await person({ id: ADA, asOf: { position } }))?.version ?? null),
    );
    expect(versions).toEqual([null, 1, 2, 2, 3, 4, 5, 6]);
  });

  it('a time before its creation is null', async () => {
    expect(await person({ id: ADA, asOf: { at: moment(0.5) } })).toBeNull();
    expect(await person({ id: ADA, asOf: { position: story[0]?.position } })).toBeNull();
    expect(await person({ id: idOf(99), asOf: { version: 1 } })).toBeNull();
  });

  it('has all of what it had, and nothing later', async () => {
    const selection = `head status updatedAt contactInfo { emails { address } } skills { totalCount } identities { value }
      relationships { totalCount nodes { kind otherId } } summary { skillCount relationshipCount lastActivityAt primaryEmail }
      history { totalCount nodes { cid } } timeline { totalCount nodes { type } } availableCommands { name }`;
    const past = await person({ id: ADA, asOf: { version: 2 } }, selection);
    const cids = story
      .flatMap(({ events }) => events)
      .filter(({ personId }) => personId === ADA)
      .map(({ cid }) => cid);
    expect(past).toMatchObject({
      ...{ head: cids[1], status: 'ACTIVE', updatedAt: moment(2), skills: { totalCount: 0 }, identities: [] },
      contactInfo: { emails: [{ address: 'ada@example.org' }] },
      relationships: { totalCount: 0, nodes: [] },
      summary: { skillCount: 0, relationshipCount: 0, lastActivityAt: moment(2), primaryEmail: 'ada@example.org' },
      history: { totalCount: 2, nodes: cids.slice(0, 2).map((cid) => ({ cid })) },
      timeline: { totalCount: 2, nodes: [{ type: 'PersonCreated' }, { type: 'EmailAdded' }] },
    });
    const later = await person({ id: ADA, asOf: { version: 5 } }, selection);
    expect(later).toMatchObject({
      relationships: { nodes: [{ kind: 'FRIEND', otherId: idOf(2) }] },
      identities: [],
      summary: { relationshipCount: 1 },
    });
  });

  it.each(['network { reach }', 'skillRecommendations { name }'])(
    'does not have %s, which is known as of today only',
    async (field) => {
      const errors = await errorsOf(`{ person(id: "${ADA}", asOf: { version: 2 }) { ${field} } }`);
      expect(errors).toMatchObject([
        { extensions: { code: 'NOT_AVAILABLE_AS_OF' }, path: ['person', field.split(' ')[0]] },
      ]);
    },
  );

  it.each([
    ['{ version: 0 }', 'asOf.version'],
    ['{ version: -1 }', 'asOf.version'],
    ['{ at: "yesterday" }', 'asOf.at'],
    ['{ at: "2026-02-30T00:00:00Z" }', 'asOf.at'],
    ['{ at: "2026-03-01T12:00:00" }', 'asOf.at'],
    ['{ at: "2026-03-01" }', 'asOf.at'],
    ['{ position: "nonsense" }', 'asOf.position'],
  ])('%s is refused, naming the argument', async (asOf, argument) => {
    expect(await errorsOf(`{ person(id: "${ADA}", asOf: ${asOf}) { id } }`)).toMatchObject([
      {
        extensions: {
          code: argument === 'asOf.position' ? 'POSITION_MALFORMED' : 'BAD_USER_INPUT',
          argument,
        },
      },
    ]);
  });

  it.each(['{}', '{ version: 1, at: "2026-03-01T12:00:00Z" }', '{ version: null }'])(
    '%s is not one point',
    async (asOf) => {
      expect(await errorsOf(`{ person(id: "${ADA}", asOf: ${asOf}) { id } }`)).toMatchObject([
        { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
      ]);
    },
  );
});

describe('Nodes', () => {
  const cid = () => story[2]?.events[0]?.cid as string;
  const NODE = '__typename id ... on Person { version } ... on PersonEvent { type }';

  it('are persons by their UUID and events by their CID; what is not there is null', async () => {
    const ids = [
      ADA.toUpperCase(),
      cid(),
      idOf(99),
      'bafyreigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi',
      ADA,
    ];
    const { nodes } = await gateway.ask<{ nodes: unknown[] }>(`query ($ids: [ID!]!) { nodes(ids: $ids) { ${NODE} } }`, {
      ids,
    });
    const ada = { __typename: 'Person', id: ADA, version: 6 };
    expect(nodes).toEqual([ada, { __typename: 'PersonEvent', id: cid(), type: 'EmailAdded' }, null, null, ada]);
    expect(await gateway.ask(`query ($id: ID!) { node(id: $id) { ${NODE} } }`, { id: ADA })).toEqual({ node: ada });
    expect(await gateway.ask('query ($cid: CID!) { event(cid: $cid) { type } }', { cid: cid() })).toEqual({
      event: { type: 'EmailAdded' },
    });
  });

  it.each(['', 'x', 'bafy', 'QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG'])('have no id like %j', async (id) => {
    const bad = (argument: string) => [{ extensions: { code: 'BAD_USER_INPUT', argument } }];
    expect(await errorsOf('query ($id: ID!) { node(id: $id) { id } }', { id })).toMatchObject(bad('id'));
    expect(await errorsOf('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: [ADA, id] })).toMatchObject(
      bad('ids.1'),
    );
    expect(await gateway.ask('query ($cid: CID!) { event(cid: $cid) { type } }', { cid: id })).toEqual({ event: null });
  });

  it('are at most 1000 at a time', async () => {
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    expect(await gateway.ask(query, { ids: Array(1000).fill(ADA) })).toMatchObject({ nodes: { length: 1000 } });
    expect(await errorsOf(query, { ids: Array(1001).fill(ADA) })).toMatchObject([{ extensions: { argument: 'ids' } }]);
  });
});

describe('Projections', () => {
  it('are five, without lag and gaps, and equal on two gateways over one log', async () => {
    const other = await startGateway({ store: gateway.store });
    const query = '{ projections { name position sequence lag eventsApplied digest gaps } }';
    const after = { 'x-min-position': story.at(-1)?.position as string };
    const [here, there] = await Promise.all([
      gateway.ask<{ projections: Input[] }>(query),
      other.ask(query, {}, after),
    ]);
    expect(there).toEqual(here);
    expect(here.projections.map(({ name }) => name)).toEqual(['Network', 'Search', 'Skills', 'Summary', 'Timeline']);
    for (const each of here.projections)
      expect(each).toMatchObject({ sequence: 9, lag: 0, eventsApplied: 9, gaps: 0, position: story.at(-1)?.position });
    expect(new Set(here.projections.map(({ digest }) => digest)).size).toBe(5);
    await createPerson(other, 3);
    const changed = await other.ask<{ projections: Input[] }>(query);
    expect(changed.projections[3]?.digest).not.toBe(here.projections[3]?.digest);
    await other.stop();
  });
});
