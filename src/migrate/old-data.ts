/** Reading old data for the replay of the old world; see old-world.ts for why it is not shared. */

import { isRaw, type Raw } from '../legacy/values.ts';

export const record = (value: unknown): Raw => (isRaw(value) ? value : {});

export const listOf = (value: unknown): Raw[] => (Array.isArray(value) ? value.filter(isRaw) : []);

/** The texts under a key: of a list, or the one. */
export function texts(data: Raw, key: string): string[] {
  const value = data[key];
  const all = Array.isArray(value) ? value : [value];
  return all
    .filter((each): each is string => typeof each === 'string' && each.trim() !== '')
    .map((each) => each.trim());
}

/** The name as the old summary showed it; null where there is none. */
export function shownName(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() || null;
  if (!isRaw(value)) return null;
  const lists = record(value.components);
  const preferred = [...texts(value, 'preferred_name'), ...texts(value, 'preferred_form')][0];
  if (preferred !== undefined) return preferred;
  const parts = isRaw(value.components)
    ? [...texts(lists, 'given_names'), ...texts(lists, 'patronymic'), ...texts(lists, 'family_names')]
    : ['given_name', 'first_name', 'family_name', 'last_name'].flatMap((key) => texts(value, key));
  return parts.length === 0 ? null : parts.join(' ');
}

export interface OldComponent {
  readonly tag: string;
  readonly data: Raw;
  readonly isPlaceholder: boolean;
}

const only = (value: Raw): [string, unknown] | null => {
  const [entry, ...more] = Object.entries(value);
  return entry === undefined || more.length > 0 ? null : entry;
};

/** Data of a component under its two tags, or its one; null for anything else. */
export function componentIn(value: unknown): OldComponent | null {
  const outer = only(record(value));
  if (outer === null) return null;
  if (outer[0] === 'Location') return { tag: 'Location', data: record(outer[1]), isPlaceholder: false };
  const inner = only(record(outer[1]));
  if (inner === null) return null;
  const data = record(inner[1]);
  const isMadeUp = record(data.email).address === 'placeholder@example.com' && record(data.email).verified === false;
  const flags = [data.is_preferred_contact, data.can_receive_notifications, data.can_receive_marketing];
  const isPlaceholder = isMadeUp && data.email_type === 'Personal' && flags.every((each) => each === false);
  return { tag: `${outer[0]}.${inner[0]}`, data, isPlaceholder };
}
