/** Comparing and dating values; no state, no clock. */

import type { IsoDate } from './message.ts';

/** Somewhere on earth it is already the next day: a date counts as future only when it is so everywhere. */
const EARLIEST_ZONE_OFFSET_MS = 14 * 60 * 60 * 1000;

/** Whether the date lies after `at` (UTC milliseconds) in every time zone. */
export function isFuture(date: IsoDate, at: number): boolean {
  return date > new Date(at + EARLIEST_ZONE_OFFSET_MS).toISOString().slice(0, 10);
}

/** The UTC date of a moment in UTC milliseconds. */
export function dateOf(at: number): IsoDate {
  return new Date(at).toISOString().slice(0, 10);
}

/** Text as it is compared when case, accents and spacing shall not matter. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whether two values of plain data are equal; a missing key equals an undefined one. */
export function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  for (const key of keys) if (!equal(left[key], right[key])) return false;
  return true;
}

/**
 * What of `wanted` differs from `current`: null clears, a missing key stays. Null when nothing would change.
 */
export function difference<T extends object, C extends object>(current: T, wanted: C): C | null {
  const changed = Object.entries(wanted).filter(([key, value]) => {
    if (value === undefined) return false;
    const now = (current as Record<string, unknown>)[key];
    return value === null ? now !== undefined : !equal(now, value);
  });
  return changed.length === 0 ? null : (Object.fromEntries(changed) as C);
}

/** `current` with the changes made: null takes the key away. */
export function changed<T extends object>(current: T, changes: object): T {
  const next = { ...current } as Record<string, unknown>;
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete next[key];
    else next[key] = value;
  }
  return next as T;
}

/** The empty map; shared, since most persons have most collections empty. */
export const NO_ENTRIES: ReadonlyMap<never, never> = new Map<never, never>();

/** The map with the entry: the same one, changed in place by its owner, or a new one for the shared empty map. */
export function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  if (map === NO_ENTRIES) return new Map([[key, value]]);
  (map as Map<K, V>).set(key, value);
  return map;
}

/** The map without the entry, changed in place by its owner. */
export function withoutEntry<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  if (map.has(key)) (map as Map<K, V>).delete(key);
  return map;
}

/** A copy one level deep: the collections are new, what they hold is shared, since held values are never changed. */
export function copied<T extends object>(part: T): T {
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, copyOf(value)])) as T;
}

function copyOf(value: unknown): unknown {
  if (value instanceof Map) return value.size === 0 ? NO_ENTRIES : new Map(value);
  if (value instanceof Set) return new Set(value);
  if (!isItems(value) || value.live.size + value.removed.size === 0) return value;
  return { live: new Map(value.live), removed: new Set(value.removed) };
}

function isItems(value: unknown): value is { live: Map<unknown, unknown>; removed: Set<unknown> } {
  return typeof value === 'object' && value !== null && 'live' in value && value.live instanceof Map;
}
