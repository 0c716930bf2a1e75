/** The application over its log: what it follows, and what stops it. */

import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createApp } from '../../src/app/app.ts';
import { MemoryStore } from '../../src/app/memory-store.ts';
import { type Feed, LogDamaged, type StoredBlock } from '../../src/app/ports.ts';
import { codec } from '../../src/codec/codec.ts';
import { ADA, NOON } from '../domain/examples.ts';
import { aWorld, create, tag } from './world.ts';

/** An application whose feed does as it is told. */
function fedBy(follow: Feed['follow'], store = new MemoryStore()) {
  const feed: Feed = { follow, lastSequence: () => store.lastSequence() };
  const app = createApp({ store, feed, codec, clock: () => NOON, logId: 'test', settleMs: 0 });
  onTestFinished(() => app.stop());
  return app;
}

describe('an application', () => {
  it('knows everything in the log soon after its start', async () => {
    const { log, record, app } = aWorld();
    await record(create(ADA));
    await record(tag(ADA, 'pioneer'));
    const other = aWorld({ log }).app;
    expect(await other.projector.reached(2, 1_000)).toBe(true);
    const digests = (await other.projector.status()).map(({ name, digest }) => [name, digest]);
    expect(digests).toEqual((await app.projector.status()).map(({ name, digest }) => [name, digest]));
  });

  it('follows no more once it is stopped', async () => {
    const { log, record, app } = aWorld();
    await record(create(ADA));
    await app.stop();
    await aWorld({ log }).record(tag(ADA, 'pioneer'));
    expect(app.projector.position).toBe(1);
    expect(app.fault()).toBeNull();
  });

  it('stops for good at a gap, and says which blocks are missing', async () => {
    const { log, record } = aWorld();
    await record(create(ADA));
    for (const text of ['one', 'two', 'three']) await record(tag(ADA, text));
    const blocks = (await log.read([1, 2, 4])) as StoredBlock[];
    const app = fedBy(async (_, receive) => receive(blocks), log);
    app.start();
    await vi.waitFor(() => expect(app.fault()).not.toBeNull());
    expect(app.fault()).toBe('The log lacks the blocks 3 to 3; nothing after them is applied');
    expect([app.projector.position, app.projector.gaps]).toEqual([2, 1]);
  });

  it('says when the log is not the one it was', async () => {
    const app = fedBy(async () => {
      throw new LogDamaged('The stream was replaced by another one of the same name');
    });
    app.start();
    await vi.waitFor(() => expect(app.fault()).toBe('The stream was replaced by another one of the same name'));
  });

  it('says where it broke when it broke by itself', async () => {
    const app = fedBy(async () => {
      throw new TypeError('a bug');
    });
    app.start();
    await vi.waitFor(() => expect(app.fault()).toMatch(/^The projections stopped: TypeError: a bug\n +at /));
  });
});
