/** Values as old documents write them, in every form of every generation. What cannot be read is null, never a guess. */

import { type PersonId, parsePersonId } from '../domain/ids.ts';
import type { IsoDate } from '../domain/message.ts';

export type Raw = Readonly<Record<string, unknown>>;

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A UUID in any form that old readers took: hyphenated or not, in any case, as a URN, in braces; else null. */
export function uuidIn(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const hex = value
    .trim()
    .toLowerCase()
    .replace(/^urn:uuid:/, '')
    .replace(/^\{(.*)\}$/, '$1');
  if (/^[0-9a-f]{32}$/.test(hex)) {
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(hex) ? hex : null;
}

/** The text of an id that is an object, a bare text, or a list of one; null when it is none of these. */
export function idText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.length === 1) return idText(value[0]);
  return isRaw(value) && typeof value.id === 'string' ? value.id : null;
}

/** A person's id, as an object or bare; null when it is no UUID that a person can have. */
export function personIdIn(value: unknown): PersonId | null {
  const uuid = uuidIn(idText(value));
  return uuid === null ? null : parsePersonId(uuid);
}

const MOMENT = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** UTC milliseconds of a moment with any number of fractions and any offset; null when it is none. */
export function momentIn(value: unknown): number | null {
  const at = instantIn(value);
  // Nothing was recorded before 1970.
  return at === null || at < 0 ? null : at;
}

function instantIn(value: unknown): number | null {
  const found = typeof value === 'string' ? MOMENT.exec(value.trim()) : null;
  if (found === null) return null;
  const [, date, time, fraction = '', zone = 'Z'] = found;
  // Of a second nothing but whole milliseconds fits; digits behind them are cut off, never rounded up into the next one.
  const at = Date.parse(`${date}T${time}${fraction.slice(0, 4)}${zone.toUpperCase()}`);
  return Number.isNaN(at) ? null : at;
}

/** A calendar date, also where it is written with few digits or at the beginning of a moment; null when there is none such. */
export function dateIn(value: unknown): IsoDate | null {
  if (typeof value !== 'string') return null;
  const moment = instantIn(value);
  if (moment !== null) return new Date(moment).toISOString().slice(0, 10);
  const found = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(value.trim());
  if (found === null || found[1] === '0000') return null;
  const date = `${found[1]}-${found[2]?.padStart(2, '0')}-${found[3]?.padStart(2, '0')}`;
  const at = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date) ? date : null;
}

/** Words are compared without the signs that one language writes between them and the other does not. */
const squashed = (word: string): string => word.replace(/[_\s-]/g, '').toLowerCase();

/** Old words whose new ones are not spelt alike. */
const OTHERWISE: Readonly<Record<string, string>> = {
  inappnotification: 'inapp',
  mail: 'postalmail',
  mononymic: 'mononym',
};

/** The word of ours that an old one stands for, such as `full_time` for `FullTime`; null when there is none. */
export function wordIn<const Words extends readonly string[]>(words: Words, value: unknown): Words[number] | null {
  const raw = typeof value === 'string' ? value : isRaw(value) ? unit(value) : null;
  if (raw === null) return null;
  const wanted = OTHERWISE[squashed(raw)] ?? squashed(raw);
  return words.find((word) => squashed(word) === wanted) ?? null;
}

/** A variant without a value may also be written `{"Skill": null}`. */
function unit(value: Raw): string | null {
  const [entry, ...more] = Object.entries(value);
  return entry !== undefined && more.length === 0 && entry[1] === null ? entry[0] : null;
}

/** A number that stood in 32 bits, as it is when they are read as what they were written from: 2.7, not 2.700000047683716. */
export function realIn(value: unknown): number | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  return Math.fround(value) === value ? Number(value.toPrecision(7)) : value;
}

/** Whether anything would be lost with the value. */
export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRaw(value) && Object.values(value).every(isEmpty);
}
