/** How a person can be reached, as the facts tell it. */

import type { ItemId } from '../ids.ts';
import { amend, type Items, noItems, put, putAll, take } from '../listing.ts';
import type { PersonFact } from '../person/messages.ts';
import type {
  AddressData,
  ContactInfoAbsorbed,
  ContactInfoFact,
  Email,
  MessagingHandleData,
  PhoneData,
  SocialProfileData,
  WebsiteData,
} from './messages.ts';

export interface ContactInfo {
  emails: Items<Email>;
  phones: Items<PhoneData>;
  addresses: Items<AddressData>;
  socialProfiles: Items<SocialProfileData>;
  messagingHandles: Items<MessagingHandleData>;
  websites: Items<WebsiteData>;
}

export const noContactInfo = (): ContactInfo => ({
  emails: noItems(),
  phones: noItems(),
  addresses: noItems(),
  socialProfiles: noItems(),
  messagingHandles: noItems(),
  websites: noItems(),
});

/** Makes the fact true in `state`, which the caller owns; facts of other nouns leave it as it was. */
export function applyContactInfo(state: ContactInfo, fact: ContactInfoFact | PersonFact): void {
  switch (fact.type) {
    case 'EmailAdded':
      if (fact.data.primary === true) clearPrimary(state.emails);
      state.emails = put(state.emails, fact.data.emailId, { ...fact.data, verified: false });
      return;
    case 'EmailUpdated':
      return applyEmailUpdated(state.emails, fact.data);
    case 'EmailVerified':
      state.emails = amend(state.emails, fact.data.emailId, { verified: true });
      return;
    case 'PrimaryEmailSet':
      return makePrimary(state.emails, fact.data.emailId);
    case 'EmailRemoved':
      state.emails = take(state.emails, fact.data.emailId);
      return;
    case 'PhoneAdded':
      if (fact.data.primary === true) clearPrimary(state.phones);
      state.phones = put(state.phones, fact.data.phoneId, fact.data);
      return;
    case 'PhoneUpdated':
      state.phones = amend(state.phones, fact.data.phoneId, fact.data);
      return;
    case 'PrimaryPhoneSet':
      return makePrimary(state.phones, fact.data.phoneId);
    case 'PhoneRemoved':
      state.phones = take(state.phones, fact.data.phoneId);
      return;
    case 'AddressAdded':
      state.addresses = put(state.addresses, fact.data.addressId, fact.data);
      return;
    case 'AddressUpdated':
      state.addresses = amend(state.addresses, fact.data.addressId, fact.data);
      return;
    case 'AddressRemoved':
      state.addresses = take(state.addresses, fact.data.addressId);
      return;
    case 'SocialProfileAdded':
      state.socialProfiles = put(state.socialProfiles, fact.data.profileId, fact.data);
      return;
    case 'SocialProfileUpdated':
      state.socialProfiles = amend(state.socialProfiles, fact.data.profileId, fact.data);
      return;
    case 'SocialProfileRemoved':
      state.socialProfiles = take(state.socialProfiles, fact.data.profileId);
      return;
    case 'MessagingHandleAdded':
      state.messagingHandles = put(state.messagingHandles, fact.data.handleId, fact.data);
      return;
    case 'MessagingHandleRemoved':
      state.messagingHandles = take(state.messagingHandles, fact.data.handleId);
      return;
    case 'WebsiteAdded':
      state.websites = put(state.websites, fact.data.websiteId, fact.data);
      return;
    case 'WebsiteRemoved':
      state.websites = take(state.websites, fact.data.websiteId);
      return;
    case 'PersonAbsorbed':
      return applyAbsorbed(state, fact.data.contactInfo);
    default:
  }
}

function applyEmailUpdated(
  emails: Items<Email>,
  changes: Extract<ContactInfoFact, { type: 'EmailUpdated' }>['data'],
): void {
  const address = emails.live.get(changes.emailId)?.address;
  const moved = changes.address !== undefined && changes.address !== address;
  amend(emails, changes.emailId, moved ? { ...changes, verified: false } : changes);
}

function clearPrimary<T extends { readonly primary?: boolean }>(items: Items<T>): void {
  for (const [id, item] of items.live) if (item.primary === true) amend(items, id, { primary: false });
}

function makePrimary<T extends { readonly primary?: boolean }>(items: Items<T>, id: ItemId): void {
  if (!items.live.has(id)) return;
  clearPrimary(items);
  amend(items, id, { primary: true });
}

function applyAbsorbed(state: ContactInfo, absorbed: ContactInfoAbsorbed): void {
  state.emails = putAll(state.emails, 'emailId', absorbed.emails);
  state.phones = putAll(state.phones, 'phoneId', absorbed.phones);
  state.addresses = putAll(state.addresses, 'addressId', absorbed.addresses);
  state.socialProfiles = putAll(state.socialProfiles, 'profileId', absorbed.socialProfiles);
  state.messagingHandles = putAll(state.messagingHandles, 'handleId', absorbed.messagingHandles);
  state.websites = putAll(state.websites, 'websiteId', absorbed.websites);
}
