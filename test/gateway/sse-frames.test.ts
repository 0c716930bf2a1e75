/** Server-sent events to the letter: ids, the first bytes, pings, who may listen, and readers that do not read. */

import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { MemoryStore } from '../../src/app/memory-store.ts';
import { STALLED_MS_MAX } from '../../src/gateway/sse.ts';
import { createPerson, idOf, startGateway, type TestGateway } from './gateway.ts';
import { SlowFeed } from './slow-feed.ts';
import { subscribe } from './sse.ts';

const ADA = idOf(1);
const EVENTS = `subscription ($after: Position) {
  personEvents(filter: { personId: "${ADA}", types: ["TagAdded"] }, after: $after) { position event { data } } }`;

/** Half a megabyte after every change, where there are many tags. */
const LARGE = `subscription { person(id: "${ADA}") { position person {
  version ${Array.from({ length: 50 }, (_, at) => `a${at}: tags`).join(' ')} } } }`;

const CHANGES = `subscription { person(id: "${ADA}") { position person { version } } }`;

interface Change {
  readonly person: { readonly position: string; readonly person: { readonly version: number } };
}

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ origins: ['https://app.example'] });
  await createPerson(gateway, 1, 'Ada');
});
afterAll(() => gateway.stop());
afterEach(() => {
  vi.useRealTimers();
});

const tag = (text: string, where = gateway) => where.recorded('AddTag', { personId: ADA, tag: text });
const open = (count: number, where = gateway) =>
  vi.waitFor(() => expect(where.app.live.subscribers.open).toBe(count), { timeout: 10_000 });

interface Raw {
  readonly socket: Socket;
  /** What came so far. */
  text(): string;
  /** Waits until it has come. */
  until(part: string): Promise<void>;
}

