/** Questions through the client: what was written or seen once is in every later answer, whichever gateway gives it. */

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { MemoryStore } from '../../src/app/memory-store.ts';
import { createClient, GatewayError, GatewayUnreachable } from '../../src/client/client.ts';
import {
  EventsDocument,
  PersonDocument,
  StandingDocument,
  SubmitCommandsDocument,
} from '../../src/client/generated.ts';
import { recordedOrThrow } from '../../src/client/results.ts';
import { CARRIED_MAX, Seen } from '../../src/client/seen.ts';
import { createPerson, idOf, startGateway, type TestGateway } from '../gateway/gateway.ts';
import { SlowFeed } from '../gateway/slow-feed.ts';
import { startProxy } from './proxy.ts';

const ADA = idOf(1);

const store = new MemoryStore();
const feed = new SlowFeed(store, 15);
let quick: TestGateway;
let slow: TestGateway;
let isReady = true;
beforeAll(async () => {
  quick = await startGateway({ store });
  slow = await startGateway({ store, feed, hasCaughtUp: () => isReady });
  await createPerson(quick, 1, 'Ada');
});
afterAll(() => Promise.all([quick.stop(), slow.stop()]));
afterEach(() => {
  feed.release();
  vi.useRealTimers();
});

/** A client whose requests go to one gateway or the other, as `route` says; and what positions they carried. */
function aClient(route: (body: string) => TestGateway, beforeAnswer = async (_body: string) => {}) {
  const carried: string[][] = [];
  const fetch: typeof globalThis.fetch = async (_, init) => {
    const said = new Headers(init?.headers).get('x-min-position');
    carried.push(said === null ? [] : said.split(', '));
    const answer = await globalThis.fetch(route(String(init?.body)).endpoint, init);
    await beforeAnswer(String(init?.body));
    return answer;
  };
  return { client: createClient({ url: quick.endpoint, name: 'tests', fetch }), carried };
}

const isCommand = (body: string) => body.includes('mutation');

