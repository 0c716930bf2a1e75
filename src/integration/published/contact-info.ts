/**
 * How the facts of the contact-info noun are published. Other people build on these names: add, never rename; see
 * docs/neighbours.md.
 */

import { z } from 'zod';
import {
  ADDRESS_KINDS,
  EMAIL_KINDS,
  MEMBERSHIP_LEVELS,
  MESSAGING_PLATFORMS,
  PHONE_KINDS,
  SOCIAL_PLATFORMS,
  WEBSITE_KINDS,
  WEEKDAYS,
} from '../../domain/contact-info/messages.ts';
import {
  changeable,
  clearable,
  date,
  flag,
  integer,
  list,
  number,
  optional,
  type PublishedType,
  published,
  reasoned,
  text,
  texts,
  uuid,
  words,
} from './language.ts';

const emailId = uuid();
const phoneId = uuid();
const addressId = uuid();
const profileId = uuid();
const handleId = uuid();
const websiteId = uuid();

const email = { address: text(), kind: words(EMAIL_KINDS) };
const emailUses = { notifications: flag(), marketing: flag() };

const hours = z.object({ start: integer(), end: integer() });
const contactTimes = z.object({ timeZone: text(), hours: list(hours), days: list(words(WEEKDAYS)) });
const phone = { number: text(), kind: words(PHONE_KINDS) };
const phoneDetails = { extension: text(), mobile: flag(), sms: flag(), calls: flag(), contactTimes };

const addressDetails = {
  text: text(),
  street: texts(),
  city: text(),
  region: text(),
  postalCode: text(),
  country: text(),
  countryCode: text(),
  latitude: number(),
  longitude: number(),
  accuracyMeters: number(),
  timeZone: text(),
  primary: flag(),
  verifiedOn: date(),
  validFrom: date(),
  validUntil: date(),
};

const profile = { platform: words(SOCIAL_PLATFORMS), username: text() };
const profileDetails = {
  platformName: text(),
  url: text(),
  displayName: text(),
  bio: text(),
  verified: flag(),
  business: flag(),
  followers: integer(),
  following: integer(),
  memberId: text(),
  membershipLevel: words(MEMBERSHIP_LEVELS),
  connections: integer(),
  specializations: texts(),
  joinedOn: date(),
  syncedOn: date(),
};

const primary = flag().optional();

export const EMAIL = z.object({ emailId, ...email, primary, ...optional(emailUses) });
export const PHONE = z.object({ phoneId, ...phone, primary, ...optional(phoneDetails) });
export const ADDRESS = z.object({ addressId, kind: words(ADDRESS_KINDS), ...optional(addressDetails) });
export const SOCIAL_PROFILE = z.object({ profileId, ...profile, ...optional(profileDetails) });
export const MESSAGING_HANDLE = z.object({
  handleId,
  platform: words(MESSAGING_PLATFORMS),
  handle: text(),
  ...optional({
    platformName: text(),
    displayName: text(),
    verified: flag(),
    voiceCalls: flag(),
    videoCalls: flag(),
    groupInvites: flag(),
    notifications: flag(),
  }),
});
export const WEBSITE = z.object({
  websiteId,
  url: text(),
  kind: words(WEBSITE_KINDS),
  ...optional({ title: text(), description: text(), primary: flag(), technologies: texts(), updatedOn: date() }),
});

export const CONTACT_INFO_PUBLISHED: readonly PublishedType[] = [
  published('EmailAdded', 'An email address was added, unverified.', EMAIL),
  published(
    'EmailUpdated',
    'An email changed. With another address it is unverified again.',
    z.object({ emailId, ...changeable(email), ...clearable(emailUses) }),
  ),
  published(
    'EmailVerified',
    'An email is known to reach the person.',
    z.object({ emailId, method: text().optional() }),
  ),
  published('PrimaryEmailSet', 'An email is the one to use first; another one is so no longer.', z.object({ emailId })),
  published('EmailRemoved', 'An email was taken off.', z.object({ emailId, ...reasoned })),
  published('PhoneAdded', 'A phone was added. Numbers are in E.164.', PHONE),
  published(
    'PhoneUpdated',
    'A phone changed.',
    z.object({ phoneId, ...changeable(phone), ...clearable(phoneDetails) }),
  ),
  published('PrimaryPhoneSet', 'A phone is the one to use first; another one is so no longer.', z.object({ phoneId })),
  published('PhoneRemoved', 'A phone was taken off.', z.object({ phoneId, ...reasoned })),
  published('AddressAdded', 'A postal address or another place of the person was added.', ADDRESS),
  published(
    'AddressUpdated',
    'An address changed.',
    z.object({ addressId, ...changeable({ kind: words(ADDRESS_KINDS) }), ...clearable(addressDetails) }),
  ),
  published('AddressRemoved', 'An address was taken off.', z.object({ addressId, ...reasoned })),
  published('SocialProfileAdded', 'An account on a network was added.', SOCIAL_PROFILE),
  published(
    'SocialProfileUpdated',
    'An account on a network changed.',
    z.object({ profileId, ...changeable(profile), ...clearable(profileDetails) }),
  ),
  published('SocialProfileRemoved', 'An account on a network was taken off.', z.object({ profileId, ...reasoned })),
  published('MessagingHandleAdded', 'A handle on a messaging service was added.', MESSAGING_HANDLE),
  published('MessagingHandleRemoved', 'A messaging handle was taken off.', z.object({ handleId, ...reasoned })),
  published('WebsiteAdded', 'A website was added.', WEBSITE),
  published('WebsiteRemoved', 'A website was taken off.', z.object({ websiteId, ...reasoned })),
];
