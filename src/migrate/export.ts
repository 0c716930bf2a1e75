/**
 * Old messages into files of lines, as they are: bytes, sequence, subject, headers and time. What is there already stays,
 * so an export that was ended goes on where it was, and one of a stream that grows takes what has come since.
 */

import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { linesOf, Output, whole } from './files.ts';
import type { Folder } from './folder.ts';
import { lineOf, originalIn } from './originals.ts';
import type { OldStreams, Original } from './ports.ts';

export interface Exported {
  readonly source: string;
  /** Originals that are in the file now. */
  readonly originals: number;
  /** Of these, written this time. */
  readonly written: number;
}

/** Two sources have the same name, and one would take the place of the other. */
export class SourcesAlike extends Error {
  override readonly name = 'SourcesAlike';
}

/** Remembers what the originals of a source were read from. Throws SourcesAlike when it was something else before. */
function claim(folder: Folder, source: string, from: string): void {
  const path = folder.origin(source);
  if (!existsSync(path)) return writeFileSync(path, from);
  const before = readFileSync(path, 'utf8');
  if (before !== from) throw new SourcesAlike(`The originals of ${source} are from ${before}, and not from ${from}`);
}

/** Copies a file of JSON lines: a document a line, or what another export wrote. Always all of it, or nothing. */
export async function exportFile(folder: Folder, path: string): Promise<Exported> {
  const source = basename(path).replace(/\.(jsonl|ndjson|json|txt)$/, '');
  claim(folder, source, `the file ${resolve(path)}`);
  let originals = 0;
  await whole(folder.originals(source), async (output) => {
    for await (const { text, bytes, number } of linesOf(path)) {
      if (text.trim() === '') continue;
      output.write(`${lineOf(originalIn(text, bytes, source, number))}\n`);
      originals += 1;
    }
  });
  return { source, originals, written: originals };
}

/** How often a stream that grows is looked at again before the rest is left to the next export. */
const ROUNDS_MAX = 100;

/** Bytes after which what was written is put on disk. */
const FLUSH_MESSAGES = 5_000;

/** Reads a stream from where the file ends to where the stream does, also while it grows. */
export async function exportStream(
  folder: Folder,
  streams: OldStreams,
  stream: string,
  watch: { begin(total: number): void; advance(messages: number): void },
): Promise<Exported> {
  claim(folder, stream, await streams.identityOf(stream));
  const path = folder.originals(stream);
  const before = await endOf(path);
  let { last } = before;
  let written = 0;
  let reached = await streams.lastOf(stream);
  watch.begin(Math.max(0, reached - last));
  const output = new Output(path, 'a');
  try {
    for (let round = 0; round < ROUNDS_MAX && reached > last; round += 1) {
      for await (const original of streams.read(stream, last, reached)) {
        output.write(`${lineOf(original)}\n`);
        last = original.seq;
        written += 1;
        watch.advance(1);
        if (written % FLUSH_MESSAGES === 0) output.flush();
      }
      // What was deleted at the end is no reason to wait for it.
      last = Math.max(last, reached);
      reached = await streams.lastOf(stream);
    }
  } finally {
    output.close();
  }
  return { source: stream, originals: before.lines + written, written };
}

/** The last whole line of a file of originals; what comes behind it was never written to its end, and goes. */
async function endOf(path: string): Promise<{ readonly last: number; readonly lines: number }> {
  if (!existsSync(path)) return { last: 0, lines: 0 };
  let last: Original | null = null;
  let [lines, end] = [0, 0];
  for await (const line of linesOf(path)) {
    if (!line.isWhole) break;
    const original = originalIn(line.text, line.bytes, '', 0);
    if (original.stream !== '') last = original;
    lines += 1;
    end = line.end;
  }
  truncateSync(path, end);
  return { last: last?.seq ?? 0, lines };
}
