/** Values, events and bytes by the thousand: what is written comes back, and what was not written is never believed. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDamage } from '../../src/app/ports.ts';
import { codec } from '../../src/codec/codec.ts';
import { decode, digestOf, encode } from '../../src/codec/dag-cbor.ts';
import { open, type SealedEvent, seal } from '../../src/codec/envelope.ts';
import { MalformedBlock } from '../../src/codec/malformed.ts';
import type { CommandId } from '../../src/domain/ids.ts';
import type { Event, Json } from '../../src/domain/message.ts';
import { FACT_NAMES } from '../../src/domain/person/facts.ts';
import { ADA, BOB } from '../domain/examples.ts';
import { EVENT, opened, SEALED } from './blocks.ts';

const SEED = { seed: 20260301 };

/** What JSON can carry, and is stored faithfully: no text begins with a byte order mark. */
const text = fc.string({ unit: 'binary', maxLength: 40 }).filter((each) => !each.startsWith('\uFEFF'));
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Json>(null, true, false, 0, 23, 24, 2 ** 32, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => (Object.is(each, -0) ? 0 : each)),
    text,
    fc.array(tie('json'), { maxLength: 6 }),
    fc.dictionary(text, tie('json'), { maxKeys: 6, noNullPrototype: true }),
  ),
}));
const data = fc.dictionary(text, json, { maxKeys: 6, noNullPrototype: true });

const link = fc.option(fc.constantFrom(SEALED.cid, seal({ ...EVENT, at: 0 }).cid));
const PLAIN = { noNullPrototype: true };
const event: fc.Arbitrary<Event> = fc.record(
  {
    type: fc.oneof(
      fc.constantFrom(...FACT_NAMES).filter((type) => codec.versionOf(type) === 1),
      text,
    ),
    version: fc.constant(1),
    personId: fc.constantFrom(ADA, BOB),
    n: fc.integer({ min: 1 }),
    prev: link,
    at: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    meta: fc.record(
      {
        commandId: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,30}$/) as fc.Arbitrary<CommandId>,
        inputDigest: fc.uint8Array({ maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex')),
        cause: link,
        correlationId: text,
        actor: text,
        source: text,
      },
      PLAIN,
    ),
    data,
  },
  PLAIN,
);

/** Bytes of a block with some of them changed, taken out or put in. */
const mutation = fc.tuple(fc.nat(), fc.constantFrom('change', 'drop', 'insert'), fc.nat({ max: 255 }));
function mutated({ bytes }: SealedEvent, mutations: readonly (readonly [number, string, number])[]): Uint8Array {
  const next = [...bytes];
  for (const [place, how, value] of mutations) {
    next.splice(place % (next.length + 1), how === 'insert' ? 0 : 1, ...(how === 'drop' ? [] : [value]));
  }
  return new Uint8Array(next);
}

describe('values', () => {
  it('come back as they were, and are written the same again', () => {
    const property = fc.property(json, (value) => {
      const bytes = encode(value);
      expect(decode(bytes)).toStrictEqual(value);
      expect(encode(decode(bytes))).toEqual(bytes);
    });
    fc.assert(property, { ...SEED, numRuns: 2000 });
  });

  it('have the same bytes and the same digest whatever the order of their keys', () => {
    const property = fc.property(data, (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(encode(turned)).toEqual(encode(value));
      expect(digestOf(turned)).toEqual(digestOf(value));
    });
    fc.assert(property, { ...SEED, numRuns: 500 });
  });

  it('have another digest when they are another value', () => {
    const property = fc.property(json, json, (a, b) => {
      fc.pre(JSON.stringify(a) !== JSON.stringify(b) && Buffer.compare(encode(a), encode(b)) !== 0);
      expect(digestOf(a).digest).not.toBe(digestOf(b).digest);
    });
    fc.assert(property, { ...SEED, numRuns: 500 });
    expect(digestOf({ a: 1 })).toEqual({ digest: expect.stringMatching(/^[0-9a-f]{32}$/), bytes: 4 });
  });

  it('keep keys that mean something to JavaScript', () => {
    const value = JSON.parse('{"__proto__":{"a":1},"constructor":2,"toString":3,"":4,"10":5,"9":6}') as Json;
    expect(decode(encode(value))).toStrictEqual(value);
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });

  it('have no minus zero', () => {
    expect(decode(encode(-0))).toBe(0);
    expect(encode(-0)).toEqual(encode(0));
  });
});

describe('events', () => {
  it('come back as they were, under their CID', () => {
    const property = fc.property(event, fc.nat(), (each, sequence) => {
      const { bytes, cid } = codec.seal(each);
      const found = codec.open({ sequence, personId: each.personId, cid, bytes });
      expect(found).toStrictEqual({ ...each, cid, sequence, known: FACT_NAMES.includes(each.type as never) });
    });
    fc.assert(property, { ...SEED, numRuns: 1000 });
  });

  it('have different CIDs when they differ', () => {
    const property = fc.property(event, event, (a, b) => {
      fc.pre(JSON.stringify(a) !== JSON.stringify(b));
      expect(seal(a).cid).not.toBe(seal(b).cid);
    });
    fc.assert(property, { ...SEED, numRuns: 300 });
  });
});

describe('bytes', () => {
  it('made at random never open under a CID that is claimed for others', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(() => open(bytes, SEALED.cid)).toThrow(MalformedBlock);
    });
    fc.assert(property, { ...SEED, numRuns: 2000 });
  });

  it('made at random are no block under their own CID either', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(() => opened(bytes)).toThrow(MalformedBlock);
    });
    fc.assert(property, { ...SEED, numRuns: 2000 });
  });

  it('of a block that was changed never open under its CID', () => {
    const property = fc.property(event, fc.array(mutation, { minLength: 1, maxLength: 4 }), (each, mutations) => {
      const sealed = seal(each);
      const bytes = mutated(sealed, mutations);
      fc.pre(Buffer.compare(bytes, sealed.bytes) !== 0);
      expect(() => open(bytes, sealed.cid)).toThrow(MalformedBlock);
    });
    fc.assert(property, { ...SEED, numRuns: 1000 });
  });

  it('that open under their own CID are exactly what would be written, and others are malformed', () => {
    let believed = 0;
    const property = fc.property(event, fc.array(mutation, { minLength: 1, maxLength: 3 }), (each, mutations) => {
      const bytes = mutated(seal(each), mutations);
      try {
        const found = opened(bytes);
        believed += 1;
        expect(Buffer.from(seal(found).bytes).toString('hex')).toBe(Buffer.from(bytes).toString('hex'));
      } catch (error) {
        if (!(error instanceof MalformedBlock)) throw error;
      }
    });
    fc.assert(property, { ...SEED, numRuns: 4000 });
    expect(believed).toBeGreaterThan(100);
  });

  it('are damage to the codec, which does not throw', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 100 }), fc.option(fc.string()), (bytes, cid) => {
      const found = codec.open({ sequence: 9, personId: ADA, cid, bytes });
      if (!isDamage(found)) throw new Error('It was believed');
      expect(found).toMatchObject({ kind: 'damage', sequence: 9, personId: ADA, cid });
      expect(found.reason).not.toBe('');
    });
    fc.assert(property, { ...SEED, numRuns: 1000 });
  });
});
