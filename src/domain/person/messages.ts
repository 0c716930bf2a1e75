/**
 * Commands and facts of the person noun: identity and lifecycle.
 * The names here are on disk and on other people's wires. Add, never rename; see src/codec/upcast.ts.
 */

import type { ContactInfoAbsorbed } from '../contact-info/messages.ts';
import type { ItemId, PersonId } from '../ids.ts';
import type { Command, Fact, IsoDate, Json } from '../message.ts';
import type { CHANNELS, PreferencesAbsorbed } from '../preferences/messages.ts';
import type { RelationshipsAbsorbed } from '../relationship/messages.ts';
import type { SkillsAbsorbed } from '../skills/messages.ts';
import type { PersonName } from './name.ts';

export const PERSON_STATUSES = ['absent', 'draft', 'active', 'suspended', 'archived', 'deceased', 'merged'] as const;
export type PersonStatus = (typeof PERSON_STATUSES)[number];

/** A number or name that another system knows the person by; `system` and `value` together find the person. */
export interface Identity {
  readonly system: string;
  readonly value: string;
  /** What sort of identity it is, such as `primary`, in the words of the other system. */
  readonly kind?: string;
}

export const ATTRIBUTE_KINDS = ['identifying', 'physical', 'healthcare', 'demographic', 'custom'] as const;
export const CONFIDENCES = ['certain', 'likely', 'possible', 'uncertain'] as const;

/** Anything else worth knowing about a person: one value under one name, true from one date on. */
export interface Attribute {
  readonly attributeId: ItemId;
  readonly name: string;
  readonly kind: (typeof ATTRIBUTE_KINDS)[number];
  readonly value: Json;
  /** The unit of the value, such as `cm`. */
  readonly unit?: string;
  readonly validFrom?: IsoDate;
  readonly validUntil?: IsoDate;
  /** Where the value comes from, such as a document or a system. */
  readonly source?: string;
  readonly confidence?: (typeof CONFIDENCES)[number];
}

export const NOTE_KINDS = ['data_quality', 'inactivity', 'other'] as const;

/** Something to be looked at: what is missing, contradictory, or about to happen. */
export interface Note {
  readonly noteId: ItemId;
  readonly kind: (typeof NOTE_KINDS)[number];
  /** What tells notes of a kind apart, such as `NAME_TOO_SHORT`; there is one of each at a time. */
  readonly code?: string;
  readonly text: string;
  /** What it is about, as a path such as `contactInfo.emails`. */
  readonly field?: string;
}

/** A message that somebody else shall send to the person; nothing is sent from here. */
export interface MessageRequest {
  readonly messageId: ItemId;
  /** Which text, in words of whoever sends it, such as `welcome_new_person`. */
  readonly template: string;
  readonly channel?: (typeof CHANNELS)[number];
  readonly reason?: string;
  /** What the text is filled in with. */
  readonly details?: { readonly [key: string]: Json };
}

/** The steps of an onboarding, in their order. */
export const ONBOARDING_STEPS = ['identity', 'contact', 'components', 'location'] as const;
export type OnboardingStep = (typeof ONBOARDING_STEPS)[number];

export type CreatePerson = Command<
  'CreatePerson',
  { name: PersonName; birthDate?: IsoDate; draft?: boolean; source?: string }
