/** `migrate rollback`: what can be undone before the cut-over, and a refusal of what cannot. */

import { existsSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { codec } from '../../codec/codec.ts';
import type { Folder } from '../../migrate/folder.ts';
import { type Standing, standingOf } from '../../migrate/rollback.ts';
import { EXIT, type ExitCode } from '../exits.ts';
import { json, line } from '../print.ts';
import { dataDirectoryOf, type LogOptions, usingLog, withLog } from './log.ts';
import { addStep, type StepOptions } from './step.ts';

const HELP = `
A log keeps its events for ever. As long as it holds nothing but what was imported, the data directory as a whole can be
put aside, and the gateway begins anew; it is renamed and not deleted. From the first command that anybody sent to the
gateway on, that would lose it, and is refused: send what corrects it, or go back as docs/migration.md tells.

Without --confirm nothing is done, and it is said what would be.

Examples:
  person migrate rollback --data data
  person migrate rollback --data data --confirm`;

type Options = StepOptions & LogOptions & { readonly confirm?: boolean };

export function addRollback(migrate: Command): void {
  const step = addStep<Options>(migrate, 'rollback', 'undo an import before the cut-over', run);
  step.description('Undoes an import, as long as nobody has written to the log.').addHelpText('after', HELP);
  withLog(step).option('--confirm', 'do it');
}

async function run(folder: Folder, options: Options): Promise<ExitCode> {
  const isManaged = options.nats === undefined && !process.env.NATS_URL;
  const standing = await usingLog(options, ({ feed }) => standingOf(feed, codec));
  if (options.json === true) await json(standing);
  if (standing.others > 0) return refuse(standing);
  if (!isManaged) {
    console.error(
      'The log is on a server of your own: stop the gateway, remove the stream PERSON there, and use an empty DATA_DIR.',
    );
    return EXIT.refused;
  }
  const directory = dataDirectoryOf(options);
  const aside = freeName(directory);
  if (options.confirm !== true) {
    await line(`${standing.imported} imported events and no others. With --confirm, ${directory} becomes ${aside}.`);
    return EXIT.done;
  }
  renameSync(directory, aside);
  // What was written is written no more; the files it came from stay.
  rmSync(folder.progress, { force: true });
  await line(`${directory} is now ${aside}. The gateway begins anew, and the events can be imported again.`);
  return EXIT.done;
}

function refuse({ imported, others, first }: Standing): ExitCode {
  console.error(
    `Not undone: besides ${imported} imported events the log has ${others} that others wrote, and they would be lost.`,
  );
  if (first !== null) {
    const { sequence, type, personId, at, source } = first;
    console.error(`The first is event ${sequence} of the log: ${type} of ${personId}, at ${at}, by way of ${source}.`);
  }
  return EXIT.refused;
}

function freeName(directory: string): string {
  for (let number = 1; ; number += 1) {
    const name = resolve(`${directory}.rolled-back-${number}`);
    if (!existsSync(name)) return name;
  }
}
