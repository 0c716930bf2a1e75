/** Writes a file so that it is there whole or not at all; or writes to standard output. */

import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EXIT, Failure } from './exits.ts';
import { beforeInterrupt } from './interrupts.ts';

/** Throws Failure when the file cannot be written, and what the pieces throw. */
export async function writeOut(path: string, pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
  if (path === '-') return pipeline(Readable.from(pieces), process.stdout, { end: false });
  const part = `${path}.part`;
  const discard = () => rmSync(part, { force: true });
  const done = beforeInterrupt(discard);
  try {
    await pipeline(Readable.from(pieces), createWriteStream(part));
    renameSync(part, path);
  } catch (error) {
    discard();
    const { code, path: where } = error as NodeJS.ErrnoException;
    if (where !== undefined) throw new Failure(EXIT.data, `${path} cannot be written: ${code}.`);
    throw error;
  } finally {
    done();
  }
}
