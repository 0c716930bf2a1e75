/**
 * Blocks as they lie on disks, byte for byte. Were one of these tests to fail, histories that exist would have become
 * unreadable or would be written differently from now on: the code is wrong then, never the fixture. Add to
 * golden.json, never change what is in it.
 */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CID } from 'multiformats/cid';
import { describe, expect, it } from 'vitest';
import { open, seal } from '../../src/codec/envelope.ts';
import type { Event } from '../../src/domain/message.ts';

interface Golden {
  readonly title: string;
  /** The event as it was sealed, in the version of its day. */
  readonly event: Event;
  readonly cid: string;
  readonly hex: string;
}

const goldens = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8')) as readonly Golden[];
const today = goldens.filter(({ event }) => !(event.type === 'PersonCreated' && event.version === 1));
const [old] = goldens.filter((each) => !today.includes(each)) as [Golden];

describe.each(goldens)('$title', ({ event, cid, hex }) => {
  it('is sealed to exactly these bytes and this CID', () => {
    const sealed = seal(event);
    expect(Buffer.from(sealed.bytes).toString('hex')).toBe(hex);
    expect(sealed.cid).toBe(cid);
  });

  it('has the CID that the bytes have by sha2-256, as dag-cbor of version 1', () => {
    const { version, code, multihash } = CID.parse(cid);
    expect([version, code, multihash.code]).toEqual([1, 0x71, 0x12]);
    const digest = createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex');
    expect(Buffer.from(multihash.digest).toString('hex')).toBe(digest);
  });
});

it.each(today)('$title: is opened as the event that was sealed', ({ event, cid, hex }) => {
  expect(open(Buffer.from(hex, 'hex'), cid)).toStrictEqual({ ...event, cid, known: true });
});

it('opens a PersonCreated of version 1 in the shape of today, under the CID of the stored bytes', () => {
  expect(open(Buffer.from(old.hex, 'hex'), old.cid)).toStrictEqual({
    ...old.event,
    cid: old.cid,
    known: true,
    version: 2,
    data: {
      status: 'active',
      birthDate: '1955-01-01',
      name: {
        given: ['Carol'],
        family: ['Shaw'],
        prefixes: [],
        suffixes: [],
        convention: 'western',
        display: 'Carol',
      },
    },
  });
});

it('opens blocks from a buffer in which they are not alone, as they come from the network', () => {
  const { hex, cid, event } = today[0] as Golden;
  const block = Buffer.from(hex, 'hex');
  const around = Buffer.concat([Buffer.from('before'), block, Buffer.from('after')]);
  expect(open(around.subarray(6, 6 + block.length), cid)).toStrictEqual({ ...event, cid, known: true });
});

it('keeps a golden block for each thing that bytes may come to differ in', () => {
  const all = goldens.map(({ hex }) => hex).join();
  expect(goldens.length).toBeGreaterThanOrEqual(6);
  for (const [what, bytes] of Object.entries({
    nothing: 'f6',
    'an empty list': '80',
    'an empty map': 'a0',
    'a float': 'fb3fb999999999999a',
    'an integer of eight bytes': '1b001fffffffffffff',
    'a negative one': '3b001ffffffffffffe',
    'an emoji': 'f09f8e89',
    'a link': 'd82a58250001711220',
    'a text of more than 255 bytes': '79012c',
  }))
    expect(all, what).toContain(bytes);
});
