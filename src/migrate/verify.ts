/**
 * Both worlds, replayed and compared: the old one from its own messages, the new one from what is in the log. Person by
 * person and query by query; and each message is accounted for, so that nothing is lost and nothing doubled.
 */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { brokenLink, factsOf } from '../app/history.ts';
import { type Codec, type Feed, isDamage, type StoredBlock } from '../app/ports.ts';
import type { Recorded } from '../domain/message.ts';
import { fold } from '../domain/person/person.ts';
import { equal } from '../domain/values.ts';
import { type Answers, QUERIES, type Query } from './answers.ts';
import { originOf, SOURCE } from './chronicle.ts';
import { conversionIn, isCurrent, personsIn } from './convert.ts';
import { linesOf } from './files.ts';
import type { Folder } from './folder.ts';
import { answersOf } from './new-world.ts';
import { OldWorld } from './old-world.ts';
import { type HeadRow, type Receipt, type ReceiptWriter, writeReceipt } from './receipt.ts';
import { aSpool, type Finding, type FindingKind, type Scanned, scan, type Watch } from './scan.ts';
import { chosenOf, type PersonReport, type Told, toldIn } from './shard.ts';
import { Tally } from './tally.ts';

export interface VerifyWish {
  readonly folder: Folder;
  readonly codec: Codec;
  readonly feed: Feed;
  readonly logId: string;
  readonly watch: Watch;
  readonly shardBytes?: number;
}

export interface Verified {
  readonly cid: string;
  readonly receipt: Receipt;
}

/** There is nothing to compare with: the originals are others than those that were converted. */
export class NotComparable extends Error {
  override readonly name = 'NotComparable';
}

const PREFIX = 'verify-';

export async function verify(wish: VerifyWish): Promise<Verified> {
  const { folder, feed, watch } = wish;
  const conversion = conversionIn(folder);
  if (conversion === null || !isCurrent(folder))
    throw new NotComparable('The originals are not the ones that were converted');
  discard(folder);
  const position = await feed.lastSequence();
  let placed: { readonly of: (personId: string) => number; readonly shards: number } = { of: () => 0, shards: 1 };
  const scanned = await scan(folder, doubled(watch), {
    prefix: PREFIX,
    car: folder.work(`${PREFIX}originals`),
    shardBytes: wish.shardBytes,
    place: (of, shards) => {
      placed = { of, shards };
    },
  });
  if (scanned.originalsRoot !== conversion.manifest.originalsRoot)
    throw new NotComparable('The originals have been changed');
  await spoolLog(wish, position, placed.of, placed.shards);
  await spoolRows(folder, folder.persons, 'persons', placed.of, placed.shards);
  await spoolRows(folder, folder.findings, 'findings', placed.of, placed.shards);
  const tally = new Tally(folder.differences, folder.work(`${PREFIX}lost`));
  for (let shard = 0; shard < placed.shards; shard += 1) {
    await compareShard(wish, shard, tally);
    watch.advance(Math.floor(scanned.originals / placed.shards));
  }
  tally.close();
  const verified = await writeReceipt(folder.receipt, (writer) =>
    receiptOf(wish, { scanned, tally, position, shards: placed.shards, root: conversion.root }, writer),
  );
  discard(folder);
  return verified;
}

const doubled = (watch: Watch): Watch => ({
  begin: (total) => watch.begin(2 * total),
  advance: (by) => watch.advance(by),
});

function discard(folder: Folder): void {
  for (const file of readdirSync(folder.work(''))) if (file.startsWith(PREFIX)) rmSync(folder.work(file));
}

/** The blocks of the log, to where their persons are compared. */
async function spoolLog(
  { folder, feed }: VerifyWish,
  position: number,
  of: (personId: string) => number,
  shards: number,
): Promise<void> {
  const outputs = Array.from({ length: shards }, (_, at) => aSpool(folder, `${PREFIX}log-${at}`));
  const ended = new AbortController();
  if (position === 0) ended.abort();
  const take = ({ sequence, personId, cid, bytes }: StoredBlock) => {
    if (sequence <= position)
      outputs[of(personId)]?.line({ sequence, personId, cid, base64: Buffer.from(bytes).toString('base64') });
    if (sequence >= position) ended.abort();
  };
  await feed.follow(0, (blocks) => blocks.forEach(take), ended.signal);
  for (const output of outputs) output.close(false);
}

