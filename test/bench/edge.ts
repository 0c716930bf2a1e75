/** One query over HTTP by the short and by the general way, beside a server that always says the same. */

import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { createApp } from '../../src/app/app.ts';
import { MemoryStore } from '../../src/app/memory-store.ts';
import { codec } from '../../src/codec/codec.ts';
import { createGateway } from '../../src/gateway/server.ts';
import { tell } from './measure.ts';
import { lifeOf, writesOf } from './people.ts';

const PERSONS = 1_000;
const EVENTS_EACH = 11;

const LOAD = fileURLToPath(new URL('./load.ts', import.meta.url));

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
  const log = { isUp: () => true, server: { version: '', pid: null, isSynced: null } };
  const gateway = createGateway({
    app,
    log,
    logger: pino({ level: 'silent' }),
    graphiql: false,
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
  tell('requests a second', [
    ['node:http that always says the same', await load(`${rawAddress}/graphql`, body, 'application/json')],
    ['a person and its skills, the short way', await load(`${address}/graphql`, body, 'application/json')],
    [
      'a person and its skills, the general way',
      await load(`${address}/graphql`, body, 'application/json, text/plain;q=0.1'),
    ],
  ]);
  raw.close();
  await gateway.close();
  await app.stop();
}

/** Requests a second, asked by a process of its own. */
async function load(url: string, body: string, accept: string): Promise<number> {
  const child = spawn(process.execPath, [LOAD, url, body, accept], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await new Promise((resolve) => child.once('exit', resolve));
  return Number(text);
}
