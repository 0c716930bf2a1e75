/** How a person wanted to be treated, as old data tell it. */

import {
  ACTIVITY_VISIBILITIES,
  CHANNELS,
  CONTACT_INFO_VISIBILITIES,
  type CommunicationPreferences,
  DATA_RETENTIONS,
  EMAIL_FORMATS,
  FREQUENCIES,
  type GeneralPreferences,
  PROFILE_VISIBILITIES,
  type PrivacyPreferences,
  THEMES,
  TIME_FORMATS,
  UNIT_SYSTEMS,
} from '../domain/preferences/messages.ts';
import { difference } from '../domain/values.ts';
import { type Fields, present } from './fields.ts';
import type { Telling } from './telling.ts';
import { isRaw } from './values.ts';

/** `Preferences.Communication`, and changes of it. */
export function communication(telling: Telling, fields: Fields): boolean {
  const quiet = fields.object('do_not_disturb_hours');
  const start = quiet.count('start_hour');
  const end = quiet.count('end_hour');
  const timeZone = quiet.text('timezone');
  const hasQuiet = start !== undefined && end !== undefined && timeZone !== undefined;
  const data = present({
    language: fields.text('preferred_language') ?? fields.text('language'),
    secondaryLanguages: fields.texts('secondary_languages'),
    channels: fields.words('preferred_channels', CHANNELS) ?? fields.words('channels', CHANNELS),
    frequency: fields.word('contact_frequency', FREQUENCIES) ?? fields.word('frequency', FREQUENCIES),
    emailFormat: fields.word('email_format', EMAIL_FORMATS),
    bestTime: fields.text('best_time_to_contact'),
    timeZone: fields.text('timezone'),
    quietHours: hasQuiet
      ? present({ start, end, timeZone, includeWeekends: quiet.flag('include_weekends') })
      : undefined,
    doNotContact: fields.flag('do_not_contact'),
  }) as CommunicationPreferences;
  if (Object.keys(data).length === 0) return false;
  const changes = difference(telling.person.preferences.communication, data);
  if (changes !== null) telling.tell('CommunicationPreferencesUpdated', changes);
  fields.pass('component_id');
  return true;
}

/** `Preferences.Privacy`, and changes of it, which lie one level higher. */
export function privacy(telling: Telling, fields: Fields): boolean {
  const sharing = isRaw(fields.peek('data_sharing')) ? fields.object('data_sharing') : fields;
  const visibility = isRaw(fields.peek('visibility_settings')) ? fields.object('visibility_settings') : fields;
  const partners = sharing.texts('share_with_partners');
  const data = present({
    allowAnalytics: sharing.flag('allow_analytics'),
    allowMarketing: sharing.flag('allow_marketing'),
    allowThirdPartySharing: sharing.flag('allow_third_party_sharing'),
    allowProfiling: sharing.flag('allow_profiling'),
    shareWithPartners: partners,
    profileVisibility: visibility.word('profile_visibility', PROFILE_VISIBILITIES),
    contactInfoVisibility: visibility.word('contact_info_visibility', CONTACT_INFO_VISIBILITIES),
    activityVisibility: visibility.word('activity_visibility', ACTIVITY_VISIBILITIES),
    dataRetention: fields.word('data_retention_preference', DATA_RETENTIONS),
  }) as PrivacyPreferences;
  const consents = fields.list('consent_records');
  for (const each of consents) consent(telling, each);
  if (Object.keys(data).length === 0) return consents.length > 0;
  const changes = difference(telling.person.preferences.privacy, data);
  if (changes !== null) telling.tell('PrivacyPreferencesUpdated', changes);
  fields.pass('component_id');
  return true;
}

/** An answer to one purpose, at the moment when it was given. */
export function consent(telling: Telling, fields: Fields): boolean {
  const purpose = fields.text('consent_type');
  const granted = fields.flag('granted');
  if (purpose === undefined || granted === undefined) return false;
  const data = { purpose, textVersion: fields.text('version'), ipAddress: fields.text('ip_address') };
  telling.tell(
    granted ? 'ConsentGranted' : 'ConsentRevoked',
    present(data),
    fields.moment('timestamp') ?? telling.subject.at,
  );
  return true;
}

/** `Preferences.General`. */
export function general(telling: Telling, fields: Fields): boolean {
  const custom = fields.peek('custom_preferences');
  const data = present({
    theme: fields.word('theme', THEMES),
    dateFormat: fields.text('date_format'),
    timeFormat: fields.word('time_format', TIME_FORMATS),
    currency: fields.text('currency'),
    units: fields.word('units', UNIT_SYSTEMS),
    custom: isRaw(custom) ? custom : undefined,
  }) as GeneralPreferences;
  if (Object.keys(data).length === 0) return false;
  fields.pass('custom_preferences', 'component_id');
  const changes = difference(telling.person.preferences.general, data);
  if (changes !== null) telling.tell('GeneralPreferencesUpdated', changes);
  return true;
}
