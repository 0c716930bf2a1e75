/**
 * One epoch of a crash test: an empty log, clients that never tire, so many kills, and then the judgement. What comes to
 * the clients' minds, who is killed and when follows from the seed; what the machine makes of it does not.
 */

import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchGateway } from '../gateway-process.ts';
import { scratch } from '../nats/servers.ts';
import type { Message } from './blocks.ts';
import { Chance } from './chance.ts';
import { faultsOf, type Standing, viewFaults } from './checker.ts';
import { Crowd } from './crowd.ts';
import type { Fault } from './fault.ts';
import type { AnswerKind, Sent } from './journal.ts';
import { tellings } from './journal.ts';
import { readDirectory } from './log.ts';
import { standingsOf } from './standings.ts';
import { type Build, type Victim, Victims } from './victims.ts';

const CLIENTS = 8;

/** One in so many kills at the end hits the server only: its gateway lives through them, to be compared afterwards. */
const SPARED_OF = 6;

/** One in so many of the commands that were taken is sent again at the end. */
const REPEATED_OF = 4;

export interface EpochWish {
  readonly seed: number;
  readonly kills: number;
  readonly build: Build;
  readonly onKill?: () => void;
  /** A folder that takes the data directory and the journal where something is wrong. */
  readonly evidence?: string;
}

export interface Epoch {
  readonly kills: Readonly<Record<Victim, number>>;
  readonly pauses: number;
  readonly commands: number;
  /** Commands that were acknowledged with events. */
  readonly acknowledged: number;
  readonly answers: Readonly<Record<AnswerKind, number>>;
  readonly events: number;
  readonly faults: readonly Fault[];
  readonly seconds: number;
}

export async function runEpoch(wish: EpochWish): Promise<Epoch> {
  const began = performance.now();
  const chance = new Chance(String(wish.seed));
  const folder = scratch();
  const victims = new Victims(folder, wish.build, chance.fork('victims'));
  const crowd = new Crowd(chance.fork('world'), CLIENTS, victims);
  try {
    const { faults, lived, fresh } = await fight(wish, victims, crowd);
    const orphans = await victims.endOrphans();
    if (orphans > 0) faults.push({ kind: 'stuck', what: `${orphans} servers outlived their gateways` });
    const log = await readDirectory(folder).catch((error: unknown): Message[] => {
      faults.push({ kind: 'lost', what: `the log cannot be read: ${String(error)}` });
      return [];
    });
    faults.push(...(await faultsOf(crowd.sent, log)));
    if (fresh.length > 0) faults.push(...viewFaults(lived, fresh, log.length));
    for (const failure of crowd.failures) faults.push({ kind: 'answer', what: `a request failed: ${failure}` });
    if (faults.length > 0 && wish.evidence !== undefined) keep(wish.evidence, folder, crowd.sent);
    const { kills, pauses } = victims;
    const seconds = (performance.now() - began) / 1000;
    return { kills, pauses, ...countsOf(crowd.sent), events: log.length, faults, seconds };
  } finally {
    await victims.end();
    await victims.endOrphans();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Keeps the data directory of an epoch, and what its clients remember. */
function keep(evidence: string, folder: string, sent: readonly Sent[]): void {
  cpSync(folder, evidence, { recursive: true });
  writeFileSync(join(evidence, 'journal.json'), JSON.stringify(sent, null, 1));
}

interface Fight {
  readonly faults: Fault[];
  /** Of the last gateway, which lived through the end of the fight, and of one that only read what it left. */
  readonly lived: readonly Standing[];
  readonly fresh: readonly Standing[];
}

/** All the kills, then peace, in which everything is settled. Nothing runs any more when it is over. */
async function fight({ kills, onKill = () => {} }: EpochWish, victims: Victims, crowd: Crowd): Promise<Fight> {
  try {
    await victims.start();
    crowd.start();
    const spared = Math.ceil(kills / SPARED_OF);
    for (let told = 0; victims.killed < kills; ) {
      await (victims.killed < kills - spared ? victims.strike() : victims.strikeServer());
      for (; told < victims.killed; told += 1) onKill();
    }
    const faults = await crowd.settle();
    const lived = await standingsOf(victims.address ?? '');
    await victims.end();
    await victims.start();
    const fresh = await standingsOf(victims.address ?? '');
    await crowd.repeat(REPEATED_OF);
    return { faults, lived, fresh };
  } catch (error) {
    return {
      faults: [{ kind: 'stuck', what: error instanceof Error ? (error.stack ?? error.message) : String(error) }],
      lived: [],
      fresh: [],
    };
  } finally {
    await victims.end();
    await crowd.stop();
  }
}

function countsOf(sent: readonly Sent[]): Pick<Epoch, 'commands' | 'acknowledged' | 'answers'> {
  const answers = { recorded: 0, refused: 0, contended: 0, busy: 0, unsettled: 0, none: 0 };
  for (const { tries } of sent) for (const { answer } of tries) answers[answer.kind] += 1;
  return { commands: sent.length, acknowledged: sent.filter((each) => tellings(each).length > 0).length, answers };
}

/**
 * An environment in which gateways start faster: what Node compiles is kept. Who is killed keeps nothing, so one gateway
 * is started and ended in peace first.
 */
export async function swiftly(build: Build): Promise<Build> {
  // Who is killed while it starts leaves what it had for a moment only; here it goes with all the rest.
  const env = { ...build.env, NODE_COMPILE_CACHE: scratch(), TMPDIR: scratch() };
  const first = await launchGateway(scratch(), { ...env, NATS_URL: '' }, build.root).ready;
  await first.end('SIGTERM');
  return { ...build, env };
}
