/** Writes decisions down, many in one line: while one line is on its way, what else is decided waits for the next. */

import type { Notebook } from '../ports.ts';
import { LogUnavailable } from '../ports.ts';
import { DECIDED, type DecisionRecord, encodeLine } from './records.ts';

const RECORDS_PER_LINE_MAX = 200;

/** Bytes of one line, about: well below what the log takes as one message. */
const BYTES_PER_LINE_MAX = 256 * 1024;

interface Waiting {
  readonly records: readonly DecisionRecord[];
  readonly bytes: number;
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

  /** Resolves with the sequence of their line when all the decisions are written, or none. Throws LogUnavailable. */
  note(...records: readonly DecisionRecord[]): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const bytes = records.reduce((sum, record) => sum + encodeLine(record).byteLength, 0);
    this.#waiting.push({ records, bytes, done: resolve, fail: reject });
    if (!this.#isWriting) void this.#write();
    return promise;
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    // Not at once: what is decided in the same turn shall stand in the same line.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#take();
      const written = await this.#notebook.write(DECIDED, encodeLine(batch.flatMap(({ records }) => records)), null);
      if (written.kind === 'appended') for (const { done } of batch) done(written.sequences[0] ?? 0);
      else {
        const reason = written.kind === 'conflict' ? 'another line was expected' : written.reason;
        for (const { fail } of batch) fail(new LogUnavailable(`decisions cannot be written down: ${reason}`));
      }
    }
    this.#isWriting = false;
  }

  /** Those who came first, as many as go into a line; at least one. */
  #take(): readonly Waiting[] {
    let [count, records, bytes] = [0, 0, 0];
    for (const each of this.#waiting) {
      records += each.records.length;
      bytes += each.bytes;
      if (count > 0 && (records > RECORDS_PER_LINE_MAX || bytes > BYTES_PER_LINE_MAX)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }
}
