/** Preferences and consents: types. */

import { WEEKDAYS } from '../src/domain/contact-info/messages.ts';
import {
  ACTIVITY_VISIBILITIES,
  CHANNELS,
  CONTACT_INFO_VISIBILITIES,
  type CommunicationPreferences,
  type Consent,
  type ContactHours,
  DATA_RETENTIONS,
  EMAIL_FORMATS,
  FREQUENCIES,
  type GeneralPreferences,
  PROFILE_VISIBILITIES,
  type PrivacyPreferences,
  type QuietHours,
  THEMES,
  TIME_FORMATS,
  UNIT_SYSTEMS,
} from '../src/domain/preferences/messages.ts';
import type { Preferences } from '../src/domain/preferences/preferences.ts';
import type { Kit } from './kit.ts';

export function registerPreferences(kit: Kit): void {
  const { builder, person } = kit;
  const communication = registerCommunication(kit);
  const privacy = registerPrivacy(kit);
  const general = registerGeneral(kit);
  const consent = registerConsent(kit);
  const preferences = builder.objectRef<Preferences>('Preferences').implement({
    description: 'How the person wants to be treated, and what it has agreed to. Null means that it never said.',
    fields: (t) => ({
      communication: t.field({ type: communication, resolve: (source) => source.communication }),
      privacy: t.field({ type: privacy, resolve: (source) => source.privacy }),
      general: t.field({ type: general, resolve: (source) => source.general }),
      consents: t.field({ type: [consent], resolve: ({ consents }) => [...consents.values()] }),
    }),
  });
  builder.objectField(person, 'preferences', (t) =>
    t.field({ type: preferences, resolve: (source) => source.preferences }),
  );
}

function registerCommunication({ builder, words }: Kit) {
  const contactHours = builder.objectRef<ContactHours>('ContactHours').implement({
    fields: (t) => ({
      start: t.exposeInt('start'),
      end: t.exposeInt('end'),
      days: t.field({ type: [words('Weekday', WEEKDAYS)], resolve: ({ days }) => [...days] }),
    }),
  });
  const quietHours = builder.objectRef<QuietHours>('QuietHours').implement({
    fields: (t) => ({
      start: t.exposeInt('start'),
      end: t.exposeInt('end'),
      timeZone: t.exposeString('timeZone'),
      includeWeekends: t.exposeBoolean('includeWeekends', { nullable: true }),
    }),
  });
  return builder.objectRef<CommunicationPreferences>('CommunicationPreferences').implement({
    fields: (t) => ({
      language: t.exposeString('language', { nullable: true }),
      secondaryLanguages: t.stringList({ nullable: true, resolve: (source) => source.secondaryLanguages ?? null }),
      channels: t.field({
        type: [words('Channel', CHANNELS)],
        nullable: true,
        resolve: ({ channels }) => channels ?? null,
      }),
      frequency: t.expose('frequency', { type: words('ContactFrequency', FREQUENCIES), nullable: true }),
      emailFormat: t.expose('emailFormat', { type: words('EmailFormat', EMAIL_FORMATS), nullable: true }),
      bestTime: t.exposeString('bestTime', { nullable: true }),
      timeZone: t.exposeString('timeZone', { nullable: true }),
      contactHours: t.field({ type: contactHours, nullable: true, resolve: (source) => source.contactHours ?? null }),
      quietHours: t.field({ type: quietHours, nullable: true, resolve: (source) => source.quietHours ?? null }),
      doNotContact: t.exposeBoolean('doNotContact', { nullable: true }),
      doNotContactReason: t.exposeString('doNotContactReason', { nullable: true }),
    }),
  });
}

function registerPrivacy({ builder, words }: Kit) {
  return builder.objectRef<PrivacyPreferences>('PrivacyPreferences').implement({
    fields: (t) => ({
      allowAnalytics: t.exposeBoolean('allowAnalytics', { nullable: true }),
      allowMarketing: t.exposeBoolean('allowMarketing', { nullable: true }),
      allowThirdPartySharing: t.exposeBoolean('allowThirdPartySharing', { nullable: true }),
      allowProfiling: t.exposeBoolean('allowProfiling', { nullable: true }),
      allowDataSharing: t.exposeBoolean('allowDataSharing', { nullable: true }),
      allowCookies: t.exposeBoolean('allowCookies', { nullable: true }),
      shareWithPartners: t.stringList({ nullable: true, resolve: (source) => source.shareWithPartners ?? null }),
      profileVisibility: t.expose('profileVisibility', {
        type: words('ProfileVisibility', PROFILE_VISIBILITIES),
        nullable: true,
      }),
      contactInfoVisibility: t.expose('contactInfoVisibility', {
        type: words('ContactInfoVisibility', CONTACT_INFO_VISIBILITIES),
        nullable: true,
      }),
      activityVisibility: t.expose('activityVisibility', {
        type: words('ActivityVisibility', ACTIVITY_VISIBILITIES),
        nullable: true,
      }),
      dataRetention: t.expose('dataRetention', { type: words('DataRetention', DATA_RETENTIONS), nullable: true }),
      retentionDays: t.exposeInt('retentionDays', { nullable: true }),
    }),
  });
}

function registerGeneral({ builder, words }: Kit) {
  return builder.objectRef<GeneralPreferences>('GeneralPreferences').implement({
    fields: (t) => ({
      theme: t.expose('theme', { type: words('Theme', THEMES), nullable: true }),
      dateFormat: t.exposeString('dateFormat', { nullable: true }),
      timeFormat: t.expose('timeFormat', { type: words('TimeFormat', TIME_FORMATS), nullable: true }),
      currency: t.exposeString('currency', { nullable: true }),
      units: t.expose('units', { type: words('UnitSystem', UNIT_SYSTEMS), nullable: true }),
      timeZone: t.exposeString('timeZone', { nullable: true }),
      custom: t.expose('custom', { type: 'JSON', nullable: true }),
    }),
  });
}

function registerConsent({ builder, words }: Kit) {
  return builder.objectRef<Consent>('Consent').implement({
    description: 'What the person said to one purpose.',
    fields: (t) => ({
      purpose: t.exposeString('purpose'),
      status: t.expose('status', { type: words('ConsentStatus', ['granted', 'revoked']) }),
      at: t.expose('at', { type: 'DateTime' }),
      textVersion: t.exposeString('textVersion', { nullable: true }),
      ipAddress: t.exposeString('ipAddress', { nullable: true }),
      channel: t.exposeString('channel', { nullable: true }),
      reason: t.exposeString('reason', { nullable: true }),
    }),
  });
}
