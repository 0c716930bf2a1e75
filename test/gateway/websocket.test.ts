/** Operations over WebSocket: positions, how connections end and with which code, and who may connect. */

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { LogUnavailable } from '../../src/app/ports.ts';
import { MESSAGE_BYTES_MAX, OPERATIONS_MAX } from '../../src/gateway/websocket.ts';
import { FailingStore, writerOf } from './failing-store.ts';
import { createPerson, idOf, startGateway, type TestGateway } from './gateway.ts';
import { connect, type Wire } from './ws.ts';

const ADA = idOf(1);
const EVENTS = `subscription ($filter: PersonEventFilter, $after: Position) {
  personEvents(filter: $filter, after: $after) { position event { type version actor source correlationId } } }`;
const TAGS = { filter: { personId: ADA, types: ['TagAdded'] } };

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
  await createPerson(gateway, 1, 'Ada');
});
afterAll(() => gateway.stop());
afterEach(() => {
  vi.useRealTimers();
});

const tag = (text: string, where = gateway) => where.recorded('AddTag', { personId: ADA, tag: text });
const waiting = (count: number, where = gateway) =>
  vi.waitFor(() => expect(where.app.live.subscribers.waiting).toBe(count), { timeout: 10_000 });

async function opened(where = gateway, payload = {}): Promise<Wire> {
  const wire = await connect(where);
  await wire.hello(payload);
  return wire;
}

describe('A subscription over WebSocket', () => {
  it('has the position of each item in its extensions, and goes on after it on another connection', async () => {
    const wire = await opened();
    wire.subscribe('1', EVENTS, TAGS);
    await waiting(1);
    const results = [await tag('ws-1'), await tag('ws-2'), await tag('ws-3')];
    for (const { position } of results) {
      const { id, type, payload } = await wire.next();
      expect([id, type, payload.extensions.position, payload.data.personEvents.position]).toEqual([
        '1',
        'next',
        position,
        position,
      ]);
    }
    wire.cut();
    const again = await opened();
    again.subscribe('a', EVENTS, TAGS, { position: results[0]?.position });
    for (const { position } of results.slice(1))
      expect((await again.next()).payload.extensions.position).toBe(position);
    // What is said outside of the operation counts more than what it began with.
    again.subscribe('b', EVENTS, { ...TAGS, after: results[0]?.position }, { position: results[1]?.position });
    expect((await again.next()).payload.extensions.position).toBe(results[2]?.position);
    again.cut();
    await waiting(0);
  });

  it('begins after what was seen, where its extensions say so', async () => {
    const { position } = await tag('seen');
    const later = await tag('later');
    const wire = await opened();
    wire.subscribe('1', EVENTS, TAGS, { minPosition: position });
    expect((await wire.next()).payload.extensions.position).toBe(later.position);
    wire.cut();
  });

  it('ends with complete when it is told to, and others on the connection go on', async () => {
    const wire = await opened();
    wire.subscribe('1', EVENTS, TAGS);
    wire.subscribe('2', EVENTS, TAGS);
    await waiting(2);
    wire.send({ type: 'complete', id: '1' });
    await waiting(1);
    await tag('after complete');
    expect((await wire.next()).id).toBe('2');
    wire.cut();
    await waiting(0);
  });

  it.each([
    ['a position that is none', { ...TAGS, after: 'nonsense' }, {}, 'POSITION_MALFORMED', 'after'],
    ['a position that is none, outside', TAGS, { position: 'nonsense' }, 'POSITION_MALFORMED', 'Last-Event-ID'],
    ['a position to come', TAGS, { position: 'ahead' }, 'POSITION_AHEAD', 'Last-Event-ID'],
    ['a person that is none', { filter: { personId: 'ada' } }, {}, 'BAD_USER_INPUT', 'personId'],
  ])('is refused with a code for %s, and the connection goes on', async (_, variables, extensions, code, argument) => {
    const wire = await opened();
    const position = gateway.app.positions.encode(1_000_000);
    wire.subscribe(
      '1',
      EVENTS,
      variables,
      'position' in extensions && extensions.position === 'ahead' ? { position } : extensions,
    );
    expect(await wire.next()).toMatchObject({
      type: 'next',
      id: '1',
      payload: { errors: [{ extensions: { code, argument } }] },
    });
    expect(await wire.next()).toEqual({ type: 'complete', id: '1' });
    wire.subscribe('1', '{ __typename }');
    expect(await wire.next()).toMatchObject({ type: 'next', payload: { data: { __typename: 'Query' } } });
    wire.cut();
  });

  it.each([
    ['no GraphQL', 'subscription {'],
    ['an unknown field', 'subscription { nope }'],
    ['two at once', 'subscription { a: personEvents { position } b: personEvents { position } }'],
    ['no operation of this name', ''],
  ])('is answered with an error message for %s', async (_, query) => {
    const wire = await opened();
    wire.subscribe('1', query);
    expect(await wire.next()).toMatchObject({ type: 'error', id: '1', payload: [{ message: expect.any(String) }] });
    wire.cut();
  });

  it('may stand beside queries and commands, under the names that the connection said', async () => {
    const wire = await opened(gateway, { actor: 'clerk', clientName: 'desk', correlationId: 'case-7' });
    wire.subscribe('s', EVENTS, TAGS);
    await waiting(1);
    wire.subscribe('m', `mutation { addTag(input: { personId: "${ADA}", tag: "by socket" }) { __typename } }`);
    const messages = [await wire.next(), await wire.next(), await wire.next()];
    expect(messages.find(({ id }) => id === 's')?.payload.data.personEvents.event).toMatchObject({
      actor: 'clerk',
      source: 'desk',
      correlationId: 'case-7',
    });
    const answer = messages.find(({ id, type }) => id === 'm' && type === 'next');
    expect(answer?.payload).toMatchObject({
      data: { addTag: { __typename: 'Recorded' } },
      extensions: { position: expect.any(String) },
    });
    wire.subscribe('q', `{ person(id: "${ADA}") { id } }`, {}, { minPosition: answer?.payload.extensions.position });
    expect((await wire.next()).payload.data).toEqual({ person: { id: ADA } });
    wire.cut();
    await waiting(0);
  });

  it(`is refused when the connection has ${OPERATIONS_MAX} operations already`, async () => {
    const wire = await opened();
    for (let at = 0; at < OPERATIONS_MAX; at += 1) wire.subscribe(`${at}`, EVENTS);
    await waiting(OPERATIONS_MAX);
    wire.subscribe('more', EVENTS);
    expect(await wire.next()).toMatchObject({
      type: 'error',
      id: 'more',
      payload: [{ extensions: { code: 'TOO_MANY_OPERATIONS' } }],
    });
    wire.cut();
    await waiting(0);
  });
});

