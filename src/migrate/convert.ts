/**
 * Originals into blocks of ours. Ended at any moment and begun again, it goes on where it can; and whenever it ends, the
 * files are the same, byte for byte, since they depend on nothing but the originals.
 */

import { createHash } from 'node:crypto';
import { appendFileSync, copyFileSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Codec } from '../app/ports.ts';
import { sha256 } from '../codec/cid.ts';
import { CarDamaged, CarWriter } from './car.ts';
import { linesOf, type Output, whole } from './files.ts';
import { type Folder, jsonIn } from './folder.ts';
import { type Finding, type FindingKind, type Scanned, type SourceReport, scan, type Watch } from './scan.ts';
import { convertShard, framesIn, type PersonReport, type ShardReport } from './shard.ts';
import { merged } from './sorting.ts';

/** What a conversion was made from and what came of it; the last block of the file of events, and its root. */
export interface Manifest {
  readonly v: 1;
  readonly kind: 'person-migration';
  readonly sources: readonly SourceReport[];
  readonly originals: number;
  readonly originalsRoot: string;
  readonly old: Readonly<Record<string, number>>;
  readonly persons: number;
  readonly events: number;
  readonly facts: Readonly<Record<string, number>>;
  readonly findings: Readonly<Partial<Record<FindingKind, number>>>;
  /** Of the last event of everybody, in the order of their ids. */
  readonly heads: string;
}

export interface Conversion {
  readonly root: string;
  readonly manifest: Manifest;
}

export interface ConvertWish {
  readonly folder: Folder;
  readonly codec: Codec;
  /** Told of originals that were looked at, and again of those that were converted. */
  readonly watch?: Watch;
  readonly shardBytes?: number;
}

export async function convert({ folder, codec, watch = UNWATCHED, shardBytes }: ConvertWish): Promise<Conversion> {
  const fingerprint = fingerprintOf(folder);
  const done = conversionIn(folder);
  if (done !== null && isCurrent(folder)) return done;
  let begun = jsonIn<Begun>(folder.work('begun.json'));
  if (begun?.fingerprint !== fingerprint) {
    for (const file of readdirSync(folder.work(''))) rmSync(folder.work(file), { force: true });
    begun = { fingerprint, scanned: await scan(folder, doubled(watch), { shardBytes }) };
    keep(folder.work('begun.json'), begun);
  } else {
    watch.begin(2 * begun.scanned.originals);
    watch.advance(begun.scanned.originals);
  }
  const { scanned } = begun;
  const reports: ShardReport[] = [];
  for (let shard = 0; shard < scanned.shards; shard += 1) {
    const path = folder.work(`shard-${shard}.json`);
    const report = jsonIn<ShardReport>(path) ?? (await convertShard(folder, codec, shard));
    keep(path, report);
    reports.push(report);
    watch.advance(Math.floor(scanned.originals / scanned.shards));
  }
  const conversion = await joined(folder, scanned, reports);
  keep(folder.work('done.json'), { fingerprint, ...conversion });
  for (const file of readdirSync(folder.work(''))) if (file !== 'done.json') rmSync(folder.work(file));
  return conversion;
}

const UNWATCHED: Watch = { begin: () => {}, advance: () => {} };

/** Each original is looked at twice. */
const doubled = (watch: Watch): Watch => ({ ...watch, begin: (total) => watch.begin(2 * total) });

/** Another one as soon as there are other originals. */
function fingerprintOf(folder: Folder): string {
  return JSON.stringify(folder.sources().map(({ name, bytes }) => [name, bytes]));
}

/** Whether the conversion in the folder is one of the originals that are in it now. */
export function isCurrent(folder: Folder): boolean {
  return jsonIn<Done>(folder.work('done.json'))?.fingerprint === fingerprintOf(folder);
}

interface Begun {
  readonly fingerprint: string;
  readonly scanned: Scanned;
}

type Done = Conversion & { readonly fingerprint: string };

/** The conversion that is in the folder; null as long as there is none. */
export function conversionIn(folder: Folder): Conversion | null {
  const done = jsonIn<Done>(folder.work('done.json'));
  return done === null ? null : { root: done.root, manifest: done.manifest };
}

/** Written beside and renamed, so that a report that is there is whole. */
function keep(path: string, value: unknown): void {
  writeFileSync(`${path}.part`, `${JSON.stringify(value)}\n`);
  renameSync(`${path}.part`, path);
}

async function joined(folder: Folder, scanned: Scanned, reports: readonly ShardReport[]): Promise<Conversion> {
  const shards = reports.map((_, at) => at);
  const heads = createHash('sha256');
  await whole(folder.persons, async (output) => {
    const lists = shards.map((at) => personsIn(folder.work(`persons-${at}.jsonl`)));
    for await (const each of merged(lists, ({ personId }) => personId)) {
      heads.update(`${each.personId} ${each.head}\n`);
      output.line(each);
    }
  });
  const parts = ['scan', ...shards];
  copyAll(
    folder,
    parts.map((part) => `findings-${part}.jsonl`),
    folder.findings,
  );
  copyAll(
    folder,
    parts.map((part) => `quarantine-${part}.jsonl`),
    folder.quarantine,
  );
  const { sources, originals, originalsRoot, old } = scanned;
  const manifest: Manifest = {
    v: 1,
    kind: 'person-migration',
    sources,
    originals,
    originalsRoot,
    old,
    persons: reports.reduce((sum, each) => sum + each.persons, 0),
    events: reports.reduce((sum, each) => sum + each.events, 0),
    facts: summed(reports.map(({ facts }) => facts)),
    findings: await countedIn(folder.findings),
    heads: heads.digest('hex'),
  };
  const root = await whole(folder.events, (output: Output) => eventsInto(output, folder, shards, manifest));
  return { root, manifest };
}

async function eventsInto(
  output: Output,
  folder: Folder,
  shards: readonly number[],
  manifest: Manifest,
): Promise<string> {
  const car = new CarWriter(output);
  const lists = shards.map((at) => framesIn(folder.work(`frames-${at}`)));
  for await (const frame of merged(lists, ({ order }) => order)) {
    // What was put aside was not synced, so after a loss of power it may be anything.
    if (!Buffer.from(frame.cid.bytes.subarray(-32)).equals(sha256(frame.bytes))) {
      rmSync(folder.work('begun.json'), { force: true });
      throw new CarDamaged('What was converted before was damaged on disk. Run the same again');
    }
    car.put(frame);
  }
  return car.finish(manifest);
}

function copyAll(folder: Folder, names: readonly string[], path: string): void {
  const [first = '', ...more] = names;
  copyFileSync(folder.work(first), `${path}.part`);
  for (const name of more) appendFileSync(`${path}.part`, readFileSync(folder.work(name)));
  renameSync(`${path}.part`, path);
}

export async function* personsIn(path: string): AsyncGenerator<PersonReport> {
  for await (const { text } of linesOf(path)) yield JSON.parse(text) as PersonReport;
}

async function countedIn(path: string): Promise<Partial<Record<FindingKind, number>>> {
  const counts: Partial<Record<FindingKind, number>> = {};
  for await (const { text } of linesOf(path)) {
    const { kind } = JSON.parse(text) as Finding;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

function summed(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const each of counts) for (const [key, count] of Object.entries(each)) sum[key] = (sum[key] ?? 0) + count;
  return sum;
}
