/** What a neighbour domain is to us: where it speaks, and what each of its events means in commands of ours. */

import type { z } from 'zod';
import type { PersonId } from '../domain/ids.ts';
import type { Json } from '../domain/message.ts';
import type { CommandName } from '../domain/person/person.ts';
import type { Known } from './known.ts';

export interface Neighbour {
  /** One word; part of names of streams, settings and actors. */
  readonly name: string;
  readonly description: string;
  /** Where it speaks, as far as is known; settings may say otherwise. */
  readonly subjects: readonly string[];
  /** What its events mean here, by their names. */
  readonly heard: Readonly<Record<string, Heard>>;
  /** Its events that concern no person, or change nothing here, and why. */
  readonly ignored: Readonly<Record<string, string>>;
}

/** How an event of one name is read, and what it means. */
export interface Heard {
  readonly description: string;
  readonly schema: z.ZodType;
  readonly translate: (data: never, about: About, known: Known) => Translation;
}

/** What is known of a message besides its data. */
export interface About {
  readonly subject: string;
  /** The day (UTC) on which it came, for what gives no date of its own. */
  readonly day: string;
}

export type Translation =
  | { readonly kind: 'commands'; readonly commands: readonly Wish[] }
  /** Nothing is to be done, for this reason. */
  | { readonly kind: 'ignored'; readonly reason: string }
  /** What it asks for does not fit what is known here. */
  | { readonly kind: 'unfit'; readonly reason: string; readonly personId: PersonId };

/** A command in the words of the contract, before it is checked like any other. */
export interface Wish {
  readonly name: CommandName;
  readonly personId: PersonId;
  readonly data: { readonly [key: string]: Json | undefined };
}

/** Declares what an event means. The compiler holds the translation to the schema. */
export function heard<Schema extends z.ZodType>(
  description: string,
  schema: Schema,
  translate: (data: z.output<Schema>, about: About, known: Known) => Translation,
): Heard {
  return { description, schema, translate: translate as Heard['translate'] };
}

export const commands = (...all: readonly Wish[]): Translation =>
  all.length === 0 ? ignored('it is so already') : { kind: 'commands', commands: all };

export const ignored = (reason: string): Translation => ({ kind: 'ignored', reason });

export const unfit = (personId: PersonId, reason: string): Translation => ({ kind: 'unfit', reason, personId });
