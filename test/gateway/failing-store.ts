/** A log in memory that fails when it is told to, and a way to fill one that is faster than commands. */

import { MemoryStore } from '../../src/app/memory-store.ts';
import { type Appended, LogUnavailable, type Write } from '../../src/app/ports.ts';
import { codec } from '../../src/codec/codec.ts';
import type { CommandId, PersonId } from '../../src/domain/ids.ts';
import { NOW } from './gateway.ts';

export class FailingStore extends MemoryStore {
  /** What everything fails with; null while it does not. Writes answer in words where it is that the log is away. */
  fault: Error | null = null;

  override async load(personId: PersonId) {
    if (this.fault !== null) throw this.fault;
    return super.load(personId);
  }

  override async read(sequences: readonly number[]) {
    if (this.fault !== null) throw this.fault;
    return super.read(sequences);
  }

  override async append(writes: readonly Write[]): Promise<Appended> {
    if (this.fault instanceof LogUnavailable) return { kind: 'unavailable', reason: this.fault.message };
    if (this.fault !== null) throw this.fault;
    return super.append(writes);
  }

  override async last(personId: PersonId) {
    if (this.fault !== null) throw this.fault;
    return super.last(personId);
  }

  override async lastSequence(): Promise<number> {
    if (this.fault instanceof LogUnavailable) throw this.fault;
    return super.lastSequence();
  }
}

/** Puts one more event of a person into the log at each call: its creation first, then one that changes little. */
export function writerOf(store: MemoryStore, personId: string): () => void {
  const name = { given: ['Ada'], family: [], prefixes: [], suffixes: [], convention: 'western' };
  let n = 0;
  let prev: string | null = null;
  return () => {
    n += 1;
    const meta = {
      commandId: `put-${n}` as CommandId,
      inputDigest: '00',
      correlationId: 'put',
      actor: 'tests',
      source: 'tests',
    };
    const fact =
      n === 1
        ? { type: 'PersonCreated', data: { status: 'active', name } }
        : { type: 'BirthDateSet', data: { date: '1815-12-10' } };
    const version = codec.versionOf(fact.type);
    const event = {
      ...fact,
      personId: personId as PersonId,
      version,
      n,
      prev,
      at: NOW,
      meta: { ...meta, cause: null },
    };
    const { cid, bytes } = codec.seal(event);
    store.put(personId, cid, bytes);
    prev = cid;
  };
}
