/**
 * Cuts subscribers off at random, as often as asked, and judges what each was told.
 * `npm run cuts -- --cuts 1000 --seed 7`
 */

import { parseArgs } from 'node:util';
import { showProgress } from '../../src/cli/progress.ts';
import { cleanUp } from '../nats/servers.ts';
import { CHROMIUM, hasBrowser } from '../recipes/browser.ts';
import { runCuts } from './run.ts';

const USAGE = `Usage: npm run cuts -- [--cuts NUMBER] [--seed NUMBER]

  --cuts   how often something is cut: connections, gateways, the server (1000)
  --seed   what everything that happens by chance follows from (made up, and told)`;

const SEEDS = 1_000_000;
const FAULTS_SHOWN_MAX = 50;
const EXIT_USAGE = 64;

process.exitCode = await run(process.argv.slice(2));

async function run(argv: string[]): Promise<number> {
  const wish = read(argv);
  if (wish === null) {
    console.error(USAGE);
    return EXIT_USAGE;
  }
  if (!hasBrowser) console.log(`There is no browser at ${CHROMIUM}, so none is among the subscribers.`);
  console.log(`${wish.cuts} cuts with the seed ${wish.seed}.`);
  const begun = performance.now();
  const progress = showProgress('cuts', wish.cuts);
  try {
    const { cuts, events, told, connections, faults } = await runCuts({
      ...wish,
      withBrowser: hasBrowser,
      onCut: () => progress.advance(1),
    });
    const list = Object.entries(cuts).map(([name, count]) => `${count} ${name}`);
    console.log(`cuts: ${list.join(', ')}`);
    console.log(`${events} events, told ${told} times over ${connections} connections`);
    console.log(`${faults.length} faults in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    for (const fault of faults.slice(0, FAULTS_SHOWN_MAX)) console.error(`  ${fault}`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    progress.end();
    await cleanUp();
  }
}

/** What is asked for; null where that cannot be. */
function read(argv: string[]): { readonly cuts: number; readonly seed: number } | null {
  try {
    const option = (value: number) => ({ type: 'string', default: String(value) }) as const;
    const options = { cuts: option(1_000), seed: option(Math.floor(Math.random() * SEEDS)) };
    const { values } = parseArgs({ args: argv, options });
    const [cuts, seed] = [Number(values.cuts), Number(values.seed)];
    return Number.isSafeInteger(cuts) && cuts > 0 && Number.isSafeInteger(seed) ? { cuts, seed } : null;
  } catch {
    return null;
  }
}
