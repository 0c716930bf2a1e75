/** Digests of the views, to tell whether two of them know the same. */

import { createHash } from 'node:crypto';
import type { Projection } from '../../projections/projection.ts';

/** How long digests are worked on at a time, in milliseconds. */
const DIGEST_STEP_MS = 5;

/**
 * One digest per projection: the sum of the digests of its rows, so that only rows that changed are looked at again.
 * Equal views have equal digests, whatever the way they came about.
 */
export class Digests {
  readonly #projections: readonly Projection[];
  readonly #rows: bigint[][];
  readonly #sums: bigint[];
  readonly #touched = new Set<number>();

  constructor(projections: readonly Projection[]) {
    this.#projections = projections;
    this.#rows = projections.map(() => []);
    this.#sums = projections.map(() => 0n);
  }

  touch(person: number): void {
    this.#touched.add(person);
  }

  /** Digests of the views as they are at the moment the promise resolves. */
  async settle(): Promise<string[]> {
    while (this.#touched.size > 0) {
      const until = performance.now() + DIGEST_STEP_MS;
      for (const person of this.#touched) {
        this.#touched.delete(person);
        for (const [at, projection] of this.#projections.entries()) this.#rehash(projection, at, person);
        if (performance.now() > until) break;
      }
      if (this.#touched.size > 0) await new Promise((resolve) => setImmediate(resolve));
    }
    return this.#sums.map((sum) => sum.toString(16).padStart(16, '0'));
  }

  #rehash(projection: Projection, at: number, person: number): void {
    const rows = this.#rows[at] as bigint[];
    const row = projection.row(person);
    const hash = row === undefined ? 0n : hashOf(`${person}${JSON.stringify(row)}`);
    this.#sums[at] = BigInt.asUintN(64, (this.#sums[at] as bigint) - (rows[person] ?? 0n) + hash);
    rows[person] = hash;
  }
}

function hashOf(text: string): bigint {
  return createHash('sha256').update(text).digest().readBigUInt64BE();
}
