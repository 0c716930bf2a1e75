/** Events about one thing of a person: an email, a phone, a skill. They name it by the id it had when it was added. */

import { EMAIL_KINDS, PHONE_KINDS } from '../domain/contact-info/messages.ts';
import type { ItemId } from '../domain/ids.ts';
import type { Items } from '../domain/listing.ts';
import { EMPLOYMENT_TYPES, LOCATION_KINDS, type LocationAssignment } from '../domain/relationship/messages.ts';
import { PROFICIENCIES, type Skill } from '../domain/skills/messages.ts';
import { changed, dateOf, folded } from '../domain/values.ts';
import { dialled, nameOf } from './contact.ts';
import { type Fields, present } from './fields.ts';
import { known, type Telling } from './telling.ts';

const changesIn = (fields: Fields): Fields => (fields.has('changes') ? fields.object('changes') : fields);

export function emailUpdated(telling: Telling, fields: Fields): boolean {
  const changes = changesIn(fields);
  const { emails } = telling.person.contactInfo;
  const found = known(emails, fields.peek('component_id'));
  if (found === undefined) return false;
  const [emailId] = found;
  const data = present({
    address: changes.text('email'),
    kind: changes.word('email_type', EMAIL_KINDS),
    notifications: changes.flag('can_receive_notifications'),
    marketing: changes.flag('can_receive_marketing'),
  });
  if (Object.keys(data).length > 0) telling.tell('EmailUpdated', { emailId, ...data });
  const preferred = changes.flag('is_preferred');
  if (preferred === true) telling.tell('PrimaryEmailSet', { emailId });
  if (preferred === false) telling.keep('EmailUpdated', { email_id: emailId, is_preferred: false });
  return true;
}

export function emailVerified(telling: Telling, fields: Fields): boolean {
  const address = fields.text('email') ?? fields.object('email').text('address');
  const isSame = (each: { address: string }) => each.address.toLowerCase() === address?.toLowerCase();
  const found = known(telling.person.contactInfo.emails, fields.peek('component_id'), isSame);
  if (found === undefined) return false;
  telling.tell('EmailVerified', { emailId: found[0] });
  return true;
}

export function phoneUpdated(telling: Telling, fields: Fields): boolean {
  const changes = changesIn(fields);
  const found = known(telling.person.contactInfo.phones, fields.peek('component_id'));
  if (found === undefined) return false;
  const number = changes.text('phone_number');
  const data = present({
    number: number === undefined ? undefined : dialled(number, changes.text('country_code')),
    kind: changes.word('phone_type', PHONE_KINDS),
    sms: changes.flag('can_receive_sms'),
    calls: changes.flag('can_receive_calls'),
  });
  if (Object.keys(data).length > 0) telling.tell('PhoneUpdated', { phoneId: found[0], ...data });
  return true;
}

export function profileUpdated(telling: Telling, fields: Fields): boolean {
  const changes = changesIn(fields);
  const found = known(telling.person.contactInfo.socialProfiles, fields.peek('component_id'));
  if (found === undefined) return false;
  const data = present({
    username: changes.text('username'),
    url: changes.text('profile_url'),
    displayName: changes.text('display_name'),
    bio: changes.text('bio'),
    verified: changes.flag('is_verified'),
  });
  if (Object.keys(data).length > 0) telling.tell('SocialProfileUpdated', { profileId: found[0], ...data });
  return true;
}

/** Skills go by their names here; the id that an addition had is kept beside, so that what follows finds it. */
function skillOf(telling: Telling, fields: Fields): Skill | undefined {
  const name = fields.text('skill_name') ?? fields.text('name') ?? nameOf(fields, 'skill');
  const kept = telling.attribute(aliasName(fields.text('component_id')));
  const wanted = name ?? (typeof kept?.value === 'string' ? kept.value : undefined);
  return wanted === undefined ? undefined : telling.person.skills.skills.get(folded(wanted));
}

export const aliasName = (componentId: string | undefined): string => `legacy.skill.${componentId}`;

export function skillUpdated(telling: Telling, fields: Fields): boolean {
  const found = skillOf(telling, fields);
  if (found === undefined) return false;
  const changes = changesIn(fields);
  const data = present({
    category: changes.text('category'),
    proficiency: changes.word('proficiency', PROFICIENCIES),
    yearsOfExperience: changes.real('years_of_experience'),
    lastUsedOn: changes.date('last_used'),
  });
  if (Object.keys(data).length > 0) telling.tell('SkillUpdated', { name: found.name, ...data });
  return true;
}

export function skillEndorsed(telling: Telling, fields: Fields): boolean {
  const found = skillOf(telling, fields);
  if (found === undefined) return false;
  const endorserId = fields.person('endorser_id');
  const endorsement = { endorserId, endorserName: fields.text('endorser_name'), comment: fields.text('comment') };
  telling.tell('SkillEndorsed', present({ name: found.name, ...endorsement }));
  return true;
}

export function skillRemoved(telling: Telling, fields: Fields): boolean {
  const found = skillOf(telling, fields);
  if (found === undefined) return false;
  telling.tell('SkillRemoved', { name: found.name });
  return true;
}

