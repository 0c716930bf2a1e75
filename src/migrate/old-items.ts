/** The old world, continued: events about one thing of a person, which name it by the id that it was added under. */

import { isRaw, type Raw } from '../legacy/values.ts';
import { lower } from './answers.ts';
import { record, texts } from './old-data.ts';
import type { Named, OldPerson } from './old-person.ts';
import { contacts, email, phone, profileOf, type Rule, skillAdded } from './old-rules.ts';

const changesOf = (data: Raw): Raw => (isRaw(data.changes) ? data.changes : data);

type List = Named['list'];

const idOf = (list: List, data: Raw): string => `${list} ${lower(String(data.component_id))}`;

const namedBy = (person: OldPerson, data: Raw, list: List) => person.named.get(idOf(list, data));

function name(person: OldPerson, data: Raw, list: List, key: string): void {
  if (data.component_id !== undefined) person.named.set(idOf(list, data), { list, key });
}

const removedFrom =
  (list: List): Rule =>
  (person, data) => {
    const found = namedBy(person, data, list);
    if (found === undefined) return;
    person[found.list].delete(found.key);
    if (found.list === 'emails' && person.primaryEmail === found.key) person.primaryEmail = null;
    if (found.list === 'phones' && person.primaryPhone === found.key) person.primaryPhone = null;
  };

const emailUpdated: Rule = (person, data) => {
  const found = namedBy(person, data, 'emails');
  const changes = changesOf(data);
  if (found === undefined || !person.emails.has(found.key)) return;
  const [address] = texts(changes, 'email').map(lower);
  if (address !== undefined && address !== found.key) {
    person.emails.delete(found.key);
    // Another address has to be verified anew.
    person.emails.set(address, false);
    if (person.primaryEmail === found.key) person.primaryEmail = address;
    name(person, data, 'emails', address);
  }
  if (changes.is_preferred === true) person.primaryEmail = address ?? found.key;
};

function jobOf(person: OldPerson, data: Raw) {
  const found = namedBy(person, data, 'jobs');
  return found === undefined ? undefined : person.jobs.get(found.key);
}

const LISTS: Readonly<Record<string, List>> = {
  EmailAddress: 'emails',
  PhoneNumber: 'phones',
  SocialProfile: 'profiles',
  Employment: 'jobs',
};

export const ITEM_RULES: Readonly<Record<string, Rule>> = {
  ComponentRemoved: (person, data, around) => {
    person.components.delete(String(data.component_type));
    const list = LISTS[String(data.component_type)];
    if (list !== undefined) removedFrom(list)(person, data, around);
  },
  EmailAdded: (person, data) => {
    const inner = record(data.email);
    const address = typeof data.email === 'string' ? data.email : String(inner.address);
    email(person, address, inner.verified === true, data.primary === true || data.is_preferred === true);
    name(person, data, 'emails', lower(address));
  },
  EmailUpdated: emailUpdated,
  EmailRemoved: removedFrom('emails'),
  PhoneAdded: (person, data) => name(person, data, 'phones', phone(person, data)),
  PhoneRemoved: removedFrom('phones'),
  SkillAdded: (person, data) => {
    skillAdded(person, { ...data, name: data.skill_name ?? data.name });
    name(person, data, 'skills', lower(String(data.skill_name ?? data.name)));
  },
  SkillUpdated: (person, data) => {
    const found = namedBy(person, data, 'skills');
    const [level] = texts(changesOf(data), 'proficiency');
    if (found !== undefined && level !== undefined && person.skills.has(found.key))
      person.skills.set(found.key, lower(level));
  },
  SkillRemoved: removedFrom('skills'),
  SocialProfileAdded: (person, data) => {
    const key = profileOf(data.platform, data.username);
    person.profiles.add(key);
    name(person, data, 'profiles', key);
  },
  SocialProfileUpdated: (person, data) => {
    const found = namedBy(person, data, 'profiles');
    const [username] = texts(changesOf(data), 'username').map(lower);
    if (found === undefined || username === undefined || !person.profiles.delete(found.key)) return;
    const key = `${found.key.slice(0, found.key.indexOf(' '))} ${username}`;
    person.profiles.add(key);
    name(person, data, 'profiles', key);
  },
  SocialProfileRemoved: removedFrom('profiles'),
  EmploymentAdded: (person, data) => {
    // Who only names an organization by its id says nothing of where one works.
    if (typeof data.company_name !== 'string') return;
    const [company, role] = [lower(data.company_name), lower(String(data.job_title))];
    const key = `${company}/${role}/${String(data.start_date).slice(0, 10)}`;
    person.jobs.set(key, { company, role, isCurrent: true });
    name(person, data, 'jobs', key);
  },
  EmploymentUpdated: (person, data) => {
    const job = jobOf(person, data);
    if (job === undefined) return;
    const [role] = texts(changesOf(data), 'job_title');
    if (role !== undefined) job.role = lower(role);
    if (changesOf(data).is_current === false) job.isCurrent = false;
  },
  EmploymentEnded: (person, data) => {
    const job = jobOf(person, data);
    if (job !== undefined) job.isCurrent = false;
  },
  EmploymentRemoved: removedFrom('jobs'),
  CommunicationPreferencesUpdated: (person, data) => {
    person.language = texts(changesOf(data), 'preferred_language')[0] ?? person.language;
  },
  PrivacyPreferencesUpdated: (person, data) => {
    person.visibility = texts(changesOf(data), 'profile_visibility').map(lower)[0] ?? person.visibility;
  },
  ConsentRecorded: (person, data) => void person.consents.set(lower(String(data.consent_type)), data.granted === true),
  ContactAdded: (person, data) => contacts(person, record(data.new_contact)),
  ContactUpdated: (person, data) => contacts(person, record(data.new_contact)),
  LocationAssigned: (person, data) => void person.places.add(String(data.location_id)),
  IdentityLinked: (person, data) => void person.identities.add(String(data.identity_id)),
};
