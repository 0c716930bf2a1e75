/** The old commands on emails and phones, as ours. */

import type { CommandInput } from '../../client/generated.ts';
import { flag, optional, text } from '../reading.ts';
import { newWordOf } from '../writing.ts';
import { given, madeBy, make, notBlank, one, own, wordIn } from './component.ts';
import { validation } from './desk.ts';
import { numberIn } from './number.ts';
import { type OldCommand, oldCommand } from './person.ts';
import * as words from './words.ts';

/** Any numeral will do, and whether it is a number that can be called is seen later. */
function asNumber(number: string | null, country?: string): void {
  if (number !== null && !/\p{N}/u.test(number)) throw validation('Phone number must contain digits', 'PHONE_INVALID');
  if (country !== undefined) notBlank(country, 'Country code is required');
}

const EMAILS = {
  AddEmail: oldCommand(
    'AddEmail',
    {
      ...own,
      email: text,
      email_type: words.emailType,
      is_preferred: flag,
      can_receive_notifications: flag,
      can_receive_marketing: flag,
    },
    (fields, desk) => {
      const { person_id, email, is_preferred } = fields;
      const emailId = madeBy(desk);
      const flags = { notifications: fields.can_receive_notifications, marketing: fields.can_receive_marketing };
      const kind = newWordOf<'WORK'>(fields.email_type);
      const primary = is_preferred ? { primary: true } : {};
      const input = { personId: person_id, emailId, address: email, ...flags, ...primary, kind };
      return {
        ...make([{ addEmail: input }], person_id, emailId),
        // The old service took an address twice.
        otherwise: {
          code: 'EMAIL_EXISTS',
          instead: ({ contactInfo }) => {
            const same = ({ address }: { address: string }) => address.toLowerCase() === email.trim().toLowerCase();
            const known = contactInfo.emails.find(same);
            if (known === undefined) return null;
            const named = { personId: person_id, emailId: known.id };
            const update: CommandInput = { updateEmail: { ...named, ...flags, kind } };
            return { commands: is_preferred ? [update, { setPrimaryEmail: named }] : [update], componentId: known.id };
          },
        },
      };
    },
    true,
  ),
  UpdateEmail: oldCommand(
    'UpdateEmail',
    {
      ...one,
      email: optional(text),
      email_type: optional(words.emailType),
      is_preferred: optional(flag),
      can_receive_notifications: optional(flag),
      can_receive_marketing: optional(flag),
    },
    (fields) => {
      const { person_id, component_id, is_preferred } = fields;
      const named = { personId: person_id, emailId: component_id };
      const changes = given({
        address: fields.email,
        kind: wordIn<'PERSONAL'>(fields.email_type),
        notifications: fields.can_receive_notifications,
        marketing: fields.can_receive_marketing,
      });
      const update: CommandInput = { updateEmail: { ...named, ...changes } };
      return make(is_preferred === true ? [update, { setPrimaryEmail: named }] : [update], person_id);
    },
    true,
  ),
  RemoveEmail: oldCommand(
    'RemoveEmail',
    one,
    ({ person_id, component_id }) => make([{ removeEmail: { personId: person_id, emailId: component_id } }], person_id),
    true,
  ),
};

const PHONES = {
  AddPhone: oldCommand(
    'AddPhone',
    {
      ...own,
      phone_number: text,
      phone_type: words.phoneType,
      country_code: text,
      is_mobile: flag,
      can_receive_sms: flag,
      can_receive_calls: flag,
    },
    (fields, desk) => {
      const { person_id, phone_number, country_code } = fields;
      asNumber(phone_number, country_code);
      const phoneId = madeBy(desk);
      const details = {
        kind: newWordOf<'HOME'>(fields.phone_type),
        mobile: fields.is_mobile,
        sms: fields.can_receive_sms,
        calls: fields.can_receive_calls,
      };
      const number = numberIn(phone_number, country_code);
      return {
        ...make([{ addPhone: { personId: person_id, phoneId, ...number, ...details } }], person_id, phoneId),
        otherwise: {
          code: 'PHONE_EXISTS',
          instead: ({ contactInfo }) => {
            const digits = number.number.replace(/\D/g, '');
            const known = contactInfo.phones.find((phone) => phone.number.replace(/\D/g, '') === digits);
            if (known === undefined) return null;
            const update = { personId: person_id, phoneId: known.id, ...details };
            return { commands: [{ updatePhone: update }], componentId: known.id };
          },
        },
      };
    },
    true,
  ),
  UpdatePhone: oldCommand(
    'UpdatePhone',
    {
      ...one,
      phone_number: optional(text),
      phone_type: optional(words.phoneType),
      can_receive_sms: optional(flag),
      can_receive_calls: optional(flag),
    },
    (fields) => {
      const { person_id, component_id, phone_number } = fields;
      asNumber(phone_number);
      const changes = given({
        number: phone_number,
        kind: wordIn<'HOME'>(fields.phone_type),
        sms: fields.can_receive_sms,
        calls: fields.can_receive_calls,
      });
      return make([{ updatePhone: { personId: person_id, phoneId: component_id, ...changes } }], person_id);
    },
    true,
  ),
  RemovePhone: oldCommand(
    'RemovePhone',
    one,
    ({ person_id, component_id }) => make([{ removePhone: { personId: person_id, phoneId: component_id } }], person_id),
    true,
  ),
};

export const CONTACT_COMMANDS: Readonly<Record<string, OldCommand>> = { ...EMAILS, ...PHONES };
