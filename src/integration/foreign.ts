/** How values of other domains are read: ids, moments and texts, in every form in which they come. */

import { z } from 'zod';
import { type PersonId, parsePersonId } from '../domain/ids.ts';

const UUID = /^(?:urn:uuid:)?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/;

/** The UUID in the text, in lower case with hyphens: it may be a URN, in braces, in upper case or without hyphens. */
export function uuidIn(text: string): string | null {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/^\{(.*)\}$/, '$1');
  return UUID.exec(bare)?.slice(1).join('-') ?? null;
}

/** An id as text, or as an object or a list of one that holds it. */
const anId = z.union([z.string(), z.object({ id: z.string() }), z.tuple([z.string()])]);

const textOf = (id: z.output<typeof anId>): string =>
  typeof id === 'string' ? id : Array.isArray(id) ? id[0] : (id as { readonly id: string }).id;

/** The id of a person. */
export const personId = () =>
  anId.transform((id, context): PersonId => {
    const uuid = uuidIn(textOf(id));
    const parsed = uuid === null ? null : parsePersonId(uuid);
    if (parsed !== null) return parsed;
    context.addIssue({ code: 'custom', message: 'is no UUID' });
    return z.NEVER;
  });

/** The id of a thing of another domain; a UUID in one spelling, whatever else as it is. */
export const foreignId = () =>
  anId.transform((id, context): string => {
    const text = textOf(id).trim();
    if (text !== '') return uuidIn(text) ?? text;
    context.addIssue({ code: 'custom', message: 'is empty' });
    return z.NEVER;
  });

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|z|[+-]\d{2}:\d{2}))?$/;

/** The UTC day of a moment in RFC 3339, or of a date; null when it is neither. */
export function dayIn(text: string): string | null {
  const [, date = '', time, zone = ''] = MOMENT.exec(text) ?? [];
  const at = Date.parse(time === undefined ? date : `${date}T${time.slice(0, 12)}${zone.toUpperCase()}`);
  if (Number.isNaN(at)) return null;
  const day = new Date(at).toISOString().slice(0, 10);
  // Some days that do not exist are taken for others.
  return time === undefined && day !== date ? null : day;
}

export const day = () =>
  z.string().transform((text, context): string => {
    const found = dayIn(text);
    if (found !== null) return found;
    context.addIssue({ code: 'custom', message: 'is no moment in RFC 3339 and no date' });
    return z.NEVER;
  });

/** Null and missing are the same. */
export const maybe = <T extends z.ZodType>(value: T) => value.nullish().transform((given) => given ?? undefined);

/** A word: text, or a variant that carries more, of which only the name counts. */
export const word = () =>
  z.union([z.string(), z.number(), z.record(z.string(), z.unknown())]).transform((value) => {
    if (typeof value !== 'object') return String(value);
    const [key = '', inner] = Object.entries(value)[0] ?? [];
    return typeof inner === 'string' && key === 'Other' ? inner : key;
  });

/** `FullTime`, `full-time` and `full time` as `full_time`. */
export const snake = (text: string): string =>
  text
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[\s-]+/g, '_')
    .toLowerCase();
