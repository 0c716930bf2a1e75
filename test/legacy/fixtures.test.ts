/** Every document of an old event, by family: what it is, and which facts it tells of a person who is known already. */

import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { classify } from '../../src/legacy/classify.ts';
import { CREATED, data, fixture, namesOf, tell } from './telling.ts';

const LATER = 'AttributeSet legacy.';
const KEPT_CONTEXT = `${LATER}context`;
const AGAIN = [`${LATER}PersonCreated`];

/** By file: the family, the name of the event, and its facts. */
const EVENTS: Readonly<Record<string, readonly [string, string, readonly string[]]>> = {
  'PersonEvent.PersonCreated': ['v1', 'PersonCreated', AGAIN],
  'PersonEvent.PersonUpdated': ['v1', 'PersonUpdated', ['PersonRenamed']],
  'PersonEvent.BirthDateSet': ['v1', 'BirthDateSet', ['BirthDateSet']],
  'PersonEvent.ComponentRegistered': ['v1', 'ComponentRegistered', [`${LATER}component.EmailAddress`]],
  'PersonEvent.PersonDeactivated': ['v1', 'PersonDeactivated', ['PersonSuspended']],
  'PersonEvent.PersonReactivated': ['v1', 'PersonReactivated', ['PersonReactivated']],
  'PersonEvent.PersonMergedInto': ['v1', 'PersonMergedInto', ['PersonMerged']],
  'PersonEvent.ComponentDataUpdated.Contact.Email': ['v1', 'ComponentDataUpdated', ['EmailAdded']],
  'PersonEvent.ComponentDataUpdated.Contact.Phone': ['v1', 'ComponentDataUpdated', ['PhoneAdded']],
  'PersonEvent.ComponentDataUpdated.Professional.Employment': ['v1', 'ComponentDataUpdated', ['EmploymentAdded']],
  'PersonEvent.ComponentDataUpdated.Professional.Affiliation': ['v1', 'ComponentDataUpdated', ['AffiliationAdded']],
  'PersonEvent.ComponentDataUpdated.Professional.Project': ['v1', 'ComponentDataUpdated', ['ProjectAdded']],
  'PersonEvent.ComponentDataUpdated.Professional.Skills': [
    'v1',
    'ComponentDataUpdated',
    [`${LATER}Skills`, 'SkillAdded', 'SkillAdded', `${LATER}Professional.Skills`],
  ],
  'PersonEvent.ComponentDataUpdated.Location': ['v1', 'ComponentDataUpdated', ['AddressAdded']],
  'PersonEvent.ComponentDataUpdated.Social.SocialMedia': ['v1', 'ComponentDataUpdated', ['SocialProfileAdded']],
  'PersonEvent.ComponentDataUpdated.Social.Website': ['v1', 'ComponentDataUpdated', ['WebsiteAdded']],
  'PersonEvent.ComponentDataUpdated.Social.ProfessionalNetwork': ['v1', 'ComponentDataUpdated', ['SocialProfileAdded']],
  'PersonEvent.ComponentDataUpdated.Social.Relationship': ['v1', 'ComponentDataUpdated', ['RelationshipEstablished']],
  'PersonEvent.ComponentDataUpdated.Preferences.Communication': [
    'v1',
    'ComponentDataUpdated',
    ['CommunicationPreferencesUpdated'],
  ],
  'PersonEvent.ComponentDataUpdated.Preferences.Privacy': [
    'v1',
    'ComponentDataUpdated',
    ['ConsentGranted', 'PrivacyPreferencesUpdated'],
  ],
  'PersonEvent.ComponentDataUpdated.Preferences.General': ['v1', 'ComponentDataUpdated', ['GeneralPreferencesUpdated']],
  'ComponentDataEvent.EmailAdded': ['v1', 'EmailAdded', ['EmailAdded']],
  'ComponentDataEvent.SkillAdded': [
    'v1',
    'SkillAdded',
    ['SkillAdded', `${LATER}skill.7d20f4b6-18ac-4e53-92d1-6fbc035ea947`],
  ],
  'ComponentDataEvent.SocialProfileAdded': ['v1', 'SocialProfileAdded', ['SocialProfileAdded']],
  'ComponentDataEvent.EmploymentAdded': ['v1', 'EmploymentAdded', ['EmploymentAdded']],
  'ComponentDataEvent.CommunicationPreferencesUpdated': [
    'v1',
    'CommunicationPreferencesUpdated',
    ['CommunicationPreferencesUpdated'],
  ],
  'ComponentDataEvent.PrivacyPreferencesUpdated': ['v1', 'PrivacyPreferencesUpdated', ['PrivacyPreferencesUpdated']],
  'ComponentDataEvent.ConsentRecorded': ['v1', 'ConsentRecorded', ['ConsentRevoked']],
  // What they are about was never added here, so they are kept as they are.
  'ComponentDataEvent.EmailUpdated': ['v1', 'EmailUpdated', [`${LATER}EmailUpdated`]],
  'ComponentDataEvent.EmailRemoved': ['v1', 'EmailRemoved', [`${LATER}EmailRemoved`]],
  'ComponentDataEvent.PhoneRemoved': ['v1', 'PhoneRemoved', [`${LATER}PhoneRemoved`]],
  'ComponentDataEvent.SkillUpdated': ['v1', 'SkillUpdated', [`${LATER}SkillUpdated`]],
  'ComponentDataEvent.SkillEndorsed': ['v1', 'SkillEndorsed', [`${LATER}SkillEndorsed`]],
  'ComponentDataEvent.SkillRemoved': ['v1', 'SkillRemoved', [`${LATER}SkillRemoved`]],
  'ComponentDataEvent.EmploymentUpdated': ['v1', 'EmploymentUpdated', [`${LATER}EmploymentUpdated`]],
  'ComponentDataEvent.EmploymentEnded': ['v1', 'EmploymentEnded', [`${LATER}EmploymentEnded`]],
  'ComponentDataEvent.EmploymentRemoved': ['v1', 'EmploymentRemoved', [`${LATER}EmploymentRemoved`]],
  'EmploymentEvent.EmploymentStarted': ['v1', 'EmploymentStarted', ['EmploymentAdded']],
  'EmploymentEvent.EmploymentUpdated': ['v1', 'EmploymentUpdated', [`${LATER}EmploymentUpdated`]],
  'EmploymentEvent.EmploymentEnded': ['v1', 'EmploymentEnded', [`${LATER}EmploymentEnded`]],
  'EmploymentEvent.ManagerChanged': ['v1', 'ManagerChanged', [`${LATER}ManagerChanged`]],
  'PersonEventV2.Created': ['v2', 'PersonCreated', AGAIN],
  'PersonEventV2.Suspended': ['v2', 'PersonDeactivated', ['PersonSuspended']],
  'PersonEventV2.Archived': ['v2', 'PersonArchived', ['PersonArchived', KEPT_CONTEXT]],
  'PersonEventV2.NameUpdated': ['v2', 'NameUpdated', ['PersonRenamed']],
  'PersonEventV2.BirthDateSet': ['v2', 'BirthDateSet', ['BirthDateSet']],
  'PersonEventV2.DeathRecorded': ['v2', 'DeathRecorded', ['DeathRecorded']],
  'PersonEventV2.ComponentAdded': ['v2', 'ComponentAdded', [`${LATER}component.EmailAddress`, 'EmailAdded']],
  'PersonEventV2.ComponentAdded.from-register': ['v2', 'ComponentAdded', [`${LATER}component.EmailAddress`]],
  'PersonEventV2.ComponentUpdated': ['v2', 'ComponentUpdated', ['SkillAdded']],
  'PersonEventV2.ComponentRemoved': ['v2', 'ComponentRemoved', [`${LATER}ComponentRemoved`]],
  'PersonEventV2.PersonMerged': ['v2', 'PersonMergedInto', ['PersonMerged']],
  'PersonEventV2.LocationAssigned': ['v2', 'LocationAssigned', ['LocationAssigned', KEPT_CONTEXT]],
  'PersonEventV2.EmploymentAdded': ['v2', 'OrganizationJoined', ['EmploymentAdded', KEPT_CONTEXT]],
  'PersonEventV2.IdentityLinked': ['v2', 'IdentityLinked', ['IdentityLinked', KEPT_CONTEXT]],
  'EventEnvelope.PersonCreated': ['v1-envelope', 'PersonCreated', AGAIN],
  'EventEnvelope.ComponentDataUpdated': ['v1-envelope', 'ComponentDataUpdated', ['EmailAdded']],
  'StreamingEventEnvelope.Created': ['v2-envelope', 'PersonCreated', AGAIN],
  'StreamingEventEnvelope.PersonMerged': ['v2-envelope', 'PersonMergedInto', ['PersonMerged', KEPT_CONTEXT]],
  'VersionedEventEnvelope.PersonCreated': ['versioned-envelope', 'PersonCreated', AGAIN],
  'VersionedEventEnvelope.PersonActivated': [
    'versioned-envelope',
    'PersonReactivated',
    ['PersonReactivated', KEPT_CONTEXT],
  ],
  'VersionedFlat.PersonCreated.v1.0': ['flat', 'PersonCreated', AGAIN],
  'VersionedFlat.PersonCreated.v2.0': ['flat', 'PersonCreated', AGAIN],
  'VersionedFlat.PersonCreated.v3.0': ['flat', 'PersonCreated', AGAIN],
  'VersionedFlat.PersonCreated.v1.0.documented-variant': ['flat', 'PersonCreated', AGAIN],
  'VersionedFlat.NameUpdated.v1.0': ['flat', 'NameUpdated', ['PersonRenamed']],
  'VersionedFlat.PersonNameUpdated.v2.0': ['flat', 'NameUpdated', ['PersonRenamed']],
  'VersionedFlat.PersonDeactivated.v1.0': ['flat', 'PersonDeactivated', ['PersonSuspended']],
  'VersionedFlat.PersonReactivated.v1.0': ['flat', 'PersonReactivated', ['PersonReactivated']],
  PersonCreatedV2: ['versioned', 'PersonCreated', AGAIN],
  PersonCreatedV3: ['versioned', 'PersonCreated', [...AGAIN, ...AGAIN]],
  PersonNameUpdatedV2: ['versioned', 'NameUpdated', ['PersonRenamed']],
  ComponentAddedV2: ['versioned', 'ComponentAdded', [`${LATER}component.Skill`, 'SkillAdded', `${LATER}Skill`]],
  ComponentUpdatedV2: ['versioned', 'ComponentUpdated', [`${LATER}Skill`]],
  ComponentRemovedV2: ['versioned', 'ComponentRemoved', [`${LATER}ComponentRemoved`]],
  'gen0.PersonEvent.PersonRegistered': [
    'v1',
    'PersonRegistered',
    ['PersonRenamed', 'BirthDateSet', 'EmailAdded', 'PhoneAdded', 'LocationAssigned'],
  ],
  // It adds nothing: its lists are empty.
  'gen0.PersonEvent.ContactAdded': ['v1', 'ContactAdded', []],
  'gen0.PersonEvent.EmploymentAdded': ['v1', 'EmploymentAdded', ['EmploymentAdded', `${LATER}EmploymentAdded`]],
  'gen1.PersonEvent.EmailAdded': ['v1', 'EmailAdded', ['EmailAdded']],
  'gen1.PersonEvent.PersonMergedInto': ['v1', 'PersonMergedInto', ['PersonMerged']],
  'gen2.PersonEvent.PersonMergedInto': ['v1', 'PersonMergedInto', ['PersonMerged']],
  'gen2.PersonEvent.ComponentRegistered.External': [
    'v1',
    'ComponentRegistered',
    [`${LATER}component.External:crm.segment`],
  ],
  'gen4.PersonEventV2.Updated': ['v2', 'Updated', [`${LATER}Updated`]],
  'gen5.PersonEvent.AttributeUpdated': [
    'v1',
    'AttributeUpdated',
    [`${LATER}old_attribute`, 'AttributeSet height', `${LATER}AttributeUpdated`],
  ],
  'gen5.PersonEvent.AttributeInvalidated': ['v1', 'AttributeInvalidated', [`${LATER}AttributeInvalidated`]],
};

