/** The command line: as a process of its own, as people run it; or inside of the test, where it is quicker. */

import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { run } from '../../src/cli/program.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Run {
  readonly code: number | NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly done: Promise<Run>;
  /** What it has written to standard output so far. */
  out(): string;
  err(): string;
  /** The lines of it, as JSON. */
  rows<Row>(): Row[];
}

export interface Surroundings {
  /** The gateway, without a path. */
  readonly address?: string;
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Starts the program. It finds its gateway by the environment. */
export function start(words: readonly string[], { address = '', input, env = {} }: Surroundings = {}): Running {
  const child = spawn(process.execPath, ['src/cli/main.ts', ...words], {
    cwd: ROOT,
    env: { ...process.env, PERSON_URL: address, PERSON_ACTOR: '', ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  child.stdin?.end(input);
  return {
    child,
    out: () => out,
    err: () => err,
    rows: () => rowsIn(out),
    done: new Promise((resolve) => child.once('close', (code, signal) => resolve({ code: code ?? signal, out, err }))),
  };
}

/** Runs the program to its end. */
export function person(words: readonly string[], surroundings: Surroundings = {}): Promise<Run> {
  return start(words, surroundings).done;
}

/** The same inside of this process: one at a time, and without an input. */
export async function inside(words: readonly string[], address = ''): Promise<Run> {
  const { env } = process;
  const [{ write: out }, { write: err }] = [process.stdout, process.stderr];
  const written = { out: '', err: '' };
  const into = (name: 'out' | 'err') => (text: string | Uint8Array) => {
    written[name] += String(text);
    return true;
  };
  process.env = { ...env, PERSON_URL: address, PERSON_ACTOR: '' };
  process.stdout.write = into('out') as typeof out;
  process.stderr.write = into('err') as typeof err;
  const said = console.error;
  console.error = (text: unknown) => void into('err')(`${String(text)}\n`);
  try {
    const code = await run(words);
    return { code, ...written };
  } finally {
    console.error = said;
    process.stdout.write = out;
    process.stderr.write = err;
    process.env = env;
  }
}

export function rowsIn<Row>(text: string): Row[] {
  return text
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => JSON.parse(row) as Row);
}
