/**
 * Old events as facts of ours. Facts are facts: nothing is refused here, and what contradicts what was told before is
 * told as well. What has no word of ours is kept as an attribute, as it was written.
 */

import type { Happened } from '../domain/message.ts';
import { type AnyFact, fold } from '../domain/person/person.ts';
import * as attributes from './attributes.ts';
import type { OldEvent } from './classify.ts';
import { isPlaceholder, tellComponent } from './component-data.ts';
import * as contact from './contact.ts';
import { Fields } from './fields.ts';
import * as items from './items.ts';
import * as lifecycle from './lifecycle.ts';
import * as preferences from './preferences.ts';
import * as skills from './skills.ts';
import * as social from './social.ts';
import { KEPT, registeredName, type Step, type Subject, Telling, type Translation } from './telling.ts';
import { isRaw } from './values.ts';
import * as work from './work.ts';

type Teller = (telling: Telling, fields: Fields) => boolean;

export const UNKNOWN_CHANGE = `${KEPT}unknown-change`;

const TELLERS: Readonly<Record<string, Teller>> = {
  PersonCreated: lifecycle.created,
  PersonRegistered: lifecycle.registered,
  PersonUpdated: lifecycle.renamed,
  NameUpdated: lifecycle.renamed,
  BirthDateSet: lifecycle.born,
  DeathRecorded: lifecycle.died,
  PersonDeactivated: lifecycle.suspended,
  PersonSuspended: lifecycle.suspended,
  PersonReactivated: lifecycle.reactivated,
  PersonActivated: lifecycle.reactivated,
  PersonArchived: lifecycle.archived,
  PersonMergedInto: lifecycle.merged,
  IdentityLinked: lifecycle.identityLinked,
  ExternalIdentifierAdded: lifecycle.identityLinked,
  MetadataUpdated: lifecycle.metadataUpdated,
  TagAdded: lifecycle.tagged,
  TagRemoved: lifecycle.untagged,
  CustomAttributeSet: lifecycle.customAttribute,
  ContactAdded: (telling, fields) => lifecycle.contacts(telling, fields.object('new_contact')),
  ContactUpdated: (telling, fields) => lifecycle.contacts(telling, fields.object('new_contact')),
  ComponentRegistered: registered,
  ComponentUnregistered: unregistered,
  ComponentDataUpdated: dataUpdated,
  ComponentAdded: added,
  ComponentUpdated: updated,
  ComponentRemoved: componentRemoved,
  LocationAssigned: items.locationAssigned,
  AddressAdded: (telling, fields) => items.locationAssigned(telling, fields) || contact.location(telling, fields),
  OrganizationJoined: work.employment,
  EmploymentStarted: work.employment,
  EmploymentAdded: (telling, fields) =>
    work.employment(telling, fields.has('employment') ? fields.object('employment') : fields),
  EmploymentUpdated: items.employmentUpdated,
  EmploymentEnded: items.employmentEnded,
  ManagerChanged: items.managerChanged,
  EmailAdded: contact.email,
  EmailUpdated: items.emailUpdated,
  EmailVerified: items.emailVerified,
  PhoneAdded: contact.phone,
  PhoneUpdated: items.phoneUpdated,
  SkillAdded: skillAdded,
  SkillsAdded: skills.listedSkills,
  SkillUpdated: items.skillUpdated,
  SkillEndorsed: items.skillEndorsed,
  SkillRemoved: items.skillRemoved,
  CertificationAdded: (telling, fields) =>
    skills.certification(telling, fields.has('certification') ? fields.object('certification') : fields),
  EducationAdded: (telling, fields) =>
    skills.education(telling, fields.has('education') ? fields.object('education') : fields),
  SocialProfileAdded: social.socialMedia,
  SocialProfileUpdated: items.profileUpdated,
  RelationshipAdded: (telling, fields) =>
    social.relationship(telling, fields.has('relationship') ? fields.object('relationship') : fields),
  EmailRemoved: items.removedFrom('EmailRemoved'),
  PhoneRemoved: items.removedFrom('PhoneRemoved'),
  AddressRemoved: items.removedFrom('AddressRemoved'),
  SocialProfileRemoved: items.removedFrom('SocialProfileRemoved'),
  EmploymentRemoved: items.removedFrom('EmploymentRemoved'),
  CommunicationPreferencesUpdated: (telling, fields) =>
    preferences.communication(telling, within(fields, 'changes', 'preferences')),
  CommunicationPreferencesSet: (telling, fields) =>
    preferences.communication(telling, within(fields, 'changes', 'preferences')),
  PrivacyPreferencesUpdated: (telling, fields) =>
    preferences.privacy(telling, within(fields, 'changes', 'preferences')),
  PrivacyPreferencesSet: (telling, fields) => preferences.privacy(telling, within(fields, 'changes', 'preferences')),
  ConsentRecorded: preferences.consent,
  AttributeRecorded: attributes.recorded,
  AttributeUpdated: attributes.updated,
  AttributeInvalidated: attributes.invalidated,
};

/** What every event says and its block says already: whom it is about, and when. */
const SAID = [
  'person_id',
  'source_person_id',
  'metadata',
  'version',
  'timestamp',
  'created_at',
  'updated_at',
  'set_at',
];
const SAID_TOO = ['recorded_at', 'registered_at', 'unregistered_at', 'deactivated_at', 'reactivated_at', 'merged_at'];
const SAID_LAST = ['added_at', 'removed_at', 'ended_at', 'started_at', 'changed_at', 'invalidated_at', 'verified_at'];
const PASSED = [...SAID, ...SAID_TOO, ...SAID_LAST, 'registered_by'];

