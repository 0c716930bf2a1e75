/**
 * The report on old clients, of all processes together. Each process keeps its part on a board that all of them can read, so
 * that it is there after the process has ended, too.
 */

import type {
  OldComparison,
  OldEvents,
  OldShadow,
  OldUsage,
  OldWorldDesk,
  OldWorldReport,
} from '../app/old-world-desk.ts';
import type { ReportBoard } from './ports.ts';

/** How often a process renews its part, in milliseconds, and for how long after that it counts as running. */
const RENEW_MS = 10_000;
const RUNNING_MS_MAX = 35_000;

/** Examples that a report shows. */
const EXAMPLES_MAX = 20;

/** The part of one process. */
export interface ReportPart {
  /** UTC milliseconds. */
  readonly at: number;
  /** Whether it answers old clients, or has ended. */
  readonly isRunning: boolean;
  readonly sunset: string | null;
  readonly problems: readonly string[];
  readonly usage: readonly OldUsage[];
  readonly events: OldEvents | null;
  readonly shadow: OldShadow | null;
}

export class Reporting implements OldWorldDesk {
  readonly #board: ReportBoard;
  readonly #clock: () => number;
  readonly #id: string;
  /** The part of this process; null when it does nothing for old clients. */
  readonly #part: (() => Omit<ReportPart, 'at' | 'isRunning'>) | null;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    board: ReportBoard,
    clock: () => number,
    id: string,
    part: (() => Omit<ReportPart, 'at' | 'isRunning'>) | null,
  ) {
    this.#board = board;
    this.#clock = clock;
    this.#id = id;
    this.#part = part;
  }

  start(): void {
    if (this.#part === null) return;
    void this.#renew(true);
    this.#timer = setInterval(() => void this.#renew(true), RENEW_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    if (this.#part !== null) await this.#renew(false);
  }

  get problems(): readonly string[] {
    return this.#part?.().problems ?? [];
  }

  async report(): Promise<OldWorldReport> {
    await this.#renew(true);
    const now = this.#clock();
    const parts = (await this.#board.all()).flatMap(partIn);
    const running = parts.filter(({ at, isRunning }) => isRunning && now - at <= RUNNING_MS_MAX);
    return {
      processes: running.length,
      sunset: running.find(({ sunset }) => sunset !== null)?.sunset ?? null,
      problems: [...new Set(running.flatMap(({ problems }) => problems))],
      usage: usageOf(parts),
      events: eventsOf(parts),
      shadow: shadowOf(parts),
    };
  }

  async #renew(isRunning: boolean): Promise<void> {
    if (this.#part === null) return;
    const part: ReportPart = { ...this.#part(), at: this.#clock(), isRunning };
    // What cannot be written now is written the next time.
    await this.#board.put(this.#id, Buffer.from(JSON.stringify(part))).catch(() => {});
  }
}

function partIn(bytes: Uint8Array): ReportPart[] {
  try {
    return [JSON.parse(Buffer.from(bytes).toString('utf8')) as ReportPart];
  } catch {
    return [];
  }
}

function merged<Row>(rows: readonly Row[], keyOf: (row: Row) => unknown, merge: (a: Row, b: Row) => Row): Row[] {
  const all = new Map<string, Row>();
  for (const row of rows) {
    const key = JSON.stringify(keyOf(row));
    const known = all.get(key);
    all.set(key, known === undefined ? row : merge(known, row));
  }
  return [...all.values()];
}

/** What was used last comes first. */
function usageOf(parts: readonly ReportPart[]): readonly OldUsage[] {
  const rows = parts.flatMap(({ usage }) => usage);
  return merged(
    rows,
    ({ client, subject, name }) => [client, subject, name],
    (a, b) => ({
      ...a,
      count: a.count + b.count,
      errors: a.errors + b.errors,
      firstAt: Math.min(a.firstAt, b.firstAt),
      lastAt: Math.max(a.lastAt, b.lastAt),
    }),
  ).sort((a, b) => b.lastAt - a.lastAt || b.count - a.count);
}

function eventsOf(parts: readonly ReportPart[]): OldEvents | null {
  const all = parts.flatMap(({ events }) => events ?? []);
  const [newest] = parts.filter(({ events }) => events !== null).sort((a, b) => b.at - a.at);
  if (newest === undefined) return null;
  return {
    sent: all.reduce((sum, { sent }) => sum + sent, 0),
    lastEventAt:
      all
        .map(({ lastEventAt }) => lastEventAt ?? '')
        .sort()
        .at(-1) || null,
    lastError: newest.events?.lastError ?? null,
  };
}

function shadowOf(parts: readonly ReportPart[]): OldShadow | null {
  const all = parts.flatMap(({ shadow }) => shadow ?? []);
  if (all.length === 0) return null;
  const rows = all.flatMap(({ comparisons }) => comparisons);
  const plus = (a: OldComparison, b: OldComparison): OldComparison => ({
    name: a.name,
    asked: a.asked + b.asked,
    same: a.same + b.same,
    known: a.known + b.known,
    different: a.different + b.different,
    unanswered: a.unanswered + b.unanswered,
  });
  return {
    comparisons: merged(rows, ({ name }) => name, plus).sort((a, b) => (a.name < b.name ? -1 : 1)),
    examples: all
      .flatMap(({ examples }) => examples)
      .sort((a, b) => b.at - a.at)
      .slice(0, EXAMPLES_MAX),
    skipped: all.reduce((sum, { skipped }) => sum + skipped, 0),
  };
}
