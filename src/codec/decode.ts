/**
 * Bytes to values, as DAG-CBOR in its one canonical form. Libraries also take what they would never write (unsorted
 * keys, undefined, broken UTF-8), and such bytes hash well and yet are not what they say. So reading is done here, in
 * one pass that takes canonical bytes only; writing is the library's.
 */

import { CID } from 'multiformats/cid';
import { MalformedBlock } from './malformed.ts';

/** How deep a value may be nested. */
export const DEPTH_MAX = 32;

const UINT = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;
const LIST = 4;
const MAP = 5;
const TAG = 6;

const LINK_TAG = 42;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const doubles = new DataView(new ArrayBuffer(8));

/** The value in canonical bytes. Throws MalformedBlock for anything else, with what is wrong. */
export function decodeCanonical(bytes: Uint8Array): unknown {
  const reader = new Reader(bytes);
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  value(depth: number): unknown {
    if (depth > DEPTH_MAX) throw new MalformedBlock(`the block is nested deeper than ${DEPTH_MAX}`);
    const head = this.#byte();
    const small = head & 0x1f;
    switch (head >> 5) {
      case UINT:
        return this.#safe(this.#argument(small));
      case NEGATIVE:
        return -1 - this.#safe(this.#argument(small), Number.MAX_SAFE_INTEGER - 1);
      case BYTES:
        return new Uint8Array(this.#take(this.#argument(small)));
      case TEXT:
        return this.#text(this.#argument(small));
      case LIST:
        return this.#list(this.#argument(small), depth + 1);
      case MAP:
        return this.#map(this.#argument(small), depth + 1);
      case TAG:
        return this.#link(this.#argument(small));
      default:
        return this.#simple(head);
    }
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw new MalformedBlock('the block goes on behind its value');
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new MalformedBlock('the block ends too soon');
    this.#at += 1;
    return byte;
  }

  /** The number that goes with a head: a value, a length or a tag; in as few bytes as it takes. */
  #argument(small: number): number {
    if (small < 24) return small;
    if (small > 27) throw new MalformedBlock('a length is missing, or has no meaning');
    const size = 1 << (small - 24);
    const from = this.#at;
    this.#at += size;
    if (this.#at > this.#bytes.length) throw new MalformedBlock('the block ends too soon');
    const [value, least] =
      size === 1
        ? [this.#bytes.readUInt8(from), 24]
        : size === 2
          ? [this.#bytes.readUInt16BE(from), 0x100]
          : size === 4
            ? [this.#bytes.readUInt32BE(from), 0x10000]
            : [this.#bytes.readUInt32BE(from) * 0x1_0000_0000 + this.#bytes.readUInt32BE(from + 4), 0x1_0000_0000];
    if (value < least) throw new MalformedBlock(`the number ${value} has more bytes than it takes`);
    return value;
  }

  #safe(value: number, most = Number.MAX_SAFE_INTEGER): number {
    if (value > most) throw new MalformedBlock('an integer is too large');
    return value;
  }

  #take(length: number): Buffer {
    const from = this.#at;
    this.#at += length;
    if (this.#at > this.#bytes.length) throw new MalformedBlock('the block ends too soon');
    return this.#bytes.subarray(from, this.#at);
  }

  #text(length: number): string {
    const from = this.#at;
    const until = from + length;
    if (until > this.#bytes.length) throw new MalformedBlock('the block ends too soon');
    this.#at = until;
    for (let at = from; at < until; at += 1) {
      if ((this.#bytes[at] as number) >= 0x80) return wide(this.#bytes.subarray(from, until));
    }
    return this.#bytes.toString('latin1', from, until);
  }

  #list(length: number, depth: number): unknown[] {
    // A length is only a claim: each entry takes a byte at least.
    if (length > this.#bytes.length - this.#at) throw new MalformedBlock('the block ends too soon');
    const list: unknown[] = [];
    for (let count = 0; count < length; count += 1) list.push(this.value(depth));
    return list;
  }

  #map(size: number, depth: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    let [before, beforeLength] = [0, -1];
    for (let count = 0; count < size; count += 1) {
      const head = this.#byte();
      if (head >> 5 !== TEXT) throw new MalformedBlock('a key is no text');
      const length = this.#argument(head & 0x1f);
      const from = this.#at;
      const key = this.#text(length);
      if (length < beforeLength || (length === beforeLength && this.#compare(before, from, length) >= 0)) {
        throw new MalformedBlock(`the key ${JSON.stringify(key)} is not in its place, or there twice`);
      }
      [before, beforeLength] = [from, length];
      const value = this.value(depth);
      // Assigned, it would be taken for the prototype.
      if (key === '__proto__')
        Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
      else map[key] = value;
    }
    return map;
  }

  /** Compares two stretches of the same length. */
  #compare(a: number, b: number, length: number): number {
    for (let at = 0; at < length; at += 1) {
      const difference = (this.#bytes[a + at] as number) - (this.#bytes[b + at] as number);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  #link(tag: number): CID {
    if (tag !== LINK_TAG) throw new MalformedBlock(`the tag ${tag} has no meaning here`);
    const head = this.#byte();
    if (head >> 5 !== BYTES) throw new MalformedBlock('a link is no bytes');
    const bytes = this.#take(this.#argument(head & 0x1f));
    if (bytes[0] !== 0) throw new MalformedBlock('a link lacks its leading zero');
    try {
      return CID.decode(new Uint8Array(bytes.subarray(1)));
    } catch (error) {
      throw new MalformedBlock(`a link is no CID: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #simple(head: number): unknown {
    switch (head) {
      case 0xf4:
        return false;
      case 0xf5:
        return true;
      case 0xf6:
        return null;
      case 0xfb:
        return this.#double();
      default:
        throw new MalformedBlock(`the byte 0x${head.toString(16)} has no meaning here`);
    }
  }

  /** What a shorter form would hold, an integer, is not written as a double. */
  #double(): number {
    const bytes = this.#take(8);
    for (let at = 0; at < 8; at += 1) doubles.setUint8(at, bytes[at] as number);
    const value = doubles.getFloat64(0);
    if (!Number.isFinite(value)) throw new MalformedBlock(`${value} is no number here`);
    if (Number.isSafeInteger(value)) throw new MalformedBlock(`the integer ${value} is written as a float`);
    return value;
  }
}

/** Text with other than ASCII letters. */
function wide(bytes: Uint8Array): string {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw new MalformedBlock('a text is not UTF-8');
  }
  // Other decoders swallow it, and would read another text.
  if (text.startsWith('\uFEFF')) throw new MalformedBlock('a text begins with a byte order mark');
  return text;
}
