/** What the commands on contact data may record. */

import { accepted, type Decision, rejected } from '../decider.ts';
import type { ItemId } from '../ids.ts';
import { absorbable, add, type Items, type Listing, refusalFor, remove, update } from '../listing.ts';
import type { Fact } from '../message.ts';
import { equal, folded, isFuture } from '../values.ts';
import type { ContactInfo } from './contact-info.ts';
import { contactInfoGate } from './machine.ts';
import type {
  AddressData,
  ContactInfoAbsorbed,
  ContactInfoCommand,
  ContactInfoFact,
  Email,
  MessagingHandleData,
  PhoneData,
  SocialProfileData,
  WebsiteData,
} from './messages.ts';

const gate = contactInfoGate;
const listed = () => 'listed';

const EMAIL: Listing<Email> = {
  id: 'emailId',
  added: 'EmailAdded',
  exists: 'EMAIL_EXISTS',
  notFound: 'EMAIL_NOT_FOUND',
  gate,
  status: (email) => (email.verified ? 'verified' : 'unverified'),
  twins: (a, b) => a.address.toLowerCase() === b.address.toLowerCase(),
  twinField: 'address',
};

const PHONE: Listing<PhoneData> = {
  id: 'phoneId',
  added: 'PhoneAdded',
  exists: 'PHONE_EXISTS',
  notFound: 'PHONE_NOT_FOUND',
  gate,
  status: listed,
  twins: (a, b) => a.number === b.number && a.extension === b.extension,
  twinField: 'number',
};

const ADDRESS: Listing<AddressData> = {
  id: 'addressId',
  added: 'AddressAdded',
  exists: 'ADDRESS_EXISTS',
  notFound: 'ADDRESS_NOT_FOUND',
  gate,
  status: listed,
  twins: (a, b) => equal({ ...a, addressId: b.addressId }, b),
};

const SOCIAL_PROFILE: Listing<SocialProfileData> = {
  id: 'profileId',
  added: 'SocialProfileAdded',
  exists: 'SOCIAL_PROFILE_EXISTS',
  notFound: 'SOCIAL_PROFILE_NOT_FOUND',
  gate,
  status: listed,
  twins: (a, b) =>
    a.platform === b.platform &&
    folded(a.platformName ?? '') === folded(b.platformName ?? '') &&
    folded(a.username) === folded(b.username),
  twinField: 'username',
};

const MESSAGING_HANDLE: Listing<MessagingHandleData> = {
  id: 'handleId',
  added: 'MessagingHandleAdded',
  exists: 'MESSAGING_HANDLE_EXISTS',
  notFound: 'MESSAGING_HANDLE_NOT_FOUND',
  gate,
  status: listed,
  twins: (a, b) =>
    a.platform === b.platform &&
    folded(a.platformName ?? '') === folded(b.platformName ?? '') &&
    folded(a.handle) === folded(b.handle),
  twinField: 'handle',
};

const WEBSITE: Listing<WebsiteData> = {
  id: 'websiteId',
  added: 'WebsiteAdded',
  exists: 'WEBSITE_EXISTS',
  notFound: 'WEBSITE_NOT_FOUND',
  gate,
  status: listed,
  twins: (a, b) => a.url === b.url,
  twinField: 'url',
};

/**
 * - An email, a phone, a profile, a handle or a website is listed once, whatever its id.
 * - A changed email address is unverified again.
 * - At most one email and one phone is primary; setting another takes it over.
 */
export function decideContactInfo(command: ContactInfoCommand, state: ContactInfo): Decision<ContactInfoFact> {
  return decide(command, state) as Decision<ContactInfoFact>;
}

