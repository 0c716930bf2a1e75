/**
 * Reads JSON as the old service read it: what must be there, which words there are, and the same words for what is wrong.
 * Unknown keys are ignored; a missing optional key is null.
 */

import { parsePersonId } from '../domain/ids.ts';

/** What came is not what the old service would have read. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

export type Read<T> = (value: unknown) => T;
type Shape = Readonly<Record<string, Read<unknown>>>;
export type Fields<S extends Shape> = { readonly [K in keyof S]: ReturnType<S[K]> };

/** Readers of keys that may be missing. */
const OPTIONAL = new WeakSet<Read<unknown>>();

export function optional<T>(read: Read<T>): Read<T | null> {
  const reader: Read<T | null> = (value) => (value === undefined || value === null ? null : read(value));
  OPTIONAL.add(reader);
  return reader;
}

const expected = (value: unknown, wanted: string) => new Malformed(`invalid type: ${shown(value)}, expected ${wanted}`);

export const text: Read<string> = (value) => {
  if (typeof value !== 'string') throw expected(value, 'a string');
  return value;
};

export const flag: Read<boolean> = (value) => {
  if (typeof value !== 'boolean') throw expected(value, 'a boolean');
  return value;
};

export const decimal: Read<number> = (value) => {
  if (typeof value !== 'number') throw expected(value, 'f32');
  return value;
};

/** A count; JSON has no difference between 1 and 1.0, so neither is refused. */
export const count: Read<number> = (value) => {
  if (typeof value !== 'number') throw expected(value, 'usize');
  if (!Number.isInteger(value)) throw new Malformed(`invalid type: floating point \`${value}\`, expected usize`);
  if (value < 0) throw new Malformed(`invalid value: integer \`${value}\`, expected usize`);
  return value;
};

/** Any value at all; the key must be there. */
export const any: Read<unknown> = (value) => value;

export const list =
  <T>(read: Read<T>): Read<readonly T[]> =>
  (value) => {
    if (!Array.isArray(value)) throw expected(value, 'a sequence');
    return value.map(read);
  };

/** One of the words; an object with the word as its only key and nothing in it means the same. */
export function word<const Words extends readonly string[]>(words: Words): Read<Words[number]> {
  return (value) => {
    const given = isObject(value) && Object.values(value)[0] == null ? Object.keys(value)[0] : value;
    if (typeof given !== 'string') throw expected(value, 'string or map');
    if (!words.includes(given)) throw unknownVariant(given, words);
    return given as Words[number];
  };
}

export function unknownVariant(given: string, words: readonly string[]): Malformed {
  return new Malformed(
    `unknown variant \`${given}\`, expected one of ${words.map((each) => `\`${each}\``).join(', ')}`,
  );
}

/** An object with these keys; what is wrong with the first that is not right is said. */
export function struct<S extends Shape>(name: string, shape: S): Read<Fields<S>> {
  return (value) => {
    if (!isObject(value)) throw expected(value, `struct ${name}`);
    const read = Object.entries(shape).map(([key, reader]) => {
      if (value[key] === undefined && !OPTIONAL.has(reader)) throw new Malformed(`missing field \`${key}\``);
      return [key, reader(value[key])] as const;
    });
    return Object.fromEntries(read) as Fields<S>;
  };
}

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/;

/** A UUID in any of the forms that were read: simple, hyphenated, as a URN, in braces, in any case. */
export const uuid: Read<string> = (value) => {
  const given = text(value);
  const bare = given
    .toLowerCase()
    .replace(/^urn:uuid:/, '')
    .replace(/^\{(.*)\}$/, '$1');
  if (!UUID.test(bare)) throw new Malformed(`UUID parsing failed: invalid UUID \`${given}\``);
  const hex = bare.replaceAll('-', '');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/** A person's id: an object with the UUID, or, more than was read, the UUID alone. */
export const personId: Read<string> = (value) => {
  if (typeof value === 'string') return uuid(value);
  if (Array.isArray(value)) return uuid(value[0]);
  return struct('EntityId', { id: uuid })(value).id;
};

/** Whether anybody here can have this id: the nil UUID and its like are nobody's. */
export const isPossible = (id: string): boolean => parsePersonId(id) !== null;

const DATE = /^([+-]?\d{4,6})-(\d{1,2})-(\d{1,2})$/;

/** A date, with its zeros where it was written without. */
export const date: Read<string> = (value) => {
  const given = text(value);
  const [, year = '', month = '', day = ''] = DATE.exec(given.trim()) ?? [];
  const written = `${year.replace(/^\+/, '')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${written}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== written) {
    throw new Malformed(DATE.test(given) ? 'input is out of range' : 'input contains invalid characters');
  }
  return written;
};

const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(\.\d{1,9})?\d*([Zz]|[+-]\d{2}:\d{2})$/;

export interface Moment {
  /** UTC milliseconds. */
  readonly ms: number;
  /** Whether it lies a part of a millisecond later. */
  readonly isLater: boolean;
}

/** A moment with its offset, as exact as a millisecond. */
export const dateTime: Read<Moment> = (value) => {
  const given = text(value);
  const [, day, time, fraction = '.', zone] = DATE_TIME.exec(given) ?? [];
  const ms = Date.parse(`${day}T${time}${fraction.slice(0, 4).padEnd(4, '0')}${zone?.toUpperCase()}`);
  if (Number.isNaN(ms)) throw new Malformed('input contains invalid characters');
  return { ms, isLater: /[1-9]/.test(fraction.slice(4)) };
};

/** The bytes as JSON. */
export function jsonIn(bytes: Uint8Array): unknown {
  let written: string;
  try {
    written = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Malformed('invalid unicode code point');
  }
  if (written.trim() === '') throw new Malformed('EOF while parsing a value');
  try {
    return JSON.parse(written);
  } catch {
    throw new Malformed('expected value');
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return `string "${value.slice(0, 100)}"`;
  if (typeof value === 'boolean') return `boolean \`${value}\``;
  if (typeof value === 'number') return `${Number.isInteger(value) ? 'integer' : 'floating point'} \`${value}\``;
  return Array.isArray(value) ? 'sequence' : 'map';
}