async function spoolRows(
  folder: Folder,
  path: string,
  name: string,
  of: (personId: string) => number,
  shards: number,
): Promise<void> {
  const outputs = Array.from({ length: shards }, (_, at) => aSpool(folder, `${PREFIX}${name}-${at}.jsonl`));
  for await (const { text } of linesOf(path)) {
    const { personId } = JSON.parse(text) as { readonly personId?: string };
    outputs[personId === undefined ? 0 : of(personId)]?.write(`${text}\n`);
  }
  for (const output of outputs) output.close(false);
}

async function compareShard({ folder, codec }: VerifyWish, shard: number, tally: Tally): Promise<void> {
  const file = (name: string) => folder.work(`${PREFIX}${name}`);
  const told = await toldIn(file(`spool-${shard}.jsonl`));
  const found = new Map<string, Set<FindingKind>>();
  for await (const { text } of linesOf(file(`findings-${shard}.jsonl`))) {
    const { kind, cid, personId } = JSON.parse(text) as Finding;
    if (personId === undefined) tally.count(kind);
    else found.set(cid, (found.get(cid) ?? new Set()).add(kind));
  }
  const { histories, origins } = await historiesIn(codec, file(`log-${shard}`), tally);
  account(told, found, origins, tally);
  const old = new OldWorld();
  const moments = new Map<string, number[]>();
  for (const { chosen } of chosenOf(told)) {
    if (chosen === null || found.get(chosen.cid)?.has('quarantined')) continue;
    const { event, takenAt, cid } = chosen;
    old.apply(event, takenAt);
    const own = moments.get(event.personId) ?? [];
    moments.set(event.personId, own);
    // What has no time of its own happened when the one before did.
    if (origins.has(cid)) own.push(event.at ?? takenAt ?? own.at(-1) ?? 0);
  }
  for await (const { text } of linesOf(file(`persons-${shard}.jsonl`))) {
    const report = JSON.parse(text) as PersonReport;
    const { personId } = report;
    const expected = old.persons.get(personId)?.answers(moments.get(personId) ?? []);
    comparePerson(report, expected, histories.get(personId) ?? [], tally);
  }
}

/** Each original was told, or there is a reason why not; once. */
function account(
  told: readonly Told[],
  found: ReadonlyMap<string, ReadonlySet<FindingKind>>,
  origins: ReadonlySet<string>,
  tally: Tally,
): void {
  const kinds = ['quarantined', 'duplicate', 'twin', 'nothing'] as const;
  const seen = new Set<string>();
  for (const { cid, event, stream, seq } of told) {
    // The very same message, exported twice.
    if (seen.has(cid)) {
      tally.count('duplicate');
      continue;
    }
    seen.add(cid);
    const isTold = origins.has(cid);
    const reason = kinds.find((kind) => found.get(cid)?.has(kind) === true && !(isTold && kind === 'duplicate'));
    if (!isTold && reason === undefined) tally.lose(stream, seq, cid, event.personId);
    else tally.count(isTold ? 'told' : (reason as FindingKind));
    const what = isTold && reason !== undefined ? 'told and set aside' : 'lost';
    if (isTold === (reason !== undefined))
      tally.differ({ personId: event.personId, what, old: { stream, seq, cid }, found: reason ?? null });
  }
}

interface Histories {
  readonly histories: ReadonlyMap<string, Recorded[]>;
  /** Content ids of originals that imported events were made from. */
  readonly origins: ReadonlySet<string>;
}

