/**
 * Subscribers by the thousand, over server-sent events, of a gateway that is a process of its own: how soon they are told,
 * how much of it, and what those cost to whom nothing is told.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '../../src/client/client.ts';
import { recordedOrThrow } from '../../src/client/results.ts';
import { type GatewayProcess, runGateway } from '../gateway-process.ts';
import { type Delays, now, type Order, type Reply } from './listeners.ts';

const PERSONS = 50;
const MANY = 10_000;
const HEALTHY = 1_000;
const BURST = 300;
/** Long enough that everybody is pinged once. */
const IDLE_MS = 10_000;
const WRITES = 300;

const TAGS = `subscription { personEvents(filter: { types: ["TagAdded"] }) { position event { cid data } } }`;
const DELAYS = [
  [1, 300],
  [100, 200],
  [MANY, 20],
] as const;
const IDLE = [
  ['subscribers of one person', `subscription { person(id: "01890a5d-ac96-774b-bcce-000000000001") { position } }`],
  [
    'live lists, each of its own',
    `subscription { persons(filter: { tag: "nobody has NUMBER" }) { position persons { totalCount } } }`,
  ],
] as const;

const personId = (n: number) => `01890a5d-ac96-774b-bcce-${String(910_000_000 + (n % PERSONS))}000`;

export async function benchLive(): Promise<void> {
  await withGateway(async (gateway) => {
    await benchDelays(gateway);
    await benchRate(gateway);
  });
  await benchIdle();
}

