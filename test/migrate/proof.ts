/**
 * A whole migration of a synthetic old store, with every step killed on its way: from a stream of the old server into the
 * log of a gateway, until both worlds are compared. What is measured is told.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jetstream } from '@nats-io/jetstream';
import type { Receipt } from '../../src/migrate/receipt.ts';
import { STREAM } from '../../src/nats/subjects.ts';
import { type Admin, anAdmin, aPlainServer, scratch } from '../nats/servers.ts';
import { synthetic } from './synthetic.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OLD_STREAM = 'person-events';

/** Publishes that are under way at a time. */
const PUBLISHES_AT_ONCE = 2_000;

/** How often it is looked at how far a step has come, in milliseconds. */
const LOOK_MS = 10;

export interface ProofWish {
  readonly messages: number;
  readonly kills: number;
  readonly seed?: number;
  readonly tell?: (text: string) => void;
}

export interface StepFigures {
  readonly step: string;
  readonly kills: number;
  /** Of the last run, which went to its end. */
  readonly seconds: number;
  /** The most memory that any run of it took, in mebibytes. */
  readonly mebibytes: number;
}

export interface Proof {
  readonly steps: readonly StepFigures[];
  readonly receipt: Receipt & { readonly cid: string };
  /** What a second import found to do, and what a check without any log found. */
  readonly again: { readonly written: number; readonly present: number; readonly refused: number };
  readonly faults: readonly string[];
}

export async function prove({ messages, kills, seed, tell = () => {} }: ProofWish): Promise<Proof> {
  const server = await aPlainServer();
  const admin = await anAdmin(server);
  await fill(admin, messages, seed);
  tell(`${messages} messages are in the old stream`);
  const folder = join(scratch(), 'migration');
  const common = ['--dir', folder, '--json'];
  const log = ['--nats', server.url, '--data', scratch()];
  const shares = sharesOf(kills);
  const steps: StepFigures[] = [];
  const step = async (name: string, words: readonly string[], done: () => Promise<number>) => {
    const figures = await throughKills(name, [name, ...common, ...words], shares[name] ?? 0, done);
    steps.push(figures);
    tell(`${name}: ${figures.seconds.toFixed(1)} s, ${figures.mebibytes} MiB, killed ${figures.kills} times`);
    return figures.out;
  };
  await step('export', ['--from', server.url, '--stream', OLD_STREAM], async () => {
    const file = join(folder, 'originals', `${OLD_STREAM}.jsonl`);
    return existsSync(file) ? statSync(file).size / (messages * 520) : 0;
  });
  const converted = JSON.parse(await step('convert', [], async () => workDone(folder, 'shard-'))) as { events: number };
  await step('import', log, async () => (await lastIn(admin)) / converted.events);
  const receipt = JSON.parse(await step('verify', log, async () => workDone(folder, 'verify-'))) as Proof['receipt'];
  const again = JSON.parse((await run(['import', ...common, ...log])).out) as Proof['again'];
  const { faults } = JSON.parse((await run(['verify', ...common, '--offline'])).out) as Proof;
  return { steps, receipt, again, faults };
}

/** How often each step is killed: writing is where most can go wrong. */
function sharesOf(kills: number): Readonly<Record<string, number>> {
  const [exported, converted, verified] = [0.2, 0.3, 0.1].map((share) => Math.round(kills * share)) as [
    number,
    number,
    number,
  ];
  return { export: exported, convert: converted, verify: verified, import: kills - exported - converted - verified };
}

async function fill({ connection, manager }: Admin, messages: number, seed?: number): Promise<void> {
  await manager.streams.add({ name: OLD_STREAM, subjects: ['person.>', 'people.>', 'x'] });
  const client = jetstream(connection, { timeout: 60_000 });
  let underWay: Promise<unknown>[] = [];
  for (const { subject, text } of synthetic(messages, seed)) {
    // Nobody can publish to a subject with a wildcard in it; the old program did, and the server took it by its letters.
    underWay.push(client.publish(subject.replace('>', 'dlq'), text));
    if (underWay.length < PUBLISHES_AT_ONCE) continue;
    await Promise.all(underWay);
    underWay = [];
  }
  await Promise.all(underWay);
}

async function lastIn({ manager }: Admin): Promise<number> {
  return manager.streams.info(STREAM).then(
    ({ state }) => state.last_seq,
    () => 0,
  );
}

/** How much of the work has been put aside, as far as that shows in files. */
function workDone(folder: string, beginning: string): number {
  const work = join(folder, 'work');
  if (!existsSync(work)) return 0;
  const names = readdirSync(work);
  const shards = names.filter((each) => /^(verify-)?spool-/.test(each)).length;
  const done = names.filter((each) => each.startsWith(beginning)).length;
  return shards === 0 ? 0 : Math.min(1, (1 + done) / (shards + 2));
}

interface Ended {
  readonly out: string;
  readonly seconds: number;
  readonly mebibytes: number;
}

/** Kills a step each time it has come further than before, and lets it end then. */
async function throughKills(
  name: string,
  words: readonly string[],
  kills: number,
  done: () => Promise<number>,
): Promise<StepFigures & Ended> {
  let [killed, most] = [0, 0];
  for (let kill = 1; kill <= kills; kill += 1) {
    const ended = await run(words, async () => (await done()) >= kill / (kills + 1));
    if (ended.isKilled) killed += 1;
    most = Math.max(most, ended.mebibytes);
  }
  const last = await run(words);
  return { ...last, step: name, kills: killed, mebibytes: Math.max(most, last.mebibytes) };
}

async function run(
  words: readonly string[],
  isDue?: () => Promise<boolean>,
): Promise<Ended & { readonly isKilled: boolean }> {
  const begun = performance.now();
  const child = spawn(process.execPath, ['src/cli/main.ts', 'migrate', ...words], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const closed = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  let isOver = false;
  void closed.then(() => {
    isOver = true;
  });
  let [mebibytes, isKilled] = [0, false];
  while (!isOver) {
    mebibytes = Math.max(mebibytes, memoryOf(child));
    if (isDue !== undefined && !isKilled && (await isDue())) {
      child.kill('SIGKILL');
      isKilled = true;
    }
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, LOOK_MS))]);
  }
  const code = await closed;
  if (!isKilled && code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${err}${out}`);
  return { out, seconds: (performance.now() - begun) / 1_000, mebibytes, isKilled };
}

function memoryOf({ pid }: ChildProcess): number {
  try {
    const found = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Math.round(Number(found?.[1] ?? 0) / 1024);
  } catch {
    // Over already, or a system that tells otherwise.
    return 0;
  }
}
