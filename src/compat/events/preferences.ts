/** Preferences in the shapes of the old events: always all of them, as they are after the change. */

import { momentOf, oldWordOf } from '../writing.ts';
import type { ComponentData, Item } from './component-data.ts';

const wordOr = (value: unknown, otherwise: string): string =>
  typeof value === 'string' && value !== '' ? oldWordOf(value) : otherwise;

/** Words that are younger than the old service, by the nearest one that it had. */
const CHANNELS: Readonly<Record<string, string>> = { Push: 'InAppNotification' };
const FREQUENCIES: Readonly<Record<string, string>> = { AsNeeded: 'OnlyImportant' };

export function communicationData(item: Item): ComponentData {
  const quiet = item.quietHours as Item | null | undefined;
  const channels = ((item.channels as string[] | null | undefined) ?? []).map((each) => wordOr(each, 'Email'));
  const frequency = wordOr(item.frequency, 'OnlyImportant');
  const data = {
    preferred_language: item.language ?? 'en',
    secondary_languages: item.secondaryLanguages ?? [],
    preferred_channels: [...new Set(channels.map((each) => CHANNELS[each] ?? each))],
    contact_frequency: FREQUENCIES[frequency] ?? frequency,
    best_time_to_contact: item.bestTime ?? null,
    do_not_disturb_hours:
      quiet == null
        ? null
        : {
            start_hour: quiet.start,
            end_hour: quiet.end,
            timezone: quiet.timeZone,
            include_weekends: quiet.includeWeekends === true,
          },
    email_format: wordOr(item.emailFormat, 'Both'),
  };
  return { type: 'CommunicationPreferences', data: { Preferences: { Communication: data } } };
}

export function privacyData(item: Item, consents: readonly Item[]): ComponentData {
  const data = {
    data_sharing: {
      allow_analytics: item.allowAnalytics === true,
      allow_marketing: item.allowMarketing === true,
      allow_third_party_sharing: item.allowThirdPartySharing === true,
      allow_profiling: item.allowProfiling === true,
      share_with_partners: item.shareWithPartners ?? [],
    },
    visibility_settings: {
      profile_visibility: wordOr(item.profileVisibility, 'Private'),
      contact_info_visibility: wordOr(item.contactInfoVisibility, 'Nobody'),
      activity_visibility: wordOr(item.activityVisibility, 'Private'),
    },
    consent_records: consents.map((consent) => ({
      consent_type: consent.purpose,
      granted: consent.status === 'GRANTED',
      timestamp: momentOf(String(consent.at)),
      version: consent.textVersion ?? '',
      ip_address: consent.ipAddress ?? null,
    })),
    data_retention_preference: wordOr(item.dataRetention, 'MinimumRequired'),
  };
  return { type: 'PrivacyPreferences', data: { Preferences: { Privacy: data } } };
}

export function generalData(item: Item): ComponentData {
  const data = {
    theme: wordOr(item.theme, 'System'),
    date_format: item.dateFormat ?? 'YYYY-MM-DD',
    time_format: wordOr(item.timeFormat, 'TwentyFourHour'),
    // Three times the letter X, which is what ISO 4217 has for none.
    currency: item.currency ?? 'X'.repeat(3),
    units: wordOr(item.units, 'Metric'),
    custom_preferences: item.custom ?? {},
  };
  return { type: 'GeneralPreferences', data: { Preferences: { General: data } } };
}
