/** The rules of contact data: what counts as the same, what is primary, and what has to be verified anew. */

import { describe, expect, it } from 'vitest';
import { fold } from '../../src/domain/person/person.ts';
import { given } from '../given.ts';
import { command, created, fact, GOOD_COMMANDS, item, THINGS } from './examples.ts';

const { data: email } = THINGS.email;
const { data: phone } = THINGS.phone;
const { data: address } = THINGS.address;
const { data: profile } = THINGS.profile;
const { data: handle } = THINGS.handle;
const { data: website } = THINGS.website;
const { emailId } = email;
const { phoneId } = phone;
const second = fact('EmailAdded', { emailId: item(21), address: 'king@example.org', kind: 'personal' });
const secondPhone = fact('PhoneAdded', { phoneId: item(22), number: '+442079999999', kind: 'work' });
const verified = fact('EmailVerified', { emailId });

const contactInfoOf = (...facts: Parameters<typeof given>[0]) => fold([created, ...facts]).contactInfo;
const primaries = (...facts: Parameters<typeof given>[0]) => {
  const { emails, phones } = contactInfoOf(...facts);
  return [...emails.live, ...phones.live].filter(([, { primary }]) => primary === true).map(([id]) => id);
};

describe('An email', () => {
  const has = [created, THINGS.email];
  it('is one and the same in whatever case its address is written', () =>
    given(has)
      .when(command('AddEmail', { ...email, emailId: item(21), address: 'ADA@Example.org' }))
      .thenRefused('EMAIL_EXISTS', 'address'));
  it('that is there already, with the same data, is no error under whatever id', () => {
    given(has).when(command('AddEmail', email)).thenNothing();
    given(has)
      .when(command('AddEmail', { ...email, emailId: item(21) }))
      .thenNothing();
    given([...has, verified])
      .when(command('AddEmail', email))
      .thenNothing();
  });
  it('does not take the id of another one', () =>
    given(has)
      .when(command('AddEmail', { ...email, address: 'king@example.org' }))
      .thenRefused('EMAIL_EXISTS', 'emailId'));
  it('does not change into another one of the person', () =>
    given([...has, second])
      .when(command('UpdateEmail', { emailId, address: 'King@example.org' }))
      .thenRefused('EMAIL_EXISTS', 'address'));
  it('is changed only in what differs', () => {
    given(has)
      .when(command('UpdateEmail', { emailId, address: email.address, kind: 'school' }))
      .thenRecords('EmailUpdated', { emailId, kind: 'school' });
    given(has)
      .when(command('UpdateEmail', { emailId, kind: 'work' }))
      .thenNothing();
    given(has).when(command('UpdateEmail', { emailId })).thenNothing();
  });
  it('loses an optional field by null, once', () => {
    const wanted = fact('EmailUpdated', { emailId, marketing: true });
    const clear = command('UpdateEmail', { emailId, marketing: null });
    given([...has, wanted])
      .when(clear)
      .thenRecords('EmailUpdated', { emailId, marketing: null });
    const cleared = fact('EmailUpdated', { emailId, marketing: null });
    given([...has, wanted, cleared])
      .when(clear)
      .thenNothing();
    expect(contactInfoOf(THINGS.email, wanted, cleared).emails.live.get(emailId)).toStrictEqual({
      ...email,
      verified: false,
    });
  });
  it('is unverified again when its address changes, and only then', () => {
    const stands = (data: object) =>
      contactInfoOf(THINGS.email, verified, fact('EmailUpdated', { emailId, ...data })).emails.live.get(emailId)
        ?.verified;
    expect(stands({ kind: 'school' })).toBe(true);
    expect(stands({ address: email.address })).toBe(true);
    expect(stands({ address: 'countess@example.org' })).toBe(false);
  });
  it('is unverified when it comes back after it was removed', () => {
    const { emails } = contactInfoOf(THINGS.email, verified, fact('EmailRemoved', { emailId }), THINGS.email);
    expect(emails.live.get(emailId)?.verified).toBe(false);
    expect(emails.removed.size).toBe(0);
  });
  it('is free for another entry once it is removed', () =>
    given([...has, fact('EmailRemoved', { emailId })])
      .when(command('AddEmail', { ...email, emailId: item(21) }))
      .thenRecords('EmailAdded', { ...email, emailId: item(21) }));
});

