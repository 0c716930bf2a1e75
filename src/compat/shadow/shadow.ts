/** Asks the old service too, behind the back of the client, and keeps how its answers compare with ours. */

import type { OldComparison, OldExample, OldShadow } from '../../app/old-world-desk.ts';
import type { Asked, OldWire } from '../ports.ts';
import { differencesOf } from './compare.ts';

/** Requests that are compared at a time; others are passed over, so that a slow old service holds up nobody. */
const UNDER_WAY_MAX = 64;

const EXAMPLES_MAX = 20;

const REQUEST_CHARACTERS_MAX = 1_000;

/** How long the old service may take, in milliseconds. */
const ANSWER_MS_MAX = 2_000;

export interface ShadowParts {
  readonly wire: Pick<OldWire, 'ask'>;
  /** Under which the old service hears: in front of its subjects. */
  readonly prefix: string;
  readonly clock: () => number;
  readonly answerMs?: number;
}

const NONE: Omit<OldComparison, 'name'> = { asked: 0, same: 0, known: 0, different: 0, unanswered: 0 };

export class Shadow {
  readonly #parts: ShadowParts;
  readonly #comparisons = new Map<string, OldComparison>();
  readonly #underWay = new Set<Promise<void>>();
  #examples: readonly OldExample[] = [];
  #skipped = 0;

  constructor(parts: ShadowParts) {
    this.#parts = parts;
  }

  get status(): OldShadow {
    return { comparisons: [...this.#comparisons.values()], examples: this.#examples, skipped: this.#skipped };
  }

  /** Returns at once. */
  compare(asked: Asked, name: string, ours: unknown): void {
    if (this.#underWay.size >= UNDER_WAY_MAX) {
      this.#skipped += 1;
      return;
    }
    const job: Promise<void> = this.#compare(asked, name, ours).finally(() => this.#underWay.delete(job));
    this.#underWay.add(job);
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  async #compare(asked: Asked, name: string, ours: unknown): Promise<void> {
    const { wire, prefix, answerMs = ANSWER_MS_MAX } = this.#parts;
    const bytes = await wire.ask(`${prefix}.${asked.subject}`, asked.bytes, answerMs);
    const theirs = bytes === null ? undefined : jsonOf(bytes);
    // The old service gave no answer to what it refused.
    if (theirs === undefined) return this.#count(name, isRefusal(ours) ? 'known' : 'unanswered');
    const differences = differencesOf(ours, theirs);
    if (differences.length === 0) return this.#count(name, 'same');
    this.#count(name, differences.every(({ reason }) => reason !== null) ? 'known' : 'different');
    const request = Buffer.from(asked.bytes)
      .toString('utf8')
      .replace(/\p{Cc}/gu, ' ')
      .slice(0, REQUEST_CHARACTERS_MAX);
    const example = { at: this.#parts.clock(), name, subject: asked.subject, request, differences };
    this.#examples = [example, ...this.#examples].slice(0, EXAMPLES_MAX);
  }

  #count(name: string, what: Exclude<keyof OldComparison, 'name' | 'asked'>): void {
    const known = this.#comparisons.get(name) ?? { name, ...NONE };
    this.#comparisons.set(name, { ...known, asked: known.asked + 1, [what]: known[what] + 1 });
  }
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return { response_type: 'no JSON' };
  }
}

const isRefusal = (answer: unknown): boolean => typeof answer === 'object' && answer !== null && 'error' in answer;