describe('A client of two gateways, one of which is late', () => {
  it('reads what it wrote, in 100 rounds', async () => {
    const { client } = aClient((body) => (isCommand(body) ? quick : slow));
    let behind = 0;
    for (let round = 0; round < 100; round += 1) {
      recordedOrThrow(await client.commands.renamePerson({ personId: ADA, name: { given: [`Ada ${round}`] } }));
      if (slow.app.projector.position < (await store.lastSequence())) behind += 1;
      const { person } = await client.ask(PersonDocument, { id: ADA });
      expect(person?.name.display).toBe(`Ada ${round}`);
    }
    expect(behind).toBeGreaterThan(20);
  });

  it('never reads behind what it read', async () => {
    const { client, carried } = aClient(() => (carried.length % 2 === 0 ? quick : slow));
    let last = 0;
    for (let round = 0; round < 60; round += 1) {
      if (round % 3 === 0) await quick.recorded('AddTag', { personId: ADA, tag: `read-${round}` });
      const { person } = await client.ask(PersonDocument, { id: ADA });
      expect(person?.version).toBeGreaterThanOrEqual(last);
      last = person?.version ?? 0;
    }
  });

  it('reads all that it wrote at the same time, though the last answer was not that of the last to be recorded', async () => {
    const held = Promise.withResolvers<void>();
    const { client } = aClient(
      (body) => (isCommand(body) ? quick : slow),
      async (body) => void (body.includes('the first') && (await held.promise)),
    );
    const one = client.commands.addTag({ personId: ADA, tag: 'the first' });
    const two = client.commands.addTag({ personId: ADA, tag: 'the second' });
    await two;
    held.resolve();
    await one;
    const { person } = await client.ask(PersonDocument, { id: ADA });
    expect(person?.tags).toEqual(expect.arrayContaining(['the first', 'the second']));
  });

  it('carries what was seen side by side, and forgets it for an answer that includes it', async () => {
    const { client, carried } = aClient(() => quick);
    await Promise.all([1, 2, 3].map((at) => client.commands.addTag({ personId: ADA, tag: `beside-${at}` })));
    await client.ask(StandingDocument, {});
    await client.ask(StandingDocument, {});
    expect(carried.slice(0, 3)).toEqual([[], [], []]);
    expect(carried[3]).toHaveLength(3);
    expect(new Set(carried[3])).toHaveProperty('size', 3);
    expect(carried[4]).toHaveLength(1);
  });

  it('carries one position only when one command came after the other', async () => {
    const { client, carried } = aClient(() => quick);
    for (const at of [1, 2, 3]) await client.commands.addTag({ personId: ADA, tag: `after-${at}` });
    await client.ask(StandingDocument, {});
    expect(carried[3]).toHaveLength(1);
  });

  it('carries more positions than one request can hold in several', async () => {
    const { client, carried } = aClient(() => quick);
    const commands = Array.from({ length: CARRIED_MAX * 2 }, (_, at) => ({
      addTag: { personId: ADA, tag: `m-${at}` },
    }));
    await client.submitCommands(commands);
    await client.ask(StandingDocument, {});
    expect(Math.max(...carried.map(({ length }) => length))).toBe(CARRIED_MAX);
    expect(new Set(carried.flat()).size).toBeGreaterThanOrEqual(CARRIED_MAX * 2);
    await client.ask(StandingDocument, {});
    expect(carried.at(-1)).toHaveLength(1);
  });

  it('reads what a stream told it', async () => {
    const { client } = aClient((body) => (body.includes('subscription') ? quick : slow));
    const events = client.subscribe(EventsDocument, {});
    await events.started;
    const { position } = await quick.recorded('AddTag', { personId: ADA, tag: 'told by a stream' });
    // Where it begins is said by the late gateway, so that things recorded before may come first.
    for await (const item of events) if (item.position === position) break;
    const { person } = await client.ask(PersonDocument, { id: ADA });
    expect(person?.tags).toContain('told by a stream');
  });
});

describe('A question waits', () => {
  it('while the gateway is not ready', async () => {
    const { client } = aClient(() => slow);
    isReady = false;
    setTimeout(() => (isReady = true), 400);
    expect(await client.ask(PersonDocument, { id: ADA })).toHaveProperty('person.id', ADA);
  });

  it('while the gateway is further behind than it would wait itself', async () => {
    const { client } = aClient((body) => (isCommand(body) ? quick : slow));
    feed.hold();
    recordedOrThrow(await client.commands.addTag({ personId: ADA, tag: 'far ahead' }));
    setTimeout(() => feed.release(), 2_600);
    const { person } = await client.ask(PersonDocument, { id: ADA });
    expect(person?.tags).toContain('far ahead');
  });

  it('over a connection that breaks', async () => {
    const proxy = await startProxy(quick.address);
    proxy.answersLost = 2;
    const client = createClient({ url: proxy.url, name: 'tests' });
    expect(await client.ask(PersonDocument, { id: ADA })).toHaveProperty('person.id', ADA);
    await proxy.stop();
  });
});

describe('A mutation that is no method of the client', () => {
  it('is sent once, though its answer is lost', async () => {
    const proxy = await startProxy(quick.address);
    proxy.answersLost = 1;
    const before = await store.lastSequence();
    const commands = [{ createPerson: { name: { given: ['Once'] } } }];
    const client = createClient({ url: proxy.url, name: 'tests' });
    await expect(client.ask(SubmitCommandsDocument, { commands })).rejects.toThrow(GatewayUnreachable);
    expect(await store.lastSequence()).toBe(before + 1);
    await proxy.stop();
  });
});

describe('A name that no header can hold', () => {
  it('is refused at once', () => {
    expect(() => createClient({ url: quick.endpoint, name: 'tests', actor: '日本' })).toThrow(TypeError);
  });
});

