/**
 * How the facts of the preferences noun are published. Other people build on these names: add, never rename; see
 * docs/neighbours.md.
 */

import { z } from 'zod';
import { WEEKDAYS } from '../../domain/contact-info/messages.ts';
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
} from '../../domain/preferences/messages.ts';
import {
  clearable,
  details,
  flag,
  integer,
  list,
  type PublishedType,
  published,
  reasoned,
  text,
  texts,
  words,
} from './language.ts';

const quietHours = z.object({
  start: integer(),
  end: integer(),
  timeZone: text(),
  includeWeekends: flag().optional(),
});
const contactHours = z.object({ start: integer(), end: integer(), days: list(words(WEEKDAYS)) });

/** The address from which somebody consented is evidence for us; it is nobody else's business and stays inside. */
export const CONSENT = { purpose: text(), textVersion: text().optional(), channel: text().optional() };

export const PREFERENCES_PUBLISHED: readonly PublishedType[] = [
  published(
    'CommunicationPreferencesUpdated',
    'How the person wants to be reached changed.',
    z.object(
      clearable({
        language: text(),
        secondaryLanguages: texts(),
        channels: list(words(CHANNELS)),
        frequency: words(FREQUENCIES),
        emailFormat: words(EMAIL_FORMATS),
        bestTime: text(),
        timeZone: text(),
        contactHours,
        quietHours,
        doNotContact: flag(),
        doNotContactReason: text(),
      }),
    ),
  ),
  published(
    'PrivacyPreferencesUpdated',
    'What may be shown and done with data of the person changed.',
    z.object(
      clearable({
        allowAnalytics: flag(),
        allowMarketing: flag(),
        allowThirdPartySharing: flag(),
        allowProfiling: flag(),
        allowDataSharing: flag(),
        allowCookies: flag(),
        shareWithPartners: texts(),
        profileVisibility: words(PROFILE_VISIBILITIES),
        contactInfoVisibility: words(CONTACT_INFO_VISIBILITIES),
        activityVisibility: words(ACTIVITY_VISIBILITIES),
        dataRetention: words(DATA_RETENTIONS),
        retentionDays: integer(),
      }),
    ),
  ),
  published(
    'GeneralPreferencesUpdated',
    'How things are shown to the person changed.',
    z.object(
      clearable({
        theme: words(THEMES),
        dateFormat: text(),
        timeFormat: words(TIME_FORMATS),
        currency: text(),
        units: words(UNIT_SYSTEMS),
        timeZone: text(),
        custom: details(),
      }),
    ),
  ),
  published('ConsentGranted', 'The person consented to a purpose.', z.object(CONSENT)),
  published(
    'ConsentRevoked',
    'The person took a consent back, or never gave it.',
    z.object({ ...CONSENT, ...reasoned }),
  ),
];
