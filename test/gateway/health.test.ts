/** How the gateway says how it is, and what it answers while something is wrong with it. */

import { afterEach, describe, expect, it, vi } from 'vitest';
import { MemoryStore } from '../../src/app/memory-store.ts';
import { type Feed, LogUnavailable, type StoredBlock } from '../../src/app/ports.ts';
import { FailingStore, writerOf } from './failing-store.ts';
import { createPerson, type Input, idOf, type Parts, startGateway, type TestGateway } from './gateway.ts';
import { SlowFeed } from './slow-feed.ts';

const gateways: TestGateway[] = [];
const start = async (parts: Parts = {}) => {
  const gateway = await startGateway(parts);
  gateways.push(gateway);
  return gateway;
};
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const gateway of gateways.splice(0)) await gateway.stop();
});

async function health({ address }: TestGateway) {
  const ask = async (path: string) => {
    const response = await fetch(address + path);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    return { status: response.status, body: (await response.json()) as Input };
  };
  return { health: await ask('/health'), ready: await ask('/ready') };
}

/** A feed that leaves one block out. */
class GappedFeed implements Feed {
  readonly #feed: Feed;
  readonly #missing: number;
  constructor(feed: Feed, missing: number) {
    this.#feed = feed;
    this.#missing = missing;
  }
  follow(after: number, receive: (blocks: readonly StoredBlock[]) => void, signal: AbortSignal): Promise<void> {
    const { promise, reject, resolve } = Promise.withResolvers<void>();
    const gapped = (blocks: readonly StoredBlock[]) => {
      try {
        receive(blocks.filter(({ sequence }) => sequence !== this.#missing));
      } catch (error) {
        reject(error as Error);
      }
    };
    this.#feed.follow(after, gapped, signal).then(resolve, reject);
    return promise;
  }
  lastSequence = () => this.#feed.lastSequence();
}

describe('Health and readiness', () => {
  it('are good when all is well', async () => {
    const gateway = await start();
    await createPerson(gateway, 1);
    const well = {
      status: 'ok',
      problems: [],
      log: { connected: true, serverVersion: '2.15.1', synced: true, lastSequence: 1 },
      projections: { sequence: 1, lag: 0, gaps: 0 },
      quarantined: [],
      policies: { enabled: [], lag: 0, parked: 0, held: null },
      neighbours: null,
    };
    expect(await health(gateway)).toEqual({
      health: { status: 200, body: well },
      ready: { status: 200, body: { ready: true, ...well } },
    });
  });

  it('name a person whose history is damaged, and stay good enough to be asked', async () => {
    const store = new MemoryStore();
    store.put(idOf(1), 'bafynonsense', Buffer.from('nonsense'));
    const gateway = await start({ store });
    await createPerson(gateway, 2);
    const { health: state, ready } = await health(gateway);
    expect([state.status, ready.status]).toEqual([200, 200]);
    expect(state.body).toMatchObject({
      status: 'degraded',
      quarantined: [{ personId: idOf(1), sequence: 1, reason: expect.stringContaining('CID') }],
    });
    expect(state.body.problems).toMatchObject([expect.stringContaining('take no commands')]);
    expect(await gateway.command('AddTag', { personId: idOf(1), tag: 'x' })).toMatchObject({
      __typename: 'Refused',
      code: 'PERSON_IS_QUARANTINED',
    });
    expect(await gateway.command('AddTag', { personId: idOf(2), tag: 'x' })).toMatchObject({ __typename: 'Recorded' });
  });

  it('are bad when the log is down', async () => {
    const gateway = await start();
    await createPerson(gateway, 1);
    gateway.outside.isLogUp = false;
    const { health: state, ready } = await health(gateway);
    expect([state.status, ready.status]).toEqual([503, 503]);
    expect(state.body).toMatchObject({
      status: 'down',
      log: { connected: false, lastSequence: null },
      projections: { sequence: 1, lag: null },
    });
    expect(ready.body).toMatchObject({ ready: false });
    gateway.outside.isLogUp = true;
    expect((await health(gateway)).health.status).toBe(200);
  });

  it('are bad when the log is connected and does not answer', async () => {
    const store = new FailingStore();
    const gateway = await start({ store });
    store.fault = new LogUnavailable('no answer');
    const { health: state, ready } = await health(gateway);
    expect([state.status, ready.status]).toEqual([503, 503]);
    expect(state.body).toMatchObject({ status: 'down', log: { connected: true, lastSequence: null } });
  });

  it('are bad for good when the log lacks a block', async () => {
    const store = new MemoryStore();
    const put = writerOf(store, idOf(1));
    for (let at = 0; at < 4; at += 1) put();
    const gateway = await start({ store, feed: new GappedFeed(store, 3) });
    const { health: state, ready } = await health(gateway);
    expect([state.status, ready.status]).toEqual([503, 503]);
    expect(state.body).toMatchObject({ status: 'down', projections: { sequence: 2, lag: 2, gaps: 1 } });
    expect(state.body.problems).toMatchObject([expect.stringContaining('lacks the blocks 3 to 3')]);
    expect(await gateway.ask('{ projections { gaps lag } }')).toEqual({
      projections: Array(5).fill({ gaps: 1, lag: 2 }),
    });
  });

  it('differ while the projections catch up: it lives, and is not to be asked yet', async () => {
    const store = new MemoryStore();
    const put = writerOf(store, idOf(1));
    for (let at = 0; at < 1_001; at += 1) put();
    const feed = new SlowFeed(store, 0);
    feed.hold();
    const gateway = await start({ store, feed });
    const behind = await health(gateway);
    expect([behind.health.status, behind.ready.status]).toEqual([200, 503]);
    expect(behind.ready.body).toMatchObject({ ready: false, status: 'ok', projections: { sequence: 0, lag: 1_001 } });
    feed.release();
    expect(await gateway.app.projector.reached(1_001, 5_000)).toBe(true);
    expect((await health(gateway)).ready.status).toBe(200);
  });
});

describe('A mistake of ours', () => {
  const PAST = `{ person(id: "${idOf(1)}", asOf: { version: 1 }) { id } }`;
  const COMMAND = `mutation { addTag(input: { personId: "${idOf(1)}", tag: "x" }) { __typename } }`;

  it.each([
    ['as ever', 'production'],
    ['even where somebody develops', 'development'],
  ])('is told to nobody outside, and all of it to the log of the gateway, %s', async (_, environment) => {
    vi.stubEnv('NODE_ENV', environment);
    const store = new FailingStore();
    writerOf(store, idOf(1))();
    const gateway = await start({ store });
    store.fault = new Error('a secret');
    for (const accept of ['application/json', 'application/json, text/plain;q=0.1']) {
      for (const query of [PAST, COMMAND]) {
        const before = gateway.logged.length;
        const { status, body, text } = await gateway.post(query, {}, { accept });
        expect(status).toBe(200);
        expect(body.errors).toMatchObject([
          { message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
        ]);
        expect(text).not.toMatch(/secret|stack|at .+:\d+:\d+/);
        const errors = gateway.logged.slice(before).filter(({ level }) => level === 50);
        expect(errors).toHaveLength(1);
        expect(errors[0]).toMatchObject({
          msg: 'A request failed',
          err: { message: 'a secret', stack: expect.stringContaining('health.test.ts') },
        });
      }
    }
  });
});

describe('While the log cannot be reached', () => {
  it('what needs no history is answered, and the rest says LOG_UNAVAILABLE', async () => {
    const store = new FailingStore();
    const gateway = await start({ store });
    const personId = await createPerson(gateway, 1, 'Ada');
    const { events } = await gateway.recorded('AddSkill', { personId, name: 'Analysis' });
    store.fault = new LogUnavailable('the log is away');

    const answered =
      await gateway.ask(`{ person(id: "${personId}") { version name { display } skills { nodes { name } } network { reach } availableCommands { name } }
      persons { totalCount } searchPersons(text: "ada") { totalCount } skill(name: "analysis") { personCount } employers { name }
      timeline { totalCount nodes { at type position } } event(cid: "${events[0]?.cid}") { type } projections { name lag } }`);
    expect(answered).toMatchObject({
      person: { version: 2 },
      persons: { totalCount: 1 },
      event: { type: 'SkillAdded' },
    });

    for (const [path, query] of [
      ['person', `{ person(id: "${personId}", asOf: { version: 1 }) { id } }`],
      ['verification', `{ person(id: "${personId}") { verification { ok } } }`],
    ]) {
      const { status, body } = await gateway.post(query as string);
      expect(status).toBe(200);
      expect(body.errors).toMatchObject([{ extensions: { code: 'LOG_UNAVAILABLE' } }]);
      expect(body.errors?.[0]?.path).toContain(path);
    }
    expect(gateway.logged.filter(({ level }) => level === 50)).toEqual([]);
  });

  it('a command is unsettled, and the same id settles it afterwards', async () => {
    const store = new FailingStore();
    const gateway = await start({ store });
    await createPerson(gateway, 1, 'Ada');
    store.fault = new LogUnavailable('the log is away');
    const input = { personId: idOf(1), tag: 'x', commandId: 'unsettled' };
    const unsettled = await gateway.command('AddTag', input);
    expect(unsettled).toMatchObject({ __typename: 'Unsettled', commandId: 'unsettled' });
    expect(unsettled.message).toMatch(/the log is away.+same commandId/);
    store.fault = null;
    expect(await gateway.command('AddTag', input)).toMatchObject({
      __typename: 'Recorded',
      replayed: false,
      person: { version: 2 },
    });
  });
});
