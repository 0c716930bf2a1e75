/** `migrate export`: old messages into files. */

import type { Command } from 'commander';
import { type Exported, exportFile, exportStream } from '../../migrate/export.ts';
import type { Folder } from '../../migrate/folder.ts';
import { openOldStreams } from '../../nats/old-streams.ts';
import { EXIT, type ExitCode, wrongUsage } from '../exits.ts';
import { counted, json, line } from '../print.ts';
import { repeated } from '../verb.ts';
import { addStep, type StepOptions, watched } from './step.ts';

const HELP = `
Keeps each message as it is, byte for byte, with its sequence, subject, headers and time. Run again, it goes on where
it ended, and takes what a stream has got since.

Examples:
  person migrate export --from nats://old.example:4222 --stream person-events --stream PERSON_EVENTS
  person migrate export --file events.jsonl                 a document a line`;

interface Options extends StepOptions {
  readonly file?: readonly string[];
  readonly from?: string;
  readonly stream?: readonly string[];
}

export function addExport(migrate: Command): void {
  const step = addStep(migrate, 'export', 'keep the old messages in files', run);
  step.description('Keeps old messages in files, as they are.').addHelpText('after', HELP);
  step.option('--from <address>', 'the NATS server of the service before');
  step.option('--stream <name>', 'a stream of it; may be repeated', repeated);
  step.option('--file <file>', 'a file of documents, one a line; may be repeated', repeated);
}

async function run(folder: Folder, { file: files = [], stream: streams = [], from, json }: Options): Promise<ExitCode> {
  if (files.length + streams.length === 0)
    throw wrongUsage('Where from? Name files by --file, or streams by --stream.');
  if ((from === undefined) !== (streams.length === 0)) throw wrongUsage('--from and --stream go together.');
  for (const file of files) await report(await exportFile(folder, file), json === true);
  if (from !== undefined) await exportStreams(folder, from, streams, json === true);
  return EXIT.done;
}

async function exportStreams(folder: Folder, from: string, streams: readonly string[], isJson: boolean): Promise<void> {
  const old = await openOldStreams(from);
  const watch = watched('messages');
  try {
    for (const stream of streams) {
      const exported = await exportStream(folder, old, stream, watch);
      watch.end();
      await report(exported, isJson);
    }
  } finally {
    watch.end();
    await old.close();
  }
}

async function report(exported: Exported, isJson: boolean): Promise<void> {
  const { source, originals, written } = exported;
  if (isJson) return json(exported);
  await line(`${source}: ${counted(originals, 'message')}, of which ${written} were written now.`);
}
