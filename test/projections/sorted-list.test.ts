/** A sorted list does what a sorted array does, at any size. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SortedList } from '../../projections/sorted-list.ts';

const ascending = (a: number, b: number) => a - b;

function listOf(entries: Iterable<number>): SortedList<number> {
  const list = new SortedList<number>(ascending);
  for (const entry of entries) list.add(entry);
  return list;
}

/** Everything that can be asked of a list, against the array. */
function expectSame(list: SortedList<number>, array: readonly number[], from: readonly number[]): void {
  expect(list.size).toBe(array.length);
  expect([...list.ascending()]).toEqual(array);
  expect([...list.descending()]).toEqual([...array].reverse());
  for (const entry of from) {
    expect([...list.ascending(entry)], `after ${entry}`).toEqual(array.filter((each) => each > entry));
    expect([...list.descending(entry)], `before ${entry}`).toEqual(array.filter((each) => each < entry).reverse());
  }
}

/** Numbers without chance in an order without order: each of 0 to count - 1 once. */
const shuffled = (count: number) => Array.from({ length: count }, (_, at) => (at * 7919) % count);

describe('an empty list', () => {
  it('has no entries in either direction, after or before anything', () => {
    expectSame(listOf([]), [], [0]);
  });

  it('lets nothing be taken out', () => {
    const list = listOf([]);
    list.remove(1);
    expect(list.size).toBe(0);
  });
});

describe('a long list', () => {
  const COUNT = 5000;
  const all = Array.from({ length: COUNT }, (_, at) => at);
  const edges = [-1, 0, 255, 256, 511, 512, 513, 1024, COUNT - 1, COUNT];

  it.each([
    ['in order', all],
    ['in reverse order', [...all].reverse()],
    ['in no order', shuffled(COUNT)],
  ])('stays sorted when it grows %s, far beyond one run', (_, entries) => {
    expectSame(listOf(entries), all, edges);
  });

  it.each([
    ['from the start', all],
    ['from the end', [...all].reverse()],
    ['anywhere', shuffled(COUNT)],
  ])('is empty again when all was taken out %s, and can grow anew', (_, entries) => {
    const list = listOf(shuffled(COUNT));
    for (const entry of entries.slice(0, COUNT - 3)) list.remove(entry);
    expectSame(list, entries.slice(COUNT - 3).toSorted(ascending), edges);
    for (const entry of entries.slice(COUNT - 3)) list.remove(entry);
    expectSame(list, [], edges);
    list.add(42);
    expectSame(list, [42], [41, 42, 43]);
  });

  it('does not take out what is not there', () => {
    const list = listOf(all.filter((each) => each % 2 === 0));
    for (const each of [-1, 1, 511, 513, COUNT + 1]) list.remove(each);
    expect(list.size).toBe(COUNT / 2);
  });
});

it('does what a sorted array does, whatever is put in and taken out', () => {
  const step = fc.tuple(fc.constantFrom('add', 'add', 'remove', 'run'), fc.integer({ min: 0, max: 3000 }));
  const property = fc.property(
    fc.array(step, { maxLength: 60 }),
    fc.array(fc.integer({ min: -1, max: 3001 }), { minLength: 1, maxLength: 5 }),
    (steps, from) => {
      const list = listOf([]);
      const entries = new Set<number>();
      const add = (entry: number) => {
        if (!entries.has(entry)) list.add(entry);
        entries.add(entry);
      };
      for (const [what, entry] of steps) {
        if (what === 'remove') {
          list.remove(entry);
          entries.delete(entry);
        } else if (what === 'add') add(entry);
        else for (let each = entry; each < entry + 300; each += 1) add(each);
      }
      expectSame(list, [...entries].sort(ascending), from);
    },
  );
  fc.assert(property, { seed: 20260301, numRuns: 200 });
});
