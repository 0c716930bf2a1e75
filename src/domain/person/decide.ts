/** What the commands of the person noun may record. */

import { absorbContactInfo } from '../contact-info/decide.ts';
import { accepted, type Decision, rejected } from '../decider.ts';
import { absorbPreferences } from '../preferences/preferences.ts';
import { absorbRelationships } from '../relationship/decide.ts';
import { absorbSkills } from '../skills/decide.ts';
import { equal, isFuture } from '../values.ts';
import { identityKey, type Profile, tagKey } from './core.ts';
import type { Absorbed, Attribute, Note, PersonCommand, PersonFact } from './messages.ts';
import { isNamed } from './name.ts';
import { decideOnboarding } from './onboarding.ts';
import type { PresentPerson } from './state.ts';

type Of<Type extends PersonCommand['type']> = Extract<PersonCommand, { type: Type }>;

/** Creates a person that is absent; who is there already is never created over. */
export function decideCreate(command: Of<'CreatePerson'>): Decision<PersonFact> {
  const { draft, ...data } = command.data;
  if (!isNamed(data.name)) return rejected('NAME_EMPTY', 'name');
  if (data.birthDate !== undefined && isFuture(data.birthDate, command.at)) {
    return rejected('DATE_IN_FUTURE', 'birthDate');
  }
  return accepted({ type: 'PersonCreated', data: { status: draft === true ? 'draft' : 'active', ...data } });
}

/**
 * - A birth date is set once; a death is recorded once, not before the birth and not in the future.
 * - A status asked for again is already so.
 * - An identity, a tag and an attribute are kept once.
 */
export function decidePerson(
  command: Exclude<PersonCommand, { type: 'CreatePerson' | 'MergePersons' }>,
  profile: Profile,
): Decision<PersonFact> {
  switch (command.type) {
    case 'ActivatePerson':
      return profile.status === 'active' ? accepted() : accepted({ type: 'PersonActivated', data: command.data });
    case 'RenamePerson':
      return rename(command, profile);
    case 'SetBirthDate':
      return setBirthDate(command, profile);
    case 'RecordDeath':
      return recordDeath(command, profile);
    case 'SuspendPerson':
      return profile.status === 'suspended' ? accepted() : accepted({ type: 'PersonSuspended', data: command.data });
    case 'ReactivatePerson':
      return profile.status === 'active' ? accepted() : accepted({ type: 'PersonReactivated', data: command.data });
    case 'ArchivePerson':
      return profile.status === 'archived' ? accepted() : accepted({ type: 'PersonArchived', data: command.data });
    case 'LinkIdentity': {
      const known = profile.identities.get(identityKey(command.data));
      return known !== undefined && equal(known, command.data)
        ? accepted()
        : accepted({ type: 'IdentityLinked', data: command.data });
    }
    case 'UnlinkIdentity':
      return profile.identities.has(identityKey(command.data))
        ? accepted({ type: 'IdentityUnlinked', data: command.data })
        : rejected('IDENTITY_NOT_LINKED', 'value');
    case 'AddTag':
      return profile.tags.has(tagKey(command.data.tag))
        ? accepted()
        : accepted({ type: 'TagAdded', data: command.data });
    case 'RemoveTag':
      return profile.tags.has(tagKey(command.data.tag))
        ? accepted({ type: 'TagRemoved', data: command.data })
        : accepted();
    case 'SetAttribute':
      return setAttribute(command, profile);
    case 'InvalidateAttribute':
      return invalidateAttribute(command, profile);
    case 'AddNote':
      return addNote(command, profile);
    case 'ResolveNote':
      return resolveNote(command, profile);
    case 'RequestMessage':
      return requestMessage(command, profile);
    case 'StartOnboarding':
    case 'AdvanceOnboarding':
    case 'CompleteOnboarding':
    case 'FailOnboarding':
      return decideOnboarding(command, profile.onboarding);
    default:
      return command satisfies never;
  }
}

function rename(command: Of<'RenamePerson'>, profile: Profile): Decision<PersonFact> {
  const { name } = command.data;
  if (!isNamed(name)) return rejected('NAME_EMPTY', 'name');
  if (equal(name, profile.name)) return accepted();
  return accepted({ type: 'PersonRenamed', data: { ...command.data, before: profile.name } });
}

function setBirthDate(command: Of<'SetBirthDate'>, profile: Profile): Decision<PersonFact> {
  const { date } = command.data;
  if (profile.birthDate === date) return accepted();
  if (profile.birthDate !== undefined) return rejected('BIRTH_DATE_ALREADY_SET', 'date');
  if (isFuture(date, command.at)) return rejected('DATE_IN_FUTURE', 'date');
  if (profile.deathDate !== undefined && date > profile.deathDate) return rejected('BIRTH_AFTER_DEATH', 'date');
  return accepted({ type: 'BirthDateSet', data: command.data });
}

