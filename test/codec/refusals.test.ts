/** What is not believed: one test for each way in which bytes can fail to be what they claim, naming the fault. */

import * as dagCbor from '@ipld/dag-cbor';
import { base58btc } from 'multiformats/bases/base58';
import { CID } from 'multiformats/cid';
import { create as createDigest } from 'multiformats/hashes/digest';
import { describe, expect, it } from 'vitest';
import { EventTooLarge, isDamage } from '../../src/app/ports.ts';
import { cidOf, parseCid } from '../../src/codec/cid.ts';
import { codec } from '../../src/codec/codec.ts';
import { BLOCK_BYTES_MAX, decode, encode } from '../../src/codec/dag-cbor.ts';
import { DEPTH_MAX } from '../../src/codec/decode.ts';
import { open, seal } from '../../src/codec/envelope.ts';
import { MalformedBlock } from '../../src/codec/malformed.ts';
import { ADA } from '../domain/examples.ts';
import { EVENT, hex, LINK, opened, SEALED, spoiled } from './blocks.ts';

const { bytes, cid } = SEALED;
const SHA2_256 = createDigest(0x12, LINK.multihash.digest);

/** Asserts that it throws MalformedBlock with this message; anything else that is thrown is a fault of its own. */
function refuses(attempt: () => unknown, message: string | RegExp): void {
  expect(attempt).toThrow(MalformedBlock);
  expect(attempt).toThrow(message);
}

/** An array in an array, and so on; the innermost lies at this depth. */
const nested = (depth: number): unknown => (depth === 0 ? [] : [nested(depth - 1)]);

describe('a block and its claim', () => {
  it('is refused under the CID of another block', () => {
    const other = cidOf(hex('a0'));
    refuses(() => open(bytes, other), `the bytes have the CID ${cid}, but ${other} is claimed`);
  });

  it('is refused without a CID', () => {
    refuses(() => open(bytes, null), `the bytes have the CID ${cid}, but none is claimed`);
  });

  it('is never opened with any one of its bits flipped', () => {
    for (let at = 0; at < bytes.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const flipped = bytes.with(at, (bytes[at] as number) ^ (1 << bit));
        refuses(() => open(flipped, cid), `but ${cid} is claimed`);
      }
    }
  });

  it('is never opened when it was cut short, under either CID', () => {
    for (let length = 0; length < bytes.length; length += 1) {
      refuses(() => open(bytes.subarray(0, length), cid), `but ${cid} is claimed`);
      refuses(() => opened(bytes.subarray(0, length)), 'the block ends too soon');
    }
  });

  it('is refused with bytes behind it', () => {
    refuses(() => opened(Buffer.concat([bytes, hex('00')])), 'the block goes on behind its value');
  });
});