/** A gateway of its own, with persons, warmed up. */
async function withGateway(work: (gateway: GatewayProcess) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'live-bench-'));
  const gateway = await runGateway(folder, { LOG_LEVEL: 'error' });
  try {
    const persons = Array.from({ length: PERSONS }, (_, n) => ({
      createPerson: { personId: personId(n), name: { given: [`P${n}`] } },
    }));
    await clientOf(gateway).submitCommands(persons);
    await writesOf(gateway, WRITES);
    await work(gateway);
  } finally {
    await gateway.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchDelays(gateway: GatewayProcess): Promise<void> {
  console.log('from an acknowledged command to the item');
  const frame = await frameOf(gateway);
  for (const [count, items] of DELAYS) {
    const crowd = await Crowd.of({ kind: 'listen', url: gateway.address, count, query: TAGS });
    tellDelays(
      `${count.toLocaleString('en')} subscribers`,
      await delaysOf(crowd, items, count, (item) => written(gateway, item, `delay-${count}`)),
    );
    const plain = await plainSockets();
    const others = await Crowd.of({ kind: 'listen', url: plain.url, count, query: null });
    tellDelays(
      '  plain sockets, the same bytes',
      await delaysOf(others, items, count, async (item) => {
        const at = now();
        plain.write(Buffer.from(frame.replace('item-0', `item-${item}`)));
        return at;
      }),
    );
    plain.close();
  }
}

async function delaysOf(
  crowd: Crowd,
  items: number,
  count: number,
  write: (item: number) => Promise<number>,
): Promise<Delays> {
  await crowd.order({ kind: 'expect', items, isTimed: true }, 'expecting');
  const complete = crowd.reply('complete');
  const at: number[] = [];
  for (let item = 0; item < items; item += 1) {
    at.push(await write(item));
    // Each on its own: a subscriber that is still being told of the last one would count against this one.
    await new Promise((resolve) => setTimeout(resolve, Math.max(5, count / 20)));
  }
  await complete;
  const delays = (await crowd.order({ kind: 'acknowledged', at }, 'delays')) as Extract<Reply, { kind: 'delays' }>;
  crowd.end();
  return delays;
}

function tellDelays(name: string, { p50, p99 }: Delays): void {
  console.log(`${name.padEnd(52)} p50 ${p50.toFixed(2)} ms  p99 ${p99.toFixed(2)} ms`);
}

async function benchRate(gateway: GatewayProcess): Promise<void> {
  console.log(`${HEALTHY.toLocaleString('en')} subscribers, ${BURST} events in a burst`);
  const frame = await frameOf(gateway);
  const raw = await best(() => rawRate(frame, PERSONS));
  const show = (name: string, rate: number) =>
    console.log(
      `${name.padEnd(52)} ${Math.round(rate).toLocaleString('en').padStart(10)} items/s  ${(rate / raw).toFixed(2)}`,
    );
  show(`plain sockets, the same bytes, ${PERSONS} items a write`, raw);
  show('plain sockets, the same bytes, an item a write', await best(() => rawRate(frame, 1)));
  show('the gateway', await best(() => gatewayRate(gateway, 0)));
  show('the gateway, beside one that does not read', await best(() => gatewayRate(gateway, 1)));
}

/** The best of some, since others may be at work on the machine. */
async function best(rate: () => Promise<number>): Promise<number> {
  const rates: number[] = [];
  for (let at = 0; at < 5; at += 1) rates.push(await rate());
  return Math.max(...rates);
}

/** Items a second that reach everybody who reads, from the first to the last of them. */
async function gatewayRate(gateway: GatewayProcess, stalled: number): Promise<number> {
  const crowd = await Crowd.of({
    kind: 'listen',
    url: gateway.address,
    count: HEALTHY + stalled,
    query: TAGS,
    stalled,
  });
  const rate = await rateOf(crowd, async () => {
    const commands = Array.from({ length: BURST }, (_, item) => ({
      addTag: { personId: personId(item), tag: `burst ${item} ${performance.now()}` },
    }));
    await clientOf(gateway).submitCommands(commands);
  });
  return rate;
}

/** The same of a program that does nothing else than to write the same bytes to as many sockets. */
async function rawRate(frame: string, together: number): Promise<number> {
  const plain = await plainSockets();
  const crowd = await Crowd.of({ kind: 'listen', url: plain.url, count: HEALTHY, query: null });
  const rate = await rateOf(crowd, async () => {
    // The gateway finds as many at a time in its log as there are persons.
    for (let item = 0; item < BURST; item += together) {
      plain.write(Buffer.from(frame.repeat(together)));
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
  plain.close();
  return rate;
}

async function rateOf(crowd: Crowd, write: () => Promise<void>): Promise<number> {
  await crowd.order({ kind: 'expect', items: BURST, isTimed: false }, 'expecting');
  const complete = crowd.reply('complete');
  await write();
  const { first, last } = (await complete) as Extract<Reply, { kind: 'complete' }>;
  crowd.end();
  return (HEALTHY * BURST * 1000) / (last - first);
}

async function plainSockets() {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => {}).setNoDelay(true));
    socket.write('\n\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    write: (bytes: Buffer) => {
      for (const socket of sockets) socket.write(bytes);
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** What those cost to whom nothing is told, each kind on a gateway of its own. */
async function benchIdle(): Promise<void> {
  console.log(
    `${MANY.toLocaleString('en')} to whom nothing happens: a write of somebody else, the gateway at rest, memory`,
  );
  for (const [name, query] of IDLE) {
    await withGateway(async (gateway) => {
      const before = await costOf(gateway);
      const some = await Crowd.of({ kind: 'listen', url: gateway.address, count: 1_000, query });
      const resident = residentOf(gateway);
      const crowd = await Crowd.of({ kind: 'listen', url: gateway.address, count: MANY, query });
      const each = (residentOf(gateway) - resident) / MANY / 1024;
      const after = await costOf(gateway);
      const ratio = (after.write / before.write).toFixed(2);
      console.log(
        `${name.padEnd(40)} ${after.write.toFixed(2)} ms, without ${before.write.toFixed(2)} (${ratio});  ${(after.busy * 100).toFixed(1)} % of a core, without ${(before.busy * 100).toFixed(1)};  ${each.toFixed(1)} KiB each`,
      );
      crowd.end();
      some.end();
    });
  }
}

async function costOf(gateway: GatewayProcess): Promise<{ readonly write: number; readonly busy: number }> {
  return { write: await writesOf(gateway, WRITES), busy: await busyOf(gateway) };
}

/** The median of so many writes, one after the other, in milliseconds. */
async function writesOf(gateway: GatewayProcess, count: number): Promise<number> {
  const times: number[] = [];
  const client = clientOf(gateway);
  for (let at = 0; at < count; at += 1) {
    const begun = performance.now();
    recordedOrThrow(await client.commands.addTag({ personId: personId(at), tag: `w ${begun}` }));
    times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(count / 2)] ?? 0;
}

/** How much of a core the gateway uses while nobody writes. */
async function busyOf({ pid }: GatewayProcess): Promise<number> {
  const used = () => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  };
  const before = used();
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  return (used() - before) / IDLE_MS;
}

/** When the command was acknowledged. */
async function written(gateway: GatewayProcess, item: number, run: string): Promise<number> {
  const tag = `item-${item} ${run}`;
  recordedOrThrow(await clientOf(gateway).commands.addTag({ personId: personId(item), tag }));
  return now();
}

/** The bytes of an item, as the gateway sends them. */
async function frameOf(gateway: GatewayProcess): Promise<string> {
  const abort = new AbortController();
  const response = await fetch(`${gateway.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: TAGS }),
    signal: abort.signal,
  });
  await written(gateway, 0, `frame ${now()}`);
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString();
    if (/item-0.*\n\n/s.test(text)) break;
  }
  abort.abort();
  return text.slice(text.indexOf('id: '));
}

const clientOf = ({ address }: GatewayProcess) => createClient({ url: `${address}/graphql`, name: 'bench' });

const residentOf = ({ pid }: GatewayProcess): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;

class Crowd {
  readonly #child: ChildProcess;

  constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async of(order: Order): Promise<Crowd> {
    const crowd = new Crowd(fork(fileURLToPath(new URL('./listeners.ts', import.meta.url))));
    await crowd.order(order, 'listening');
    return crowd;
  }

  order(order: Order, kind: Reply['kind']): Promise<Reply> {
    const reply = this.reply(kind);
    this.#child.send(order);
    return reply;
  }

  reply(kind: Reply['kind']): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const take = (reply: unknown) => {
        if ((reply as Reply).kind !== kind) return;
        this.#child.off('message', take);
        resolve(reply as Reply);
      };
      this.#child.on('message', take).once('exit', () => reject(new Error('The listeners are gone')));
    });
  }

  end(): void {
    this.#child.removeAllListeners('exit');
    this.#child.kill('SIGKILL');
  }
}
