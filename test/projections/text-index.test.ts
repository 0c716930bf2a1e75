/** Words and who has them: found by any part, with points by field, and by similarity where there is nothing better. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELDS, type Field, TextIndex } from '../../projections/text-index.ts';

const NONE: ReadonlySet<string> = new Set();
const POINTS: Readonly<Record<Field, number>> = { name: 10, email: 5, employer: 3, role: 3, skill: 2, tag: 1 };

/** Person, field and words. */
type Entry = readonly [number, Field, ...string[]];

function indexOf(...entries: readonly Entry[]): TextIndex {
  const index = new TextIndex();
  for (const [person, field, ...words] of entries) index.replace(person, field, NONE, new Set(words));
  return index;
}

const found = (index: TextIndex, word: string) => Object.fromEntries(index.find(word));

describe('a word', () => {
  it.each([
    ['the whole of it', 'johnson'],
    ['its beginning', 'john'],
    ['its end', 'son'],
    ['its middle', 'hns'],
    ['two letters', 'hn'],
    ['one letter', 'j'],
  ])('is found by %s', (_, part) => {
    expect(found(indexOf([7, 'name', 'johnson']), part)).toEqual({ 7: 10 });
  });

  it('is not found by letters in another order, or by more than it has', () => {
    const index = indexOf([7, 'name', 'jon']);
    expect(found(index, 'noj')).toEqual({});
    expect(found(index, 'jonathan')).toEqual({});
  });

  it.each(FIELDS)('in the field %s has its points', (field) => {
    expect(found(indexOf([1, field, 'ada']), 'ada')).toEqual({ 1: POINTS[field] });
  });

  it('in every field has the points of all of them', () => {
    const index = indexOf(...FIELDS.map((field): Entry => [1, field, 'ada']));
    expect(found(index, 'ada')).toEqual({ 1: 24 });
  });

  it('counts once a field, however many words of the field contain it', () => {
    const index = indexOf([1, 'name', 'john', 'johnson', 'johnny'], [1, 'skill', 'john']);
    expect(found(index, 'john')).toEqual({ 1: 12 });
  });

  it('is found with everybody who has it', () => {
    expect(found(indexOf([1, 'name', 'ada'], [2, 'tag', 'adagio'], [3, 'role', 'clerk']), 'ada')).toEqual({
      1: 10,
      2: 1,
    });
  });
});

describe('a word that nobody has', () => {
  it('finds similar ones at half the points', () => {
    expect(found(indexOf([1, 'name', 'lovelace']), 'lovelase')).toEqual({ 1: 5 });
    expect(found(indexOf([1, 'tag', 'lovelace']), 'lovelase')).toEqual({ 1: 0.5 });
  });

  it('does not look for similar ones where one contains it', () => {
    expect(found(indexOf([1, 'name', 'johnson'], [2, 'name', 'jonson']), 'johns')).toEqual({ 1: 10 });
  });

  it.each([
    ['a letter replaced', 'lovelece'],
    ['a letter dropped', 'lovelce'],
    ['a letter inserted', 'lovellace'],
    ['two letters replaced', 'lovelocx'],
  ])('is similar with %s', (_, typed) => {
    expect(found(indexOf([1, 'name', 'lovelace']), typed)).toEqual({ 1: 5 });
  });

  it('may differ by two letters from eight on, by one from four on', () => {
    expect(found(indexOf([1, 'name', 'lovelace']), 'lovexxce')).toEqual({ 1: 5 });
    expect(found(indexOf([1, 'name', 'lovelac']), 'lovexxc')).toEqual({});
    expect(found(indexOf([1, 'name', 'lovelac']), 'lovelax')).toEqual({ 1: 5 });
    expect(found(indexOf([1, 'name', 'adas']), 'adax')).toEqual({ 1: 5 });
  });
});

