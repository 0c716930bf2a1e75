/**
 * The old world, replayed: what its queries would answer about a person, from nothing but its own messages. It shares no
 * line with the translation into facts of ours, so that each finds the mistakes of the other.
 */

import type { OldEvent } from '../legacy/classify.ts';
import { idText, isRaw, momentIn, personIdIn, type Raw } from '../legacy/values.ts';
import { lower } from './answers.ts';
import { componentIn, listOf, record, shownName, texts } from './old-data.ts';
import { ITEM_RULES } from './old-items.ts';
import { OldPerson } from './old-person.ts';
import { type Around, contacts, email, phone, profileOf, type Rule, skillAdded } from './old-rules.ts';

export class OldWorld {
  readonly persons = new Map<string, OldPerson>();

  apply(event: OldEvent, takenAt: number | null): void {
    const known = this.persons.get(event.personId);
    const person = known ?? new OldPerson();
    this.persons.set(event.personId, person);
    // Of who was never created, the name that somebody had before is the first one known.
    if (known === undefined) person.name = shownName(event.data.old_name) ?? person.name;
    const rule = RULES[event.name] ?? ITEM_RULES[event.name];
    rule?.(person, event.data, { persons: this.persons, event, at: event.at ?? takenAt ?? 0 });
  }
}

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
    contacts(person, record(data.contact));
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
  ComponentDataUpdated: (person, data, around) => component(person, data.data, around),
  ComponentUpdated: (person, data, around) => component(person, data.changes, around),
  ComponentAdded: (person, data, around) => {
    person.components.add(typeOf(data.component_type));
    const inner = record(data.component_data);
    if (typeof inner.email === 'string') email(person, inner.email, inner.verified === true, inner.type === 'primary');
    else if (typeof (inner.phone ?? inner.phone_number) === 'string') phone(person, inner, inner.type === 'primary');
    else if (typeof inner.name === 'string') skillAdded(person, inner);
    else component(person, data.component_data, around);
  },
};

function merged(person: OldPerson, data: Raw, { persons, event }: Around): void {
  const targetId = personIdIn(data.merged_into_id ?? data.target_person_id);
  if (targetId === null || targetId === event.personId) return;
  persons.get(targetId)?.takeOver(person, event.personId, targetId);
  person.status = 'merged';
  person.mergedInto = targetId;
}

const typeOf = (type: unknown): string => (isRaw(type) ? Object.entries(type).flat().join(':') : String(type));

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
  'Contact.Phone': (person, data) => phone(person, { ...data, phone: record(data.phone).number }),
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
  'Social.SocialMedia': (person, data) => void person.profiles.add(profileOf(data.platform, data.username)),
  'Social.ProfessionalNetwork': (person, data) =>
    void person.profiles.add(profileOf(data.network_name, data.member_id)),
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
