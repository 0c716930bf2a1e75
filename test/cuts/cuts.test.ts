/** Subscribers that are cut off at random, in every way there is, are told every event once and in order. */

import { afterEach, expect, it } from 'vitest';
import { cleanUp } from '../nats/servers.ts';
import { runCuts } from './run.ts';

afterEach(cleanUp);

const CUTS = 40;

it('tells every kind of subscriber every event once and in order, over 40 cuts', { timeout: 180_000 }, async () => {
  const { faults, cuts, events, told, connections } = await runCuts({ cuts: CUTS, seed: 3 });
  console.log(JSON.stringify({ cuts, events, told, connections }));
  expect(faults).toEqual([]);
  expect(events).toBeGreaterThan(CUTS);
  expect(told).toBeGreaterThan(events);
});
