/**
 * The judge of a crash test. It knows what the clients were told and what is in the log, and shares no code with the
 * program that it judges.
 */

import { answerFaults } from './answers.ts';
import type { Message } from './blocks.ts';
import { readLog } from './chain.ts';
import type { Fault } from './fault.ts';
import type { Sent } from './journal.ts';

/** Everything that is wrong with the history. */
export async function faultsOf(sent: readonly Sent[], log: readonly Message[]): Promise<Fault[]> {
  const { blocks, faults } = await readLog(log);
  return [...faults, ...answerFaults(sent, blocks)];
}

/** Where a projection of a gateway stands, as the gateway tells it. */
export interface Standing {
  readonly name: string;
  readonly sequence: number;
  readonly lag: number;
  readonly eventsApplied: number;
  readonly digest: string;
  readonly gaps: number;
}

/** What is wrong with the projections of a gateway, beside those of one that read the same log from its beginning. */
export function viewFaults(lived: readonly Standing[], fresh: readonly Standing[], events: number): Fault[] {
  const faults: Fault[] = [];
  for (const [whose, standings] of [
    ['the gateway that lived through it', lived],
    ['a fresh gateway', fresh],
  ] as const) {
    for (const { name, sequence, lag, eventsApplied, gaps } of standings) {
      if (sequence === events && lag === 0 && eventsApplied === events && gaps === 0) continue;
      const what = `${name} of ${whose} stands at ${sequence} with ${eventsApplied} events of ${events}, ${gaps} missing`;
      faults.push({ kind: 'views', what });
    }
  }
  for (const { name, digest } of lived) {
    const other = fresh.find((each) => each.name === name)?.digest;
    if (other !== digest)
      faults.push({ kind: 'views', what: `${name} has the digest ${digest}, and afresh ${other ?? 'none'}` });
  }
  if (fresh.length !== lived.length || lived.length === 0)
    faults.push({ kind: 'views', what: 'projections are missing' });
  return faults;
}
