/** One query over HTTP by the short and by the general way, beside a server that always says the same. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { createApp } from '../../src/app/app.ts';
import { MemoryStore } from '../../src/app/memory-store.ts';
import { codec } from '../../src/codec/codec.ts';
import { createGateway } from '../../src/gateway/server.ts';
import { load, tellMeasured } from './measure.ts';
import { lifeOf, writesOf } from './people.ts';

const PERSONS = 1_000;
const EVENTS_EACH = 11;

const QUERY = `query Person($id: ID!) {
  person(id: $id) { id version name { given family display } skills { nodes { name category proficiency } } }
}`;

export async function benchEdge(): Promise<void> {
  const store = new MemoryStore();
  const lives = Array.from({ length: PERSONS }, (_, n) => lifeOf(n, EVENTS_EACH));
  const after = new Map<string, number>();
  for (let at = 0; at < EVENTS_EACH; at += 1) {
    const writes = writesOf(lives, at, after);
    const appended = await store.append(writes);
    if (appended.kind !== 'appended') throw new Error(appended.kind);
    for (const [index, { personId }] of writes.entries()) after.set(personId, appended.sequences[index] ?? 0);
  }
  const app = createApp({ store, feed: store, codec, clock: Date.now, logId: 'bench' });
  app.start();
  await app.projector.reached(PERSONS * EVENTS_EACH, 60_000);
  const log = { isUp: () => true, problem: () => null, server: { version: '', pid: null, isSynced: null } };
  const gateway = createGateway({
    app,
    log,
    logger: pino({ level: 'silent' }),
    graphiql: false,
    origins: [],
    hasCaughtUp: () => true,
  });
  const address = await gateway.listen('127.0.0.1', 0);
  const body = JSON.stringify({ query: QUERY, variables: { id: lives[7]?.[0]?.personId } });
  const answer = await (
    await fetch(`${address}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  ).text();
  const raw = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(answer));
  });
  await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve));
  const rawAddress = `http://127.0.0.1:${(raw.address() as AddressInfo).port}`;
  const always = await load({ url: `${rawAddress}/graphql`, body, connections: 32 });
  const short = await load({ url: `${address}/graphql`, body, connections: 32 });
  const general = await load({
    url: `${address}/graphql`,
    body,
    connections: 32,
    accept: 'application/json, text/plain;q=0.1',
  });
  tellMeasured('node:http that always says the same', always, always);
  tellMeasured('a person and its skills, the short way', short, always);
  tellMeasured('a person and its skills, the general way', general, always);
  raw.close();
  await gateway.close();
  await app.stop();
}