describe('A connection is closed with', () => {
  const cases: [number, string, string, (wire: Wire) => Promise<unknown> | unknown][] = [
    [4400, 'Invalid message received', 'what is no JSON', (wire) => wire.send('nonsense')],
    [4400, 'Invalid message received', 'a type that there is not', (wire) => wire.send({ type: 'shout' })],
    [
      4400,
      'Invalid message received',
      'what only a server says',
      async (wire) => {
        await wire.hello();
        wire.send({ type: 'next', id: '1', payload: { data: {} } });
      },
    ],
    [4401, 'Unauthorized', 'a subscription before hello', (wire) => wire.subscribe('1', EVENTS)],
    [
      4409,
      'Subscriber for 1 already exists',
      'an id that is taken',
      async (wire) => {
        await wire.hello();
        wire.subscribe('1', EVENTS);
        wire.subscribe('1', EVENTS);
      },
    ],
    [
      4429,
      'Too many initialisation requests',
      'a second hello',
      async (wire) => {
        await wire.hello();
        wire.send({ type: 'connection_init' });
      },
    ],
    [1009, '', 'a message that is too large', (wire) => wire.send('x'.repeat(MESSAGE_BYTES_MAX + 1))],
  ];
  it.each(cases)('%d %s after %s', async (code, reason, _, provoke) => {
    const wire = await connect(gateway);
    await provoke(wire);
    expect(await wire.closed).toEqual({ code, reason });
    await waiting(0);
  });

  it('4406 where it speaks another protocol', async () => {
    const wire = await connect(gateway, { protocol: 'graphql-ws' }).catch((error: Error) => error);
    // The client itself closes a connection whose protocol was not agreed to.
    expect(String(wire)).toMatch(/subprotocol/i);
    const mute = await connect(gateway, { protocol: [] as never });
    expect(await mute.closed).toEqual({ code: 4406, reason: 'Subprotocol not acceptable' });
  });

  it('4408 where nobody says hello', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const wire = await connect(gateway);
    await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
    vi.advanceTimersByTime(3_000);
    expect(await wire.closed).toEqual({ code: 4408, reason: 'Connection initialisation timeout' });
  });

  it('4500 where the gateway fails, which is logged', async () => {
    const failing = await startGateway();
    const wire = await opened(failing);
    Object.defineProperty(failing.outside, 'now', {
      get: () => {
        throw new Error('the clock is broken');
      },
    });
    wire.subscribe('1', EVENTS);
    expect(await wire.closed).toEqual({ code: 4500, reason: 'Internal server error' });
    expect(failing.logged).toMatchObject([{ msg: 'A WebSocket failed', err: { message: 'the clock is broken' } }]);
    await failing.stop();
  });

  it('1013 when the log is away that it needs, so that its client comes back with all that it follows', async () => {
    const failing = new FailingStore();
    const put = writerOf(failing, ADA);
    for (let at = 0; at < 10_200; at += 1) put();
    const away = await startGateway({ store: failing });
    await away.app.projector.reached(10_200, 10_000);
    const position = away.app.positions.encode(10);
    const wire = await opened(away);
    wire.subscribe('live', EVENTS);
    await waiting(1, away);
    failing.fault = new LogUnavailable('the log is away');
    wire.subscribe('old', EVENTS, {}, { position });
    expect(await wire.closed).toEqual({ code: 1013, reason: 'LOG_UNAVAILABLE' });
    await expect(wire.next()).rejects.toThrow('closed');
    await waiting(0, away);
    const ahead = await opened(away);
    ahead.subscribe(
      '1',
      'subscription { persons { position } }',
      {},
      { minPosition: away.app.positions.encode(10_201) },
    );
    expect(await ahead.closed).toEqual({ code: 1013, reason: 'PROJECTION_LAGGING' });
    failing.fault = null;
    const again = await opened(away);
    again.subscribe('old', EVENTS, {}, { position });
    expect((await again.next()).payload.extensions.position).toBe(away.app.positions.encode(11));
    again.cut();
    await away.stop();
  });

  it('1001 when the gateway goes away, without a word that its subscriptions were complete', async () => {
    const closing = await startGateway();
    const wire = await opened(closing);
    wire.subscribe('1', EVENTS);
    await waiting(1, closing);
    const stopped = closing.stop();
    expect(await wire.closed).toEqual({ code: 1001, reason: 'Going away' });
    await expect(wire.next()).rejects.toThrow('closed');
    await stopped;
  });
});

