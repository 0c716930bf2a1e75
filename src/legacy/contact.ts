/** How a person could be reached, as old data tell it. */

import {
  ADDRESS_KINDS,
  type AddressData,
  EMAIL_KINDS,
  type EmailData,
  MESSAGING_PLATFORMS,
  type MessagingHandleData,
  PHONE_KINDS,
  type PhoneData,
  WEEKDAYS,
} from '../domain/contact-info/messages.ts';
import { difference, folded } from '../domain/values.ts';
import { type Fields, present } from './fields.ts';
import { known, type Telling } from './telling.ts';
import { isRaw } from './values.ts';

/** An email as it is told by whatever tells of one; what is not known of it is missing. */
export interface ToldEmail {
  readonly address: string;
  readonly kind?: EmailData['kind'] | undefined;
  readonly primary?: boolean | undefined;
  readonly notifications?: boolean | undefined;
  readonly marketing?: boolean | undefined;
  readonly verified?: boolean | undefined;
}

/** An address is listed once: told again, it is changed. */
export function tellEmail(telling: Telling, fields: Fields, email: ToldEmail): void {
  const { address, primary, verified, ...rest } = email;
  const { emails } = telling.person.contactInfo;
  const same = known(emails, null, (each) => each.address.toLowerCase() === address.toLowerCase());
  const emailId = same?.[0] ?? telling.oldId(fields, 'email', emails);
  fields.pass('component_id');
  if (same === undefined) {
    const kind = rest.kind ?? 'other';
    telling.tell('EmailAdded', present({ ...rest, emailId, address, kind, primary }));
  } else {
    const changes = difference(same[1], present(rest));
    if (changes !== null) telling.tell('EmailUpdated', { emailId, ...changes });
    if (primary === true && same[1].primary !== true) telling.tell('PrimaryEmailSet', { emailId });
  }
  if (verified === true && same?.[1].verified !== true) telling.tell('EmailVerified', { emailId });
}

/** `Contact.Email`. */
export function email(telling: Telling, fields: Fields): boolean {
  const inner = isRaw(fields.peek('email')) ? fields.object('email') : null;
  const address =
    inner === null ? (fields.text('email') ?? fields.text('address')) : (inner.text('address') ?? inner.text('email'));
  if (address === undefined) return false;
  tellEmail(telling, fields, {
    address,
    kind: fields.word('email_type', EMAIL_KINDS) ?? fields.word('type', EMAIL_KINDS),
    primary: [
      fields.flag('is_preferred_contact'),
      fields.flag('is_preferred'),
      fields.flag('is_primary'),
      fields.flag('primary'),
      isWord(fields, 'type', 'primary'),
    ].find((each) => each === true),
    notifications: fields.flag('can_receive_notifications'),
    marketing: fields.flag('can_receive_marketing'),
    verified: [inner?.flag('verified'), fields.flag('verified'), fields.flag('is_verified')].find(
      (each) => each === true,
    ),
  });
  return true;
}

/** Whether the field says exactly this; it is understood then. */
function isWord(fields: Fields, key: string, word: string): true | undefined {
  if (fields.peek(key) !== word) return undefined;
  fields.pass(key);
  return true;
}

/** `Contact.Phone`. */
export function phone(telling: Telling, fields: Fields): boolean {
  const inner = isRaw(fields.peek('phone')) ? fields.object('phone') : null;
  const written = inner?.text('number') ?? fields.text('phone_number') ?? fields.text('phone') ?? fields.text('number');
  if (written === undefined) return false;
  const country = fields.text('country_code') ?? inner?.text('country_code');
  inner?.pass('sms_capable', 'country_code');
  const number = dialled(written, country);
  if (number.replace(/\D/g, '') !== written.replace(/\D/g, ''))
    telling.keep('Phone', { written, country_code: country ?? null });
  const calls = fields.flag('can_receive_calls');
  const phoneData = {
    number,
    extension: inner?.text('extension'),
    kind: fields.word('phone_type', PHONE_KINDS),
    // The phone shown was the latest one that takes calls.
    primary:
      calls === true || fields.flag('is_primary') === true || isWord(fields, 'type', 'primary') ? true : undefined,
    mobile: fields.flag('is_mobile'),
    sms: fields.flag('can_receive_sms') ?? fields.flag('sms_capable') ?? inner?.flag('sms_capable'),
    calls,
    contactTimes: contactTimes(fields.object('preferred_contact_time')),
  };
  tellPhone(telling, fields, phoneData);
  return true;
}

type ToldPhone = { [K in keyof Omit<PhoneData, 'phoneId' | 'number'>]?: PhoneData[K] | undefined } & {
  readonly number: string;
};

function tellPhone(telling: Telling, fields: Fields, { primary, ...phone }: ToldPhone): void {
  const { phones } = telling.person.contactInfo;
  const same = known(phones, null, (each) => each.number === phone.number && each.extension === phone.extension);
  const phoneId = same?.[0] ?? telling.oldId(fields, 'phone', phones);
  fields.pass('component_id');
  if (same === undefined) {
    telling.tell('PhoneAdded', present({ ...phone, phoneId, kind: phone.kind ?? 'other', primary }) as PhoneData);
    return;
  }
  const changes = difference(same[1], present(phone));
  if (changes !== null) telling.tell('PhoneUpdated', { phoneId, ...changes });
  if (primary === true && same[1].primary !== true) telling.tell('PrimaryPhoneSet', { phoneId });
}

