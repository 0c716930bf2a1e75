/**
 * Commands and facts of the contact-info noun: how a person can be reached.
 * The names here are on disk and on other people's wires. Add, never rename; see src/codec/upcast.ts.
 */

import type { ItemId } from '../ids.ts';
import type { Changes, Command, Fact, IsoDate } from '../message.ts';

export const EMAIL_KINDS = ['personal', 'work', 'school', 'other'] as const;

export interface EmailData {
  readonly emailId: ItemId;
  readonly address: string;
  readonly kind: (typeof EMAIL_KINDS)[number];
  readonly primary?: boolean;
  /** Whether notices, and whether advertising, may be sent there. */
  readonly notifications?: boolean;
  readonly marketing?: boolean;
}

export const PHONE_KINDS = ['mobile', 'home', 'work', 'emergency', 'other'] as const;
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** When somebody likes to be reached: hours of the day (0 to 23) on days of the week, in a time zone. */
export interface ContactTimes {
  readonly timeZone: string;
  readonly hours: readonly { readonly start: number; readonly end: number }[];
  readonly days: readonly (typeof WEEKDAYS)[number][];
}

export interface PhoneData {
  readonly phoneId: ItemId;
  /** E.164, such as `+12022243121`. */
  readonly number: string;
  readonly extension?: string;
  readonly kind: (typeof PHONE_KINDS)[number];
  readonly primary?: boolean;
  readonly mobile?: boolean;
  readonly sms?: boolean;
  readonly calls?: boolean;
  readonly contactTimes?: ContactTimes;
}

export const ADDRESS_KINDS = [
  'home',
  'work',
  'office',
  'residential',
  'business',
  'mailing',
  'billing',
  'shipping',
  'emergency',
  'temporary',
  'other',
] as const;

export interface AddressData {
  readonly addressId: ItemId;
  readonly kind: (typeof ADDRESS_KINDS)[number];
  /** The whole address in one line, where its parts are not known. */
  readonly text?: string;
  readonly street?: readonly string[];
  readonly city?: string;
  readonly region?: string;
  readonly postalCode?: string;
  readonly country?: string;
  /** ISO 3166-1, two letters in upper case. */
  readonly countryCode?: string;
  /** Degrees, north and east positive. */
  readonly latitude?: number;
  readonly longitude?: number;
  readonly accuracyMeters?: number;
  readonly timeZone?: string;
  readonly primary?: boolean;
  readonly verifiedOn?: IsoDate;
  readonly validFrom?: IsoDate;
  readonly validUntil?: IsoDate;
}

export const SOCIAL_PLATFORMS = [
  'linkedin',
  'twitter',
  'facebook',
  'instagram',
  'github',
  'youtube',
  'tiktok',
  'reddit',
  'pinterest',
  'mastodon',
  'other',
] as const;
export const MEMBERSHIP_LEVELS = ['basic', 'premium', 'professional', 'enterprise', 'custom'] as const;

/** An account on a public or professional network. */
export interface SocialProfileData {
  readonly profileId: ItemId;
  readonly platform: (typeof SOCIAL_PLATFORMS)[number];
  /** The network's own name where the platform is `other`. */
  readonly platformName?: string;
  readonly username: string;
  readonly url?: string;
  readonly displayName?: string;
  readonly bio?: string;
  readonly verified?: boolean;
  readonly business?: boolean;
  readonly followers?: number;
  readonly following?: number;
  /** Membership of a professional network. */
  readonly memberId?: string;
  readonly membershipLevel?: (typeof MEMBERSHIP_LEVELS)[number];
  readonly connections?: number;
  readonly specializations?: readonly string[];
  readonly joinedOn?: IsoDate;
  readonly syncedOn?: IsoDate;
}

export const MESSAGING_PLATFORMS = [
  'whatsapp',
  'telegram',
  'signal',
  'wechat',
  'line',
  'viber',
  'discord',
  'slack',
  'other',
] as const;

export interface MessagingHandleData {
  readonly handleId: ItemId;
  readonly platform: (typeof MESSAGING_PLATFORMS)[number];
  readonly platformName?: string;
  readonly handle: string;
  readonly displayName?: string;
  readonly verified?: boolean;
  readonly voiceCalls?: boolean;
  readonly videoCalls?: boolean;
  readonly groupInvites?: boolean;
  readonly notifications?: boolean;
}

export const WEBSITE_KINDS = ['portfolio', 'blog', 'business', 'personal', 'documentation', 'other'] as const;

export interface WebsiteData {
  readonly websiteId: ItemId;
  readonly url: string;
  readonly kind: (typeof WEBSITE_KINDS)[number];
  readonly title?: string;
  readonly description?: string;
  readonly primary?: boolean;
  readonly technologies?: readonly string[];
  readonly updatedOn?: IsoDate;
}

