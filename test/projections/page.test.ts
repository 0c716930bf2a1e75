/** Pages by the rules of Relay, of lists that are held and of lists that are walked, against a naive sorted model. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareKeys,
  type Key,
  PAGE_ROWS_DEFAULT,
  type Page,
  type PageArgs,
  pageOf,
  pageOfWalk,
} from '../../projections/page.ts';

const keyOf = (item: number): Key => [item];

/** Both ways to make a page, so that every test holds for both. */
const WAYS = {
  held: (list: readonly number[], args: PageArgs) => pageOf(list, keyOf, args),
  walked: (list: readonly number[], args: PageArgs) => walked(list, args, compareKeys),
};
const ways = Object.entries(WAYS);

function walked(list: readonly number[], args: PageArgs, compare: (a: Key, b: Key) => number): Page<number> {
  const beyond = (from: Key | null, sign: number) => (item: number) =>
    from === null || Math.sign(compare(keyOf(item), from)) === sign;
  return pageOfWalk(
    {
      forwards: (after) => list.filter(beyond(after, 1)),
      backwards: (before) => list.toReversed().filter(beyond(before, -1)),
      keyOf,
      compare,
      totalCount: () => list.length,
    },
    args,
  );
}

/** The algorithm of the Relay specification, and true flags: whether there is anything outside of the page. */
function model(list: readonly number[], { first, after, last, before }: PageArgs) {
  const start = after == null ? 0 : list.filter((item) => compareKeys(keyOf(item), after) <= 0).length;
  const end = before == null ? list.length : list.filter((item) => compareKeys(keyOf(item), before) < 0).length;
  const edges = list.slice(start, end);
  const count = last ?? first ?? PAGE_ROWS_DEFAULT;
  const items = last == null ? edges.slice(0, count) : edges.slice(Math.max(0, edges.length - count));
  const from = items.length > 0 ? list.indexOf(items[0] as number) : last == null ? start : Math.max(start, end);
  return {
    items,
    hasPreviousPage: from > 0,
    hasNextPage: from + items.length < list.length,
    totalCount: list.length,
  };
}

const shown = ({ items, hasPreviousPage, hasNextPage, totalCount }: Page<number>) => ({
  items: items.map(({ item }) => item),
  hasPreviousPage,
  hasNextPage,
  totalCount: totalCount(),
});

// Even numbers are in the lists, and cursors are any, since what they named may be gone.
const list = fc
  .uniqueArray(fc.integer({ min: 0, max: 15 }), { maxLength: 12 })
  .map((all) => all.map((n) => n * 2).sort((a, b) => a - b));
const cursor = fc.option(fc.integer({ min: -1, max: 31 }).map(keyOf));
const rows = fc.nat({ max: 6 });
const args = fc.oneof(
  fc.record({ first: fc.option(rows), after: cursor, before: cursor }),
  fc.record({ last: rows, after: cursor, before: cursor }),
);

