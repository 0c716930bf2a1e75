/** CAR files (version 1): blocks in their order behind a root, written and read piece by piece, each one checked. */

import { CID } from 'multiformats/cid';
import { cidOf, parseCid, sha256 } from '../codec/cid.ts';
import { decode, encode } from '../codec/dag-cbor.ts';
import { type Output, Pieces, TooShort } from './files.ts';
import type { Block } from './originals.ts';

/** Every content id here is a version, a codec, a hash and its length, and 32 bytes. */
const CID_BYTES = 36;

const DAG_CBOR = 0x71;

/** The largest block that is read; what claims to be larger is damage. */
const BLOCK_BYTES_MAX = 4 * 1024 * 1024;

export class CarDamaged extends Error {
  override readonly name = 'CarDamaged';
}

/** Stands where the root will be, and is as long. */
const NO_ROOT = cidOf(new Uint8Array());

export class CarWriter {
  readonly #output: Output;

  constructor(output: Output) {
    this.#output = output;
    output.write(headerOf(NO_ROOT));
  }

  put({ cid, bytes }: Block): void {
    this.#output.write(varint(CID_BYTES + bytes.length));
    this.#output.write(cid.bytes);
    this.#output.write(bytes);
  }

  /** Writes a value as the last block, and makes it the root. */
  finish(value: unknown): string {
    const bytes = encode(value);
    const root = cidOf(bytes);
    this.put({ cid: CID.parse(root), bytes });
    this.#output.patch(headerOf(root));
    return root;
  }
}

function headerOf(root: string): Uint8Array {
  const header = encode({ roots: [parseCid(root)], version: 1 });
  return Buffer.concat([varint(header.length), header]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest & 0x7f) | 0x80);
  return Uint8Array.from([...bytes, rest]);
}

export interface ReadBlock extends Block {
  readonly cid: CID;
  /** As text where it is a block of dag-cbor; null for raw bytes. */
  readonly text: string | null;
  /** Where the next one begins. */
  readonly end: number;
}

/** The root of a CAR file. Throws CarDamaged. */
export async function rootOf(path: string): Promise<string> {
  const reader = new Pieces(path, 0);
  try {
    const header = decode(await reader.take(await lengthIn(reader, path))) as { readonly roots?: readonly unknown[] };
    const root = CID.asCID(header.roots?.[0]);
    if (root === null) throw new CarDamaged(`${path} has no root`);
    return root.toString();
  } catch (error) {
    throw new CarDamaged(`${path} has no header: ${(error as Error).message}`);
  } finally {
    reader.close();
  }
}

/** The blocks of a CAR file in their order, each checked against its content id. Throws CarDamaged. */
export async function* carBlocks(path: string, from = 0): AsyncGenerator<ReadBlock> {
  const reader = new Pieces(path, from);
  try {
    if (from === 0) await reader.take(await lengthIn(reader, path));
    while (!(await reader.isAtEnd())) {
      const at = reader.place;
      const length = await lengthIn(reader, path);
      if (length <= CID_BYTES) throw new CarDamaged(`${path} is damaged at byte ${at}`);
      const all = await reader.take(length);
      const cid = CID.decode(all.subarray(0, CID_BYTES));
      const bytes = all.subarray(CID_BYTES);
      if (!Buffer.from(cid.multihash.digest).equals(sha256(bytes))) {
        throw new CarDamaged(`${path}: the block at byte ${at} is not what its content id says`);
      }
      yield { cid, bytes, text: cid.code === DAG_CBOR ? cidOf(bytes) : null, end: reader.place };
    }
  } catch (error) {
    throw error instanceof TooShort ? new CarDamaged(error.message) : error;
  } finally {
    reader.close();
  }
}

async function lengthIn(reader: Pieces, path: string): Promise<number> {
  let value = 0;
  for (let factor = 1; ; factor *= 0x80) {
    const [byte = 0] = await reader.take(1);
    value += (byte & 0x7f) * factor;
    if (value > BLOCK_BYTES_MAX)
      throw new CarDamaged(`${path} is damaged at byte ${reader.place}: no block is so large`);
    if (byte < 0x80) return value;
  }
}
