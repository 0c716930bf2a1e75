/**
 * The old world, replayed: what its queries would answer about a person, from nothing but its own messages. It shares no
 * line with the translation into facts of ours, so that each finds the mistakes of the other.
 */

import type { OldEvent } from '../legacy/classify.ts';
import { idText, isRaw, momentIn, personIdIn, type Raw } from '../legacy/values.ts';
import { type Answers, lower, sorted } from './answers.ts';
import { componentIn, listOf, record, shownName, texts } from './old-data.ts';

interface Job {
  readonly company: string;
  readonly role: string;
  isCurrent: boolean;
}

export class OldPerson {
  status = 'active';
  name = 'Unknown';
  birthDate: string | null = null;
  deathDate: string | null = null;
  mergedInto: string | null = null;
  readonly emails = new Map<string, boolean>();
  primaryEmail: string | null = null;
  readonly phones = new Set<string>();
  primaryPhone: string | null = null;
  readonly profiles = new Set<string>();
  readonly addresses = new Set<string>();
  readonly skills = new Map<string, string>();
  readonly jobs = new Map<string, Job>();
  readonly ties = new Map<string, Set<string>>();
  readonly consents = new Map<string, boolean>();
  language: string | null = null;
  visibility: string | null = null;
  readonly identities = new Set<string>();
  readonly places = new Set<string>();
  readonly components = new Set<string>();
  unknownChange: string | null = null;

  answers(): Answers {
    const { status, birthDate, deathDate, mergedInto } = this;
    const ties = [...this.ties].flatMap(([other, kinds]) => [...kinds].map((kind) => `${other} ${lower(kind)}`));
    const current = [...this.jobs.values()].filter(({ isCurrent }) => isCurrent);
    return {
      lifecycle: [status, birthDate, deathDate, status === 'merged' ? mergedInto : null],
      GetSummary: [this.name, this.primaryEmail, this.primaryPhone, this.skills.size],
      contact: [
        sorted([...this.emails].map(([address, verified]) => `${address} ${verified}`)),
        sorted(this.phones),
        sorted(this.profiles),
        sorted(this.addresses),
      ],
      GetSkills: sorted([...this.skills].map(([name, level]) => `${name} ${level}`)),
      GetByEmployer: sorted(current.map(({ company, role }) => `${company} ${role}`)),
      GetConnections: sorted(ties),
      preferences: [this.language, this.visibility, sorted([...this.consents].map(([to, yes]) => `${to} ${yes}`))],
      others: [sorted(this.identities), sorted(this.places), sorted(this.components), this.unknownChange],
    };
  }

  /** What somebody had who was merged into this person. Its own stands. */
  takeOver(source: OldPerson, sourceId: string, ownId: string): void {
    for (const [address, verified] of source.emails) if (!this.emails.has(address)) this.emails.set(address, verified);
    this.primaryEmail ??= source.primaryEmail;
    for (const phone of source.phones) this.phones.add(phone);
    this.primaryPhone ??= source.primaryPhone;
    for (const each of ['profiles', 'addresses', 'identities', 'places', 'components'] as const) {
      for (const item of source[each]) this[each].add(item);
    }
    for (const [name, level] of source.skills) if (!this.skills.has(name)) this.skills.set(name, level);
    for (const [key, job] of source.jobs) if (!this.jobs.has(key)) this.jobs.set(key, { ...job });
    for (const [purpose, granted] of source.consents)
      if (!this.consents.has(purpose)) this.consents.set(purpose, granted);
    this.ties.delete(sourceId);
    for (const [other, kinds] of source.ties) {
      if (other !== ownId) this.ties.set(other, new Set([...(this.ties.get(other) ?? []), ...kinds]));
    }
    this.unknownChange ??= source.unknownChange;
  }
}

export class OldWorld {
  readonly persons = new Map<string, OldPerson>();

  apply(event: OldEvent, takenAt: number | null): void {
    const known = this.persons.get(event.personId);
    const person = known ?? new OldPerson();
    this.persons.set(event.personId, person);
    // Of who was never created, the name that somebody had before is the first one known.
    if (known === undefined) person.name = shownName(event.data.old_name) ?? person.name;
    const rule = RULES[event.name];
    rule?.(person, event.data, { world: this, event, at: event.at ?? takenAt ?? 0 });
  }
}

interface Around {
  readonly world: OldWorld;
  readonly event: OldEvent;
  readonly at: number;
}

type Rule = (person: OldPerson, data: Raw, around: Around) => void;

const created: Rule = (person, data) => {
  person.status = 'active';
  person.name = shownName(data.name) ?? person.name;
};

const status =
  (word: string): Rule =>
  (person) => {
    person.status = word;
  };

const renamed: Rule = (person, data) => {
  person.name = shownName(data.new_name ?? data.name) ?? person.name;
};

