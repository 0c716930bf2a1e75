/** Persons, facts and one good command of every kind: fixed data, so that every failure comes again. */

import type { ItemId, PersonId } from '../../src/domain/ids.ts';
import type { Fact, Happened } from '../../src/domain/message.ts';
import type { PersonName } from '../../src/domain/person/name.ts';
import type { AnyCommand, AnyFact, CommandName } from '../../src/domain/person/person.ts';

export const ADA = '01890a5d-ac96-774b-bcce-b302099a8001' as PersonId;
export const BOB = '01890a5d-ac96-774b-bcce-b302099a8002' as PersonId;
export const CAROL = '01890a5d-ac96-774b-bcce-b302099a8003' as PersonId;

/** 2026-03-01 at noon. */
export const NOON = Date.UTC(2026, 2, 1, 12);
export const TODAY = '2026-03-01';

export const item = (n: number) => `01890a5d-ac96-774b-bcce-${String(n).padStart(12, '0')}` as ItemId;

export const name = (given: string, family: string): PersonName => ({
  given: [given],
  family: [family],
  prefixes: [],
  suffixes: [],
  convention: 'western',
});

export type DataOf<Name extends CommandName> = Extract<AnyCommand, { type: Name }>['data'];
export type FactData<Name extends AnyFact['type']> = Extract<AnyFact, { type: Name }>['data'];

export function command<Name extends CommandName>(type: Name, data: DataOf<Name>, personId = ADA): AnyCommand {
  return { type, personId, at: NOON, data } as unknown as AnyCommand;
}

export function fact<Name extends AnyFact['type']>(type: Name, data: FactData<Name>) {
  return { type, data, at: NOON } as unknown as Happened<Extract<AnyFact, { type: Name }>>;
}

export const happened = (decided: Fact): Happened<AnyFact> =>
  ({ ...decided, at: NOON }) as unknown as Happened<AnyFact>;

export const created = fact('PersonCreated', { status: 'active', name: name('Ada', 'Lovelace') });
export const drafted = fact('PersonCreated', { status: 'draft', name: name('Ada', 'Lovelace') });
export const suspended = fact('PersonSuspended', { reason: 'on leave' });
export const archived = fact('PersonArchived', { reason: 'left' });
export const died = fact('DeathRecorded', { date: '2026-02-01' });
export const merged = fact('PersonMerged', { targetId: BOB });

// One of each thing a person can have, as it is right after it was added.
const EMAIL = { emailId: item(1), address: 'ada@example.org', kind: 'work' } as const;
const PHONE = { phoneId: item(2), number: '+442071234567', kind: 'home' } as const;
const ADDRESS = { addressId: item(3), kind: 'home', city: 'London' } as const;
const PROFILE = { profileId: item(4), platform: 'github', username: 'ada' } as const;
const HANDLE = { handleId: item(5), platform: 'signal', handle: '+442071234567' } as const;
const WEBSITE = { websiteId: item(6), url: 'https://ada.example.org', kind: 'blog' } as const;
const SKILL = { name: 'Mathematics', category: 'Science', proficiency: 'expert' } as const;
const CERTIFICATION = { certificationId: item(7), name: 'Analysis', issuer: 'Academy' } as const;
const EDUCATION = { educationId: item(8), institution: 'Home', degree: 'other' } as const;
const RELATIONSHIP = { relationshipId: item(9), otherId: BOB, kind: 'friend', strength: 0.5 } as const;
const EMPLOYMENT = {
  employmentId: item(10),
  organization: 'Engine Works',
  role: 'Analyst',
  employmentType: 'full_time',
  start: '2020-01-01',
} as const;
const AFFILIATION = { affiliationId: item(11), organization: 'Society', kind: 'member' } as const;
const PROJECT = { projectId: item(12), name: 'Notes' } as const;
const LOCATION = { assignmentId: item(13), locationId: 'place-1', kind: 'residence' } as const;
const IDENTITY = { system: 'library', value: '42' } as const;
const ATTRIBUTE = { attributeId: item(14), name: 'height', kind: 'physical', value: 165, unit: 'cm' } as const;

const NOTE = { noteId: item(16), kind: 'other', code: 'CHECK', text: 'See the portrait' } as const;
const RECOMMENDED = { name: 'Logic', category: 'Science', score: 1, because: ['Mathematics'] } as const;

export const LOCATION_STEP = fact('OnboardingAdvanced', { step: 'location' });

