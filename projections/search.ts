/** Search: contact data of each person, and who is found by which words. */

import { applyContactInfo, type ContactInfo, noContactInfo } from '../src/domain/contact-info/contact-info.ts';
import type { ContactInfoFact } from '../src/domain/contact-info/messages.ts';
import type { Recorded } from '../src/domain/message.ts';
import type { Absorbed, PersonFact } from '../src/domain/person/messages.ts';
import { displayName, type PersonName } from '../src/domain/person/name.ts';
import type { AnyFact } from '../src/domain/person/person.ts';
import type { Employment } from '../src/domain/relationship/messages.ts';
import { folded } from '../src/domain/values.ts';
import type { Projection } from './projection.ts';
import { type Field, TextIndex } from './text-index.ts';

/** What a person is found by, besides the contact data. */
interface Document {
  name: PersonName | null;
  readonly employments: Map<string, Pick<Employment, 'organization' | 'role' | 'end'>>;
  readonly skills: Map<string, string>;
  readonly tags: Map<string, string>;
  readonly contactInfo: ContactInfo;
}

export interface Hit {
  readonly person: number;
  readonly score: number;
}

const NO_CONTACT_INFO = noContactInfo();

/** Which fields of a document a fact may change. */
const TOUCHES: Readonly<Partial<Record<AnyFact['type'], readonly Field[]>>> = {
  PersonCreated: ['name'],
  PersonRenamed: ['name'],
  EmailAdded: ['email'],
  EmailUpdated: ['email'],
  EmailRemoved: ['email'],
  EmploymentAdded: ['employer', 'role'],
  EmploymentUpdated: ['employer', 'role'],
  EmploymentEnded: ['employer', 'role'],
  EmploymentRemoved: ['employer', 'role'],
  SkillAdded: ['skill'],
  SkillRemoved: ['skill'],
  TagAdded: ['tag'],
  TagRemoved: ['tag'],
  PersonAbsorbed: ['email', 'employer', 'role', 'skill', 'tag'],
};

export class SearchView implements Projection {
  readonly name = 'Search';
  readonly #documents: (Document | undefined)[] = [];
  readonly #index = new TextIndex();
  #changedWords = new Set<string>();

  apply(event: Recorded, person: number): void {
    const fact = event as unknown as AnyFact;
    const document = this.#documents[person] ?? this.#begin(person);
    const fields = TOUCHES[fact.type] ?? [];
    const before = fields.map((field) => wordsOf(document, field));
    change(document, fact);
    fields.forEach((field, at) => {
      const [old, now] = [before[at] as ReadonlySet<string>, wordsOf(document, field)];
      this.#index.replace(person, field, old, now);
      for (const word of old.symmetricDifference(now)) this.#changedWords.add(word);
    });
  }

  /** Words that somebody got or lost since this was asked last. */
  takeChangedWords(): ReadonlySet<string> {
    const changed = this.#changedWords;
    this.#changedWords = new Set();
    return changed;
  }

  row(person: number): unknown {
    const document = this.#documents[person];
    if (document === undefined) return undefined;
    const { contactInfo, ...rest } = document;
    const lists = Object.entries(contactInfo).map(([name, items]) => [name, [...items.live.values()]]);
    return [rest.name, [...rest.employments], [...rest.skills.values()], [...rest.tags.values()], lists];
  }

  /** How the person can be reached; empty for whom nothing is known of. */
  contactInfo(person: number): ContactInfo {
    return this.#documents[person]?.contactInfo ?? NO_CONTACT_INFO;
  }

