/** A plausible input for each command on contact data, with every field once, and how the person looks afterwards. */

import { type Example, item } from './example.ts';

const EMAIL = { address: 'ada@example.org', kind: 'WORK', primary: true, notifications: true, marketing: false };
const TIMES = {
  timeZone: 'Europe/London',
  hours: [
    { start: 9, end: 12 },
    { start: 14, end: 17 },
  ],
  days: ['MONDAY', 'FRIDAY'],
};
const PHONE = { extension: '12', kind: 'WORK', primary: true, mobile: false, sms: false, calls: true };
const ADDRESS = {
  kind: 'RESIDENTIAL',
  text: "12 St James's Square, London",
  street: ["12 St James's Square", 'First floor'],
  city: 'London',
  region: 'Greater London',
  postalCode: 'SW1Y 4LE',
  country: 'United Kingdom',
  countryCode: 'GB',
  latitude: 51.5072,
  longitude: -0.1351,
  accuracyMeters: 12.5,
  timeZone: 'Europe/London',
  primary: true,
  verifiedOn: '2026-02-28',
  validFrom: '2025-01-01',
  validUntil: '2027-12-31',
};
const PROFILE = {
  platform: 'OTHER',
  platformName: 'Bluesky',
  username: 'ada.example.org',
  url: 'https://bsky.example.org/ada',
  displayName: 'Ada',
  bio: 'First programmer.\nPoetical science.',
  verified: true,
  business: false,
  followers: 1815,
  following: 3,
  memberId: 'm-1',
  membershipLevel: 'PREMIUM',
  connections: 500,
  specializations: ['Engines'],
  joinedOn: '2024-02-29',
  syncedOn: '2026-02-28',
};
const HANDLE = {
  platform: 'TELEGRAM',
  platformName: 'Telegram',
  handle: '@ada',
  displayName: 'Ada',
  verified: true,
  voiceCalls: false,
  videoCalls: true,
  groupInvites: false,
  notifications: true,
};
const WEBSITE = {
  url: 'https://ada.example.org/notes?g=1',
  kind: 'PORTFOLIO',
  title: 'Notes',
  description: 'Notes on the engine',
  primary: true,
  technologies: ['Punched cards'],
  updatedOn: '2026-01-31',
};

