/** Facts of every kind at random, in any order and about things that may never have been: histories owe us nothing. */

import fc, { type Arbitrary } from 'fast-check';
import type { Happened } from '../../src/domain/message.ts';
import { FACT_NAMES, type FactName } from '../../src/domain/person/facts.ts';
import type { AnyFact } from '../../src/domain/person/person.ts';
import { DATA, person, record } from './arbitraries.ts';
import { type FactData, NOON, name } from './examples.ts';

const { constant, constantFrom: of } = fc;
const few = <T>(value: Arbitrary<T>) => fc.array(value, { maxLength: 2 });
/** What is in `value`, and this besides. */
const and = <T extends object, M extends object>(value: Arbitrary<T>, more: { [K in keyof M]: Arbitrary<M[K]> }) =>
  fc.tuple(value, record<M>(more)).map(([a, b]) => ({ ...a, ...b }));

const names = of(name('Ada', 'Lovelace'), name('Augusta', 'King'));
const end = of('2020-01-01', '2026-03-01');
const direction = of('outgoing' as const, 'incoming' as const);
const between = <T extends object>(value: Arbitrary<T>) => and(value, { otherId: person });
const recorded = and(DATA.ProposeRelationship, { direction });

const absorbed = record({
  sourceId: person,
  identities: few(DATA.LinkIdentity),
  tags: few(of('pioneer', 'countess')),
  attributes: few(DATA.SetAttribute),
  contactInfo: record({
    emails: few(and(DATA.AddEmail, { verified: fc.boolean() })),
    phones: few(DATA.AddPhone),
    addresses: few(DATA.AddAddress),
    socialProfiles: few(DATA.AddSocialProfile),
    messagingHandles: few(DATA.AddMessagingHandle),
    websites: few(DATA.AddWebsite),
  }),
  skills: record({
    skills: few(and(DATA.AddSkill, { endorsements: few(record({ endorserId: person, at: constant(NOON) })) })),
    certifications: few(DATA.AddCertification),
    educations: few(DATA.AddEducation),
  }),
  preferences: record({
    consents: few(and(DATA.GrantConsent, { status: of('granted' as const, 'revoked' as const), at: constant(NOON) })),
  }),
  relationships: record({
    relationships: few(
      and(recorded, {
        shared: fc.boolean(),
        status: of('proposed' as const, 'established' as const, 'ended' as const),
        since: constant(NOON),
      }),
    ),
    employments: few(DATA.AddEmployment),
    affiliations: few(DATA.AddAffiliation),
    projects: few(DATA.AddProject),
    locations: few(DATA.AssignLocation),
  }),
});