  /** Who has any word of the text, wholly or in part, with the points of all of them; in no particular order. */
  find(text: string): Hit[] {
    const total = new Map<number, number>();
    for (const word of words(text)) {
      for (const [person, points] of this.#index.find(word)) total.set(person, (total.get(person) ?? 0) + points);
    }
    return [...total].map(([person, score]) => ({ person, score }));
  }

  /** The texts of a person that a search looks at, by field. */
  texts(person: number): readonly { readonly field: Field; readonly text: string }[] {
    const document = this.#documents[person];
    if (document === undefined) return [];
    const fields: Field[] = ['name', 'email', 'employer', 'role', 'skill', 'tag'];
    return fields.flatMap((field) => textsOf(document, field).map((text) => ({ field, text })));
  }

  #begin(person: number): Document {
    const document: Document = {
      name: null,
      employments: new Map(),
      skills: new Map(),
      tags: new Map(),
      contactInfo: noContactInfo(),
    };
    this.#documents[person] = document;
    return document;
  }
}

/** The words of a text, in the form they are compared in. */
export function words(text: string): string[] {
  return folded(text)
    .split(' ')
    .filter((word) => word !== '');
}

function change(document: Document, fact: AnyFact): void {
  applyContactInfo(document.contactInfo, fact as ContactInfoFact | PersonFact);
  switch (fact.type) {
    case 'PersonCreated':
    case 'PersonRenamed':
      document.name = fact.data.name;
      return;
    case 'EmploymentAdded':
      document.employments.set(fact.data.employmentId, fact.data);
      return;
    case 'EmploymentUpdated':
    case 'EmploymentEnded': {
      const known = document.employments.get(fact.data.employmentId);
      if (known !== undefined) document.employments.set(fact.data.employmentId, amended(known, fact.data));
      return;
    }
    case 'EmploymentRemoved':
      document.employments.delete(fact.data.employmentId);
      return;
    case 'SkillAdded':
      document.skills.set(folded(fact.data.name), fact.data.name);
      return;
    case 'SkillRemoved':
      document.skills.delete(folded(fact.data.name));
      return;
    case 'TagAdded':
      document.tags.set(fact.data.tag.toLowerCase(), fact.data.tag);
      return;
    case 'TagRemoved':
      document.tags.delete(fact.data.tag.toLowerCase());
      return;
    case 'PersonAbsorbed':
      return absorb(document, fact.data);
    default:
  }
}

function amended(known: Pick<Employment, 'organization' | 'role' | 'end'>, changes: object) {
  const { organization, role, end } = { ...known, ...changes } as {
    organization: string;
    role: string;
    end?: string | null;
  };
  return end === undefined || end === null ? { organization, role } : { organization, role, end };
}

function absorb(document: Document, absorbed: Absorbed): void {
  for (const employment of absorbed.relationships.employments)
    document.employments.set(employment.employmentId, employment);
  for (const { name } of absorbed.skills.skills) document.skills.set(folded(name), name);
  for (const tag of absorbed.tags) document.tags.set(tag.toLowerCase(), tag);
}

function wordsOf(document: Document, field: Field): ReadonlySet<string> {
  return new Set(textsOf(document, field).flatMap(words));
}

function textsOf(document: Document, field: Field): readonly string[] {
  switch (field) {
    case 'name':
      return document.name === null ? [] : namesOf(document.name);
    case 'email':
      return [...document.contactInfo.emails.live.values()].map(({ address }) => address);
    case 'employer':
      return current(document).map(({ organization }) => organization);
    case 'role':
      return current(document).map(({ role }) => role);
    case 'skill':
      return [...document.skills.values()];
    case 'tag':
      return [...document.tags.values()];
    default:
      return field satisfies never;
  }
}

/** The display name first; then what of the name it does not show. */
function namesOf(name: PersonName): readonly string[] {
  const shown = displayName(name);
  const seen = new Set(words(shown));
  const parts = [...name.given, ...name.family, name.patronymic ?? '', name.matronymic ?? '', name.nickname ?? ''];
  return [shown, ...parts.filter((part) => words(part).some((word) => !seen.has(word)))];
}

function current(document: Document): readonly Pick<Employment, 'organization' | 'role'>[] {
  return [...document.employments.values()].filter(({ end }) => end === undefined);
}
