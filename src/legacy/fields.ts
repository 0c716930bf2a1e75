/**
 * An old object, read field by field. It remembers what has been read and understood: the rest is told at the end, so
 * that nothing is lost that nobody asked for.
 */

import type { PersonId } from '../domain/ids.ts';
import type { IsoDate } from '../domain/message.ts';
import { dateIn, isEmpty, isRaw, momentIn, personIdIn, type Raw, realIn, uuidIn, wordIn } from './values.ts';

/** The largest number that clients can be told of; what counts more is kept as it is. */
const COUNT_MAX = 2_147_483_647;

export class Fields {
  readonly #raw: Raw;
  readonly #left: Set<string>;
  readonly #inner = new Map<string, Fields>();

  constructor(raw: unknown) {
    this.#raw = isRaw(raw) ? raw : {};
    this.#left = new Set(Object.keys(this.#raw));
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#raw, key) && this.#raw[key] !== null;
  }

  /** The value as it stands, without taking notice of it. */
  peek(key: string): unknown {
    return Object.hasOwn(this.#raw, key) ? this.#raw[key] : undefined;
  }

  /** Says that these are understood, or that nothing is lost with them. */
  pass(...keys: readonly string[]): this {
    for (const key of keys) this.#left.delete(key);
    return this;
  }

  text(key: string): string | undefined {
    const value = this.peek(key);
    return typeof value === 'string' && value.trim() !== '' ? this.#took(key, value.trim()) : undefined;
  }

  flag(key: string): boolean | undefined {
    const value = this.peek(key);
    return typeof value === 'boolean' ? this.#took(key, value) : undefined;
  }

  count(key: string): number | undefined {
    const value = this.peek(key);
    const isCount = Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= COUNT_MAX;
    return isCount ? this.#took(key, value as number) : undefined;
  }

  real(key: string): number | undefined {
    return this.#if(key, realIn(this.peek(key)));
  }

  /** A number that stood in 64 bits. */
  real64(key: string): number | undefined {
    const value = this.peek(key);
    return typeof value === 'number' && Number.isFinite(value) ? this.#took(key, value) : undefined;
  }

  date(key: string): IsoDate | undefined {
    return this.#if(key, dateIn(this.peek(key)));
  }

  moment(key: string): number | undefined {
    return this.#if(key, momentIn(this.peek(key)));
  }

  person(key: string): PersonId | undefined {
    return this.#if(key, personIdIn(this.peek(key)));
  }

  uuid(key: string): string | undefined {
    return this.#if(key, uuidIn(this.peek(key)));
  }

  word<const Words extends readonly string[]>(key: string, words: Words): Words[number] | undefined {
    return this.#if(key, wordIn(words, this.peek(key)));
  }

  /** Words of a list; where one of them is none of ours, the list counts as not understood, and what is known is used. */
  words<const Words extends readonly string[]>(key: string, words: Words): Words[number][] | undefined {
    const list = this.peek(key);
    if (!Array.isArray(list)) return undefined;
    const known = list.map((each) => wordIn(words, each)).filter((each) => each !== null);
    if (known.length === list.length) this.pass(key);
    return known;
  }

  texts(key: string): string[] | undefined {
    const list = this.peek(key);
    if (!Array.isArray(list) || !list.every((each) => typeof each === 'string')) return undefined;
    return this.#took(key, list);
  }

  /** The objects of a list, each with its rest of its own. */
  list(key: string): Fields[] {
    const list = this.peek(key);
    if (!Array.isArray(list) || !list.every(isRaw)) return [];
    this.pass(key);
    const all = list.map((each) => new Fields(each));
    for (const [at, each] of all.entries()) this.#inner.set(`${key}[${at}]`, each);
    return all;
  }

  /** What is inside; its rest belongs to the rest of this. */
  object(key: string): Fields {
    const known = this.#inner.get(key);
    if (known !== undefined) return known;
    const value = this.peek(key);
    const inner = new Fields(value);
    if (isRaw(value)) {
      this.pass(key);
      this.#inner.set(key, inner);
    }
    return inner;
  }

  /** What has not been understood; null when that is nothing. */
  rest(): Raw | null {
    const own = [...this.#left].map((key) => [key, this.#raw[key]] as const).filter(([, value]) => !isEmpty(value));
    const inner = [...this.#inner]
      .map(([key, each]) => [key, each.rest()] as const)
      .filter(([, rest]) => rest !== null);
    const all = [...own, ...inner];
    return all.length === 0 ? null : Object.fromEntries(all);
  }

  #if<T>(key: string, value: T | null): T | undefined {
    return value === null ? undefined : this.#took(key, value);
  }

  #took<T>(key: string, value: T): T {
    this.#left.delete(key);
    return value;
  }
}

/** The object without what is undefined. */
export function present<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
