/** The ids of the domain, as types that cannot be mixed up, and the one place that reads them from text. */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A person: a UUID (RFC 9562) in lower case; version 7 when made here. */
export type PersonId = Branded<'PersonId'>;

/** A thing listed inside a person, such as an email or an employment: a UUID in lower case. */
export type ItemId = Branded<'ItemId'>;

/** Chosen by whoever sends the command; the same id never takes effect twice on one person. */
export type CommandId = Branded<'CommandId'>;

export const COMMAND_ID_CHARACTERS_MAX = 128;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const COMMAND_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]*$/;

/** The person id in `text`, or null when it is none. Upper case is accepted and lowered. */
export function parsePersonId(text: string): PersonId | null {
  const lower = text.toLowerCase();
  return UUID.test(lower) ? (lower as PersonId) : null;
}

/** The item id in `text`, or null when it is none. Upper case is accepted and lowered. */
export function parseItemId(text: string): ItemId | null {
  const lower = text.toLowerCase();
  return UUID.test(lower) ? (lower as ItemId) : null;
}

/** The command id in `text`, or null when it is empty, too long or has characters unfit for a message header. */
export function parseCommandId(text: string): CommandId | null {
  return text.length <= COMMAND_ID_CHARACTERS_MAX && COMMAND_ID.test(text) ? (text as CommandId) : null;
}
