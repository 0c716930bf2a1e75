/** Settings of policies: what may be set, and what is refused by name. */

import { describe, expect, it } from 'vitest';
import { changeSettings, flag, number, standardsOf, word, words } from '../../../src/domain/policies/settings.ts';
import { SENTENCES } from '../../../src/domain/rejection.ts';

const SCHEMA = {
  days: number('How long.', 365, 1, 1_000, 'days'),
  loud: flag('Whether.', true),
  mode: word('How.', 'end', ['end', 'keep']),
  kinds: words('Which.', ['a'], ['a', 'b']),
  tags: words('Any.', []),
} as const;

const standards = standardsOf(SCHEMA);
const change = (changes: unknown, from = standards) => changeSettings(SCHEMA, from, changes);

describe('Settings', () => {
  it('are off, and for everybody, until somebody says otherwise', () =>
    expect(standards).toEqual({
      enabled: false,
      onlyTags: [],
      days: 365,
      loud: true,
      mode: 'end',
      kinds: ['a'],
      tags: [],
    }));

  it('are changed one by one, and the others stay', () =>
    expect(change({ days: 30, tags: ['vip'] })).toEqual({
      kind: 'settings',
      settings: { ...standards, days: 30, tags: ['vip'] },
    }));

  it('go back to their standard by null', () => {
    const changed = change({ days: 30 });
    if (changed.kind !== 'settings') throw new Error('Not changed');
    expect(change({ days: null }, changed.settings)).toEqual({ kind: 'settings', settings: standards });
  });

  it.each([
    ['no object', 'soon', 'SETTINGS_MALFORMED', 'settings'],
    ['a list', [], 'SETTINGS_MALFORMED', 'settings'],
    ['an unknown name', { dayz: 3 }, 'SETTING_UNKNOWN', 'settings.dayz'],
    ['a name that every object has', { constructor: 3 }, 'SETTING_UNKNOWN', 'settings.constructor'],
    ['a number that is text', { days: '3' }, 'SETTING_MALFORMED', 'settings.days'],
    ['a number below', { days: 0 }, 'NUMBER_OUT_OF_RANGE', 'settings.days'],
    ['a number above', { days: 1_001 }, 'NUMBER_OUT_OF_RANGE', 'settings.days'],
    ['a number that is none', { days: Number.NaN }, 'NUMBER_OUT_OF_RANGE', 'settings.days'],
    ['a flag that is text', { loud: 'yes' }, 'SETTING_MALFORMED', 'settings.loud'],
    ['a word that is not among them', { mode: 'other' }, 'SETTING_MALFORMED', 'settings.mode'],
    ['words that are one word', { tags: 'vip' }, 'SETTING_MALFORMED', 'settings.tags'],
    ['an empty word', { tags: [' '] }, 'SETTING_MALFORMED', 'settings.tags'],
    ['words that are not among them', { kinds: ['c'] }, 'SETTING_MALFORMED', 'settings.kinds'],
    ['a word that is too long', { tags: ['x'.repeat(101)] }, 'TEXT_TOO_LONG', 'settings.tags'],
    ['too many words', { tags: Array.from({ length: 101 }, (_, n) => `t${n}`) }, 'TEXT_TOO_LONG', 'settings.tags'],
  ])('are refused with %s', (_, changes, code, field) =>
    expect(change(changes)).toEqual({ kind: 'refused', refusal: { code, field } }),
  );

  it('that are refused change nothing, not even those that are right', () =>
    expect(change({ days: 30, mode: 'other' })).toMatchObject({ kind: 'refused' }));
});

it('Refusals around policies say what to do', () => {
  for (const code of ['POLICY_UNKNOWN', 'POLICY_IS_OFF', 'DECISION_NOT_PARKED'] as const) {
    expect(SENTENCES[code]).toMatch(/\. (See|Preview) .*\.$/);
  }
});
