/** The command line as a whole: its verbs, in the order in which they are told. */

import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addAnswers } from './answers.ts';
import { addCompletion } from './completion.ts';
import { withConnection } from './connect.ts';
import { type ExitCode, explain } from './exits.ts';
import { addExport } from './export.ts';
import { addGet } from './get.ts';
import { addHistory } from './history.ts';
import { addLegacy } from './legacy.ts';
import { addLoad } from './load.ts';
import { addMigrate } from './migrate/migrate.ts';
import { addPolicy } from './policy.ts';
import { addSearch } from './search.ts';
import { addSend } from './send.ts';
import { addStats } from './stats.ts';
import { addTail } from './tail.ts';
import { codeOf } from './verb.ts';
import { addVerify } from './verify.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

/** As wide as this page is printed anywhere, so that it is the same everywhere. */
const HELP_WIDTH = 118;

const EXITS = `
Ends with
  0   when it is done
  1   when a command was refused, a history is broken, or there is no such person
  64  when it was called wrongly
  65  when a file cannot be read or written, or what is in it cannot be
  69  when no gateway answers
  75  when the same may succeed later

"person VERB --help" tells more of each.`;

/** Runs the program with the words behind its name, and returns the code to end with. */
export async function run(words: readonly string[]): Promise<ExitCode> {
  const program = createProgram();
  try {
    await program.parseAsync(words, { from: 'user' });
    return codeOf(program);
  } catch (error) {
    return explain(error);
  }
}

export function createProgram(): Command {
  const program = new Command('person')
    .description('The command line of the person gateway.')
    .usage('VERB [options]')
    .version(version, '--version', 'print the version')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ getOutHelpWidth: () => HELP_WIDTH, getErrHelpWidth: () => HELP_WIDTH, outputError: say })
    .configureHelp({ subcommandTerm: (each) => each.name(), commandUsage: usageOf })
    .helpCommand(false)
    .addHelpText('after', EXITS);
  withConnection(program, { acts: true });
  addSend(program);
  addGet(program);
  addSearch(program);
  addHistory(program);
  addTail(program);
  addVerify(program);
  addExport(program);
  addStats(program);
  addPolicy(program);
  addLoad(program);
  addAnswers(program);
  addLegacy(program);
  addMigrate(program);
  addCompletion(program);
  return program;
}

/** Without the other ways to write a command, which would only be in the way. */
function usageOf(command: Command): string {
  const names: string[] = [];
  for (let each: Command | null = command; each !== null; each = each.parent) names.unshift(each.name());
  return [...names, command.usage()].join(' ');
}

/** What commander finds wrong, said as the rest of the program says such things. */
function say(text: string, write: (text: string) => void): void {
  write(text.replace(/^error: (.)/, (_, letter: string) => letter.toUpperCase()));
}