>;
export type ActivatePerson = Command<'ActivatePerson', { reason?: string }>;
export type RenamePerson = Command<'RenamePerson', { name: PersonName; reason?: string }>;
export type SetBirthDate = Command<'SetBirthDate', { date: IsoDate }>;
export type RecordDeath = Command<'RecordDeath', { date: IsoDate; certificate?: string }>;
export type SuspendPerson = Command<'SuspendPerson', { reason: string }>;
export type ReactivatePerson = Command<'ReactivatePerson', { reason?: string }>;
export type ArchivePerson = Command<'ArchivePerson', { reason: string }>;
/** The person addressed is the source; `targetId` is who it becomes part of. */
export type MergePersons = Command<'MergePersons', { targetId: PersonId; reason?: string }>;
export type LinkIdentity = Command<'LinkIdentity', Identity>;
export type UnlinkIdentity = Command<'UnlinkIdentity', { system: string; value: string; reason?: string }>;
export type AddTag = Command<'AddTag', { tag: string }>;
export type RemoveTag = Command<'RemoveTag', { tag: string }>;
export type SetAttribute = Command<'SetAttribute', Attribute>;
export type InvalidateAttribute = Command<'InvalidateAttribute', { attributeId: ItemId; reason?: string }>;
export type AddNote = Command<'AddNote', Note>;
export type ResolveNote = Command<'ResolveNote', { noteId: ItemId; reason?: string }>;
export type RequestMessage = Command<'RequestMessage', MessageRequest>;
/** `deadline` is the last day on which it may be completed. */
export type StartOnboarding = Command<'StartOnboarding', { deadline?: IsoDate }>;
export type AdvanceOnboarding = Command<'AdvanceOnboarding', { step: OnboardingStep }>;
export type CompleteOnboarding = Command<'CompleteOnboarding', { reason?: string }>;
export type FailOnboarding = Command<'FailOnboarding', { reason: string }>;

export type PersonCommand =
  | CreatePerson
  | ActivatePerson
  | RenamePerson
  | SetBirthDate
  | RecordDeath
  | SuspendPerson
  | ReactivatePerson
  | ArchivePerson
  | MergePersons
  | LinkIdentity
  | UnlinkIdentity
  | AddTag
  | RemoveTag
  | SetAttribute
  | InvalidateAttribute
  | AddNote
  | ResolveNote
  | RequestMessage
  | StartOnboarding
  | AdvanceOnboarding
  | CompleteOnboarding
  | FailOnboarding;

export const PERSON_COMMANDS = [
  'CreatePerson',
  'ActivatePerson',
  'RenamePerson',
  'SetBirthDate',
  'RecordDeath',
  'SuspendPerson',
  'ReactivatePerson',
  'ArchivePerson',
  'MergePersons',
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
] as const satisfies readonly PersonCommand['type'][];

export type PersonFact =
  | Fact<'PersonCreated', { status: 'draft' | 'active'; name: PersonName; birthDate?: IsoDate; source?: string }>
  | Fact<'PersonActivated', { reason?: string }>
  | Fact<'PersonRenamed', { name: PersonName; before: PersonName; reason?: string }>
  | Fact<'BirthDateSet', { date: IsoDate }>
  | Fact<'DeathRecorded', { date: IsoDate; certificate?: string }>
  | Fact<'PersonSuspended', { reason: string }>
  | Fact<'PersonReactivated', { reason?: string }>
  | Fact<'PersonArchived', { reason: string }>
  | Fact<'PersonMerged', { targetId: PersonId; reason?: string }>
  | Fact<'PersonAbsorbed', Absorbed>
  | Fact<'IdentityLinked', Identity>
  | Fact<'IdentityUnlinked', { system: string; value: string; reason?: string }>
  | Fact<'TagAdded', { tag: string }>
  | Fact<'TagRemoved', { tag: string }>
  | Fact<'AttributeSet', Attribute>
  | Fact<'AttributeInvalidated', { attributeId: ItemId; reason?: string }>
  | Fact<'NoteAdded', Note>
  | Fact<'NoteResolved', { noteId: ItemId; reason?: string }>
  | Fact<'MessageRequested', MessageRequest>
  | Fact<'OnboardingStarted', { deadline?: IsoDate }>
  | Fact<'OnboardingAdvanced', { step: OnboardingStep }>
  | Fact<'OnboardingCompleted', { reason?: string }>
  | Fact<'OnboardingFailed', { reason: string }>;

/** What the target of a merge takes over: everything of the source that it did not have itself. */
export interface Absorbed {
  readonly sourceId: PersonId;
  readonly reason?: string;
  readonly identities: readonly Identity[];
  readonly tags: readonly string[];
  readonly attributes: readonly Attribute[];
  readonly contactInfo: ContactInfoAbsorbed;
  readonly skills: SkillsAbsorbed;
  readonly preferences: PreferencesAbsorbed;
  readonly relationships: RelationshipsAbsorbed;
}
