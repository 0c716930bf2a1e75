/** Which server a gateway starts on, and what it says when it cannot start on one. */

import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { connect } from '@nats-io/transport-node';
import { afterEach, describe, expect, it } from 'vitest';
import { findNatsServer } from '../../scripts/nats-server.mjs';
import { append, person, write } from '../contract/blocks.ts';
import {
  aFreePort,
  aLog,
  aPlainServer,
  aServer,
  atEnd,
  cleanUp,
  isAlive,
  refusalOf,
  scratch,
  until,
  urlOf,
} from './servers.ts';

afterEach(cleanUp);

/** A program that is called nats-server and does as the lines of shell say. */
function aProgram(lines: string): string {
  const path = join(scratch(), 'nats-server');
  writeFileSync(path, `#!/bin/sh\n${lines}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** Something that greets like a NATS server of a version, and answers to what connects. */
async function aGreeter(version: string): Promise<string> {
  const info = { server_id: 'greeter', version, max_payload: 1_048_576, headers: true, proto: 1 };
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      if (bytes.includes('PING')) socket.write('PONG\r\n');
    });
    socket.write(`INFO ${JSON.stringify(info)}\r\n`);
    atEnd(() => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => server.close());
  return `nats://127.0.0.1:${(server.address() as { port: number }).port}`;
}

describe('a server of its own', () => {
  const refused = (program: string) => refusalOf(aLog({ env: { ...process.env, NATS_SERVER_BIN: program } }));

  it('is refused when it is too old', async () => {
    const program = aProgram('echo "nats-server: v2.10.1"');
    const { message, advice } = await refused(program);
    expect(message).toBe(
      `There is no nats-server to run. ${program}: it is version 2.10.1, and at least 2.12.1 is needed`,
    );
    expect(advice).toBe('Run "npm run setup", or name one of version 2.12.1 or newer by NATS_SERVER_BIN.');
  });

  it('is refused when NATS_SERVER_BIN names nothing', async () => {
    const { message } = await refused('/nowhere/nats-server');
    expect(message).toBe('There is no nats-server to run. /nowhere/nats-server: there is no such program');
  });

  it('is refused when the program does not run', async () => {
    const program = aProgram('echo "cannot be" >&2; exit 3');
    expect((await refused(program)).message).toBe(
      `There is no nats-server to run. ${program}: it does not run (cannot be)`,
    );
  });

  it('is refused when it ends before it is ready, with what it said', async () => {
    const program = aProgram('[ "$1" = --version ] && echo "nats-server: v2.15.1" && exit\necho "no room" >&2; exit 4');
    const folder = scratch();
    const refusal = await refusalOf(aLog({ dataDirectory: folder, env: { ...process.env, NATS_SERVER_BIN: program } }));
    expect(refusal.message).toBe('The nats-server ended with 4. no room');
    expect(refusal.advice).toBe(`See ${folder}/nats/nats-server.log.`);
  });

  it('is refused when its store cannot be one', async () => {
    const folder = scratch();
    mkdirSync(join(folder, 'nats'));
    writeFileSync(join(folder, 'nats/store'), 'no folder');
    expect((await refusalOf(aLog({ dataDirectory: folder }))).message).toContain('The nats-server ended with 1.');
  });

  it('says which version it is, and that it syncs', async () => {
    const { server } = await aLog();
    expect(server.version).toMatch(/^2\.\d+\.\d+$/);
    expect(server.isSynced).toBe(true);
    expect(isAlive(server.pid ?? 0)).toBe(true);
  });

  it('ends with the log, and is there again with it', async () => {
    const folder = scratch();
    const log = await aLog({ dataDirectory: folder });
    const { pid } = log.server;
    await append(log.store, write(1, 'a', 0));
    await log.close();
    expect(isAlive(pid ?? 0)).toBe(false);
    expect(log.isUp()).toBe(false);
    expect((await aLog({ dataDirectory: folder })).lastSequence).toBe(1);
  });

  it('is started again when it is killed, under the same address, with nothing lost', async () => {
    const restarts: string[] = [];
    const log = await aLog({ onServerRestart: (reason) => restarts.push(reason) });
    const { pid } = log.server;
    await append(log.store, write(1, 'a', 0));
    for (const round of [1, 2]) {
      process.kill(log.server.pid ?? 0, 'SIGKILL');
      await until('it is gone', () => !log.isUp());
      await until('it is back', () => log.isUp());
      expect(await append(log.store, write(1, `b${round}`, round))).toEqual([round + 1]);
    }
    expect(log.server.pid).not.toBe(pid);
    expect(restarts).toEqual(['it ended with SIGKILL', 'it ended with SIGKILL']);
    expect((await log.store.load(person(1))).map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  });

  it('ends with the log also while it is being started again', async () => {
    const folder = scratch();
    let closed: Promise<void> | undefined;
    const onServerRestart = () => {
      closed ??= log.close();
    };
    const log = await aLog({ dataDirectory: folder, onServerRestart });
    process.kill(log.server.pid ?? 0, 'SIGKILL');
    await until('it is being started again', () => closed !== undefined);
    await closed;
    expect(isAlive(log.server.pid ?? 0)).toBe(false);
    // Whoever were left would hold the lock of the folder.
    expect((await aLog({ dataDirectory: folder })).lastSequence).toBe(0);
  });

  it('is told to sync every write before it acknowledges it, and to listen to this machine alone', async () => {
    const program = findNatsServer(process.env);
    const copy = join(scratch(), 'nats.conf');
    const spy = aProgram(`[ "$1" = -c ] && cp "$2" ${copy}\nexec ${'path' in program ? program.path : ''} "$@"`);
    const { pid } = (await aLog({ env: { ...process.env, NATS_SERVER_BIN: spy } })).server;
    expect(isAlive(pid ?? 0)).toBe(true);
    expect(readFileSync(copy, 'utf8')).toContain('sync_interval: always');
    expect(readFileSync(copy, 'utf8')).toContain('listen: "127.0.0.1:-1"');
  });

  it('takes nobody who does not know its password', async () => {
    const { access } = await aServer();
    const connecting = connect({ servers: access.url, reconnect: false });
    await expect(connecting).rejects.toThrow('Authorization Violation');
  });
});

describe('a server of the user', () => {
  it('is taken as it is', async () => {
    const { url } = await aPlainServer();
    const { server, store } = await aLog({ natsUrl: url });
    expect(server).toMatchObject({ pid: null, isSynced: null, version: expect.stringMatching(/^2\./) });
    expect(await append(store, write(1, 'a', 0))).toEqual([1]);
  });

  it('may want a password, which the address names', async () => {
    const { access } = await aServer();
    expect((await aLog({ natsUrl: urlOf(access) })).isUp()).toBe(true);
  });

  it('may want a password with any characters, escaped in the address', async () => {
    const { url } = await aPlainServer({ more: 'authorization { user: "a b", password: "p@ss:w/rd" }' });
    expect((await aLog({ natsUrl: url.replace('//', '//a%20b:p%40ss%3Aw%2Frd@') })).isUp()).toBe(true);
  });

  it('may want a token, which the address names', async () => {
    const { url } = await aPlainServer({ more: 'authorization { token: "s3cret" }' });
    expect((await aLog({ natsUrl: url.replace('//', '//s3cret@') })).isUp()).toBe(true);
  });

  it('is refused with the wrong password, and the password is not told', async () => {
    const { access } = await aServer();
    const { message } = await refusalOf(aLog({ natsUrl: urlOf({ ...access, password: 'hunter2' }) }));
    expect(message).toMatch(/^No NATS server answers at nats:\/\/127\.0\.0\.1:\d+ \(Authorization Violation\)\.$/);
  });

  it('is refused at once when nothing listens there', async () => {
    const started = performance.now();
    const url = `nats://user:hunter2@127.0.0.1:${await aFreePort()}`;
    const { message, advice } = await refusalOf(aLog({ natsUrl: url }));
    expect(message).toBe(`No NATS server answers at ${url.replace('user:hunter2@', '')} (connection refused).`);
    expect(advice).toBe('Start it, or correct NATS_URL; without NATS_URL the gateway runs a server of its own.');
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it.each(['2.10.0', '2.12.0', '1.4.1'])('is refused when it is of version %s', async (version) => {
    const url = await aGreeter(version);
    const { message, advice } = await refusalOf(aLog({ natsUrl: url }));
    expect(message).toBe(`The NATS server at ${url} is version ${version}, which has no atomic batches.`);
    expect(advice).toContain('Use version 2.12.1 or newer');
  });

  it('is refused without JetStream', async () => {
    const { url } = await aPlainServer({ store: null });
    const { message, advice } = await refusalOf(aLog({ natsUrl: url }));
    expect(message).toContain('The NATS server has no JetStream');
    expect(advice).toBe('Start it with JetStream enabled.');
  });
});