/** The number as it is dialled from abroad, where it is known how; else as it is written. */
export function dialled(written: string, country: string | undefined): string {
  const digits = written.replace(/\D/g, '');
  if (digits === '') return written;
  if (/^\s*\+/.test(written)) return `+${digits}`;
  const code = (country ?? '').replace(/\D/g, '');
  // Italy keeps the zero in front, the others drop it.
  return code === '' ? written : `+${code}${code === '39' ? digits : digits.replace(/^0/, '')}`;
}

function contactTimes(fields: Fields): PhoneData['contactTimes'] {
  const timeZone = fields.text('timezone');
  if (timeZone === undefined) return undefined;
  const hours = fields
    .list('preferred_hours')
    .map((each) => ({ start: each.count('start') ?? 0, end: each.count('end') ?? 0 }));
  const raw = fields.peek('preferred_days');
  const days = (Array.isArray(raw) ? raw : []).flatMap((day) => {
    const begins = String(day).toLowerCase().slice(0, 3);
    return WEEKDAYS.filter((each) => each.startsWith(begins));
  });
  fields.pass('preferred_days');
  return { timeZone, hours, days };
}

/** `Contact.Messaging`. */
export function messaging(telling: Telling, fields: Fields): boolean {
  const handle = fields.text('handle');
  if (handle === undefined) return false;
  const platform = fields.word('platform', MESSAGING_PLATFORMS);
  const wishes = fields.object('preferences');
  const { messagingHandles } = telling.person.contactInfo;
  const same = known(
    messagingHandles,
    null,
    (each) => each.platform === (platform ?? 'other') && folded(each.handle) === folded(handle),
  );
  const handleId = same?.[0] ?? telling.oldId(fields, 'handle', messagingHandles);
  fields.pass('component_id');
  const data = {
    handleId,
    platform: platform ?? 'other',
    platformName: platform === undefined ? nameOf(fields, 'platform') : undefined,
    handle,
    displayName: fields.text('display_name'),
    verified: fields.flag('is_verified'),
    voiceCalls: wishes.flag('allow_voice_calls'),
    videoCalls: wishes.flag('allow_video_calls'),
    groupInvites: wishes.flag('allow_group_invites'),
    notifications: wishes.flag('notification_enabled'),
  } as const;
  telling.tell('MessagingHandleAdded', present({ ...same?.[1], ...present(data) }) as MessagingHandleData);
  return true;
}

/** What something is called that our words have no name for. */
export function nameOf(fields: Fields, key: string): string | undefined {
  const value = fields.peek(key);
  if (typeof value === 'string') return fields.text(key);
  const other = isRaw(value) ? fields.object(key) : null;
  return other?.text('Other') ?? other?.text('Custom') ?? undefined;
}

/** `Location`. */
export function location(telling: Telling, fields: Fields): boolean {
  const has = isRaw(fields.peek('address'));
  const address = has ? fields.object('address') : fields;
  const place = fields.object('coordinates');
  const streets = [address.text('street1') ?? address.text('street'), address.text('street2')].filter(
    (each) => each !== undefined,
  );
  const verified = address.flag('is_verified') === true;
  const verifiedOn = address.date('verification_date');
  if (verified && verifiedOn === undefined) telling.keep('Location', { is_verified: true });
  const latitude = place.real64('latitude');
  const longitude = place.real64('longitude');
  const data = {
    street: streets.length === 0 ? undefined : streets,
    city: address.text('city'),
    region: address.text('state_province') ?? address.text('state'),
    postalCode: address.text('postal_code'),
    country: address.text('country'),
    countryCode: address.text('country_code')?.toUpperCase(),
    latitude: longitude === undefined ? undefined : latitude,
    longitude: latitude === undefined ? undefined : longitude,
    accuracyMeters: place.real('accuracy_meters'),
    timeZone: fields.text('timezone'),
    verifiedOn,
  };
  if (Object.values(data).every((each) => each === undefined)) return false;
  const kind = address.word('address_type', ADDRESS_KINDS) ?? 'other';
  tellAddress(telling, fields, present({ ...data, kind }));
  return true;
}

function tellAddress(telling: Telling, fields: Fields, address: Omit<AddressData, 'addressId'>): void {
  const key = (each: Omit<AddressData, 'addressId'>) =>
    folded([...(each.street ?? []), each.postalCode, each.city, each.kind].join('\n'));
  const { addresses } = telling.person.contactInfo;
  const same = address.street === undefined ? undefined : known(addresses, null, (each) => key(each) === key(address));
  const addressId = same?.[0] ?? telling.oldId(fields, 'address', addresses);
  fields.pass('component_id');
  if (same === undefined) return telling.tell('AddressAdded', { addressId, ...address });
  const changes = difference(same[1], address);
  if (changes !== null) telling.tell('AddressUpdated', { addressId, ...changes });
}
