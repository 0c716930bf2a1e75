/** Contact data: types. */

import type { ContactInfo } from '../src/domain/contact-info/contact-info.ts';
import {
  ADDRESS_KINDS,
  type AddressData,
  type ContactTimes,
  EMAIL_KINDS,
  type Email,
  MEMBERSHIP_LEVELS,
  MESSAGING_PLATFORMS,
  type MessagingHandleData,
  PHONE_KINDS,
  type PhoneData,
  SOCIAL_PLATFORMS,
  type SocialProfileData,
  WEBSITE_KINDS,
  WEEKDAYS,
  type WebsiteData,
} from '../src/domain/contact-info/messages.ts';
import type { Kit } from './kit.ts';

export function registerContactInfo(kit: Kit): void {
  const { builder, person } = kit;
  const email = registerEmail(kit);
  const phone = registerPhone(kit);
  const address = registerAddress(kit);
  const profile = registerSocialProfile(kit);
  const handle = registerMessagingHandle(kit);
  const website = registerWebsite(kit);
  const contactInfo = builder.objectRef<ContactInfo>('ContactInfo').implement({
    description: 'How the person can be reached.',
    fields: (t) => ({
      emails: t.field({ type: [email], resolve: ({ emails }) => [...emails.live.values()] }),
      phones: t.field({ type: [phone], resolve: ({ phones }) => [...phones.live.values()] }),
      addresses: t.field({ type: [address], resolve: ({ addresses }) => [...addresses.live.values()] }),
      socialProfiles: t.field({ type: [profile], resolve: ({ socialProfiles }) => [...socialProfiles.live.values()] }),
      messagingHandles: t.field({
        type: [handle],
        resolve: ({ messagingHandles }) => [...messagingHandles.live.values()],
      }),
      websites: t.field({ type: [website], resolve: ({ websites }) => [...websites.live.values()] }),
    }),
  });
  builder.objectField(person, 'contactInfo', (t) =>
    t.field({ type: contactInfo, resolve: (source) => source.contactInfo }),
  );
}

function registerEmail({ builder, words }: Kit) {
  return builder.objectRef<Email>('Email').implement({
    fields: (t) => ({
      id: t.exposeID('emailId'),
      address: t.exposeString('address'),
      kind: t.expose('kind', { type: words('EmailKind', EMAIL_KINDS) }),
      primary: t.boolean({ resolve: ({ primary }) => primary === true }),
      verified: t.exposeBoolean('verified'),
      status: t.field({
        type: words('EmailStatus', ['unverified', 'verified']),
        resolve: ({ verified }) => (verified ? 'verified' : 'unverified'),
      }),
      notifications: t.exposeBoolean('notifications', { nullable: true }),
      marketing: t.exposeBoolean('marketing', { nullable: true }),
    }),
  });
}

function registerPhone({ builder, words }: Kit) {
  const hourRange = builder.objectRef<ContactTimes['hours'][number]>('HourRange').implement({
    fields: (t) => ({ start: t.exposeInt('start'), end: t.exposeInt('end') }),
  });
  const contactTimes = builder.objectRef<ContactTimes>('ContactTimes').implement({
    fields: (t) => ({
      timeZone: t.exposeString('timeZone'),
      hours: t.field({ type: [hourRange], resolve: ({ hours }) => [...hours] }),
      days: t.field({ type: [words('Weekday', WEEKDAYS)], resolve: ({ days }) => [...days] }),
    }),
  });
  return builder.objectRef<PhoneData>('Phone').implement({
    fields: (t) => ({
      id: t.exposeID('phoneId'),
      number: t.exposeString('number', { description: 'E.164, such as +12022243121.' }),
      extension: t.exposeString('extension', { nullable: true }),
      kind: t.expose('kind', { type: words('PhoneKind', PHONE_KINDS) }),
      primary: t.boolean({ resolve: ({ primary }) => primary === true }),
      mobile: t.exposeBoolean('mobile', { nullable: true }),
      sms: t.exposeBoolean('sms', { nullable: true }),
      calls: t.exposeBoolean('calls', { nullable: true }),
      contactTimes: t.field({ type: contactTimes, nullable: true, resolve: (phone) => phone.contactTimes ?? null }),
    }),
  });
}

