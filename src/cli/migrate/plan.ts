/** `migrate plan`: what would be written, person by person, and what is to be looked at before. */

import type { Command } from 'commander';
import { personsIn } from '../../migrate/convert.ts';
import { linesOf } from '../../migrate/files.ts';
import type { Folder } from '../../migrate/folder.ts';
import type { Finding } from '../../migrate/scan.ts';
import { EXIT, type ExitCode } from '../exits.ts';
import { json, line } from '../print.ts';
import { summaryOf } from './convert.ts';
import { addStep, converted, type StepOptions } from './step.ts';

const HELP = `
Nothing is written. Persons come with how many events they get, how many warnings there are, and their last event;
findings with where the message was, and why.

Examples:
  person migrate plan                              figures, and reasons with how often
  person migrate plan --persons | less             person by person
  person migrate plan --findings quarantined       what could not be told, one by one`;

interface Options extends StepOptions {
  readonly persons?: boolean;
  readonly findings?: string | boolean;
}

/** Reasons that are shown; the others are in the file. */
const REASONS_SHOWN_MAX = 30;

export function addPlan(migrate: Command): void {
  const step = addStep(migrate, 'plan', 'show what would be written', run);
  step.description('Shows what would be written, and what is to be looked at before.').addHelpText('after', HELP);
  step.option('--persons', 'person by person');
  step.option('--findings [kind]', 'findings one by one, all or of one kind');
}

async function run(folder: Folder, { json: isJson, persons, findings }: Options): Promise<ExitCode> {
  const { root, manifest } = converted(folder);
  if (persons === true) {
    for await (const each of personsIn(folder.persons)) {
      const { personId, events, status, warnings, head } = each;
      if (isJson === true) await json(each);
      else
        await line(
          `${personId}  ${String(events).padStart(6)}  ${status.padEnd(9)}  ${String(warnings).padStart(4)}  ${head}`,
        );
    }
  }
  const reasons = new Map<string, number>();
  for await (const { text } of linesOf(folder.findings)) {
    const found = JSON.parse(text) as Finding;
    const key = `${found.kind}: ${generalized(found.reason)}`;
    reasons.set(key, (reasons.get(key) ?? 0) + 1);
    if (findings === undefined || (findings !== true && findings !== found.kind)) continue;
    if (isJson === true) await json(found);
    else await line(`${found.stream}/${found.seq}  ${found.kind}  ${found.personId ?? '-'}  ${found.reason}`);
  }
  if (persons === true || findings !== undefined) return EXIT.done;
  const often = [...reasons].sort(([, a], [, b]) => b - a).slice(0, REASONS_SHOWN_MAX);
  if (isJson === true) await json({ root, ...manifest, reasons: Object.fromEntries(often) });
  else
    await line(
      [summaryOf(root, manifest), ...often.map(([reason, count]) => `${String(count).padStart(8)}  ${reason}`)].join(
        '\n',
      ),
    );
  return EXIT.done;
}

/** Without the names and numbers in it, so that alike ones are counted together. */
function generalized(reason: string): string {
  return reason
    .replace(/"[^"]*"/g, '"…"')
    .replace(/(the same (?:fact )?as) \S+/, '$1 another')
    .replace(/the skill .* has/, 'a skill has');
}
