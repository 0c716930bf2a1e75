// Makes the project ready to run: packages, a new enough Node, and a nats-server. Runs before start, test and the other
// scripts, on any Node from 18, needs nothing installed, and takes no time when nothing is missing.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installNatsServer } from './install-nats-server.mjs';
import { findNatsServer, isOlder, NATS_VERSION_MIN } from './nats-server.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STAMP = join(ROOT, 'node_modules', '.installed-lock');

/** TypeScript runs as it is from this version on. */
const NODE_VERSION_MIN = '24.0.0';

installPackages();
checkNode();
await provideNatsServer();

function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lock) return;
  say('Installing the packages. This happens once and takes about half a minute.');
  // The npm that runs this script, where it is one; no package needs a script of its own to be installed.
  const npm = process.env.npm_execpath;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const run =
    npm === undefined ? spawnSync('npm', args, options()) : spawnSync(process.execPath, [npm, ...args], options());
  if (run.status !== 0) stop('The packages could not be installed. See what npm says above.');
  writeFileSync(STAMP, lock);
}

function checkNode() {
  const installed = join(ROOT, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  const run = spawnSync(installed, ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' });
  const version = run.status === 0 ? run.stdout.trim().slice(1) : process.versions.node;
  if (isOlder(version, NODE_VERSION_MIN)) {
    stop(
      `Node ${NODE_VERSION_MIN} or newer is needed, and npm has none for this system. Install it; this is ${version}.`,
    );
  }
}

async function provideNatsServer() {
  if (process.env.NATS_URL) return;
  const found = findNatsServer(process.env);
  if ('version' in found) return;
  if (process.env.NATS_SERVER_BIN) stop(`NATS_SERVER_BIN cannot be used. ${found.problems.join('. ')}.`);
  say('There is no nats-server yet. Fetching one into the cache of this project. This happens once.');
  const problems = await installNatsServer(process.env, say);
  if (problems === null) return;
  stop(`No nats-server could be fetched:
${problems.map((problem) => `  - ${problem}`).join('\n')}
Install version ${NATS_VERSION_MIN} or newer so that it is on the PATH, or name it by NATS_SERVER_BIN, or use a running one by NATS_URL.`);
}

/** @returns {import('node:child_process').SpawnSyncOptions} */
function options() {
  return { cwd: ROOT, stdio: 'inherit' };
}

/** @param {string} text */
function say(text) {
  console.log(`[setup] ${text}`);
}

/** @param {string} text */
function stop(text) {
  console.error(`[setup] ${text}`);
  process.exit(1);
}