function recordDeath(command: Of<'RecordDeath'>, profile: Profile): Decision<PersonFact> {
  const { date } = command.data;
  if (profile.status === 'deceased') {
    return profile.deathDate === date ? accepted() : rejected('DEATH_ALREADY_RECORDED', 'date');
  }
  if (isFuture(date, command.at)) return rejected('DATE_IN_FUTURE', 'date');
  if (profile.birthDate !== undefined && date < profile.birthDate) return rejected('DEATH_BEFORE_BIRTH', 'date');
  return accepted({ type: 'DeathRecorded', data: command.data });
}

/** A value under a name holds from one date on; another value from the same date on takes its place and its id. */
function setAttribute(command: Of<'SetAttribute'>, profile: Profile): Decision<PersonFact> {
  const { validFrom, validUntil } = command.data;
  if (validFrom !== undefined && validUntil !== undefined && validUntil < validFrom) {
    return rejected('VALIDITY_REVERSED', 'validUntil');
  }
  const known = sameSpan(profile, command.data) ?? profile.attributes.live.get(command.data.attributeId);
  const next = { ...command.data, attributeId: known?.attributeId ?? command.data.attributeId };
  if (equal(known, next)) return accepted();
  return accepted({ type: 'AttributeSet', data: next });
}

function sameSpan(profile: Profile, wanted: Attribute): Attribute | undefined {
  return [...profile.attributes.live.values()].find(
    (attribute) => attribute.name === wanted.name && attribute.validFrom === wanted.validFrom,
  );
}

function invalidateAttribute(command: Of<'InvalidateAttribute'>, profile: Profile): Decision<PersonFact> {
  const { attributeId } = command.data;
  if (profile.attributes.live.has(attributeId)) return accepted({ type: 'AttributeInvalidated', data: command.data });
  return profile.attributes.removed.has(attributeId) ? accepted() : rejected('ATTRIBUTE_NOT_FOUND', 'attributeId');
}

/** There is one note of a kind and code about the same thing; said again in the same words it is already so. */
function addNote(command: Of<'AddNote'>, profile: Profile): Decision<PersonFact> {
  const { notes } = profile;
  const { noteId, kind, code, field } = command.data;
  const alike = (note: Note) => code !== undefined && note.kind === kind && note.code === code && note.field === field;
  const known = notes.live.get(noteId) ?? [...notes.live.values()].find(alike);
  if (known === undefined) return accepted({ type: 'NoteAdded', data: command.data });
  return equal({ ...known, noteId, at: 0 }, { ...command.data, at: 0 })
    ? accepted()
    : rejected('NOTE_EXISTS', 'noteId');
}

function resolveNote(command: Of<'ResolveNote'>, profile: Profile): Decision<PersonFact> {
  const { noteId } = command.data;
  if (profile.notes.live.has(noteId)) return accepted({ type: 'NoteResolved', data: command.data });
  return profile.notes.removed.has(noteId) ? accepted() : rejected('NOTE_NOT_FOUND', 'noteId');
}

/** A message is asked for once under its id. */
function requestMessage(command: Of<'RequestMessage'>, profile: Profile): Decision<PersonFact> {
  const known = profile.messages.live.get(command.data.messageId);
  if (known === undefined) return accepted({ type: 'MessageRequested', data: command.data });
  return equal({ ...known, at: 0 }, { ...command.data, at: 0 }) ? accepted() : rejected('MESSAGE_EXISTS', 'messageId');
}

/** Makes the source part of the target: one fact for each, recorded together or not at all. */
export function decideMerge(
  command: Of<'MergePersons'>,
  source: PresentPerson,
  target: PresentPerson,
): Decision<PersonFact> {
  const { targetId, reason } = command.data;
  const absorbed: Absorbed = {
    sourceId: command.personId,
    ...(reason === undefined ? {} : { reason }),
    identities: [...source.core.identities]
      .filter(([key]) => !target.core.identities.has(key))
      .map(([, value]) => value),
    tags: [...source.core.tags].filter(([key]) => !target.core.tags.has(key)).map(([, value]) => value),
    attributes: [...source.core.attributes.live.values()].filter(
      (attribute) =>
        !target.core.attributes.live.has(attribute.attributeId) && sameSpan(target.core, attribute) === undefined,
    ),
    contactInfo: absorbContactInfo(source.contactInfo, target.contactInfo),
    skills: absorbSkills(source.skills, target.skills, targetId),
    preferences: absorbPreferences(source.preferences, target.preferences),
    relationships: absorbRelationships(source.relationships, target.relationships, targetId),
  };
  return accepted({ type: 'PersonMerged', data: command.data }, { type: 'PersonAbsorbed', data: absorbed });
}