describe.each(ways)('a page of a list that is %s', (_, page) => {
  it('is the one that the specification of Relay describes', () => {
    const property = fc.property(list, args, (all, wanted: PageArgs) => {
      const { after, before } = wanted;
      // A page that would end before it begins is empty; which of the two ends it lies at is nobody's business.
      fc.pre(after == null || before == null || compareKeys(after, before) < 0);
      expect(shown(page(all, wanted))).toEqual(model(all, wanted));
    });
    fc.assert(property, { seed: 20260301, numRuns: 5000 });
  });

  it('is empty when it would end before it begins', () => {
    const { items } = page([2, 4, 6], { after: [5], before: [3] });
    expect(items).toEqual([]);
    expect(page([2, 4, 6], { last: 2, after: [5], before: [3] }).items).toEqual([]);
  });

  it('has rows with the keys that serve as their cursors', () => {
    expect(page([2, 4], { first: 1 }).items).toEqual([{ item: 2, key: [2] }]);
  });

  it('has so many rows and no more when no number is asked for', () => {
    const all = Array.from({ length: PAGE_ROWS_DEFAULT + 1 }, (_each, at) => at);
    expect(shown(page(all, {}))).toEqual({
      items: all.slice(0, PAGE_ROWS_DEFAULT),
      hasNextPage: true,
      hasPreviousPage: false,
      totalCount: PAGE_ROWS_DEFAULT + 1,
    });
  });

  it.each([
    ['after the last row', { first: 2, after: [4] }, { hasPreviousPage: true, hasNextPage: false }],
    ['before the first row', { last: 2, before: [2] }, { hasPreviousPage: false, hasNextPage: true }],
    ['of no rows', { first: 0 }, { hasPreviousPage: false, hasNextPage: true }],
    ['of no rows at the end', { last: 0 }, { hasPreviousPage: true, hasNextPage: false }],
  ])('says what lies around it when it is empty: %s', (_where, wanted, flags) => {
    expect(shown(page([2, 4], wanted))).toEqual({ items: [], totalCount: 2, ...flags });
  });

  it.each([
    ['forwards', 'first', 'after'],
    ['backwards', 'last', 'before'],
  ] as const)('leads through the whole list %s, page by page', (_direction, count, from) => {
    const property = fc.property(list, fc.integer({ min: 1, max: 4 }), (all, size) => {
      const seen: number[] = [];
      for (let at: Key | null = null, more = true; more; ) {
        const { items, hasNextPage, hasPreviousPage }: Page<number> = page(all, { [count]: size, [from]: at });
        const values = items.map(({ item }) => item);
        if (count === 'first') seen.push(...values);
        else seen.unshift(...values);
        at = items.at(count === 'first' ? -1 : 0)?.key ?? null;
        more = count === 'first' ? hasNextPage : hasPreviousPage;
      }
      expect(seen).toEqual(all);
    });
    fc.assert(property, { seed: 20260301, numRuns: 300 });
  });

  it('misses nothing and repeats nothing while rows come and go, other than those', () => {
    const property = fc.property(
      list,
      fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 31 })), { minLength: 12, maxLength: 12 }),
      fc.integer({ min: 1, max: 3 }),
      (all, changes, size) => {
        const now = new Set(all);
        const always = new Set(all);
        const seen: number[] = [];
        let at: Key | null = null;
        for (const [isAdded, value] of changes) {
          const { items }: Page<number> = page(
            [...now].sort((a, b) => a - b),
            { first: size, after: at },
          );
          seen.push(...items.map(({ item }) => item));
          at = items.at(-1)?.key ?? at;
          if (isAdded) now.add(value);
          else if (now.delete(value)) always.delete(value);
        }
        const { items } = page(
          [...now].sort((a, b) => a - b),
          { after: at },
        );
        seen.push(...items.map(({ item }) => item));
        expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
        expect(seen).toEqual(expect.arrayContaining([...always]));
      },
    );
    fc.assert(property, { seed: 20260301, numRuns: 500 });
  });
});

describe('a walk in descending order', () => {
  it('has the pages of the list turned around', () => {
    const descending = (a: Key, b: Key) => compareKeys(b, a);
    const negated = (key: Key | null | undefined): Key | null => (key == null ? null : [-(key[0] as number)]);
    const property = fc.property(list, args, (all, wanted: PageArgs) => {
      const { after, before } = wanted;
      fc.pre(after == null || before == null || descending(after, before) < 0);
      const turned = all.map((item) => (item === 0 ? 0 : -item)).reverse();
      const ours = shown(walked(all.toReversed(), wanted, descending));
      const theirs = shown(WAYS.held(turned, { ...wanted, after: negated(after), before: negated(before) }));
      expect(ours).toEqual({ ...theirs, items: theirs.items.map((item) => Math.abs(item)) });
    });
    fc.assert(property, { seed: 20260301, numRuns: 1000 });
  });
});

describe('a walk', () => {
  it('looks no further than one row beyond the page', () => {
    let looked = 0;
    function* from(start: number) {
      for (let item = start; ; item += 1) {
        looked += 1;
        yield item;
      }
    }
    const { items, hasNextPage } = pageOfWalk(
      {
        forwards: (after) => from(after === null ? 0 : (after[0] as number) + 1),
        backwards: () => [],
        keyOf,
        compare: compareKeys,
        totalCount: () => Number.POSITIVE_INFINITY,
      },
      { first: 3, after: [9] },
    );
    expect([items.map(({ item }) => item), hasNextPage, looked]).toEqual([[10, 11, 12], true, 4]);
  });
});

describe('keys', () => {
  it.each([
    [[1], [2], -1],
    [['a'], ['b'], -1],
    [[1, 'b'], [1, 'a'], 1],
    [[1, 'a'], [1, 'a'], 0],
    [[1], [1, 'a'], -1],
    [['B'], ['a'], -1],
    [[], [], 0],
  ] as const)('compare part by part: %j and %j', (a, b, order) => {
    expect(Math.sign(compareKeys(a, b))).toBe(order);
    expect(Math.sign(compareKeys(b, a)) + order).toBe(0);
  });
});
