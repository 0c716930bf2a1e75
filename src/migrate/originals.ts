/**
 * An old message as it was found: its bytes, and where they were. On disk it is a line of JSON; as a block it links to
 * its bytes, so that its content id stands for all of it.
 */

import { CID } from 'multiformats/cid';
import { create as createDigest } from 'multiformats/hashes/digest';
import { cidOf, sha256 } from '../codec/cid.ts';
import { encode } from '../codec/dag-cbor.ts';
import type { Original } from './ports.ts';

const RAW = 0x55;
const SHA2_256 = 0x12;

/** Bytes of one raw block; longer messages are several. */
const RAW_BYTES_MAX = 1024 * 1024;

export interface Block {
  /** The content id in its bytes, as it stands in files. */
  readonly cid: { readonly bytes: Uint8Array };
  readonly bytes: Uint8Array;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes as text; null when they are none. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

/** The line that an original is kept in. Text stays readable; what is no text is written otherwise. */
export function lineOf({ stream, seq, subject, time, headers, bytes }: Original): string {
  const text = textOf(bytes);
  const body = text === null ? { base64: Buffer.from(bytes).toString('base64') } : { text };
  return JSON.stringify({ stream, seq, subject, time, ...(headers === null ? {} : { headers }), ...body });
}

/** The original in a line: one of ours, or the document itself, which is then known by its file and line. */
export function originalIn(text: string, bytes: Uint8Array, file: string, line: number): Original {
  const alone = { stream: file, seq: line, subject: null, time: null, headers: null, bytes };
  let record: Record<string, unknown>;
  try {
    record = JSON.parse(text);
  } catch {
    return alone;
  }
  if (typeof record !== 'object' || record === null) return alone;
  const { stream, seq, subject, time, headers, text: body, base64 } = record;
  const isOurs =
    typeof stream === 'string' && Number.isSafeInteger(seq) && (typeof body === 'string' || typeof base64 === 'string');
  if (!isOurs) return alone;
  return {
    stream,
    seq: seq as number,
    subject: typeof subject === 'string' ? subject : null,
    time: typeof time === 'string' ? time : null,
    headers: (headers as Original['headers']) ?? null,
    bytes: typeof body === 'string' ? Buffer.from(body) : Buffer.from(base64 as string, 'base64'),
  };
}

export interface OriginalBlocks {
  /** Of the record, as text. */
  readonly cid: string;
  /** The record and the blocks of its bytes. */
  readonly blocks: readonly Block[];
  /** Of its bytes alone, in hexadecimal. */
  readonly digest: string;
}

export function blocksOf({ stream, seq, subject, time, headers, bytes }: Original): OriginalBlocks {
  const pieces: { readonly cid: CID; readonly bytes: Uint8Array }[] = [];
  for (let from = 0; from === 0 || from < bytes.length; from += RAW_BYTES_MAX) {
    const piece = bytes.subarray(from, from + RAW_BYTES_MAX);
    pieces.push({ cid: rawCid(piece), bytes: piece });
  }
  const body = pieces.map(({ cid }) => cid);
  const record = encode({ stream, seq, subject, time, headers, size: bytes.length, body });
  const cid = cidOf(record);
  const digest = Buffer.from(sha256(bytes)).toString('hex', 0, 16);
  return { cid, digest, blocks: [{ cid: CID.parse(cid), bytes: record }, ...pieces] };
}

export function rawCid(bytes: Uint8Array): CID {
  return CID.createV1(RAW, createDigest(SHA2_256, sha256(bytes)));
}
