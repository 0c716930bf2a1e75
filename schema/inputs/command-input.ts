/** One command as the edge takes it: its input, checked and brought into the words of the domain. */

import { z } from 'zod';
import type { Json } from '../../src/domain/message.ts';
import type { AnyCommand, CommandName } from '../../src/domain/person/person.ts';
import { hints, integer, personId } from './fields.ts';

type DataOf<Name extends CommandName> = Extract<AnyCommand, { type: Name }>['data'];

/** Optional keys may also be there and undefined, as parsers leave them. */
type Loose<T> = [T] extends [string | number | boolean | null | undefined]
  ? T
  : [Json] extends [T]
    ? T
    : { [K in keyof T]: Loose<T[K]> | (undefined extends T[K] ? undefined : never) };

export interface CommandInput {
  readonly name: CommandName;
  readonly description: string;
  /** The fields of the command besides those that every command has. */
  readonly schema: z.ZodType;
  /** The id that is made where the sender gives none. */
  readonly makes: string | null;
}

/**
 * Declares the input of a command. The compiler holds it to the command of the domain: every field is there and has the
 * right type. `makes` is the key of an id that the sender may leave out.
 */
export function input<Name extends CommandName, Schema extends z.ZodType, Made extends string = never>(
  name: Name,
  description: string,
  schema: Schema & Fits<DataOf<Name>, z.output<Schema>, Made>,
  makes?: Made,
): CommandInput {
  return { name, description, schema, makes: makes ?? null };
}

type Fits<Data, Output, Made extends string> =
  Output extends Loose<Omit<Data, Made>>
    ? [Exclude<keyof Data, keyof Output>] extends [never]
      ? unknown
      : { readonly missing: Exclude<keyof Data, keyof Output> }
    : { readonly wanted: Loose<Omit<Data, Made>> };

/** What the input of every command has besides its own fields. */
export const addressed = { personId: personId() };
export const common = {
  commandId: z.string().register(hints, { scalar: 'ID' }).nullish(),
  expectedVersion: integer().nullish(),
  validateOnly: z.boolean().nullish(),
};
