/** Events to blocks and back. The keys are on disk for ever; docs/wire.md describes them. */

import { CID } from 'multiformats/cid';
import { type CommandId, type PersonId, parseCommandId, parsePersonId } from '../domain/ids.ts';
import type { Event } from '../domain/message.ts';
import { cidOf, cidText, parseCid } from './cid.ts';
import { decode, encode } from './dag-cbor.ts';
import { MalformedBlock } from './malformed.ts';
import { upcast } from './upcast.ts';

const ENVELOPE_VERSION = 1;

export interface SealedEvent {
  readonly cid: string;
  readonly bytes: Uint8Array;
}

export type OpenedEvent = Event & { readonly cid: string; readonly known: boolean };

/** The block of an event, and its content id. Throws MalformedBlock when the event cannot be encoded. */
export function seal(event: Event): SealedEvent {
  const bytes = encode({
    v: ENVELOPE_VERSION,
    type: event.type,
    tv: event.version,
    person: event.personId,
    n: event.n,
    prev: link(event.prev),
    at: event.at,
    meta: {
      command: event.meta.commandId,
      input: Buffer.from(event.meta.inputDigest, 'hex'),
      cause: link(event.meta.cause),
      correlation: event.meta.correlationId,
      actor: event.meta.actor,
      source: event.meta.source,
    },
    data: event.data,
  });
  return { cid: cidOf(bytes), bytes };
}

/**
 * The event in a block, brought to the shape of today.
 * Throws MalformedBlock when the bytes are no event of ours, or not the ones that `claimedCid` names.
 */
export function open(bytes: Uint8Array, claimedCid: string | null): OpenedEvent {
  const cid = cidOf(bytes);
  if (claimedCid !== cid)
    throw new MalformedBlock(`the bytes have the CID ${cid}, but ${claimedCid ?? 'none'} is claimed`);
  const block = record(decode(bytes), 'the block');
  if (block.v !== ENVELOPE_VERSION)
    throw new MalformedBlock(`the envelope version is ${String(block.v)}, not ${ENVELOPE_VERSION}`);
  const meta = record(block.meta, 'meta');
  const type = text(block.type, 'type');
  const { data, version, known } = upcast(type, integer(block.tv, 'tv', 1), record(block.data, 'data'));
  return {
    cid,
    known,
    type,
    version,
    data,
    personId: person(block.person),
    n: integer(block.n, 'n', 1),
    prev: linked(block.prev, 'prev'),
    at: integer(block.at, 'at', 0),
    meta: {
      commandId: parseCommandId(text(meta.command, 'meta.command')) ?? (wrong('meta.command') as CommandId),
      inputDigest: hex(meta.input),
      cause: linked(meta.cause, 'meta.cause'),
      correlationId: text(meta.correlation, 'meta.correlation'),
      actor: text(meta.actor, 'meta.actor'),
      source: text(meta.source, 'meta.source'),
    },
  };
}

function link(cid: string | null): CID | null {
  return cid === null ? null : (parseCid(cid) ?? wrong(`link ${cid}`));
}

function linked(value: unknown, key: string): string | null {
  if (value === null) return null;
  const cid = CID.asCID(value);
  return (cid === null ? null : cidText(cid)) ?? wrong(key);
}

/** As it is written, which is in lower case; other ways to write an id are for people. */
function person(value: unknown): PersonId {
  const id = parsePersonId(text(value, 'person'));
  return id === null || id !== value ? wrong('person') : id;
}

function record(value: unknown, key: string): Record<string, unknown> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const isRecord = isObject && !(value instanceof Uint8Array) && CID.asCID(value) === null;
  return isRecord ? (value as Record<string, unknown>) : wrong(key);
}

function text(value: unknown, key: string): string {
  return typeof value === 'string' ? value : wrong(key);
}

function integer(value: unknown, key: string, least: number): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least ? value : wrong(key);
}

function hex(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : wrong('meta.input');
}

function wrong(key: string): never {
  throw new MalformedBlock(`${key} is missing or has the wrong form`);
}
