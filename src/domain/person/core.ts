/** Who a person is and where it stands, as the facts tell it. */

import type { PersonId } from '../ids.ts';
import { type Items, noItems, put, putAll, take } from '../listing.ts';
import type { Happened, IsoDate } from '../message.ts';
import { NO_ENTRIES, withEntry, withoutEntry } from '../values.ts';
import type { Absorbed, Attribute, Identity, MessageRequest, Note, PersonFact, PersonStatus } from './messages.ts';
import type { PersonName } from './name.ts';
import { applyOnboarding, cancelled, type Onboarding } from './onboarding.ts';

/** A state says what it is before it says what it has: there is nothing to know of a person that is absent. */
export type PersonCore = { readonly status: 'absent' } | Profile;

export interface Profile {
  readonly status: Exclude<PersonStatus, 'absent'>;
  readonly name: PersonName;
  readonly birthDate?: IsoDate;
  readonly deathDate?: IsoDate;
  /** When it got its status, in UTC milliseconds. */
  readonly statusSince: number;
  /** Why the person has its status, where a reason was given. */
  readonly statusReason?: string;
  readonly mergedInto?: PersonId;
  /** Who became part of this person. */
  readonly absorbed: readonly PersonId[];
  readonly source?: string;
  /** By `identityKey`. */
  readonly identities: ReadonlyMap<string, Identity>;
  /** By the folded tag, as it was written first. */
  readonly tags: ReadonlyMap<string, string>;
  readonly attributes: Items<Attribute>;
  readonly notes: Items<Dated<Note>>;
  readonly messages: Items<Dated<MessageRequest>>;
  readonly onboarding?: Onboarding;
  /** UTC milliseconds. */
  readonly createdAt: number;
}

/** With when it was recorded, in UTC milliseconds. */
export type Dated<T> = T & { readonly at: number };

/** What tags are compared by. */
export const tagKey = (tag: string): string => tag.toLowerCase();

/** What identities are compared by. */
export const identityKey = (identity: { readonly system: string; readonly value: string }): string =>
  `${identity.system.toLowerCase()}\u0000${identity.value}`;

/** The core after the fact; the collections inside are the caller's own and change in place. */
export function applyCore(core: PersonCore, fact: Happened<PersonFact>): PersonCore {
  if (fact.type === 'PersonCreated') return core.status === 'absent' ? created(fact) : core;
  // Facts about somebody who was never created have nothing to be about.
  if (core.status === 'absent') return core;
  switch (fact.type) {
    case 'PersonActivated':
      return withStatus(core, 'active', fact.at);
    case 'PersonRenamed':
      return { ...core, name: fact.data.name };
    case 'BirthDateSet':
      return { ...core, birthDate: fact.data.date };
    case 'DeathRecorded':
      return { ...ended(core, 'deceased', fact.at), deathDate: fact.data.date };
    case 'PersonSuspended':
      return withStatus(core, 'suspended', fact.at, fact.data.reason);
    case 'PersonReactivated':
      return withStatus(core, 'active', fact.at, fact.data.reason);
    case 'PersonArchived':
      return ended(core, 'archived', fact.at, fact.data.reason);
    case 'PersonMerged':
      return { ...ended(core, 'merged', fact.at, fact.data.reason), mergedInto: fact.data.targetId };
    default:
      return withDetail(core, fact);
  }
}

function created(fact: Extract<Happened<PersonFact>, { type: 'PersonCreated' }>): Profile {
  return {
    ...fact.data,
    absorbed: [],
    identities: NO_ENTRIES,
    tags: NO_ENTRIES,
    attributes: noItems(),
    notes: noItems(),
    messages: noItems(),
    createdAt: fact.at,
    statusSince: fact.at,
  };
}

function withStatus(core: Profile, status: Profile['status'], at: number, reason?: string): Profile {
  // Who has another status now is not merged, whatever was told before.
  const { statusReason: _, mergedInto: __, ...rest } = core;
  // Told again what is so already, nothing began anew.
  const statusSince = core.status === status ? core.statusSince : at;
  return { ...rest, status, statusSince, ...(reason === undefined ? {} : { statusReason: reason }) };
}

/** Whoever is gone is not being onboarded any more. */
function ended(core: Profile, status: Profile['status'], at: number, reason?: string): Profile {
  const next = withStatus(core, status, at, reason);
  return core.onboarding === undefined ? next : withOnboarding(next, cancelled(core.onboarding, status, at));
}

type Detail = Exclude<
  Happened<PersonFact>,
  {
    type:
      | 'PersonCreated'
      | 'PersonActivated'
      | 'PersonRenamed'
      | 'BirthDateSet'
      | 'DeathRecorded'
      | 'PersonSuspended'
      | 'PersonReactivated'
      | 'PersonArchived'
      | 'PersonMerged';
  }
>;

function withDetail(core: Profile, fact: Detail): Profile {
  switch (fact.type) {
    case 'IdentityLinked':
      return { ...core, identities: withEntry(core.identities, identityKey(fact.data), fact.data) };
    case 'IdentityUnlinked':
      return { ...core, identities: withoutEntry(core.identities, identityKey(fact.data)) };
    case 'TagAdded':
      return { ...core, tags: withEntry(core.tags, tagKey(fact.data.tag), fact.data.tag) };
    case 'TagRemoved':
      return { ...core, tags: withoutEntry(core.tags, tagKey(fact.data.tag)) };
    case 'AttributeSet':
      return { ...core, attributes: put(core.attributes, fact.data.attributeId, fact.data) };
    case 'AttributeInvalidated':
      return { ...core, attributes: take(core.attributes, fact.data.attributeId) };
    case 'NoteAdded':
      return { ...core, notes: put(core.notes, fact.data.noteId, { ...fact.data, at: fact.at }) };
    case 'NoteResolved':
      return { ...core, notes: take(core.notes, fact.data.noteId) };
    case 'MessageRequested':
      return { ...core, messages: put(core.messages, fact.data.messageId, { ...fact.data, at: fact.at }) };
    case 'OnboardingStarted':
    case 'OnboardingAdvanced':
    case 'OnboardingCompleted':
    case 'OnboardingFailed':
      return withOnboarding(core, applyOnboarding(core.onboarding, fact));
    case 'PersonAbsorbed':
      return absorbing(core, fact.data);
    default:
      // Facts of the other nouns, and types newer than this program: nothing to change here.
      fact satisfies never;
      return core;
  }
}

function withOnboarding(core: Profile, onboarding: Onboarding | undefined): Profile {
  return onboarding === undefined ? core : { ...core, onboarding };
}

function absorbing(core: Profile, absorbed: Absorbed): Profile {
  let { identities, tags } = core;
  for (const identity of absorbed.identities) identities = withEntry(identities, identityKey(identity), identity);
  for (const tag of absorbed.tags) tags = withEntry(tags, tagKey(tag), tag);
  const attributes = putAll(core.attributes, 'attributeId', absorbed.attributes);
  return { ...core, identities, tags, attributes, absorbed: [...core.absorbed, absorbed.sourceId] };
}
