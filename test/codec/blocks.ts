/** Blocks made by hand: right ones with one thing changed, and bytes that no encoder of ours would write. */

import * as dagCbor from '@ipld/dag-cbor';
import { CID } from 'multiformats/cid';
import { cidOf } from '../../src/codec/cid.ts';
import { type OpenedEvent, open, seal } from '../../src/codec/envelope.ts';
import type { CommandId } from '../../src/domain/ids.ts';
import type { Event } from '../../src/domain/message.ts';
import { ADA, NOON, name } from '../domain/examples.ts';

export const EVENT: Event = {
  type: 'PersonCreated',
  version: 2,
  personId: ADA,
  n: 1,
  prev: null,
  at: NOON,
  meta: {
    commandId: 'create-ada' as CommandId,
    inputDigest: '0011223344556677',
    cause: null,
    correlationId: 'import-7',
    actor: 'clerk',
    source: 'graphql',
  },
  data: { status: 'active', name: name('Ada', 'Lovelace') },
};

export const SEALED = seal(EVENT);

/** A CID that a block of ours can have. */
export const LINK = CID.parse(SEALED.cid);

type Block = Record<string, unknown> & { readonly meta: Record<string, unknown> };

/** The block of the event as plain values, to be spoiled. */
export function block(): Block {
  return dagCbor.decode(SEALED.bytes);
}

/** The block with one key changed, or taken away where the value is undefined; keys of `meta` are written `meta.key`. */
export function spoiled(path: string, value: unknown): Uint8Array {
  const whole = block();
  const [key, target] = path.startsWith('meta.') ? [path.slice(5), whole.meta] : [path, whole];
  if (value === undefined) delete (target as Record<string, unknown>)[key];
  else (target as Record<string, unknown>)[key] = value;
  return dagCbor.encode(whole);
}

/** Opens the bytes under the CID that they really have. */
export function opened(bytes: Uint8Array): OpenedEvent {
  return open(bytes, cidOf(bytes));
}

export const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));
