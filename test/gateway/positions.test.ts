/** Reading one's own writes: a position taken from one gateway is honoured by every other one, or refused with a reason. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemoryStore } from '../../src/app/memory-store.ts';
import { createClient, GatewayError, GatewayUnreachable } from '../../src/client/client.ts';
import { PersonDocument, SubmitCommandsDocument } from '../../src/client/generated.ts';
import { createPerson, type Input, idOf, startGateway, type TestGateway } from './gateway.ts';
import { SlowFeed } from './slow-feed.ts';

const ADA = idOf(1);
const VERSION = 'query ($id: ID!, $position: Position) { person(id: $id, minPosition: $position) { version } }';

const store = new MemoryStore();
const feed = new SlowFeed(store, 10);
let quick: TestGateway;
let slow: TestGateway;
beforeAll(async () => {
  quick = await startGateway({ store });
  slow = await startGateway({ store, feed });
  await createPerson(quick, 1, 'Ada');
});
afterAll(() => Promise.all([quick.stop(), slow.stop()]));

const rename = async (gateway: TestGateway, at: number) => {
  const { person, position } = await gateway.recorded('RenamePerson', {
    personId: ADA,
    name: { given: [`Ada ${at}`] },
  });
  return { version: person?.version as number, position };
};

describe('A query on another gateway', () => {
  it.each<[string, (position: string) => [Input, Record<string, string>]]>([
    ['by argument', (position) => [{ position }, {}]],
    ['by header', (position) => [{}, { 'x-min-position': position }]],
  ])('sees what was written before its position, given %s, in 200 rounds', async (way, carry) => {
    let behind = 0;
    for (let round = 0; round < 200; round += 1) {
      const { version, position } = await rename(quick, round);
      const [variables, headers] = carry(position);
      if (slow.app.projector.position < (await store.lastSequence())) behind += 1;
      expect(await slow.ask(VERSION, { id: ADA, ...variables }, headers), `${way}, round ${round}`).toEqual({
        person: { version },
      });
    }
    // Without waiting these answers would have been stale.
    expect(behind).toBeGreaterThan(20);
  });

  it('waits on the general way too, and for every kind of question', async () => {
    const { position } = await rename(quick, 1);
    const general = { 'x-min-position': position, accept: 'application/json, text/plain;q=0.1' };
    const { body } = await slow.post<{ timeline: { totalCount: number } }>('{ timeline { totalCount } }', {}, general);
    expect(body.data?.timeline.totalCount).toBe(await store.lastSequence());
    const later = await rename(quick, 2);
    const counts = await slow.ask<Record<string, { totalCount: number }>>(
      'query ($p: Position) { timeline { totalCount } sure: timeline(minPosition: $p) { totalCount } }',
      { p: later.position },
    );
    expect(counts.sure?.totalCount).toBe(await store.lastSequence());
  });

  it('answers with the position that all of it saw, so that carrying it on never leads back', async () => {
    const { position, version } = await rename(quick, 3);
    const waited = await slow.post(VERSION, { id: ADA, position });
    expect(waited.body).toMatchObject({ data: { person: { version } }, extensions: { position } });
    feed.hold();
    const next = await rename(quick, 4);
    const asking = slow.post(
      'query ($p: Position) { timeline { totalCount } sure: timeline(minPosition: $p) { totalCount } }',
      { p: next.position },
    );
    await sleep(300);
    feed.release();
    expect((await asking).body.extensions?.position).toBe(position);
  });
});

describe('A position that does not come', () => {
  it('is waited for for two seconds, then the answer says what is wanted and how far it is', async () => {
    const applied = (await slow.post('{ __typename }', {}, { 'x-min-position': (await rename(quick, 4)).position }))
      .body.extensions?.position;
    feed.hold();
    const { position: wanted } = await rename(quick, 5);
    const start = performance.now();
    const [byArgument, byHeader] = await Promise.all([
      slow.post(VERSION, { id: ADA, position: wanted }),
      slow.post('{ __typename }', {}, { 'x-min-position': wanted }),
    ]);
    expect(performance.now() - start).toBeGreaterThan(1_900);
    expect(performance.now() - start).toBeLessThan(4_000);
    for (const { status, body } of [byArgument, byHeader]) {
      expect(status).toBe(200);
      expect(body.errors).toMatchObject([{ extensions: { code: 'PROJECTION_LAGGING', wanted, applied } }]);
      expect(body.extensions?.position).toBe(applied);
    }
    expect([byArgument.body.data, byHeader.body.data]).toEqual([{ person: null }, null]);
    feed.release();
    expect(await slow.ask(VERSION, { id: ADA, position: wanted })).toHaveProperty('person.version');
  });

  it('does not lose a command: what is recorded is answered, only the person cannot be shown yet', async () => {
    feed.hold();
    const { body } = await slow.post<{ addTag: Input }>(
      'mutation ($input: AddTagInput!) { addTag(input: $input) { ... on Recorded { position events { type } person { version } } } }',
      { input: { personId: ADA, tag: 'unseen' } },
    );
    feed.release();
    expect(body.data?.addTag).toMatchObject({ events: [{ type: 'TagAdded' }], person: null });
    const position = body.data?.addTag.position as string;
    // Whoever goes by the position of the whole answer waits for the command too.
    expect(body.extensions).toMatchObject({ position });
    expect(body.errors).toMatchObject([
      { path: ['addTag', 'person'], extensions: { code: 'PROJECTION_LAGGING', wanted: position } },
    ]);
    expect(
      await slow.ask('query ($id: ID!, $position: Position) { person(id: $id, minPosition: $position) { tags } }', {
        id: ADA,
        position,
      }),
    ).toEqual({ person: { tags: ['unseen'] } });
  });
});

describe('A position that is none', () => {
  it.each<[string, (position: string) => string, RegExp]>([
    ['nothing', () => '', /no position/],
    ['made up', () => 'AAAAAAAAAAAAAAAAAAAAAAA', /no position/],
    ['cut short', (position) => position.slice(0, -1), /no position/],
    ['made longer', (position) => `${position}A`, /no position/],
    [
      'changed in one letter',
      (position) => position.replace(/.(?=.{8}$)/, (letter) => (letter === 'B' ? 'C' : 'B')),
      /no position/,
    ],
    ['padded', (position) => `${position}=`, /no position/],
    ['a sequence', () => '7', /no position/],
    ['of another log', () => '', /another log/],
  ])('because it is %s is refused, by argument, by header and as a point in time', async (title, forge, message) => {
    const { position } = await rename(quick, 6);
    const other = await startGateway({ logId: 'another log' });
    const forged = title === 'of another log' ? other.app.positions.encode(1) : forge(position);
    await other.stop();
    const asked: [Promise<{ body: { errors?: readonly { message: string; extensions?: object }[] } }>, string][] = [
      [quick.post(VERSION, { id: ADA, position: forged }), 'minPosition'],
      [quick.post('{ __typename }', {}, { 'x-min-position': forged }), 'X-Min-Position'],
      [
        quick.post('query ($id: ID!, $p: Position!) { person(id: $id, asOf: { position: $p }) { id } }', {
          id: ADA,
          p: forged,
        }),
        'asOf.position',
      ],
    ];
    for (const [answer, argument] of asked) {
      const { body } = await answer;
      const code = title === 'of another log' ? 'POSITION_OF_OTHER_LOG' : 'POSITION_MALFORMED';
      expect(body.errors, argument).toMatchObject([{ extensions: { code, argument } }]);
      expect(body.errors?.[0]?.message).toMatch(message);
    }
  });

  it('keeps a command from being taken, when it comes with one', async () => {
    const before = await store.lastSequence();
    const { body } = await quick.post(
      `mutation { addTag(input: { personId: "${ADA}", tag: "never" }) { __typename } }`,
      {},
      { 'x-min-position': 'x' },
    );
    expect(body).toMatchObject({ data: null, errors: [{ extensions: { code: 'POSITION_MALFORMED' } }] });
    expect(await store.lastSequence()).toBe(before);
  });
});

describe('Every answer', () => {
  it.each([
    ['{ __typename }'],
    ['{ person(id: "nonsense") { id } }'],
    ['{ persons(first: -1) { totalCount } }'],
    ['query ($id: ID!) { person(id: $id) { id } }'],
    [`mutation { addTag(input: { personId: "${ADA}", tag: "" }) { __typename } }`],
    [`mutation { addTag(input: { personId: "${ADA}", tag: "now" }) { __typename } }`],
  ])('has a position: %s', async (query) => {
    const { body } = await quick.post(query);
    expect(quick.app.positions.decode(body.extensions?.position as string)).toBe(await store.lastSequence());
  });

  it('to a command has the position of its result', async () => {
    const { body } = await quick.post<{ addTag: { position: string } }>(
      `mutation { addTag(input: { personId: "${ADA}", tag: "then" }) { ... on Recorded { position } } }`,
    );
    expect(body.extensions?.position).toBe(body.data?.addTag.position);
  });
});

describe('A query right after a command on the same gateway', () => {
  it('is never stale, even without a position and when the feed is late, in 500 rounds', async () => {
    const late = new MemoryStore();
    const gateway = await startGateway({ store: late, feed: new SlowFeed(late, 1) });
    await createPerson(gateway, 1, 'Ada');
    for (let round = 0; round < 500; round += 1) {
      await gateway.ask(`mutation { addTag(input: { personId: "${ADA}", tag: "t${round}" }) { __typename } }`);
      expect(await gateway.ask(VERSION, { id: ADA })).toEqual({ person: { version: round + 2 } });
    }
    await gateway.stop();
  });
});

describe('The client', () => {
  it('carries the position along, so that it reads its writes behind a balancer that sends it here and there', async () => {
    let turn = 0;
    const balancer = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { endpoint } = turn++ % 2 === 0 ? quick : slow;
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(([name]) => /^(content-type|accept|x-.*)$/.test(name)),
      );
      const answer = await fetch(endpoint, {
        method: 'POST',
        headers: headers as Record<string, string>,
        body: Buffer.concat(chunks),
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    });
    await new Promise<void>((resolve) => balancer.listen(0, '127.0.0.1', resolve));
    const client = createClient({ url: `http://127.0.0.1:${(balancer.address() as AddressInfo).port}`, name: 'tests' });
    for (let round = 0; round < 50; round += 1) {
      const commands = [{ renamePerson: { personId: ADA, name: { given: [`Client ${round}`] } } }];
      expect(await client.ask(SubmitCommandsDocument, { commands })).toMatchObject({
        submitCommands: [{ __typename: 'Recorded' }],
      });
      const { person } = await client.ask(PersonDocument, { id: ADA });
      expect(person?.name.display).toBe(`Client ${round}`);
    }
    balancer.closeAllConnections();
    await new Promise((resolve) => balancer.close(resolve));
  });

  it('throws what the gateway says, and says when there is none', async () => {
    await expect(quick.client.ask(PersonDocument, { id: 'nonsense' })).rejects.toThrow(
      new GatewayError('id: an id is a UUID, such as 01890a5d-ac96-774b-bcce-b302099a8057.'),
    );
    const nowhere = createClient({ url: 'http://127.0.0.1:9/graphql', name: 'tests' });
    await expect(nowhere.ask(PersonDocument, { id: ADA })).rejects.toThrow(GatewayUnreachable);
  });
});
