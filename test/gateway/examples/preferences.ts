/** A plausible input for each command on preferences, with every field once, and how the person looks afterwards. */

import type { Example } from './example.ts';

const COMMUNICATION = {
  language: 'pt-BR',
  secondaryLanguages: ['en', 'zh-Hant'],
  channels: ['SMS', 'EMAIL'],
  frequency: 'ONLY_IMPORTANT',
  emailFormat: 'PLAIN_TEXT',
  bestTime: 'after lunch',
  timeZone: 'America/Sao_Paulo',
  contactHours: { start: 9, end: 17, days: ['TUESDAY'] },
  quietHours: { start: 22, end: 6, timeZone: 'America/Sao_Paulo', includeWeekends: true },
  doNotContact: true,
  doNotContactReason: 'on sabbatical',
};
const PRIVACY = {
  allowAnalytics: true,
  allowMarketing: false,
  allowThirdPartySharing: false,
  allowProfiling: true,
  allowDataSharing: false,
  allowCookies: true,
  shareWithPartners: ['Babbage & Co.'],
  profileVisibility: 'REGISTERED_USERS',
  contactInfoVisibility: 'NOBODY',
  activityVisibility: 'PRIVATE',
  dataRetention: 'THREE_YEARS',
  retentionDays: 1095,
};
const GENERAL = {
  theme: 'DARK',
  dateFormat: 'YYYY-MM-DD',
  timeFormat: 'TWENTY_FOUR_HOUR',
  currency: 'GBP',
  units: 'IMPERIAL',
  timeZone: 'Europe/London',
  custom: { density: 'compact', columns: ['name', 'tags'], nested: { on: true } },
};
const ASKED = { textVersion: '2026-01', ipAddress: '2001:db8::1', channel: 'web' };

export const PREFERENCES_EXAMPLES: readonly Example[] = [
  {
    command: 'UpdateCommunicationPreferences',
    input: COMMUNICATION,
    records: ['CommunicationPreferencesUpdated'],
    shows: { preferences: { communication: COMMUNICATION } },
  },
  {
    command: 'UpdateCommunicationPreferences',
    input: { quietHours: null, doNotContact: null, language: 'EN-gb' },
    records: ['CommunicationPreferencesUpdated'],
    shows: {
      preferences: {
        communication: { 'quietHours { start }': null, doNotContact: null, language: 'en-GB', bestTime: 'after lunch' },
      },
    },
  },
  {
    command: 'UpdatePrivacyPreferences',
    input: PRIVACY,
    records: ['PrivacyPreferencesUpdated'],
    shows: { preferences: { privacy: PRIVACY } },
  },
  {
    command: 'UpdateGeneralPreferences',
    input: { ...GENERAL, currency: 'gbp' },
    records: ['GeneralPreferencesUpdated'],
    shows: { preferences: { general: GENERAL } },
  },
  {
    command: 'GrantConsent',
    input: { purpose: 'marketing', ...ASKED },
    records: ['ConsentGranted'],
    shows: {
      preferences: {
        consents: [{ purpose: 'marketing', status: 'GRANTED', at: '2026-03-01T12:00:00.000Z', ...ASKED, reason: null }],
      },
    },
  },
  {
    command: 'RevokeConsent',
    input: {
      purpose: 'marketing',
      textVersion: '2026-02',
      ipAddress: '192.0.2.1',
      channel: 'phone',
      reason: 'too many',
    },
    records: ['ConsentRevoked'],
    shows: {
      preferences: {
        consents: [
          { status: 'REVOKED', textVersion: '2026-02', ipAddress: '192.0.2.1', channel: 'phone', reason: 'too many' },
        ],
      },
    },
  },
];
