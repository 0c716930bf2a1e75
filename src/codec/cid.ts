/**
 * Content ids, of the one kind that a block of ours has: version 1, dag-cbor, sha2-256. All of them have the same length
 * and beginning, so their text is made and read here; the library does it for all kinds there are, and takes its time.
 */

import { hash } from 'node:crypto';
import { CID } from 'multiformats/cid';
import { create as createDigest } from 'multiformats/hashes/digest';

const DAG_CBOR = 0x71;
const SHA2_256 = 0x12;
const DIGEST_BYTES = 32;

/** Version, codec, hash and its length, which come before the digest. */
const PREFIX = [1, DAG_CBOR, SHA2_256, DIGEST_BYTES];

/** `b` for base32, and 36 bytes in it. */
const TEXT_CHARACTERS = 59;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
const CODES = new Uint8Array(128).fill(255);
for (let code = 0; code < LETTERS.length; code += 1) CODES[LETTERS.charCodeAt(code)] = code;

/** The content id of a block, as text. */
export function cidOf(block: Uint8Array): string {
  return textOf(sha256(block));
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer');
}

/** The CID in `text`, or null when it is none that a block of ours can have. */
export function parseCid(text: string): CID | null {
  if (text.length !== TEXT_CHARACTERS || text.charCodeAt(0) !== 0x62) return null;
  const bytes = new Uint8Array(PREFIX.length + DIGEST_BYTES);
  let [bits, pending, at] = [0, 0, 0];
  for (let index = 1; index < TEXT_CHARACTERS; index += 1) {
    const code = CODES[text.charCodeAt(index)] ?? 255;
    if (code === 255) return null;
    pending = (pending << 5) | code;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = (pending >> bits) & 0xff;
      at += 1;
    }
  }
  // The last letter has two bits more than there are; another letter with the same others would be another text for one CID.
  const isCanonical = (pending & ((1 << bits) - 1)) === 0;
  if (!isCanonical || PREFIX.some((byte, index) => bytes[index] !== byte)) return null;
  return CID.createV1(DAG_CBOR, createDigest(SHA2_256, bytes.subarray(PREFIX.length)));
}

/** The CID as text; null when no block of ours can have it. */
export function cidText({ version, code, multihash }: CID): string | null {
  const isOurs = version === 1 && code === DAG_CBOR && multihash.code === SHA2_256;
  return isOurs && multihash.digest.length === DIGEST_BYTES ? textOf(multihash.digest) : null;
}

function textOf(digest: Uint8Array): string {
  let text = 'b';
  let [bits, pending] = [0, 0];
  for (let at = -PREFIX.length; at < DIGEST_BYTES; at += 1) {
    pending = ((pending << 8) | ((at < 0 ? PREFIX[at + PREFIX.length] : digest[at]) as number)) & 0xffff;
    for (bits += 8; bits >= 5; ) {
      bits -= 5;
      text += LETTERS.charAt((pending >> bits) & 31);
    }
  }
  return text + LETTERS.charAt((pending << (5 - bits)) & 31);
}
