/**
 * The log, understood without any of the code that wrote it: as docs/wire.md describes it, by the libraries of IPLD.
 */

import { code, decode, encode } from '@ipld/dag-cbor';
import { CID } from 'multiformats/cid';
import { sha256 } from 'multiformats/hashes/sha2';

/** A message of the stream, as a server hands it out. */
export interface Message {
  readonly sequence: number;
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

export interface Block {
  readonly sequence: number;
  readonly personId: string;
  readonly cid: string;
  readonly n: number;
  readonly prev: string | null;
  readonly type: string;
  readonly commandId: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Which batch it was written in, and as which of it; null when it was written alone. */
  readonly batch: { readonly id: string; readonly at: number; readonly isLast: boolean } | null;
}

const SUBJECT = 'cim.person.event.';

/** The block in a message, or what is wrong with it. */
export async function open({ sequence, subject, headers, bytes }: Message): Promise<Block | string> {
  const cid = CID.createV1(code, await sha256.digest(bytes)).toString();
  if (headers.Cid !== cid) return `the bytes have the CID ${cid}, and the header says ${headers.Cid ?? 'nothing'}`;
  let value: Record<string, unknown>;
  try {
    value = decode(bytes);
    if (Buffer.compare(encode(value), bytes) !== 0) return 'the bytes are not canonical';
  } catch (error) {
    return `the bytes are no DAG-CBOR (${String(error)})`;
  }
  const { v, person, n, prev, type, meta, data } = value;
  const { command } = (meta ?? {}) as { readonly command?: unknown };
  const link = prev === null ? null : CID.asCID(prev)?.toString();
  if (v !== 1 || typeof person !== 'string' || typeof n !== 'number' || typeof type !== 'string')
    return 'keys are missing';
  if (link === undefined || typeof command !== 'string' || typeof data !== 'object' || data === null) {
    return 'keys are missing';
  }
  if (subject !== `${SUBJECT}${person}`) return `it is about ${person}, and lies under ${subject}`;
  if (headers['Nats-Msg-Id'] !== `${person}/${command}`) return 'its message id is not that of its command';
  return {
    ...{ sequence, personId: person, cid, n, prev: link, type, commandId: command },
    data: data as Record<string, unknown>,
    batch: batchOf(headers),
  };
}

function batchOf(headers: Message['headers']): Block['batch'] {
  const id = headers['Nats-Batch-Id'];
  if (id === undefined) return null;
  return { id, at: Number(headers['Nats-Batch-Sequence']), isLast: headers['Nats-Batch-Commit'] === '1' };
}

/** Version, log, sequence and check, as src/app/position.ts packs them: opaque to clients, and so not in the contract. */
const POSITION_BYTES = 17;
const LOG_AT = 1;
const SEQUENCE_AT = 7;

/** The sequence and the log in a position; null when it is none. */
export function readPosition(position: string): { readonly sequence: number; readonly log: string } | null {
  const bytes = Buffer.from(position, 'base64url');
  if (bytes.length !== POSITION_BYTES) return null;
  return { sequence: bytes.readUIntBE(SEQUENCE_AT, 6), log: bytes.toString('hex', LOG_AT, SEQUENCE_AT) };
}
