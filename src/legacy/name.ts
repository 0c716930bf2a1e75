/** Names of every generation, as names of ours. */

import { NAMING_CONVENTIONS, type PersonName } from '../domain/person/name.ts';
import { Fields, present } from './fields.ts';
import { isRaw, type Raw } from './values.ts';

export interface ReadName {
  readonly name: PersonName;
  /** What of the old name has no place in ours. */
  readonly rest: Raw | null;
}

/** Who was never told of under any name. */
export const NO_NAME: PersonName = {
  given: [],
  family: [],
  prefixes: [],
  suffixes: [],
  display: 'Unknown',
  convention: 'other',
};

/** The name in an old value: the flat one, the one of lists, the documented one, or one text; null when it is none. */
export function nameIn(value: unknown): ReadName | null {
  if (typeof value === 'string') return value.trim() === '' ? null : { name: textName(value), rest: null };
  if (!isRaw(value)) return null;
  const fields = new Fields(value);
  const name = isRaw(value.components)
    ? ofLists(fields)
    : 'given_name' in value || 'family_name' in value
      ? flat(fields)
      : documented(fields);
  return name === null ? null : { name, rest: fields.rest() };
}

/** The first word is the given name, the last one the family name; a name of one word is all there is. */
export function textName(text: string): PersonName {
  const words = text.trim().split(/\s+/);
  const family = words.length > 1 ? words.slice(-1) : [];
  const given = words.slice(0, words.length - family.length);
  return { given, family, prefixes: [], suffixes: [], convention: family.length === 0 ? 'mononym' : 'western' };
}

function flat(fields: Fields): PersonName {
  const middle = (fields.texts('middle_names') ?? []).filter((each) => each.trim() !== '');
  const first = fields.text('given_name');
  const family = fields.text('family_name');
  return western(first, middle, family, fields.text('preferred_name'), {
    // Before it was called an honorific it was called a title.
    prefixes: [fields.text('honorific'), fields.text('title')].filter((each) => each !== undefined),
    suffixes: listed(fields.text('suffix')),
  });
}

function documented(fields: Fields): PersonName | null {
  const first = fields.text('first_name');
  const family = fields.text('last_name');
  if (first === undefined && family === undefined) return null;
  return western(first, listed(fields.text('middle_name')), family, fields.text('preferred_name'), {
    prefixes: listed(fields.text('title')),
    suffixes: listed(fields.text('suffix')),
  });
}

function western(
  first: string | undefined,
  middle: readonly string[],
  family: string | undefined,
  preferred: string | undefined,
  around: Pick<PersonName, 'prefixes' | 'suffixes'>,
): PersonName {
  // Middle names were never shown, and what was preferred was shown instead of anything else.
  const shown =
    preferred ?? (middle.length > 0 ? [first, family].filter((each) => each !== undefined).join(' ') : undefined);
  const given = [...listed(first), ...middle];
  const convention = given.length > 0 && family === undefined ? 'mononym' : 'western';
  const own = { given, family: listed(family), nickname: preferred, display: shown === '' ? undefined : shown };
  return present({ ...own, ...around, convention }) as PersonName;
}

function ofLists(fields: Fields): PersonName {
  const parts = fields.object('components');
  return present({
    given: parts.texts('given_names') ?? [],
    family: parts.texts('family_names') ?? [],
    patronymic: parts.text('patronymic'),
    matronymic: parts.text('matronymic'),
    prefixes: parts.texts('prefixes') ?? [],
    suffixes: parts.texts('suffixes') ?? [],
    display: fields.text('preferred_form'),
    convention: fields.word('naming_convention', NAMING_CONVENTIONS) ?? 'other',
  } as const) as unknown as PersonName;
}

const listed = (text: string | undefined): string[] => (text === undefined ? [] : [text]);