function decide(command: ContactInfoCommand, state: ContactInfo): Decision<Fact> {
  switch (command.type) {
    case 'AddEmail':
      return add(EMAIL, state.emails, command.type, command.data as Email);
    case 'UpdateEmail':
      return update(EMAIL, state.emails, command, 'EmailUpdated');
    case 'VerifyEmail':
      return verifyEmail(command, state.emails);
    case 'SetPrimaryEmail':
      return setPrimary(EMAIL, state.emails, command.type, command.data.emailId, 'PrimaryEmailSet');
    case 'RemoveEmail':
      return remove(EMAIL, state.emails, command, 'EmailRemoved');
    case 'AddPhone':
      return add(PHONE, state.phones, command.type, command.data);
    case 'UpdatePhone':
      return update(PHONE, state.phones, command, 'PhoneUpdated');
    case 'SetPrimaryPhone':
      return setPrimary(PHONE, state.phones, command.type, command.data.phoneId, 'PrimaryPhoneSet');
    case 'RemovePhone':
      return remove(PHONE, state.phones, command, 'PhoneRemoved');
    case 'AddAddress':
      return checkAddress(command.data, command.at) ?? add(ADDRESS, state.addresses, command.type, command.data);
    case 'UpdateAddress':
      return update(ADDRESS, state.addresses, command, 'AddressUpdated', (next) => checkAddress(next, command.at));
    case 'RemoveAddress':
      return remove(ADDRESS, state.addresses, command, 'AddressRemoved');
    case 'AddSocialProfile':
      return add(SOCIAL_PROFILE, state.socialProfiles, command.type, command.data);
    case 'UpdateSocialProfile':
      return update(SOCIAL_PROFILE, state.socialProfiles, command, 'SocialProfileUpdated');
    case 'RemoveSocialProfile':
      return remove(SOCIAL_PROFILE, state.socialProfiles, command, 'SocialProfileRemoved');
    case 'AddMessagingHandle':
      return add(MESSAGING_HANDLE, state.messagingHandles, command.type, command.data);
    case 'RemoveMessagingHandle':
      return remove(MESSAGING_HANDLE, state.messagingHandles, command, 'MessagingHandleRemoved');
    case 'AddWebsite':
      return add(WEBSITE, state.websites, command.type, command.data);
    case 'RemoveWebsite':
      return remove(WEBSITE, state.websites, command, 'WebsiteRemoved');
    default:
      return command satisfies never;
  }
}

function verifyEmail(
  command: Extract<ContactInfoCommand, { type: 'VerifyEmail' }>,
  emails: Items<Email>,
): Decision<Fact> {
  const refusal = refusalFor(EMAIL, emails, command.type, command.data.emailId);
  if (refusal !== null) return refusal;
  if (emails.live.get(command.data.emailId)?.verified === true) return accepted();
  return accepted({ type: 'EmailVerified', data: command.data });
}

function setPrimary<T extends { readonly primary?: boolean }>(
  listing: Listing<T>,
  items: Items<T>,
  type: string,
  id: ItemId,
  fact: string,
): Decision<Fact> {
  const refusal = refusalFor(listing, items, type, id);
  if (refusal !== null) return refusal;
  if (items.live.get(id)?.primary === true) return accepted();
  return accepted({ type: fact, data: { [listing.id]: id } });
}

function checkAddress(address: AddressData, at: number): Decision<never> | null {
  const { latitude, longitude, text, street, city, validFrom, validUntil, verifiedOn } = address;
  if ((latitude === undefined) !== (longitude === undefined)) return rejected('COORDINATES_INCOMPLETE', 'longitude');
  const empty = text === undefined && (street ?? []).length === 0 && city === undefined && latitude === undefined;
  if (empty) return rejected('ADDRESS_EMPTY', 'street');
  if (validFrom !== undefined && validUntil !== undefined && validUntil < validFrom) {
    return rejected('VALIDITY_REVERSED', 'validUntil');
  }
  if (verifiedOn !== undefined && isFuture(verifiedOn, at)) return rejected('DATE_IN_FUTURE', 'verifiedOn');
  return null;
}

/** What the target of a merge takes over: what it has not listed itself. Its own primary email and phone stay primary. */
export function absorbContactInfo(source: ContactInfo, target: ContactInfo): ContactInfoAbsorbed {
  return {
    emails: demoted(absorbable(EMAIL, source.emails, target.emails), target.emails),
    phones: demoted(absorbable(PHONE, source.phones, target.phones), target.phones),
    addresses: absorbable(ADDRESS, source.addresses, target.addresses),
    socialProfiles: absorbable(SOCIAL_PROFILE, source.socialProfiles, target.socialProfiles),
    messagingHandles: absorbable(MESSAGING_HANDLE, source.messagingHandles, target.messagingHandles),
    websites: absorbable(WEBSITE, source.websites, target.websites),
  };
}

function demoted<T extends { readonly primary?: boolean }>(absorbed: readonly T[], own: Items<T>): readonly T[] {
  const taken = [...own.live.values()].some((item) => item.primary === true);
  return taken ? absorbed.map((item) => (item.primary === true ? { ...item, primary: false } : item)) : absorbed;
}
