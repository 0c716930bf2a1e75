/** Writes decisions down, many in one line: while one line is on its way, what else is decided waits for the next. */

import type { Notebook } from '../ports.ts';
import { LogUnavailable } from '../ports.ts';
import { DECIDED, type DecisionRecord, encodeLine } from './records.ts';

const RECORDS_PER_LINE_MAX = 200;

interface Waiting {
  readonly record: DecisionRecord;
  readonly done: (sequence: number) => void;
  readonly fail: (error: unknown) => void;
}

export class Scribe {
  readonly #notebook: Notebook;
  #waiting: Waiting[] = [];
  #isWriting = false;

  constructor(notebook: Notebook) {
    this.#notebook = notebook;
  }

  /** Resolves with the sequence of its line when the decision is written. Throws LogUnavailable. */
  note(record: DecisionRecord): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#waiting.push({ record, done: resolve, fail: reject });
    if (!this.#isWriting) void this.#write();
    return promise;
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    // Not at once: what is decided in the same turn shall stand in the same line.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, RECORDS_PER_LINE_MAX);
      const written = await this.#notebook.write(DECIDED, encodeLine(batch.map(({ record }) => record)), null);
      if (written.kind === 'appended') for (const { done } of batch) done(written.sequences[0] ?? 0);
      else {
        const reason = written.kind === 'conflict' ? 'another line was expected' : written.reason;
        for (const { fail } of batch) fail(new LogUnavailable(`decisions cannot be written down: ${reason}`));
      }
    }
    this.#isWriting = false;
  }
}
