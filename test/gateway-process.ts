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
  /** Ends it, and resolves with the exit code, or the signal where that ended it. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>;
}

/** Starts the gateway on a free port and waits until it says that it is ready. */
export async function runGateway(dataDirectory: string, env: NodeJS.ProcessEnv = {}): Promise<GatewayProcess> {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: ROOT,
    env: { ...process.env, DATA_DIR: dataDirectory, PORT: '0', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const deadline = Date.now() + READY_MS_MAX;
  for (;;) {
    const address = /API\s+(http:\/\/\S+)\/graphql/.exec(output)?.[1];
    if (address !== undefined) {
      return { address, pid: child.pid ?? 0, output: () => output, end: (signal) => end(child, signal) };
    }
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`The gateway did not start:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | NodeJS.Signals> {
  if (child.exitCode === null && child.signalCode === null) {
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

function opens(pid: number, fd: string, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith(folder);
  } catch {
    return false;
  }
}
