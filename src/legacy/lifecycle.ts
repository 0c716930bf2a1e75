/** Who a person was and what became of it, as old events tell it. */

import { EMAIL_KINDS } from '../domain/contact-info/messages.ts';
import type { Json } from '../domain/message.ts';
import type { PersonName } from '../domain/person/name.ts';
import { isPresent } from '../domain/person/person.ts';
import { equal } from '../domain/values.ts';
import * as contact from './contact.ts';
import { tellEmail } from './contact.ts';
import { type Fields, present } from './fields.ts';
import { NO_NAME, nameIn, textName } from './name.ts';
import { KEPT, type Telling } from './telling.ts';

export const CREATED_AGAIN = 'the person was created again';
export const STARTS_IN_THE_MIDDLE = 'the history starts in the middle';

/** Reads a name; what of it has no place is kept beside it. */
function name(telling: Telling, fields: Fields, key: string) {
  const read = nameIn(fields.peek(key));
  if (read === null) return null;
  fields.pass(key);
  telling.keep('name', read.rest);
  return read.name;
}

export function created(telling: Telling, fields: Fields): boolean {
  const said = name(telling, fields, 'name');
  const source = fields.text('source');
  if (telling.person.core.status === 'absent') {
    telling.tell('PersonCreated', present({ status: 'active' as const, name: said ?? NO_NAME, source }));
    if (said === null) telling.warn('the creation has no name');
    return true;
  }
  telling.warn(CREATED_AGAIN);
  const { core } = telling.person;
  if (said !== null && !equal(said, core.name)) {
    telling.tell('PersonRenamed', { name: said, before: core.name, reason: 'Created again.' });
  }
  if (core.status !== 'active') telling.tell('PersonReactivated', { reason: 'Created again.' });
  telling.keep('PersonCreated', {
    source: source ?? null,
    created_at: fields.peek('created_at') ?? new Date(telling.subject.at).toISOString(),
  });
  return true;
}

/** What must be there before anything can be told of a person whose creation nobody kept. */
export function begin(telling: Telling, nameBefore: unknown): void {
  const read = nameIn(nameBefore);
  telling.tell('PersonCreated', { status: 'active', name: read?.name ?? NO_NAME, source: 'legacy' });
  telling.tell('NoteAdded', {
    noteId: telling.id('begin'),
    kind: 'data_quality',
    code: 'HISTORY_STARTS_IN_THE_MIDDLE',
    text: 'Events from before were not kept by the system that this person comes from.',
  });
  telling.warn(STARTS_IN_THE_MIDDLE);
}

/** The first days: identity and contact data at once. */
export function registered(telling: Telling, fields: Fields): boolean {
  const identity = fields.object('identity');
  const legal = identity.text('legal_name');
  const preferred = identity.text('preferred_name');
  const parsed = legal === undefined ? NO_NAME : textName(legal);
  const full = preferred === undefined ? parsed : { ...parsed, nickname: preferred, display: preferred };
  if (telling.person.core.status === 'absent') {
    telling.tell(
      'PersonCreated',
      present({ status: 'active' as const, name: full, birthDate: identity.date('date_of_birth') }),
    );
  } else registeredAgain(telling, identity, full);
  contacts(telling, fields.object('contact'));
  return true;
}

function registeredAgain(telling: Telling, identity: Fields, full: PersonName): void {
  const { core } = telling.person;
  if (core.status === 'absent') return;
  telling.warn(CREATED_AGAIN);
  const reason = 'Registered again.';
  if (!equal(full, core.name)) telling.tell('PersonRenamed', { name: full, before: core.name, reason });
  if (core.status !== 'active') telling.tell('PersonReactivated', { reason });
  // A birth date that is known stands; another one is kept beside it.
  const date = core.birthDate === undefined ? identity.date('date_of_birth') : undefined;
  if (date !== undefined) telling.tell('BirthDateSet', { date });
}

/** Lists of emails, phones and ids of places. */
export function contacts(telling: Telling, fields: Fields): boolean {
  for (const each of fields.list('emails')) {
    const address = each.text('email') ?? each.text('address');
    if (address === undefined) continue;
    tellEmail(telling, each, {
      address,
      kind: each.word('email_type', EMAIL_KINDS),
      primary: each.flag('is_primary') || undefined,
      verified: each.flag('is_verified') ?? each.flag('verified'),
    });
  }
  for (const each of fields.list('phones')) contact.phone(telling, each);
  const places = fields.texts('addresses') ?? [];
  for (const locationId of places)
    telling.tell('LocationAssigned', { assignmentId: telling.id('place'), locationId, kind: 'other' });
  return true;
}

