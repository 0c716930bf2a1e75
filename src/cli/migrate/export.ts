/** `migrate export`: old messages into files. */

import type { Command } from 'commander';
import { type Exported, exportFile } from '../../migrate/export.ts';
import type { Folder } from '../../migrate/folder.ts';
import { EXIT, type ExitCode, wrongUsage } from '../exits.ts';
import { counted, json, line } from '../print.ts';
import { repeated } from '../verb.ts';
import { addStep, type StepOptions } from './step.ts';

const HELP = `
Keeps each message as it is, byte for byte, with its sequence, subject, headers and time. Run again, it goes on where
it ended, and takes what a stream has got since.

Examples:
  person migrate export --file events.jsonl                 a document a line`;

interface Options extends StepOptions {
  readonly file?: readonly string[];
}

export function addExport(migrate: Command): void {
  const step = addStep(migrate, 'export', 'keep the old messages in files', run);
  step.description('Keeps old messages in files, as they are.').addHelpText('after', HELP);
  step.option('--file <file>', 'a file of documents, one a line; may be repeated', repeated);
}

async function run(folder: Folder, options: Options): Promise<ExitCode> {
  const files = options.file ?? [];
  if (files.length === 0) throw wrongUsage('Where from? Name files by --file.');
  for (const file of files) await report(await exportFile(folder, file), options.json === true);
  return EXIT.done;
}

async function report(exported: Exported, isJson: boolean): Promise<void> {
  const { source, originals, written } = exported;
  if (isJson) return json(exported);
  await line(`${source}: ${counted(originals, 'message')}, of which ${written} were written now.`);
}