/** Told to somebody else than the others, who is created by it. */
const CREATIONS = [
  'PersonEvent.PersonCreated',
  'PersonEventV2.Created',
  'EventEnvelope.PersonCreated',
  'StreamingEventEnvelope.Created',
  'VersionedEventEnvelope.PersonCreated',
  'VersionedFlat.PersonCreated.v1.0',
  'VersionedFlat.PersonCreated.v1.0.documented-variant',
  'VersionedFlat.PersonCreated.v2.0',
  'VersionedFlat.PersonCreated.v3.0',
  'PersonCreatedV2',
];

/** What is no event, and what it is. */
const OTHERS: Readonly<Record<string, object>> = {
  'JetStreamPubAck.on-command-request': { kind: 'ack' },
  'gen4.PersonCommand.RegisterComponent': { kind: 'command', name: 'RegisterComponent' },
  'gen5.PersonCommand.RecordAttribute': { kind: 'command', name: 'RecordAttribute' },
  // All three of them look alike, so nobody can tell which they are.
  PersonActivatedV2: { kind: 'unknown', reason: 'its keys fit no event' },
  PersonArchivedV2: { kind: 'unknown', reason: 'its keys fit no event' },
  'EventMetadata.from-command': { kind: 'unknown', reason: 'it has no form that any event had' },
  'gen1.PersonName': { kind: 'unknown', reason: 'it has no form that any event had' },
  'gen5.PersonName': { kind: 'unknown', reason: 'it has no form that any event had' },
};

