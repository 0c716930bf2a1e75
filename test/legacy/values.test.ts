/** Ids, moments, dates, words and names, in every form that old documents have them in. */

import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../../src/domain/preferences/messages.ts';
import { EMPLOYMENT_TYPES } from '../../src/domain/relationship/messages.ts';
import { nameIn } from '../../src/legacy/name.ts';
import { dateIn, momentIn, personIdIn, realIn, uuidIn, wordIn } from '../../src/legacy/values.ts';
import { AMARA, fixture } from './telling.ts';

describe('An id', () => {
  it.each([
    { id: AMARA },
    AMARA,
    AMARA.toUpperCase(),
    AMARA.replaceAll('-', ''),
    `urn:uuid:${AMARA}`,
    `{${AMARA}}`,
    [AMARA],
    { id: `{${AMARA.toUpperCase()}}` },
  ])('%j is a person', (written) => {
    expect(personIdIn(written)).toBe(AMARA);
  });

  it.each([null, 12345, '12345', '', {}, { id: 7 }, [], [AMARA, AMARA], '00000000-0000-0000-0000-000000000000'])(
    '%j is nobody',
    (written) => {
      expect(personIdIn(written)).toBeNull();
    },
  );

  it('of a thing need not be one of ours', () => {
    expect(uuidIn('00000000-0000-0000-0000-000000000000')).toBe('00000000-0000-0000-0000-000000000000');
  });
});

describe('A moment', () => {
  it.each([
    ['2025-08-07T09:15:30Z', 1754558130000],
    ['2025-08-07T09:15:30.5Z', 1754558130500],
    ['2025-08-07T09:15:30.123456789Z', 1754558130123],
    // Cut off, not rounded up into a second that had not begun.
    ['2025-08-07T09:15:30.999999999Z', 1754558130999],
    ['2025-08-07t09:15:30z', 1754558130000],
    ['2025-08-07 11:15:30+02:00', 1754558130000],
  ])('%s is read', (written, at) => {
    expect(momentIn(written)).toBe(at);
  });

  it.each(['2025-08-07T09:15:30', '2025-08-07', 1754558130000, null, '1960-01-01T00:00:00Z', 'soon'])(
    '%s is none',
    (written) => {
      expect(momentIn(written)).toBeNull();
    },
  );
});

describe('A date', () => {
  it.each([
    ['1985-3-9', '1985-03-09'],
    ['2024-02-29', '2024-02-29'],
    ['1965-01-01T23:00:00Z', '1965-01-01'],
  ])('%s is read', (written, date) => {
    expect(dateIn(written)).toBe(date);
  });

  it.each(['2023-02-29', '-0005-01-01', '+10000-01-01', '1985', 1985, null])('%s is none', (written) => {
    expect(dateIn(written)).toBeNull();
  });
});

it.each([
  ['FullTime', 'full_time'],
  [{ PartTime: null }, 'part_time'],
  ['full-time', 'full_time'],
  ['Sabbatical', null],
  [{ Other: 'Sabbatical' }, null],
])('the word %j is %s', (written, word) => {
  expect(wordIn(EMPLOYMENT_TYPES, written)).toBe(word);
});

it('words that are spelt otherwise are the same words', () => {
  const channels = ['Email', 'SMS', 'WhatsApp', 'InAppNotification', 'PostalMail', 'Mail', 'InApp', 'Push'];
  expect(channels.map((each) => wordIn(CHANNELS, each))).not.toContain(null);
});

it('a number that stood in 32 bits is the one that was written', () => {
  expect(realIn(2.700000047683716)).toBe(2.7);
  expect(realIn(59.3181)).toBe(59.3181);
  expect(realIn(5)).toBe(5);
  expect(realIn('5')).toBeNull();
});

describe('A name', () => {
  it('of today shows no middle names, as it never did', () => {
    const full = { given_name: 'Amara', family_name: 'Okafor', middle_names: ['Ngozi'], preferred_name: null };
    expect(nameIn(full)?.name).toMatchObject({
      given: ['Amara', 'Ngozi'],
      family: ['Okafor'],
      display: 'Amara Okafor',
    });
  });

  it('shows what is preferred', () => {
    const name = { given_name: 'Amara', family_name: 'Okafor', preferred_name: 'Ama', honorific: 'Dr.', suffix: 'PhD' };
    expect(nameIn(name)?.name).toEqual({
      given: ['Amara'],
      family: ['Okafor'],
      nickname: 'Ama',
      display: 'Ama',
      prefixes: ['Dr.'],
      suffixes: ['PhD'],
      convention: 'western',
    });
  });

  it('of the second generation has a title, and a culture that is kept', () => {
    const read = nameIn({ ...(fixture('gen1.PersonName') as object), cultural_context: { region: 'West Africa' } });
    expect(read?.name.prefixes).toEqual(['Dr.']);
    expect(read?.rest).toEqual({ cultural_context: { region: 'West Africa' } });
  });

  it('of the last generation keeps its lists and its convention', () => {
    const written = {
      components: {
        given_names: ['Jón'],
        family_names: [],
        patronymic: 'Einarsson',
        matronymic: null,
        prefixes: [],
        suffixes: [],
      },
      preferred_form: null,
      naming_convention: 'Patronymic',
    };
    expect(nameIn(written)?.name).toMatchObject({
      given: ['Jón'],
      family: [],
      patronymic: 'Einarsson',
      convention: 'patronymic',
    });
    expect(nameIn({ ...written, naming_convention: 'Mononymic' })?.name.convention).toBe('mononym');
  });

  it('in one text is split at its last space', () => {
    expect(nameIn('Ada Byron Lovelace')?.name).toMatchObject({ given: ['Ada', 'Byron'], family: ['Lovelace'] });
    expect(nameIn('Plato')?.name).toMatchObject({ given: ['Plato'], family: [], convention: 'mononym' });
  });

  it.each([null, '', 7, {}, { first: 'Ada' }])('%j is none', (written) => {
    expect(nameIn(written)).toBeNull();
  });
});
