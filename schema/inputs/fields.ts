/**
 * The building blocks of command inputs: what a value must be, in one place for the parser and for the GraphQL type.
 * The message of every issue is a refusal code, so that bad input is refused like anything else.
 */

import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js';
import validator from 'validator';
import { z } from 'zod';
import { type ItemId, type PersonId, parseItemId, parsePersonId } from '../../src/domain/ids.ts';
import type { Json } from '../../src/domain/message.ts';
import type { RefusalCode } from '../../src/domain/rejection.ts';

/** The GraphQL type of a value that is not plain text, number or truth. */
export interface GraphQLHint {
  readonly scalar?: 'ID' | 'Int' | 'Float' | 'Date' | 'JSON';
  /** Name of an enum type, with its values as the domain spells them. */
  readonly enumName?: string;
  /** Name of an input type. */
  readonly inputName?: string;
  readonly description?: string;
}

export const hints = z.registry<GraphQLHint>();

export const TEXT_CHARACTERS_MAX = 500;
export const LONG_TEXT_CHARACTERS_MAX = 10_000;
export const LIST_ENTRIES_MAX = 200;
export const JSON_BYTES_MAX = 64 * 1024;
/** Blocks may be nested 32 deep; what is around a value takes a few of them. */
export const JSON_DEPTH_MAX = 24;

/** Tabs and line breaks are text; other control characters are not. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

function refuse(context: z.RefinementCtx, code: RefusalCode): never {
  context.addIssue({ code: 'custom', message: code });
  return z.NEVER;
}

/** Refuses a field of an object from a check of the whole object. */
export function refuseAt(context: z.RefinementCtx, path: string[], code: RefusalCode): never {
  context.addIssue({ code: 'custom', path, message: code });
  return z.NEVER;
}

/** Text in Unicode normal form, without space around it; never empty. */
export function text(max = TEXT_CHARACTERS_MAX, empty: RefusalCode = 'TEXT_EMPTY') {
  return z.string().transform((raw, context) => {
    if (!raw.isWellFormed() || CONTROL.test(raw)) return refuse(context, 'TEXT_MALFORMED');
    const normal = raw.normalize('NFC').trim();
    if (normal === '') return refuse(context, empty);
    return normal.length > max ? refuse(context, 'TEXT_TOO_LONG') : normal;
  });
}

export const longText = () => text(LONG_TEXT_CHARACTERS_MAX);
export const reason = () => text(LONG_TEXT_CHARACTERS_MAX, 'REASON_EMPTY');

function checked(test: (value: string) => boolean, code: RefusalCode) {
  return text().transform((value, context) => (test(value) ? value : refuse(context, code)));
}

export const email = () => checked((value) => validator.isEmail(value), 'EMAIL_INVALID');
export const url = () =>
  checked(
    (value) => validator.isURL(value, { protocols: ['http', 'https'], require_protocol: true, require_tld: false }),
    'URL_INVALID',
  );
export const ipAddress = () => checked((value) => validator.isIP(value), 'IP_ADDRESS_INVALID');

export const countryCode = () =>
  text().transform((value, context) => {
    const upper = value.toUpperCase();
    return validator.isISO31661Alpha2(upper) ? upper : refuse(context, 'COUNTRY_INVALID');
  });

export const currency = () =>
  text().transform((value, context) => {
    const upper = value.toUpperCase();
    return validator.isISO4217(upper) ? upper : refuse(context, 'CURRENCY_INVALID');
  });

export const language = () =>
  text().transform((value, context) => {
    try {
      return Intl.getCanonicalLocales(value)[0] ?? refuse(context, 'LANGUAGE_INVALID');
    } catch {
      return refuse(context, 'LANGUAGE_INVALID');
    }
  });

export const timeZone = () =>
  checked((value) => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== '';
    } catch {
      return false;
    }
  }, 'TIME_ZONE_INVALID');

/** A calendar date that exists. */
export function date() {
  const schema = z.string().transform((value, context) => (isDate(value) ? value : refuse(context, 'DATE_INVALID')));
  return schema.register(hints, { scalar: 'Date' });
}

/** Whether the text is a calendar date `YYYY-MM-DD` that exists. */
export function isDate(value: string): boolean {
  return z.iso.date().safeParse(value).success && !value.startsWith('0000');
}

export function personId() {
  const schema = z
    .string()
    .transform((value, context): PersonId => parsePersonId(value) ?? refuse(context, 'ID_INVALID'));
  return schema.register(hints, { scalar: 'ID' });
}

/** The id of a thing listed inside a person. */
export function itemId() {
  const schema = z.string().transform((value, context): ItemId => parseItemId(value) ?? refuse(context, 'ID_INVALID'));
  return schema.register(hints, { scalar: 'ID' });
}

/** An id in another domain, whose form is that domain's business. */
export function foreignId() {
  return text().register(hints, { scalar: 'ID' });
}

export function integer(least = 0, most = 2_147_483_647) {
  const schema = z
    .number()
    .int('NUMBER_OUT_OF_RANGE')
    .min(least, 'NUMBER_OUT_OF_RANGE')
    .max(most, 'NUMBER_OUT_OF_RANGE');
  return schema.register(hints, { scalar: 'Int' });
}

