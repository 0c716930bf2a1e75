/** Inputs of the contact-info commands. */

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
} from '../../src/domain/contact-info/messages.ts';
import { type CommandInput, input } from './command-input.ts';
import {
  allClearable,
  allOptional,
  changeable,
  clearable,
  countryCode,
  date,
  email,
  flag,
  integer,
  itemId,
  list,
  longText,
  named,
  number,
  oneOf,
  optional,
  parsePhone,
  refuseAt,
  removal,
  text,
  timeZone,
  url,
} from './fields.ts';

const hour = () => integer(0, 23);
export const weekdays = () => list(oneOf('Weekday', WEEKDAYS), 7);

const inOrder = ({ start, end }: { readonly start: number; readonly end: number }) => start < end;

const hourRange = named('HourRangeInput', z.object({ start: hour(), end: hour() }).refine(inOrder, 'HOURS_INVALID'));

const contactTimes = named(
  'ContactTimesInput',
  z.object({ timeZone: timeZone(), hours: list(hourRange, 24), days: weekdays() }),
  'When the person likes to be reached: hours from 0 to 23 on days of the week.',
);

const emailKind = () => oneOf('EmailKind', EMAIL_KINDS);
const phoneKind = () => oneOf('PhoneKind', PHONE_KINDS);
const addressKind = () => oneOf('AddressKind', ADDRESS_KINDS);

const NUMBER = 'With its country code, such as +1 202 224 3121; or as written at home, with the country.';

/** Handles of these platforms begin with a sign of their own. */
const HANDLE_STARTS: Readonly<Record<string, RegExp>> = { telegram: /^[@+]/ };

type Phone = {
  readonly number?: string | undefined;
  readonly countryCode?: string | undefined;
  readonly extension?: string | null | undefined;
};

/** Puts the number into E.164; what comes with it as an extension stays one. */
function withNumber<T extends Phone>({ countryCode: country, ...phone }: T, context: z.RefinementCtx) {
  if (phone.number === undefined) return phone;
  const parsed = parsePhone(phone.number, country);
  if (parsed === null) return refuseAt(context, ['number'], 'PHONE_INVALID');
  return { ...phone, number: parsed.number, extension: phone.extension ?? parsed.extension ?? phone.extension };
}

const phoneDetails = { mobile: flag(), sms: flag(), calls: flag(), contactTimes };

const addressDetails = {
  text: longText().describe('The whole address in one line, where its parts are not known.'),
  street: list(text(), 10),
  city: text(),
  region: text().describe('State, province or the like.'),
  postalCode: text(50),
  country: text(),
  countryCode: countryCode().describe('ISO 3166-1, two letters.'),
  latitude: number(-90, 90),
  longitude: number(-180, 180),
  accuracyMeters: number(0, 20_000_000),
  timeZone: timeZone(),
  primary: flag(),
  verifiedOn: date(),
  validFrom: date(),
  validUntil: date(),
};

const profileDetails = {
  platformName: text().describe('The name of the network where the platform is OTHER.'),
  url: url(),
  displayName: text(),
  bio: longText(),
  verified: flag(),
  business: flag(),
  followers: integer(),
  following: integer(),
  memberId: text(),
  membershipLevel: oneOf('MembershipLevel', MEMBERSHIP_LEVELS),
  connections: integer(),
  specializations: list(text()),
  joinedOn: date(),
  syncedOn: date(),
};