export const THINGS = {
  email: fact('EmailAdded', EMAIL),
  phone: fact('PhoneAdded', PHONE),
  address: fact('AddressAdded', ADDRESS),
  profile: fact('SocialProfileAdded', PROFILE),
  handle: fact('MessagingHandleAdded', HANDLE),
  website: fact('WebsiteAdded', WEBSITE),
  skill: fact('SkillAdded', SKILL),
  certification: fact('CertificationAdded', CERTIFICATION),
  education: fact('EducationAdded', EDUCATION),
  relationship: fact('RelationshipEstablished', { ...RELATIONSHIP, direction: 'outgoing' }),
  /** One that the other person proposed, waiting for an answer. */
  proposal: fact('RelationshipProposed', {
    ...RELATIONSHIP,
    relationshipId: item(15),
    otherId: CAROL,
    direction: 'incoming',
  }),
  employment: fact('EmploymentAdded', EMPLOYMENT),
  affiliation: fact('AffiliationAdded', AFFILIATION),
  project: fact('ProjectAdded', PROJECT),
  location: fact('LocationAssigned', LOCATION),
  identity: fact('IdentityLinked', IDENTITY),
  tag: fact('TagAdded', { tag: 'pioneer' }),
  attribute: fact('AttributeSet', ATTRIBUTE),
  note: fact('NoteAdded', NOTE),
  message: fact('MessageRequested', { messageId: item(17), template: 'welcome_new_person' }),
  onboarding: fact('OnboardingStarted', { deadline: '2026-04-01' }),
  identityStep: fact('OnboardingAdvanced', { step: 'identity' }),
  contactStep: fact('OnboardingAdvanced', { step: 'contact' }),
  componentsStep: fact('OnboardingAdvanced', { step: 'components' }),
  recommendation: fact('SkillRecommended', RECOMMENDED),
} as const;

