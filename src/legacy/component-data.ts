/** Data of components: two tags and what is in them, or the data alone with the type of the component. */

import { email, location, messaging, phone } from './contact.ts';
import { Fields } from './fields.ts';
import { communication, general, privacy } from './preferences.ts';
import { certification, education, skill, skills } from './skills.ts';
import { professionalNetwork, relationship, socialMedia, website } from './social.ts';
import type { Telling } from './telling.ts';
import { isRaw, type Raw } from './values.ts';
import { COMPONENT_TYPES } from './vocabulary.ts';
import { affiliation, employment, project } from './work.ts';

/** Tells what the fields say; false when they say nothing that it understands. */
type Teller = (telling: Telling, fields: Fields) => boolean;

const oneSkill: Teller = (telling, fields) => skill(telling, fields) !== null;

/** By the type of component. Both spellings that anybody used. */
const TELLERS: Readonly<Record<string, Teller>> = {
  EmailAddress: email,
  Email: email,
  PhoneNumber: phone,
  Phone: phone,
  MessagingApp: messaging,
  Address: location,
  Location: location,
  Employment: employment,
  ProfessionalAffiliation: affiliation,
  Project: project,
  Skill: (telling, fields) => (fields.has('skills') ? skills(telling, fields) : oneSkill(telling, fields)),
  Skills: (telling, fields) => (fields.has('skills') ? skills(telling, fields) : oneSkill(telling, fields)),
  Certification: certification,
  Education: education,
  SocialProfile: socialMedia,
  Website: website,
  ProfessionalNetwork: professionalNetwork,
  Relationship: relationship,
  CommunicationPreferences: communication,
  PrivacyPreferences: privacy,
  GeneralPreferences: general,
};

export interface Tagged {
  /** Such as `Contact.Email`. */
  readonly tag: string;
  readonly data: Raw;
}

/** The tag and the data of a component, where the value has such; else null. */
export function taggedIn(value: unknown): Tagged | null {
  const outer = onlyEntry(value);
  if (outer === null) return null;
  if (outer.tag === 'Location') return outer;
  const inner = onlyEntry(outer.data);
  const tag = `${outer.tag}.${inner?.tag}`;
  return inner !== null && Object.hasOwn(COMPONENT_TYPES, tag) ? { tag, data: inner.data } : null;
}

function onlyEntry(value: unknown): Tagged | null {
  if (!isRaw(value)) return null;
  const [entry, ...more] = Object.entries(value);
  return entry !== undefined && more.length === 0 && isRaw(entry[1]) ? { tag: entry[0], data: entry[1] } : null;
}

/**
 * Made up by the old program for every change that it had no words for: it says that something changed, and nothing
 * more. Nobody has this address.
 */
export function isPlaceholder(value: unknown): boolean {
  const tagged = taggedIn(value);
  if (tagged?.tag !== 'Contact.Email') return false;
  const {
    email: inner,
    email_type,
    is_preferred_contact,
    can_receive_notifications,
    can_receive_marketing,
  } = tagged.data;
  const { address, verified } = isRaw(inner) ? inner : {};
  return (
    address === 'placeholder@example.com' &&
    email_type === 'Personal' &&
    [verified, is_preferred_contact, can_receive_notifications, can_receive_marketing].every((each) => each === false)
  );
}

/** Tells of data of a component, and keeps what of them has no other place. */
export function tellComponent(telling: Telling, type: string, value: unknown, componentId?: unknown): void {
  const tagged = taggedIn(value);
  const data = tagged?.data ?? (isRaw(value) ? value : {});
  const what = tagged?.tag ?? type;
  const teller = TELLERS[tagged === null ? type : (COMPONENT_TYPES[tagged.tag] ?? type)];
  const fields = new Fields(typeof componentId === 'string' ? { component_id: componentId, ...data } : data);
  if (teller === undefined || !teller(telling, fields)) {
    const isOwn = type === 'CustomAttribute' && typeof data.type === 'string';
    if (isOwn) telling.set(data.type as string, data as never);
    else telling.keep(what, value);
    return;
  }
  telling.keep(what, fields.pass('component_id').rest());
}
