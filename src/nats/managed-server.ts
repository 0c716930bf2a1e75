/**
 * A nats-server of the gateway's own. It ends with the gateway, even when that is killed, and never shares its
 * directory: two servers on one directory would both take writes and lose some.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findNatsServer, NATS_VERSION_MIN } from '../../scripts/nats-server.mjs';
import type { Access } from './connect.ts';
import type { DataDirectory } from './data-directory.ts';
import { StartRefused } from './start-refused.ts';
import { Watchdog } from './watchdog.ts';

const READY_MS_MAX = 30_000;
const STOP_MS_MAX = 10_000;

/** What flock, and the keeper, end with when another holds the lock. */
const LOCKED = 75;

const USER = 'gateway';

export interface ManagedServer {
  readonly access: Access;
  readonly version: string;
  readonly pid: number;
  /** What is wrong with the server; null when nothing is known to be. */
  problem(): string | null;
  /** Ends the server after what it is writing. */
  stop(): Promise<void>;
}

export interface ServerWish {
  readonly env: NodeJS.ProcessEnv;
  readonly directory: DataDirectory;
  /** The server ended on its own; it is being started again. */
  readonly onRestart: (reason: string) => void;
  /** Since when writes fail without a success between; null when the last one did not. On the clock of this process. */
  readonly writesFailSince: () => number | null;
}

