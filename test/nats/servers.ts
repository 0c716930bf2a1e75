/** Real servers, logs and scratch folders for the tests. All of them are gone after each test, whether it passed or not. */

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { findNatsServer } from '../../scripts/nats-server.mjs';
import { type Access, type Cable, plugIn } from '../../src/nats/connect.ts';
import { DataDirectory } from '../../src/nats/data-directory.ts';
import { type ManagedServer, startServer } from '../../src/nats/managed-server.ts';
import { type Log, type LogWish, openLog } from '../../src/nats/open.ts';
import { StartRefused } from '../../src/nats/start-refused.ts';

const PATIENCE_MS = 15_000;

/** How long servers may take to find each other and to agree on one of them. */
const CLUSTER_MS_MAX = 40_000;

/** How long an admin waits for a server that is gone. */
const ANSWER_MS_MAX = 1_000;

const undo: (() => unknown)[] = [];

/** Has `step` done when the test is over; what was begun last is ended first. */
export function atEnd(step: () => unknown): void {
  undo.push(step);
}

/** Ends everything that the test began, even where a part of that fails. For `afterEach`. */
export async function cleanUp(): Promise<void> {
  const problems: unknown[] = [];
  for (const step of undo.splice(0).reverse()) {
    try {
      await step();
    } catch (error) {
      problems.push(error);
    }
  }
  if (problems.length > 0) throw new AggregateError(problems, 'Not everything could be ended');
}

/** An empty folder. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'person-test-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A nats-server as the gateway runs one for itself. */
export async function aServer(folder = scratch()): Promise<ManagedServer> {
  const server = await startServer({
    env: process.env,
    directory: new DataDirectory(folder),
    onRestart: () => {},
    writesFailSince: () => null,
  });
  atEnd(() => server.stop());
  return server;
}

export interface PlainServer {
  readonly url: string;
  /** Where the server tells about itself, by HTTP. */
  readonly monitor: string;
  /** Ends it with -9, as a crash would. */
  kill(): Promise<void>;
}

export interface PlainWish {
  /** The folder of JetStream; null for a server without. */
  readonly store?: string | null;
  /** More lines of its configuration. */
  readonly more?: string;
  /** Any free port when not given. */
  readonly port?: number;
}

/** A nats-server as a user may run one: without a password, and with a configuration of its own. */
export async function aPlainServer({ store = scratch(), more = '', port = -1 }: PlainWish = {}): Promise<PlainServer> {
  const program = findNatsServer(process.env);
  if (!('path' in program)) throw new Error(program.problems.join('\n'));
  const folder = scratch();
  const lines = [
    `listen: "127.0.0.1:${port}"`,
    'http: "127.0.0.1:-1"',
    `ports_file_dir: ${JSON.stringify(folder)}`,
    store === null ? '' : `jetstream { store_dir: ${JSON.stringify(store)} }`,
    more,
  ];
  writeFileSync(join(folder, 'nats.conf'), lines.join('\n'));
  const child = spawn(program.path, ['-c', join(folder, 'nats.conf')], { stdio: 'ignore' });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  atEnd(kill);
  const ports = () => {
    const name = readdirSync(folder).find((file) => file.endsWith('.ports'));
    return name === undefined ? '' : readFileSync(join(folder, name), 'utf8');
  };
  await until('the server is ready', () => ports() !== '');
  const { nats, monitoring } = JSON.parse(ports()) as { nats: string[]; monitoring: string[] };
  return { url: nats[0]!, monitor: monitoring[0]!, kill };
}

/** Three servers that keep one log together; each is a way to it. Resolves when they have found each other. */
export async function aCluster(): Promise<readonly [PlainServer, PlainServer, PlainServer]> {
  const ports = [await aFreePort(), await aFreePort(), await aFreePort()];
  const routes = ports.map((port) => `"nats://127.0.0.1:${port}"`).join(', ');
  const servers = await Promise.all(
    ports.map((port, at) =>
      aPlainServer({
        more: `server_name: "n${at}"\ncluster { name: "test", listen: "127.0.0.1:${port}", routes: [${routes}] }`,
      }),
    ),
  );
  const isReady = async () => {
    const { manager } = await anAdmin(servers[0]!);
    await manager.streams.add({ name: 'PROBE', subjects: ['probe'], num_replicas: 3 });
    return true;
  };
  await until('the servers have found each other', () => isReady().catch(() => false), CLUSTER_MS_MAX);
  return servers as [PlainServer, PlainServer, PlainServer];
}

/** A port that nothing listens on. */
export async function aFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The address of a server with the credentials in it. */
export function urlOf({ url, user, password }: Access): string {
  return user === undefined ? url : url.replace('//', `//${user}:${password}@`);
}

export interface Admin {
  readonly cable: Cable;
  readonly connection: NatsConnection;
  readonly manager: JetStreamManager;
}

/** Somebody with their hands in the server, beside the gateway. */
export async function anAdmin(access: Access): Promise<Admin> {
  const cable = await plugIn(access);
  atEnd(() => cable.connection.close());
  const manager = await jetstreamManager(cable.connection, { timeout: ANSWER_MS_MAX });
  return { cable, connection: cable.connection, manager };
}

/** Opens a log, by default of its own server in a new folder. */
export async function aLog(wish: Partial<LogWish> = {}): Promise<Log> {
  const log = await openLog({
    env: process.env,
    natsUrl: null,
    dataDirectory: wish.dataDirectory ?? scratch(),
    replicas: 1,
    onServerRestart: () => {},
    ...wish,
  });
  atEnd(() => log.close());
  return log;
}

/** Why the start was refused. Fails when it was not, or failed in another way. */
export async function refusalOf(start: Promise<unknown>): Promise<StartRefused> {
  const outcome = await start.then(
    () => 'a start without any refusal',
    (error: unknown) => error,
  );
  if (!(outcome instanceof StartRefused)) throw new Error('Expected a refusal to start', { cause: outcome });
  return outcome;
}

/** Waits until it is so. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`Waited ${patienceMs} ms until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Whether a process with this id runs. One that has ended but was not yet asked what it ended with does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    // Without /proc there is no more to learn.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' && !existsSync('/proc/self/stat');
  }
}

/** An environment whose PATH has nothing but Node, so that the gateway finds none of the system's tools. */
export function toolless(): NodeJS.ProcessEnv {
  const program = findNatsServer(process.env);
  if (!('path' in program)) throw new Error(program.problems.join('\n'));
  const folder = scratch();
  symlinkSync(process.execPath, join(folder, 'node'));
  return { ...process.env, PATH: folder, NATS_SERVER_BIN: program.path };
}