describe('A connection that is silent', () => {
  it('is pinged within 12 seconds, and given up when it does not answer until the next ping', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const pinging = await startGateway();
    const [live, dead] = [await opened(pinging), await opened(pinging)];
    dead.subscribe('1', EVENTS);
    await waiting(1, pinging);
    let pings = 0;
    live.socket.on('ping', () => {
      pings += 1;
    });
    // Does not read, and so does not answer.
    dead.socket.pause();
    for (let round = 1; round <= 3; round += 1) {
      // A whole round, in which each is visited once.
      vi.advanceTimersByTime(10_000);
      await vi.waitFor(() => expect(pings).toBeGreaterThanOrEqual(round));
      await sleep(20);
    }
    await waiting(0, pinging);
    expect(live.socket.readyState).toBe(live.socket.OPEN);
    dead.socket.resume();
    expect((await dead.closed).code).toBe(1006);
    live.cut();
    vi.useRealTimers();
    await pinging.stop();
  });
});

describe('A connection is not taken', () => {
  it.each([
    ['404', 'elsewhere', { path: '/elsewhere' }],
    ['403', 'from a page of another site', { headers: { origin: 'https://evil.example' } }],
  ])('with %s %s', async (status, _, wish) => {
    await expect(connect(gateway, wish)).rejects.toThrow(status);
  });

  it('with 503 before the gateway has read its log', async () => {
    const early = await startGateway({ hasCaughtUp: () => false });
    await expect(connect(early)).rejects.toThrow('503');
    await early.stop();
  });

  it('except from pages that may', async () => {
    const open = await startGateway({ origins: ['https://app.example'] });
    for (const origin of ['https://app.example', open.address]) {
      const wire = await connect(open, { headers: { origin } });
      await wire.hello();
      wire.cut();
    }
    await open.stop();
  });
});
