/** Pages of a list in both directions, by the rules of Relay: stable while the list changes, with true flags. */

/** What a list is ordered by: compared part by part, ascending. */
export type Key = readonly (string | number)[];

export interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: Key | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: Key | null | undefined;
}

export interface Page<T> {
  readonly items: readonly { readonly item: T; readonly key: Key }[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Of the whole list, not of the page. Asked for, since counting may cost more than the page. */
  readonly totalCount: () => number;
}

/** Rows of a page when the query names no number, and the most it may ask for. */
export const PAGE_ROWS_DEFAULT = 100;
export const PAGE_ROWS_MAX = 1000;

/** The page of a list that is at hand as a whole, in ascending order of its keys. */
export function pageOf<T>(list: readonly T[], keyOf: (item: T) => Key, args: PageArgs): Page<T> {
  const from = args.after == null ? 0 : indexAfter(list, keyOf, args.after);
  const until = args.before == null ? list.length : indexFrom(list, keyOf, args.before);
  let [start, end] = [from, Math.max(from, until)];
  if (args.last != null) start = Math.max(start, end - args.last);
  else end = Math.min(end, start + (args.first ?? PAGE_ROWS_DEFAULT));
  return {
    items: list.slice(start, end).map((item) => ({ item, key: keyOf(item) })),
    hasPreviousPage: start > 0,
    hasNextPage: end < list.length,
    totalCount: () => list.length,
  };
}

/** A list that is walked, not held: entries after or before a key, in either direction. */
export interface Walk<T> {
  readonly forwards: (after: Key | null) => Iterable<T>;
  readonly backwards: (before: Key | null) => Iterable<T>;
  readonly keyOf: (item: T) => Key;
  /** The order of the walk. */
  readonly compare: (a: Key, b: Key) => number;
  readonly totalCount: () => number;
}

/** The page of a list that is walked from the cursor on, so that its cost is that of the page. */
export function pageOfWalk<T>(walk: Walk<T>, args: PageArgs): Page<T> {
  const rows = args.last ?? args.first ?? PAGE_ROWS_DEFAULT;
  const backwards = args.last != null;
  const source = backwards ? walk.backwards(args.before ?? null) : walk.forwards(args.after ?? null);
  const bound = backwards ? args.after : args.before;
  const taken: T[] = [];
  let hasMore = false;
  for (const item of source) {
    const outside = bound != null && (backwards ? -1 : 1) * walk.compare(walk.keyOf(item), bound) >= 0;
    hasMore = outside || taken.length === rows;
    if (hasMore) break;
    taken.push(item);
  }
  if (backwards) taken.reverse();
  const items = taken.map((item) => ({ item, key: walk.keyOf(item) }));
  const edge = (backwards ? items.at(-1) : items[0])?.key;
  const hasBehind =
    edge === undefined
      ? reaches(walk, backwards, (backwards ? args.before : args.after) ?? null)
      : exists(backwards ? walk.forwards(edge) : walk.backwards(edge));
  return {
    items,
    hasNextPage: backwards ? hasBehind : hasMore,
    hasPreviousPage: backwards ? hasMore : hasBehind,
    totalCount: walk.totalCount,
  };
}

export function compareKeys(a: Key, b: Key): number {
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const left = a[at] as string | number;
    const right = b[at] as string | number;
    if (left !== right) return left < right ? -1 : 1;
  }
  return a.length - b.length;
}

/** Whether an empty page has entries behind it: those up to its cursor, the one that the cursor names among them. */
function reaches<T>(walk: Walk<T>, backwards: boolean, cursor: Key | null): boolean {
  if (cursor === null) return false;
  const [outermost] = backwards ? walk.backwards(null) : walk.forwards(null);
  if (outermost === undefined) return false;
  const order = walk.compare(walk.keyOf(outermost), cursor);
  return backwards ? order >= 0 : order <= 0;
}

function exists(items: Iterable<unknown>): boolean {
  for (const _ of items) return true;
  return false;
}

function indexAfter<T>(list: readonly T[], keyOf: (item: T) => Key, key: Key): number {
  return bound(list, (item) => compareKeys(keyOf(item), key) <= 0);
}

function indexFrom<T>(list: readonly T[], keyOf: (item: T) => Key, key: Key): number {
  return bound(list, (item) => compareKeys(keyOf(item), key) < 0);
}

/** The first index whose item does not pass; all that pass come first. */
function bound<T>(list: readonly T[], passes: (item: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passes(list[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}
