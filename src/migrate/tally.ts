/** What a verification has found so far. */

import { QUERIES, type Query } from './answers.ts';
import { Output } from './files.ts';
import type { FindingKind } from './scan.ts';

/** What is not as it should be. */
export interface Difference {
  readonly personId: string;
  /** The query that is answered otherwise, or what is wrong with the history. */
  readonly what: string;
  readonly old: unknown;
  readonly found: unknown;
}

/** Differences that are kept as examples in the receipt; all of them are in the file. */
const EXAMPLES_MAX = 1_000;

export class Tally {
  readonly became: Partial<Record<'told' | 'lost' | FindingKind, number>> = {};
  readonly queries = Object.fromEntries(QUERIES.map((query) => [query, { compared: 0, different: 0 }])) as Record<
    Query,
    { compared: number; different: number }
  >;
  readonly facts: Record<string, number> = {};
  readonly examples: Difference[] = [];
  differences = 0;
  imported = 0;
  others = 0;
  readonly #all: Output;
  readonly #lost: Output;

  /** Differences go into one file, and originals that are not in the log into another. */
  constructor(differences: string, lost: string) {
    this.#all = new Output(differences);
    this.#lost = new Output(lost);
  }

  close(): void {
    this.#all.close();
    this.#lost.close(false);
  }

  /** An original that should be in the log and is not, with its place. */
  lose(stream: string, seq: number, cid: string, personId: string): void {
    this.count('lost');
    this.#lost.line([stream, seq, cid, personId]);
  }

  count(kind: 'told' | 'lost' | FindingKind): void {
    this.became[kind] = (this.became[kind] ?? 0) + 1;
  }

  differ(difference: Difference): void {
    this.differences += 1;
    this.#all.line(difference);
    if (this.examples.length < EXAMPLES_MAX) this.examples.push(difference);
  }
}