describe('bytes that are not what would be written', () => {
  it.each([
    ['unsorted keys', 'a2 6162 01 6161 02', 'the key "a" is not in its place'],
    ['keys sorted by letter and not by length', 'a2 626161 01 6162 02', 'the key "b" is not in its place'],
    ['a key twice', 'a2 6161 01 6161 02', 'the key "a" is not in its place, or there twice'],
    ['a list without its length', '9f 01 ff', 'a length is missing'],
    ['a map without its length', 'bf 6161 01 ff', 'a length is missing'],
    ['a text without its length', '7f 6161 ff', 'a length is missing'],
    ['an integer in more bytes than it takes', '18 17', 'has more bytes than it takes'],
    ['a length in more bytes than it takes', '78 01 61', 'has more bytes than it takes'],
    ['a float that is an integer', 'fb 4014000000000000', 'the integer 5 is written as a float'],
    ['a minus zero', 'fb 8000000000000000', 'is written as a float'],
    ['a float in four bytes', 'fa 3fc00000', 'the byte 0xfa has no meaning here'],
    ['a float in two bytes', 'f9 3e00', 'the byte 0xf9 has no meaning here'],
    ['not a number', 'fb 7ff8000000000000', 'NaN is no number here'],
    ['infinity', 'fb 7ff0000000000000', 'Infinity is no number here'],
    ['minus infinity', 'fb fff0000000000000', '-Infinity is no number here'],
    ['an integer that numbers do not hold', '1b 0020000000000000', 'an integer is too large'],
    ['a negative one', '3b 0020000000000000', 'an integer is too large'],
    ['a date tag', 'c1 00', 'the tag 1 has no meaning here'],
    ['a bignum tag', 'c2 41 01', 'the tag 2 has no meaning here'],
    ['the tag of links on something else', 'd82a 01', 'a link is no bytes'],
    ['a link without its leading zero', 'd82a 42 0171', 'a link lacks its leading zero'],
    ['undefined', 'f7', 'the byte 0xf7 has no meaning here'],
    ['a simple value that has no meaning', 'e0', 'the byte 0xe0 has no meaning here'],
    ['a key that is no text', 'a1 01 01', 'a key is no text'],
    ['text that is not UTF-8', '62 c328', 'a text is not UTF-8'],
    ['half of a surrogate pair', '63 eda080', 'a text is not UTF-8'],
    ['text with a byte order mark', '64 efbbbf 61', 'a text begins with a byte order mark'],
    ['a text that ends too soon', '63 6161', 'the block ends too soon'],
    ['a list that ends too soon', '82 01', 'the block ends too soon'],
    ['nothing at all', '', 'the block ends too soon'],
  ])('%s', (_, text, message) => {
    refuses(() => decode(hex(text)), message);
  });

  it('refuses what is nested too deeply, and takes what is as deep as may be', () => {
    expect(decode(dagCbor.encode(nested(DEPTH_MAX)))).toEqual(nested(DEPTH_MAX));
    refuses(() => decode(dagCbor.encode(nested(DEPTH_MAX + 1))), `the block is nested deeper than ${DEPTH_MAX}`);
    refuses(() => decode(Buffer.alloc(BLOCK_BYTES_MAX, 0x81)), `the block is nested deeper than ${DEPTH_MAX}`);
  });

  it('refuses what is too large before it looks at it', () => {
    const text = 'x'.repeat(BLOCK_BYTES_MAX - 5);
    expect(decode(encode(text))).toBe(text);
    const message = `the block has ${BLOCK_BYTES_MAX + 1} bytes, more than ${BLOCK_BYTES_MAX}`;
    refuses(() => decode(Buffer.alloc(BLOCK_BYTES_MAX + 1, 0xff)), message);
  });
});

describe('an envelope that is not ours', () => {
  it.each([
    ['a list', []],
    ['a text', 'PersonCreated'],
    ['nothing', null],
    ['a link', LINK],
    ['bytes', new Uint8Array(8)],
  ])('is refused when the block is %s and not a map', (_, value) => {
    refuses(() => opened(dagCbor.encode(value)), 'the block is missing or has the wrong form');
  });

  it.each([[0], [2], ['1'], [null]])('is refused in version %j', (v) => {
    refuses(() => opened(spoiled('v', v)), `the envelope version is ${v}, not 1`);
  });

  it('is refused without a version', () => {
    refuses(() => opened(spoiled('v', undefined)), 'the envelope version is undefined, not 1');
  });

  const raw = CID.createV1(0x55, SHA2_256);
  const texts = [undefined, null, 1, ['x'], LINK];
  const links = [undefined, 'x', 1, LINK.toString(), new Uint8Array(36), raw, CID.createV0(SHA2_256)];
  const maps = [undefined, null, 'x', 1, [], LINK, new Uint8Array(1)];
  const wrongs: Readonly<Record<string, readonly unknown[]>> = {
    type: texts,
    tv: [undefined, null, '1', 0, -1, 1.5],
    person: [...texts, '', 'ada', ADA.toUpperCase(), `${ADA} `],
    n: [undefined, null, '1', 0, -1, 1.5],
    prev: links,
    at: [undefined, null, '0', -1, 0.5],
    meta: maps,
    data: maps,
    'meta.command': [...texts, '', ' ', 'x'.repeat(129)],
    'meta.input': [undefined, null, '00', [0]],
    'meta.cause': links,
    'meta.correlation': texts,
    'meta.actor': texts,
    'meta.source': texts,
  };
  const cases = Object.entries(wrongs).flatMap(([key, values]) => values.map((value) => [key, value] as const));
  it.each(cases)('is refused when %s is %o', (key, value) => {
    refuses(() => opened(spoiled(key, value)), `${key} is missing or has the wrong form`);
  });

  it('is taken with the same hand when nothing is wrong', () => {
    expect(opened(spoiled('meta.source', 'graphql'))).toStrictEqual({ ...EVENT, cid, known: true });
    expect(opened(spoiled('prev', LINK)).prev).toBe(cid);
  });
});

