/**
 * The building blocks of the published language: what neighbours may rely on. A type is declared once, and from the
 * declaration come the check by the compiler, what is published, and the AsyncAPI document.
 */

import { z } from 'zod';
import type { AnyFact, Noun } from '../../domain/person/catalogue.ts';
import { FACT_NOUNS, type FactName } from '../../domain/person/facts.ts';

export type DataOf<Name extends FactName> = Extract<AnyFact, { readonly type: Name }>['data'];

export interface PublishedType {
  readonly type: FactName;
  readonly noun: Noun;
  /** Raised when a key goes or means something else; new keys come without. */
  readonly version: number;
  readonly description: string;
  readonly schema: z.ZodObject;
  /** The facts in the words of the published language. */
  readonly translate: (data: object) => object;
}

/**
 * Declares how a fact is published. The compiler holds the facts of the domain to the schema; where they differ, the
 * translation brings them into its shape. Keys that the schema does not name stay inside, whoever adds them.
 */
export function published<Name extends FactName, Schema extends z.ZodObject>(
  type: Name,
  description: string,
  schema: Schema,
  ...[translation]: DataOf<Name> extends z.input<Schema> ? [] : [(data: DataOf<Name>) => z.input<Schema>]
): PublishedType {
  const translate = (data: object) => projected(schema, translation?.(data as DataOf<Name>) ?? data) as object;
  return { type, noun: FACT_NOUNS[type], version: 1, description, schema, translate };
}

export const text = () => z.string();
export const flag = () => z.boolean();
export const uuid = () => z.guid();
/** An id in another domain, whose form is that domain's business. */
export const foreignId = () => z.string();
export const integer = () => z.int();
export const number = () => z.number();
/** A calendar date, `YYYY-MM-DD`. */
export const date = () => z.iso.date();
/** A moment in RFC 3339, in UTC. */
export const moment = () => z.iso.datetime();
/** A free-form object of the sender's. */
export const details = () => z.record(z.string(), z.unknown());

export const list = <T extends z.ZodType>(entry: T) => z.array(entry).readonly();
export const texts = () => list(text());
export const words = <const Words extends readonly [string, ...string[]]>(all: Words) => z.enum(all);

type Shape = Readonly<Record<string, z.ZodType>>;

/** Every key may be missing. */
export const optional = <S extends Shape>(shape: S) =>
  mapped(shape, (value) => value.optional()) as { [K in keyof S]: z.ZodOptional<S[K]> };

/** What an update may change: a missing key stays as it is. */
export const changeable = optional;

/** What an update may change and clear: a missing key stays as it is, null takes it away. */
export const clearable = <S extends Shape>(shape: S) =>
  mapped(shape, (value) => value.nullish()) as { [K in keyof S]: z.ZodOptional<z.ZodNullable<S[K]>> };

function mapped(shape: Shape, change: (value: z.ZodType) => z.ZodType): Record<string, z.ZodType> {
  return Object.fromEntries(Object.entries(shape).map(([key, value]) => [key, change(value)]));
}

export const reasoned = { reason: text().optional() };

/** UTC milliseconds in RFC 3339. */
export const inWords = (at: number): string => new Date(at).toISOString();

/** What of the value the schema names, to any depth. Never fails: what is recorded is published, whatever it is. */
export function projected(schema: z.ZodType, value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodArray) {
    return Array.isArray(value) ? value.map((entry) => projected(inner.element as z.ZodType, entry)) : value;
  }
  if (!(inner instanceof z.ZodObject)) return value;
  const from = value as Readonly<Record<string, unknown>>;
  const named = Object.entries(inner.shape as Shape).filter(([key]) => from[key] !== undefined);
  return Object.fromEntries(named.map(([key, each]) => [key, projected(each, from[key])]));
}

function unwrapped(schema: z.ZodType): z.ZodType {
  const isWrapper =
    schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodReadonly;
  return isWrapper ? unwrapped(schema.unwrap() as z.ZodType) : schema;
}