/** Starts the server and waits until it answers. Throws StartRefused with what to do. */
export async function startServer({ env, directory, onRestart, writesFailSince }: ServerWish): Promise<ManagedServer> {
  const program = findNatsServer(env);
  if (!('version' in program)) {
    throw new StartRefused(
      `There is no nats-server to run. ${program.problems.join('. ')}`.trim(),
      `Run "npm run setup", or name one of version ${NATS_VERSION_MIN} or newer by NATS_SERVER_BIN.`,
    );
  }
  const password = randomBytes(24).toString('base64url');
  const home = directory.file('nats');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  let port = -1;
  let monitor: string | null = null;
  let isStopping = false;
  // Known from its first moment on, so that one that is still starting can be ended too.
  let current: ChildProcess;
  const launch = async (): Promise<void> => {
    // What is of this run only lies elsewhere: the data directory may turn out to be another gateway's.
    const runtime = mkdtempSync(join(tmpdir(), 'person-gateway-'));
    try {
      const child = run(program.path, configure(home, runtime, port, password), home, env);
      current = child;
      const places = await placesOf(child, runtime, directory);
      port = places.port;
      monitor = places.monitor;
      child.once('exit', (code, signal) => {
        monitor = null;
        if (isStopping) return;
        // Where it was the keeper that ended, its server may still run, and nobody would hold the lock.
        kill(child);
        onRestart(`it ended with ${signal ?? code}`);
        void again();
      });
    } finally {
      rmSync(runtime, { recursive: true, force: true });
    }
  };
  const again = async (): Promise<void> => {
    for (let pause = 100; !isStopping; pause = Math.min(pause * 2, 5_000)) {
      try {
        await launch();
        return;
      } catch (error) {
        if (isStopping) return;
        onRestart(error instanceof Error ? error.message : String(error));
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  };
  await launch();
  const watchdog = new Watchdog({
    home,
    monitor: () => monitor,
    writesFailSince,
    kill: (reason) => {
      onRestart(reason);
      kill(current);
    },
  });
  return {
    access: { url: `nats://127.0.0.1:${port}`, user: USER, password },
    version: program.version,
    get pid() {
      return current.pid ?? 0;
    },
    problem: () => watchdog.problem,
    stop: async () => {
      isStopping = true;
      watchdog.stop();
      await end(current);
    },
  };
}

/** Writes the configuration of one run, and returns its path. */
function configure(home: string, runtime: string, port: number, password: string): string {
  const text = `# Written at each start of the gateway.
listen: "127.0.0.1:${port}"
http: "127.0.0.1:-1"
server_name: "person-gateway"
ports_file_dir: ${JSON.stringify(runtime)}
log_file: ${JSON.stringify(join(home, 'nats-server.log'))}
logfile_size_limit: 10MB
logfile_max_num: 3
authorization { user: "${USER}", password: "${password}" }
max_payload: 1MB
# A thousand of the largest events may be on their way to the gateway at a time; by default it would be cut off for that.
max_pending: 512MB
jetstream {
  store_dir: ${JSON.stringify(join(home, 'store'))}
  # Acknowledged means on disk.
  sync_interval: always
}
`;
  const path = join(runtime, 'nats.conf');
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

function run(program: string, configuration: string, home: string, env: NodeJS.ProcessEnv): ChildProcess {
  const command = [program, '-c', configuration];
  const [file = program, ...args] = guarded(command, join(home, 'lock'), env);
  // The keeper ends the server when its standard input closes; the others do not look at it.
  // A group of its own, since Ctrl-C goes to the whole group: the gateway ends the server when it is done with it.
  return spawn(file, args, { stdio: ['pipe', 'ignore', 'pipe'], detached: process.platform !== 'win32' });
}

/** The command behind what holds the lock while it runs, and ends it when the gateway is gone. */
function guarded(command: readonly string[], lock: string, env: NodeJS.ProcessEnv): readonly string[] {
  const [setpriv, sh, flock] = ['setpriv', 'sh', 'flock'].map((name) => onPath(name, env));
  if (process.platform === 'linux' && setpriv !== undefined && sh !== undefined && flock !== undefined) {
    return [
      setpriv,
      '--pdeathsig',
      'KILL',
      // A gateway that was gone before that was said would never be heard to go.
      ...[sh, '-c', '[ "$PPID" = "$0" ] && exec "$@"', String(process.pid)],
      flock,
      '--nonblock',
      '--no-fork',
      '--conflict-exit-code',
      String(LOCKED),
      lock,
      ...command,
    ];
  }
  const keeper = fileURLToPath(new URL('keeper.mjs', import.meta.url));
  return [process.execPath, '--no-warnings', keeper, `${lock}.sqlite`, ...command];
}

function onPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Where a server can be reached. */
interface Places {
  readonly port: number;
  /** Where it tells how it is, by HTTP. */
  readonly monitor: string;
}

/** Where the server can be reached, once it can. Throws StartRefused when it ends or stays silent. */
async function placesOf(child: ChildProcess, runtime: string, directory: DataDirectory): Promise<Places> {
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk.toString()}`.slice(-2_000);
  });
  let ended: number | string | null = null;
  child.once('error', (error) => {
    ended = error.message;
  });
  child.once('exit', (code, signal) => {
    ended = signal ?? code ?? 0;
  });
  const deadline = Date.now() + READY_MS_MAX;
  while (ended === null && Date.now() < deadline) {
    const places = readPlaces(runtime);
    if (places !== null) return places;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  if (ended === LOCKED) {
    throw new StartRefused(
      `The data directory ${directory.path} is in use by another gateway.`,
      'Stop that one first, or give this one a directory of its own by DATA_DIR.',
    );
  }
  kill(child);
  const reason = ended === null ? `was not ready within ${READY_MS_MAX / 1000} s` : `ended with ${ended}`;
  throw new StartRefused(
    `The nats-server ${reason}. ${complaint.trim()}`.trim(),
    `See ${directory.file('nats/nats-server.log')}.`,
  );
}

/** What is in the file that the server writes when it is ready; null before that. */
function readPlaces(runtime: string): Places | null {
  try {
    const name = readdirSync(runtime).find((file) => file.endsWith('.ports')) ?? '';
    const told = JSON.parse(readFileSync(join(runtime, name), 'utf8')) as { nats?: string[]; monitoring?: string[] };
    const port = /:(\d+)$/.exec(told.nats?.[0] ?? '')?.[1];
    const monitor = told.monitoring?.[0];
    return port === undefined || monitor === undefined ? null : { port: Number(port), monitor };
  } catch {
    return null;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => kill(child), STOP_MS_MAX);
  await exited;
  clearTimeout(timer);
}

/** Ends the whole group: a keeper that is killed alone would leave its server behind, without a lock. */
function kill(child: ChildProcess): void {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It is gone already.
  }
}
