/** Entries kept in order, with logarithmic search and cheap insertion: short runs in a row, split when they grow. */

const RUN_ENTRIES_MAX = 512;

export class SortedList<T> {
  readonly #compare: (a: T, b: T) => number;
  #runs: T[][] = [];
  #size = 0;

  /** `compare` must tell any two different entries apart. */
  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#size;
  }

  add(entry: T): void {
    this.#size += 1;
    if (this.#runs.length === 0) {
      this.#runs.push([entry]);
      return;
    }
    const at = Math.min(this.#runAt(entry), this.#runs.length - 1);
    const run = this.#runs[at] as T[];
    run.splice(this.#within(run, entry), 0, entry);
    if (run.length > RUN_ENTRIES_MAX) this.#runs.splice(at + 1, 0, run.splice(RUN_ENTRIES_MAX / 2));
  }

  /** Takes out the entry that compares equal; nothing happens when there is none. */
  remove(entry: T): void {
    const at = this.#runAt(entry);
    const run = this.#runs[at];
    if (run === undefined) return;
    const index = this.#within(run, entry);
    const found = run[index];
    if (found === undefined || this.#compare(found, entry) !== 0) return;
    run.splice(index, 1);
    this.#size -= 1;
    if (run.length === 0) this.#runs.splice(at, 1);
  }

  /** Entries in order, those after `after` only. */
  *ascending(after?: T): Generator<T> {
    const start = after === undefined ? 0 : this.#runAt(after);
    for (let at = start; at < this.#runs.length; at += 1) {
      const run = this.#runs[at] as T[];
      let index = after !== undefined && at === start ? this.#within(run, after) : 0;
      for (; index < run.length; index += 1) {
        const entry = run[index] as T;
        if (after === undefined || this.#compare(entry, after) > 0) yield entry;
      }
    }
  }

  /** Entries in reverse order, those before `before` only. */
  *descending(before?: T): Generator<T> {
    const start = before === undefined ? this.#runs.length - 1 : Math.min(this.#runAt(before), this.#runs.length - 1);
    for (let at = start; at >= 0; at -= 1) {
      const run = this.#runs[at] as T[];
      for (let index = run.length - 1; index >= 0; index -= 1) {
        const entry = run[index] as T;
        if (before === undefined || this.#compare(entry, before) < 0) yield entry;
      }
    }
  }

  /** The first run whose last entry is not before the entry. */
  #runAt(entry: T): number {
    let low = 0;
    let high = this.#runs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const last = (this.#runs[middle] as T[]).at(-1) as T;
      if (this.#compare(last, entry) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The index of the first entry of a run that is not before the entry. */
  #within(run: readonly T[], entry: T): number {
    let low = 0;
    let high = run.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(run[middle] as T, entry) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
