/** Work on one person runs one after the other; work on different persons runs side by side. */

export class Lanes {
  readonly #tails = new Map<string, Promise<void>>();

  /** Runs `work` when nothing else that names one of the keys is running; in the order of the calls. */
  async run<T>(keys: Iterable<string>, work: () => Promise<T>): Promise<T> {
    const { promise: done, resolve: leave } = Promise.withResolvers<void>();
    const unique = [...new Set(keys)];
    // Taken in one step, so that no two callers can wait for each other.
    const before = unique.map((key) => this.#tails.get(key));
    for (const key of unique) this.#tails.set(key, done);
    await Promise.all(before);
    try {
      return await work();
    } finally {
      for (const key of unique) if (this.#tails.get(key) === done) this.#tails.delete(key);
      leave();
    }
  }
}