const RULES: Readonly<Record<string, Rule>> = {
  PersonCreated: created,
  PersonRegistered: (person, data) => {
    const identity = record(data.identity);
    person.status = 'active';
    person.name = texts(identity, 'preferred_name')[0] ?? String(identity.legal_name);
    person.birthDate ??= texts(identity, 'date_of_birth')[0] ?? null;
    for (const each of listOf(record(data.contact).emails)) {
      email(person, String(each.email), each.is_verified === true, each.is_primary === true);
    }
  },
  PersonUpdated: renamed,
  NameUpdated: renamed,
  BirthDateSet: (person, data) => {
    person.birthDate = String(data.birth_date);
  },
  DeathRecorded: (person, data) => {
    person.status = 'deceased';
    person.deathDate = String(data.date_of_death);
  },
  PersonDeactivated: status('suspended'),
  PersonReactivated: status('active'),
  PersonArchived: status('archived'),
  PersonMergedInto: merged,
  ComponentRegistered: (person, data) => void person.components.add(typeOf(data.component_type)),
  ComponentUnregistered: (person, data) => void person.components.delete(typeOf(data.component_type)),
  ComponentRemoved: (person, data) => void person.components.delete(typeOf(data.component_type)),
  ComponentDataUpdated: (person, data, around) => component(person, data.data, around),
  ComponentUpdated: (person, data, around) => component(person, data.changes, around),
  ComponentAdded: (person, data, around) => {
    person.components.add(typeOf(data.component_type));
    const inner = record(data.component_data);
    if (typeof inner.email === 'string') email(person, inner.email, inner.verified === true, inner.type === 'primary');
    else if (typeof inner.name === 'string') skillAdded(person, inner);
    else component(person, data.component_data, around);
  },
  EmailAdded: (person, data) => {
    const address = typeof data.email === 'string' ? data.email : String(record(data.email).address);
    email(person, address, record(data.email).verified === true, data.primary === true || data.is_preferred === true);
  },
  SkillAdded: (person, data) => skillAdded(person, { ...data, name: data.skill_name }),
  LocationAssigned: (person, data) => void person.places.add(String(data.location_id)),
  IdentityLinked: (person, data) => void person.identities.add(String(data.identity_id)),
  ConsentRecorded: (person, data) => void person.consents.set(lower(String(data.consent_type)), data.granted === true),
};

function merged(person: OldPerson, data: Raw, { world, event }: Around): void {
  const targetId = personIdIn(data.merged_into_id ?? data.target_person_id);
  if (targetId === null || targetId === event.personId) return;
  world.persons.get(targetId)?.takeOver(person, event.personId, targetId);
  person.status = 'merged';
  person.mergedInto = targetId;
}

const typeOf = (type: unknown): string => (isRaw(type) ? Object.entries(type).flat().join(':') : String(type));

function email(person: OldPerson, address: string, isVerified: boolean, isPreferred: boolean): void {
  const key = lower(address);
  person.emails.set(key, isVerified || person.emails.get(key) === true);
  if (isPreferred) person.primaryEmail = key;
}

function skillAdded(person: OldPerson, data: Raw): void {
  const level = data.proficiency;
  const word =
    typeof level === 'number'
      ? (['beginner', 'intermediate', 'advanced', 'expert'][Math.min(3, Math.floor(level * 4))] ?? '')
      : lower(String(level));
  person.skills.set(lower(String(data.name)), word);
}

function component(person: OldPerson, value: unknown, { at }: Around): void {
  const found = componentIn(value);
  if (found === null) return;
  const { tag, data } = found;
  if (found.isPlaceholder) {
    person.unknownChange = new Date(at).toISOString();
    return;
  }
  COMPONENTS[tag]?.(person, data, at);
}

const COMPONENTS: Readonly<Record<string, (person: OldPerson, data: Raw, at: number) => void>> = {
  'Contact.Email': (person, data) => {
    const inner = record(data.email);
    email(person, String(inner.address), inner.verified === true, data.is_preferred_contact === true);
  },
  'Contact.Phone': (person, data) => {
    const inner = record(data.phone);
    const written = String(inner.number);
    const digits = written.replace(/\D/g, '');
    const code = String(data.country_code ?? '').replace(/\D/g, '');
    const whole = written.trim().startsWith('+') || code === '' ? digits : `${code}${digits.replace(/^0/, '')}`;
    person.phones.add(whole);
    if (data.can_receive_calls === true) person.primaryPhone = whole;
  },
  'Professional.Skills': (person, data) => {
    const list = listOf(data.skills);
    const [only] = list;
    const isAddition =
      list.length === 1 &&
      listOf(data.specializations).length + texts(data, 'specializations').length === 0 &&
      ['years_experience', 'last_used', 'endorsement_count'].every((key) => (only?.[key] ?? null) === null) &&
      texts(only ?? {}, 'certifications').length === 0;
    if (!isAddition) person.skills.clear();
    for (const each of list) skillAdded(person, each);
  },
  'Professional.Employment': (person, data) => {
    const [company, role] = [lower(String(data.company)), lower(String(data.position))];
    const isCurrent = data.is_current === true && (data.end_date ?? null) === null;
    person.jobs.set(`${company}/${role}/${data.start_date}`, { company, role, isCurrent });
  },
  Location: (person, data) => {
    const { street1, postal_code, city } = record(data.address);
    person.addresses.add(lower(`${street1} ${postal_code} ${city}`));
  },
  'Social.SocialMedia': (person, data) => void person.profiles.add(lower(`${data.platform} ${data.username}`)),
  'Social.Relationship': (person, data) => {
    const other = personIdIn(data.other_person_id) ?? String(idText(data.other_person_id));
    const ended = (data.end_date ?? null) !== null;
    person.ties.set(other, new Set(ended ? [] : [String(data.relationship_type)]));
  },
  'Preferences.Communication': (person, data) => {
    person.language = String(data.preferred_language);
  },
  'Preferences.Privacy': (person, data) => {
    person.visibility = lower(String(record(data.visibility_settings).profile_visibility));
    for (const each of listOf(data.consent_records)) {
      if (momentIn(each.timestamp) !== null)
        person.consents.set(lower(String(each.consent_type)), each.granted === true);
    }
  },
};
