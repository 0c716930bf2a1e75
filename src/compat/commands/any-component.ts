/**
 * AddComponent and UpdateComponent, whose data the old service took in any shape and then forgot. What is known by the keys
 * that its own programs wrote becomes the thing itself; everything else is kept as it came, as an attribute.
 */

import { derivedId } from '../../app/derived-id.ts';
import type { CommandInput } from '../../client/generated.ts';
import { skillIdOf } from '../ids.ts';
import { isObject, personId } from '../reading.ts';
import { newWordOf } from '../writing.ts';
import { componentUnknown, type Desk, type Translated } from './desk.ts';
import { numberIn } from './number.ts';

type Data = Readonly<Record<string, unknown>>;

/** In front of the name of an attribute that keeps what a component was said to be. */
export const KEPT = 'legacy.data.';

const RELATIONSHIPS: Readonly<Record<string, string>> = {
  family: 'FAMILY',
  friend: 'FRIEND',
  colleague: 'COLLEAGUE',
  manager: 'MANAGER',
  report: 'REPORT',
  mentor: 'MENTOR',
  mentee: 'MENTEE',
  business_partner: 'BUSINESS_PARTNER',
  businesspartner: 'BUSINESS_PARTNER',
};

const PROFICIENCIES: ReadonlySet<string> = new Set(['Beginner', 'Intermediate', 'Advanced', 'Expert']);

/** The first of the keys under which there is text. */
function textIn(data: Data, ...keys: readonly string[]): string | null {
  const found = keys.map((key) => data[key]).find((value) => typeof value === 'string' && value.trim() !== '');
  return (found as string | undefined) ?? null;
}

type Making = (data: Data, person: string, id: string) => CommandInput | null;

const MAKING: Readonly<Record<string, Making>> = {
  EmailAddress: (data, person, emailId) => {
    const address = textIn(data, 'email', 'address', 'email_address');
    return address === null ? null : { addEmail: { personId: person, emailId, address } };
  },
  PhoneNumber: (data, person, phoneId) => {
    const number = textIn(data, 'phone_number', 'phone', 'number');
    const country = textIn(data, 'country_code');
    return number === null ? null : { addPhone: { personId: person, phoneId, ...numberIn(number, country) } };
  },
  Skill: (data, person) => {
    const name = textIn(data, 'name', 'skill_name', 'skill');
    const level = textIn(data, 'proficiency') ?? '';
    const proficiency = PROFICIENCIES.has(level) ? { proficiency: newWordOf<'EXPERT'>(level) } : {};
    const category = textIn(data, 'category');
    return name === null ? null : { addSkill: { personId: person, name, category, ...proficiency } };
  },
  Employment: (data, person, employmentId) => {
    const [organization, role] = [
      textIn(data, 'company', 'company_name'),
      textIn(data, 'position', 'job_title', 'role'),
    ];
    const start = textIn(data, 'start_date')?.slice(0, 10);
    if (organization === null || role === null || start === undefined) return null;
    const end = textIn(data, 'end_date')?.slice(0, 10) ?? null;
    return { addEmployment: { personId: person, employmentId, organization, role, start, end } };
  },
  Address: (data, person, addressId) => {
    const [city, country] = [textIn(data, 'city'), textIn(data, 'country')];
    if (city === null && country === null) return null;
    const street = [textIn(data, 'street1', 'street'), textIn(data, 'street2')].filter((line) => line !== null);
    const region = textIn(data, 'state_province', 'state', 'region');
    const place = { city, country, region, postalCode: textIn(data, 'postal_code') };
    return { addAddress: { personId: person, addressId, street, ...place } };
  },
  Relationship: (data, person, relationshipId) => {
    const type = textIn(data, 'relationship_type');
    if (type === null || data.other_person_id === undefined) return null;
    const known = RELATIONSHIPS[type.toLowerCase()];
    return {
      establishRelationship: {
        personId: person,
        relationshipId,
        otherId: personId(data.other_person_id),
        kind: (known ?? 'OTHER') as 'OTHER',
        // The word as it was written, where ours says less.
        ...(known === undefined ? { label: type } : {}),
        notes: textIn(data, 'notes'),
        start: textIn(data, 'start_date')?.slice(0, 10) ?? null,
      },
    };
  },
};

export function addComponent(person: string, type: string, data: unknown, { commandId }: Desk): Translated {
  const id = derivedId(commandId, 'legacy.component');
  const made = isObject(data) ? (MAKING[type]?.(data, person, id) ?? null) : null;
  if (made === null) {
    const kept = { personId: person, attributeId: id, name: `${KEPT}${type}.${id}`, value: data ?? {} };
    return { personId: person, commands: [{ setAttribute: kept }], componentId: id };
  }
  const skill = 'addSkill' in made ? made.addSkill?.name : undefined;
  return { personId: person, commands: [made], componentId: skill === undefined ? id : skillIdOf(person, skill) };
}

type Changing = (data: Data, person: string, id: string) => CommandInput | null;

const CHANGING: Readonly<Record<string, Changing>> = {
  EmailAddress: (data, person, emailId) => {
    const address = textIn(data, 'email', 'address', 'email_address');
    return address === null ? null : { updateEmail: { personId: person, emailId, address } };
  },
  PhoneNumber: (data, person, phoneId) => {
    const number = textIn(data, 'phone_number', 'phone', 'number');
    const country = textIn(data, 'country_code');
    return number === null ? null : { updatePhone: { personId: person, phoneId, ...numberIn(number, country) } };
  },
};

/** Changes what has the id; what was kept as it came gets the new keys. What nothing is known of is left as it is. */
export async function updateComponent(
  person: string,
  id: string,
  type: string,
  updates: unknown,
  desk: Desk,
): Promise<Translated> {
  const { attributes, contactInfo, employments, skills } = await desk.standing();
  const data = isObject(updates) ? updates : {};
  const kept = attributes.find((attribute) => attribute.id === id);
  if (kept !== undefined) {
    const value = isObject(kept.value) ? { ...kept.value, ...data } : (updates ?? {});
    return {
      personId: person,
      commands: [{ setAttribute: { personId: person, attributeId: id, name: kept.name, value } }],
    };
  }
  const { emails, phones, socialProfiles } = contactInfo;
  const ids = [...emails, ...phones, ...socialProfiles, ...employments].map((each) => each.id);
  const isSkill = skills.nodes.some(({ name }) => skillIdOf(person, name) === id);
  if (!isSkill && !ids.includes(id)) throw componentUnknown('', id);
  const change = CHANGING[type]?.(data, person, id) ?? null;
  return { personId: person, commands: change === null ? [] : [change] };
}
