/** The old names of events and commands: what a document may be called in each generation. */

/** Lifecycle and identity, by the name of the first family, in which they are told here. */
const V1 = [
  'PersonCreated',
  'PersonUpdated',
  'NameUpdated',
  'BirthDateSet',
  'DeathRecorded',
  'ComponentRegistered',
  'ComponentUnregistered',
  'PersonDeactivated',
  'PersonReactivated',
  'PersonMergedInto',
  'ComponentDataUpdated',
] as const;

/** The second family, and what the same is called in the first one where it is there at all. */
export const V2_NAMES: Readonly<Record<string, string>> = {
  Created: 'PersonCreated',
  Activated: 'PersonReactivated',
  Suspended: 'PersonDeactivated',
  Archived: 'PersonArchived',
  NameUpdated: 'NameUpdated',
  BirthDateSet: 'BirthDateSet',
  DeathRecorded: 'DeathRecorded',
  ComponentAdded: 'ComponentAdded',
  ComponentUpdated: 'ComponentUpdated',
  ComponentRemoved: 'ComponentRemoved',
  PersonMerged: 'PersonMergedInto',
  LocationAssigned: 'LocationAssigned',
  EmploymentAdded: 'OrganizationJoined',
  IdentityLinked: 'IdentityLinked',
  Updated: 'Updated',
  MetadataUpdated: 'MetadataUpdated',
};

/** Versioned structs, by the name of their registry. */
export const VERSIONED_NAMES: Readonly<Record<string, string>> = {
  PersonCreated: 'PersonCreated',
  PersonNameUpdated: 'NameUpdated',
  NameUpdated: 'NameUpdated',
  PersonActivated: 'PersonReactivated',
  PersonSuspended: 'PersonDeactivated',
  PersonArchived: 'PersonArchived',
  ComponentAdded: 'ComponentAdded',
  ComponentUpdated: 'ComponentUpdated',
  ComponentRemoved: 'ComponentRemoved',
};

/** Component data events, and the fine-grained events of the generations before. */
const COMPONENT = [
  ...['Email', 'Phone', 'Skill', 'SocialProfile', 'Employment'].flatMap((each) =>
    ['Added', 'Updated', 'Removed'].map((verb) => `${each}${verb}`),
  ),
  'EmailVerified',
  'SkillEndorsed',
  'EmploymentEnded',
  'CommunicationPreferencesUpdated',
  'PrivacyPreferencesUpdated',
  'ConsentRecorded',
  'EmploymentStarted',
  'ManagerChanged',
  'AddressAdded',
  'AddressUpdated',
  'AddressRemoved',
  'CertificationAdded',
  'EducationAdded',
  'RelationshipAdded',
  'RelationshipUpdated',
  'RelationshipEnded',
  'CustomerSegmentSet',
  'BehavioralDataUpdated',
  'CommunicationPreferencesSet',
  'PrivacyPreferencesSet',
  'TagAdded',
  'TagRemoved',
  'CustomAttributeSet',
  'PersonsMerged',
  'PersonArchived',
  'PersonActivated',
  'PersonSuspended',
] as const;

/** The first days. */
const FIRST = [
  'PersonRegistered',
  'ContactAdded',
  'ContactUpdated',
  'ContactRemoved',
  'EmploymentStatusChanged',
  'PositionAdded',
  'SkillsAdded',
  'SkillsRemoved',
  'SkillsUpdated',
  'AccessGranted',
  'ExternalIdentifierAdded',
  'AlternativeNamesAdded',
  'PhysicalAttributesUpdated',
  'DistinguishingMarksAdded',
  'MedicalIdentityUpdated',
  'RelationshipsUpdated',
  'SocialMediaUpdated',
  'InterestsUpdated',
  'PreferencesUpdated',
  'SegmentationUpdated',
  'BiometricDataAdded',
  'ComponentAdded',
  'ComponentRemoved',
  'ComponentUpdated',
] as const;

/** Since components became attributes. */
const ATTRIBUTES = ['AttributeRecorded', 'AttributeUpdated', 'AttributeInvalidated'] as const;

export const EVENT_NAMES: ReadonlySet<string> = new Set([...V1, ...COMPONENT, ...FIRST, ...ATTRIBUTES]);

/** Orders, which happen to be in a stream that captured their subjects too. They are no facts. */
export const COMMAND_NAMES: ReadonlySet<string> = new Set([
  ...['CreatePerson', 'UpdateName', 'SetBirthDate', 'RecordDeath', 'RegisterComponent', 'UnregisterComponent'],
  ...['DeactivatePerson', 'ReactivatePerson', 'MergePersons', 'ArchivePerson', 'AddComponent', 'UpdateComponent'],
  ...['Email', 'Phone', 'Skill', 'SocialProfile', 'Employment'].flatMap((each) =>
    ['Add', 'Update', 'Remove'].map((verb) => `${verb}${each}`),
  ),
  ...['EndorseSkill', 'UpdateCommunicationPreferences', 'UpdatePrivacyPreferences', 'RecordConsent'],
  ...['RecordAttribute', 'UpdateAttribute', 'InvalidateAttribute'],
]);

/** What component data counts as, by its tag. */
export const COMPONENT_TYPES: Readonly<Record<string, string>> = {
  'Contact.Email': 'EmailAddress',
  'Contact.Phone': 'PhoneNumber',
  'Contact.Messaging': 'MessagingApp',
  'Professional.Employment': 'Employment',
  'Professional.Affiliation': 'ProfessionalAffiliation',
  'Professional.Project': 'Project',
  'Professional.Skills': 'Skill',
  Location: 'Address',
  'Social.SocialMedia': 'SocialProfile',
  'Social.Website': 'Website',
  'Social.ProfessionalNetwork': 'ProfessionalNetwork',
  'Social.Relationship': 'Relationship',
  'Preferences.Communication': 'CommunicationPreferences',
  'Preferences.Privacy': 'PrivacyPreferences',
  'Preferences.General': 'GeneralPreferences',
};
