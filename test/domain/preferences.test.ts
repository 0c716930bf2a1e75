/** The rules of preferences and consents: what was said last counts, and only what changes is recorded. */

import { describe, expect, it } from 'vitest';
import { fold } from '../../src/domain/person/person.ts';
import { given } from '../given.ts';
import { command, created, fact, NOON } from './examples.ts';

const preferencesOf = (...facts: Parameters<typeof given>[0]) => fold([created, ...facts]).preferences;

describe.each([
  [
    'UpdateCommunicationPreferences',
    'CommunicationPreferencesUpdated',
    'communication',
    { language: 'en', bestTime: 'noon' },
  ],
  ['UpdatePrivacyPreferences', 'PrivacyPreferencesUpdated', 'privacy', { allowMarketing: false, retentionDays: 30 }],
  ['UpdateGeneralPreferences', 'GeneralPreferencesUpdated', 'general', { theme: 'dark', custom: { size: [1, 2] } }],
] as const)('%s', (update, updated, part, wanted) => {
  const has = [created, fact(updated, wanted)];
  const [[first, value], [second]] = Object.entries(wanted) as [[string, never], [string, never]];
  const other = { [first]: 'other', [second]: null } as never;

  it('records what is new', () => given([created]).when(command(update, wanted)).thenRecords(updated, wanted));
  it('records nothing when all is so already', () => {
    given(has)
      .when(command(update, structuredClone(wanted)))
      .thenNothing();
    given(has).when(command(update, {})).thenNothing();
  });
  it('records only what differs, and null takes a preference back', () => {
    given(has)
      .when(command(update, { [first]: value, [second]: null }))
      .thenRecords(updated, { [second]: null });
    given([created])
      .when(command(update, { [second]: null }))
      .thenNothing();
    expect(preferencesOf(fact(updated, wanted), fact(updated, other))[part]).toStrictEqual({ [first]: 'other' });
  });
});

describe('A consent', () => {
  const purpose = 'Newsletter';
  const granted = fact('ConsentGranted', { purpose, textVersion: '1' });
  const revoked = fact('ConsentRevoked', { purpose, reason: 'too many' });
  const grant = (data: object) => command('GrantConsent', { purpose, ...data });
  const revoke = (data: object) => command('RevokeConsent', { purpose, ...data });

  it('is granted for a purpose, whatever case it is written in', () => {
    given([created])
      .when(grant({ textVersion: '1' }))
      .thenRecords('ConsentGranted', { purpose, textVersion: '1' });
    given([created, granted])
      .when(grant({ purpose: 'NEWSLETTER' }))
      .thenNothing();
    expect(preferencesOf(granted, fact('ConsentRevoked', { purpose: 'newsletter' })).consents.size).toBe(1);
  });
  it('is granted anew to another text, or through another channel', () => {
    given([created, granted])
      .when(grant({ textVersion: '1' }))
      .thenNothing();
    given([created, granted])
      .when(grant({ textVersion: '2' }))
      .thenRecords('ConsentGranted', { purpose, textVersion: '2' });
    given([created, granted])
      .when(grant({ channel: 'phone' }))
      .thenRecords('ConsentGranted', { purpose, channel: 'phone' });
  });
  it('is revoked, and may be granted again', () => {
    given([created, granted])
      .when(revoke({ reason: 'too many' }))
      .thenRecords('ConsentRevoked', revoked.data);
    given([created, granted, revoked])
      .when(revoke({ reason: 'too many' }))
      .thenNothing();
    given([created, granted, revoked])
      .when(grant({ textVersion: '1' }))
      .thenRecords('ConsentGranted', granted.data);
  });
  it('may be revoked that was never granted: the person was asked and said no', () =>
    given([created]).when(revoke({})).thenRecords('ConsentRevoked', { purpose }));
  it('is kept with the circumstances and the time of the last answer', () => {
    expect([...preferencesOf(granted, revoked).consents.values()]).toStrictEqual([
      { purpose, reason: 'too many', status: 'revoked', at: NOON },
    ]);
    expect([...preferencesOf(revoked, granted).consents.values()]).toStrictEqual([
      { purpose, textVersion: '1', status: 'granted', at: NOON },
    ]);
  });
});