function registerAddress({ builder, words }: Kit) {
  return builder.objectRef<AddressData>('Address').implement({
    fields: (t) => ({
      id: t.exposeID('addressId'),
      kind: t.expose('kind', { type: words('AddressKind', ADDRESS_KINDS) }),
      text: t.exposeString('text', { nullable: true }),
      street: t.stringList({ resolve: ({ street }) => street ?? [] }),
      city: t.exposeString('city', { nullable: true }),
      region: t.exposeString('region', { nullable: true }),
      postalCode: t.exposeString('postalCode', { nullable: true }),
      country: t.exposeString('country', { nullable: true }),
      countryCode: t.exposeString('countryCode', { nullable: true }),
      latitude: t.exposeFloat('latitude', { nullable: true }),
      longitude: t.exposeFloat('longitude', { nullable: true }),
      accuracyMeters: t.exposeFloat('accuracyMeters', { nullable: true }),
      timeZone: t.exposeString('timeZone', { nullable: true }),
      primary: t.boolean({ resolve: ({ primary }) => primary === true }),
      verifiedOn: t.expose('verifiedOn', { type: 'Date', nullable: true }),
      validFrom: t.expose('validFrom', { type: 'Date', nullable: true }),
      validUntil: t.expose('validUntil', { type: 'Date', nullable: true }),
    }),
  });
}

function registerSocialProfile({ builder, words }: Kit) {
  return builder.objectRef<SocialProfileData>('SocialProfile').implement({
    fields: (t) => ({
      id: t.exposeID('profileId'),
      platform: t.expose('platform', { type: words('SocialPlatform', SOCIAL_PLATFORMS) }),
      platformName: t.exposeString('platformName', { nullable: true }),
      username: t.exposeString('username'),
      url: t.exposeString('url', { nullable: true }),
      displayName: t.exposeString('displayName', { nullable: true }),
      bio: t.exposeString('bio', { nullable: true }),
      verified: t.exposeBoolean('verified', { nullable: true }),
      business: t.exposeBoolean('business', { nullable: true }),
      followers: t.exposeInt('followers', { nullable: true }),
      following: t.exposeInt('following', { nullable: true }),
      memberId: t.exposeString('memberId', { nullable: true }),
      membershipLevel: t.expose('membershipLevel', {
        type: words('MembershipLevel', MEMBERSHIP_LEVELS),
        nullable: true,
      }),
      connections: t.exposeInt('connections', { nullable: true }),
      specializations: t.stringList({ resolve: ({ specializations }) => specializations ?? [] }),
      joinedOn: t.expose('joinedOn', { type: 'Date', nullable: true }),
      syncedOn: t.expose('syncedOn', { type: 'Date', nullable: true }),
    }),
  });
}

function registerMessagingHandle({ builder, words }: Kit) {
  return builder.objectRef<MessagingHandleData>('MessagingHandle').implement({
    fields: (t) => ({
      id: t.exposeID('handleId'),
      platform: t.expose('platform', { type: words('MessagingPlatform', MESSAGING_PLATFORMS) }),
      platformName: t.exposeString('platformName', { nullable: true }),
      handle: t.exposeString('handle'),
      displayName: t.exposeString('displayName', { nullable: true }),
      verified: t.exposeBoolean('verified', { nullable: true }),
      voiceCalls: t.exposeBoolean('voiceCalls', { nullable: true }),
      videoCalls: t.exposeBoolean('videoCalls', { nullable: true }),
      groupInvites: t.exposeBoolean('groupInvites', { nullable: true }),
      notifications: t.exposeBoolean('notifications', { nullable: true }),
    }),
  });
}

function registerWebsite({ builder, words }: Kit) {
  return builder.objectRef<WebsiteData>('Website').implement({
    fields: (t) => ({
      id: t.exposeID('websiteId'),
      url: t.exposeString('url'),
      kind: t.expose('kind', { type: words('WebsiteKind', WEBSITE_KINDS) }),
      title: t.exposeString('title', { nullable: true }),
      description: t.exposeString('description', { nullable: true }),
      primary: t.boolean({ resolve: ({ primary }) => primary === true }),
      technologies: t.stringList({ resolve: ({ technologies }) => technologies ?? [] }),
      updatedOn: t.expose('updatedOn', { type: 'Date', nullable: true }),
    }),
  });
}