/** One good command of every kind, for a person that has one of each thing. Each of them records something. */
export const GOOD_COMMANDS: Readonly<Record<CommandName, AnyCommand>> = {
  CreatePerson: command('CreatePerson', { name: name('Ada', 'Lovelace') }),
  ActivatePerson: command('ActivatePerson', {}),
  RenamePerson: command('RenamePerson', { name: name('Augusta', 'King') }),
  SetBirthDate: command('SetBirthDate', { date: '1985-12-10' }),
  RecordDeath: command('RecordDeath', { date: '2026-02-01' }),
  SuspendPerson: command('SuspendPerson', { reason: 'on leave' }),
  ReactivatePerson: command('ReactivatePerson', { reason: 'back' }),
  ArchivePerson: command('ArchivePerson', { reason: 'left' }),
  MergePersons: command('MergePersons', { targetId: BOB, reason: 'the same person' }),
  LinkIdentity: command('LinkIdentity', { system: 'payroll', value: '7' }),
  UnlinkIdentity: command('UnlinkIdentity', { system: 'library', value: '42' }),
  AddTag: command('AddTag', { tag: 'countess' }),
  RemoveTag: command('RemoveTag', { tag: 'pioneer' }),
  SetAttribute: command('SetAttribute', { attributeId: item(20), name: 'eyes', kind: 'physical', value: 'brown' }),
  InvalidateAttribute: command('InvalidateAttribute', { attributeId: ATTRIBUTE.attributeId }),
  AddNote: command('AddNote', { noteId: item(40), kind: 'data_quality', code: 'EMAIL_MISSING', text: 'No email' }),
  ResolveNote: command('ResolveNote', { noteId: NOTE.noteId }),
  RequestMessage: command('RequestMessage', { messageId: item(41), template: 'birthday' }),
  StartOnboarding: command('StartOnboarding', { deadline: '2026-06-01' }),
  AdvanceOnboarding: command('AdvanceOnboarding', { step: 'location' }),
  CompleteOnboarding: command('CompleteOnboarding', {}),
  FailOnboarding: command('FailOnboarding', { reason: 'never came back' }),
  AddEmail: command('AddEmail', { emailId: item(21), address: 'king@example.org', kind: 'personal' }),
  UpdateEmail: command('UpdateEmail', { emailId: EMAIL.emailId, kind: 'school' }),
  VerifyEmail: command('VerifyEmail', { emailId: EMAIL.emailId }),
  SetPrimaryEmail: command('SetPrimaryEmail', { emailId: EMAIL.emailId }),
  RemoveEmail: command('RemoveEmail', { emailId: EMAIL.emailId }),
  AddPhone: command('AddPhone', { phoneId: item(22), number: '+442079999999', kind: 'work' }),
  UpdatePhone: command('UpdatePhone', { phoneId: PHONE.phoneId, kind: 'mobile' }),
  SetPrimaryPhone: command('SetPrimaryPhone', { phoneId: PHONE.phoneId }),
  RemovePhone: command('RemovePhone', { phoneId: PHONE.phoneId }),
  AddAddress: command('AddAddress', { addressId: item(23), kind: 'work', city: 'Paris' }),
  UpdateAddress: command('UpdateAddress', { addressId: ADDRESS.addressId, city: 'Oxford' }),
  RemoveAddress: command('RemoveAddress', { addressId: ADDRESS.addressId }),
  AddSocialProfile: command('AddSocialProfile', { profileId: item(24), platform: 'mastodon', username: 'ada' }),
  UpdateSocialProfile: command('UpdateSocialProfile', { profileId: PROFILE.profileId, bio: 'Analyst' }),
  RemoveSocialProfile: command('RemoveSocialProfile', { profileId: PROFILE.profileId }),
  AddMessagingHandle: command('AddMessagingHandle', { handleId: item(25), platform: 'slack', handle: 'ada' }),
  RemoveMessagingHandle: command('RemoveMessagingHandle', { handleId: HANDLE.handleId }),
  AddWebsite: command('AddWebsite', { websiteId: item(26), url: 'https://king.example.org', kind: 'personal' }),
  RemoveWebsite: command('RemoveWebsite', { websiteId: WEBSITE.websiteId }),
  AddSkill: command('AddSkill', { name: 'Poetry', category: 'Arts', proficiency: 'beginner' }),
  UpdateSkill: command('UpdateSkill', { name: 'mathematics', yearsOfExperience: 12 }),
  EndorseSkill: command('EndorseSkill', { name: 'Mathematics', endorserId: BOB }),
  RemoveSkill: command('RemoveSkill', { name: 'Mathematics' }),
  RecommendSkill: command('RecommendSkill', { name: 'Rhetoric', category: 'Arts', score: 2, because: ['Poetry'] }),
  DismissSkillRecommendation: command('DismissSkillRecommendation', { name: 'logic' }),
  AddCertification: command('AddCertification', { certificationId: item(27), name: 'Logic', issuer: 'Academy' }),
  RemoveCertification: command('RemoveCertification', { certificationId: CERTIFICATION.certificationId }),
  AddEducation: command('AddEducation', { educationId: item(28), institution: 'College', degree: 'bachelor' }),
  UpdateEducation: command('UpdateEducation', { educationId: EDUCATION.educationId, grade: 'A' }),
  RemoveEducation: command('RemoveEducation', { educationId: EDUCATION.educationId }),
  UpdateCommunicationPreferences: command('UpdateCommunicationPreferences', { language: 'en' }),
  UpdatePrivacyPreferences: command('UpdatePrivacyPreferences', { allowMarketing: false }),
  UpdateGeneralPreferences: command('UpdateGeneralPreferences', { theme: 'dark' }),
  GrantConsent: command('GrantConsent', { purpose: 'newsletter' }),
  RevokeConsent: command('RevokeConsent', { purpose: 'newsletter' }),
  ProposeRelationship: command('ProposeRelationship', {
    relationshipId: item(29),
    otherId: BOB,
    kind: 'mentor',
    strength: 0.5,
  }),
  AcceptRelationship: command('AcceptRelationship', { relationshipId: item(15) }),
  DeclineRelationship: command('DeclineRelationship', { relationshipId: item(15) }),
  EstablishRelationship: command('EstablishRelationship', {
    relationshipId: item(30),
    otherId: BOB,
    kind: 'colleague',
    strength: 0.7,
  }),
  UpdateRelationship: command('UpdateRelationship', { relationshipId: RELATIONSHIP.relationshipId, strength: 0.9 }),
  EndRelationship: command('EndRelationship', { relationshipId: RELATIONSHIP.relationshipId }),
  AddEmployment: command('AddEmployment', { ...EMPLOYMENT, employmentId: item(31), organization: 'Bureau' }),
  UpdateEmployment: command('UpdateEmployment', { employmentId: EMPLOYMENT.employmentId, role: 'Director' }),
  EndEmployment: command('EndEmployment', { employmentId: EMPLOYMENT.employmentId }),
  RemoveEmployment: command('RemoveEmployment', { employmentId: EMPLOYMENT.employmentId }),
  AddAffiliation: command('AddAffiliation', { affiliationId: item(32), organization: 'Club', kind: 'partner' }),
  EndAffiliation: command('EndAffiliation', { affiliationId: AFFILIATION.affiliationId }),
  AddProject: command('AddProject', { projectId: item(33), name: 'Engine' }),
  EndProject: command('EndProject', { projectId: PROJECT.projectId }),
  AssignLocation: command('AssignLocation', { assignmentId: item(34), locationId: 'place-2', kind: 'work' }),
  UnassignLocation: command('UnassignLocation', { assignmentId: LOCATION.assignmentId }),
};