describe('What is primary', () => {
  it('is the email that was made so last', () => {
    const first = fact('PrimaryEmailSet', { emailId });
    expect(primaries(THINGS.email, second, first)).toEqual([emailId]);
    expect(primaries(THINGS.email, second, first, fact('PrimaryEmailSet', { emailId: item(21) }))).toEqual([item(21)]);
    given([created, THINGS.email, first]).when(GOOD_COMMANDS.SetPrimaryEmail).thenNothing();
  });
  it('is the email that was added so last', () => {
    const added = fact('EmailAdded', { ...second.data, primary: true });
    expect(primaries(THINGS.email, fact('PrimaryEmailSet', { emailId }), added)).toEqual([item(21)]);
  });
  it('is the phone that was made so or added so last', () => {
    const first = fact('PrimaryPhoneSet', { phoneId });
    expect(primaries(THINGS.phone, secondPhone, first)).toEqual([phoneId]);
    expect(primaries(THINGS.phone, first, fact('PhoneAdded', { ...secondPhone.data, primary: true }))).toEqual([
      item(22),
    ]);
    given([created, THINGS.phone, first]).when(GOOD_COMMANDS.SetPrimaryPhone).thenNothing();
  });
  it('stays so when a primary is set that is not there', () =>
    expect(
      primaries(THINGS.email, fact('PrimaryEmailSet', { emailId }), fact('PrimaryEmailSet', { emailId: item(21) })),
    ).toEqual([emailId]));
});

describe('A phone', () => {
  it('is one and the same by its number and extension', () => {
    const has = [created, THINGS.phone];
    const add = (data: object) => command('AddPhone', { ...phone, phoneId: item(22), kind: 'work', ...data });
    given(has).when(add({})).thenRefused('PHONE_EXISTS', 'number');
    given(has)
      .when(add({ extension: '7' }))
      .thenRecords('PhoneAdded');
    given([...has, secondPhone])
      .when(command('UpdatePhone', { phoneId, number: '+442079999999' }))
      .thenRefused('PHONE_EXISTS', 'number');
  });
  it('becomes another one’s twin neither by losing its extension', () =>
    given([created, THINGS.phone, fact('PhoneAdded', { ...phone, phoneId: item(22), extension: '7' })])
      .when(command('UpdatePhone', { phoneId: item(22), extension: null }))
      .thenRefused('PHONE_EXISTS', 'number'));
});

describe('An address', () => {
  const { addressId } = address;
  const add = (data: object) => command('AddAddress', { addressId, kind: 'home', ...data });
  const update = (data: object) => command('UpdateAddress', { addressId, ...data });
  const has = [created, THINGS.address];
  it('says at least a text, a street, a city or coordinates', () => {
    given([created]).when(add({})).thenRefused('ADDRESS_EMPTY', 'street');
    given([created])
      .when(add({ street: [], country: 'France' }))
      .thenRefused('ADDRESS_EMPTY', 'street');
    for (const data of [
      { text: 'Left bank' },
      { street: ['Rue 1'] },
      { city: 'Paris' },
      { latitude: 1, longitude: 2 },
    ]) {
      given([created])
        .when(add(data))
        .thenRecords('AddressAdded', { addressId, kind: 'home', ...data });
    }
    given(has)
      .when(update({ city: null }))
      .thenRefused('ADDRESS_EMPTY', 'street');
    given(has)
      .when(update({ city: null, text: 'Left bank' }))
      .thenRecords('AddressUpdated');
  });
  it('has both coordinates or neither', () => {
    given([created])
      .when(add({ city: 'Paris', latitude: 0 }))
      .thenRefused('COORDINATES_INCOMPLETE', 'longitude');
    given([created])
      .when(add({ city: 'Paris', longitude: 0 }))
      .thenRefused('COORDINATES_INCOMPLETE', 'longitude');
    given(has)
      .when(update({ longitude: 0 }))
      .thenRefused('COORDINATES_INCOMPLETE', 'longitude');
    given(has)
      .when(update({ latitude: 0, longitude: 0 }))
      .thenRecords('AddressUpdated');
  });
  it('does not cease to be valid before it begins to be, whichever of the two changes', () => {
    given([created])
      .when(add({ city: 'Paris', validFrom: '2020-01-02', validUntil: '2020-01-01' }))
      .thenRefused('VALIDITY_REVERSED', 'validUntil');
    given([...has, fact('AddressUpdated', { addressId, validUntil: '2020-01-01' })])
      .when(update({ validFrom: '2020-01-02' }))
      .thenRefused('VALIDITY_REVERSED', 'validUntil');
  });
  it('may be valid for a day, and from or until a day', () => {
    for (const span of [
      { validFrom: '2020-01-01', validUntil: '2020-01-01' },
      { validFrom: '2020-01-01' },
      { validUntil: '2020-01-01' },
    ]) {
      given([created])
        .when(add({ city: 'Paris', ...span }))
        .thenRecords('AddressAdded');
    }
  });
  it('was not verified in the future', () => {
    given(has)
      .when(update({ verifiedOn: '2026-03-03' }))
      .thenRefused('DATE_IN_FUTURE', 'verifiedOn');
    given(has)
      .when(update({ verifiedOn: '2026-03-02' }))
      .thenRecords('AddressUpdated');
  });
  it('is the same one only when all of it is the same', () => {
    given(has)
      .when(command('AddAddress', { ...address, addressId: item(23) }))
      .thenNothing();
    given(has)
      .when(command('AddAddress', { ...address, addressId: item(23), kind: 'work' }))
      .thenRecords('AddressAdded');
    given([...has, fact('AddressAdded', { ...address, addressId: item(23), kind: 'work' })])
      .when(update({ kind: 'work' }))
      .thenRefused('ADDRESS_EXISTS');
  });
});

