/** The feed where the server, the wire or the log fails. What it cannot hand on in order it must not hand on at all. */

import { getEventListeners } from 'node:events';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { jetstream } from '@nats-io/jetstream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LogDamaged, LogUnavailable, type StoredBlock } from '../../src/app/ports.ts';
import { JetStreamStore } from '../../src/nats/event-store.ts';
import { JetStreamFeed } from '../../src/nats/feed.ts';
import { openStream } from '../../src/nats/stream.ts';
import { append, write } from '../contract/blocks.ts';
import { Follower, from } from '../contract/follower.ts';
import { type Admin, aLog, anAdmin, aPlainServer, aServer, atEnd, cleanUp, scratch, until } from './servers.ts';
import { aWire } from './wire.ts';

afterEach(async () => {
  vi.restoreAllMocks();
  await cleanUp();
});

interface Ends {
  readonly admin: Admin;
  readonly store: JetStreamStore;
  readonly feed: JetStreamFeed;
}

/** Both ends of the log at an address. */
async function endsOf(access: { url: string; user?: string; password?: string }): Promise<Ends> {
  const admin = await anAdmin(access);
  const { cable, connection, manager } = admin;
  const { logId } = await openStream(connection, manager, { replicas: 1, mayCreate: true });
  const store = new JetStreamStore(cable, manager, false);
  return { admin, store, feed: new JetStreamFeed(jetstream(connection, { timeout: 1_000 }), manager, logId) };
}

function follow(feed: JetStreamFeed, after = 0): Follower {
  const follower = new Follower(feed, after);
  // Where a test expects that it fails, the test looks at it itself.
  atEnd(() => follower.end().catch(() => {}));
  return follower;
}

const one = (store: JetStreamStore, n: number) => append(store, write(n, 'a', 0));

