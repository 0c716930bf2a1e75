/** Commands and facts of every kind at random: few ids, names and dates, so that they meet what is there already. */

import fc, { type Arbitrary } from 'fast-check';
import { ONBOARDING_STEPS } from '../../src/domain/person/messages.ts';
import type { CommandName } from '../../src/domain/person/person.ts';
import { ADA, BOB, CAROL, type DataOf, item, name } from './examples.ts';

const { constantFrom: of, boolean } = fc;

/** All of the keys. */
export const record = <T>(model: { [Key in keyof T]: Arbitrary<T[Key]> }) =>
  fc.record(model, { noNullPrototype: true });
/** Any of the keys may be missing, except those named. */
const some = <T, K extends keyof T>(model: { [Key in keyof T]: Arbitrary<T[Key]> }, ...requiredKeys: K[]) =>
  fc.record(model, { requiredKeys, noNullPrototype: true });
/** A value, or null to clear it. */
const orNull = <T>(value: Arbitrary<T>) => fc.option(value, { nil: null, freq: 4 });

export const person = of(ADA, BOB, CAROL);
const names = fc.oneof(
  { weight: 5, arbitrary: of(name('Ada', 'Lovelace'), name('Augusta', 'King'), name('Ada', 'King')) },
  { weight: 1, arbitrary: of({ ...name('', ''), given: [], family: [] }) },
);
/** Some are in the future of every command, and some lie before others. */
const date = of('1985-12-10', '2020-01-01', '2024-06-30', '2026-03-01', '2031-01-01');
const start = of('1985-12-10', '2020-01-01');
const end = of('2019-06-30', '2024-06-30', '2026-03-01', '2031-01-01');
const reason = of('moved', 'by request');
const words = of('one', 'two');
const number = of(0.2, 0.5, 0.9);

// The first id of each pool is the one of the examples, so that a rich person has it.
const emailId = of(item(1), item(21));
const phoneId = of(item(2), item(22));
const addressId = of(item(3), item(23));
const profileId = of(item(4), item(24));
const handleId = of(item(5), item(25));
const websiteId = of(item(6), item(26));
const certificationId = of(item(7), item(27));
const educationId = of(item(8), item(28));
const relationshipId = of(item(9), item(15), item(29), item(30));
const employmentId = of(item(10), item(31));
const affiliationId = of(item(11), item(32));
const projectId = of(item(12), item(33));
const assignmentId = of(item(13), item(34));
const attributeId = of(item(14), item(20));
const noteId = of(item(16), item(40));
const messageId = of(item(17), item(41));

const email = { address: of('ada@example.org', 'ADA@example.org', 'king@example.org', 'bob@example.org') };
const emailKind = of('work', 'school');
const phone = { number: of('+442071234567', '+442079999999', '+12022243121'), kind: of('home', 'mobile') };
const city = of('London', 'Paris');
const degree = of(10, 50);
const profile = { platform: of('github', 'mastodon'), username: of('ada', 'Ada', 'king') };
const handle = { platform: of('signal', 'slack'), handle: of('+442071234567', 'ada') };
const website = { url: of('https://ada.example.org', 'https://king.example.org'), kind: of('blog', 'personal') };
const skillName = of('Mathematics', 'MATHEMATICS', 'Poetry');
const skill = { category: of('Science', 'Arts'), proficiency: of('beginner', 'expert') };
const certification = { name: of('Analysis', 'Logic'), issuer: words, issuedOn: start, expiresOn: end };
const education = { institution: of('Home', 'College'), degree: of('other', 'bachelor'), start, end };
const relationship = {
  otherId: person,
  kind: of('friend', 'mentor', 'other'),
  strength: number,
  label: words,
  start,
  notes: words,
};
const spanned = { start, end };
const employment = {
  organization: of('Works', 'Bureau'),
  role: of('Analyst', 'Director'),
  employmentType: of('contract'),
};
const affiliation = { organization: of('Society', 'Club'), kind: of('member', 'partner') };
const location = { locationId: of('place-1', 'place-2'), kind: of('residence', 'work') };
const identity = { system: of('library', 'Library', 'payroll'), value: of('42', '7'), kind: words };
const tag = of('pioneer', 'Pioneer', 'countess');
const attribute = { name: of('height', 'eyes'), kind: of('physical', 'custom'), value: of(165, 170, 'brown') };
const note = { kind: of('data_quality' as const, 'other' as const), text: of('See the portrait', 'No email') };
const purpose = of('newsletter', 'Newsletter', 'research');
const skillFacts = { yearsOfExperience: of(3, 12), lastUsedOn: date };
const consent = { purpose, textVersion: of('1', '2') };

