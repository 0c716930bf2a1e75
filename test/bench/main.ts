/**
 * Measures; asserts nothing. `npm run bench` runs all, `npm run bench -- edge` one of them. Figures of one run on one
 * machine can be compared with each other, and with nothing else.
 */

import { benchCodec } from './codec.ts';
import { benchEdge } from './edge.ts';
import { benchLegacy } from './legacy.ts';
import { benchLive } from './live.ts';
import { benchNeighbours } from './neighbours.ts';
import { benchPolicy } from './policy.ts';
import { benchRebuild } from './rebuild.ts';
import { benchWrite } from './write.ts';

const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  codec: benchCodec,
  write: benchWrite,
  rebuild: benchRebuild,
  neighbours: benchNeighbours,
  policy: benchPolicy,
  legacy: benchLegacy,
  edge: benchEdge,
  live: benchLive,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => BENCHES[name] === undefined);
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are: ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(64);
}
for (const name of wanted.length > 0 ? wanted : Object.keys(BENCHES)) {
  console.log(`\n# ${name}`);
  await BENCHES[name]?.();
}
process.exit(0);
