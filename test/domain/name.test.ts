/** How names are shown, written and sorted, by the conventions of those who bear them. */

import { describe, expect, it } from 'vitest';
import {
  displayName,
  isNamed,
  NAME_STYLES,
  NAMING_CONVENTIONS,
  type NameStyle,
  type PersonName,
  sortKey,
  styledName,
} from '../../src/domain/person/name.ts';

const called = (convention: PersonName['convention'], parts: Partial<PersonName>): PersonName => ({
  given: [],
  family: [],
  prefixes: [],
  suffixes: [],
  ...parts,
  convention,
});

const grace = called('western', {
  given: ['Grace', 'Brewster'],
  family: ['Hopper'],
  prefixes: ['Dr.'],
  suffixes: ['PhD'],
  nickname: 'Amazing Grace',
});
const gabriel = called('spanish', { given: ['Gabriel', 'José'], family: ['García', 'Márquez'] });
const chineseInHan = called('east_asian', { given: ['有为'], family: ['康'] });
const chineseInLatin = called('east_asian', { given: ['Youwei'], family: ['Kang'] });
const japaneseMixed = called('east_asian', { given: ['Ken'], family: ['渡辺'] });
const korean = called('east_asian', { given: ['민수'], family: ['김'] });
const japanese = called('east_asian', { given: ['ひろ', 'カズ'], family: ['渡辺'] });
const icelandic = called('patronymic', { given: ['Björk'], patronymic: 'Guðmundsdóttir', prefixes: ['Frú'] });
const withMother = called('patronymic', { given: ['Dagur'], patronymic: 'Bergþóruson', matronymic: 'Eggertsson' });
const russian = called('patronymic', { given: ['Anna'], patronymic: 'Andreevna', family: ['Akhmatova'] });
const mononym = called('mononym', { given: ['Suharto'] });
const other = called('other', { given: ['Haile'], family: ['Gebrselassie'] });

it('Conventions and styles are called by these words, in histories and by callers', () => {
  expect(NAMING_CONVENTIONS).toEqual(['western', 'spanish', 'east_asian', 'patronymic', 'mononym', 'other']);
  expect(NAME_STYLES).toEqual(['display', 'formal', 'informal', 'alphabetical', 'legal']);
});

describe('A name is shown', () => {
  it.each([
    ['a Western one, given names first', grace, 'Grace Brewster Hopper'],
    ['a Spanish one, with both family names', gabriel, 'Gabriel José García Márquez'],
    ['an East Asian one in Han script, family first and without a space', chineseInHan, '康有为'],
    ['one in hangul, without a space', korean, '김민수'],
    ['one in kanji and kana, without a space', japanese, '渡辺ひろカズ'],
    ['an East Asian one in Latin script, family first and with a space', chineseInLatin, 'Kang Youwei'],
    ['an East Asian one in two scripts, with a space', japaneseMixed, '渡辺 Ken'],
    ['an Icelandic one, with the father’s name', icelandic, 'Björk Guðmundsdóttir'],
    ['one with the names of father and mother', withMother, 'Dagur Bergþóruson Eggertsson'],
    ['a Russian one, the father’s name before the family’s', russian, 'Anna Andreevna Akhmatova'],
    ['a mononym, as it is', mononym, 'Suharto'],
    ['a mononym that was put down as a family name', called('mononym', { family: ['Sukarno'] }), 'Sukarno'],
    ['any other one, given names first', other, 'Haile Gebrselassie'],
    ['one without given names', called('western', { family: ['Voltaire'] }), 'Voltaire'],
  ])('%s', (_, name, shown) => expect(displayName(name)).toBe(shown));

  it('as the person wants it, whatever the convention', () => {
    for (const convention of NAMING_CONVENTIONS) {
      const wanted = { ...grace, convention, display: 'Rear Admiral Hopper' };
      expect(displayName(wanted)).toBe('Rear Admiral Hopper');
      expect(styledName(wanted, 'display')).toBe('Rear Admiral Hopper');
    }
  });

  it('by the convention that is asked for, whatever the person wants', () => {
    expect(displayName({ ...chineseInLatin, display: 'K. Youwei' }, 'western')).toBe('Youwei Kang');
    expect(styledName({ ...chineseInLatin, display: 'K. Youwei' }, 'display', 'western')).toBe('Youwei Kang');
    expect(displayName(grace, 'east_asian')).toBe('Hopper Grace Brewster');
    expect(displayName(grace, 'mononym')).toBe('Grace');
  });
});

