/** Values as the old service wrote them: ids as objects, moments in the shortest form, names flat, words in its case. */

import type { NamingConvention, OldNameFragment } from '../client/generated.ts';

export const personIdOf = (id: string): { readonly id: string } => ({ id });

/** A moment: without a fraction where there is none. */
export function momentOf(at: string | number): string {
  const text = new Date(at).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

/** A date as the moment that the old service took it for. */
export const midnightOf = (date: string): string => `${date}T00:00:00Z`;

export interface OldName {
  readonly given_name: string;
  readonly family_name: string;
  readonly middle_names: readonly string[];
  readonly preferred_name: string | null;
  readonly honorific: string | null;
  readonly suffix: string | null;
}

/** The parts of a name that the old one is made of. */
export interface NameParts {
  readonly given: readonly string[];
  readonly family: readonly string[];
  readonly prefixes: readonly string[];
  readonly suffixes: readonly string[];
  /** How the person wants to be shown, where it is not what the rest makes. */
  readonly display?: string | null;
}

export function oldNameOf({ given, family, prefixes, suffixes, display }: NameParts): OldName {
  const [first = '', ...middle] = given;
  const joined = (parts: readonly string[]) => (parts.length === 0 ? null : parts.join(' '));
  // Shown as it would be shown anyway is no preference.
  const usual = spaced(first, family.join(' '));
  return {
    given_name: first,
    family_name: family.join(' '),
    middle_names: middle,
    preferred_name: display == null || display === usual ? null : display,
    honorific: joined(prefixes),
    suffix: joined(suffixes),
  };
}

const spaced = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');

/** The display name of the old service: the preferred one, else the first given name and the family name. */
export function oldDisplayName(name: NameParts): string {
  const { preferred_name, given_name, family_name } = oldNameOf(name);
  return preferred_name ?? spaced(given_name, family_name);
}

/** A name as the gateway shows it, with what the person wants to be shown as. */
export function partsOf({ shown, plain, ...name }: OldNameFragment): NameParts {
  return { ...name, display: shown === plain ? null : shown };
}

/** A name out of the data of an event. */
export function partsIn(data: unknown): NameParts {
  const { given = [], family = [], prefixes = [], suffixes = [], display } = (data ?? {}) as Partial<NameParts>;
  return { given, family, prefixes, suffixes, ...(display === undefined ? {} : { display }) };
}

/** Our name for one of the old ones. Parts that are empty are not there; middle names were never shown. */
export function newNameOf(name: OldName) {
  const part = (text: string | null) => (text === null || text.trim() === '' ? [] : [text.trim()]);
  const [nickname] = part(name.preferred_name);
  const middle = name.middle_names.flatMap(part);
  const [given, family] = [part(name.given_name), part(name.family_name)];
  const display = nickname ?? (middle.length > 0 ? spaced(...given, ...family) : undefined);
  return {
    given: [...given, ...middle],
    family,
    prefixes: part(name.honorific),
    suffixes: part(name.suffix),
    ...(nickname === undefined ? {} : { nickname }),
    ...(display === undefined || display === '' ? {} : { display }),
    convention: (given.length > 0 && family.length === 0 ? 'MONONYM' : 'WESTERN') as NamingConvention,
  };
}

/** Words that the rule does not make. */
const SPECIAL: Readonly<Record<string, string>> = {
  LINKEDIN: 'LinkedIn',
  GITHUB: 'GitHub',
  YOUTUBE: 'YouTube',
  TIKTOK: 'TikTok',
  WHATSAPP: 'WhatsApp',
  WECHAT: 'WeChat',
  SMS: 'SMS',
  HTML: 'HTML',
  IN_APP: 'InAppNotification',
};

/** One of our words as the old service wrote it: `FULL_TIME` is `FullTime`. */
export function oldWordOf(word: string): string {
  const upper = word.toUpperCase();
  return SPECIAL[upper] ?? upper.replace(/([A-Z])([A-Z]*)_?/g, (_, first, rest) => first + rest.toLowerCase());
}

/** The old word as ours: `FullTime` is `FULL_TIME`. */
export function newWordOf<Word extends string = string>(word: string): Word {
  const special = Object.entries(SPECIAL).find(([, old]) => old === word)?.[0];
  return (special ?? word.replace(/(?<=[a-z])([A-Z])/g, '_$1').toUpperCase()) as Word;
}

/** The attribute that stands for a component that was registered. */
export const REGISTERED = 'legacy.component.';
