/** When values are equal, what differs between two of them, and when a date is in the future. */

import { describe, expect, it } from 'vitest';
import { changed, copied, dateOf, difference, equal, folded, isFuture, NO_ENTRIES } from '../../src/domain/values.ts';
import { NOON } from './examples.ts';

describe('Values are equal', () => {
  it.each([
    [1, 1],
    [null, null],
    ['a', 'a'],
    [
      [1, [2]],
      [1, [2]],
    ],
    [
      { a: 1, b: { c: [] } },
      { b: { c: [] }, a: 1 },
    ],
    [{ a: 1, b: undefined }, { a: 1 }],
  ])('%j and %j', (a, b) => {
    expect(equal(a, b)).toBe(true);
    expect(equal(b, a)).toBe(true);
  });
});

describe('Values are different', () => {
  it.each([
    [1, 2],
    [0, false],
    [1, '1'],
    [null, undefined],
    [null, {}],
    [[], {}],
    [[1], { 0: 1 }],
    [
      [1, 2],
      [2, 1],
    ],
    [[1], [1, 2]],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: { b: 1 } }, { a: { b: 2 } }],
  ])('%j and %j', (a, b) => {
    expect(equal(a, b)).toBe(false);
    expect(equal(b, a)).toBe(false);
  });
});

describe('What is asked for differs from what is', () => {
  const current = { name: 'Ada', tags: ['a'], note: 'x' };
  it.each([
    ['where a value is another', { name: 'Eve', note: 'x' }, { name: 'Eve' }],
    ['where a value is new', { age: 7 }, { age: 7 }],
    ['where null clears something', { note: null }, { note: null }],
    ['not where null clears nothing', { age: null }, null],
    ['not where the values are alike', { tags: ['a'] }, null],
    ['not where nothing is asked for', {}, null],
    ['not where a key is there without a value', { name: undefined, age: undefined }, null],
  ])('%s', (_, wanted: object, differs) => expect(difference(current, wanted)).toStrictEqual(differs));

  it('and the change makes it so, on a copy', () => {
    expect(changed(current, { name: 'Eve', note: null })).toStrictEqual({ name: 'Eve', tags: ['a'] });
    expect(current).toStrictEqual({ name: 'Ada', tags: ['a'], note: 'x' });
  });
});

describe('Text is folded for comparison', () => {
  it.each([
    ['RUST', 'rust'],
    ['Ångström', 'angstrom'],
    ['A\u030Angstro\u0308m', 'angstrom'],
    ['  two \t\n words ', 'two words'],
    ['ﬁve', 'five'],
    ['İstanbul', 'istanbul'],
    ['C++', 'c++'],
  ])('%j as %j', (text, key) => {
    expect(folded(text)).toBe(key);
    expect(folded(key)).toBe(key);
  });
});

it('A date is in the future when it is so in every time zone', () => {
  expect(isFuture('2026-03-02', NOON)).toBe(false);
  expect(isFuture('2026-03-03', NOON)).toBe(true);
  expect(dateOf(NOON)).toBe('2026-03-01');
  expect(dateOf(Date.UTC(2026, 2, 1) - 1)).toBe('2026-02-28');
});

it('A copy shares what it holds, but not the collections', () => {
  const held = { a: 1 };
  const part = {
    map: new Map([['k', held]]),
    set: new Set([held]),
    items: { live: new Map([['k', held]]), removed: new Set(['x']) },
    held,
  };
  const copy = copied(part);
  expect(copy).toStrictEqual(part);
  expect(copy.held).toBe(held);
  expect(copy.map.get('k')).toBe(held);
  for (const [a, b] of [
    [copy.map, part.map],
    [copy.set, part.set],
    [copy.items.live, part.items.live],
    [copy.items.removed, part.items.removed],
  ]) {
    expect(a).not.toBe(b);
  }
  expect(copied({ map: new Map() }).map).toBe(NO_ENTRIES);
});
