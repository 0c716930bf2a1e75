/**
 * How the facts of the person noun are published. Other people build on these names: add, never rename; see
 * docs/neighbours.md.
 */

import { z } from 'zod';
import { NOTE_KINDS, ONBOARDING_STEPS } from '../../domain/person/messages.ts';
import { NAMING_CONVENTIONS } from '../../domain/person/name.ts';
import { CHANNELS } from '../../domain/preferences/messages.ts';
import { ABSORBED, absorbed } from './absorbed.ts';
import { ATTRIBUTE, IDENTITY } from './identity.ts';
import {
  date,
  details,
  optional,
  type PublishedType,
  published,
  reasoned,
  text,
  texts,
  uuid,
  words,
} from './language.ts';

const NAME = z.object({
  given: texts(),
  family: texts(),
  ...optional({ patronymic: text(), matronymic: text(), nickname: text() }),
  prefixes: texts(),
  suffixes: texts(),
  display: text().optional(),
  convention: words(NAMING_CONVENTIONS),
});

const reason = text();

export const PERSON_PUBLISHED: readonly PublishedType[] = [
  published(
    'PersonCreated',
    'A person is there.',
    z.object({
      status: words(['draft', 'active']),
      name: NAME,
      birthDate: date().optional(),
      source: text().optional(),
    }),
  ),
  published('PersonActivated', 'A draft is active now.', z.object(reasoned)),
  published('PersonRenamed', 'The person bears another name.', z.object({ name: NAME, before: NAME, ...reasoned })),
  published('BirthDateSet', 'The birth date is known.', z.object({ date: date() })),
  published('DeathRecorded', 'The person has died.', z.object({ date: date(), certificate: text().optional() })),
  published('PersonSuspended', 'The person is suspended.', z.object({ reason })),
  published('PersonReactivated', 'The person is active again.', z.object(reasoned)),
  published('PersonArchived', 'The person is archived.', z.object({ reason })),
  published(
    'PersonMerged',
    'The person became part of another one. Use that one from now on.',
    z.object({ targetId: uuid(), ...reasoned }),
  ),
  published(
    'PersonAbsorbed',
    'Another person became part of this one, which took over what is listed.',
    ABSORBED,
    absorbed,
  ),
  published('IdentityLinked', 'Another system knows the person under this value.', IDENTITY),
  published(
    'IdentityUnlinked',
    'Another system does not know the person under this value any more.',
    z.object({ system: text(), value: text(), ...reasoned }),
  ),
  published('TagAdded', 'The person was tagged.', z.object({ tag: text() })),
  published('TagRemoved', 'A tag was taken off.', z.object({ tag: text() })),
  published('AttributeSet', 'One value under a name is known, valid from a date on.', ATTRIBUTE),
  published('AttributeInvalidated', 'An attribute does not hold.', z.object({ attributeId: uuid(), ...reasoned })),
  published(
    'NoteAdded',
    'Something about the person is to be looked at.',
    z.object({
      noteId: uuid(),
      kind: words(NOTE_KINDS),
      code: text().optional(),
      text: text(),
      field: text().optional(),
    }),
  ),
  published('NoteResolved', 'A note is settled.', z.object({ noteId: uuid(), ...reasoned })),
  published(
    'MessageRequested',
    'A message to the person is asked for. Whoever sends messages listens to this.',
    z.object({
      messageId: uuid(),
      template: text(),
      channel: words(CHANNELS).optional(),
      reason: text().optional(),
      details: details().optional(),
    }),
  ),
  published('OnboardingStarted', 'An onboarding began.', z.object({ deadline: date().optional() })),
  published('OnboardingAdvanced', 'A step of the onboarding is done.', z.object({ step: words(ONBOARDING_STEPS) })),
  published('OnboardingCompleted', 'The onboarding is completed.', z.object(reasoned)),
  published('OnboardingFailed', 'The onboarding came to nothing.', z.object({ reason })),
];