/** The facts that an old event tells about the person; none when it tells nothing that is not known already. */
export function translate(event: OldEvent, subject: Subject): Translation {
  const isCreation = event.name === 'PersonCreated' || event.name === 'PersonRegistered';
  if (subject.person.core.status !== 'absent' || isCreation) return translated(event, subject);
  const begin = new Telling(subject);
  lifecycle.begin(begin, event.data.old_name);
  const before = begin.translation();
  const person = fold(before.steps.map(happened), subject.person);
  const { steps, warnings } = translated(event, { ...subject, person });
  return { steps: [...before.steps, ...steps], warnings: [...before.warnings, ...warnings] };
}

/** A step as something that happened. */
export function happened({ fact, at }: Step): Happened<AnyFact> {
  return { ...fact, at };
}

function translated(event: OldEvent, subject: Subject): Translation {
  const telling = new Telling(subject);
  tell(telling, new Fields(event.data).pass(...PASSED), event);
  telling.keep('context', event.metadata?.context ?? null);
  telling.keep('envelope', event.extra);
  return telling.translation();
}

function tell(telling: Telling, fields: Fields, event: OldEvent): void {
  const what = event.name.replace(/^Unknown\./, '');
  const teller = TELLERS[event.name];
  if (teller === undefined || !teller(telling, fields)) {
    telling.warn(
      teller === undefined
        ? `there is no fact for ${what}, so it is kept as it is`
        : `${what} is not understood, so it is kept as it is`,
    );
    // All of it but whom it is about; and the event itself is worth a mark where there is nothing more to it.
    const { person_id: _, source_person_id: __, metadata: ___, ...all } = event.data;
    telling.set(`${KEPT}${what}`, all as never);
    return;
  }
  // The thing that was meant has been found, or has got this id.
  telling.keep(what, fields.pass('component_id').rest());
}

function within(fields: Fields, ...keys: readonly string[]): Fields {
  const key = keys.find((each) => isRaw(fields.peek(each)));
  return key === undefined ? fields : fields.object(key);
}

function skillAdded(telling: Telling, fields: Fields): boolean {
  const inner = isRaw(fields.peek('skill')) ? fields.object('skill') : fields;
  const name = skills.skill(telling, inner);
  const id = fields.text('component_id');
  // What follows names the skill by this id only.
  if (name !== null && id !== undefined) telling.set(items.aliasName(id), name, true);
  return name !== null;
}

/** A type of component that the person is said to have, and no more. */
function typeIn(fields: Fields): string {
  const type = fields.peek('component_type');
  fields.pass('component_type');
  if (typeof type === 'string') return type;
  const [entry] = isRaw(type) ? Object.entries(type) : [];
  if (entry === undefined) return 'Unknown';
  return typeof entry[1] === 'string' ? `${entry[0]}:${entry[1]}` : entry[0];
}

function registered(telling: Telling, fields: Fields): boolean {
  telling.register(typeIn(fields));
  return true;
}

function unregistered(telling: Telling, fields: Fields): boolean {
  const type = typeIn(fields);
  const known = telling.attribute(registeredName(type));
  if (known !== undefined)
    telling.tell('AttributeInvalidated', { attributeId: known.attributeId, reason: 'Unregistered.' });
  else telling.keep('ComponentUnregistered', type);
  return true;
}

function dataUpdated(telling: Telling, fields: Fields): boolean {
  const data = fields.peek('data');
  fields.pass('component_id');
  if (!isRaw(data)) return false;
  fields.pass('data');
  if (isPlaceholder(data)) return unknownChange(telling);
  tellComponent(telling, 'Component', data, fields.peek('component_id'));
  return true;
}

/** Something changed, and nobody knows what. The moment is all there is. */
function unknownChange(telling: Telling): boolean {
  telling.warn('it is a placeholder for a change that nobody kept');
  telling.set(UNKNOWN_CHANGE, new Date(telling.subject.at).toISOString(), true);
  return true;
}

function added(telling: Telling, fields: Fields): boolean {
  const data = fields.peek('component_data') ?? fields.peek('data');
  const type = typeIn(fields);
  fields.pass('component_data', 'data', 'component_id');
  if (isPlaceholder(data)) return unknownChange(telling);
  telling.register(type);
  if (data !== undefined && data !== null) tellComponent(telling, type, data, fields.peek('component_id'));
  return true;
}

function updated(telling: Telling, fields: Fields): boolean {
  const data = fields.peek('changes') ?? fields.peek('updates');
  const type = typeIn(fields);
  fields.pass('changes', 'updates', 'component_id');
  if (isPlaceholder(data)) return unknownChange(telling);
  if (isRaw(data)) tellComponent(telling, type, data, fields.peek('component_id'));
  else telling.keep(`update.${type}`, data ?? true);
  return true;
}

function componentRemoved(telling: Telling, fields: Fields): boolean {
  const type = typeIn(fields);
  const removal = items.REMOVALS[type];
  const isListed = removal !== undefined && items.removedFrom(removal)(telling, fields);
  fields.pass('component_id');
  const known = telling.attribute(registeredName(type));
  if (known !== undefined) telling.tell('AttributeInvalidated', { attributeId: known.attributeId, reason: 'Removed.' });
  else if (!isListed) telling.keep('ComponentRemoved', type);
  return true;
}