export const DATA: { readonly [Name in CommandName]: Arbitrary<DataOf<Name>> } = {
  CreatePerson: some({ name: names, birthDate: date, draft: boolean() }, 'name'),
  ActivatePerson: some({ reason }),
  RenamePerson: some({ name: names, reason }, 'name'),
  SetBirthDate: record({ date }),
  RecordDeath: record({ date }),
  SuspendPerson: record({ reason }),
  ReactivatePerson: some({ reason }),
  ArchivePerson: record({ reason }),
  MergePersons: some({ targetId: person, reason }, 'targetId'),
  LinkIdentity: some(identity, 'system', 'value'),
  UnlinkIdentity: record({ system: identity.system, value: identity.value }),
  AddTag: record({ tag }),
  RemoveTag: record({ tag }),
  SetAttribute: some(
    { attributeId, ...attribute, unit: words, validFrom: of('2020-01-01'), validUntil: end },
    'attributeId',
    'name',
    'kind',
    'value',
  ),
  InvalidateAttribute: record({ attributeId }),
  AddNote: some({ noteId, ...note, code: of('CHECK', 'EMAIL_MISSING'), field: words }, 'noteId', 'kind', 'text'),
  ResolveNote: record({ noteId }),
  RequestMessage: some({ messageId, template: of('welcome', 'birthday'), reason: words }, 'messageId', 'template'),
  StartOnboarding: some({ deadline: end }),
  AdvanceOnboarding: record({ step: of(...ONBOARDING_STEPS) }),
  CompleteOnboarding: some({ reason }),
  FailOnboarding: record({ reason }),
  AddEmail: some({ emailId, ...email, kind: emailKind, primary: boolean() }, 'emailId', 'address', 'kind'),
  UpdateEmail: some({ emailId, ...email, kind: emailKind, marketing: orNull(boolean()) }, 'emailId'),
  VerifyEmail: some({ emailId, method: words }, 'emailId'),
  SetPrimaryEmail: record({ emailId }),
  RemoveEmail: some({ emailId, reason }, 'emailId'),
  AddPhone: some({ phoneId, ...phone, extension: words, primary: boolean() }, 'phoneId', 'number', 'kind'),
  UpdatePhone: some({ phoneId, ...phone, extension: orNull(words) }, 'phoneId'),
  SetPrimaryPhone: record({ phoneId }),
  RemovePhone: record({ phoneId }),
  AddAddress: some(
    { addressId, kind: of('home', 'work'), city, latitude: degree, longitude: degree, verifiedOn: date },
    'addressId',
    'kind',
  ),
  UpdateAddress: some(
    { addressId, city: orNull(city), latitude: orNull(degree), longitude: orNull(degree), validFrom: date },
    'addressId',
  ),
  RemoveAddress: record({ addressId }),
  AddSocialProfile: some({ profileId, ...profile, bio: words }, 'profileId', 'platform', 'username'),
  UpdateSocialProfile: some({ profileId, ...profile, bio: orNull(words) }, 'profileId'),
  RemoveSocialProfile: record({ profileId }),
  AddMessagingHandle: some({ handleId, ...handle, verified: boolean() }, 'handleId', 'platform', 'handle'),
  RemoveMessagingHandle: record({ handleId }),
  AddWebsite: some({ websiteId, ...website, title: words }, 'websiteId', 'url', 'kind'),
  RemoveWebsite: record({ websiteId }),
  AddSkill: some({ name: skillName, ...skill, ...skillFacts }, 'name', 'category', 'proficiency'),
  UpdateSkill: some(
    { name: skillName, proficiency: skill.proficiency, yearsOfExperience: orNull(of(3, 12)), lastUsedOn: date },
    'name',
  ),
  EndorseSkill: some({ name: skillName, endorserId: person, endorserName: words, comment: words }, 'name'),
  RemoveSkill: record({ name: skillName }),
  RecommendSkill: record({ name: skillName, category: skill.category, score: of(1, 2), because: of([], ['Poetry']) }),
  DismissSkillRecommendation: record({ name: skillName }),
  AddCertification: some({ certificationId, ...certification }, 'certificationId', 'name', 'issuer'),
  RemoveCertification: record({ certificationId }),
  AddEducation: some({ educationId, ...education }, 'educationId', 'institution', 'degree'),
  UpdateEducation: some({ educationId, ...education, end: orNull(end), grade: orNull(words) }, 'educationId'),
  RemoveEducation: record({ educationId }),
  UpdateCommunicationPreferences: some({ language: orNull(of('en', 'fr')), doNotContact: orNull(boolean()) }),
  UpdatePrivacyPreferences: some({ allowMarketing: orNull(boolean()), retentionDays: orNull(of(30, 90)) }),
  UpdateGeneralPreferences: some({ theme: orNull(of('dark', 'light')), custom: orNull(record({ size: number })) }),
  GrantConsent: some(consent, 'purpose'),
  RevokeConsent: some({ ...consent, reason }, 'purpose'),
  ProposeRelationship: some({ relationshipId, ...relationship }, 'relationshipId', 'otherId', 'kind', 'strength'),
  AcceptRelationship: record({ relationshipId }),
  DeclineRelationship: some({ relationshipId, reason }, 'relationshipId'),
  EstablishRelationship: some({ relationshipId, ...relationship }, 'relationshipId', 'otherId', 'kind', 'strength'),
  UpdateRelationship: some(
    { relationshipId, strength: number, label: orNull(words), notes: orNull(words), start },
    'relationshipId',
  ),
  EndRelationship: some({ relationshipId, end, reason }, 'relationshipId'),
  AddEmployment: some(
    { employmentId, ...employment, ...spanned },
    'employmentId',
    'organization',
    'role',
    'employmentType',
    'start',
  ),
  UpdateEmployment: some({ employmentId, ...employment, end: orNull(end) }, 'employmentId'),
  EndEmployment: some({ employmentId, end }, 'employmentId'),
  RemoveEmployment: record({ employmentId }),
  AddAffiliation: some({ affiliationId, ...affiliation, ...spanned }, 'affiliationId', 'organization', 'kind'),
  EndAffiliation: some({ affiliationId, end }, 'affiliationId'),
  AddProject: some({ projectId, name: of('Notes', 'Engine'), ...spanned }, 'projectId', 'name'),
  EndProject: some({ projectId, end }, 'projectId'),
  AssignLocation: some({ assignmentId, ...location, ...spanned }, 'assignmentId', 'locationId', 'kind'),
  UnassignLocation: some({ assignmentId, end }, 'assignmentId'),
};
