/** The gateway, its server and what they leave behind when either of them is ended, softly or hard. */

import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import {
  endServersOf,
  type GatewayProcess,
  serversOf as holdersOf,
  launchGateway,
  runGateway,
} from '../gateway-process.ts';
import { atEnd, cleanUp, isAlive, scratch, toolless, until } from './servers.ts';

afterEach(cleanUp);

/** What is allowed for a server to notice that its gateway is gone. */
const ORPHAN_MS_MAX = 1_000;

/** How a warning or an error begins in what a gateway writes. */
const COMPLAINT = /"level":|failed/;

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

const CREATE = `mutation ($id: ID!, $command: ID!) {
  createPerson(input: { personId: $id, commandId: $command, name: { given: ["Ada"], family: ["Lovelace"] } }) {
    __typename
  }
}`;

const personId = (n: number) => `01890a5d-ac96-774b-bcce-${String(n).padStart(12, '0')}`;

interface Data {
  readonly createPerson: { readonly __typename: string };
  readonly persons: { readonly totalCount: number };
}

const programOf = (pid: number) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim();

/** The servers on a folder, without what keeps them. */
const serversOf = (folder: string) => holdersOf(folder).filter((pid) => programOf(pid) === 'nats-server');

async function aGateway(folder: string, env: NodeJS.ProcessEnv = {}): Promise<GatewayProcess> {
  // Also when a test fails that says so, nothing is left behind.
  atEnd(() => endServersOf(folder));
  const gateway = await runGateway(folder, { ...env, NATS_URL: '' });
  atEnd(() => gateway.end('SIGKILL'));
  return gateway;
}

async function ask({ address }: GatewayProcess, query: string, variables: object = {}): Promise<Data> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return ((await response.json()) as { data: Data }).data;
}

const create = async (gateway: GatewayProcess, n: number) =>
  (await ask(gateway, CREATE, { id: personId(n), command: `create-${n}` })).createPerson.__typename;

const count = async (gateway: GatewayProcess) => (await ask(gateway, '{ persons { totalCount } }')).persons.totalCount;

const TOOLS = [
  ['what the system offers', () => ({})],
  ['the keeper, where the system offers nothing', toolless],
] as const;

describe.each(TOOLS)('a gateway whose server is held by %s', (_, environment) => {
  it('leaves no server behind when it is killed, and comes back with everything', async () => {
    const folder = scratch();
    const env = environment();
    const gateway = await aGateway(folder, env);
    expect(await create(gateway, 1)).toBe('Recorded');
    expect(serversOf(folder)).toHaveLength(1);
    expect(await gateway.end('SIGKILL')).toBe('SIGKILL');
    await until('the server is gone', () => serversOf(folder).length === 0, ORPHAN_MS_MAX);
    expect(await count(await aGateway(folder, env))).toBe(1);
  });

  it('ends its server and then itself when it is asked to', async () => {
    const folder = scratch();
    const gateway = await aGateway(folder, environment());
    expect(serversOf(folder)).toHaveLength(1);
    expect(await gateway.end('SIGTERM')).toBe(0);
    expect(serversOf(folder)).toEqual([]);
    expect(gateway.output()).not.toMatch(COMPLAINT);
  });

  it('starts its server again when that is killed, and goes on with nothing lost', async () => {
    const folder = scratch();
    const gateway = await aGateway(folder, environment());
    for (const n of [1, 2, 3]) expect(await create(gateway, n)).toBe('Recorded');
    const [server = 0] = serversOf(folder);
    process.kill(server, 'SIGKILL');
    const killed = performance.now();
    // The same command again settles what became of it.
    await until('commands are taken again', async () => (await create(gateway, 4)) === 'Recorded');
    expect(performance.now() - killed).toBeLessThan(10_000);
    for (const n of [5, 6]) expect(await create(gateway, n)).toBe('Recorded');
    await until('everybody can be seen', async () => (await count(gateway)) === 6);
    expect(gateway.output()).toContain('The nats-server is started again');
    expect(serversOf(folder)).toHaveLength(1);
    expect(serversOf(folder)).not.toContain(server);
  });
});