/** A request as a browser's EventSource makes it, with every byte that comes back. */
async function listen(query: string, { headers = {} as Record<string, string>, where = gateway } = {}): Promise<Raw> {
  const { hostname, port, host } = new URL(where.address);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (bytes) => {
    text += bytes.toString();
  });
  socket.on('error', () => {});
  const lines = Object.entries({ host, accept: 'text/event-stream', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  socket.write(`GET /graphql?query=${encodeURIComponent(query)} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  const until = (part: string) => vi.waitFor(() => expect(text).toContain(part), { timeout: 10_000 });
  return { socket, text: () => text, until };
}

describe('A stream of events', () => {
  it('says something at once, so that a browser takes it as open, and when to come back', async () => {
    const raw = await listen(EVENTS);
    await raw.until('\n\n');
    expect(raw.text()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(raw.text()).toMatch(/content-type: text\/event-stream\r\n/i);
    expect(raw.text()).toMatch(/cache-control: no-cache, no-transform\r\n/i);
    expect(raw.text()).toContain(':\nretry: 1000\n\n');
    raw.socket.destroy();
    await open(0);
  });

  it('has the position of each item as its id', async () => {
    const raw = await listen(EVENTS);
    await open(1);
    const { position } = await tag('by id');
    await raw.until('by id');
    expect(raw.text()).toContain(`id: ${position}\nevent: next\ndata: {"data":`);
    raw.socket.destroy();
    await open(0);
  });

  it('goes on after Last-Event-ID, which counts more than the argument it began with; and after that without it', async () => {
    const positions = [];
    for (const text of ['one', 'two', 'three']) positions.push((await tag(`resume ${text}`)).position);
    const began = EVENTS.replace('($after: Position)', '').replace('$after', `"${positions[0]}"`);
    const first = await listen(began);
    await first.until('resume two');
    await first.until('resume three');
    expect(first.text()).not.toContain('resume one');
    const second = await listen(began, { headers: { 'last-event-id': positions[1] ?? '' } });
    await second.until('resume three');
    expect(second.text()).not.toContain('resume two');
    // Some send it empty before they know any.
    const third = await listen(began, { headers: { 'last-event-id': '' } });
    await third.until('resume two');
    for (const { socket } of [first, second, third]) socket.destroy();
    await open(0);
  });

  it.each([
    ['forged', () => 'AAAAAAAAAAAAAAAAAAAAAAA', 'POSITION_MALFORMED'],
    ['of another log', () => other, 'POSITION_OF_OTHER_LOG'],
    ['after the end of the log', () => gateway.app.positions.encode(1_000_000), 'POSITION_AHEAD'],
    [
      'several at once',
      () => `${gateway.app.positions.encode(1)}, ${gateway.app.positions.encode(2)}`,
      'POSITION_MALFORMED',
    ],
  ])('is refused with a code when Last-Event-ID is %s, and ends', async (_, forge, code) => {
    const raw = await listen(EVENTS, { headers: { 'last-event-id': forge() } });
    await raw.until('event: complete\ndata:\n\n');
    expect(raw.text()).toContain(`"code":"${code}","argument":"Last-Event-ID"`);
    expect(raw.text()).not.toMatch(/\nid:/);
    raw.socket.destroy();
  });

  let other = '';
  beforeAll(async () => {
    const elsewhere = await startGateway({ logId: 'another log' });
    other = elsewhere.app.positions.encode(1);
    await elsewhere.stop();
  });

  it('is pinged within 12 seconds, and where it would go on moves along while nothing comes that it wants', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const pinging = await startGateway();
    await createPerson(pinging, 1);
    await createPerson(pinging, 2);
    const raw = await listen(EVENTS, { where: pinging });
    await vi.waitFor(() => expect(pinging.app.live.subscribers.waiting).toBe(1));
    const { position } = await pinging.recorded('AddTag', { personId: idOf(2), tag: 'not wanted' });
    await pinging.app.projector.reached(3, 5_000);
    vi.advanceTimersByTime(12_000);
    await raw.until(`:\nid: ${position}\n\n`);
    raw.socket.destroy();
    await vi.waitFor(() => expect(pinging.app.live.subscribers.open).toBe(0));
    vi.useRealTimers();
    await pinging.stop();
  });
});

describe('Who may listen from a browser', () => {
  it.each<[string, Record<string, string>, number]>([
    ['a page of the gateway itself', { 'sec-fetch-site': 'same-origin' }, 200],
    ['an address that somebody typed', { 'sec-fetch-site': 'none' }, 200],
    ['a program', {}, 200],
    ['a page that may', { origin: 'https://app.example', 'sec-fetch-site': 'cross-site' }, 200],
    ['a page of another site', { origin: 'https://evil.example' }, 403],
    ['a page of another site, in the name of none', { origin: 'null' }, 403],
    ['a page of another site, without its name', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a page of a neighbouring site', { 'sec-fetch-site': 'same-site' }, 403],
  ])('%s', async (_, headers, status) => {
    const raw = await listen(EVENTS, { headers });
    await raw.until('\r\n\r\n');
    expect(raw.text()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    if (status === 403) await raw.until('"code":"ORIGIN_NOT_ALLOWED"');
    if (status === 200 && headers.origin !== undefined)
      expect(raw.text()).toMatch(/access-control-allow-origin: https:\/\/app\.example\r\n/i);
    raw.socket.destroy();
    await open(0);
  });
});

describe('A reader that does not read', () => {
  it('is closed after a time, with its place in what it read; others get everything meanwhile', async () => {
    const busy = await startGateway();
    await createPerson(busy, 1);
    const commands = Array.from({ length: 200 }, (_, at) => ({
      addTag: { personId: ADA, tag: `${at} ${'x'.repeat(50)}` },
    }));
    await busy.client.submitCommands(commands);
    const raw = await listen(LARGE, { where: busy });
    await open(1, busy);
    const quick = await subscribe<object>(busy, EVENTS);
    await open(2, busy);
    const { position: last } = await tag('the last that it reads', busy);
    await raw.until(`id: ${last}`);
    await quick.take(1);
    raw.socket.pause();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let written = 0;
    let newest = '';
    const isGone = () => busy.app.live.subscribers.open === 1;
    // Until what lies between is full; and then for the time that it may take.
    for (; !isGone() && written < 1_000; written += 1) {
      newest = (await tag(`w${written}`, busy)).position;
      await quick.take(1);
      vi.advanceTimersByTime(STALLED_MS_MAX / 10);
    }
    expect(isGone()).toBe(true);
    vi.useRealTimers();
    raw.socket.resume();
    await new Promise((resolve) => raw.socket.once('close', resolve));
    // The last one may have been cut in the middle; then it is still to come.
    const read = [...raw.text().matchAll(/^id: (\S+)\nevent: next\ndata: .*"version":(\d+).*\n\n/gm)];
    const [, id = '', version] = read.at(-1) ?? [];
    expect(read.some(([, each]) => each === last)).toBe(true);
    const again = await subscribe<Change>(busy, CHANGES, {}, { 'last-event-id': id });
    const rest = await again.take(202 + written - Number(version));
    expect(rest.map(({ person }) => person.person.version)).toEqual(rest.map((_, at) => Number(version) + 1 + at));
    expect(rest.at(-1)?.person.position).toBe(newest);
    again.cut();
    quick.cut();
    await busy.stop();
  });

  it('and has gone away while its stream was opened leaves nothing behind', async () => {
    const store = new MemoryStore();
    const feed = new SlowFeed(store, 0);
    const [quick, late] = [await startGateway({ store }), await startGateway({ store, feed })];
    await createPerson(quick, 1);
    await late.app.projector.reached(1, 5_000);
    feed.hold();
    const { position } = await tag('not there yet', quick);
    const query = `subscription { personEvents(last: 0) { position } }`;
    const raw = await listen(query, { where: late, headers: { 'x-min-position': position } });
    // On its way, and not answered: it waits for its position.
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(raw.text()).toBe('');
    raw.socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 200));
    feed.release();
    await late.app.projector.reached(2, 5_000);
    await open(0, late);
    // Would have been opened by now.
    await new Promise((resolve) => setTimeout(resolve, 100));
    await open(0, late);
    await Promise.all([quick.stop(), late.stop()]);
  });
});
