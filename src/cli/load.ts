/** `load congress FOLDER`: the members of congress into a running gateway, as often as one likes. */

import { createClient } from '../client/client.ts';
import { commandsOf } from './congress/commands.ts';
import { readCongress } from './congress/read.ts';
import { showProgress } from './progress.ts';
import { sendAll, type Tally } from './send.ts';

/** Refused commands that are shown one by one. */
const REFUSED_SHOWN_MAX = 20;

/** Loads the data set, and returns the exit code. Throws DataUnreadable and GatewayUnreachable. */
export async function loadCongress(folder: string, url: string): Promise<number> {
  const { persons, relationships } = commandsOf(readCongress(folder));
  const client = createClient(url, 'load-congress');
  const total = persons.reduce((sum, list) => sum + list.length, relationships.length);
  console.log(`${persons.length} persons and ${relationships.length} relationships, ${total} commands in all.`);
  const progress = showProgress('commands', total);
  try {
    const own = await sendAll(client, persons, progress.advance);
    // Between persons there is nothing before both of them are there.
    const between = await sendAll(
      client,
      relationships.map((command) => [command]),
      progress.advance,
    );
    progress.end();
    return report(own, between);
  } catch (error) {
    progress.end();
    console.error('Not everything was loaded. Run the same again: what was taken is not taken twice.');
    throw error;
  }
}

function report(...tallies: readonly Tally[]): number {
  const sum = (pick: (tally: Tally) => number) => tallies.reduce((total, tally) => total + pick(tally), 0);
  const refused = tallies.flatMap((tally) => tally.refused);
  console.log(
    `${sum((tally) => tally.recorded)} commands recorded, ${sum((tally) => tally.repeated)} were taken before, ${refused.length} were refused.`,
  );
  for (const { commandId, message } of refused.slice(0, REFUSED_SHOWN_MAX)) console.error(`  ${commandId}: ${message}`);
  return refused.length === 0 ? 0 : 1;
}
