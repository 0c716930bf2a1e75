/** What every notebook must do, whatever it is made of. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Notebook, NotedLine } from '../../src/app/ports.ts';

const PATIENCE_MS = 10_000;

const bytesOf = (text: string) => new TextEncoder().encode(text);
const plain = ({ sequence, name, bytes }: NotedLine) => [sequence, name, new TextDecoder().decode(bytes)];

/** A reader of a notebook, with all that it was handed. */
class Reader {
  readonly lines: NotedLine[] = [];
  readonly #ended: Promise<void>;
  readonly #abort = new AbortController();

  constructor(notebook: Notebook, after: number) {
    this.#ended = notebook.follow(after, (lines) => void this.lines.push(...lines), this.#abort.signal);
  }

  async reaches(sequence: number): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while ((this.lines.at(-1)?.sequence ?? 0) < sequence) {
      if (Date.now() > deadline) throw new Error(`Waited for line ${sequence}, got ${this.lines.length}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async end(): Promise<void> {
    this.#abort.abort();
    await this.#ended;
  }
}

/** `make` gives an empty notebook each time. */
export function notebookContract(make: () => Promise<Notebook>): void {
  let notebook: Notebook;
  const readers: Reader[] = [];
  const read = (after = 0) => {
    const reader = new Reader(notebook, after);
    readers.push(reader);
    return reader;
  };
  const write = (name: string, text: string, after: number | null = null) => notebook.write(name, bytesOf(text), after);

  beforeEach(async () => {
    notebook = await make();
  });

  afterEach(async () => {
    await Promise.all(readers.splice(0).map((reader) => reader.end()));
  });

  describe('writing', () => {
    it('counts the lines from 1, whatever their names', async () => {
      expect(await notebook.lastSequence()).toBe(0);
      expect(await write('a', 'one')).toEqual({ kind: 'appended', sequences: [1] });
      expect(await write('b', 'two')).toEqual({ kind: 'appended', sequences: [2] });
      expect(await notebook.lastSequence()).toBe(2);
    });

    it('takes a line after the one that it follows under its name', async () => {
      await write('a', 'one', 0);
      await write('b', 'other', 0);
      expect(await write('a', 'two', 1)).toEqual({ kind: 'appended', sequences: [3] });
    });

    it.each([
      ['the first after another one', 'a', 0],
      ['one after an older one', 'a', 1],
      ['one after a line of another name', 'a', 3],
      ['one after a line that there is not', 'c', 2],
    ])('does not take %s', async (_, name, after) => {
      for (const [each, text] of [
        ['a', 'one'],
        ['a', 'two'],
        ['b', 'three'],
      ] as const)
        await write(each, text);
      expect(await write(name, 'four', after)).toEqual({ kind: 'conflict' });
      expect(await notebook.lastSequence()).toBe(3);
    });

    it('takes one of those that follow the same line at once', async () => {
      await write('a', 'one');
      const kinds = (await Promise.all(['x', 'y', 'z'].map((text) => write('a', text, 1)))).map(({ kind }) => kind);
      expect(kinds.sort()).toEqual(['appended', 'conflict', 'conflict']);
    });
  });

  it('gives lines by their sequences as they were written, and null where there is none', async () => {
    await write('a', 'one');
    await write('b', '\u0000 two');
    const lines = await notebook.read([2, 9, 1]);
    expect(lines.map((line) => (line === null ? null : plain(line)))).toEqual([
      [2, 'b', '\u0000 two'],
      null,
      [1, 'a', 'one'],
    ]);
  });

  describe('following', () => {
    it('hands on every line in order, first what is there, then what comes', async () => {
      for (const text of ['one', 'two', 'three']) await write('a', text);
      const [all, rest] = [read(), read(2)];
      await write('b', 'four');
      await all.reaches(4);
      await rest.reaches(4);
      expect(all.lines.map(plain)).toEqual([
        [1, 'a', 'one'],
        [2, 'a', 'two'],
        [3, 'a', 'three'],
        [4, 'b', 'four'],
      ]);
      expect(rest.lines.map(({ sequence }) => sequence)).toEqual([3, 4]);
    });

    it('has no seam between what is there and what comes', async () => {
      const writing = (async () => {
        for (let n = 1; n <= 60; n += 1) await write(`n${n % 3}`, `${n}`);
      })();
      const reader = read();
      await writing;
      await reader.reaches(60);
      expect(reader.lines.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 60 }, (_, at) => at + 1));
    });

    it('ends with its signal', async () => {
      const reader = read();
      await write('a', 'one');
      await reader.reaches(1);
      await reader.end();
      await write('a', 'two');
      const other = read();
      await other.reaches(2);
      expect(reader.lines).toHaveLength(1);
    });
  });
}