describe('a log that is not the one it was', () => {
  it('is damaged when its stream is replaced by another one of the same name', async () => {
    const { admin, store, feed } = await endsOf((await aServer()).access);
    await one(store, 1);
    const follower = follow(feed);
    await follower.reaches(1);
    const { config } = await admin.manager.streams.info('PERSON');
    await admin.manager.streams.delete('PERSON');
    await admin.manager.streams.add(config);
    for (const n of [2, 3, 4]) await one(store, n);
    const fault = follower.ended.catch((error: unknown) => error);
    expect(await fault).toEqual(new LogDamaged('The stream was replaced by another one of the same name'));
    await expect(feed.lastSequence()).rejects.toThrow(LogDamaged);
    expect(follower.sequences).toEqual([1]);
  });

  it('is damaged when it ends before what was read from it', async () => {
    const [folder, backup] = [scratch(), scratch()];
    const server = await aPlainServer({ store: folder });
    const { store, feed } = await endsOf(server);
    for (const n of [1, 2, 3]) await one(store, n);
    await server.kill();
    cpSync(folder, backup, { recursive: true });

    const port = Number(new URL(server.url).port);
    const second = await aPlainServer({ store: folder, port });
    const follower = follow(feed);
    await follower.reaches(3);
    for (const n of [4, 5]) await one(store, n);
    await follower.reaches(5);
    await second.kill();
    rmSync(folder, { recursive: true });
    cpSync(backup, folder, { recursive: true });

    await aPlainServer({ store: folder, port });
    const fault = follower.ended.catch((error: unknown) => error);
    expect(await fault).toEqual(new LogDamaged('The log ends at 3, but 5 was read from it: events were lost'));
    expect(follower.sequences).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('what comes back', () => {
  it('is followed on without a gap when the server was killed', async () => {
    const log = await aLog();
    const follower = new Follower(log.feed, 0);
    atEnd(() => follower.end());
    await append(log.store, write(1, 'a', 0));
    await follower.reaches(1);
    process.kill(log.server.pid ?? 0, 'SIGKILL');
    // A conflict says that it is written too: by the attempt before, whose answer got lost.
    const isWritten = async (n: number) => /appended|conflict/.test((await log.store.append([write(n, 'a', 0)])).kind);
    for (const n of [2, 3, 4, 5]) await until(`${n} is written`, () => isWritten(n));
    await follower.reaches(5);
    expect(follower.sequences).toEqual([1, 2, 3, 4, 5]);
  });

  it('is followed on without standing still when the server is back', async () => {
    const log = await aLog();
    const follower = new Follower(log.feed, 0);
    atEnd(() => follower.end());
    await append(log.store, ...from(1, 10).map((n) => write(n, 'a', 0)));
    await follower.reaches(10);
    process.kill(log.server.pid ?? 0, 'SIGKILL');
    const isWritten = async () => /appended|conflict/.test((await log.store.append([write(11, 'a', 0)])).kind);
    await until('it is written', isWritten);
    await append(log.store, ...from(12, 300).map((n) => write(n, 'a', 0)));
    const written = performance.now();
    await follower.reaches(300);
    expect(performance.now() - written).toBeLessThan(700);
  });

  it('is followed on without a gap when the wire was cut, again and again', async () => {
    const { access } = await aServer();
    const wire = await aWire(access.url);
    const { feed } = await endsOf({ ...access, url: wire.url });
    const { store } = await endsOf(access);
    const follower = follow(feed);
    for (const round of [0, 1, 2]) {
      await append(store, ...from(round * 50 + 1, round * 50 + 40).map((n) => write(n, 'a', 0)));
      wire.cut();
      for (const n of from(round * 50 + 41, round * 50 + 50)) await one(store, n);
    }
    await follower.reaches(150);
    expect(follower.sequences).toEqual(from(1, 150));
  });

  it('is followed on when the server forgot who follows', async () => {
    const { admin, store, feed } = await endsOf((await aServer()).access);
    const follower = follow(feed);
    await one(store, 1);
    await follower.reaches(1);
    for await (const { name } of admin.manager.consumers.list('PERSON'))
      await admin.manager.consumers.delete('PERSON', name);
    await one(store, 2);
    await follower.reaches(2);
    expect(follower.sequences).toEqual([1, 2]);
  });

  it('keeps a batch together that the wire was cut in', async () => {
    const { access } = await aServer();
    const wire = await aWire(access.url);
    const { feed } = await endsOf({ ...access, url: wire.url });
    const { store } = await endsOf(access);
    let passed = 0;
    wire.toClient = (bytes) => {
      passed += bytes.length;
      // Somewhere in the middle of the batch, once.
      if (passed < 150_000) return bytes;
      wire.toClient = (rest) => rest;
      wire.cut();
      return null;
    };
    await append(store, ...from(1, 100).map((n) => write(n, 'a', 0, new Uint8Array(3_000))));
    const follower = follow(feed);
    await follower.reaches(100);
    expect(passed).toBeGreaterThanOrEqual(150_000);
    expect(follower.calls.map((blocks) => blocks.length)).toEqual([100]);
  });
});

describe('a receiver', () => {
  it('that throws ends the following with what it threw, and is handed nothing more', async () => {
    const { store, feed } = await endsOf((await aServer()).access);
    const calls: (readonly StoredBlock[])[] = [];
    const following = feed.follow(
      0,
      (blocks) => {
        calls.push(blocks);
        throw new LogDamaged('a gap');
      },
      new AbortController().signal,
    );
    const fault = following.catch((error: unknown) => error);
    await one(store, 1);
    expect(await fault).toEqual(new LogDamaged('a gap'));
    await one(store, 2);
    expect(calls).toHaveLength(1);
  });

  it('may be slow with large blocks, and the connection stands', async () => {
    const folder = scratch();
    const log = await aLog({ dataDirectory: folder });
    const bytes = new Uint8Array(250_000);
    for (const n of from(1, 400)) await append(log.store, write(n, 'a', 0, bytes));
    let last = 0;
    const abort = new AbortController();
    const following = log.feed.follow(
      0,
      (blocks) => {
        const until = Date.now() + 2 * blocks.length;
        while (Date.now() < until);
        last = blocks.at(-1)?.sequence ?? last;
      },
      abort.signal,
    );
    await until('all are there', () => last === 400);
    abort.abort();
    await following;
    expect(readFileSync(join(folder, 'nats/nats-server.log'), 'utf8')).not.toContain('Slow Consumer');
  });
});

describe('a feed', () => {
  it('says that the log is out of reach while its server is away', async () => {
    const server = await aPlainServer();
    const { feed } = await endsOf(server);
    await server.kill();
    await expect(feed.lastSequence()).rejects.toThrow(LogUnavailable);
  });

  it('leaves nothing behind on what would end it, however long it follows', async () => {
    const { feed } = await endsOf((await aServer()).access);
    const listened = vi.spyOn(EventTarget.prototype, 'addEventListener');
    const follower = follow(feed);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const signals = new Set(listened.mock.contexts.filter((target) => target instanceof AbortSignal));
    const waiting = [...signals].flatMap((signal) => getEventListeners(signal, 'abort'));
    expect(signals.size).toBeGreaterThan(1);
    // The one of the pause it is in now.
    expect(waiting.length).toBeLessThanOrEqual(1);
    await follower.end();
  });
});
