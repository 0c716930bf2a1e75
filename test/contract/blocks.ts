/** Blocks to write, with fixed persons and fixed bytes. A log does not look into them, so they need not be events. */

import type { EventStore, StoredBlock, Write } from '../../src/app/ports.ts';
import type { PersonId } from '../../src/domain/ids.ts';

export const person = (n: number) => `01890a5d-ac96-774b-bcce-${String(n).padStart(12, '0')}` as PersonId;

const NO_BYTES_OF_ITS_OWN = null;

/** A write of one block. Each command of each person has bytes and a CID of its own. */
export function write(
  n: number,
  command: string,
  after: number,
  bytes: Uint8Array | null = NO_BYTES_OF_ITS_OWN,
): Write {
  return {
    personId: person(n),
    commandId: command,
    cid: `cid-${n}-${command}`,
    bytes: bytes ?? Buffer.from(`bytes of ${command} for ${n}`),
    type: 'TagAdded',
    noun: 'person',
    after,
  };
}

/** The write as a block at its place. */
export function blockOf({ personId, cid, bytes }: Write, sequence: number): StoredBlock {
  return { sequence, personId, cid, bytes };
}

/** A block with its bytes as plain numbers, since stores may give back any kind of byte array. */
export function plain(block: StoredBlock | null): unknown {
  return block === null ? null : { ...block, bytes: [...block.bytes] };
}

/** Appends what must be taken, and returns the sequences. */
export async function append(store: EventStore, ...writes: readonly Write[]): Promise<readonly number[]> {
  const appended = await store.append(writes);
  if (appended.kind !== 'appended') throw new Error(`The store answered ${JSON.stringify(appended)}`);
  return appended.sequences;
}
