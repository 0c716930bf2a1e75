/** Who still uses which of the old subjects, for what, how often, and when last. */

import type { OldUsage } from '../app/old-world-desk.ts';
import type { Asked } from './ports.ts';

/** Rows that are kept; what comes then is counted under the name of everybody else. */
const ROWS_MAX = 2_000;

const OTHERS = 'others';

/** Headers in which a client may say who it is. */
const NAME_HEADERS = ['Client-Name', 'X-Client-Name', 'User-Agent'] as const;

const NAME_CHARACTERS_MAX = 100;

export class Usage {
  readonly #clock: () => number;
  readonly #rows = new Map<string, OldUsage>();

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  note(asked: Asked, subject: string, name: string | null, isError: boolean): void {
    const at = this.#clock();
    const client = this.#rows.size < ROWS_MAX ? clientOf(asked) : OTHERS;
    const key = JSON.stringify([client, subject, name]);
    const { count, errors, firstAt } = this.#rows.get(key) ?? { count: 0, errors: 0, firstAt: at };
    const row = { client, subject, name, count: count + 1, errors: errors + (isError ? 1 : 0), firstAt, lastAt: at };
    this.#rows.set(key, row);
  }

  /** The ones used last come first. */
  get rows(): readonly OldUsage[] {
    return [...this.#rows.values()].sort((a, b) => b.lastAt - a.lastAt || b.count - a.count);
  }
}

/** An inbox names the connection that it belongs to in front of its last token. */
export function clientOf({ header, replyTo }: Pick<Asked, 'header' | 'replyTo'>): string {
  const named = NAME_HEADERS.map(header).find((value) => value !== null && value.trim() !== '');
  // Shown on terminals.
  if (named !== undefined && named !== null)
    return named
      .replace(/\p{Cc}/gu, '')
      .trim()
      .slice(0, NAME_CHARACTERS_MAX);
  if (replyTo === null) return 'unnamed, without a reply';
  return replyTo.split('.').slice(0, -1).join('.') || replyTo;
}
