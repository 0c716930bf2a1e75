/** The gateway as a process of its own, as an operator runs it. */

import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const READY_MS_MAX = 30_000;

export interface GatewayProcess {
  /** Without a path, such as `http://127.0.0.1:4000`. */
  readonly address: string;
  readonly pid: number;
  /** What it has written so far. */
  output(): string;
  /** Whether it runs no more, whoever ended it. */
  hasEnded(): boolean;
  /** Ends it, and resolves with the exit code, or the signal where that ended it. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>;
}

/** A gateway from its first moment on, before anybody knows whether it will be ready. */
export interface LaunchedGateway extends Omit<GatewayProcess, 'address'> {
  /** Fails with what it has written when it ends before it is ready, or takes too long. */
  readonly ready: Promise<GatewayProcess>;
}

/** Starts the gateway on a free port and waits until it says that it is ready. */
export function runGateway(dataDirectory: string, env: NodeJS.ProcessEnv = {}): Promise<GatewayProcess> {
  return launchGateway(dataDirectory, env).ready;
}

/** Starts the gateway on a free port. `root` is the folder of the program, where it is not this one. */
export function launchGateway(dataDirectory: string, env: NodeJS.ProcessEnv = {}, root = ROOT): LaunchedGateway {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: root,
    env: { ...process.env, DATA_DIR: dataDirectory, PORT: '0', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const { promise: ready, resolve, reject } = Promise.withResolvers<GatewayProcess>();
  const launched = {
    pid: child.pid ?? 0,
    output: () => output,
    hasEnded: () => hasEnded(child),
    end: (signal: NodeJS.Signals) => end(child, signal),
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const address = /API\s+(http:\/\/\S+)\/graphql/.exec(output)?.[1];
      if (address !== undefined) resolve({ ...launched, address });
    });
  }
  const timer = setTimeout(() => child.kill('SIGKILL'), READY_MS_MAX);
  child.once('error', reject);
  child.once('close', () => reject(new Error(`The gateway did not start:\n${output}`)));
  const settled = () => clearTimeout(timer);
  ready.then(settled, settled);
  return { ...launched, ready };
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | NodeJS.Signals> {
  if (!hasEnded(child)) {
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await exited;
  }
  return child.signalCode ?? child.exitCode ?? 0;
}

/** Process ids of the nats-servers that keep their store below the folder. */
export function serversOf(dataDirectory: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return (
          command.includes('nats-server') && readdirSync(`/proc/${pid}/fd`).some((fd) => opens(pid, fd, dataDirectory))
        );
      } catch {
        return false;
      }
    });
}

/** Ends the nats-servers that keep their store below the folder, and tells how many there were. */
export function endServersOf(dataDirectory: string): number {
  return serversOf(dataDirectory).filter((pid) => {
    try {
      return process.kill(pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
      return false;
    }
  }).length;
}

function opens(pid: number, fd: string, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith(folder);
  } catch {
    return false;
  }
}

/** Process id of the nats-server that a gateway runs for itself; null while it runs none. */
export function serverOf(gateway: number): number | null {
  for (const pid of childrenOf(gateway)) {
    // Behind a keeper it is a child of a child.
    const server = programOf(pid) === 'nats-server' ? pid : serverOf(pid);
    if (server !== null) return server;
  }
  return null;
}

function childrenOf(pid: number): number[] {
  try {
    const lists = readdirSync(`/proc/${pid}/task`).map((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8'),
    );
    return lists
      .join(' ')
      .split(' ')
      .filter((text) => text !== '')
      .map(Number);
  } catch {
    return [];
  }
}

function programOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}
