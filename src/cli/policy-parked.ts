/** What `policy` does with decisions that were parked. */

import type { Command } from 'commander';
import {
  DropParkedDocument,
  ParkedDecisionsDocument,
  ReplayParkedDocument,
  type SettledRowFragment,
} from '../client/generated.ts';
import { connect } from './connect.ts';
import { EXIT, type ExitCode } from './exits.ts';
import { refusedBy } from './policy-changes.ts';
import { decisionRow } from './policy-shown.ts';
import { json, line } from './print.ts';

export async function listParked(command: Command): Promise<ExitCode> {
  const { policy = null } = command.opts<{ policy?: string }>();
  const { client, isJson } = connect(command);
  const { parkedDecisions } = await client.ask(ParkedDecisionsDocument, { policy });
  for (const each of parkedDecisions) await (isJson ? json(each) : line(`${each.id}  ${decisionRow(each)}`));
  return EXIT.done;
}

/** Looks again, one after the other. Ends with 1 when something is parked anew. */
export async function replay(ids: readonly string[], command: Command): Promise<ExitCode> {
  const { client, isJson } = connect(command);
  let parked = 0;
  for (const id of ids) {
    const { replayParkedDecision } = await client.ask(ReplayParkedDocument, { id });
    const settled = settledIn(replayParkedDecision);
    parked += settled.parked;
    if (isJson) await json(settled);
    else await line(`${id}  ${settled.fired} fired, ${settled.parked} parked anew`);
  }
  return parked === 0 ? EXIT.done : EXIT.refused;
}

export async function drop(ids: readonly string[], command: Command): Promise<ExitCode> {
  const { reason } = command.opts<{ reason: string }>();
  const { client, isJson } = connect(command);
  for (const id of ids) {
    const { dropParkedDecision } = await client.ask(DropParkedDocument, { id, reason });
    const settled = settledIn(dropParkedDecision);
    if (isJson) await json(settled);
    else await line(`${id}  dropped`);
  }
  return EXIT.done;
}

type Settled = Extract<SettledRowFragment, { __typename: 'ParkedSettled' }>;

function settledIn(result: SettledRowFragment): Settled {
  if (result.__typename === 'PolicyRefused') throw refusedBy(result);
  return result;
}
