/** Two gateways on one log, and commands that reach both of them at the same moment. */

import type { Chance } from './chance.ts';
import type { Command } from './commands.ts';
import type { Fault } from './fault.ts';
import { type Answer, isSettled, type Sent } from './journal.ts';
import { KINDS, type Kinds, type Pair, Pairs, upshotOf } from './pairs.ts';
import { post } from './post.ts';

/** Pairs that are under way at a time, all of them about different persons. */
const PAIRS_AT_ONCE = 50;

/** More than that, so that nobody has a long history: whoever loses reads all of it. */
const PERSONS = 500;

const PATIENCE_MS = 15_000;
const TRIES_MAX = 10;

export interface Race {
  readonly sent: readonly Sent[];
  /** Pairs that did not come to what they must. */
  readonly faults: readonly Fault[];
  /** How often each pair of upshots was come to, by their names. */
  readonly upshots: Readonly<Record<string, number>>;
}

/** Has so many pairs race, half of them in requests of their own, half of them many in one request. */
export async function race(
  addresses: readonly [string, string],
  chance: Chance,
  pairs: number,
  kinds: Kinds = KINDS,
): Promise<Race> {
  const sent = new Set<Sent>();
  const send = async (address: string, commands: readonly Command[]) => {
    for (const each of commands) sent.add(each.sent);
    for (let left = [...commands], tries = 0; left.length > 0 && tries < TRIES_MAX; tries += 1) {
      await post(address, left, false, PATIENCE_MS);
      left = left.filter((each) => !isSettled(lastAnswer(each)));
    }
  };
  const source = new Pairs(chance, PERSONS, kinds);
  await send(addresses[0], source.begin());
  const faults: Fault[] = [];
  const upshots: Record<string, number> = {};
  for (let done = 0; done < pairs; done += PAIRS_AT_ONCE) {
    const round = Array.from({ length: Math.min(PAIRS_AT_ONCE, pairs - done) }, () => source.next());
    for (const stage of [0, 1]) {
      const before = round.flatMap((pair) => pair.before[stage] ?? []);
      await send(addresses[0], before);
    }
    const isTogether = (done / PAIRS_AT_ONCE) % 2 === 0;
    const sides = ([0, 1] as const).map((side) => round.map(({ commands }) => commands[side]));
    await Promise.all(
      sides.flatMap((commands, side) => {
        const address = addresses[side] as string;
        return isTogether ? [send(address, commands)] : commands.map((each) => send(address, [each]));
      }),
    );
    for (const pair of round) judge(pair, faults, upshots);
  }
  return { sent: [...sent], faults, upshots };
}

function judge({ commands, upshots }: Pair, faults: Fault[], counts: Record<string, number>): void {
  const came = commands.map((each) => upshotOf(lastAnswer(each)));
  const name = [...came].sort().join(' and ');
  counts[name] = (counts[name] ?? 0) + 1;
  if (upshots.some((wanted) => [...wanted].sort().join(' and ') === name)) return;
  const [left, right] = commands;
  const what = `${left.sent.commandId} came to ${came[0]}, and ${right.sent.commandId} to ${came[1]}`;
  faults.push({ kind: 'answer', what });
}

function lastAnswer({ sent }: Command): Answer {
  return sent.tries.at(-1)?.answer ?? { kind: 'none' };
}