const setpriv = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'setpriv'))
  .find((path) => existsSync(path));

it.skipIf(setpriv === undefined)('leaves no server behind when it is killed while it starts one', async () => {
  const folder = scratch();
  const tools = scratch();
  const [slow, begun, over] = ['setpriv', 'begun', 'over'].map((name) => join(tools, name)) as [string, string, string];
  // What ties a server to its gateway takes its time, and comes too late.
  writeFileSync(slow, `#!/bin/sh\ntouch ${begun}\nsleep 0.3\ntouch ${over}\nexec ${setpriv} "$@"\n`);
  chmodSync(slow, 0o755);
  atEnd(() => endServersOf(folder));
  const PATH = `${tools}${delimiter}${process.env.PATH}`;
  const gateway = launchGateway(folder, { PATH, NATS_URL: '' });
  gateway.ready.catch(() => {});
  await until('it starts its server', () => existsSync(begun));
  await gateway.end('SIGKILL');
  await until('its server could run', () => existsSync(over));
  await new Promise((resolve) => setTimeout(resolve, ORPHAN_MS_MAX));
  expect(holdersOf(folder)).toEqual([]);
  expect(await create(await aGateway(folder), 1)).toBe('Recorded');
});

it('ends a server whose keeper was killed, and starts both again', async () => {
  const folder = scratch();
  const gateway = await aGateway(folder, toolless());
  expect(await create(gateway, 1)).toBe('Recorded');
  const [server = 0] = serversOf(folder);
  const keeper = holdersOf(folder).find((pid) => pid !== server) ?? 0;
  process.kill(keeper, 'SIGKILL');
  await until('the server is gone', () => !isAlive(server), ORPHAN_MS_MAX);
  await until('commands are taken again', async () => (await create(gateway, 2)) === 'Recorded');
  expect(holdersOf(folder)).toHaveLength(2);
});

it('ends cleanly on Ctrl-C, which a terminal sends to the whole group', async () => {
  const folder = scratch();
  const env = { ...process.env, DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'warn', NATS_URL: '' };
  const gateway = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const exited = new Promise((resolve) => gateway.once('exit', resolve));
  atEnd(() => {
    if (isAlive(gateway.pid ?? 0)) process.kill(-(gateway.pid ?? 0), 'SIGKILL');
    endServersOf(folder);
  });
  let output = '';
  for (const stream of [gateway.stdout, gateway.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  await until('it is ready', () => output.includes('Press Ctrl-C'));
  process.kill(-(gateway.pid ?? 0), 'SIGINT');
  expect(await exited).toBe(0);
  expect(serversOf(folder)).toEqual([]);
  expect(output).not.toMatch(COMPLAINT);
});

it('does not start beside another gateway on the same data, says so, and leaves that one alone', async () => {
  const folder = scratch();
  const first = await aGateway(folder);
  expect(await create(first, 1)).toBe('Recorded');
  const second = await runGateway(folder, { NATS_URL: '' }).catch((error: Error) => error.message);
  expect(second).toContain(`The gateway cannot start. The data directory ${folder} is in use by another gateway.`);
  expect(second).toContain('Stop that one first');
  expect(await create(first, 2)).toBe('Recorded');
});

it('keeps what it acknowledged through kills of both, again and again', async () => {
  const folder = scratch();
  let acknowledged = 0;
  for (const round of [1, 2]) {
    const gateway = await aGateway(folder);
    expect(await count(gateway)).toBeGreaterThanOrEqual(acknowledged);
    const writing = (async () => {
      for (let n = round * 1_000; ; n += 1) if ((await create(gateway, n)) === 'Recorded') acknowledged += 1;
    })().catch(() => {});
    await until('some are acknowledged', () => acknowledged >= 10 * round);
    if (round === 1) process.kill(serversOf(folder)[0] ?? 0, 'SIGKILL');
    await Promise.all([gateway.end('SIGKILL'), writing]);
  }
  const last = await count(await aGateway(folder));
  // One write of each round may have landed without an answer.
  expect(last).toBeGreaterThanOrEqual(acknowledged);
  expect(last).toBeLessThanOrEqual(acknowledged + 2);
});
