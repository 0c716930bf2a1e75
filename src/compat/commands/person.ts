/** The twelve old commands on persons, as ours. */

import { registrationIdOf } from '../ids.ts';
import { any, date, type Fields, optional, personId, type Read, struct, text, uuid } from '../reading.ts';
import { newNameOf, REGISTERED } from '../writing.ts';
import { addComponent, updateComponent } from './any-component.ts';
import { type Desk, INACTIVE, type Translated, validation } from './desk.ts';
import { componentType, mergeReason, personName } from './words.ts';

export interface OldCommand {
  readonly read: Read<unknown>;
  readonly translate: (fields: never, desk: Desk) => Translated | Promise<Translated>;
  /** Whether it is one of those on components, which say it in other words when there is no such person. */
  readonly isOfComponent: boolean;
}

type Shape = Readonly<Record<string, Read<unknown>>>;

export function oldCommand<S extends Shape>(
  name: string,
  shape: S,
  translate: (fields: Fields<S>, desk: Desk) => Translated | Promise<Translated>,
  isOfComponent = false,
): OldCommand {
  return { read: struct(name, shape), translate: translate as OldCommand['translate'], isOfComponent };
}

const transition = (text: string, code: string) =>
  validation(`State transition failed: Validation error: ${text}`, code);

const impossible = (state: string, code: string) => transition(`Invalid transition from ${state} with command`, code);

/** A reason that is empty is none. */
const reasonIn = (reason: string | null) => (reason === null || reason.trim() === '' ? null : reason);

export const PERSON_COMMANDS: Readonly<Record<string, OldCommand>> = {
  CreatePerson: oldCommand('CreatePerson', { person_id: personId, name: personName, source: text }, (fields) => {
    const { person_id, source } = fields;
    const input = { personId: person_id, name: newNameOf(fields.name), source: reasonIn(source) };
    return { personId: person_id, commands: [{ createPerson: input }] };
  }),
  UpdateName: oldCommand(
    'UpdateName',
    { person_id: personId, name: personName, reason: optional(text) },
    ({ person_id, name, reason }) => ({
      personId: person_id,
      commands: [{ renamePerson: { personId: person_id, name: newNameOf(name), reason: reasonIn(reason) } }],
      unless: { SUSPENDED: INACTIVE },
    }),
  ),
  SetBirthDate: oldCommand('SetBirthDate', { person_id: personId, birth_date: date }, ({ person_id, birth_date }) => ({
    personId: person_id,
    commands: [{ setBirthDate: { personId: person_id, date: birth_date } }],
    alreadySo: validation('Birth date is immutable once set', 'BIRTH_DATE_ALREADY_SET'),
  })),
  RecordDeath: oldCommand(
    'RecordDeath',
    { person_id: personId, date_of_death: date },
    ({ person_id, date_of_death }) => ({
      personId: person_id,
      commands: [{ recordDeath: { personId: person_id, date: date_of_death } }],
      alreadySo: validation('Cannot modify a deceased person', 'PERSON_IS_DECEASED'),
    }),
  ),
  RegisterComponent: oldCommand(
    'RegisterComponent',
    { person_id: personId, component_type: componentType },
    ({ person_id, component_type }) => ({
      personId: person_id,
      commands: [
        {
          setAttribute: {
            personId: person_id,
            attributeId: registrationIdOf(person_id, component_type),
            name: REGISTERED + component_type,
            value: true,
          },
        },
      ],
      alreadySo: validation('Component already registered', 'COMPONENT_ALREADY_REGISTERED'),
    }),
  ),
  UnregisterComponent: oldCommand(
    'UnregisterComponent',
    { person_id: personId, component_type: componentType },
    async ({ person_id, component_type }, desk) => {
      const { attributes } = await desk.standing();
      const known = attributes.find(({ name }) => name === REGISTERED + component_type);
      const attributeId = known?.id ?? registrationIdOf(person_id, component_type);
      return {
        personId: person_id,
        commands: [{ invalidateAttribute: { personId: person_id, attributeId } }],
        alreadySo: validation('Component not registered', 'COMPONENT_NOT_REGISTERED'),
      };
    },
  ),
  DeactivatePerson: oldCommand('DeactivatePerson', { person_id: personId, reason: text }, ({ person_id, reason }) => {
    if (reasonIn(reason) === null) throw transition('Suspension reason cannot be empty', 'REASON_EMPTY');
    return {
      personId: person_id,
      commands: [{ suspendPerson: { personId: person_id, reason } }],
      alreadySo: impossible('Suspended', 'PERSON_IS_SUSPENDED'),
    };
  }),
  ReactivatePerson: oldCommand('ReactivatePerson', { person_id: personId, reason: text }, ({ person_id, reason }) => ({
    personId: person_id,
    commands: [{ reactivatePerson: { personId: person_id, reason: reasonIn(reason) } }],
    alreadySo: validation('Can only reactivate deactivated persons', 'PERSON_IS_ACTIVE'),
    unless: { ARCHIVED: impossible('Archived', 'PERSON_IS_ARCHIVED') },
  })),
  MergePersons: oldCommand(
    'MergePersons',
    { source_person_id: personId, target_person_id: personId, merge_reason: mergeReason },
    ({ source_person_id, target_person_id, merge_reason }) => ({
      personId: source_person_id,
      commands: [{ mergePersons: { personId: source_person_id, targetId: target_person_id, reason: merge_reason } }],
      alreadySo: validation('Cannot modify a merged person', 'PERSON_IS_MERGED'),
      unless: { SUSPENDED: INACTIVE },
    }),
  ),
  ArchivePerson: oldCommand('ArchivePerson', { person_id: personId, reason: text }, ({ person_id, reason }) => {
    if (reasonIn(reason) === null) throw transition('Archive reason cannot be empty', 'REASON_EMPTY');
    return { personId: person_id, commands: [{ archivePerson: { personId: person_id, reason } }] };
  }),
  AddComponent: oldCommand(
    'AddComponent',
    { person_id: personId, component_type: componentType, data: any },
    ({ person_id, component_type, data }, desk) => addComponent(person_id, component_type, data, desk),
  ),
  UpdateComponent: oldCommand(
    'UpdateComponent',
    { person_id: personId, component_id: uuid, component_type: componentType, updates: any },
    ({ person_id, component_id, component_type, updates }, desk) =>
      updateComponent(person_id, component_id, component_type, updates, desk),
  ),
};
