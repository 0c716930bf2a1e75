/** Every type of fact and the noun it belongs to. */

import type { AnyFact, Noun } from './catalogue.ts';

export type FactName = AnyFact['type'];

const PERSON = 'person';
const CONTACT = 'contact-info';
const SKILLS = 'skills';
const PREFERENCES = 'preferences';
const RELATIONSHIP = 'relationship';

export const FACT_NOUNS: Readonly<Record<FactName, Noun>> = {
  PersonCreated: PERSON,
  PersonActivated: PERSON,
  PersonRenamed: PERSON,
  BirthDateSet: PERSON,
  DeathRecorded: PERSON,
  PersonSuspended: PERSON,
  PersonReactivated: PERSON,
  PersonArchived: PERSON,
  PersonMerged: PERSON,
  PersonAbsorbed: PERSON,
  IdentityLinked: PERSON,
  IdentityUnlinked: PERSON,
  TagAdded: PERSON,
  TagRemoved: PERSON,
  AttributeSet: PERSON,
  AttributeInvalidated: PERSON,
  EmailAdded: CONTACT,
  EmailUpdated: CONTACT,
  EmailVerified: CONTACT,
  PrimaryEmailSet: CONTACT,
  EmailRemoved: CONTACT,
  PhoneAdded: CONTACT,
  PhoneUpdated: CONTACT,
  PrimaryPhoneSet: CONTACT,
  PhoneRemoved: CONTACT,
  AddressAdded: CONTACT,
  AddressUpdated: CONTACT,
  AddressRemoved: CONTACT,
  SocialProfileAdded: CONTACT,
  SocialProfileUpdated: CONTACT,
  SocialProfileRemoved: CONTACT,
  MessagingHandleAdded: CONTACT,
  MessagingHandleRemoved: CONTACT,
  WebsiteAdded: CONTACT,
  WebsiteRemoved: CONTACT,
  SkillAdded: SKILLS,
  SkillUpdated: SKILLS,
  SkillEndorsed: SKILLS,
  SkillRemoved: SKILLS,
  CertificationAdded: SKILLS,
  CertificationRemoved: SKILLS,
  EducationAdded: SKILLS,
  EducationUpdated: SKILLS,
  EducationRemoved: SKILLS,
  CommunicationPreferencesUpdated: PREFERENCES,
  PrivacyPreferencesUpdated: PREFERENCES,
  GeneralPreferencesUpdated: PREFERENCES,
  ConsentGranted: PREFERENCES,
  ConsentRevoked: PREFERENCES,
  RelationshipProposed: RELATIONSHIP,
  RelationshipAccepted: RELATIONSHIP,
  RelationshipDeclined: RELATIONSHIP,
  RelationshipEstablished: RELATIONSHIP,
  RelationshipUpdated: RELATIONSHIP,
  RelationshipEnded: RELATIONSHIP,
  EmploymentAdded: RELATIONSHIP,
  EmploymentUpdated: RELATIONSHIP,
  EmploymentEnded: RELATIONSHIP,
  EmploymentRemoved: RELATIONSHIP,
  AffiliationAdded: RELATIONSHIP,
  AffiliationEnded: RELATIONSHIP,
  ProjectAdded: RELATIONSHIP,
  ProjectEnded: RELATIONSHIP,
  LocationAssigned: RELATIONSHIP,
  LocationUnassigned: RELATIONSHIP,
};

export const FACT_NAMES = Object.keys(FACT_NOUNS) as FactName[];