type Reasoned = { readonly reason?: string };

export type ContactInfoCommand =
  | Command<'AddEmail', EmailData>
  | Command<'UpdateEmail', Changes<Omit<EmailData, 'emailId' | 'primary'>> & { readonly emailId: ItemId }>
  | Command<'VerifyEmail', { readonly emailId: ItemId; readonly method?: string }>
  | Command<'SetPrimaryEmail', { readonly emailId: ItemId }>
  | Command<'RemoveEmail', { readonly emailId: ItemId } & Reasoned>
  | Command<'AddPhone', PhoneData>
  | Command<'UpdatePhone', Changes<Omit<PhoneData, 'phoneId' | 'primary'>> & { readonly phoneId: ItemId }>
  | Command<'SetPrimaryPhone', { readonly phoneId: ItemId }>
  | Command<'RemovePhone', { readonly phoneId: ItemId } & Reasoned>
  | Command<'AddAddress', AddressData>
  | Command<'UpdateAddress', Changes<Omit<AddressData, 'addressId'>> & { readonly addressId: ItemId }>
  | Command<'RemoveAddress', { readonly addressId: ItemId } & Reasoned>
  | Command<'AddSocialProfile', SocialProfileData>
  | Command<'UpdateSocialProfile', Changes<Omit<SocialProfileData, 'profileId'>> & { readonly profileId: ItemId }>
  | Command<'RemoveSocialProfile', { readonly profileId: ItemId } & Reasoned>
  | Command<'AddMessagingHandle', MessagingHandleData>
  | Command<'RemoveMessagingHandle', { readonly handleId: ItemId } & Reasoned>
  | Command<'AddWebsite', WebsiteData>
  | Command<'RemoveWebsite', { readonly websiteId: ItemId } & Reasoned>;

export const CONTACT_INFO_COMMANDS = [
  'AddEmail',
  'UpdateEmail',
  'VerifyEmail',
  'SetPrimaryEmail',
  'RemoveEmail',
  'AddPhone',
  'UpdatePhone',
  'SetPrimaryPhone',
  'RemovePhone',
  'AddAddress',
  'UpdateAddress',
  'RemoveAddress',
  'AddSocialProfile',
  'UpdateSocialProfile',
  'RemoveSocialProfile',
  'AddMessagingHandle',
  'RemoveMessagingHandle',
  'AddWebsite',
  'RemoveWebsite',
] as const satisfies readonly ContactInfoCommand['type'][];

export type ContactInfoFact =
  | Fact<'EmailAdded', EmailData>
  | Fact<'EmailUpdated', Changes<Omit<EmailData, 'emailId' | 'primary'>> & { readonly emailId: ItemId }>
  | Fact<'EmailVerified', { readonly emailId: ItemId; readonly method?: string }>
  | Fact<'PrimaryEmailSet', { readonly emailId: ItemId }>
  | Fact<'EmailRemoved', { readonly emailId: ItemId } & Reasoned>
  | Fact<'PhoneAdded', PhoneData>
  | Fact<'PhoneUpdated', Changes<Omit<PhoneData, 'phoneId' | 'primary'>> & { readonly phoneId: ItemId }>
  | Fact<'PrimaryPhoneSet', { readonly phoneId: ItemId }>
  | Fact<'PhoneRemoved', { readonly phoneId: ItemId } & Reasoned>
  | Fact<'AddressAdded', AddressData>
  | Fact<'AddressUpdated', Changes<Omit<AddressData, 'addressId'>> & { readonly addressId: ItemId }>
  | Fact<'AddressRemoved', { readonly addressId: ItemId } & Reasoned>
  | Fact<'SocialProfileAdded', SocialProfileData>
  | Fact<'SocialProfileUpdated', Changes<Omit<SocialProfileData, 'profileId'>> & { readonly profileId: ItemId }>
  | Fact<'SocialProfileRemoved', { readonly profileId: ItemId } & Reasoned>
  | Fact<'MessagingHandleAdded', MessagingHandleData>
  | Fact<'MessagingHandleRemoved', { readonly handleId: ItemId } & Reasoned>
  | Fact<'WebsiteAdded', WebsiteData>
  | Fact<'WebsiteRemoved', { readonly websiteId: ItemId } & Reasoned>;

export type Email = EmailData & { readonly verified: boolean };

/** What a merge takes over from the source. */
export interface ContactInfoAbsorbed {
  readonly emails: readonly Email[];
  readonly phones: readonly PhoneData[];
  readonly addresses: readonly AddressData[];
  readonly socialProfiles: readonly SocialProfileData[];
  readonly messagingHandles: readonly MessagingHandleData[];
  readonly websites: readonly WebsiteData[];
}
