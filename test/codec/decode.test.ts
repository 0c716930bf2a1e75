/** Reading by our own hand, held against the library: what it would write is read alike, and nothing else is read. */

import * as dagCbor from '@ipld/dag-cbor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCanonical } from '../../src/codec/decode.ts';
import { MalformedBlock } from '../../src/codec/malformed.ts';
import { LINK, SEALED } from './blocks.ts';

const SEED = { seed: 20260301 } as const;

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      -1,
      23,
      24,
      -24,
      -25,
      255,
      256,
      65_535,
      65_536,
      2 ** 32 - 1,
      2 ** 32,
    ),
    fc.constantFrom<unknown>(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 1e300, 0.1, LINK),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => (Object.is(each, -0) ? 0 : each)),
    fc.integer(),
    fc.string({ unit: 'binary', maxLength: 300 }).filter((each) => !each.startsWith('\uFEFF')),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie('value'), { maxLength: 30 }),
    fc.dictionary(fc.string({ unit: 'binary', maxLength: 30 }), tie('value'), { maxKeys: 30, noNullPrototype: true }),
  ),
}));

/** What the library makes of the bytes, when it would write the same; a byte order mark it would swallow. */
function libraryReads(bytes: Uint8Array): { readonly value: unknown } | null {
  try {
    const value = dagCbor.decode(bytes);
    const isSame = Buffer.compare(dagCbor.encode(value), bytes) === 0;
    return isSame && !hasHuge(value) ? { value } : null;
  } catch {
    return null;
  }
}

const hasHuge = (value: unknown): boolean =>
  typeof value === 'bigint' || (typeof value === 'object' && value !== null && Object.values(value).some(hasHuge));

function weRead(bytes: Uint8Array): { readonly value: unknown } | null {
  try {
    return { value: decodeCanonical(bytes) };
  } catch (error) {
    if (error instanceof MalformedBlock) return null;
    throw error;
  }
}

describe('reading canonical bytes', () => {
  it('gives what the library gives', () => {
    const property = fc.property(value, (each) => {
      const bytes = dagCbor.encode(each);
      expect(decodeCanonical(bytes)).toStrictEqual(dagCbor.decode(bytes));
    });
    fc.assert(property, { ...SEED, numRuns: 3_000 });
  });

  it('keeps no hold on the bytes it was given', () => {
    const bytes = dagCbor.encode({ bytes: new Uint8Array([1, 2, 3]), link: LINK });
    const read = decodeCanonical(bytes) as { bytes: Uint8Array; link: typeof LINK };
    bytes.fill(0);
    expect([...read.bytes]).toEqual([1, 2, 3]);
    expect(read.link.equals(LINK)).toBe(true);
  });
});

describe('reading any bytes', () => {
  it('takes exactly those that would be written', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc.tuple(value, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 3 })).map(([each, changes]) => {
        const whole = Uint8Array.from(dagCbor.encode(each));
        for (const [at, byte] of changes) whole[at % whole.length] = byte;
        return whole;
      }),
    );
    const property = fc.property(bytes, (each) => {
      expect(weRead(each)).toStrictEqual(libraryReads(each));
    });
    fc.assert(property, { ...SEED, numRuns: 20_000 });
  });

  it('takes every block of ours with any byte of it set to any other, exactly where it would be written', () => {
    for (let at = 0; at < SEALED.bytes.length; at += 7) {
      for (let byte = 0; byte < 256; byte += 1) {
        const changed = SEALED.bytes.with(at, byte);
        expect(weRead(changed)).toStrictEqual(libraryReads(changed));
      }
    }
  });

  it('believes no length that the bytes do not have, and takes no memory for it', () => {
    for (const head of ['9b', 'bb', '5b', '7b']) {
      const bytes = Buffer.from(`${head}0000ffffffffffff`, 'hex');
      expect(() => decodeCanonical(bytes)).toThrow('the block ends too soon');
    }
  });
});
