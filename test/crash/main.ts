/**
 * Kills gateways and servers with -9 under load, as often as asked, and judges every log afterwards.
 * `npm run crash -- --kills 5000 --seed 7`
 */

import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { showProgress } from '../../src/cli/progress.ts';
import { cleanUp } from '../nats/servers.ts';
import { type Epoch, runEpoch, swiftly } from './epoch.ts';
import { figuresOf } from './figures.ts';

const USAGE = `Usage: npm run crash -- [--kills NUMBER] [--seed NUMBER] [--jobs NUMBER]

  --kills   how often somebody is killed (200)
  --seed    what everything that happens by chance follows from (made up, and told)
  --jobs    gateways under fire at a time (2, or 1 on a machine with one core)`;

/** Kills of one log; then the next one begins, since a long log only makes every start longer. */
const KILLS_PER_EPOCH = 100;

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
  const { kills, seed, jobs } = wish;
  console.log(`${kills} kills with the seed ${seed}.`);
  const epochs: Epoch[] = [];
  const begun = performance.now();
  const progress = showProgress('kills', kills);
  try {
    const build = await swiftly({ env: {} });
    let next = 0;
    const worker = async () => {
      for (let at = next++; at * KILLS_PER_EPOCH < kills; at = next++) {
        const some = Math.min(KILLS_PER_EPOCH, kills - at * KILLS_PER_EPOCH);
        const evidence = join(tmpdir(), `person-crash-${seed + at}-${process.pid}`);
        const onKill = () => progress.advance(1);
        const epoch = await runEpoch({ seed: seed + at, kills: some, build, evidence, onKill });
        epochs.push(epoch);
        tell(epoch, seed + at, some, evidence);
      }
    };
    await Promise.all(Array.from({ length: jobs }, worker));
  } finally {
    progress.end();
    await cleanUp();
  }
  for (const line of figuresOf(epochs, (performance.now() - begun) / 1000)) console.log(line);
  return epochs.every(({ faults }) => faults.length === 0) ? 0 : 1;
}

function tell({ faults }: Epoch, seed: number, kills: number, evidence: string): void {
  if (faults.length === 0) return;
  console.error(
    `\n${faults.length} faults with the seed ${seed}. Again: npm run crash -- --kills ${kills} --seed ${seed}`,
  );
  console.error(`Its data and its journal are kept in ${evidence}`);
  for (const { kind, what } of faults.slice(0, FAULTS_SHOWN_MAX)) console.error(`  ${kind}: ${what}`);
}

/** What is asked for; null where that cannot be. */
function read(argv: string[]): { readonly kills: number; readonly seed: number; readonly jobs: number } | null {
  try {
    const option = (value: number) => ({ type: 'string', default: String(value) }) as const;
    const { values } = parseArgs({
      args: argv,
      options: {
        kills: option(200),
        seed: option(Math.floor(Math.random() * SEEDS)),
        jobs: option(Math.min(2, availableParallelism())),
      },
    });
    const [kills, seed, jobs] = [Number(values.kills), Number(values.seed), Number(values.jobs)];
    const isGood = Number.isSafeInteger(kills) && kills > 0 && Number.isSafeInteger(seed) && jobs > 0;
    return isGood ? { kills, seed, jobs } : null;
  } catch {
    return null;
  }
}
