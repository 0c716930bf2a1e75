/** Gateways and servers are killed with -9 under load, again and again: nothing acknowledged is lost, nothing is doubled. */

import { afterEach, expect, it } from 'vitest';
import { cleanUp } from '../nats/servers.ts';
import { runEpoch, swiftly } from './epoch.ts';
import { figuresOf, killsOf } from './figures.ts';

afterEach(cleanUp);

const SEEDS = [1, 2];
const KILLS_EACH = 100;

/** Far fewer than there are on the slowest machine; without load there would be nothing to lose. */
const ACKNOWLEDGED_MIN = 300;

it('keeps what it acknowledged through 200 kills of gateways and servers, once, and knows it when it is asked again', {
  timeout: 300_000,
}, async () => {
  const began = performance.now();
  const build = await swiftly({ env: {} });
  const epochs = await Promise.all(SEEDS.map((seed) => runEpoch({ seed, kills: KILLS_EACH, build })));
  for (const line of figuresOf(epochs, (performance.now() - began) / 1000)) console.log(line);
  expect(epochs.flatMap(({ faults }) => faults)).toEqual([]);
  expect(killsOf(epochs)).toBeGreaterThanOrEqual(SEEDS.length * KILLS_EACH);
  expect(epochs.reduce((sum, { acknowledged }) => sum + acknowledged, 0)).toBeGreaterThan(ACKNOWLEDGED_MIN);
});