describe('a CID in text', () => {
  it('is ours when it is of version 1, dag-cbor and sha2-256', () => {
    expect(parseCid(cid)?.toString()).toBe(cid);
  });

  const of = (hash: number, digest: Uint8Array) => CID.createV1(0x71, createDigest(hash, digest)).toString();
  it.each([
    ['nothing', ''],
    ['no CID', 'bafyrei'],
    ['of version 0', CID.createV0(SHA2_256).toString()],
    ['of another codec', CID.createV1(0x55, SHA2_256).toString()],
    ['of another hash', of(0x1e, SHA2_256.digest)],
    ['of a shorter digest', of(0x12, SHA2_256.digest.subarray(1))],
    ['in upper case', cid.toUpperCase()],
    ['in another base', LINK.toString(base58btc)],
    ['followed by a space', `${cid} `],
  ])('is none of ours when it is %s', (_, text) => {
    expect(parseCid(text)).toBeNull();
  });

  it('cannot be linked to when it is none of ours', () => {
    refuses(() => seal({ ...EVENT, prev: 'bafyrei' }), 'link bafyrei is missing or has the wrong form');
    refuses(() => seal({ ...EVENT, meta: { ...EVENT.meta, cause: 'x' } }), 'link x is missing or has the wrong form');
  });
});

describe('a value that is to be encoded', () => {
  it.each([
    ['not a number', [Number.NaN], '`NaN` is not supported'],
    ['infinity', { a: Number.POSITIVE_INFINITY }, '`Infinity` and `-Infinity` is not supported'],
    ['undefined in a list', [undefined], '`undefined` is not supported'],
    ['a function', { a: () => 1 }, 'the value cannot be encoded'],
    ['half of a surrogate pair', 'x\ud83c', 'a text has half of a surrogate pair'],
    ['a text that begins with a byte order mark', { a: '\uFEFFx' }, 'a text begins with a byte order mark'],
    ['a key that does', { '\uFEFFx': 1 }, 'a text begins with a byte order mark'],
    ['something that looks like a link and is none', { '/': 'x', bytes: 'x' }, 'the value cannot be encoded'],
    ['what is nested too deeply', nested(DEPTH_MAX + 1), `the value is nested deeper than ${DEPTH_MAX}`],
  ])('is refused: %s', (_, value, message) => {
    refuses(() => encode(value), message);
  });

  it('loses its undefined keys, at every depth', () => {
    expect(decode(encode({ a: undefined, b: { c: undefined, d: [{ e: undefined, f: 1 }] } }))).toStrictEqual({
      b: { d: [{ f: 1 }] },
    });
    expect(encode({ a: undefined })).toEqual(encode({}));
  });

  it('may be as deep as may be read', () => {
    expect(decode(encode(nested(DEPTH_MAX)))).toEqual(nested(DEPTH_MAX));
  });

  it('is an event too large when its block would be', () => {
    const data = { tag: 'x'.repeat(BLOCK_BYTES_MAX) };
    expect(() => codec.seal({ ...EVENT, data })).toThrow(EventTooLarge);
    expect(() => codec.seal({ ...EVENT, data })).toThrow(`more than ${BLOCK_BYTES_MAX}`);
  });
});

describe('the codec', () => {
  const stored = { sequence: 7, personId: ADA, cid, bytes };

  it('opens a block as the event at its place in the log', () => {
    expect(codec.open(stored)).toStrictEqual({ ...EVENT, cid, known: true, sequence: 7 });
  });

  it('answers with the damage, and does not throw', () => {
    const found = codec.open({ ...stored, cid: null });
    expect(isDamage(found)).toBe(true);
    expect(found).toStrictEqual({
      kind: 'damage',
      sequence: 7,
      personId: ADA,
      cid: null,
      reason: `the bytes have the CID ${cid}, but none is claimed`,
    });
  });
});