describe('A name is written', () => {
  it.each<[NameStyle, PersonName, string]>([
    ['display', grace, 'Grace Brewster Hopper'],
    ['formal', grace, 'Dr. Grace Brewster Hopper PhD'],
    ['formal', icelandic, 'Frú Björk Guðmundsdóttir'],
    ['formal', chineseInHan, '康有为'],
    ['informal', grace, 'Amazing Grace'],
    ['informal', gabriel, 'Gabriel'],
    ['informal', called('western', { family: ['Voltaire'] }), 'Voltaire'],
    ['alphabetical', grace, 'Hopper, Grace Brewster'],
    ['alphabetical', gabriel, 'García Márquez, Gabriel José'],
    ['alphabetical', icelandic, 'Björk Guðmundsdóttir'],
    ['alphabetical', mononym, 'Suharto'],
    ['alphabetical', called('western', { family: ['Voltaire'] }), 'Voltaire'],
    ['alphabetical', called('western', { given: ['Plato'] }), 'Plato'],
    ['alphabetical', { ...russian, convention: 'other' }, 'Akhmatova, Anna Andreevna'],
    ['legal', grace, 'Grace Brewster Hopper PhD'],
    ['legal', russian, 'Anna Andreevna Akhmatova'],
    ['legal', withMother, 'Dagur Bergþóruson Eggertsson'],
    ['legal', gabriel, 'Gabriel José García Márquez'],
  ])('in the style %s', (style, name, written) => expect(styledName(name, style)).toBe(written));

  it('in a style by another convention', () => {
    expect(styledName(icelandic, 'alphabetical', 'western')).toBe('Björk Guðmundsdóttir');
    expect(styledName(grace, 'alphabetical', 'patronymic')).toBe('Grace Brewster Hopper');
    expect(styledName(chineseInLatin, 'formal', 'western')).toBe('Youwei Kang');
  });

  it('without the way the person wants to be shown, in every style but the first', () => {
    for (const style of ['formal', 'informal', 'alphabetical', 'legal'] as const) {
      expect(styledName({ ...gabriel, display: 'Gabo' }, style)).toBe(styledName(gabriel, style));
    }
  });
});

describe('Names are sorted', () => {
  it('by family name, without case and accents', () => {
    expect(sortKey(gabriel)).toBe('garcia marquez, gabriel jose');
    expect(sortKey({ ...gabriel, family: ['GARCIA', 'marquez'] })).toBe(sortKey(gabriel));
  });
  it('by given name, where that is how directories are sorted', () => {
    expect(sortKey(icelandic)).toBe('bjork guðmundsdottir');
    expect(sortKey(mononym)).toBe('suharto');
  });
  it('into one order', () => {
    const names = [grace, gabriel, icelandic, mononym, other];
    expect(names.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))).toEqual([
      icelandic,
      gabriel,
      other,
      grace,
      mononym,
    ]);
  });
});

it('Somebody is named by a given or a family name, and not by a nickname alone', () => {
  expect(isNamed(called('western', { given: ['Ada'] }))).toBe(true);
  expect(isNamed(called('western', { family: ['King'] }))).toBe(true);
  expect(isNamed(called('patronymic', { patronymic: 'Andreevna', nickname: 'Anya' }))).toBe(false);
});
