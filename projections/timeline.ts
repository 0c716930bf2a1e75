/**
 * Timeline: which events there are, of whom, of what type and when. An index; the events themselves stay in the log.
 * About 50 bytes an event, 16 of them to know every command again that was ever taken. The same index serves timelines, histories, past states and subscriptions.
 */

import type { Recorded } from '../src/domain/message.ts';
import { Column, floats, HashIndex, words16, words32 } from './columns.ts';
import type { Projection } from './projection.ts';

export interface TimelineFilter {
  readonly person?: number | undefined;
  readonly types?: ReadonlySet<string> | undefined;
  readonly actors?: ReadonlySet<string> | undefined;
  /** UTC milliseconds, both inclusive. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** The last sequence that counts. */
  readonly until?: number | undefined;
}

export interface Following {
  readonly sequences: number[];
  /** Everything up to here was looked at. */
  readonly next: number;
}

/** Stands for the place of a block that is no event of anybody. */
const NOBODY = 0xffffffff;

export class TimelineView implements Projection {
  readonly name = 'Timeline';
  // One entry per sequence: entry 0 is sequence 1.
  readonly #times = new Column(floats);
  readonly #types = new Column(words16);
  readonly #persons = new Column(words32);
  readonly #actors = new Column(words32);
  /** Sequence of the same person's event before; 0 for the first. */
  readonly #before = new Column(words32);
  readonly #cids = new HashIndex();
  /** By command and person. */
  readonly #commands = new HashIndex();
  /** Sequence and number of events of each person's last event. */
  readonly #last: number[] = [];
  readonly #counts: number[] = [];
  readonly #typeNames = new Names();
  readonly #actorNames = new Names();

  apply(event: Recorded, person: number): void {
    while (this.#times.length < event.sequence - 1) this.skip();
    this.#push(event.at, this.#typeNames.number(event.type), person, this.#last[person] ?? 0);
    this.#actors.push(this.#actorNames.number(event.meta.actor));
    this.#cids.push(hashOf(event.cid));
    this.#commands.push(commandHash(person, event.meta.commandId));
    this.#last[person] = event.sequence;
    this.#counts[person] = (this.#counts[person] ?? 0) + 1;
  }

  /** Leaves a place empty, for a block that is not believed. */
  skip(): void {
    this.#push(0, 0, NOBODY, 0);
    this.#actors.push(0);
    // A hash of its own, since entries with the same one are found step by step.
    this.#cids.push(this.#times.length);
    this.#commands.push(this.#times.length);
  }

  row(person: number): unknown {
    const sequences = this.of(person);
    return sequences.length === 0
      ? undefined
      : sequences.map((sequence) => [sequence, this.at(sequence), this.type(sequence)]);
  }

  /** Sequence of the last entry. */
  get lastSequence(): number {
    return this.#times.length;
  }

  /** UTC milliseconds of an event. */
  at(sequence: number): number {
    return this.#times.at(sequence - 1);
  }

  type(sequence: number): string {
    return this.#typeNames.name(this.#types.at(sequence - 1));
  }

  /** Whose event it is; null for a block that is nobody's. */
  person(sequence: number): number | null {
    const person = this.#persons.at(sequence - 1);
    return person === NOBODY ? null : person;
  }

  /** Sequences of a person's events, oldest first. */
  of(person: number): number[] {
    const sequences = new Array<number>(this.#counts[person] ?? 0);
    let next = sequences.length - 1;
    for (let sequence = this.#last[person] ?? 0; sequence !== 0; sequence = this.#before.at(sequence - 1)) {
      sequences[next] = sequence;
      next -= 1;
    }
    return sequences;
  }

  /** Sequences of the events that pass the filter, after or before a sequence, in the order of the walk. */
  *walk(filter: TimelineFilter, backwards: boolean, from: number | null): Generator<number> {
    if (filter.person !== undefined) {
      const own = this.of(filter.person);
      if (backwards) own.reverse();
      for (const sequence of own) {
        const isBeyond = from === null || (backwards ? sequence < from : sequence > from);
        if (isBeyond && this.passes(sequence, filter)) yield sequence;
      }
      return;
    }
    const step = backwards ? -1 : 1;
    const first = backwards ? Math.min(from ?? Infinity, this.lastSequence + 1) - 1 : (from ?? 0) + 1;
    for (let sequence = first; sequence >= 1 && sequence <= this.lastSequence; sequence += step) {
      if (this.passes(sequence, filter)) yield sequence;
    }
  }

  /**
   * At most so many sequences after one that pass the filter, oldest first, and up to where everything was looked at.
   * At most `places` are looked at. Nothing passes where there is no filter.
   */
  following(filter: TimelineFilter | null, after: number, most: number, places: number): Following {
    const last = this.lastSequence;
    if (filter === null) return { sequences: [], next: last };
    const sequences: number[] = [];
    if (filter.person !== undefined) {
      for (const sequence of this.walk(filter, false, after)) {
        if (sequences.length === most) return { sequences, next: sequences.at(-1) as number };
        sequences.push(sequence);
      }
      return { sequences, next: Math.max(after, last) };
    }
    let next = after;
    const end = Math.min(last, after + places);
    while (next < end && sequences.length < most) {
      next += 1;
      if (this.passes(next, filter)) sequences.push(next);
    }
    return { sequences, next };
  }

  passes(sequence: number, { person, types, actors, from, to, until }: TimelineFilter): boolean {
    if (until !== undefined && sequence > until) return false;
    const whose = this.#persons.at(sequence - 1);
    if (whose === NOBODY || (person !== undefined && whose !== person)) return false;
    if (types !== undefined && !types.has(this.type(sequence))) return false;
    if (actors !== undefined && !actors.has(this.#actorNames.name(this.#actors.at(sequence - 1)))) return false;
    const at = this.at(sequence);
    return (from === undefined || at >= from) && (to === undefined || at <= to);
  }

  /** Sequences that the event with this CID may have; nearly always one or none, and the event must be looked at. */
  candidates(cid: string): number[] {
    return [...this.#cids.find(hashOf(cid))]
      .map((entry) => entry + 1)
      .filter((sequence) => this.person(sequence) !== null);
  }

  /** Sequences that the event of a command on a person may have; nearly always one or none, as for a CID. */
  ofCommand(person: number, commandId: string): number[] {
    return [...this.#commands.find(commandHash(person, commandId))]
      .map((entry) => entry + 1)
      .filter((sequence) => this.person(sequence) === person);
  }

  #push(at: number, type: number, person: number, before: number): void {
    this.#times.push(at);
    this.#types.push(type);
    this.#persons.push(person);
    this.#before.push(before);
  }
}

/** Names that stand in many places, as numbers. */
class Names {
  readonly #names: string[] = [];
  readonly #numbers = new Map<string, number>();

  number(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const next = this.#names.push(name) - 1;
    this.#numbers.set(name, next);
    return next;
  }

  name(number: number): string {
    return this.#names[number] ?? '';
  }
}

/** CIDs differ in their last characters as much as in any. */
function hashOf(cid: string): number {
  return fnv1a(FNV_BASIS, cid, cid.length - 16);
}

function commandHash(person: number, commandId: string): number {
  return fnv1a(Math.imul(FNV_BASIS ^ person, FNV_PRIME), commandId, 0);
}

const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

function fnv1a(basis: number, text: string, from: number): number {
  let hash = basis;
  for (let at = Math.max(0, from); at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
  return hash >>> 0;
}
