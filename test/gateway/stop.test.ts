/** A gateway that stops: who asked nothing does not hold it up, and who asked is answered. */

import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { startGateway } from './gateway.ts';

it('does not wait for connections on which nothing was asked', async () => {
  const gateway = await startGateway();
  const { hostname, port } = new URL(gateway.address);
  const silent = connect(Number(port), hostname);
  await once(silent, 'connect');
  // So that it has been taken by the gateway, too.
  await gateway.ask('{ projections { name } }');
  const began = performance.now();
  await gateway.stop();
  expect(performance.now() - began).toBeLessThan(2_500);
  silent.destroy();
});

it('answers a request that comes on such a connection while it stops', async () => {
  const gateway = await startGateway();
  const { hostname, port } = new URL(gateway.address);
  const late = connect(Number(port), hostname);
  await once(late, 'connect');
  await gateway.ask('{ projections { name } }');
  const stopped = gateway.stop();
  late.write(`GET /ready HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`);
  const [answer] = (await once(late, 'data')) as [Buffer];
  expect(String(answer)).toMatch(/^HTTP\/1\.1 200 /);
  await stopped;
});
