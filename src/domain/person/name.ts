/** Names as people bear them: lists of given and family names, shown by the convention of their culture. */

import { folded } from '../values.ts';

export const NAMING_CONVENTIONS = ['western', 'spanish', 'east_asian', 'patronymic', 'mononym', 'other'] as const;
export type NamingConvention = (typeof NAMING_CONVENTIONS)[number];

export interface PersonName {
  /** In the order they are borne; middle names are further given names. */
  readonly given: readonly string[];
  /** One for most Western names; two for Spanish ones, paternal first. */
  readonly family: readonly string[];
  /** Named after the father, as in Icelandic or Russian names, where it is no family name. */
  readonly patronymic?: string;
  /** Named after the mother. */
  readonly matronymic?: string;
  readonly nickname?: string;
  /** Titles before the name, such as `Dr.`. */
  readonly prefixes: readonly string[];
  /** After the name, such as `Jr.` or `PhD`. */
  readonly suffixes: readonly string[];
  /** How the person wants to be shown; where it is missing the convention decides. */
  readonly display?: string;
  readonly convention: NamingConvention;
}

export const NAME_STYLES = ['display', 'formal', 'informal', 'alphabetical', 'legal'] as const;
export type NameStyle = (typeof NAME_STYLES)[number];

/** Han, kana and hangul names are written without a space. */
const EAST_ASIAN_SCRIPT = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+$/u;

/** Whether the name has at least one given or family name. */
export function isNamed(name: PersonName): boolean {
  return name.given.length + name.family.length > 0;
}

/** The name as shown to people: as the person wants it, else by its convention, or by the one asked for. */
export function displayName(name: PersonName, convention?: NamingConvention): string {
  if (convention === undefined && name.display !== undefined) return name.display;
  return byConvention(name, convention ?? name.convention);
}

/** The name in a style: how one writes it on a letter, says it among friends, sorts it, or puts it into a contract. */
export function styledName(name: PersonName, style: NameStyle, convention?: NamingConvention): string {
  const shown = byConvention(name, convention ?? name.convention);
  switch (style) {
    case 'display':
      return displayName(name, convention);
    case 'formal':
      return spaced(...name.prefixes, shown, ...name.suffixes);
    case 'informal':
      return name.nickname ?? name.given[0] ?? shown;
    case 'alphabetical':
      return alphabetical(name, convention ?? name.convention);
    case 'legal':
      return spaced(...name.given, name.patronymic, name.matronymic, ...name.family, ...name.suffixes);
    default:
      return style satisfies never;
  }
}

/** What a list of names is ordered by: family name first where there is one, without case and accents. */
export function sortKey(name: PersonName): string {
  return folded(alphabetical(name, name.convention));
}

function byConvention(name: PersonName, convention: NamingConvention): string {
  switch (convention) {
    case 'east_asian':
      return eastAsian(name);
    case 'patronymic':
      return spaced(...name.given, name.patronymic, name.matronymic, ...name.family);
    case 'mononym':
      return name.given[0] ?? name.family[0] ?? '';
    case 'western':
    case 'spanish':
    case 'other':
      return spaced(...name.given, name.patronymic, ...name.family);
    default:
      return convention satisfies never;
  }
}

function eastAsian(name: PersonName): string {
  const parts = [...name.family, ...name.given];
  return parts.every((part) => EAST_ASIAN_SCRIPT.test(part)) ? parts.join('') : spaced(...parts);
}

function alphabetical(name: PersonName, convention: NamingConvention): string {
  // Icelandic directories sort by given name, and a mononym is all there is.
  if (convention === 'patronymic' || convention === 'mononym' || name.family.length === 0) {
    return byConvention(name, convention);
  }
  const rest = spaced(...name.given, name.patronymic);
  return rest === '' ? spaced(...name.family) : `${spaced(...name.family)}, ${rest}`;
}

function spaced(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' ');
}