export function renamed(telling: Telling, fields: Fields): boolean {
  const [key] = ['new_name', 'name', 'legal_name'].filter((each) => fields.has(each));
  const said = key === undefined ? null : name(telling, fields, key);
  const { core } = telling.person;
  if (said === null || core.status === 'absent') return false;
  const before = nameIn(fields.peek('old_name'));
  fields.pass('old_name');
  if (before !== null && !equal(before.name, core.name)) {
    telling.warn('the name before is another one than the one told before');
    telling.keep('old_name', fields.peek('old_name'));
  }
  const reason = fields.text('reason') ?? fields.text('change_reason');
  telling.tell('PersonRenamed', present({ name: said, before: before?.name ?? core.name, reason }));
  return true;
}

export function born(telling: Telling, fields: Fields): boolean {
  const date = fields.date('birth_date');
  const { core } = telling.person;
  if (date === undefined || core.status === 'absent') return false;
  if (core.birthDate !== undefined && core.birthDate !== date) telling.warn('the birth date was another one before');
  telling.tell('BirthDateSet', { date });
  return true;
}

export function died(telling: Telling, fields: Fields): boolean {
  const date = fields.date('date_of_death');
  if (date === undefined) return false;
  const certificate = fields.text('certificate_reference');
  telling.tell('DeathRecorded', present({ date, certificate }));
  return true;
}

export function suspended(telling: Telling, fields: Fields): boolean {
  telling.tell('PersonSuspended', { reason: fields.text('reason') ?? 'No reason given.' });
  return true;
}

export function reactivated(telling: Telling, fields: Fields): boolean {
  const data = present({ reason: fields.text('reason') });
  telling.tell(telling.person.core.status === 'draft' ? 'PersonActivated' : 'PersonReactivated', data);
  return true;
}

export function archived(telling: Telling, fields: Fields): boolean {
  telling.tell('PersonArchived', { reason: fields.text('reason') ?? 'No reason given.' });
  return true;
}

export function merged(telling: Telling, fields: Fields): boolean {
  const targetId = fields.person('merged_into_id') ?? fields.person('target_person_id');
  if (targetId === undefined) return false;
  if (targetId === telling.subject.personId) {
    telling.warn('the person is merged into itself');
    return false;
  }
  const reason = fields.text('merge_reason') ?? fields.text('reason');
  telling.tell('PersonMerged', present({ targetId, reason }));
  return true;
}

export function identityLinked(telling: Telling, fields: Fields): boolean {
  const value = fields.text('identity_id') ?? fields.text('external_id');
  if (value === undefined) return false;
  const system = fields.text('system') ?? 'identity';
  telling.tell('IdentityLinked', present({ system, value, kind: fields.text('identity_type') }));
  return true;
}

export function tagged(telling: Telling, fields: Fields): boolean {
  const tag = fields.text('tag') ?? fields.object('tag').text('name');
  if (tag === undefined) return false;
  telling.tell('TagAdded', { tag });
  return true;
}

export function untagged(telling: Telling, fields: Fields): boolean {
  const tag = fields.text('tag') ?? fields.text('tag_name') ?? fields.object('tag').text('name');
  if (tag === undefined) return false;
  telling.tell('TagRemoved', { tag });
  return true;
}

/** A value under a name of one's own. */
export function customAttribute(telling: Telling, fields: Fields): boolean {
  const own = fields.object('attribute');
  const called = fields.text('name') ?? fields.text('key') ?? own.text('name') ?? own.text('key');
  const holder = fields.has('value') ? fields : own;
  if (called === undefined || !holder.has('value')) return false;
  telling.set(called, holder.peek('value') as Json, true);
  holder.pass('value');
  return true;
}

export function metadataUpdated(telling: Telling, fields: Fields): boolean {
  const type = fields.text('metadata_type');
  if (type === undefined || !isPresent(telling.person)) return false;
  telling.set(`${KEPT}metadata.${type}`, (fields.peek('metadata_value') ?? null) as Json, true);
  fields.pass('metadata_value');
  return true;
}
