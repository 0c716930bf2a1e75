/** A feed that is late: by a fixed time, or for as long as it is held. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Feed, StoredBlock } from '../../src/app/ports.ts';

export class SlowFeed implements Feed {
  readonly #feed: Feed;
  readonly #delayMs: number;
  #held: Promise<void> = Promise.resolve();
  #letGo: () => void = () => {};

  constructor(feed: Feed, delayMs: number) {
    this.#feed = feed;
    this.#delayMs = delayMs;
  }

  /** Nothing comes until `release`. */
  hold(): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held = promise;
    this.#letGo = resolve;
  }

  release(): void {
    this.#letGo();
  }

  async follow(after: number, receive: (blocks: readonly StoredBlock[]) => void, signal: AbortSignal): Promise<void> {
    let turn: Promise<void> = Promise.resolve();
    const late = (blocks: readonly StoredBlock[]) => {
      const due = sleep(this.#delayMs);
      turn = turn.then(async () => {
        await due;
        await this.#held;
        if (!signal.aborted) receive(blocks);
      });
    };
    await this.#feed.follow(after, late, signal);
    this.release();
    await turn;
  }

  lastSequence(): Promise<number> {
    return this.#feed.lastSequence();
  }
}
