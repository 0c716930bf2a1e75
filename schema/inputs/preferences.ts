/** Inputs of the preferences commands. */

import { z } from 'zod';
import {
  ACTIVITY_VISIBILITIES,
  CHANNELS,
  CONTACT_INFO_VISIBILITIES,
  DATA_RETENTIONS,
  EMAIL_FORMATS,
  FREQUENCIES,
  PROFILE_VISIBILITIES,
  THEMES,
  TIME_FORMATS,
  UNIT_SYSTEMS,
} from '../../src/domain/preferences/messages.ts';
import { type CommandInput, input } from './command-input.ts';
import { weekdays } from './contact-info.ts';
import {
  allClearable,
  currency,
  flag,
  integer,
  ipAddress,
  jsonObject,
  language,
  list,
  longText,
  named,
  oneOf,
  optional,
  reason,
  text,
  timeZone,
} from './fields.ts';

const hour = () => integer(0, 23);

const contactHours = named(
  'ContactHoursInput',
  z
    .object({ start: hour(), end: hour(), days: weekdays() })
    .refine(({ start, end }) => start < end, { path: ['start'], error: 'HOURS_INVALID' }),
);

const quietHours = named(
  'QuietHoursInput',
  z.object({ start: hour(), end: hour(), timeZone: timeZone(), includeWeekends: optional(flag()) }),
  'Hours from 0 to 23 in which the person is not to be disturbed; they may pass midnight.',
);

const asked = {
  purpose: text().describe('What is consented to, such as "marketing".'),
  textVersion: optional(text()).describe('The version of the text that was shown.'),
  ipAddress: optional(ipAddress()),
  channel: optional(text()).describe('How the person was asked.'),
};

export const PREFERENCES_INPUTS: readonly CommandInput[] = [
  input(
    'UpdateCommunicationPreferences',
    'Changes how the person wants to be reached. Null takes a preference back.',
    z.object(
      allClearable({
        language: language().describe('BCP 47, such as pt-BR.'),
        secondaryLanguages: list(language()),
        channels: list(oneOf('Channel', CHANNELS)).describe('The preferred ones, best first.'),
        frequency: oneOf('ContactFrequency', FREQUENCIES),
        emailFormat: oneOf('EmailFormat', EMAIL_FORMATS),
        bestTime: text(),
        timeZone: timeZone(),
        contactHours,
        quietHours,
        doNotContact: flag(),
        doNotContactReason: longText(),
      }),
    ),
  ),
  input(
    'UpdatePrivacyPreferences',
    'Changes what the person allows. Null takes a preference back.',
    z.object(
      allClearable({
        allowAnalytics: flag(),
        allowMarketing: flag(),
        allowThirdPartySharing: flag(),
        allowProfiling: flag(),
        allowDataSharing: flag(),
        allowCookies: flag(),
        shareWithPartners: list(text()),
        profileVisibility: oneOf('ProfileVisibility', PROFILE_VISIBILITIES),
        contactInfoVisibility: oneOf('ContactInfoVisibility', CONTACT_INFO_VISIBILITIES),
        activityVisibility: oneOf('ActivityVisibility', ACTIVITY_VISIBILITIES),
        dataRetention: oneOf('DataRetention', DATA_RETENTIONS),
        retentionDays: integer(0, 100_000),
      }),
    ),
  ),
  input(
    'UpdateGeneralPreferences',
    'Changes how things are shown to the person. Null takes a preference back.',
    z.object(
      allClearable({
        theme: oneOf('Theme', THEMES),
        dateFormat: text(100),
        timeFormat: oneOf('TimeFormat', TIME_FORMATS),
        currency: currency().describe('ISO 4217, such as EUR.'),
        units: oneOf('UnitSystem', UNIT_SYSTEMS),
        timeZone: timeZone(),
        custom: jsonObject().describe('Preferences of your own.'),
      }),
    ),
  ),
  input('GrantConsent', 'Records that the person said yes to a purpose.', z.object(asked)),
  input(
    'RevokeConsent',
    'Records that the person said no to a purpose, whether it had said yes before or not.',
    z.object({ ...asked, reason: optional(reason()) }),
  ),
];
