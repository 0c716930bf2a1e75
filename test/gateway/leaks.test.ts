/** Clients that come and vanish at any moment, by the hundred: afterwards there is as much as before they came. */

import { connect as dial } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, vi } from 'vitest';
import { Chance } from '../crash/chance.ts';
import { createPerson, idOf, startGateway, type TestGateway } from './gateway.ts';
import { connect } from './ws.ts';

/** More by `CONNECTS=10000 vitest run test/gateway/leaks.test.ts`. */
const CONNECTS = Number(process.env.CONNECTS ?? 300);

/** Clients that are there at a time. */
const AT_ONCE = 20;

/** From so many on, memory says more about leaks than about anything else. */
const WEIGHED_FROM = 5_000;
const BYTES_EACH_MAX = 500;

const QUERIES = [
  'subscription { personEvents { position event { cid } } }',
  'subscription { personEvents(last: 50) { position event { data } } }',
  `subscription { person(id: "${idOf(1)}") { position person { version tags } } }`,
  'subscription { timelineEntries(last: 5) { position entry { description } } }',
  'subscription { persons(first: 3) { position persons { nodes { id } } } }',
  'subscription { searchPersons(text: "per", first: 3) { position searchPersons { totalCount } } }',
  'subscription { nonsense }',
];

/** A request over a socket of its own, which is cut off after a while, whatever has come by then. */
async function bySocket({ address }: TestGateway, query: string, isGet: boolean, ms: number): Promise<void> {
  const { hostname, port, host } = new URL(address);
  const socket = dial(Number(port), hostname);
  socket.on('error', () => {});
  socket.resume();
  const gone = new Promise((resolve) => socket.once('close', resolve));
  const body = JSON.stringify({ query });
  socket.write(
    isGet
      ? `GET /graphql?query=${encodeURIComponent(query)} HTTP/1.1\r\nhost: ${host}\r\naccept: text/event-stream\r\n\r\n`
      : `POST /graphql HTTP/1.1\r\nhost: ${host}\r\naccept: text/event-stream\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  await sleep(ms);
  socket.destroy();
  await gone;
}

async function byWebSocket(gateway: TestGateway, queries: readonly string[], ms: number): Promise<void> {
  const wire = await connect(gateway);
  if (ms > 0) {
    await wire.hello();
    for (const [at, query] of queries.entries()) wire.subscribe(String(at), query);
    await sleep(ms);
    if (ms % 2 === 0) wire.send({ type: 'complete', id: '0' });
  }
  wire.cut();
  await wire.closed;
}

async function come(gateway: TestGateway, count: number, chance: Chance): Promise<void> {
  let left = count;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      const ms = chance.below(12);
      if (chance.happens(60)) await bySocket(gateway, chance.pick(QUERIES), chance.happens(50), ms);
      else await byWebSocket(gateway, [chance.pick(QUERIES), chance.pick(QUERIES)], ms);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

const resources = () => {
  const counts: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo()) counts[name] = (counts[name] ?? 0) + 1;
  return { sockets: counts.TCPSocketWrap ?? 0, servers: counts.TCPServerWrap ?? 0, timers: counts.Timeout ?? 0 };
};

function heap(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

it(`${CONNECTS} clients that vanish leave nothing behind`, { timeout: 600_000 }, async () => {
  const gateway = await startGateway();
  for (const number of [1, 2, 3]) await createPerson(gateway, number);
  const chance = new Chance('vanishing');
  let isOver = false;
  const writing = (async () => {
    for (let at = 0; !isOver; at += 1) {
      // The same few facts again and again, so that what there is does not grow.
      await gateway.command(at % 2 === 0 ? 'AddTag' : 'RemoveTag', { personId: idOf((at % 3) + 1), tag: 'seen' });
      await sleep(3);
    }
  })();
  const { live, liveQueries } = gateway.app;
  const settled = () =>
    vi.waitFor(
      () => {
        expect({ ...live.subscribers, queries: liveQueries.count }).toEqual({ open: 0, waiting: 0, queries: 0 });
        expect(resources().sockets).toBeLessThanOrEqual(before.sockets + 2);
        expect(resources().timers).toBeLessThanOrEqual(before.timers + 5);
      },
      { timeout: 20_000 },
    );
  let before = resources();
  await come(gateway, 100, chance);
  before = resources();
  await come(gateway, CONNECTS / 2, chance);
  isOver = true;
  await writing;
  // Nothing happens any more that would tell a stream that nobody listens, or that would be in memory rightfully.
  await settled();
  const weight = heap();
  await come(gateway, CONNECTS / 2, chance);
  await settled();
  const grown = heap() - weight;
  console.log(`${CONNECTS / 2} clients: ${grown} bytes more`);
  if (CONNECTS >= WEIGHED_FROM) expect(grown / (CONNECTS / 2)).toBeLessThan(BYTES_EACH_MAX);
  expect(gateway.logged.filter(({ level }) => (level as number) >= 50)).toEqual([]);
  await gateway.stop();
});
