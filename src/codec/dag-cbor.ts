/** Values to bytes and back, as DAG-CBOR in its one canonical form: what is read is what would be written. */

import * as dagCbor from '@ipld/dag-cbor';
import { CID } from 'multiformats/cid';
import { sha256 } from './cid.ts';
import { DEPTH_MAX, decodeCanonical } from './decode.ts';
import { MalformedBlock } from './malformed.ts';

/** The largest block, in bytes. */
export const BLOCK_BYTES_MAX = 256 * 1024;

/**
 * The canonical bytes of a value. Keys that are undefined are left out; everything else must be encodable, and come back
 * as it is. Throws MalformedBlock.
 */
export function encode(value: unknown): Uint8Array {
  try {
    return dagCbor.encode(plain(value, 0));
  } catch (error) {
    throw new MalformedBlock(`the value cannot be encoded: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The value in canonical bytes. Throws MalformedBlock for anything else. */
export function decode(bytes: Uint8Array): unknown {
  if (bytes.length > BLOCK_BYTES_MAX)
    throw new MalformedBlock(`the block has ${bytes.length} bytes, more than ${BLOCK_BYTES_MAX}`);
  return decodeCanonical(bytes);
}

/** A short digest of a value, in hexadecimal: equal for equal values, and for nothing else that is likely to occur. */
export function digestOf(value: unknown): { readonly digest: string; readonly bytes: number } {
  const encoded = encode(value);
  return { digest: Buffer.from(sha256(encoded)).toString('hex', 0, 16), bytes: encoded.length };
}

/** The value without its undefined keys; itself where it has none, as nearly always. */
function plain(value: unknown, depth: number): unknown {
  if (depth > DEPTH_MAX) throw new MalformedBlock(`the value is nested deeper than ${DEPTH_MAX}`);
  if (typeof value === 'string') return faithful(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array || CID.asCID(value) !== null) return value;
  if (Array.isArray(value)) return plainList(value, depth);
  let hasUndefined = false;
  let copy: Record<string, unknown> | null = null;
  for (const [key, entry] of Object.entries(value)) {
    faithful(key);
    if (entry === undefined) hasUndefined = true;
    const kept = plain(entry, depth + 1);
    if (kept === entry) continue;
    copy = copy ?? { ...value };
    copy[key] = kept;
  }
  if (!hasUndefined) return copy ?? value;
  return Object.fromEntries(Object.entries(copy ?? value).filter(([, entry]) => entry !== undefined));
}

function plainList(list: readonly unknown[], depth: number): readonly unknown[] {
  const kept = list.map((entry) => plain(entry, depth + 1));
  return kept.every((entry, at) => entry === list[at]) ? list : kept;
}

/** The text, when it is read as it was written. Decoders swallow a byte order mark, and nothing writes half a letter. */
function faithful(text: string): string {
  if (!text.isWellFormed()) throw new MalformedBlock('a text has half of a surrogate pair');
  if (text.charCodeAt(0) === 0xfeff) throw new MalformedBlock('a text begins with a byte order mark');
  return text;
}
