/**
 * Two gateways, each a process of its own, race on one log: of two that want the same, one gets it, and the other decides
 * again on what it finds then.
 */

import { afterEach, expect, it } from 'vitest';
import { type GatewayProcess, runGateway } from '../gateway-process.ts';
import { aPlainServer, atEnd, cleanUp, scratch } from '../nats/servers.ts';
import { Chance } from './chance.ts';
import { faultsOf, viewFaults } from './checker.ts';
import { readServer } from './log.ts';
import { race } from './race.ts';
import { standingsOf } from './standings.ts';

afterEach(cleanUp);

const PAIRS = 10_000;
const TIMEOUT_MS = 300_000;

it('lets no two commands win that exclude each other, and takes both of those that do not', {
  timeout: TIMEOUT_MS,
}, async () => {
  const store = scratch();
  const server = await aPlainServer({
    store: null,
    more: `jetstream { store_dir: ${JSON.stringify(store)}, sync_interval: always }`,
  });
  const gateway = async (): Promise<GatewayProcess> => {
    const started = await runGateway(scratch(), { NATS_URL: server.url });
    atEnd(() => started.end('SIGKILL'));
    return started;
  };
  const [left, right] = await Promise.all([gateway(), gateway()]);
  const { sent, faults, upshots } = await race([left.address, right.address], new Chance('races'), PAIRS);
  expect(faults).toEqual([]);
  expect(Object.values(upshots).reduce((sum, count) => sum + count)).toBe(PAIRS);
  const log = await readServer(server.url);
  expect(await faultsOf(sent, log)).toEqual([]);
  const fresh = await standingsOf((await gateway()).address);
  for (const { address } of [left, right]) {
    expect(viewFaults(await standingsOf(address), fresh, log.length)).toEqual([]);
  }
});
