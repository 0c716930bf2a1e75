/** A plausible input for each command of the person noun, and how the person looks afterwards. */

import { ADA, BOB, CARL, DORA, type Example, item } from './example.ts';

const NAME = {
  given: ['Ada', 'Augusta'],
  family: ['Lovelace'],
  patronymic: 'Georgesdottir',
  matronymic: 'Annesdottir',
  nickname: 'Addie',
  prefixes: ['Countess'],
  suffixes: ['FRS'],
  display: 'Ada, Countess of Lovelace',
  convention: 'PATRONYMIC',
};

const HEIGHT = {
  name: 'height',
  kind: 'PHYSICAL',
  value: { measured: [165.5, null, true], by: { whom: 'a nurse' } },
  unit: 'cm',
  validFrom: '2020-01-01',
  validUntil: '2030-12-31',
  source: 'passport',
  confidence: 'LIKELY',
};

const NOON = '2026-03-01T12:00:00.000Z';
const NOTE = { kind: 'DATA_QUALITY', code: 'EMAIL_MISSING', text: 'There is no email', field: 'contactInfo.emails' };
const MESSAGE = {
  template: 'welcome_new_person',
  channel: 'EMAIL',
  reason: 'created',
  details: { name: 'Ada' },
};

export const PERSON_EXAMPLES: readonly Example[] = [
  {
    command: 'CreatePerson',
    input: { name: NAME, birthDate: '1815-12-10', draft: true, source: 'parish register' },
    records: ['PersonCreated'],
    shows: { id: ADA, version: 1, status: 'DRAFT', name: NAME, birthDate: '1815-12-10', source: 'parish register' },
  },
  {
    command: 'ActivatePerson',
    input: { reason: 'checked' },
    records: ['PersonActivated'],
    shows: { status: 'ACTIVE', version: 2 },
  },
  {
    command: 'RenamePerson',
    input: { name: { given: ['Ada'], family: ['King'] }, reason: 'married' },
    records: ['PersonRenamed'],
    shows: { name: { given: ['Ada'], family: ['King'], nickname: null, display: 'Ada King', convention: 'WESTERN' } },
  },
  {
    command: 'SetBirthDate',
    input: { personId: BOB, date: '1791-12-26' },
    records: ['BirthDateSet'],
    shows: { birthDate: '1791-12-26' },
  },
  {
    command: 'SuspendPerson',
    input: { personId: CARL, reason: 'under inquiry' },
    records: ['PersonSuspended'],
    shows: { status: 'SUSPENDED', statusReason: 'under inquiry' },
  },
  {
    command: 'ReactivatePerson',
    input: { personId: CARL, reason: 'cleared' },
    records: ['PersonReactivated'],
    shows: { status: 'ACTIVE', statusReason: 'cleared' },
  },
  {
    command: 'ArchivePerson',
    input: { personId: CARL, reason: 'left' },
    records: ['PersonArchived'],
    shows: { status: 'ARCHIVED', statusReason: 'left' },
  },
  {
    command: 'RecordDeath',
    input: { personId: CARL, date: '2025-11-03', certificate: 'reg. 12/2025' },
    records: ['DeathRecorded'],
    shows: { status: 'DECEASED', deathDate: '2025-11-03' },
  },
  {
    command: 'MergePersons',
    input: { personId: DORA, targetId: ADA, reason: 'the same woman' },
    records: ['PersonMerged', 'PersonAbsorbed'],
    shows: { status: 'MERGED', mergedInto: { id: ADA } },
  },
  {
    command: 'LinkIdentity',
    input: { system: 'hr', value: '4711', kind: 'primary' },
    records: ['IdentityLinked'],
    shows: { identities: [{ system: 'hr', value: '4711', kind: 'primary' }] },
  },
  {
    command: 'UnlinkIdentity',
    input: { system: 'HR', value: '4711', reason: 'left' },
    records: ['IdentityUnlinked'],
    shows: { identities: [] },
  },
  { command: 'AddTag', input: { tag: 'pioneer' }, records: ['TagAdded'], shows: { tags: ['pioneer'] } },
  { command: 'RemoveTag', input: { tag: 'Pioneer' }, records: ['TagRemoved'], shows: { tags: [] } },
  {
    command: 'SetAttribute',
    input: { attributeId: item(1), ...HEIGHT },
    records: ['AttributeSet'],
    shows: { attributes: [{ id: item(1), ...HEIGHT }] },
  },
  {
    command: 'InvalidateAttribute',
    input: { attributeId: item(1), reason: 'another person was measured' },
    records: ['AttributeInvalidated'],
    shows: { attributes: [] },
  },
  {
    command: 'AddNote',
    input: { noteId: item(2), ...NOTE },
    records: ['NoteAdded'],
    shows: { notes: [{ id: item(2), ...NOTE }] },
  },
  {
    command: 'ResolveNote',
    input: { noteId: item(2), reason: 'an email was found' },
    records: ['NoteResolved'],
    shows: { notes: [] },
  },
  {
    command: 'RequestMessage',
    input: { messageId: item(3), ...MESSAGE },
    records: ['MessageRequested'],
    shows: { messageRequests: [{ id: item(3), ...MESSAGE }] },
  },
  {
    command: 'StartOnboarding',
    input: { deadline: '2026-12-31' },
    records: ['OnboardingStarted'],
    shows: {
      onboarding: {
        status: 'AWAITING_IDENTITY',
        startedAt: NOON,
        deadline: '2026-12-31',
        steps: [],
        stepDue: 'IDENTITY',
      },
    },
  },
  {
    command: 'AdvanceOnboarding',
    input: { step: 'IDENTITY' },
    records: ['OnboardingAdvanced'],
    shows: {
      onboarding: { status: 'COLLECTING_CONTACT', steps: [{ step: 'IDENTITY', at: NOON }], stepDue: 'CONTACT' },
    },
  },
  {
    command: 'FailOnboarding',
    input: { reason: 'never came back' },
    records: ['OnboardingFailed'],
    shows: { onboarding: { status: 'FAILED', endedAt: NOON, failure: 'never came back', stepDue: null } },
  },
  ...['IDENTITY', 'CONTACT', 'COMPONENTS', 'LOCATION'].flatMap((step, at) => [
    ...(at === 0
      ? [
          {
            command: 'StartOnboarding',
            input: {},
            records: ['OnboardingStarted'],
            shows: { onboarding: { deadline: null } },
          },
        ]
      : []),
    { command: 'AdvanceOnboarding', input: { step }, records: ['OnboardingAdvanced'], shows: {} },
  ]),
  {
    command: 'CompleteOnboarding',
    input: { reason: 'all there' },
    records: ['OnboardingCompleted'],
    shows: { onboarding: { status: 'COMPLETED', endedAt: NOON, failure: null } },
  },
];
