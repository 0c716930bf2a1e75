/** `migrate verify`: both worlds compared, and the receipt of it. */

import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { codec } from '../../codec/codec.ts';
import type { Folder } from '../../migrate/folder.ts';
import { checkOffline, type Receipt } from '../../migrate/receipt.ts';
import { verify } from '../../migrate/verify.ts';
import { EXIT, type ExitCode, Failure } from '../exits.ts';
import { counted, json, line } from '../print.ts';
import { type LogOptions, usingLog, withLog } from './log.ts';
import { addStep, type StepOptions, watched } from './step.ts';

const HELP = `
Replays the old messages and the log, each by itself, and compares what both would answer, person by person and query
by query; and accounts for every message. Writes receipt.car, whose content id signs all that it says, and
differences.jsonl. Ends with 1 when there is a difference.

Examples:
  person migrate verify --data data
  person migrate verify --offline               the receipt and the files of blocks, without any log`;

type Options = StepOptions & LogOptions & { readonly offline?: boolean };

export function addVerify(migrate: Command): void {
  const step = addStep<Options>(migrate, 'verify', 'compare both worlds, and write a receipt', run);
  step.description('Compares the old messages with the log, and writes a receipt.').addHelpText('after', HELP);
  withLog(step).option('--offline', 'check the receipt that is there, without any log');
}

async function run(folder: Folder, options: Options): Promise<ExitCode> {
  if (options.offline === true) return offline(folder, options.json === true);
  const watch = watched('messages');
  try {
    const { cid, receipt } = await usingLog(options, ({ feed, logId }) =>
      verify({ folder, codec, feed, logId, watch }),
    );
    watch.end();
    await (options.json === true ? json({ cid, ...receipt }) : line(toldOf(cid, receipt)));
    if (receipt.differences === 0) return EXIT.done;
    console.error(`${counted(receipt.differences, 'difference')}. See ${folder.differences}.`);
    return EXIT.refused;
  } finally {
    watch.end();
  }
}

function toldOf(cid: string, { persons, originals, imported, others, became, queries, differences }: Receipt): string {
  const fates = Object.entries(became).map(([fate, count]) => `  ${fate.padEnd(16)} ${count}`);
  const asked = Object.entries(queries).map(
    ([query, { compared, different }]) => `  ${query.padEnd(16)} ${compared} compared, ${different} different`,
  );
  return [
    `${counted(originals, 'message')}, ${counted(persons, 'person')}, ${imported} events imported, ${others} others in the log.`,
    ...fates,
    ...asked,
    `${counted(differences, 'difference')}.`,
    `receipt ${cid}`,
  ].join('\n');
}

async function offline(folder: Folder, isJson: boolean): Promise<ExitCode> {
  if (!existsSync(folder.receipt)) throw new Failure(EXIT.data, `There is no receipt in ${folder.path}.`);
  const check = await checkOffline(folder.receipt, folder.events, codec);
  if (isJson) await json(check);
  else
    await line(`${counted(check.persons, 'person')}, ${counted(check.events, 'event')} checked. receipt ${check.cid}`);
  for (const fault of check.faults) console.error(fault);
  return check.faults.length === 0 ? EXIT.done : EXIT.refused;
}