const files = readdirSync(new URL('fixtures/', import.meta.url)).map((file) => file.replace(/\.json$/, ''));
const commands = files.filter((file) => /^(PersonCommand|ComponentCommand)\./.test(file));

describe('An old event', () => {
  it.each(Object.entries(EVENTS))('%s is told', (file, [family, name, facts]) => {
    const document = fixture(file);
    expect(classify(document)).toMatchObject({ kind: 'event', family, name });
    expect(namesOf(tell(CREATED, document))).toEqual(facts);
  });

  it.each(CREATIONS)('%s creates', (file) => {
    const told = tell(fixture(file));
    expect(namesOf(told)).toEqual(['PersonCreated']);
    expect(data(told)).toMatchObject({ status: 'active', name: { given: ['Amara'], family: ['Okafor'] } });
    expect(data(told)).toHaveProperty('source');
  });

  it('of the last generation creates with a name of lists', () => {
    const told = tell(fixture('gen5.PersonEvent.PersonCreated'));
    expect(data(told)).toEqual({
      status: 'active',
      source: 'api',
      name: {
        given: ['Amara', 'Ngozi'],
        family: ['Okafor'],
        prefixes: [],
        suffixes: ['PhD'],
        display: 'Ama',
        convention: 'western',
      },
    });
  });

  it('of the first generation creates with contact data', () => {
    const told = tell(fixture('gen0.PersonEvent.PersonRegistered'));
    expect(namesOf(told)).toEqual(['PersonCreated', 'EmailAdded', 'PhoneAdded', 'LocationAssigned']);
    expect(data(told)).toMatchObject({ birthDate: '1988-02-29', name: { nickname: 'Ama', display: 'Ama' } });
  });
});

describe('What is no event', () => {
  it.each(Object.entries(OTHERS))('%s is known for what it is', (file, expected) => {
    expect(classify(fixture(file))).toEqual(expected);
  });

  it.each(commands)('%s is a command', (file) => {
    expect(classify(fixture(file))).toEqual({ kind: 'command', name: file.split('.')[1] });
  });
});

it('has every document of the folder', () => {
  const known = new Set([
    ...Object.keys(EVENTS),
    ...Object.keys(OTHERS),
    ...commands,
    'gen5.PersonEvent.PersonCreated',
  ]);
  expect(files.filter((file) => !known.has(file))).toEqual([]);
});
