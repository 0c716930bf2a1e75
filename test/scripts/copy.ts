/** The setup scripts in a folder of their own, so that a test cannot touch the cache of this project. */

import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const SCRIPTS = fileURLToPath(new URL('../../scripts', import.meta.url));

export interface Done {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Copy {
  /** The root, with the folder `scripts` in it. */
  readonly folder: string;
  /** Where the program lies when it was fetched. */
  readonly cached: string;
  /** Evaluates an expression over what a script exports, with nothing in the environment but this. */
  call<T>(script: string, expression: string, env: NodeJS.ProcessEnv): Promise<T>;
  /** Runs a script. */
  run(script: string, env: NodeJS.ProcessEnv): Promise<Done>;
}

/** An empty folder, gone when the test is over. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'person-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function aCopy(): Copy {
  const folder = scratch();
  cpSync(SCRIPTS, join(folder, 'scripts'), { recursive: true });
  const cached = join(folder, '.cache/nats-server/nats-server');
  return {
    folder,
    cached,
    call: async <T>(script: string, expression: string, env: NodeJS.ProcessEnv) => {
      const text = `import * as it from './scripts/${script}';\nconsole.log(JSON.stringify(await (${expression})));`;
      const { code, out, err } = await done(node(['--input-type=module', '-e', text], folder, env));
      if (code !== 0) throw new Error(err);
      return JSON.parse(out) as T;
    },
    run: (script, env) => done(node([join('scripts', script)], folder, env)),
  };
}

function node(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

async function done(child: ChildProcess): Promise<Done> {
  const said = { out: '', err: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    said.out += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    said.err += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...said };
}

/** Makes a program of these lines of shell, which need nothing on the PATH. */
export function aProgram(path: string, lines: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${lines}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** Something that says it is nats-server of a version. */
export const aServerOf = (path: string, version: string): string => aProgram(path, `echo "nats-server: v${version}"`);

/** A folder for a PATH with these of the system's tools in it, and no others. */
export function toolsOnly(...names: readonly string[]): string {
  const folder = scratch();
  for (const name of names) {
    const path = (process.env.PATH ?? '')
      .split(delimiter)
      .map((each) => join(each, name))
      .find(existsSync);
    if (path !== undefined) symlinkSync(path, join(folder, name));
  }
  return folder;
}

/** Makes the copy look as if its packages had been installed by Node of a version. */
export function installed({ folder }: Copy, nodeVersion = process.versions.node): void {
  writeFileSync(join(folder, 'package-lock.json'), '{}');
  aProgram(join(folder, 'node_modules/.bin/node'), `echo "v${nodeVersion}"`);
  writeFileSync(join(folder, 'node_modules/.installed-lock'), createHash('sha256').update('{}').digest('hex'));
}
