/** The log in memory, held to the same contracts as the real one. */

import { describe, expect, it } from 'vitest';
import { MemoryStore } from '../../src/app/memory-store.ts';
import { person, write } from '../contract/blocks.ts';
import { eventStoreContract } from '../contract/event-store.ts';
import { feedContract } from '../contract/feed.ts';

describe('the memory store as an event store', () => {
  eventStoreContract(async () => new MemoryStore());
});

describe('the memory store as a feed', () => {
  feedContract(async () => {
    const store = new MemoryStore();
    return { store, feed: store };
  });
});

describe('a block put in by hand', () => {
  it('lies in the log as it is, and counts as the last one of its person', async () => {
    const store = new MemoryStore();
    expect(store.put(person(1), null, new Uint8Array([1]))).toBe(1);
    expect(await store.load(person(1))).toEqual([
      { sequence: 1, personId: person(1), cid: null, bytes: new Uint8Array([1]) },
    ]);
    expect(await store.append([write(1, 'a', 0)])).toEqual({ kind: 'conflict' });
  });
});
