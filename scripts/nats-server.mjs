// Where the nats-server program is, and whether it is new enough. Plain JavaScript without dependencies: it runs
// before anything is installed, and in the gateway as well.

import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Atomic batches with deduplication came with this version. */
export const NATS_VERSION_MIN = '2.12.1';

const WINDOWS = process.platform === 'win32';
const PROGRAM = WINDOWS ? 'nats-server.exe' : 'nats-server';

/** The folder that setup puts the program into. */
export const NATS_CACHE = fileURLToPath(new URL('../.cache/nats-server/', import.meta.url));

/** The program in the cache, whether it is there or not. */
export const CACHED_NATS_SERVER = join(NATS_CACHE, PROGRAM);

/**
 * The first program that is there, runs and is new enough: NATS_SERVER_BIN, then the PATH, then the cache.
 * One that was named by NATS_SERVER_BIN is not passed over in silence.
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ path: string, version: string } | { problems: string[] }}
 */
export function findNatsServer(env) {
  const named = env.NATS_SERVER_BIN;
  const candidates = named ? [named] : [...onPath(env), CACHED_NATS_SERVER];
  const problems = [];
  for (const path of candidates) {
    const found = inspect(path);
    if ('version' in found) return found;
    problems.push(found.problem);
  }
  return { problems };
}

/**
 * The version of the program at this path, or why it cannot be used.
 * @param {string} path
 * @returns {{ path: string, version: string } | { problem: string }}
 */
export function inspect(path) {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return { problem: `${path}: there is no such program` };
  }
  const run = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  const version = /v?(\d+\.\d+\.\d+)/.exec(run.stdout ?? '')?.[1];
  if (version === undefined)
    return { problem: `${path}: it does not run (${run.error?.message ?? run.stderr.trim()})` };
  if (isOlder(version, NATS_VERSION_MIN)) {
    return { problem: `${path}: it is version ${version}, and at least ${NATS_VERSION_MIN} is needed` };
  }
  return { path, version };
}

/**
 * Whether a version such as 2.9.10 is older than another.
 * @param {string} version
 * @param {string} than
 */
export function isOlder(version, than) {
  const [a, b] = [version, than].map((text) => text.split('-')[0]?.split('.').map(Number) ?? []);
  for (let at = 0; at < 3; at += 1) {
    const difference = (a?.[at] ?? 0) - (b?.[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** @param {NodeJS.ProcessEnv} env */
function onPath(env) {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, PROGRAM)).filter((path) => existsSync(path));
}
