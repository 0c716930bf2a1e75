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
  let value: unknown;
  let again: Uint8Array;
  try {
    value = dagCbor.decode(bytes);
    again = dagCbor.encode(value);
  } catch (error) {
    throw new MalformedBlock(`the block is not DAG-CBOR: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (Buffer.compare(again, bytes) !== 0) throw new MalformedBlock('the block is not in canonical form');
  check(value, 0);
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
    return isOurs(cid) && cid.toString() === text ? cid : null;
  } catch {
    return null;
  }
}

/** Whether a block of ours can have this CID. */
export function isOurs({ version, code, multihash }: CID): boolean {
  return version === 1 && code === dagCbor.code && multihash.code === SHA2_256 && multihash.digest.length === 32;
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
  if (typeof value === 'string') return faithful(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array || CID.asCID(value) !== null) return value;
  if (Array.isArray(value)) return value.map((entry) => plain(entry, depth + 1));
  const kept = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return Object.fromEntries(kept.map(([key, entry]) => [faithful(key), plain(entry, depth + 1)]));
}

/** The text, when it is read as it was written. Decoders swallow a byte order mark, and nothing writes half a letter. */
function faithful(text: string): string {
  if (!text.isWellFormed()) throw new MalformedBlock('a text has half of a surrogate pair');
  if (text.startsWith('\uFEFF')) throw new MalformedBlock('a text begins with a byte order mark');
  return text;
}

/** Refuses what is canonical and yet never written here, since nobody could work with it. */
function check(value: unknown, depth: number): void {
  if (depth > DEPTH_MAX) throw new MalformedBlock(`the block is nested deeper than ${DEPTH_MAX}`);
  if (typeof value === 'bigint') throw new MalformedBlock(`the integer ${value} is too large`);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || value instanceof CID) return;
  for (const entry of Object.values(value)) check(entry, depth + 1);
}