export const CONTACT_INFO_INPUTS: readonly CommandInput[] = [
  input(
    'AddEmail',
    'Adds an email address.',
    z.object({
      emailId: optional(itemId()),
      address: email(),
      kind: optional(emailKind()).transform((kind) => kind ?? 'other'),
      primary: optional(flag()).describe('Use it first; another primary one is so no longer.'),
      notifications: optional(flag()),
      marketing: optional(flag()),
    }),
    'emailId',
  ),
  input(
    'UpdateEmail',
    'Changes an email. Another address has to be verified anew.',
    z.object({
      emailId: itemId(),
      address: changeable(email()),
      kind: changeable(emailKind()),
      ...allClearable({ notifications: flag(), marketing: flag() }),
    }),
  ),
  input(
    'VerifyEmail',
    'Says that the email is known to reach the person.',
    z.object({ emailId: itemId(), method: optional(text()) }),
  ),
  input('SetPrimaryEmail', 'Makes an email the one to use first.', z.object({ emailId: itemId() })),
  input('RemoveEmail', 'Takes an email off.', removal('emailId')),
  input(
    'AddPhone',
    'Adds a phone.',
    z
      .object({
        phoneId: optional(itemId()),
        number: text(50).describe(NUMBER),
        countryCode: optional(countryCode()).describe('The country of a number without country code, such as US.'),
        extension: optional(text(20)),
        kind: optional(phoneKind()).transform((kind) => kind ?? 'other'),
        primary: optional(flag()).describe('Use it first; another primary one is so no longer.'),
        ...allOptional(phoneDetails),
      })
      .transform((phone, context) => withNumber(phone, context) as Omit<typeof phone, 'countryCode'>),
    'phoneId',
  ),
  input(
    'UpdatePhone',
    'Changes a phone.',
    z
      .object({
        phoneId: itemId(),
        number: changeable(text(50)).describe(NUMBER),
        countryCode: optional(countryCode()),
        extension: clearable(text(20)),
        kind: changeable(phoneKind()),
        ...allClearable(phoneDetails),
      })
      .transform((phone, context) => withNumber(phone, context) as Omit<typeof phone, 'countryCode'>),
  ),
  input('SetPrimaryPhone', 'Makes a phone the one to use first.', z.object({ phoneId: itemId() })),
  input('RemovePhone', 'Takes a phone off.', removal('phoneId')),
  input(
    'AddAddress',
    'Adds a postal address or another place of the person.',
    z.object({
      addressId: optional(itemId()),
      kind: optional(addressKind()).transform((kind) => kind ?? 'other'),
      ...allOptional(addressDetails),
    }),
    'addressId',
  ),
  input(
    'UpdateAddress',
    'Changes an address.',
    z.object({ addressId: itemId(), kind: changeable(addressKind()), ...allClearable(addressDetails) }),
  ),
  input('RemoveAddress', 'Takes an address off.', removal('addressId')),
  input(
    'AddSocialProfile',
    'Adds an account on a public or professional network.',
    z.object({
      profileId: optional(itemId()),
      platform: oneOf('SocialPlatform', SOCIAL_PLATFORMS),
      username: text(),
      ...allOptional(profileDetails),
    }),
    'profileId',
  ),
  input(
    'UpdateSocialProfile',
    'Changes an account on a network.',
    z.object({
      profileId: itemId(),
      platform: changeable(oneOf('SocialPlatform', SOCIAL_PLATFORMS)),
      username: changeable(text()),
      ...allClearable(profileDetails),
    }),
  ),
  input('RemoveSocialProfile', 'Takes an account on a network off.', removal('profileId')),
  input(
    'AddMessagingHandle',
    'Adds a handle on a messaging service.',
    z
      .object({
        handleId: optional(itemId()),
        platform: oneOf('MessagingPlatform', MESSAGING_PLATFORMS),
        handle: text(),
        ...allOptional({
          platformName: text(),
          displayName: text(),
          verified: flag(),
          voiceCalls: flag(),
          videoCalls: flag(),
          groupInvites: flag(),
          notifications: flag(),
        }),
      })
      .refine(({ platform, handle }) => HANDLE_STARTS[platform]?.test(handle) ?? true, {
        path: ['handle'],
        error: 'HANDLE_INVALID',
      }),
    'handleId',
  ),
  input('RemoveMessagingHandle', 'Takes a messaging handle off.', removal('handleId')),
  input(
    'AddWebsite',
    'Adds a website.',
    z.object({
      websiteId: optional(itemId()),
      url: url(),
      kind: optional(oneOf('WebsiteKind', WEBSITE_KINDS)).transform((kind) => kind ?? 'other'),
      ...allOptional({
        title: text(),
        description: longText(),
        primary: flag(),
        technologies: list(text()),
        updatedOn: date(),
      }),
    }),
    'websiteId',
  ),
  input('RemoveWebsite', 'Takes a website off.', removal('websiteId')),
];