describe('A question fails', () => {
  it('with the code of what is wrong with it', async () => {
    const error = await quick.client.ask(PersonDocument, { id: 'nonsense' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GatewayError);
    expect((error as GatewayError).code).toBe('BAD_USER_INPUT');
    expect((error as GatewayError).problems).toMatchObject([{ path: ['person'] }]);
  });

  it('when a gateway does not get ready', async () => {
    vi.useFakeTimers();
    const body = { errors: [{ message: 'Reading.', extensions: { code: 'NOT_READY' } }] };
    const fetch = async () => new Response(JSON.stringify(body), { status: 503 });
    const client = createClient({ url: 'http://gateway.example/graphql', name: 'tests', fetch });
    const asked = client.ask(StandingDocument, {}).catch((error: unknown) => error);
    await vi.runAllTimersAsync();
    expect(await asked).toEqual(
      new GatewayUnreachable('The gateway at http://gateway.example/graphql does not get ready.'),
    );
  });

  it.each([
    [404, '<html>', 'What answers at http://gateway.example/graphql is no gateway: it says 404.'],
    [200, '[]', 'What answers at http://gateway.example/graphql is no gateway: it says 200.'],
    [500, '{"errors":[{"message":"Unexpected error."}]}', 'Unexpected error.'],
  ])('when what answers says %d %s', async (status, body, message) => {
    const fetch = async () => new Response(body, { status });
    const client = createClient({ url: 'http://gateway.example/graphql', name: 'tests', fetch });
    await expect(client.ask(StandingDocument, {})).rejects.toThrow(message);
  });

  it('after so many attempts where somebody on the way keeps it back', async () => {
    vi.useFakeTimers();
    let attempts = 0;
    const fetch = async () => {
      attempts += 1;
      return new Response('<html>', { status: 502 });
    };
    const client = createClient({ url: 'http://gateway.example/graphql', name: 'tests', fetch });
    const asked = client.ask(StandingDocument, {}).catch((error: unknown) => error);
    await vi.runAllTimersAsync();
    expect(await asked).toBeInstanceOf(GatewayUnreachable);
    expect(attempts).toBe(10);
  });
});

describe('A gateway that is asked with several positions', () => {
  const asked = (positions: string) => quick.post('{ __typename }', {}, { 'x-min-position': positions });

  it('waits for the last of them, in whichever order they come', async () => {
    feed.hold();
    const { position: one } = await quick.recorded('AddTag', { personId: ADA, tag: 'p-1' });
    const { position: two } = await quick.recorded('AddTag', { personId: ADA, tag: 'p-2' });
    for (const positions of [`${one}, ${two}`, `${two},${one}`]) {
      expect((await asked(positions)).body.errors).toBeUndefined();
      const late = await slow.post('{ __typename }', {}, { 'x-min-position': positions });
      expect(late.body.errors).toMatchObject([{ extensions: { code: 'PROJECTION_LAGGING', wanted: positions } }]);
    }
  });

  it.each(['x, y', ',', 'x'])('refuses them when one is none: %s', async (positions) => {
    const { position } = await quick.recorded('AddTag', { personId: ADA, tag: `p ${positions}` });
    for (const all of [positions, `${position}, ${positions}`])
      expect((await asked(all)).body.errors).toMatchObject([{ extensions: { code: 'POSITION_MALFORMED' } }]);
  });
});

describe('What was seen', () => {
  it('is kept side by side until something includes it', () => {
    const seen = new Seen();
    seen.note('a');
    seen.note('b');
    seen.note('a');
    seen.note(undefined, ['a']);
    expect(seen.some()).toEqual(['a', 'b']);
    seen.note('c', ['a']);
    expect(seen.some()).toEqual(['b', 'c']);
    seen.note('c', ['b', 'c']);
    expect(seen.some()).toEqual(['c']);
    expect(seen.some(0)).toEqual([]);
  });
});
