/** The log in memory: for tests, demonstrations and the conformance suite. */

import type { PersonId } from '../domain/ids.ts';
import type { Appended, EventStore, Feed, StoredBlock, Write } from './ports.ts';

export class MemoryStore implements EventStore, Feed {
  readonly #blocks: StoredBlock[] = [];
  readonly #last = new Map<string, number>();
  readonly #messageIds = new Set<string>();
  readonly #followers = new Set<() => void>();

  async load(personId: PersonId): Promise<readonly StoredBlock[]> {
    return this.#blocks.filter((block) => block.personId === personId);
  }

  async last(personId: PersonId): Promise<number> {
    return this.#last.get(personId) ?? 0;
  }

  async read(sequences: readonly number[]): Promise<readonly (StoredBlock | null)[]> {
    return sequences.map((sequence) => this.#blocks[sequence - 1] ?? null);
  }

  async append(writes: readonly Write[]): Promise<Appended> {
    const persons = new Set(writes.map(({ personId }) => personId));
    if (persons.size < writes.length) throw new Error('At most one write per person can be appended at once');
    const ids = writes.map(({ personId, commandId }) => `${personId}/${commandId}`);
    const stale = writes.some(({ personId, after }) => (this.#last.get(personId) ?? 0) !== after);
    if (stale || ids.some((id) => this.#messageIds.has(id))) return { kind: 'conflict' };
    const sequences = writes.map((write) => this.put(write.personId, write.cid, write.bytes));
    for (const id of ids) this.#messageIds.add(id);
    return { kind: 'appended', sequences };
  }

  /** Puts a block into the log as it is, as somebody with their hands in the log could. */
  put(personId: string, cid: string | null, bytes: Uint8Array): number {
    const sequence = this.#blocks.length + 1;
    this.#blocks.push({ sequence, personId, cid, bytes });
    this.#last.set(personId, sequence);
    for (const wake of this.#followers) wake();
    return sequence;
  }

  async follow(after: number, receive: (blocks: readonly StoredBlock[]) => void, signal: AbortSignal): Promise<void> {
    let next = after;
    const { promise, resolve } = Promise.withResolvers<void>();
    const deliver = () => {
      if (signal.aborted) return;
      const blocks = this.#blocks.slice(next);
      next = this.#blocks.length;
      if (blocks.length > 0) receive(blocks);
    };
    const wake = () => setImmediate(deliver);
    this.#followers.add(wake);
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (signal.aborted) resolve();
    wake();
    await promise;
    this.#followers.delete(wake);
  }

  async lastSequence(): Promise<number> {
    return this.#blocks.length;
  }
}
