/** What every event store must do, whatever it is made of. */

import { beforeEach, describe, expect, it } from 'vitest';
import type { EventStore, Write } from '../../src/app/ports.ts';
import { append, blockOf, person, plain, write } from './blocks.ts';

const CONFLICT = { kind: 'conflict' };

/** `make` gives a store with an empty log each time. */
export function eventStoreContract(make: () => Promise<EventStore>): void {
  let store: EventStore;
  const stored = async (n: number) => (await store.load(person(n))).map(plain);

  beforeEach(async () => {
    store = await make();
  });

  describe('reading', () => {
    it('knows nothing of a person that nobody wrote about', async () => {
      await append(store, write(1, 'a', 0));
      expect(await store.load(person(2))).toEqual([]);
    });

    it('gives back exactly the bytes, the CID and the place', async () => {
      const first = write(
        1,
        'a',
        0,
        Uint8Array.from({ length: 256 }, (_, byte) => byte),
      );
      const second = write(1, 'b', 1, new Uint8Array([0x0d, 0x0a, 0x00, 0xff]));
      expect([await append(store, first), await append(store, second)]).toEqual([[1], [2]]);
      const blocks = [blockOf(first, 1), blockOf(second, 2)].map(plain);
      expect(await stored(1)).toEqual(blocks);
      expect((await store.read([1, 2])).map(plain)).toEqual(blocks);
    });

    it('keeps the histories of persons apart', async () => {
      await append(store, write(1, 'a', 0), write(2, 'a', 0));
      await append(store, write(2, 'b', 2));
      expect((await store.load(person(1))).map(({ sequence }) => sequence)).toEqual([1]);
      expect((await store.load(person(2))).map(({ sequence }) => sequence)).toEqual([2, 3]);
    });

    it('reads places in the order asked for, as often as asked, and null where there is nothing', async () => {
      await append(store, write(1, 'a', 0), write(2, 'a', 0), write(3, 'a', 0));
      const blocks = await store.read([3, 9, 1, 4, 3]);
      expect(blocks.map((block) => block?.personId ?? null)).toEqual([person(3), null, person(1), null, person(3)]);
      expect(await store.read([])).toEqual([]);
    });

    it('gives the whole of a history that is longer than any page', async () => {
      const lengths = [1_000, 1_001, 2_000, 2_001];
      for (let n = 1; n <= 2_001; n += 1) {
        await append(store, write(1, `c${n}`, n - 1));
        if (!lengths.includes(n)) continue;
        const sequences = (await store.load(person(1))).map(({ sequence }) => sequence);
        expect(sequences).toEqual(Array.from({ length: n }, (_, at) => at + 1));
      }
    });
  });

  describe('appending', () => {
    it('takes a block after the last one of the person, wherever others are', async () => {
      await append(store, write(1, 'a', 0));
      await append(store, write(2, 'a', 0));
      expect(await append(store, write(1, 'b', 1))).toEqual([3]);
      expect(await append(store, write(1, 'c', 3))).toEqual([4]);
    });

    it.each([
      ['nothing, where there is something', 0],
      ['one that is not the last', 1],
      ['the last one of another person', 3],
      ['one that is not there yet', 4],
    ])('is a conflict after %s, and writes nothing', async (_, after) => {
      await append(store, write(1, 'a', 0));
      await append(store, write(1, 'b', 1));
      await append(store, write(2, 'a', 0));
      const before = await stored(1);
      expect(await store.append([write(1, 'c', after)])).toEqual(CONFLICT);
      expect(await stored(1)).toEqual(before);
      expect(await store.read([4])).toEqual([null]);
    });

    it('is a conflict after a block of a person that has none', async () => {
      await append(store, write(1, 'a', 0));
      expect(await store.append([write(2, 'a', 1)])).toEqual(CONFLICT);
      expect(await store.read([2])).toEqual([null]);
    });

    it('lets exactly one of many win that follow the same block', async () => {
      await append(store, write(1, 'a', 0));
      const racers = Array.from({ length: 20 }, (_, at) => store.append([write(1, `racer-${at}`, 1)]));
      const kinds = (await Promise.all(racers)).map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === 'appended')).toHaveLength(1);
      expect(kinds.filter((kind) => kind === 'conflict')).toHaveLength(19);
      expect(await stored(1)).toHaveLength(2);
    });

    it('takes a message id once: again it is a conflict and writes nothing, even after the right block', async () => {
      await append(store, write(1, 'a', 0));
      expect(await store.append([write(1, 'a', 0)])).toEqual(CONFLICT);
      expect(await store.append([write(1, 'a', 1)])).toEqual(CONFLICT);
      expect(await store.append([write(2, 'b', 0), write(1, 'a', 1)])).toEqual(CONFLICT);
      expect(await store.read([2])).toEqual([null]);
    });

    it('takes the same command id for different persons, one by one and together', async () => {
      await append(store, write(1, 'same', 0));
      await append(store, write(2, 'same', 0));
      expect(await append(store, write(3, 'same', 0), write(4, 'same', 0))).toEqual([3, 4]);
    });
  });

  describe('appending several at once', () => {
    it('numbers them in the order of the writes', async () => {
      await append(store, write(9, 'a', 0));
      expect(await append(store, write(3, 'a', 0), write(1, 'a', 0), write(2, 'a', 0))).toEqual([2, 3, 4]);
      const blocks = await store.read([2, 3, 4]);
      expect(blocks.map((block) => block?.personId)).toEqual([person(3), person(1), person(2)]);
    });

    it.each([0, 1, 2])('writes none of them when number %i follows the wrong block', async (stale) => {
      await append(store, write(1, 'a', 0), write(2, 'a', 0), write(3, 'a', 0));
      const writes = [1, 2, 3].map((n, at): Write => write(n, 'b', at === stale ? 0 : n));
      expect(await store.append(writes)).toEqual(CONFLICT);
      expect(await store.read([4, 5, 6])).toEqual([null, null, null]);
      for (const n of [1, 2, 3]) expect(await stored(n)).toHaveLength(1);
    });

    it('takes them after a refusal, once they follow the right blocks', async () => {
      await append(store, write(1, 'a', 0));
      expect(await store.append([write(1, 'b', 0), write(2, 'b', 0)])).toEqual(CONFLICT);
      expect(await append(store, write(1, 'b', 1), write(2, 'b', 0))).toEqual([2, 3]);
    });

    it('has room for many', async () => {
      const writes = Array.from({ length: 300 }, (_, at) => write(at + 1, 'a', 0));
      expect(await append(store, ...writes)).toEqual(writes.map((_, at) => at + 1));
      expect((await store.read(writes.map((_, at) => at + 1))).map(plain)).toEqual(
        writes.map((each, at) => plain(blockOf(each, at + 1))),
      );
    });

    it('throws for two writes of one person, and writes nothing', async () => {
      const twice = store.append([write(1, 'a', 0), write(2, 'a', 0), write(1, 'b', 1)]);
      await expect(twice).rejects.toThrow('At most one write per person');
      expect(await store.read([1, 2, 3])).toEqual([null, null, null]);
    });

    it('takes nothing, when there is nothing', async () => {
      expect(await append(store)).toEqual([]);
    });
  });
}
