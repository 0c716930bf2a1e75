/** A notebook in memory: for tests, demonstrations and the conformance suite. */

import type { Appended, Notebook, NotedLine } from '../ports.ts';

export class MemoryNotebook implements Notebook {
  readonly #lines: NotedLine[] = [];
  readonly #followers = new Set<() => void>();

  async write(name: string, bytes: Uint8Array, after: number | null): Promise<Appended> {
    const last = this.#lines.findLast((line) => line.name === name)?.sequence ?? 0;
    if (after !== null && after !== last) return { kind: 'conflict' };
    const sequence = this.#lines.length + 1;
    this.#lines.push({ sequence, name, bytes });
    for (const wake of this.#followers) wake();
    return { kind: 'appended', sequences: [sequence] };
  }

  async read(sequences: readonly number[]): Promise<readonly (NotedLine | null)[]> {
    return sequences.map((sequence) => this.#lines[sequence - 1] ?? null);
  }

  async follow(after: number, receive: (lines: readonly NotedLine[]) => void, signal: AbortSignal): Promise<void> {
    let next = after;
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = () =>
      setImmediate(() => {
        if (signal.aborted) return;
        const lines = this.#lines.slice(next);
        next = this.#lines.length;
        if (lines.length > 0) receive(lines);
      });
    this.#followers.add(wake);
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (signal.aborted) resolve();
    wake();
    await promise;
    this.#followers.delete(wake);
  }

  async lastSequence(): Promise<number> {
    return this.#lines.length;
  }
}
