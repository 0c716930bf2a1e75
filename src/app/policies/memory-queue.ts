/** A queue of facts in memory, over a log in memory: for tests, demonstrations and the conformance suite. */

import type { FactQueue, Feed } from '../ports.ts';

/** How long what failed waits before it comes again, in milliseconds. */
const AGAIN_MS = 20;

export class MemoryQueue implements FactQueue {
  readonly #feed: Feed;
  /** Sequences that nobody has taken yet. */
  #open: number[] = [];
  #underWay = 0;
  /** The last one that came from the log. */
  #received = 0;
  #following: AbortController | null = null;
  /** Who takes, and after which sequence it would begin. */
  readonly #takers = new Map<() => void, number>();

  constructor(feed: Feed) {
    this.#feed = feed;
  }

  async consume(after: number, handle: (sequence: number) => Promise<void>, signal: AbortSignal): Promise<void> {
    this.#follow(after);
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const running = new Set<Promise<void>>();
    const take = () => {
      for (let next = this.#open.shift(); next !== undefined; next = this.#open.shift()) {
        const job: Promise<void> = this.#run(next, handle).finally(() => running.delete(job));
        running.add(job);
      }
    };
    this.#takers.set(take, after);
    signal.addEventListener('abort', () => end(), { once: true });
    if (signal.aborted) end();
    else take();
    await ended;
    this.#takers.delete(take);
    await Promise.all(running);
  }

  async forget(): Promise<void> {
    this.#following?.abort();
    this.#following = null;
    this.#open = [];
    // Who takes on did not want it to be forgotten.
    if (this.#takers.size > 0) this.#follow(Math.min(...this.#takers.values()));
  }

  async waiting(): Promise<number | null> {
    if (this.#following === null) return 0;
    return (await this.#feed.lastSequence()) - this.#received + this.#open.length + this.#underWay;
  }

  async #run(sequence: number, handle: (sequence: number) => Promise<void>): Promise<void> {
    this.#underWay += 1;
    try {
      await handle(sequence);
      this.#underWay -= 1;
    } catch {
      setTimeout(() => {
        this.#underWay -= 1;
        this.#open.push(sequence);
        this.#wake();
      }, AGAIN_MS);
    }
  }

  #follow(after: number): void {
    if (this.#following !== null) return;
    this.#following = new AbortController();
    this.#received = after;
    const receive = (blocks: readonly { readonly sequence: number }[]) => {
      this.#received = blocks.at(-1)?.sequence ?? this.#received;
      this.#open.push(...blocks.map(({ sequence }) => sequence));
      this.#wake();
    };
    void this.#feed.follow(after, receive, this.#following.signal);
  }

  #wake(): void {
    // Whoever took the last turn is the last to be asked, so that all get some.
    for (const [take, after] of [...this.#takers]) {
      this.#takers.delete(take);
      this.#takers.set(take, after);
      take();
    }
  }
}
