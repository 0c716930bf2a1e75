/** Which command is legal in which status of a person. The table is in docs/law.md, and the tests hold this to it. */

import { createMachine } from 'xstate';
import { CONTACT_INFO_COMMANDS } from '../contact-info/messages.ts';
import { gate, stays } from '../gate.ts';
import { PREFERENCES_COMMANDS } from '../preferences/messages.ts';
import { RELATIONSHIP_COMMANDS } from '../relationship/messages.ts';
import { SKILLS_COMMANDS } from '../skills/messages.ts';
import type { PersonStatus } from './messages.ts';

/** The commands of the four other nouns: they need a person that is a draft or active. */
export const COMPONENT_COMMANDS = [
  ...CONTACT_INFO_COMMANDS,
  ...SKILLS_COMMANDS,
  ...PREFERENCES_COMMANDS,
  ...RELATIONSHIP_COMMANDS,
] as const;

const IDENTITY_COMMANDS = [
  'RenamePerson',
  'SetBirthDate',
  'LinkIdentity',
  'UnlinkIdentity',
  'AddTag',
  'RemoveTag',
  'SetAttribute',
  'InvalidateAttribute',
  'AddNote',
  'ResolveNote',
  'RequestMessage',
  'StartOnboarding',
  'AdvanceOnboarding',
  'CompleteOnboarding',
  'FailOnboarding',
] as const;

export const personMachine = createMachine({
  id: 'person',
  initial: 'absent',
  states: {
    absent: {
      on: { CreatePerson: [{ guard: ({ event }) => event.draft === true, target: 'draft' }, { target: 'active' }] },
    },
    draft: {
      on: {
        ActivatePerson: 'active',
        ArchivePerson: 'archived',
        ...stays('draft', IDENTITY_COMMANDS),
        ...stays('draft', COMPONENT_COMMANDS),
      },
    },
    active: {
      on: {
        ActivatePerson: 'active',
        SuspendPerson: 'suspended',
        ReactivatePerson: 'active',
        ArchivePerson: 'archived',
        RecordDeath: 'deceased',
        MergePersons: 'merged',
        AbsorbPerson: 'active',
        ...stays('active', IDENTITY_COMMANDS),
        ...stays('active', COMPONENT_COMMANDS),
      },
    },
    suspended: {
      on: {
        SuspendPerson: 'suspended',
        ReactivatePerson: 'active',
        ArchivePerson: 'archived',
        RecordDeath: 'deceased',
        MergePersons: 'merged',
        ...stays('suspended', IDENTITY_COMMANDS),
      },
    },
    archived: { on: { ArchivePerson: 'archived', ReactivatePerson: 'active', RecordDeath: 'deceased' } },
    deceased: { on: { RecordDeath: 'deceased' } },
    merged: { on: { MergePersons: 'merged' } },
  },
});

/** `AbsorbPerson` is MergePersons as its target meets it; nobody sends it. */
export const personGate = gate<PersonStatus>(personMachine);
