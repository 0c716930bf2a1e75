/** Inputs of the person commands. */

import { z } from 'zod';
import { ATTRIBUTE_KINDS, CONFIDENCES, NOTE_KINDS, ONBOARDING_STEPS } from '../../src/domain/person/messages.ts';
import { NAMING_CONVENTIONS } from '../../src/domain/person/name.ts';
import { CHANNELS } from '../../src/domain/preferences/messages.ts';
import { type CommandInput, input } from './command-input.ts';
import {
  date,
  flag,
  itemId,
  json,
  jsonObject,
  list,
  longText,
  named,
  oneOf,
  optional,
  personId,
  reason,
  text,
} from './fields.ts';

const names = () => optional(list(text(), 20)).transform((parts) => parts ?? []);

const personName = named(
  'PersonNameInput',
  z.object({
    given: names().describe('Given names in the order they are borne; middle names are further given names.'),
    family: names().describe('Family names; for Spanish names two, the paternal one first.'),
    patronymic: optional(text()).describe('Named after the father, where that is no family name.'),
    matronymic: optional(text()).describe('Named after the mother, where that is no family name.'),
    nickname: optional(text()),
    prefixes: names().describe('Titles before the name, such as "Dr.".'),
    suffixes: names().describe('After the name, such as "Jr." or "PhD".'),
    display: optional(text()).describe('How the person wants to be shown. Without it the convention decides.'),
    convention: optional(oneOf('NamingConvention', NAMING_CONVENTIONS))
      .transform((convention) => convention ?? 'western')
      .describe('The culture the name belongs to; WESTERN when left out.'),
  }),
  'A name as people bear it. At least one given or family name is needed.',
);

const identity = { system: text(), value: text() };

export const PERSON_INPUTS: readonly CommandInput[] = [
  input(
    'CreatePerson',
    'Creates a person, active unless a draft is asked for.',
    z.object({
      name: personName,
      birthDate: optional(date()),
      draft: optional(flag()).describe('Create it as a draft, to be activated later.'),
      source: optional(text()).describe('Where the person comes from, in words of your own.'),
    }),
  ),
  input('ActivatePerson', 'Makes a draft active.', z.object({ reason: optional(reason()) })),
  input(
    'RenamePerson',
    'Gives the person another name; the old one stays in the history.',
    z.object({ name: personName, reason: optional(reason()) }),
  ),
  input('SetBirthDate', 'Sets the birth date, once and for all.', z.object({ date: date() })),
  input(
    'RecordDeath',
    'Records the death of the person.',
    z.object({ date: date(), certificate: optional(text()).describe('Reference of the certificate.') }),
  ),
  input(
    'SuspendPerson',
    'Suspends an active person, who is then in no list until reactivated.',
    z.object({ reason: reason() }),
  ),
  input(
    'ReactivatePerson',
    'Makes a suspended or archived person active again.',
    z.object({ reason: optional(reason()) }),
  ),
  input('ArchivePerson', 'Archives a person that is no longer needed.', z.object({ reason: reason() })),
  input(
    'MergePersons',
    'Makes the person part of another one, which takes over all it did not have itself.',
    z.object({ targetId: personId().describe('The person it becomes part of.'), reason: optional(reason()) }),
  ),
  input(
    'LinkIdentity',
    'Links the person to what another system knows it by; see the query personByIdentity.',
    z.object({ ...identity, kind: optional(text()).describe('What sort of identity it is.') }),
  ),
  input('UnlinkIdentity', 'Takes a linked identity off.', z.object({ ...identity, reason: optional(reason()) })),
  input('AddTag', 'Tags the person.', z.object({ tag: text(100) })),
  input('RemoveTag', 'Takes a tag off.', z.object({ tag: text(100) })),
  input(
    'SetAttribute',
    'Records anything else worth knowing: one value under a name, valid from a date on. Another value for the same name and date replaces it.',
    z.object({
      attributeId: optional(itemId()),
      name: text(),
      kind: optional(oneOf('AttributeKind', ATTRIBUTE_KINDS)).transform((kind) => kind ?? 'custom'),
      value: json(),
      unit: optional(text()),
      validFrom: optional(date()),
      validUntil: optional(date()),
      source: optional(text()).describe('Where the value comes from.'),
      confidence: optional(oneOf('Confidence', CONFIDENCES)),
    }),
    'attributeId',
  ),
  input(
    'InvalidateAttribute',
    'Says that an attribute does not hold.',
    z.object({ attributeId: itemId(), reason: optional(reason()) }),
  ),
  input(
    'AddNote',
    'Notes something to be looked at. There is one note of a kind and code about the same thing.',
    z.object({
      noteId: optional(itemId()),
      kind: optional(oneOf('NoteKind', NOTE_KINDS)).transform((kind) => kind ?? 'other'),
      code: optional(text(100)).describe('What tells notes of a kind apart, such as "EMAIL_MISSING".'),
      text: longText(),
      field: optional(text()).describe('What it is about, as a path such as "contactInfo.emails".'),
    }),
    'noteId',
  ),
  input('ResolveNote', 'Says that a note is settled.', z.object({ noteId: itemId(), reason: optional(reason()) })),
  input(
    'RequestMessage',
    'Asks for a message to the person. It is sent by whoever listens for such requests; nothing is sent from here.',
    z.object({
      messageId: optional(itemId()),
      template: text(100).describe('Which text, in words of whoever sends it.'),
      channel: optional(oneOf('Channel', CHANNELS)),
      reason: optional(reason()),
      details: optional(jsonObject()).describe('What the text is filled in with, as a JSON object.'),
    }),
    'messageId',
  ),
  input(
    'StartOnboarding',
    'Begins to make the person known here, step by step.',
    z.object({ deadline: optional(date()).describe('The last day on which it may be completed.') }),
  ),
  input(
    'AdvanceOnboarding',
    'Says that a step of the onboarding is done. Steps are done in their order.',
    z.object({ step: oneOf('OnboardingStep', ONBOARDING_STEPS) }),
  ),
  input(
    'CompleteOnboarding',
    'Completes an onboarding whose steps are done.',
    z.object({ reason: optional(reason()) }),
  ),
  input('FailOnboarding', 'Says that the onboarding came to nothing, and why.', z.object({ reason: reason() })),
];
