/** A full disk, a frozen server: writes are answered in time, reads go on, and all is well again when the cause is gone. */

import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app/app.ts';
import type { Outcome } from '../../src/app/outcome.ts';
import { codec } from '../../src/codec/codec.ts';
import { healthOf } from '../../src/gateway/health.ts';
import type { Log } from '../../src/nats/open.ts';
import { create, person } from '../app/world.ts';
import { aLog, aPlainServer, atEnd, cleanUp, scratch, until } from './servers.ts';

afterEach(cleanUp);

/** What is allowed for an answer that says that there is none, in milliseconds. */
const FEW_SECONDS_MS = 6_000;

/** Only root can mount a disk of its own; the other tests need none. */
const isRoot = process.getuid?.() === 0 && process.platform === 'linux';

interface Gateway {
  readonly app: App;
  readonly log: Log;
  readonly restarts: readonly string[];
  readonly acknowledged: Set<string>;
  create(n: number): Promise<Outcome>;
}

async function aGateway(wish: Parameters<typeof aLog>[0] = {}): Promise<Gateway> {
  const restarts: string[] = [];
  const log = await aLog({ ...wish, onServerRestart: (reason) => restarts.push(reason) });
  const app = createApp({ store: log.store, feed: log.feed, codec, clock: Date.now, logId: log.logId });
  app.start();
  atEnd(() => app.stop());
  const acknowledged = new Set<string>();
  return {
    app,
    log,
    restarts,
    acknowledged,
    create: async (n) => {
      const outcome = await app.dispatch.one(create(person(n)));
      if (outcome.kind === 'recorded') acknowledged.add(outcome.events[0]?.cid ?? '');
      return outcome;
    },
  };
}

/** Everything that was acknowledged is in the log, and everybody in the log can be seen. */
async function expectNothingLost({ app, log, acknowledged }: Gateway, persons: number): Promise<void> {
  const last = await log.feed.lastSequence();
  await app.projector.reached(last, 5_000);
  const sequences = Array.from({ length: last }, (_, at) => at + 1);
  const cids = (await log.store.read(sequences)).map((block) => block?.cid ?? '');
  expect([...acknowledged].filter((cid) => !cids.includes(cid))).toEqual([]);
  expect(app.views.summary.size).toBe(persons);
  expect(last).toBe(persons);
}

/** A disk of so many megabytes. */
function aDisk(megabytes: number): string {
  const folder = scratch();
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  expect(status).toBe(0);
  atEnd(() => spawnSync('umount', ['-l', folder]));
  return folder;
}

/** Fills the disk to its last byte, and returns how to give it all back. */
function fill(folder: string): () => void {
  const path = join(folder, 'ballast');
  const file = openSync(path, 'w');
  for (const size of [1_048_576, 4_096]) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size));
    } catch {
      // Full, down to this size.
    }
  }
  closeSync(file);
  return () => rmSync(path);
}

describe.skipIf(!isRoot)('a disk that is full', () => {
  it('has writes answered in time and read on, and is got over when there is room again', async () => {
    const disk = aDisk(96);
    mkdirSync(join(disk, 'data'));
    const gateway = await aGateway({ dataDirectory: join(disk, 'data') });
    for (let n = 1; n <= 50; n += 1) expect((await gateway.create(n)).kind).toBe('recorded');
    const free = fill(disk);
    let last = 50;
    await until('a write fails', async () => {
      last += 1;
      const begun = performance.now();
      const { kind } = await gateway.create(last);
      expect(performance.now() - begun).toBeLessThan(FEW_SECONDS_MS);
      return kind === 'unsettled';
    });
    await until('it is said why', () => /only \d+ MB left/.test(gateway.log.problem() ?? ''));
    const health = await healthOf(gateway.app, gateway.log);
    expect(health).toMatchObject({ status: 'degraded', problems: [expect.stringContaining('Nothing can be written')] });
    expect(gateway.app.views.summary.size).toBeGreaterThanOrEqual(50);
    free();
    // The same command settles what became of it.
    await until('it is settled', async () => (await gateway.create(last)).kind === 'recorded', 30_000);
    expect((await gateway.create(last + 1)).kind).toBe('recorded');
    await until('all is well', async () => (await healthOf(gateway.app, gateway.log)).status === 'ok');
    expect(gateway.restarts.length).toBeGreaterThanOrEqual(1);
    await expectNothingLost(gateway, last + 1);
  }, 90_000);
});

describe('a server of its own that is frozen', () => {
  it('is started again when it stays so, and nothing is lost', async () => {
    const gateway = await aGateway();
    for (let n = 1; n <= 20; n += 1) await gateway.create(n);
    process.kill(gateway.log.server.pid ?? 0, 'SIGSTOP');
    const begun = performance.now();
    expect((await gateway.create(21)).kind).toBe('unsettled');
    expect(performance.now() - begun).toBeLessThan(FEW_SECONDS_MS);
    expect(gateway.app.views.summary.size).toBe(20);
    await until('it is settled', async () => (await gateway.create(21)).kind === 'recorded', 30_000);
    expect(gateway.restarts).toContain('it does not answer');
    await expectNothingLost(gateway, 21);
  }, 60_000);

  it('goes on as it is when it was so for a moment only', async () => {
    const gateway = await aGateway();
    const { pid } = gateway.log.server;
    expect((await gateway.create(1)).kind).toBe('recorded');
    process.kill(pid ?? 0, 'SIGSTOP');
    const waiting = gateway.create(2);
    setTimeout(() => process.kill(pid ?? 0, 'SIGCONT'), 1_000);
    expect((await waiting).kind).toBe('recorded');
    expect(gateway.log.server.pid).toBe(pid);
    expect(gateway.restarts).toEqual([]);
    await expectNothingLost(gateway, 2);
  });
});

describe('a server of the user', () => {
  it('that is gone leaves writes unsettled and reads answered, and is gone on with when it is back', async () => {
    const store = scratch();
    const server = await aPlainServer({ store });
    const gateway = await aGateway({ natsUrl: server.url });
    expect((await gateway.create(1)).kind).toBe('recorded');
    await server.kill();
    const begun = performance.now();
    expect((await gateway.create(2)).kind).toBe('unsettled');
    expect(performance.now() - begun).toBeLessThan(FEW_SECONDS_MS);
    expect(gateway.log.problem()).toMatch(/not connected|did not answer/);
    expect(gateway.app.views.summary.size).toBe(1);
    await aPlainServer({ store, port: Number(new URL(server.url).port) });
    await until('it is settled', async () => (await gateway.create(2)).kind === 'recorded', 20_000);
    expect(gateway.log.problem()).toBeNull();
    await expectNothingLost(gateway, 2);
  }, 60_000);
});
