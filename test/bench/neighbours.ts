/** From the log to other domains and back: what is relayed and heard, beside what the consumer alone delivers. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { type App, createApp } from '../../src/app/app.ts';
import { codec } from '../../src/codec/codec.ts';
import { Integration } from '../../src/integration/integration.ts';
import { messagesOf } from '../../src/integration/published/index.ts';
import { DataDirectory } from '../../src/nats/data-directory.ts';
import { startServer } from '../../src/nats/managed-server.ts';
import type { Log } from '../../src/nats/open.ts';
import { openLog } from '../../src/nats/open.ts';
import { create } from '../app/world.ts';
import { fill } from './log.ts';
import { tell } from './measure.ts';

const PERSONS = 5_000;
const EVENTS_EACH = 10;
const MESSAGES = 2_000;
const WRITES = 300;

/** Beside those of the filled log. */
const personId = (n: number) => `01890a5d-ac96-774b-bcce-${String(900_000_000 + n)}000`;

export async function benchNeighbours(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'neighbours-bench-'));
  const directory = new DataDirectory(join(folder, 'server'));
  const server = await startServer({ env: process.env, directory, onRestart: () => {}, writesFailSince: () => null });
  const { url, user, password } = server.access;
  const natsUrl = url.replace('//', `//${user}:${password}@`);
  const log = await openLog({
    env: process.env,
    natsUrl,
    dataDirectory: join(folder, 'gateway'),
    replicas: 1,
    onServerRestart: () => {},
  });
  const neighbour = await connect({ servers: url, user: user ?? '', pass: password ?? '' });
  try {
    await fill(log, PERSONS, EVENTS_EACH);
    const total = PERSONS * EVENTS_EACH;
    const delivered = await followed(log, total, () => undefined);
    const worded = await followed(log, total, (event) => messagesOf(event)?.map(({ body }) => JSON.stringify(body)));
    const app = createApp({
      store: log.store,
      feed: log.feed,
      notebook: log.notebook,
      queue: log.queue,
      codec,
      clock: Date.now,
      logId: log.logId,
    });
    app.start();
    await app.projector.reached(total, 600_000);
    const integration = integrationOf(app, log);
    const begun = performance.now();
    integration.start();
    while ((await integration.status()).publishing?.lag !== 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const relayed = (total / (performance.now() - begun)) * 1000;
    const manager = await jetstreamManager(neighbour);
    while ((await manager.streams.info('PERSON_PUBLISHED')).state.last_seq < total + PERSONS) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    tell('events a second', [
      ['delivered by the consumer', delivered],
      ['delivered, opened and put in words', worded],
      ['relayed, from the first event on', relayed],
      ['there for neighbours to read', (total / (performance.now() - begun)) * 1000],
    ]);
    await delays(app, neighbour);
    await heard(app, neighbour);
    await integration.stop();
    await app.stop();
  } finally {
    await neighbour.close();
    await log.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const integrationOf = (app: App, log: Log) =>
  new Integration({
    app,
    wires: log.wires,
    wish: {
      hear: new Map([['organization', null]]),
      hearKeepDays: 1,
      people: false,
      publish: { from: 'beginning', keepDays: 1, keepMebibytes: 0 },
    },
    tell: console.log,
  });

async function followed(
  log: Log,
  total: number,
  take: (event: Parameters<typeof messagesOf>[0]) => unknown,
): Promise<number> {
  const abort = new AbortController();
  const begun = performance.now();
  let count = 0;
  await log.feed.follow(
    0,
    (blocks) => {
      if (take.length > 0) for (const block of blocks) take(codec.open(block) as never);
      count += blocks.length;
      if (count >= total) abort.abort();
    },
    abort.signal,
  );
  return (total / (performance.now() - begun)) * 1000;
}

/** From the answer to a command until a subscriber has the message. */
async function delays(app: App, neighbour: Awaited<ReturnType<typeof connect>>): Promise<void> {
  const arrived = new Map<string, number>();
  neighbour.subscribe('cim.person.person.PersonCreated.>', {
    callback: (_, { subject }) => void arrived.set(subject.split('.').at(-1) ?? '', performance.now()),
  });
  await neighbour.flush();
  const waits: number[] = [];
  for (let n = 1; n <= WRITES; n += 1) {
    await app.dispatch.one(create(personId(n) as never));
    const acknowledged = performance.now();
    while (!arrived.has(personId(n))) await new Promise((resolve) => setImmediate(resolve));
    waits.push(Math.max(0, (arrived.get(personId(n)) ?? 0) - acknowledged));
  }
  waits.sort((a, b) => a - b);
  const at = (share: number) => (waits[Math.floor(waits.length * share)] ?? 0).toFixed(2);
  console.log(`from the answer to a command to the message: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms`);
}

/** Messages of one neighbour, each of them recorded. */
async function heard(app: App, neighbour: Awaited<ReturnType<typeof connect>>): Promise<void> {
  const before = app.projector.position;
  const begun = performance.now();
  for (let n = 0; n < MESSAGES; n += 1) {
    const member = { person_id: personId((n % WRITES) + 1), role: 'Engineer', joined_at: '2021-03-01' };
    neighbour.publish('organization.member', JSON.stringify({ MemberAdded: { organization_id: `org-${n}`, member } }));
  }
  while (app.projector.position < before + MESSAGES) await app.projector.reached(before + MESSAGES, 1_000);
  const rate = Math.round((MESSAGES / (performance.now() - begun)) * 1000);
  console.log(`messages of one neighbour that are recorded: ${rate} a second`);
}
