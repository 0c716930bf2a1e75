/** The first half of a conversion: what each original is, and the events of persons who belong together in one place. */

import { createHash } from 'node:crypto';
import { type Classified, classifyText, type OldEvent } from '../legacy/classify.ts';
import { momentIn, personIdIn } from '../legacy/values.ts';
import { CarWriter } from './car.ts';
import { linesOf, Output, SMALL_CHUNK_BYTES, whole } from './files.ts';
import type { Folder } from './folder.ts';
import { blocksOf, originalIn, textOf } from './originals.ts';
import type { Original } from './ports.ts';
import { Groups, merged } from './sorting.ts';

/** Why an original is worth a line of its own. */
export type FindingKind = 'warning' | 'quarantined' | 'command' | 'ack' | 'duplicate' | 'twin' | 'nothing';

export interface Finding {
  readonly kind: FindingKind;
  readonly reason: string;
  readonly stream: string;
  readonly seq: number;
  /** Of the record of the original. */
  readonly cid: string;
  readonly personId?: string;
}

/** An event on its way to where its person is converted. */
export interface Spooled {
  /** Its place among all originals. */
  readonly order: number;
  readonly cid: string;
  readonly digest: string;
  readonly takenAt: number | null;
  readonly stream: string;
  readonly seq: number;
  readonly text: string;
}

export interface SourceReport {
  readonly name: string;
  readonly lines: number;
  readonly first: number;
  readonly last: number;
  /** Sequences between the first and the last that are not there. */
  readonly missing: number;
  readonly digest: string;
}

export interface Scanned {
  readonly shards: number;
  readonly sources: readonly SourceReport[];
  readonly originals: number;
  /** Root of the file of originals. */
  readonly originalsRoot: string;
  /** Old names, each with how often. */
  readonly old: Readonly<Record<string, number>>;
}

/** Bytes of originals that are converted at a time: all of them are held in memory then. */
const SHARD_BYTES = 8 * 1024 * 1024;
const SHARDS_MAX = 512;

const MERGE = /merged_into_id|target_person_id/;

interface Source {
  readonly name: string;
  readonly path: string;
  readonly hash: ReturnType<typeof createHash>;
  lines: number;
  first: number;
  last: number;
  missing: number;
}

interface Read {
  readonly source: Source;
  readonly original: Original;
  readonly found: Classified;
  readonly text: string;
  readonly takenAt: number | null;
  /** What it is ordered by among those of other sources. */
  readonly key: number;
}

/** Told how far it has come. */
export interface Watch {
  /** How many originals there are to look at. */
  begin(total: number): void;
  advance(originals: number): void;
}

export interface ScanWish {
  readonly shardBytes?: number | undefined;
  /** What the names of the files of this scan begin with. */
  readonly prefix?: string;
  /** Where the blocks of the originals are written to. */
  readonly car?: string;
  /** Told of who belongs together, before anything is looked at. */
  readonly place?: (shardOf: (personId: string) => number, shards: number) => void;
}

export async function scan(folder: Folder, watch: Watch, wish: ScanWish = {}): Promise<Scanned> {
  const { shardBytes = SHARD_BYTES, prefix = '', car: carPath = folder.originalBlocks } = wish;
  const files = folder.sources();
  const bytes = files.reduce((sum, each) => sum + each.bytes, 0);
  const shards = Math.min(SHARDS_MAX, Math.max(1, Math.ceil(bytes / shardBytes)));
  const { groups, lines } = await groupsIn(files);
  watch.begin(lines);
  const placeOf = (personId: string) => shardOf(groups.of(personId), shards);
  wish.place?.(placeOf, shards);
  const sources = files.map(({ name, path }): Source => {
    return { name, path, hash: createHash('sha256'), lines: 0, first: 0, last: 0, missing: 0 };
  });
  const spools = Array.from({ length: shards }, (_, at) => aSpool(folder, `${prefix}spool-${at}.jsonl`));
  const findings = new Output(folder.work(`${prefix}findings-scan.jsonl`));
  const quarantine = new Output(folder.work(`${prefix}quarantine-scan.jsonl`));
  const old: Record<string, number> = {};
  let order = 0;
  const root = await whole(carPath, async (output) => {
    const car = new CarWriter(output);
    for await (const read of merged(sources.map(readsOf), ({ key }) => key)) {
      const { original, found } = read;
      const { cid, digest, blocks } = blocksOf(original);
      for (const block of blocks) car.put(block);
      const { stream, seq } = original;
      const name = found.kind === 'event' ? `${found.family}:${found.name}` : found.kind;
      old[name] = (old[name] ?? 0) + 1;
      if (found.kind === 'event') {
        const spooled: Spooled = { order, cid, digest, takenAt: read.takenAt, stream, seq, text: read.text };
        spools[placeOf(found.personId)]?.line(spooled);
      } else {
        findings.line({ ...findingOf(found), stream, seq, cid } satisfies Finding);
        if (found.kind === 'unknown') quarantine.line({ reason: found.reason, cid, ...shown(original) });
      }
      order += 1;
      watch.advance(1);
    }
    return car.finish({ v: 1, kind: 'originals', originals: order, sources: sources.map(reportOf) });
  });
  for (const each of [...spools, findings, quarantine]) each.close(false);
  return { shards, sources: sources.map(reportOf), originals: order, originalsRoot: root, old };
}

