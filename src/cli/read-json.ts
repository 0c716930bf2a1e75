/** JSON from the command line, a file or standard input: one value, a list, or one value a line. */

import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { EXIT, Failure } from './exits.ts';

export interface Found {
  readonly value: unknown;
  /** Where it was, for messages. */
  readonly place: string;
}

/** The values of JSON itself, of the file of this name, or of standard input where it is `-`. Throws Failure. */
export async function readJson(source: string): Promise<readonly Found[]> {
  if (source === '-') return valuesIn('standard input', await text(process.stdin));
  if (/^\s*[[{]/.test(source)) return valuesIn('--input', source);
  try {
    return valuesIn(source, readFileSync(source, 'utf8'));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(EXIT.data, `${source} cannot be read: ${(error as Error).message}`);
  }
}

function valuesIn(source: string, content: string): readonly Found[] {
  const whole = parsed(content);
  if (whole !== undefined) {
    if (!Array.isArray(whole)) return [{ value: whole, place: source }];
    return whole.map((value, at) => ({ value, place: `${source}, entry ${at + 1}` }));
  }
  const found: Found[] = [];
  for (const [at, row] of content.split('\n').entries()) {
    if (row.trim() === '') continue;
    const place = `${source}, line ${at + 1}`;
    const value = parsed(row);
    if (value === undefined) throw new Failure(EXIT.data, `${place}: this is no JSON. Nothing was sent.`);
    found.push({ value, place });
  }
  if (found.length === 0) throw new Failure(EXIT.data, `${source}: there is nothing in it.`);
  return found;
}

/** Undefined where it is no JSON. */
function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