/** The chains in the log, each checked link by link. */
async function historiesIn(codec: Codec, path: string, tally: Tally): Promise<Histories> {
  const histories = new Map<string, Recorded[]>();
  const origins = new Set<string>();
  for await (const { text } of linesOf(path)) {
    const { base64, ...block } = JSON.parse(text) as Omit<StoredBlock, 'bytes'> & { readonly base64: string };
    const event = codec.open({ ...block, bytes: Buffer.from(base64, 'base64') });
    const history = histories.get(block.personId) ?? [];
    histories.set(block.personId, history);
    const damage = isDamage(event) ? event : brokenLink(event, block.personId, history.at(-1) ?? null);
    if (damage !== null) tally.differ({ personId: block.personId, what: 'history', old: null, found: damage.reason });
    if (isDamage(event)) continue;
    history.push(event);
    const origin = event.meta.source === SOURCE ? originOf(event.meta.commandId) : null;
    if (origin === null) tally.others += 1;
    else {
      origins.add(origin);
      tally.imported += 1;
      tally.facts[event.type] = (tally.facts[event.type] ?? 0) + 1;
    }
  }
  return { histories, origins };
}

/** The chain of the person must begin as it was converted; what came behind it is not compared. */
function comparePerson(
  report: PersonReport,
  expected: Answers | undefined,
  history: readonly Recorded[],
  tally: Tally,
): void {
  const { personId, events, head } = report;
  const last = history[events - 1];
  if (last?.cid !== head) return tally.differ({ personId, what: 'history', old: head, found: last?.cid ?? null });
  const own = history.slice(0, events);
  const moments = new Set(expected?.GetTimeline);
  const told = own.filter((event) => hasOwnTime(event) || moments.has(event.at)).map(({ at }) => at);
  const answers = answersOf(fold(factsOf(own)), told);
  if (expected === undefined || answers === null)
    return tally.differ({ personId, what: 'person', old: expected, found: answers });
  for (const query of QUERIES) {
    tally.queries[query].compared += 1;
    if (equal(expected[query], answers[query])) continue;
    tally.queries[query].different += 1;
    tally.differ({ personId, what: query, old: plain(expected, query), found: plain(answers, query) });
  }
}

/** A consent has the moment of the answer, and what was taken over that of the other person's event. */
const hasOwnTime = ({ type }: Recorded): boolean => !/^(Consent|PersonAbsorbed)/.test(type);

const plain = (answers: Answers, query: Query): unknown => JSON.parse(JSON.stringify(answers[query]));

interface Parts {
  readonly scanned: Scanned;
  readonly tally: Tally;
  readonly position: number;
  readonly shards: number;
  readonly root: string;
}

async function receiptOf({ folder, logId }: VerifyWish, parts: Parts, writer: ReceiptWriter): Promise<Receipt> {
  const { scanned, tally, position, root } = parts;
  const heads = createHash('sha256');
  let persons = 0;
  for await (const { personId, events, head } of personsIn(folder.persons)) {
    heads.update(`${personId} ${head}\n`);
    writer.row('heads', [personId, events, head] satisfies HeadRow);
    persons += 1;
  }
  for await (const { text } of linesOf(folder.findings)) {
    const { kind, reason, stream, seq, cid } = JSON.parse(text) as Finding;
    if (kind === 'quarantined') writer.row('quarantined', [stream, seq, cid, reason]);
  }
  for await (const { text } of linesOf(folder.work(`${PREFIX}lost`))) writer.row('lost', JSON.parse(text));
  if (existsSync(folder.refused)) {
    for await (const { text } of linesOf(folder.refused)) writer.row('refused', JSON.parse(text));
  }
  for (const each of tally.examples) writer.row('differences', each);
  return {
    v: 1,
    kind: 'migration-receipt',
    log: logId,
    position,
    events: root,
    sources: scanned.sources,
    originals: scanned.originals,
    old: scanned.old,
    persons,
    imported: tally.imported,
    others: tally.others,
    facts: tally.facts,
    became: tally.became,
    queries: tally.queries,
    differences: tally.differences,
    headsDigest: heads.digest('hex'),
  };
}