const FACTS: { readonly [Name in FactName]: Arbitrary<FactData<Name>> } = {
  PersonCreated: record({ status: of('draft', 'active'), name: names }),
  PersonActivated: DATA.ActivatePerson,
  PersonRenamed: record({ name: names, before: names }),
  BirthDateSet: DATA.SetBirthDate,
  DeathRecorded: DATA.RecordDeath,
  PersonSuspended: DATA.SuspendPerson,
  PersonReactivated: DATA.ReactivatePerson,
  PersonArchived: DATA.ArchivePerson,
  PersonMerged: DATA.MergePersons,
  PersonAbsorbed: absorbed,
  IdentityLinked: DATA.LinkIdentity,
  IdentityUnlinked: DATA.UnlinkIdentity,
  TagAdded: DATA.AddTag,
  TagRemoved: DATA.RemoveTag,
  AttributeSet: DATA.SetAttribute,
  AttributeInvalidated: DATA.InvalidateAttribute,
  NoteAdded: DATA.AddNote,
  NoteResolved: DATA.ResolveNote,
  MessageRequested: DATA.RequestMessage,
  OnboardingStarted: DATA.StartOnboarding,
  OnboardingAdvanced: DATA.AdvanceOnboarding,
  OnboardingCompleted: DATA.CompleteOnboarding,
  OnboardingFailed: DATA.FailOnboarding,
  EmailAdded: DATA.AddEmail,
  EmailUpdated: DATA.UpdateEmail,
  EmailVerified: DATA.VerifyEmail,
  PrimaryEmailSet: DATA.SetPrimaryEmail,
  EmailRemoved: DATA.RemoveEmail,
  PhoneAdded: DATA.AddPhone,
  PhoneUpdated: DATA.UpdatePhone,
  PrimaryPhoneSet: DATA.SetPrimaryPhone,
  PhoneRemoved: DATA.RemovePhone,
  AddressAdded: DATA.AddAddress,
  AddressUpdated: DATA.UpdateAddress,
  AddressRemoved: DATA.RemoveAddress,
  SocialProfileAdded: DATA.AddSocialProfile,
  SocialProfileUpdated: DATA.UpdateSocialProfile,
  SocialProfileRemoved: DATA.RemoveSocialProfile,
  MessagingHandleAdded: DATA.AddMessagingHandle,
  MessagingHandleRemoved: DATA.RemoveMessagingHandle,
  WebsiteAdded: DATA.AddWebsite,
  WebsiteRemoved: DATA.RemoveWebsite,
  SkillAdded: DATA.AddSkill,
  SkillUpdated: DATA.UpdateSkill,
  SkillEndorsed: DATA.EndorseSkill,
  SkillRemoved: DATA.RemoveSkill,
  SkillRecommended: DATA.RecommendSkill,
  SkillRecommendationDismissed: DATA.DismissSkillRecommendation,
  CertificationAdded: DATA.AddCertification,
  CertificationRemoved: DATA.RemoveCertification,
  EducationAdded: DATA.AddEducation,
  EducationUpdated: DATA.UpdateEducation,
  EducationRemoved: DATA.RemoveEducation,
  CommunicationPreferencesUpdated: DATA.UpdateCommunicationPreferences,
  PrivacyPreferencesUpdated: DATA.UpdatePrivacyPreferences,
  GeneralPreferencesUpdated: DATA.UpdateGeneralPreferences,
  ConsentGranted: DATA.GrantConsent,
  ConsentRevoked: DATA.RevokeConsent,
  RelationshipProposed: recorded,
  RelationshipAccepted: between(DATA.AcceptRelationship),
  RelationshipDeclined: between(DATA.DeclineRelationship),
  RelationshipEstablished: recorded,
  RelationshipUpdated: between(DATA.UpdateRelationship),
  RelationshipEnded: and(between(DATA.AcceptRelationship), { end }),
  EmploymentAdded: DATA.AddEmployment,
  EmploymentUpdated: DATA.UpdateEmployment,
  EmploymentEnded: and(DATA.RemoveEmployment, { end }),
  EmploymentRemoved: DATA.RemoveEmployment,
  AffiliationAdded: DATA.AddAffiliation,
  AffiliationEnded: and(DATA.EndAffiliation, { end }),
  ProjectAdded: DATA.AddProject,
  ProjectEnded: and(DATA.EndProject, { end }),
  LocationAssigned: DATA.AssignLocation,
  LocationUnassigned: and(DATA.UnassignLocation, { end }),
};

const known: Arbitrary<Happened<AnyFact>> = of(...FACT_NAMES).chain((type) =>
  (FACTS[type] as Arbitrary<object>).map((data) => ({ type, at: NOON, data }) as unknown as Happened<AnyFact>),
);
/** A type that only a newer program knows. */
const unknown = constant({ type: 'PersonKnighted', at: NOON, data: {} } as unknown as Happened<AnyFact>);
const anyFact = fc.oneof({ weight: 30, arbitrary: known }, { weight: 1, arbitrary: unknown });

/** Most begin with somebody's creation, since otherwise nothing would ever happen to anybody. */
export const anyHistory: Arbitrary<readonly Happened<AnyFact>[]> = fc
  .tuple(fc.option(FACTS.PersonCreated, { nil: null, freq: 4 }), fc.array(anyFact, { maxLength: 60, size: 'max' }))
  .map(([data, facts]) => (data === null ? facts : [{ type: 'PersonCreated', at: NOON, data }, ...facts]));
