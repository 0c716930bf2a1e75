/** Work on one person runs one after the other; work on different persons runs side by side. */

export class Lanes {
  readonly #tails = new Map<string, Promise<void>>();

  /** Runs `work` when nothing else that names one of the keys is running; in the order of the calls. */
  async run<T>(keys: Iterable<string>, work: () => Promise<T>): Promise<T> {
    const { promise: done, resolve: leave } = Promise.withResolvers<void>();
    const unique = new Set(keys);
    // Taken in one step, so that no two callers can wait for each other.
    const before: Promise<void>[] = [];
    for (const key of unique) {
      const tail = this.#tails.get(key);
      if (tail !== undefined) before.push(tail);
      this.#tails.set(key, done);
    }
    if (before.length > 0) await Promise.all(before);
    try {
      return await work();
    } finally {
      for (const key of unique) if (this.#tails.get(key) === done) this.#tails.delete(key);
      leave();
    }
  }
}
