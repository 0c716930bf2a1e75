/** What every command and every event has in common. */

import type { CommandId, PersonId } from './ids.ts';

/** An order to one person. Time and ids arrive inside; the domain never looks at the clock. */
export interface Command<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly personId: PersonId;
  /** UTC milliseconds, stamped by the gateway. */
  readonly at: number;
  readonly data: Data;
}

/** A fact as the domain decides it: no time and no ids of its own yet. */
export interface Fact<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}

/** A fact as it was recorded, with the time the gateway stamped on its command (UTC milliseconds). */
export type Happened<F extends Fact = Fact> = F & { readonly at: number };

/** Who and what led to an event. */
export interface Meta {
  readonly commandId: CommandId;
  /** A digest of the command's input, in hexadecimal: a repeated command is known by it. */
  readonly inputDigest: string;
  /** CID of the event that caused the command, when one did. */
  readonly cause: string | null;
  readonly correlationId: string;
  /** Who sent the command. */
  readonly actor: string;
  /** Which program it came through. */
  readonly source: string;
}

/** An event of one person, as it is encoded into a block. */
export interface Event extends Happened {
  readonly personId: PersonId;
  /** The person's event number, from 1, without gaps. */
  readonly n: number;
  /** CID of the person's previous event, null for the first. */
  readonly prev: string | null;
  /** The version of the event type that `data` has the shape of. */
  readonly version: number;
  readonly meta: Meta;
}

/** An event in the log. */
export interface Recorded extends Event {
  readonly cid: string;
  /** Its place in the log, from 1, without gaps. */
  readonly sequence: number;
  /** False when the type or its version is newer than this program; then `data` means nothing here. */
  readonly known: boolean;
}

/** Any value that JSON can carry; what callers may keep in free-form fields. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** An ISO 8601 calendar date, `YYYY-MM-DD`, that exists. */
export type IsoDate = string;

/**
 * The fields an update changes: a missing key stays as it is, null clears an optional field.
 * Fields that a thing cannot be without cannot be cleared.
 */
export type Changes<T> = {
  readonly [K in keyof T]?: undefined extends T[K] ? T[K] | null : T[K];
};