export const CONTACT_INFO_EXAMPLES: readonly Example[] = [
  {
    command: 'AddEmail',
    input: { emailId: item(2), ...EMAIL },
    records: ['EmailAdded'],
    shows: { contactInfo: { emails: [{ id: item(2), ...EMAIL, status: 'UNVERIFIED', verified: false }] } },
  },
  {
    command: 'VerifyEmail',
    input: { emailId: item(2), method: 'a link' },
    records: ['EmailVerified'],
    shows: { contactInfo: { emails: [{ status: 'VERIFIED', verified: true }] } },
  },
  {
    command: 'UpdateEmail',
    input: {
      emailId: item(2),
      address: 'ada.king@example.org',
      kind: 'PERSONAL',
      notifications: false,
      marketing: null,
    },
    records: ['EmailUpdated'],
    shows: {
      contactInfo: {
        emails: [
          { address: 'ada.king@example.org', kind: 'PERSONAL', verified: false, notifications: false, marketing: null },
        ],
      },
    },
  },
  {
    command: 'AddEmail',
    input: { emailId: item(3), address: 'second@example.org' },
    records: ['EmailAdded'],
    shows: { contactInfo: { emails: [{ primary: true }, { primary: false }] } },
  },
  {
    command: 'SetPrimaryEmail',
    input: { emailId: item(3) },
    records: ['PrimaryEmailSet'],
    shows: { contactInfo: { emails: [{ primary: false }, { primary: true }] } },
  },
  {
    command: 'RemoveEmail',
    input: { emailId: item(3), reason: 'closed' },
    records: ['EmailRemoved'],
    shows: { contactInfo: { emails: [{ id: item(2) }] } },
  },
  {
    command: 'AddPhone',
    input: { phoneId: item(4), number: '(202) 224-3121', countryCode: 'us', ...PHONE, contactTimes: TIMES },
    records: ['PhoneAdded'],
    shows: { contactInfo: { phones: [{ id: item(4), number: '+12022243121', ...PHONE, contactTimes: TIMES }] } },
  },
  {
    command: 'UpdatePhone',
    input: { phoneId: item(4), number: '+44 20 7946 0958', extension: null, kind: 'HOME', contactTimes: null },
    records: ['PhoneUpdated'],
    shows: {
      contactInfo: {
        phones: [{ number: '+442079460958', extension: null, kind: 'HOME', 'contactTimes { days }': null }],
      },
    },
  },
  {
    command: 'AddPhone',
    input: { phoneId: item(5), number: '+44 20 7946 0000 ext. 7' },
    records: ['PhoneAdded'],
    shows: { contactInfo: { phones: [{ extension: null }, { number: '+442079460000', extension: '7' }] } },
  },
  {
    command: 'SetPrimaryPhone',
    input: { phoneId: item(5) },
    records: ['PrimaryPhoneSet'],
    shows: { contactInfo: { phones: [{ primary: false }, { primary: true }] } },
  },
  {
    command: 'RemovePhone',
    input: { phoneId: item(5), reason: 'lost' },
    records: ['PhoneRemoved'],
    shows: { contactInfo: { phones: [{ id: item(4) }] } },
  },
  {
    command: 'AddAddress',
    input: { addressId: item(6), ...ADDRESS },
    records: ['AddressAdded'],
    shows: { contactInfo: { addresses: [{ id: item(6), ...ADDRESS }] } },
  },
  {
    command: 'UpdateAddress',
    input: { addressId: item(6), latitude: null, longitude: null, text: null, city: 'Westminster' },
    records: ['AddressUpdated'],
    shows: { contactInfo: { addresses: [{ latitude: null, longitude: null, text: null, city: 'Westminster' }] } },
  },
  {
    command: 'RemoveAddress',
    input: { addressId: item(6), reason: 'moved' },
    records: ['AddressRemoved'],
    shows: { contactInfo: { addresses: [] } },
  },
  {
    command: 'AddSocialProfile',
    input: { profileId: item(7), ...PROFILE },
    records: ['SocialProfileAdded'],
    shows: { contactInfo: { socialProfiles: [{ id: item(7), ...PROFILE }] } },
  },
  {
    command: 'UpdateSocialProfile',
    input: { profileId: item(7), platform: 'MASTODON', username: 'ada', platformName: null, followers: 0 },
    records: ['SocialProfileUpdated'],
    shows: {
      contactInfo: { socialProfiles: [{ platform: 'MASTODON', username: 'ada', platformName: null, followers: 0 }] },
    },
  },
  {
    command: 'RemoveSocialProfile',
    input: { profileId: item(7), reason: 'left' },
    records: ['SocialProfileRemoved'],
    shows: { contactInfo: { socialProfiles: [] } },
  },
  {
    command: 'AddMessagingHandle',
    input: { handleId: item(8), ...HANDLE },
    records: ['MessagingHandleAdded'],
    shows: { contactInfo: { messagingHandles: [{ id: item(8), ...HANDLE }] } },
  },
  {
    command: 'RemoveMessagingHandle',
    input: { handleId: item(8), reason: 'left' },
    records: ['MessagingHandleRemoved'],
    shows: { contactInfo: { messagingHandles: [] } },
  },
  {
    command: 'AddWebsite',
    input: { websiteId: item(9), ...WEBSITE },
    records: ['WebsiteAdded'],
    shows: { contactInfo: { websites: [{ id: item(9), ...WEBSITE }] } },
  },
  {
    command: 'RemoveWebsite',
    input: { websiteId: item(9), reason: 'down' },
    records: ['WebsiteRemoved'],
    shows: { contactInfo: { websites: [] } },
  },
];
