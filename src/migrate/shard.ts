/** The second half of a conversion: the events of some persons, in their order, as blocks of ours. */

import type { Codec } from '../app/ports.ts';
import { parseCid } from '../codec/cid.ts';
import { isPresent } from '../domain/person/person.ts';
import { classifyText, type OldEvent } from '../legacy/classify.ts';
import { areTwins, twinKey } from '../legacy/twins.ts';
import { Chronicle } from './chronicle.ts';
import { linesOf, Output, Pieces } from './files.ts';
import type { Folder } from './folder.ts';
import type { Finding, Spooled } from './scan.ts';

/** What becomes of a person, a line each. */
export interface PersonReport {
  readonly personId: string;
  readonly events: number;
  readonly head: string;
  readonly status: string;
  readonly warnings: number;
}

export interface ShardReport {
  readonly persons: number;
  readonly events: number;
  /** Types of facts, each with how often. */
  readonly facts: Readonly<Record<string, number>>;
}

export interface Told extends Spooled {
  readonly event: OldEvent;
}

/** Converts one shard. Its report is written last, and says that it is done. */
export async function convertShard(folder: Folder, codec: Codec, shard: number): Promise<ShardReport> {
  const told = await toldIn(folder.work(`spool-${shard}.jsonl`));
  const frames = new Output(folder.work(`frames-${shard}`));
  const findings = new Output(folder.work(`findings-${shard}.jsonl`));
  const quarantine = new Output(folder.work(`quarantine-${shard}.jsonl`));
  const persons = new Output(folder.work(`persons-${shard}.jsonl`));
  const chronicle = new Chronicle(codec);
  const facts: Record<string, number> = {};
  const warned = new Map<string, number>();
  let events = 0;
  const note = (kind: Finding['kind'], reason: string, { stream, seq, cid, event }: Told) =>
    findings.line({ kind, reason, stream, seq, cid, personId: event.personId } satisfies Finding);
  for (const { chosen, dropped } of chosenOf(told)) {
    for (const { entry, kind, reason } of dropped) note(kind, reason, entry);
    if (chosen === null) continue;
    const converted = chronicle.tell(chosen);
    if (converted.kind === 'quarantined') {
      note('quarantined', converted.reason, chosen);
      const { text, stream, seq, cid } = chosen;
      quarantine.line({ reason: converted.reason, cid, stream, seq, text });
      continue;
    }
    for (const { cid, bytes, type } of converted.sealed) {
      frames.write(frameOf(chosen.order, cid, bytes));
      facts[type] = (facts[type] ?? 0) + 1;
      events += 1;
    }
    for (const warning of converted.warnings) note('warning', warning, chosen);
    const { personId } = chosen.event;
    warned.set(personId, (warned.get(personId) ?? 0) + converted.warnings.length);
    if (converted.sealed.length === 0) note('nothing', 'it tells nothing that was not so already', chosen);
  }
  const sorted = [...chronicle.persons].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [personId, { n, head, person }] of sorted) {
    if (head === null) continue;
    const status = isPresent(person) ? person.core.status : 'absent';
    persons.line({ personId, events: n, head, status, warnings: warned.get(personId) ?? 0 } satisfies PersonReport);
  }
  for (const each of [frames, findings, quarantine, persons]) each.close(false);
  return { persons: sorted.length, events, facts };
}

export async function toldIn(path: string): Promise<Told[]> {
  const told: Told[] = [];
  for await (const { text } of linesOf(path)) {
    const spooled = JSON.parse(text) as Spooled;
    const event = classifyText(spooled.text);
    if (event.kind !== 'event') throw new Error(`What was an event is none: ${path}`);
    told.push({ ...spooled, event });
  }
  return told;
}

interface Chosen {
  /** What is told at this place; null where something else stands for it. */
  readonly chosen: Told | null;
  readonly dropped: readonly { readonly entry: Told; readonly kind: 'duplicate' | 'twin'; readonly reason: string }[];
}

/** Without what was said twice: the same bytes again, and twins, of which the second family says who and why. */
export function* chosenOf(all: readonly Told[]): Generator<Chosen> {
  const first = new Map<string, Told>();
  const single: Told[] = [];
  const again = new Map<Told, Told>();
  for (const entry of all) {
    const key = `${entry.event.personId}/${entry.digest}`;
    const known = first.get(key);
    if (known === undefined) {
      first.set(key, entry);
      single.push(entry);
    } else again.set(entry, known);
  }
  const twins = twinsIn(single);
  for (const entry of all) {
    const known = again.get(entry);
    if (known !== undefined) {
      const reason = `the same as ${known.stream}/${known.seq}`;
      yield { chosen: null, dropped: [{ entry, kind: 'duplicate', reason }] };
      continue;
    }
    const twin = twins.get(entry);
    if (twin === undefined) yield { chosen: entry, dropped: [] };
    // Told where the first of the two stands; the other one has been told by then.
    else if (entry.order < twin.order) {
      const [kept, left] = entry.event.family === 'v2-envelope' ? [entry, twin] : [twin, entry];
      const reason = `the same fact as ${kept.stream}/${kept.seq}, in the other family`;
      yield { chosen: { ...kept, order: entry.order }, dropped: [{ entry: left, kind: 'twin', reason }] };
    }
  }
}

function twinsIn(all: readonly Told[]): Map<Told, Told> {
  const waiting = new Map<string, Told[]>();
  const twins = new Map<Told, Told>();
  for (const entry of all) {
    const key = twinKey(entry.event);
    if (key === null) continue;
    const others = waiting.get(key) ?? [];
    const other = others.find((each) => areTwins(each.event, entry.event));
    if (other === undefined) waiting.set(key, [...others, entry]);
    else {
      waiting.set(
        key,
        others.filter((each) => each !== other),
      );
      twins.set(entry, other);
      twins.set(other, entry);
    }
  }
  return twins;
}

const FRAME_HEAD_BYTES = 4 + 8 + 36;

function frameOf(order: number, cid: string, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(FRAME_HEAD_BYTES);
  head.writeUInt32BE(bytes.length, 0);
  head.writeDoubleBE(order, 4);
  head.set(parseCid(cid)?.bytes ?? [], 12);
  return Buffer.concat([head, bytes]);
}

export interface Frame {
  readonly order: number;
  readonly cid: { readonly bytes: Uint8Array };
  readonly bytes: Uint8Array;
}

export async function* framesIn(path: string): AsyncGenerator<Frame> {
  const pieces = new Pieces(path, 0);
  while (!(await pieces.isAtEnd())) {
    const head = await pieces.take(FRAME_HEAD_BYTES);
    const bytes = await pieces.take(head.readUInt32BE(0));
    yield { order: head.readDoubleBE(4), cid: { bytes: head.subarray(12) }, bytes };
  }
}
