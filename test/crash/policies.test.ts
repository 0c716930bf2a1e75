/** Gateways and their server are killed with -9 while policies act: every effect is there exactly once. */

import { afterEach, expect, it } from 'vitest';
import { cleanUp } from '../nats/servers.ts';
import { Chance } from './chance.ts';
import { swiftly } from './epoch.ts';
import { fight } from './policy-fight.ts';

afterEach(cleanUp);

it('has every effect of its policies once, and its decision, over two gateways that are killed with their server', {
  timeout: 240_000,
}, async () => {
  const persons = 150;
  const build = await swiftly({ env: {} });
  const { effects, faults, kills, seconds, mended } = await fight({
    persons,
    kills: 5,
    chance: new Chance('policies'),
    build,
  });
  console.log(
    `${effects} effects, ${JSON.stringify(kills)} kills, ${mended} decisions made up for, in ${seconds.toFixed(1)} s`,
  );
  expect(faults).toEqual([]);
  expect(effects).toBeGreaterThanOrEqual(persons * 2);
});
