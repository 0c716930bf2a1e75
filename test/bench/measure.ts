/** Timing and telling. */

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { LoadResult } from './load.ts';

/** Rounds a second of `work`, which does `size` things in one call; warmed up before. */
export async function rateOf(size: number, work: () => unknown, ms = 2_000): Promise<number> {
  await work();
  const begun = performance.now();
  let done = 0;
  while (performance.now() - begun < ms) {
    await work();
    done += size;
  }
  return (done / (performance.now() - begun)) * 1000;
}

/** Rates of the same thing done in several ways, the first one being what the others are compared with. */
export function tell(unit: string, rates: readonly (readonly [name: string, rate: number])[]): void {
  const [, base] = rates[0] ?? ['', 1];
  for (const [name, rate] of rates) {
    console.log(
      `${name.padEnd(52)} ${Math.round(rate).toLocaleString('en').padStart(10)} ${unit}  ${(rate / base).toFixed(2)}`,
    );
  }
}

/** Gives back the memory that nobody uses, so that what is used can be told. */
export function collect(): void {
  setFlagsFromString('--expose_gc');
  (runInNewContext('gc') as () => void)();
}

export interface Measured {
  readonly perSecond: number;
  /** Milliseconds: the median and the 99th of a hundred. */
  readonly p50: number;
  readonly p99: number;
}

export function tellMeasured(name: string, { perSecond, p50, p99 }: Measured, base?: Measured): void {
  const rate = Math.round(perSecond).toLocaleString('en').padStart(8);
  const ratio = base === undefined ? '' : `  ${(perSecond / base.perSecond).toFixed(2)}`;
  console.log(`${name.padEnd(52)} ${rate} a second  p50 ${p50.toFixed(2)} ms  p99 ${p99.toFixed(2)} ms${ratio}`);
}

/** So many at a time, one after the other each, for a while; each `work` does `size` things. */
export async function measure(atOnce: number, work: () => Promise<unknown>, size = 1, ms = 4_000): Promise<Measured> {
  const durations: number[] = [];
  const begun = performance.now();
  const lane = async () => {
    while (performance.now() - begun < ms) {
      const start = performance.now();
      await work();
      durations.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  const perSecond = (durations.length * size * 1000) / (performance.now() - begun);
  durations.sort((a, b) => a - b);
  const at = (share: number) => durations[Math.floor(durations.length * share)] ?? 0;
  return { perSecond, p50: at(0.5), p99: at(0.99) };
}

export interface Load {
  readonly url: string;
  readonly body: string;
  readonly connections?: number;
  readonly seconds?: number;
  readonly accept?: string;
  /** A word that every answer must have. */
  readonly expected?: string;
}

/** Load over HTTP from a process of its own. Throws when an answer is not what was expected. */
export async function load({ url, body, connections = 64, seconds = 5, accept = '*/*', expected }: Load) {
  const program = fileURLToPath(new URL('./load.ts', import.meta.url));
  const given = [
    url,
    String(connections),
    String(seconds),
    body,
    accept,
    ...(expected === undefined ? [] : [expected]),
  ];
  const result = JSON.parse(await outputOf(process.execPath, [program, ...given])) as LoadResult;
  if (result.odd !== null) throw new Error(`An odd answer: ${result.odd}`);
  return result;
}

/** What a program prints. Throws when it fails. */
export async function outputOf(program: string, args: readonly string[], cwd?: string): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], ...(cwd === undefined ? {} : { cwd }) });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const code = await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${text.slice(-500)}`);
  return text;
}
