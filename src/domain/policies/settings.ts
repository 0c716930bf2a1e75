/** Settings of policies: what there is to set, as data, and the one place that checks what somebody sets. */

import type { Json } from '../message.ts';
import type { Refusal } from '../rejection.ts';

export type Setting = NumberSetting | FlagSetting | WordSetting | WordsSetting;

export interface NumberSetting {
  readonly kind: 'number';
  readonly description: string;
  readonly standard: number;
  readonly least: number;
  readonly most: number;
  readonly unit: string;
}

export interface FlagSetting {
  readonly kind: 'flag';
  readonly description: string;
  readonly standard: boolean;
}

/** One word of a few. */
export interface WordSetting {
  readonly kind: 'word';
  readonly description: string;
  readonly standard: string;
  readonly words: readonly string[];
}

/** Any number of words, of a few or of any. */
export interface WordsSetting {
  readonly kind: 'words';
  readonly description: string;
  readonly standard: readonly string[];
  /** What they may be; null for any. */
  readonly words: readonly string[] | null;
}

export type SettingsSchema = { readonly [name: string]: Setting };

export type SettingValues<S extends SettingsSchema = SettingsSchema> = {
  readonly [Name in keyof S]: S[Name] extends NumberSetting
    ? number
    : S[Name] extends FlagSetting
      ? boolean
      : S[Name] extends WordSetting
        ? string
        : readonly string[];
} & CommonValues;

type CommonValues = { readonly enabled: boolean; readonly onlyTags: readonly string[] };

/** What every policy has besides its own. */
export const COMMON_SETTINGS = {
  enabled: { kind: 'flag', description: 'Whether it acts at all.', standard: false },
  onlyTags: {
    kind: 'words',
    description: 'Only persons with one of these tags are looked at; everybody when there are none.',
    standard: [],
    words: null,
  },
} as const satisfies SettingsSchema;

const WORDS_MAX = 100;
const WORD_CHARACTERS_MAX = 100;

export const number = (description: string, standard: number, least: number, most: number, unit: string) =>
  ({ kind: 'number', description, standard, least, most, unit }) as const;
export const flag = (description: string, standard: boolean) => ({ kind: 'flag', description, standard }) as const;
export const word = (description: string, standard: string, words: readonly string[]) =>
  ({ kind: 'word', description, standard, words }) as const;
export const words = (description: string, standard: readonly string[], choices: readonly string[] | null = null) =>
  ({ kind: 'words', description, standard, words: choices }) as const;

export function schemaOf(own: SettingsSchema): SettingsSchema {
  return { ...COMMON_SETTINGS, ...own };
}

/** The settings nobody has changed. */
export function standardsOf(own: SettingsSchema): SettingValues {
  const all = Object.entries(schemaOf(own)).map(([name, { standard }]) => [name, standard]);
  return Object.fromEntries(all) as SettingValues;
}

export type SettingsChange =
  | { readonly kind: 'settings'; readonly settings: SettingValues }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** The settings with the changes made; null brings one back to its standard. The first wrong one is refused by name. */
export function changeSettings(own: SettingsSchema, current: SettingValues, changes: unknown): SettingsChange {
  if (typeof changes !== 'object' || changes === null || Array.isArray(changes)) {
    return refused({ code: 'SETTINGS_MALFORMED', field: 'settings' });
  }
  const schema = schemaOf(own);
  const next: Record<string, unknown> = { ...current };
  for (const [name, value] of Object.entries(changes as { readonly [name: string]: Json })) {
    const field = `settings.${name}`;
    const setting = Object.hasOwn(schema, name) ? schema[name] : undefined;
    if (setting === undefined) return refused({ code: 'SETTING_UNKNOWN', field });
    const code = value === null ? null : refusalOf(setting, value);
    if (code !== null) return refused({ code, field });
    next[name] = value ?? setting.standard;
  }
  return { kind: 'settings', settings: next as unknown as SettingValues };
}

function refusalOf(setting: Setting, value: Json): Refusal['code'] | null {
  switch (setting.kind) {
    case 'number':
      if (typeof value !== 'number') return 'SETTING_MALFORMED';
      return value >= setting.least && value <= setting.most ? null : 'NUMBER_OUT_OF_RANGE';
    case 'flag':
      return typeof value === 'boolean' ? null : 'SETTING_MALFORMED';
    case 'word':
      return typeof value === 'string' && setting.words.includes(value) ? null : 'SETTING_MALFORMED';
    case 'words': {
      const isList = Array.isArray(value) && value.every((each) => typeof each === 'string' && each.trim() !== '');
      if (!isList) return 'SETTING_MALFORMED';
      const all = value as readonly string[];
      if (all.length > WORDS_MAX || all.some((each) => each.length > WORD_CHARACTERS_MAX)) return 'TEXT_TOO_LONG';
      return all.every((each) => setting.words === null || setting.words.includes(each)) ? null : 'SETTING_MALFORMED';
    }
    default:
      return setting satisfies never;
  }
}

const refused = (refusal: Refusal): SettingsChange => ({ kind: 'refused', refusal });
