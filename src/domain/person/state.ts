/** A person as its facts tell it: the five nouns side by side. */

import { applyContactInfo, type ContactInfo, noContactInfo } from '../contact-info/contact-info.ts';
import type { ContactInfoFact } from '../contact-info/messages.ts';
import type { Happened } from '../message.ts';
import type { PreferencesFact } from '../preferences/messages.ts';
import { applyPreferences, noPreferences, type Preferences } from '../preferences/preferences.ts';
import type { RelationshipFact } from '../relationship/messages.ts';
import { applyRelationships, noRelationships, type Relationships } from '../relationship/relationships.ts';
import type { SkillsFact } from '../skills/messages.ts';
import { applySkills, noSkills, type Skills } from '../skills/skills.ts';
import { copied } from '../values.ts';
import type { AnyFact } from './catalogue.ts';
import { applyCore, type PersonCore, type Profile } from './core.ts';
import type { PersonFact } from './messages.ts';

export interface Person {
  readonly core: PersonCore;
  readonly contactInfo: ContactInfo;
  readonly skills: Skills;
  readonly preferences: Preferences;
  readonly relationships: Relationships;
}

export type PresentPerson = Person & { readonly core: Profile };

export const noPerson = (): Person => ({
  core: { status: 'absent' },
  contactInfo: noContactInfo(),
  skills: noSkills(),
  preferences: noPreferences(),
  relationships: noRelationships(),
});

export function isPresent(person: Person): person is PresentPerson {
  return person.core.status !== 'absent';
}

/** The person after the fact; the one given is left as it was. Total: any fact may follow any other. */
export function evolve(person: Person, fact: Happened<AnyFact>): Person {
  return fold([fact], person);
}

/** The person after the facts, in their order; those before its creation have nothing to be about. Copies once and then works on its own copy, so long histories stay cheap. */
export function fold(facts: Iterable<Happened<AnyFact>>, from: Person = noPerson()): Person {
  const own = {
    core: copied(from.core),
    contactInfo: copied(from.contactInfo),
    skills: copied(from.skills),
    preferences: copied(from.preferences),
    relationships: copied(from.relationships),
  };
  for (const fact of facts) {
    own.core = applyCore(own.core, fact as Happened<PersonFact>);
    if (own.core.status === 'absent') continue;
    applyContactInfo(own.contactInfo, fact as Happened<ContactInfoFact>);
    applySkills(own.skills, fact as Happened<SkillsFact>);
    applyPreferences(own.preferences, fact as Happened<PreferencesFact>);
    applyRelationships(own.relationships, fact as Happened<RelationshipFact>);
  }
  return own;
}
