/** `load congress FOLDER`: the members of congress into a running gateway, as often as one likes. */

import { Argument, type Command } from 'commander';
import { commandsOf } from './congress/commands.ts';
import { readCongress } from './congress/read.ts';
import { connect, withConnection } from './connect.ts';
import { EXIT, type ExitCode } from './exits.ts';
import { json, line } from './print.ts';
import { showProgress } from './progress.ts';
import { sendAll, type Tally } from './send-many.ts';
import { ends } from './verb.ts';

/** Refused commands that are shown one by one. */
const REFUSED_SHOWN_MAX = 20;

const EXAMPLES = `
The data set is unitedstates/congress-legislators, which is public. What was taken before is not taken twice, so that
it can be stopped at any time and begun anew.

Example:
  person load congress ./congress-legislators`;

export function addLoad(program: Command): void {
  const load = program.command('load').summary('load a data set of real people');
  load
    .description('Loads a data set of real people.')
    .addArgument(new Argument('<set>', 'which').choices(['congress']));
  withConnection(load.argument('<folder>', 'where its files are'), { acts: true });
  load.action(ends((_: string, folder: string) => loadCongress(folder, load))).addHelpText('after', EXAMPLES);
}

/** Loads the data set, and returns the exit code. Throws DataUnreadable and GatewayUnreachable. */
async function loadCongress(folder: string, command: Command): Promise<ExitCode> {
  const { client, isJson } = connect(command, 'load-congress');
  const { persons, relationships } = commandsOf(readCongress(folder));
  const total = persons.reduce((sum, list) => sum + list.length, relationships.length);
  if (!isJson)
    await line(`${persons.length} persons and ${relationships.length} relationships, ${total} commands in all.`);
  const progress = showProgress('commands', total);
  try {
    const own = await sendAll(client, persons, progress.advance);
    // Between persons there is nothing before both of them are there.
    const between = await sendAll(
      client,
      relationships.map((each) => [each]),
      progress.advance,
    );
    progress.end();
    return report(own, between, isJson);
  } catch (error) {
    progress.end();
    console.error('Not everything was loaded. Run the same again: what was taken is not taken twice.');
    throw error;
  }
}

async function report(own: Tally, between: Tally, isJson: boolean): Promise<ExitCode> {
  const recorded = own.recorded + between.recorded;
  const repeated = own.repeated + between.repeated;
  const refused = [...own.refused, ...between.refused];
  if (isJson) await json({ recorded, repeated, refused });
  else await line(`${recorded} commands recorded, ${repeated} were taken before, ${refused.length} were refused.`);
  for (const { commandId, message } of refused.slice(0, REFUSED_SHOWN_MAX)) console.error(`  ${commandId}: ${message}`);
  return refused.length === 0 ? EXIT.done : EXIT.refused;
}