describe('A social profile', () => {
  const has = [created, THINGS.profile];
  const add = (data: object) => command('AddSocialProfile', { ...profile, profileId: item(24), bio: 'me', ...data });
  it('is one and the same by platform and username, whatever case and accents', () => {
    given(has)
      .when(add({ username: 'ADÁ' }))
      .thenRefused('SOCIAL_PROFILE_EXISTS', 'username');
    given(has)
      .when(add({ platform: 'mastodon' }))
      .thenRecords('SocialProfileAdded');
    given(has)
      .when(add({ username: 'king' }))
      .thenRecords('SocialProfileAdded');
  });
  it('is another one on another network of a name of its own', () => {
    const own = [created, fact('SocialProfileAdded', { ...profile, platform: 'other', platformName: 'Salon' })];
    given(own)
      .when(add({ platform: 'other', platformName: 'SALON' }))
      .thenRefused('SOCIAL_PROFILE_EXISTS', 'username');
    given(own)
      .when(add({ platform: 'other', platformName: 'Court' }))
      .thenRecords('SocialProfileAdded');
  });
  it('is changed only in what differs', () => {
    const { profileId } = profile;
    given(has)
      .when(command('UpdateSocialProfile', { profileId, username: 'ada', followers: 7, bio: null }))
      .thenRecords('SocialProfileUpdated', { profileId, followers: 7 });
  });
});

describe('A messaging handle', () => {
  const add = (data: object) =>
    command('AddMessagingHandle', { ...handle, handleId: item(25), verified: true, ...data });
  it('is one and the same by platform and handle', () => {
    given([created, THINGS.handle]).when(add({})).thenRefused('MESSAGING_HANDLE_EXISTS', 'handle');
    given([created, THINGS.handle])
      .when(add({ platform: 'viber' }))
      .thenRecords('MessagingHandleAdded');
    const known = (spelled: string) => [created, fact('MessagingHandleAdded', { ...handle, handle: spelled })];
    given(known('Ada'))
      .when(add({ handle: 'ADA' }))
      .thenRefused('MESSAGING_HANDLE_EXISTS', 'handle');
    given(known('Ada'))
      .when(add({ handle: 'Bob' }))
      .thenRecords('MessagingHandleAdded');
  });
  it('is the same on a platform of its own, however that is written', () =>
    given([created, fact('MessagingHandleAdded', { ...handle, platform: 'other', platformName: 'Pigeon' })])
      .when(add({ platform: 'other', platformName: 'PIGEON' }))
      .thenRefused('MESSAGING_HANDLE_EXISTS', 'handle'));
});

it('A website is one and the same by its address', () => {
  const add = (data: object) => command('AddWebsite', { ...website, websiteId: item(26), title: 'Mine', ...data });
  given([created, THINGS.website]).when(add({})).thenRefused('WEBSITE_EXISTS', 'url');
  given([created, THINGS.website])
    .when(add({ url: 'https://ada.example.org/blog' }))
    .thenRecords('WebsiteAdded');
});
