/** `migrate convert`: old messages into events. */

import type { Command } from 'commander';
import { codec } from '../../codec/codec.ts';
import { convert } from '../../migrate/convert.ts';
import type { Folder } from '../../migrate/folder.ts';
import { EXIT, type ExitCode, Failure } from '../exits.ts';
import { counted, json, line } from '../print.ts';
import { addStep, type StepOptions, watched } from './step.ts';

const HELP = `
Writes events.car and originals.car, which any program for IPLD can check, and says in findings.jsonl and
quarantine.jsonl what could not be told, where it was, and why. The same originals give the same files.

Example:
  person migrate convert --dir migration`;

export function addConvert(migrate: Command): void {
  const step = addStep(migrate, 'convert', 'make events of the old messages', run);
  step.description('Makes events of the old messages, and blocks of both.').addHelpText('after', HELP);
}

async function run(folder: Folder, { json: isJson }: StepOptions): Promise<ExitCode> {
  if (folder.sources().length === 0) {
    throw new Failure(EXIT.data, `There are no originals in ${folder.path}. Run "person migrate export" first.`);
  }
  const watch = watched('messages');
  try {
    const { root, manifest } = await convert({ folder, codec, watch });
    if (isJson === true) await json({ root, ...manifest });
    else await line(summaryOf(root, manifest));
  } finally {
    watch.end();
  }
  return EXIT.done;
}

type Manifest = Awaited<ReturnType<typeof convert>>['manifest'];

export function summaryOf(root: string, { originals, persons, events, findings }: Manifest): string {
  const found = Object.entries(findings).map(([kind, count]) => `  ${kind.padEnd(12)} ${count}`);
  const lines = [
    `${counted(originals, 'message')}, ${counted(persons, 'person')}, ${counted(events, 'event')}.`,
    ...found,
  ];
  return [...lines, `root ${root}`].join('\n');
}
