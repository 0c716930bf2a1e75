/**
 * The folder that a gateway keeps its data in: whose it is, and how far its log once reached. The mark lies beside the
 * JetStream store, not in it, so that a store that lost its end does not look like one that never had it.
 */

import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from './errors.ts';
import { StartRefused } from './start-refused.ts';

/** How far the log reached when it was looked at last. */
export interface Mark {
  readonly logId: string;
  readonly sequence: number;
}

export class DataDirectory {
  readonly path: string;

  /** Makes the folder if it is not there, and proves that it can be written to. Throws StartRefused. */
  constructor(path: string) {
    this.path = path;
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      this.#write('probe', 'can this be written?');
      rmSync(join(path, 'probe'));
    } catch (error) {
      throw new StartRefused(
        `The data directory ${path} cannot be written to (${messageOf(error)}).`,
        'Make it writable, or name another one by DATA_DIR.',
      );
    }
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** The mark of the log that was kept here last; null when there was none. Throws StartRefused for one that is unreadable. */
  mark(): Mark | null {
    const text = this.#read('log.json');
    if (text === null) return null;
    try {
      const { logId, sequence } = JSON.parse(text) as Partial<Mark>;
      if (typeof logId === 'string' && Number.isSafeInteger(sequence)) return { logId, sequence: sequence as number };
    } catch {
      // Said below.
    }
    throw new StartRefused(
      `The file ${this.file('log.json')} is damaged.`,
      'It says which log belongs here and how far it reached. Restore it from a backup of the data directory.',
    );
  }

  /** Remembers how far the log reaches; on disk before this returns. */
  remember(mark: Mark): void {
    this.#write('log.json', `${JSON.stringify(mark)}\n`);
  }

  /** Compares the log with the mark. Throws StartRefused when it is another one, or ends before the mark. */
  compare(found: Mark): void {
    const mark = this.mark();
    if (mark === null) return;
    if (mark.logId !== found.logId) {
      throw new StartRefused(
        `The data directory ${this.path} belongs to another log (${mark.logId}) than the one found (${found.logId}).`,
        'Name the directory of this log by DATA_DIR, or point NATS_URL to the server of that log.',
      );
    }
    if (found.sequence < mark.sequence) {
      throw new StartRefused(
        `The log has lost events: it ends at ${found.sequence}, and reached ${mark.sequence} before.`,
        'Restore the JetStream store from a backup; nothing was written on top of what is left.',
      );
    }
  }

  #read(name: string): string | null {
    try {
      return readFileSync(this.file(name), 'utf8');
    } catch (error) {
      // Only a mark that is not there is none: taking an unreadable one for none would let a new log begin in its place.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw new StartRefused(
        `The file ${this.file(name)} cannot be read (${messageOf(error)}).`,
        'It says which log belongs here and how far it reached. Make it readable, or restore it from a backup.',
      );
    }
  }

  #write(name: string, text: string): void {
    const path = this.file(name);
    const file = openSync(`${path}.new`, 'w', 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${path}.new`, path);
  }
}
