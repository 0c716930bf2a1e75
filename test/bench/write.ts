/**
 * Commands, each synced to disk: over HTTP and without, one by one and in bulk, beside what the log itself can do and
 * beside Emmett on PostgreSQL. All in one run, since figures of different runs cannot be compared.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { type App, createApp } from '../../src/app/app.ts';
import type { Order } from '../../src/app/order.ts';
import { codec } from '../../src/codec/codec.ts';
import type { PersonId } from '../../src/domain/ids.ts';
import type { Log } from '../../src/nats/open.ts';
import { runGateway } from '../gateway-process.ts';
import { withLog } from './log.ts';
import { load, type Measured, measure, tellMeasured } from './measure.ts';
import { measureEmmett } from './peers/emmett.ts';

const CREATE = JSON.stringify({
  query: 'mutation ($input: CreatePersonInput!) { createPerson(input: $input) { ... on Recorded { position } } }',
  variables: { input: { personId: '{uuid}', commandId: '{uuid}', name: { given: ['Ada'], family: ['Lovelace'] } } },
});

/** Commands in one request for many. */
const BULK = 500;

export async function benchWrite(): Promise<void> {
  await withLog(async (log) => {
    const app = createApp({ store: log.store, feed: log.feed, codec, clock: Date.now, logId: log.logId });
    app.start();
    console.log('The log alone, with a consumer that follows');
    const raw = await measure(1, () => publish(log, 1));
    tellMeasured('  a synced publish, one at a time', raw);
    tellMeasured('  synced publishes, 64 at a time', await measure(64, () => publish(log, 1)), raw);
    for (const size of [64, 256, BULK]) {
      const batch = await measure(1, () => publish(log, size), size);
      tellMeasured(`  atomic batches of ${size}, one at a time`, batch, raw);
    }
    console.log('Commands through the bus, without HTTP');
    tellMeasured('  one at a time', await measure(1, () => create(app)), raw);
    tellMeasured('  64 at a time', await measure(64, () => create(app)), raw);
    tellMeasured(`  ${BULK} at a time`, await measure(BULK, () => create(app)), raw);
    await app.stop();
  });
  console.log('Commands over HTTP, the gateway as a process of its own');
  const [single] = await overHttp();
  console.log('Emmett on PostgreSQL, without HTTP, one event for each of many new streams');
  for (const [name, measured] of (await measureEmmett()) ?? []) tellMeasured(`  ${name}`, measured, single);
}

async function overHttp(): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-bench-'));
  const gateway = await runGateway(folder, { NATS_URL: '' });
  const url = `${gateway.address}/graphql`;
  const results: Measured[] = [];
  try {
    for (const connections of [1, 64, 256]) {
      const measured = await load({ url, body: CREATE, connections, expected: '"position"' });
      tellMeasured(`  one command in a request, ${connections} connections`, measured, results[0]);
      results.push(measured);
    }
    for (const atOnce of [1, 4]) {
      const measured = await measure(atOnce, () => submit(url), BULK, 6_000);
      tellMeasured(`  ${BULK} commands in a request, ${atOnce} at a time`, measured, results[0]);
    }
    return results.slice(1);
  } finally {
    await gateway.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function submit(url: string): Promise<void> {
  const commands = Array.from({ length: BULK }, () => ({
    createPerson: { personId: v7(), commandId: v7(), name: { given: ['Ada'], family: ['Lovelace'] } },
  }));
  const query =
    'mutation ($commands: [CommandInput!]!) { submitCommands(commands: $commands) { ... on Recorded { position } } }';
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { commands } }),
  });
  const { data } = (await response.json()) as { data: { submitCommands: { position?: string }[] } };
  if (data.submitCommands.some(({ position }) => position === undefined)) throw new Error('Not all were recorded');
}

/** Blocks of the usual size, with the usual expectations. */
async function publish({ store }: Log, count: number): Promise<void> {
  const bytes = new Uint8Array(450);
  const cid = 'bafyreie2inyuqkbh4ubcdzndquze5ebnmex4ryncvnwyukpumj2yihog3a';
  const writes = Array.from({ length: count }, () => {
    return { personId: v7() as PersonId, commandId: v7(), cid, bytes, type: 'PersonCreated', noun: 'person', after: 0 };
  });
  const appended = await store.append(writes);
  if (appended.kind !== 'appended') throw new Error(appended.kind);
}

async function create(app: App): Promise<void> {
  const name = { given: ['Ada'], family: ['Lovelace'], prefixes: [], suffixes: [], convention: 'western' };
  const command = { type: 'CreatePerson', personId: v7(), at: Date.now(), data: { name } };
  const meta = {
    commandId: v7(),
    inputDigest: '00112233445566778899aabbccddeeff',
    cause: null,
    correlationId: 'bench',
    actor: 'bench',
    source: 'bench',
  };
  const order = { command, meta, expectedVersion: null, bytes: 0, validateOnly: false } as unknown as Order;
  const outcome = await app.dispatch.one(order);
  if (outcome.kind !== 'recorded') throw new Error(JSON.stringify(outcome));
}
