/** Emmett on PostgreSQL, installed and started for the occasion. Needs the programs of PostgreSQL, from version 13 on. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Measured, outputOf } from '../measure.ts';

const HOME = fileURLToPath(new URL('./emmett', import.meta.url));

/** Appends and handled commands, by what they are; null, with a word why, where there is no PostgreSQL. */
export async function measureEmmett(): Promise<readonly (readonly [string, Measured])[] | null> {
  const programs = programsOfPostgres();
  if (programs === null) {
    console.log('  left out: there is no PostgreSQL here (initdb; Debian has it in the package postgresql)');
    return null;
  }
  if (!existsSync(join(HOME, 'node_modules'))) await outputOf('npm', ['ci', '--ignore-scripts', '--no-fund'], HOME);
  const folder = mkdtempSync(join(tmpdir(), 'emmett-bench-'));
  const port = await freePort();
  const server = await startPostgres(programs, folder, port);
  try {
    const program = join(HOME, 'bench.mjs');
    return JSON.parse(await outputOf(process.execPath, [program, String(port)])) as [string, Measured][];
  } finally {
    const exited = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGINT');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  }
}

function programsOfPostgres(): string | null {
  const root = '/usr/lib/postgresql';
  const [newest] = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  if (newest !== undefined) return join(root, newest, 'bin');
  const found = spawnSync('which', ['initdb']).stdout.toString().trim();
  return found === '' ? null : join(found, '..');
}

/** With its defaults: what is committed is synced. It does not run as root, so there it runs as the user of its package. */
async function startPostgres(programs: string, folder: string, port: number): Promise<ChildProcess> {
  const who = userOfPostgres();
  if (who !== null) chownSync(folder, who.uid, who.gid);
  const options = who ?? {};
  const data = join(folder, 'data');
  const made = spawnSync(join(programs, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'postgres'], {
    ...options,
    cwd: folder,
  });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const args = [
    '-D',
    data,
    '-p',
    String(port),
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    `unix_socket_directories=${folder}`,
  ];
  const server = spawn(join(programs, 'postgres'), args, { ...options, cwd: folder, stdio: 'ignore' });
  for (;;) {
    const { status } = spawnSync(join(programs, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]);
    if (status === 0) return server;
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function userOfPostgres(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, 'postgres']).stdout.toString()));
  return { uid: uid ?? 0, gid: gid ?? 0 };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
