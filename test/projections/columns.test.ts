/** Columns of numbers that grow, and finding entries by their hash. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Column, floats, HashIndex, words16, words32 } from '../../projections/columns.ts';

describe('a column', () => {
  it.each([
    ['small words', words16, (at: number) => at % 65_536],
    ['words', words32, (at: number) => 0xffffffff - at],
    ['floats', floats, (at: number) => at + 0.5],
  ] as const)('keeps %s while it grows', (_, make, value) => {
    const column = new Column<Uint16Array | Uint32Array | Float64Array>(make);
    for (let at = 0; at < 5000; at += 1) column.push(value(at));
    expect(column.length).toBe(5000);
    for (let at = 0; at < 5000; at += 1) expect(column.at(at)).toBe(value(at));
  });

  it('changes an entry in its place', () => {
    const column = new Column(words32);
    column.push(1);
    column.push(2);
    column.set(0, 9);
    expect([column.at(0), column.at(1), column.length]).toEqual([9, 2, 2]);
  });

  it.each([[-1], [2], [1023], [1024], [5000]])('has no entry %i beyond those pushed', (at) => {
    const column = new Column(words32);
    column.push(1);
    column.push(2);
    expect(() => column.at(at)).toThrow(new RangeError(`There is no entry ${at} of 2`));
  });

  it('lets no entry be changed that was not pushed', () => {
    const column = new Column(words32);
    column.push(1);
    expect(() => column.set(1, 9)).toThrow(new RangeError('There is no entry 1 of 1'));
  });
});

describe('a hash index', () => {
  function indexOf(hashes: readonly number[]): HashIndex {
    const index = new HashIndex();
    for (const hash of hashes) index.push(hash);
    return index;
  }

  it('finds nothing while it is empty', () => {
    expect([...indexOf([]).find(0)]).toEqual([]);
  });

  it('finds every entry while it grows many times over', () => {
    const hashes = Array.from({ length: 20_000 }, (_, at) => Math.imul(at, 2654435761) >>> 0);
    const index = indexOf(hashes);
    for (const [at, hash] of hashes.entries()) expect([...index.find(hash)]).toEqual([at]);
    expect([...index.find(12345)]).toEqual([]);
  });

  it('finds all entries of one hash, in the order in which they came', () => {
    const index = indexOf([7, 8, 7, 9, 7]);
    expect([...index.find(7)]).toEqual([0, 2, 4]);
    expect([...index.find(8)]).toEqual([1]);
    expect([...index.find(6)]).toEqual([]);
  });

  it('tells hashes apart that fall on one place', () => {
    // The place is the low bits of the hash times an odd number, so these four fall together while the index is small.
    const hashes = [5, 5 + 2 ** 20, 5 + 2 ** 25, 5 + 2 ** 31];
    const index = indexOf(hashes);
    for (const [at, hash] of hashes.entries()) expect([...index.find(hash)]).toEqual([at]);
    expect([...index.find(5 + 2 ** 22)]).toEqual([]);
  });

  it('takes a hash for the same whether its highest bit is a sign or not', () => {
    const index = indexOf([0xffffffff, 0x80000000]);
    expect([...index.find(-1)]).toEqual([0]);
    expect([...index.find(0x80000000 | 0)]).toEqual([1]);
  });

  it('finds what a look at every entry finds', () => {
    const hash = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 0xffffffff }));
    const property = fc.property(fc.array(hash, { maxLength: 3000, size: 'max' }), fc.array(hash), (hashes, wanted) => {
      const index = indexOf(hashes);
      for (const each of [...wanted, ...hashes.slice(0, 20)]) {
        expect([...index.find(each)]).toEqual(hashes.flatMap((other, at) => (other === each ? at : [])));
      }
    });
    fc.assert(property, { seed: 20260301, numRuns: 60 });
  });
});
