/**
 * Blocks that were sealed here and are on their way through the log. When one comes back, byte by byte the same, its
 * event is at hand and need not be decoded and hashed again.
 */

import type { Recorded } from '../domain/message.ts';
import type { Codec, Damage, StoredBlock, Write } from './ports.ts';

/** Blocks that may be on their way; the oldest are forgotten then, and decoded like any others. */
const BLOCKS_MAX = 20_000;

export class OwnBlocks {
  readonly #codec: Codec;
  readonly #sealed = new Map<string, { readonly event: Recorded; readonly bytes: Uint8Array }>();

  constructor(codec: Codec) {
    this.#codec = codec;
  }

  /** Takes note of a block that is about to be written. */
  note(event: Recorded, { bytes }: Write): void {
    this.#sealed.set(event.cid, { event, bytes });
    if (this.#sealed.size <= BLOCKS_MAX) return;
    const eldest = this.#sealed.keys().next();
    if (!eldest.done) this.#sealed.delete(eldest.value);
  }

  /** The event in a block, or what is wrong with it. */
  open(block: StoredBlock): Recorded | Damage {
    const own = block.cid === null ? undefined : this.#sealed.get(block.cid);
    if (own === undefined) return this.#codec.open(block);
    this.#sealed.delete(own.event.cid);
    const isSame = Buffer.compare(own.bytes, block.bytes) === 0 && own.event.personId === block.personId;
    return isSame ? { ...own.event, sequence: block.sequence } : this.#codec.open(block);
  }
}