export function number(least: number, most: number) {
  const schema = z.number('NUMBER_OUT_OF_RANGE').min(least, 'NUMBER_OUT_OF_RANGE').max(most, 'NUMBER_OUT_OF_RANGE');
  return schema.register(hints, { scalar: 'Float' });
}

export const flag = () => z.boolean();

/** One of the domain's words; in GraphQL the same word in capitals. */
export function oneOf<const Words extends readonly string[]>(enumName: string, words: Words) {
  return z.enum(words as unknown as [Words[number], ...Words[number][]]).register(hints, { enumName });
}

export function list<T extends z.ZodType>(entry: T, most = LIST_ENTRIES_MAX) {
  return z.array(entry).max(most, 'LIST_TOO_LONG');
}

/** Any JSON value of moderate size. */
export function json() {
  const schema = z.custom<Json>().transform((value, context): Json => {
    if (isDeeper(value, JSON_DEPTH_MAX)) return refuse(context, 'VALUE_TOO_LARGE');
    const normal = normalJson(value);
    if (normal === undefined) return refuse(context, 'VALUE_INVALID');
    return Buffer.byteLength(JSON.stringify(normal)) > JSON_BYTES_MAX ? refuse(context, 'VALUE_TOO_LARGE') : normal;
  });
  return schema.register(hints, { scalar: 'JSON' });
}

/** A JSON object of moderate size. */
export function jsonObject() {
  const schema = json().transform((value, context): { readonly [key: string]: Json } => {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as { readonly [key: string]: Json }) : refuse(context, 'VALUE_INVALID');
  });
  return schema.register(hints, { scalar: 'JSON' });
}

/** Whether the value is nested deeper; looks no deeper than that itself. */
function isDeeper(value: unknown, depth: number): boolean {
  if (depth < 0) return true;
  return (
    typeof value === 'object' && value !== null && Object.values(value).some((entry) => isDeeper(entry, depth - 1))
  );
}

/** The value with its texts in normal form; undefined when it is no JSON that can be stored. */
function normalJson(value: unknown): Json | undefined {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number')
    return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)) ? value : undefined;
  if (typeof value === 'string') return isStorable(value) ? value.normalize('NFC') : undefined;
  if (typeof value !== 'object') return undefined;
  const entries = Object.entries(value).map(([key, entry]) => [key, normalJson(entry)] as const);
  if (entries.some(([key, entry]) => entry === undefined || !isStorable(key))) return undefined;
  return Array.isArray(value) ? entries.map(([, entry]) => entry as Json) : (Object.fromEntries(entries) as Json);
}

/** Half of a surrogate pair, and a byte order mark at the start, would not be read as they were written. */
const isStorable = (text: string): boolean => text.isWellFormed() && !text.startsWith('\uFEFF');

/** May be left out; null means the same. */
export function optional<T extends z.ZodType>(value: T) {
  return value.nullish().transform((given) => given ?? undefined);
}

/** May be left out, which leaves it as it is; null clears it. */
export function clearable<T extends z.ZodType>(value: T) {
  return value.nullish();
}

/** May be left out, which leaves it as it is; cannot be cleared. */
export function changeable<T extends z.ZodType>(value: T) {
  return optional(value);
}

/** An input within an input, with a name of its own. To be named last, since every other step makes another schema. */
export function named<T extends z.ZodType>(inputName: string, schema: T, description?: string): T {
  hints.add(schema, description === undefined ? { inputName } : { inputName, description });
  return schema;
}

/** The number in E.164 and its extension, or null when it is no phone number. */
export function parsePhone(number: string, country: string | undefined): { number: string; extension?: string } | null {
  const phone = parsePhoneNumberFromString(number, country as CountryCode | undefined);
  if (phone === undefined || !phone.isValid()) return null;
  return phone.ext === undefined ? { number: phone.number } : { number: phone.number, extension: phone.ext };
}

type Shape = Readonly<Record<string, z.ZodType>>;
type Optional<S extends Shape> = { [K in keyof S]: ReturnType<typeof optional<S[K]>> };
type Clearable<S extends Shape> = { [K in keyof S]: ReturnType<typeof clearable<S[K]>> };

/** Every field may be left out. */
export const allOptional = <S extends Shape>(shape: S) =>
  Object.fromEntries(
    Object.entries(shape).map(([key, value]) => [key, described(optional(value), value)]),
  ) as Optional<S>;

/** Every field may be left out, and cleared by null. */
export const allClearable = <S extends Shape>(shape: S) =>
  Object.fromEntries(
    Object.entries(shape).map(([key, value]) => [key, described(clearable(value), value)]),
  ) as Clearable<S>;

function described<T extends z.ZodType>(wrapped: T, value: z.ZodType): T {
  return value.description === undefined ? wrapped : (wrapped.describe(value.description) as T);
}

/** What takes an entry off a list: its id, and why. */
export function removal<K extends string>(key: K) {
  const shape = { [key]: itemId(), reason: optional(reason()) };
  return z.object(shape as { [P in K]: ReturnType<typeof itemId> } & { reason: Reason });
}

type Reason = ReturnType<typeof optional<ReturnType<typeof reason>>>;
