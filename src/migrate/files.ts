/** Files of a migration: read piece by piece, written so that they are there whole or not at all. */

import { closeSync, createReadStream, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/** Bytes that are written at a time. */
const CHUNK_BYTES = 1024 * 1024;

/** A line of a file, with where it ends; `isWhole` is false for a last one that has no end. */
export interface Line {
  readonly text: string;
  readonly bytes: Buffer;
  /** From 1. */
  readonly number: number;
  /** Where the next line begins. */
  readonly end: number;
  readonly isWhole: boolean;
}

/** The lines of a file, however long it is; from a place where a line begins. */
export async function* linesOf(path: string, start = 0): AsyncGenerator<Line> {
  let pieces: Buffer[] = [];
  let number = 0;
  let end = start;
  const line = (bytes: Buffer, isWhole: boolean): Line => {
    number += 1;
    end += bytes.length + (isWhole ? 1 : 0);
    return { text: bytes.toString('utf8'), bytes, number, end, isWhole };
  };
  for await (const chunk of createReadStream(path, { start, highWaterMark: CHUNK_BYTES })) {
    let from = 0;
    const piece = chunk as Buffer;
    for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, from)) {
      pieces.push(piece.subarray(from, at));
      yield line(pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces), true);
      pieces = [];
      from = at + 1;
    }
    if (from < piece.length) pieces.push(piece.subarray(from));
  }
  if (pieces.length > 0) yield line(Buffer.concat(pieces), false);
}

/** Of each of many files that are written side by side. */
export const SMALL_CHUNK_BYTES = 64 * 1024;

/** Where pieces are written to, in large steps. */
export class Output {
  readonly path: string;
  readonly #file: number;
  readonly #chunkBytes: number;
  readonly #pieces: Buffer[] = [];
  #waiting = 0;
  #written = 0;

  /** Begins the file anew, or goes on behind what it has. */
  constructor(path: string, flags: 'w' | 'a' = 'w', chunkBytes = CHUNK_BYTES) {
    this.path = path;
    this.#chunkBytes = chunkBytes;
    this.#file = openSync(path, flags, 0o600);
  }

  /** Bytes written through this. */
  get bytes(): number {
    return this.#written + this.#waiting;
  }

  write(piece: Uint8Array | string): void {
    const bytes =
      typeof piece === 'string' ? Buffer.from(piece) : Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    this.#pieces.push(bytes);
    this.#waiting += bytes.length;
    if (this.#waiting >= this.#chunkBytes) this.flush();
  }

  line(value: unknown): void {
    this.write(`${JSON.stringify(value)}\n`);
  }

  flush(): void {
    const all = Buffer.concat(this.#pieces.splice(0));
    this.#waiting = 0;
    for (let from = 0; from < all.length; ) from += writeSync(this.#file, all, from);
    this.#written += all.length;
  }

  /** Replaces bytes at the beginning. */
  patch(bytes: Uint8Array): void {
    this.flush();
    writeSync(this.#file, bytes, 0, bytes.length, 0);
  }

  /** On disk when this returns; what can be made again need not be. */
  close(isSynced = true): void {
    try {
      this.flush();
      if (isSynced) fsyncSync(this.#file);
    } finally {
      closeSync(this.#file);
    }
  }

  /** Lets it go without a care for what is in it. */
  abandon(): void {
    closeSync(this.#file);
  }
}

/** Writes a file under another name, and gives it its own when it is whole. */
export async function whole<T>(path: string, write: (output: Output) => T | Promise<T>): Promise<T> {
  const output = new Output(`${path}.part`);
  try {
    const result = await write(output);
    output.close();
    renameSync(output.path, path);
    return result;
  } catch (error) {
    try {
      output.abandon();
    } catch {
      // Closed already, by what failed.
    }
    rmSync(output.path, { force: true });
    throw error;
  }
}

/** A file ends where something should go on. */
export class TooShort extends Error {
  override readonly name = 'TooShort';
}

/** A file, taken piece by piece. */
export class Pieces {
  readonly #path: string;
  readonly #stream: ReturnType<typeof createReadStream>;
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);
  place: number;

  constructor(path: string, start: number) {
    this.#path = path;
    this.#stream = createReadStream(path, { start, highWaterMark: CHUNK_BYTES });
    this.#chunks = this.#stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    this.place = start;
  }

  async isAtEnd(): Promise<boolean> {
    return this.#held.length === 0 && !(await this.#more());
  }

  async take(count: number): Promise<Buffer> {
    while (this.#held.length < count) {
      if (!(await this.#more()))
        throw new TooShort(`${this.#path} ends too soon, at byte ${this.place + this.#held.length}`);
    }
    const taken = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    this.place += count;
    return taken;
  }

  close(): void {
    this.#stream.destroy();
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#chunks.next();
    if (done === true) return false;
    this.#held = this.#held.length === 0 ? value : Buffer.concat([this.#held, value]);
    return true;
  }
}
