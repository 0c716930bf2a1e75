/**
 * Kills two gateways and their server with -9 while policies act, as often as asked, and judges every effect afterwards.
 * `npm run crash:policies -- --effects 10000 --kills 100`
 */

import { parseArgs } from 'node:util';
import { cleanUp } from '../nats/servers.ts';
import { Chance } from './chance.ts';
import { swiftly } from './epoch.ts';
import { fight } from './policy-fight.ts';

const FAULTS_SHOWN_MAX = 50;

/** The least that one person leads to. */
const EFFECTS_EACH = 2;

const option = (value: string) => ({ type: 'string', default: value }) as const;
const { values } = parseArgs({
  options: { effects: option('10000'), kills: option('100'), seed: option(String(Date.now() % 1_000_000)) },
});

try {
  const [effects, kills] = [Number(values.effects), Number(values.kills)];
  console.log(`At least ${effects} effects and ${kills} kills with the seed ${values.seed}.`);
  const build = await swiftly({ env: {} });
  const wish = { persons: Math.ceil(effects / EFFECTS_EACH), kills, chance: new Chance(values.seed), build };
  const fought = await fight(wish);
  const { faults, mended, seconds } = fought;
  console.log(`${fought.effects} effects in ${seconds.toFixed(0)} s through ${JSON.stringify(fought.kills)} kills.`);
  console.log(`${mended} decisions were made up for. ${faults.length} faults.`);
  for (const fault of faults.slice(0, FAULTS_SHOWN_MAX)) console.error(`  ${fault}`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  await cleanUp();
}
