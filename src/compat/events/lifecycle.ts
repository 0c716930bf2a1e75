/** What happened to a person as such, in the old words. */

import type { OldEventFragment, OldStateQuery } from '../../client/generated.ts';
import { KEPT } from '../commands/any-component.ts';
import { COMPONENT_TYPES, MERGE_REASONS, oldTypeOf } from '../commands/words.ts';
import { registrationIdOf } from '../ids.ts';
import { momentOf, oldNameOf, partsIn, personIdOf, REGISTERED } from '../writing.ts';
import type { Item } from './component-data.ts';
import { componentGone, isUuid, type OldFact, uuidOf } from './shapes.ts';

export type Told = (event: OldEventFragment, data: Item, state: StateThen) => OldFact[] | Promise<OldFact[]>;

/** The person as it was after so many of its events. */
export type StateThen = (version: number) => Promise<State>;

export type State = NonNullable<OldStateQuery['person']>;

/** A fact of both families under one token, with the time under its own key in the first. */
function both(
  event: OldEventFragment,
  [first, firstToken, timeKey]: readonly [string, string, string],
  [second, secondToken]: readonly [string, string],
  fields: object,
  secondFields: object = fields,
): OldFact {
  const person_id = personIdOf(event.personId);
  return {
    v1: [first, firstToken, { person_id, ...fields, [timeKey]: momentOf(event.at) }],
    v2: [second, secondToken, { person_id, ...secondFields }],
  };
}

const reasonIn = ({ reason }: Item): string => (typeof reason === 'string' ? reason : '');

const born = (event: OldEventFragment, birth_date: unknown): OldFact =>
  both(event, ['BirthDateSet', 'birth_date_set', 'set_at'], ['BirthDateSet', 'birth_date_set'], { birth_date });

const deactivated = ['PersonDeactivated', 'deactivated', 'deactivated_at'] as const;

export const LIFECYCLE: Readonly<Record<string, Told>> = {
  PersonCreated: (event, { name, source, birthDate }) => {
    const fields = { name: oldNameOf(partsIn(name)), source: typeof source === 'string' ? source : '' };
    const created = both(event, ['PersonCreated', 'created', 'created_at'], ['Created', 'created'], fields);
    return birthDate === undefined ? [created] : [created, born(event, birthDate)];
  },
  // The first family knows no drafts, so that nothing changes there.
  PersonActivated: (event, data) => [
    { v2: ['Activated', 'activated', { person_id: personIdOf(event.personId), reason: reasonIn(data) }] },
  ],
  PersonRenamed: (event, { before, name, reason = null }) => {
    const names = { old_name: oldNameOf(partsIn(before)), new_name: oldNameOf(partsIn(name)) };
    const first = ['NameUpdated', 'name_updated', 'updated_at'] as const;
    return [
      both(event, first, ['NameUpdated', 'name_updated'], { ...names, reason }, { ...names, change_reason: reason }),
    ];
  },
  BirthDateSet: (event, { date }) => [born(event, date)],
  DeathRecorded: (event, { date }) => {
    const first = ['DeathRecorded', 'death_recorded', 'recorded_at'] as const;
    return [both(event, first, ['DeathRecorded', 'death_recorded'], { date_of_death: date })];
  },
  PersonSuspended: (event, data) => [both(event, deactivated, ['Suspended', 'suspended'], { reason: reasonIn(data) })],
  PersonReactivated: (event, data) => {
    const first = ['PersonReactivated', 'reactivated', 'reactivated_at'] as const;
    return [both(event, first, ['Activated', 'activated'], { reason: reasonIn(data) })];
  },
  // The first family has no word for it; that the person is not active is what its subscribers must know.
  PersonArchived: (event, data) => [both(event, deactivated, ['Archived', 'archived'], { reason: reasonIn(data) })],
  PersonMerged: (event, { targetId, reason }) => {
    const source_person_id = personIdOf(event.personId);
    const target = personIdOf(String(targetId));
    const known = (MERGE_REASONS as readonly unknown[]).includes(reason);
    const merge_reason = known ? reason : 'UserRequested';
    const merged_at = momentOf(event.at);
    return [
      {
        v1: ['PersonMergedInto', 'merged', { source_person_id, merged_into_id: target, merge_reason, merged_at }],
        v2: ['PersonMerged', 'merged', { source_person_id, target_person_id: target, merge_reason }],
      },
    ];
  },
  IdentityLinked: (event, { value, system, kind }) => [
    {
      v2: [
        'IdentityLinked',
        'identity_linked',
        {
          person_id: personIdOf(event.personId),
          identity_id: isUuid(value) ? value : uuidOf(`${system}.${value}`),
          identity_type: kind ?? system,
        },
      ],
    },
  ],
  AttributeSet: (event, data) => attributeSet(event, data),
  AttributeInvalidated: (event, { attributeId }, state) => attributeGone(event, String(attributeId), state),
};

function attributeSet(event: OldEventFragment, { attributeId, name, kind: _, ...data }: Item): OldFact[] {
  const person_id = personIdOf(event.personId);
  const text = String(name);
  if (text.startsWith(REGISTERED)) {
    const component_type = oldTypeOf(text.slice(REGISTERED.length));
    const registered_at = momentOf(event.at);
    return [
      {
        v1: ['ComponentRegistered', 'component_registered', { person_id, component_type, registered_at }],
        v2: ['ComponentAdded', 'component_added', { person_id, component_type, component_data: {} }],
      },
    ];
  }
  const [component_type, component_data] = text.startsWith(KEPT)
    ? [text.slice(KEPT.length).split('.')[0], data.value]
    : ['CustomAttribute', { name, ...data, component_id: attributeId }];
  return [{ v2: ['ComponentAdded', 'component_added', { person_id, component_type, component_data }] }];
}

async function attributeGone(event: OldEventFragment, attributeId: string, state: StateThen): Promise<OldFact[]> {
  const registered = COMPONENT_TYPES.find((type) => registrationIdOf(event.personId, type) === attributeId);
  const before = registered === undefined ? (await state(event.version - 1)).attributes : [];
  const name = before.find(({ id }) => id === attributeId)?.name ?? '';
  const type = registered ?? (name.startsWith(REGISTERED) ? name.slice(REGISTERED.length) : null);
  const component_type = type === null ? null : oldTypeOf(type);
  const gone = componentGone(event, attributeId, component_type ?? 'CustomAttribute');
  if (component_type === null) return [gone];
  const fields = { person_id: personIdOf(event.personId), component_type, unregistered_at: momentOf(event.at) };
  return [{ ...gone, v1: ['ComponentUnregistered', 'component_unregistered', fields] }];
}
