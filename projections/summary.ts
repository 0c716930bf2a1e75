/** Summary: who each person is and where it stands, what it prefers, and the orders in which persons are listed. */

import type { Happened, Recorded } from '../src/domain/message.ts';
import { applyCore, identityKey, type PersonCore, type Profile } from '../src/domain/person/core.ts';
import type { PersonFact } from '../src/domain/person/messages.ts';
import { sortKey } from '../src/domain/person/name.ts';
import { isByPolicy } from '../src/domain/policies/policy.ts';
import type { PreferencesFact } from '../src/domain/preferences/messages.ts';
import { applyPreferences, noPreferences, type Preferences } from '../src/domain/preferences/preferences.ts';
import type { Projection } from './projection.ts';
import { SortedList } from './sorted-list.ts';

interface Row {
  core: PersonCore;
  preferences: Preferences;
  /** UTC milliseconds of the person's last event. */
  lastActivityAt: number;
  /** The same of its last event that no policy recorded. */
  activeAt: number;
  /** Sequence of the person's last event. */
  lastSequence: number;
  /** What lists by name are ordered by. */
  nameKey: string;
}

export const ORDERS = ['name', 'created_at', 'last_activity'] as const;
export type OrderField = (typeof ORDERS)[number];

/** An entry of an order: the key it is sorted by, and the person, which settles ties. */
export interface OrderEntry {
  readonly key: string | number;
  readonly person: number;
}

const NO_PREFERENCES = noPreferences();

export class SummaryView implements Projection {
  readonly name = 'Summary';
  readonly #rows: (Row | undefined)[] = [];
  readonly #identities = new Map<string, number[]>();
  #mergedCount = 0;
  /** Every person that exists, in each order. */
  readonly #orders: Readonly<Record<OrderField, SortedList<OrderEntry>>> = {
    name: new SortedList(compareEntries),
    created_at: new SortedList(compareEntries),
    last_activity: new SortedList(compareEntries),
  };

  apply(event: Recorded, person: number): void {
    const row = this.#rows[person] ?? this.#begin(person);
    const before = entriesOf(row, person);
    this.#noteIdentities(event, person);
    const wasMerged = row.core.status === 'merged';
    row.core = applyCore(row.core, event as unknown as Happened<PersonFact>);
    // Whoever was merged may have come back, in histories that began elsewhere.
    this.#mergedCount += Number(row.core.status === 'merged') - Number(wasMerged);
    applyPreferences(row.preferences, event as unknown as Happened<PreferencesFact>);
    row.lastActivityAt = event.at;
    if (!isByPolicy(event.meta.actor)) row.activeAt = event.at;
    row.lastSequence = event.sequence;
    if (event.type === 'PersonCreated' || event.type === 'PersonRenamed') {
      row.nameKey = row.core.status === 'absent' ? '' : sortKey(row.core.name);
    }
    this.#reorder(before, entriesOf(row, person));
  }

  row(person: number): unknown {
    const row = this.#rows[person];
    if (row === undefined || row.core.status === 'absent') return undefined;
    const { identities, tags, attributes, notes, messages, ...core } = row.core;
    const collections = [
      [...identities.values()],
      [...tags.values()],
      [...attributes.live.values()],
      [...notes.live.values()],
      [...messages.live.values()],
    ];
    const { consents, ...preferences } = row.preferences;
    return [core, collections, preferences, [...consents.values()], row.lastActivityAt, row.activeAt, row.nameKey];
  }

  /** Who the person is; null when it does not exist. */
  profile(person: number): Profile | null {
    const core = this.#rows[person]?.core;
    return core === undefined || core.status === 'absent' ? null : core;
  }

  preferences(person: number): Preferences {
    return this.#rows[person]?.preferences ?? NO_PREFERENCES;
  }

  /** UTC milliseconds; null when nothing was recorded about the person. */
  lastActivityAt(person: number): number | null {
    return this.#rows[person]?.lastActivityAt ?? null;
  }

  /** UTC milliseconds of the person's last event that no policy recorded; null when there is none. */
  activeAt(person: number): number | null {
    return this.#rows[person]?.activeAt ?? null;
  }

  /** What lists by name are ordered by; empty for who does not exist. */
  nameKey(person: number): string {
    return this.#rows[person]?.nameKey ?? '';
  }

  /** The person that another system knows under this value; of several, the one linked first that is not merged. */
  byIdentity(system: string, value: string): number | null {
    const holders = this.#identities.get(identityKey({ system, value })) ?? [];
    return holders.find((person) => this.profile(person)?.status !== 'merged') ?? holders[0] ?? null;
  }

  /** Every person that exists, in an order; those after (or, descending, before) an entry only. */
  ordered(field: OrderField, descending: boolean, from?: OrderEntry): Generator<OrderEntry> {
    return descending ? this.#orders[field].descending(from) : this.#orders[field].ascending(from);
  }

  /** The place of a person in an order, whether it is listed there or not. */
  entry(field: OrderField, person: number): OrderEntry | null {
    const row = this.#rows[person];
    return row === undefined ? null : entryOf(row, person, field);
  }

  /** How many persons exist and were not merged. */
  get size(): number {
    return this.#orders.name.size - this.#mergedCount;
  }

  #begin(person: number): Row {
    const row: Row = {
      core: { status: 'absent' },
      preferences: noPreferences(),
      lastActivityAt: 0,
      activeAt: 0,
      lastSequence: 0,
      nameKey: '',
    };
    this.#rows[person] = row;
    return row;
  }

  #noteIdentities(event: Recorded, person: number): void {
    const fact = event as unknown as PersonFact;
    if (fact.type === 'IdentityLinked') this.#link(identityKey(fact.data), person);
    if (fact.type === 'IdentityUnlinked') this.#unlink(identityKey(fact.data), person);
    if (fact.type === 'PersonAbsorbed')
      for (const identity of fact.data.identities) this.#link(identityKey(identity), person);
  }

  #link(key: string, person: number): void {
    const holders = this.#identities.get(key);
    if (holders === undefined) this.#identities.set(key, [person]);
    else if (!holders.includes(person)) holders.push(person);
  }

  #unlink(key: string, person: number): void {
    const rest = (this.#identities.get(key) ?? []).filter((holder) => holder !== person);
    if (rest.length > 0) this.#identities.set(key, rest);
    else this.#identities.delete(key);
  }

  #reorder(before: readonly OrderEntry[] | null, after: readonly OrderEntry[] | null): void {
    ORDERS.forEach((field, at) => {
      const old = before?.[at];
      const next = after?.[at];
      if (old !== undefined && next !== undefined && old.key === next.key) return;
      if (old !== undefined) this.#orders[field].remove(old);
      if (next !== undefined) this.#orders[field].add(next);
    });
  }
}

/** The person's entries in the orders, or null when it is in none. */
function entriesOf(row: Row, person: number): readonly OrderEntry[] | null {
  if (row.core.status === 'absent') return null;
  return ORDERS.map((field) => entryOf(row, person, field));
}

function entryOf(row: Row, person: number, field: OrderField): OrderEntry {
  switch (field) {
    case 'name':
      return { key: row.nameKey, person };
    case 'created_at':
      return { key: row.core.status === 'absent' ? 0 : row.core.createdAt, person };
    case 'last_activity':
      return { key: row.lastSequence, person };
    default:
      return field satisfies never;
  }
}

function compareEntries(a: OrderEntry, b: OrderEntry): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return a.person - b.person;
}
