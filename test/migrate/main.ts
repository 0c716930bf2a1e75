/** `npm run migrate-proof -- --events 1000000 --kills 10`: the migration of a large old store, killed on its way. */

import { parseArgs } from 'node:util';
import { cleanUp } from '../nats/servers.ts';
import { prove } from './proof.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '100000' },
    kills: { type: 'string', default: '10' },
    seed: { type: 'string', default: '7' },
  },
});
const [messages, kills, seed] = [values.events, values.kills, values.seed].map(Number) as [number, number, number];
const say = (text: string) => console.log(`${new Date().toISOString().slice(11, 19)}  ${text}`);
try {
  const { steps, receipt, again, faults } = await prove({ messages, kills, seed, tell: say });
  for (const { step, seconds } of steps)
    say(`${step}: ${Math.round(messages / seconds)} messages a second in its last run`);
  console.log(JSON.stringify(receipt, null, 2));
  say(`again: ${JSON.stringify(again)}, offline: ${faults.length} faults`);
  process.exitCode = receipt.differences === 0 && faults.length === 0 && again.refused === 0 ? 0 : 1;
} finally {
  await cleanUp();
}
