/** Things a person has several of, each with an id: added once, changed, removed. The same three rules for all of them. */

import { accepted, type Decision, rejected } from './decider.ts';
import type { Gate } from './gate.ts';
import type { ItemId } from './ids.ts';
import type { Fact } from './message.ts';
import type { RefusalCode } from './rejection.ts';
import { changed, difference, equal, NO_ENTRIES } from './values.ts';

export interface Items<T> {
  readonly live: ReadonlyMap<ItemId, T>;
  /** The ids of what was removed, so that "removed" and "never there" stay two different things. */
  readonly removed: ReadonlySet<ItemId>;
}

const NOTHING: Items<never> = { live: NO_ENTRIES, removed: new Set() };

/** The empty list; shared, since most persons have most lists empty. */
export const noItems = <T>(): Items<T> => NOTHING;

/** How one kind of thing is listed: its names on the wire and its refusals. */
export interface Listing<T extends object> {
  /** The key of the id, in the thing as in its commands. */
  readonly id: keyof T & string;
  readonly added: string;
  readonly exists: RefusalCode;
  readonly notFound: RefusalCode;
  readonly gate: Gate<string>;
  readonly status: (item: T) => string;
  /** Whether two entries with different ids mean the same thing, such as one email address listed twice. */
  readonly twins?: (a: T, b: T) => boolean;
  /** The input field that makes two entries twins. */
  readonly twinField?: string;
}

export function statusIn<T extends object>(listing: Listing<T>, items: Items<T>, id: ItemId): string {
  const item = items.live.get(id);
  if (item !== undefined) return listing.status(item);
  return items.removed.has(id) ? 'removed' : 'absent';
}

/** Adds an entry. The same entry again is already so; another one under its id, or a twin of it, is refused. */
export function add<T extends object>(listing: Listing<T>, items: Items<T>, type: string, item: T): Decision<Fact> {
  const id = item[listing.id] as ItemId;
  const known = items.live.get(id) ?? twinOf(listing, items, item);
  if (known !== undefined) {
    const alike = equal({ ...known, [listing.id]: id }, { ...known, ...item });
    return alike ? accepted() : rejected(listing.exists, items.live.has(id) ? listing.id : listing.twinField);
  }
  if (!listing.gate.permits(statusIn(listing, items, id), type)) return rejected(listing.exists, listing.id);
  return accepted({ type: listing.added, data: item });
}

/** Whether the entry with this id may take the command now: null when so, else the refusal. */
export function refusalFor<T extends object>(
  listing: Listing<T>,
  items: Items<T>,
  type: string,
  id: ItemId,
): Decision<never> | null {
  const permitted = listing.gate.permits(statusIn(listing, items, id), type);
  return permitted && items.live.has(id) ? null : rejected(listing.notFound, listing.id);
}

/** Changes the named fields of an entry; nothing is recorded when they are so already. */
export function update<T extends object>(
  listing: Listing<T>,
  items: Items<T>,
  command: { type: string; data: object },
  updated: string,
  check: (next: T) => Decision<never> | null = () => null,
): Decision<Fact> {
  const { [listing.id]: id, ...changes } = command.data as Record<string, unknown> & { [key: string]: ItemId };
  const item = items.live.get(id as ItemId);
  const refusal = refusalFor(listing, items, command.type, id as ItemId);
  if (refusal !== null || item === undefined) return refusal ?? rejected(listing.notFound, listing.id);
  const different = difference(item, changes);
  if (different === null) return accepted();
  const next = changed(item, different);
  const refused = check(next);
  if (refused !== null) return refused;
  if (twinOf(listing, items, next) !== undefined) return rejected(listing.exists, listing.twinField);
  return accepted({ type: updated, data: { [listing.id]: id, ...different } });
}

/** Takes an entry off the list. Removing what was removed is already so. */
export function remove<T extends object>(
  listing: Listing<T>,
  items: Items<T>,
  command: { type: string; data: object },
  removed: string,
): Decision<Fact> {
  const id = (command.data as Record<string, ItemId>)[listing.id] as ItemId;
  if (items.removed.has(id)) return accepted();
  return refusalFor(listing, items, command.type, id) ?? accepted({ type: removed, data: command.data });
}

/** What of the source's list the target of a merge takes over: what it has under neither this id nor another. */
export function absorbable<T extends object>(listing: Listing<T>, source: Items<T>, target: Items<T>): readonly T[] {
  return [...source.live.values()].filter(
    (item) => !target.live.has(item[listing.id] as ItemId) && twinOf(listing, target, item) === undefined,
  );
}

function twinOf<T extends object>(listing: Listing<T>, items: Items<T>, item: T): T | undefined {
  const twins = listing.twins;
  if (twins === undefined) return undefined;
  for (const other of items.live.values()) {
    if (other[listing.id] !== item[listing.id] && twins(other, item)) return other;
  }
  return undefined;
}

// What the facts do to a list that the caller owns. It changes in place, except that the shared empty one is replaced;
// so the list to go on with is the one returned. Unknown ids are ignored: facts need something to be about.

export function put<T>(items: Items<T>, id: ItemId, item: T): Items<T> {
  if (items === NOTHING) return { live: new Map([[id, item]]), removed: new Set() };
  (items.live as Map<ItemId, T>).set(id, item);
  (items.removed as Set<ItemId>).delete(id);
  return items;
}

export function amend<T extends object>(items: Items<T>, id: ItemId, changes: object): Items<T> {
  const item = items.live.get(id);
  if (item !== undefined) (items.live as Map<ItemId, T>).set(id, changed(item, changes));
  return items;
}

export function take<T>(items: Items<T>, id: ItemId): Items<T> {
  if (items.live.has(id)) {
    (items.live as Map<ItemId, T>).delete(id);
    (items.removed as Set<ItemId>).add(id);
  }
  return items;
}

export function putAll<T extends object>(items: Items<T>, idKey: keyof T, more: readonly T[]): Items<T> {
  return more.reduce((list, item) => put(list, item[idKey] as ItemId, item), items);
}
