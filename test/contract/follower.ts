/** A reader of a feed, with all that it was handed, call by call. */

import type { Feed, StoredBlock } from '../../src/app/ports.ts';

const PATIENCE_MS = 10_000;

export class Follower {
  readonly calls: (readonly StoredBlock[])[] = [];
  readonly ended: Promise<void>;
  readonly #abort = new AbortController();

  constructor(feed: Feed, after: number) {
    this.ended = feed.follow(after, (blocks) => this.calls.push([...blocks]), this.#abort.signal);
  }

  get blocks(): readonly StoredBlock[] {
    return this.calls.flat();
  }

  get sequences(): readonly number[] {
    return this.blocks.map(({ sequence }) => sequence);
  }

  async reaches(sequence: number): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while ((this.sequences.at(-1) ?? 0) < sequence) {
      if (Date.now() > deadline) throw new Error(`Waited for ${sequence}, got ${this.sequences.join(', ')}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async end(): Promise<void> {
    this.#abort.abort();
    await this.ended;
  }
}

/** The sequences from the first to the last. */
export const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, at) => first + at);
