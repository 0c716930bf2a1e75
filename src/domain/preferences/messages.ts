/**
 * Commands and facts of the preferences noun: how a person wants to be treated, and what it has agreed to.
 * The names here are on disk and on other people's wires. Add, never rename; see src/codec/upcast.ts.
 */

import type { WEEKDAYS } from '../contact-info/messages.ts';
import type { Changes, Command, Fact, Json } from '../message.ts';

export const CHANNELS = ['email', 'phone', 'sms', 'whatsapp', 'in_app', 'push', 'postal_mail'] as const;
export const FREQUENCIES = ['daily', 'weekly', 'monthly', 'quarterly', 'only_important', 'as_needed', 'never'] as const;
export const EMAIL_FORMATS = ['plain_text', 'html', 'both'] as const;

/** Hours of the day, 0 to 23, in which the person is not to be disturbed; may pass midnight. */
export interface QuietHours {
  readonly start: number;
  readonly end: number;
  readonly timeZone: string;
  readonly includeWeekends?: boolean;
}

export interface ContactHours {
  readonly start: number;
  readonly end: number;
  readonly days: readonly (typeof WEEKDAYS)[number][];
}

export interface CommunicationPreferences {
  /** BCP 47. */
  readonly language?: string;
  readonly secondaryLanguages?: readonly string[];
  readonly channels?: readonly (typeof CHANNELS)[number][];
  readonly frequency?: (typeof FREQUENCIES)[number];
  readonly emailFormat?: (typeof EMAIL_FORMATS)[number];
  readonly bestTime?: string;
  readonly timeZone?: string;
  readonly contactHours?: ContactHours;
  readonly quietHours?: QuietHours;
  readonly doNotContact?: boolean;
  readonly doNotContactReason?: string;
}

export const PROFILE_VISIBILITIES = ['public', 'registered_users', 'connections', 'private'] as const;
export const CONTACT_INFO_VISIBILITIES = ['everyone', 'connections', 'nobody'] as const;
export const ACTIVITY_VISIBILITIES = ['public', 'connections', 'private'] as const;
export const DATA_RETENTIONS = ['minimum_required', 'one_year', 'three_years', 'five_years', 'indefinite'] as const;

export interface PrivacyPreferences {
  readonly allowAnalytics?: boolean;
  readonly allowMarketing?: boolean;
  readonly allowThirdPartySharing?: boolean;
  readonly allowProfiling?: boolean;
  readonly allowDataSharing?: boolean;
  readonly allowCookies?: boolean;
  readonly shareWithPartners?: readonly string[];
  readonly profileVisibility?: (typeof PROFILE_VISIBILITIES)[number];
  readonly contactInfoVisibility?: (typeof CONTACT_INFO_VISIBILITIES)[number];
  readonly activityVisibility?: (typeof ACTIVITY_VISIBILITIES)[number];
  readonly dataRetention?: (typeof DATA_RETENTIONS)[number];
  readonly retentionDays?: number;
}

export const THEMES = ['light', 'dark', 'system'] as const;
export const TIME_FORMATS = ['twelve_hour', 'twenty_four_hour'] as const;
export const UNIT_SYSTEMS = ['metric', 'imperial'] as const;

export interface GeneralPreferences {
  readonly theme?: (typeof THEMES)[number];
  /** A pattern in words of the application, such as `YYYY-MM-DD`. */
  readonly dateFormat?: string;
  readonly timeFormat?: (typeof TIME_FORMATS)[number];
  /** ISO 4217. */
  readonly currency?: string;
  readonly units?: (typeof UNIT_SYSTEMS)[number];
  readonly timeZone?: string;
  readonly custom?: { readonly [key: string]: Json };
}

/** What the person said to one purpose, such as `marketing`. */
export interface ConsentData {
  readonly purpose: string;
  /** The version of the text that was shown. */
  readonly textVersion?: string;
  readonly ipAddress?: string;
  readonly channel?: string;
}

export type PreferencesCommand =
  | Command<'UpdateCommunicationPreferences', Changes<CommunicationPreferences>>
  | Command<'UpdatePrivacyPreferences', Changes<PrivacyPreferences>>
  | Command<'UpdateGeneralPreferences', Changes<GeneralPreferences>>
  | Command<'GrantConsent', ConsentData>
  | Command<'RevokeConsent', ConsentData & { readonly reason?: string }>;

export const PREFERENCES_COMMANDS = [
  'UpdateCommunicationPreferences',
  'UpdatePrivacyPreferences',
  'UpdateGeneralPreferences',
  'GrantConsent',
  'RevokeConsent',
] as const satisfies readonly PreferencesCommand['type'][];

export type PreferencesFact =
  | Fact<'CommunicationPreferencesUpdated', Changes<CommunicationPreferences>>
  | Fact<'PrivacyPreferencesUpdated', Changes<PrivacyPreferences>>
  | Fact<'GeneralPreferencesUpdated', Changes<GeneralPreferences>>
  | Fact<'ConsentGranted', ConsentData>
  | Fact<'ConsentRevoked', ConsentData & { readonly reason?: string }>;

export type Consent = ConsentData & {
  readonly status: 'granted' | 'revoked';
  /** UTC milliseconds. */
  readonly at: number;
  readonly reason?: string;
};

/** What a merge takes over from the source: answers to purposes that the target was never asked about. */
export interface PreferencesAbsorbed {
  readonly consents: readonly Consent[];
}
