/**
 * Values to bytes and back, as DAG-CBOR, in the one canonical form: what is read must be what would be written.
 * The library alone takes unsorted keys, undefined and broken UTF-8; such bytes hash well and yet are not what they say.
 */

import { createHash } from 'node:crypto';
import * as dagCbor from '@ipld/dag-cbor';
import { CID } from 'multiformats/cid';
import { create as createDigest } from 'multiformats/hashes/digest';

const SHA2_256 = 0x12;

/** The largest block, in bytes. */
export const BLOCK_BYTES_MAX = 256 * 1024;

/** How deep a value may be nested. */
export const DEPTH_MAX = 32;

/** Bytes that are no block of ours. The message says what is wrong with them. */
export class MalformedBlock extends Error {
  override readonly name = 'MalformedBlock';
}

/** The canonical bytes of a value. Keys that are undefined are left out; everything else must be encodable. */
export function encode(value: unknown): Uint8Array {
  return dagCbor.encode(plain(value, 0));
}

/** The value in canonical bytes. Throws MalformedBlock for anything else. */
export function decode(bytes: Uint8Array): unknown {
  if (bytes.length > BLOCK_BYTES_MAX)
    throw new MalformedBlock(`the block has ${bytes.length} bytes, more than ${BLOCK_BYTES_MAX}`);
  let value: unknown;
  let again: Uint8Array;
  try {
    value = dagCbor.decode(bytes);
    again = dagCbor.encode(value);
  } catch (error) {
    throw new MalformedBlock(`the block is not DAG-CBOR: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (Buffer.compare(again, bytes) !== 0) throw new MalformedBlock('the block is not in canonical form');
  return value;
}

/** The content id of a block: version 1, dag-cbor, sha2-256. */
export function cidOf(bytes: Uint8Array): CID {
  return CID.createV1(dagCbor.code, createDigest(SHA2_256, sha256(bytes)));
}

/** The CID in `text`, or null when it is none that a block of ours can have. */
export function parseCid(text: string): CID | null {
  try {
    const cid = CID.parse(text);
    const ours = cid.version === 1 && cid.code === dagCbor.code && cid.multihash.code === SHA2_256;
    return ours && cid.multihash.digest.length === 32 && cid.toString() === text ? cid : null;
  } catch {
    return null;
  }
}

/** A short digest of a value, in hexadecimal: equal for equal values, and for nothing else that is likely to occur. */
export function digestOf(value: unknown): string {
  return Buffer.from(sha256(encode(value)))
    .subarray(0, 16)
    .toString('hex');
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

function plain(value: unknown, depth: number): unknown {
  if (depth > DEPTH_MAX) throw new MalformedBlock(`the value is nested deeper than ${DEPTH_MAX}`);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array || CID.asCID(value) !== null) return value;
  if (Array.isArray(value)) return value.map((entry) => plain(entry, depth + 1));
  const kept = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return Object.fromEntries(kept.map(([key, entry]) => [key, plain(entry, depth + 1)]));
}
