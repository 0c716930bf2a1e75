/** A person's history, checked link by link: the chain is believed as far as it holds. */

import type { PersonId } from '../domain/ids.ts';
import type { Happened, Recorded } from '../domain/message.ts';
import { type AnyFact, fold, noPerson, type Person } from '../domain/person/person.ts';
import { type Codec, type Damage, isDamage, type StoredBlock } from './ports.ts';

export interface History {
  readonly events: readonly Recorded[];
  /** The first block that breaks the chain; nothing from there on is believed. */
  readonly damage: Damage | null;
  /** Sequence of the last block that is there, believed or not; 0 when there is none. */
  readonly lastSequence: number;
}

/** Reads the blocks of one person; stops believing at the first that is damaged or does not follow the one before. */
export function readHistory(codec: Codec, personId: PersonId, blocks: readonly StoredBlock[]): History {
  const lastSequence = blocks.at(-1)?.sequence ?? 0;
  const events: Recorded[] = [];
  for (const block of blocks) {
    const opened = codec.open(block);
    const damage = isDamage(opened) ? opened : brokenLink(opened, personId, events.at(-1) ?? null);
    if (damage !== null) return { events, damage, lastSequence };
    events.push(opened as Recorded);
  }
  return { events, damage: null, lastSequence };
}

/** Why the event cannot follow `before` in the history of this person; null when it can. */
export function brokenLink(event: Recorded, personId: string, before: Before | null): Damage | null {
  const reason = linkFault(event, personId, before);
  if (reason === null) return null;
  return { kind: 'damage', sequence: event.sequence, personId, cid: event.cid, reason };
}

type Before = { readonly n: number; readonly cid: string };

function linkFault(event: Recorded, personId: string, before: Before | null): string | null {
  if (event.personId !== personId) return `the block belongs to person ${event.personId}`;
  const n = (before?.n ?? 0) + 1;
  if (event.n !== n) return `the event has number ${event.n}, where ${n} is due`;
  const prev = before?.cid ?? null;
  if (event.prev !== prev)
    return `the event follows ${event.prev ?? 'nothing'}, where ${prev ?? 'nothing'} comes before`;
  return null;
}

/** The person as the events tell it. Events newer than this program are passed over. */
export function personOf(events: readonly Recorded[], from: Person = noPerson()): Person {
  return fold(factsOf(events), from);
}

export function factsOf(events: readonly Recorded[]): Happened<AnyFact>[] {
  return events.filter((event) => event.known) as unknown as Happened<AnyFact>[];
}