export function employmentUpdated(telling: Telling, fields: Fields): boolean {
  const changes = fields.has('changes')
    ? fields.object('changes')
    : fields.has('updates')
      ? fields.object('updates')
      : fields;
  const id = employmentId(telling, fields);
  if (id === undefined) return false;
  const role = changes.object('role');
  const isCurrent = changes.flag('is_current');
  const data = present({
    role: changes.text('job_title') ?? role.text('title'),
    level: role.text('level'),
    department: changes.text('department'),
    departmentId: changes.text('department_id'),
    employmentType: changes.word('employment_type', EMPLOYMENT_TYPES),
    responsibilities: changes.texts('responsibilities'),
    achievements: changes.texts('achievements'),
    primary: changes.flag('is_primary'),
  });
  if (Object.keys(data).length > 0) telling.tell('EmploymentUpdated', { employmentId: id, ...data });
  if (isCurrent === false) telling.tell('EmploymentEnded', { employmentId: id, end: dateOf(telling.subject.at) });
  return true;
}

export function employmentEnded(telling: Telling, fields: Fields): boolean {
  const id = employmentId(telling, fields);
  if (id === undefined) return false;
  const end = fields.date('end_date') ?? dateOf(telling.subject.at);
  telling.tell('EmploymentEnded', present({ employmentId: id, end, reason: fields.text('reason') }));
  return true;
}

/** The employment that is meant: by its id, else the one at the organization that has not ended. */
function employmentId(telling: Telling, fields: Fields): ItemId | undefined {
  const organizationId = fields.text('organization_id');
  const { employments } = telling.person.relationships;
  const isThere = (each: { organizationId?: string; end?: string }) =>
    organizationId !== undefined && each.organizationId === organizationId && each.end === undefined;
  return known(employments, fields.peek('component_id'), isThere)?.[0];
}

export function managerChanged(telling: Telling, fields: Fields): boolean {
  const id = employmentId(telling, fields);
  if (id === undefined) return false;
  const reportsTo = fields.person('new_manager_id') ?? null;
  fields.pass('new_manager_id', 'old_manager_id');
  telling.tell('EmploymentUpdated', { employmentId: id, reportsTo });
  return true;
}

export function locationAssigned(telling: Telling, fields: Fields): boolean {
  const locationId = fields.text('location_id') ?? fields.text('address_id');
  if (locationId === undefined) return false;
  const kind = fields.word('location_type', LOCATION_KINDS);
  const label = kind === undefined ? nameOf(fields, 'location_type') : undefined;
  const data = { assignmentId: telling.id('location'), locationId, kind: kind ?? 'other', label } as const;
  telling.tell('LocationAssigned', present(data) as LocationAssignment);
  return true;
}

type Removal =
  | 'EmailRemoved'
  | 'PhoneRemoved'
  | 'AddressRemoved'
  | 'SocialProfileRemoved'
  | 'EmploymentRemoved'
  | 'MessagingHandleRemoved'
  | 'WebsiteRemoved'
  | 'CertificationRemoved'
  | 'EducationRemoved';

/** Takes the thing off that has the id, from the list that the event is about; false when nothing on it has. */
export const removedFrom =
  (wanted: Removal) =>
  (telling: Telling, fields: Fields): boolean => {
    if (wanted === 'EmailRemoved') return emailRemoved(telling, fields);
    const [key, items] = listsOf(telling)[wanted];
    const found = known(items, fields.peek('component_id'));
    return found !== undefined && taken(telling, fields, wanted, { [key]: found[0] });
  };

/** What is taken off with a component of a type. */
export const REMOVALS: Readonly<Record<string, Removal>> = {
  EmailAddress: 'EmailRemoved',
  PhoneNumber: 'PhoneRemoved',
  Address: 'AddressRemoved',
  SocialProfile: 'SocialProfileRemoved',
  MessagingApp: 'MessagingHandleRemoved',
  Website: 'WebsiteRemoved',
  Employment: 'EmploymentRemoved',
  Certification: 'CertificationRemoved',
  Education: 'EducationRemoved',
};

/** An email may be named by its address instead. */
function emailRemoved(telling: Telling, fields: Fields): boolean {
  const address = fields.text('email') ?? fields.object('email').text('address');
  const isSame = (each: { address: string }) => each.address.toLowerCase() === address?.toLowerCase();
  const found = known(telling.person.contactInfo.emails, fields.peek('component_id'), isSame);
  return found !== undefined && taken(telling, fields, 'EmailRemoved', { emailId: found[0] });
}

type Other = Exclude<Removal, 'EmailRemoved'>;

function listsOf(telling: Telling): Readonly<Record<Other, readonly [string, Items<unknown>]>> {
  const { contactInfo, skills, relationships } = telling.person;
  return {
    PhoneRemoved: ['phoneId', contactInfo.phones],
    AddressRemoved: ['addressId', contactInfo.addresses],
    SocialProfileRemoved: ['profileId', contactInfo.socialProfiles],
    MessagingHandleRemoved: ['handleId', contactInfo.messagingHandles],
    WebsiteRemoved: ['websiteId', contactInfo.websites],
    EmploymentRemoved: ['employmentId', relationships.employments],
    CertificationRemoved: ['certificationId', skills.certifications],
    EducationRemoved: ['educationId', skills.educations],
  };
}

function taken(telling: Telling, fields: Fields, type: Removal, data: object): true {
  fields.pass('component_id', 'email');
  telling.tell(type, changed(data, {}) as never);
  return true;
}