/** One of many files that take what comes in the order of their persons. */
export const aSpool = (folder: Folder, name: string): Output => new Output(folder.work(name), 'w', SMALL_CHUNK_BYTES);

/** An original as it is shown to people. */
export function shown({ stream, seq, subject, time, bytes }: Original): object {
  const text = textOf(bytes);
  return {
    stream,
    seq,
    subject,
    time,
    ...(text === null ? { base64: Buffer.from(bytes).toString('base64') } : { text }),
  };
}

function findingOf(found: Exclude<Classified, OldEvent>): Pick<Finding, 'kind' | 'reason'> {
  switch (found.kind) {
    case 'command':
      return { kind: 'command', reason: `${found.name} is a command and no fact` };
    case 'ack':
      return { kind: 'ack', reason: 'it is an acknowledgement of the server' };
    case 'unknown':
      return { kind: 'quarantined', reason: found.reason };
    default:
      return found satisfies never;
  }
}

/** Who is told of together: whoever was merged takes part in what becomes of the other. */
async function groupsIn(files: readonly { readonly name: string; readonly path: string }[]) {
  const groups = new Groups();
  let lines = 0;
  for (const { name, path } of files) {
    for await (const { text, bytes, number, isWhole } of linesOf(path)) {
      if (!isWhole) continue;
      lines += 1;
      if (!MERGE.test(text)) continue;
      const found = classifyText(textOf(originalIn(text, bytes, name, number).bytes) ?? '');
      if (found.kind !== 'event') continue;
      const target = personIdIn(found.data.merged_into_id ?? found.data.target_person_id);
      if (target !== null) groups.join(found.personId, target);
    }
  }
  return { groups, lines };
}

async function* readsOf(source: Source): AsyncGenerator<Read> {
  let key = 0;
  for await (const { text, bytes, number, isWhole } of linesOf(source.path)) {
    // An export that was ended in the middle of a line writes it anew when it goes on.
    if (!isWhole) return;
    const original = originalIn(text, bytes, source.name, number);
    note(source, original, bytes);
    const body = textOf(original.bytes);
    const found: Classified = body === null ? { kind: 'unknown', reason: 'it is no text' } : classifyText(body);
    const takenAt = momentIn(original.time);
    key = Math.max(key, takenAt ?? (found.kind === 'event' ? (found.at ?? 0) : 0));
    yield { source, original, found, text: body ?? '', takenAt, key };
  }
}

function note(source: Source, { seq }: Original, bytes: Uint8Array): void {
  if (source.lines === 0) source.first = seq;
  else if (seq > source.last + 1) source.missing += seq - source.last - 1;
  source.lines += 1;
  source.last = Math.max(source.last, seq);
  source.hash.update(bytes).update('\n');
}

function reportOf({ name, lines, first, last, missing, hash }: Source): SourceReport {
  return { name, lines, first, last, missing, digest: hash.copy().digest('hex') };
}

function shardOf(person: string, shards: number): number {
  // The end of an id is random in every version that was used.
  return Number.parseInt(person.slice(-8), 16) % shards;
}
