/**
 * The same fact, told in both families: the first program wrote it down for itself and then told it to others, in other
 * words and a moment later. What the fields say is not enough to know twins by, since a name may change to and fro; so
 * they must have the same number and nearly the same time as well.
 */

import type { OldEvent } from './classify.ts';
import { taggedIn } from './component-data.ts';
import { idText, isEmpty, isRaw, type Raw, realIn, uuidIn } from './values.ts';

/** How far apart the moments of twins may lie, in milliseconds. */
export const TWIN_MS_MAX = 5_000;

/** Equal for twins; null for what has none. */
export function twinKey(event: OldEvent): string | null {
  const { family, sequence } = event;
  if ((family !== 'v1-envelope' && family !== 'v2-envelope') || sequence === null) return null;
  const said = businessOf(event.name, event.data);
  return said === null ? null : `${event.personId}/${sequence}/${JSON.stringify(canonical(said))}`;
}

/** Whether the two, which have the same key, are one fact. */
export function areTwins(a: OldEvent, b: OldEvent): boolean {
  return a.family !== b.family && Math.abs((a.at ?? 0) - (b.at ?? 0)) <= TWIN_MS_MAX;
}

function businessOf(name: string, data: Raw): unknown[] | null {
  switch (name) {
    case 'PersonCreated':
      return [name, data.name, data.source];
    case 'NameUpdated':
      return [name, data.old_name, data.new_name, data.reason ?? data.change_reason];
    case 'BirthDateSet':
      return [name, data.birth_date];
    case 'DeathRecorded':
      return [name, data.date_of_death];
    case 'PersonDeactivated':
    case 'PersonReactivated':
      return [name, data.reason];
    case 'PersonMergedInto':
      return [name, idText(data.merged_into_id ?? data.target_person_id), data.merge_reason ?? data.reason];
    case 'ComponentRegistered':
      return ['registered', data.component_type];
    case 'ComponentAdded':
      return isEmpty(data.component_data) ? ['registered', data.component_type] : null;
    case 'ComponentUnregistered':
    case 'ComponentRemoved':
      return ['unregistered', data.component_type];
    case 'ComponentDataUpdated':
      return ['data', data.data];
    case 'ComponentUpdated':
      return data.component_type === 'CustomAttribute' && taggedIn(data.changes) !== null
        ? ['data', data.changes]
        : null;
    default:
      return null;
  }
}

/** The value in one form: keys in their order, nothing empty, numbers and ids as they were meant. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value === 'number') return realIn(value);
  if (typeof value === 'string') return uuidIn(value) ?? value;
  if (!isRaw(value)) return value ?? null;
  const kept = Object.entries(value).filter(([, entry]) => !isEmpty(entry));
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, entry]) => [key, canonical(entry)]));
}