describe('replacing words', () => {
  it('forgets those that are gone and keeps those that stay', () => {
    const index = indexOf([1, 'name', 'ada', 'byron']);
    index.replace(1, 'name', new Set(['ada', 'byron']), new Set(['ada', 'king']));
    expect(['ada', 'byron', 'king'].map((word) => found(index, word))).toEqual([{ 1: 10 }, {}, { 1: 10 }]);
  });

  it('leaves the other fields and the other persons alone', () => {
    const index = indexOf([1, 'name', 'ada'], [1, 'tag', 'ada'], [2, 'name', 'ada']);
    index.replace(1, 'name', new Set(['ada']), NONE);
    expect(found(index, 'ada')).toEqual({ 1: 1, 2: 10 });
    index.replace(1, 'tag', new Set(['ada']), NONE);
    expect(found(index, 'ada')).toEqual({ 2: 10 });
  });

  it('forgets the word itself when its last person is gone, so that similar ones are looked for again', () => {
    const index = indexOf([1, 'name', 'lovelace'], [2, 'name', 'lovelase']);
    expect(found(index, 'lovelace')).toEqual({ 1: 10 });
    index.replace(1, 'name', new Set(['lovelace']), NONE);
    expect(found(index, 'lovelace')).toEqual({ 2: 5 });
  });
});

/** What a reader of the rules would do: look at every word of everybody. */
class Naive {
  readonly #words = new Map<string, ReadonlySet<string>>();

  replace(person: number, field: Field, words: ReadonlySet<string>): void {
    this.#words.set(`${person} ${field}`, words);
  }

  words(person: number, field: Field): ReadonlySet<string> {
    return this.#words.get(`${person} ${field}`) ?? NONE;
  }

  find(part: string): Record<number, number> {
    const exact = this.#scores((word) => word.includes(part), 1);
    return Object.keys(exact).length > 0 ? exact : this.#scores((word) => this.#isSimilar(part, word), 0.5);
  }

  #scores(passes: (word: string) => boolean, factor: number): Record<number, number> {
    const scores: Record<number, number> = {};
    for (const [key, words] of this.#words) {
      const [person, field] = key.split(' ') as [string, Field];
      if ([...words].some(passes)) scores[Number(person)] = (scores[Number(person)] ?? 0) + POINTS[field] * factor;
    }
    return scores;
  }

  /** Similar words share three letters in a row and differ little. */
  #isSimilar(a: string, b: string): boolean {
    const allowed = a.length >= 8 ? 2 : a.length >= 4 ? 1 : -1;
    const shares = Array.from({ length: Math.max(0, a.length - 2) }, (_, at) => a.slice(at, at + 3));
    return shares.some((piece) => b.includes(piece)) && distance(a, b) <= allowed;
  }
}

function distance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [restA, restB] = [a.slice(1), b.slice(1)];
  if (a[0] === b[0]) return distance(restA, restB);
  return 1 + Math.min(distance(restA, b), distance(a, restB), distance(restA, restB));
}

it('finds what a look at every word finds, after any replacements', () => {
  const word = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 6 }),
    fc.constantFrom('lovelace', 'lovelase', 'lovelyce', 'loveless', 'johnson', 'jonson', 'john', '李明', '👩‍💻'),
  );
  const change = fc.tuple(fc.nat({ max: 4 }), fc.constantFrom(...FIELDS), fc.uniqueArray(word, { maxLength: 4 }));
  let similar = 0;
  const property = fc.property(
    fc.array(change, { maxLength: 20 }),
    fc.array(word, { minLength: 1 }),
    (changes, queries) => {
      const [index, naive] = [new TextIndex(), new Naive()];
      for (const [person, field, words] of changes) {
        index.replace(person, field, naive.words(person, field), new Set(words));
        naive.replace(person, field, new Set(words));
      }
      for (const query of queries) {
        const wanted = naive.find(query);
        expect(found(index, query)).toEqual(wanted);
        if (Object.values(wanted).some((score) => score % 1 !== 0)) similar += 1;
      }
    },
  );
  fc.assert(property, { seed: 20260301, numRuns: 500 });
  expect(similar).toBeGreaterThan(20);
});
