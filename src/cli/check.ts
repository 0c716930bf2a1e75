/** JSON that claims to be the input of a command, held to the schema before anything is sent. */

import type { Field } from '../client/fields.ts';
import { COMMANDS, COMMON_FIELDS, INPUTS, WORDS } from '../client/generated-fields.ts';
import { camel } from './case.ts';
import { meant } from './nearest.ts';

export type CommandName = keyof typeof COMMANDS;

export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];

/** The command of this name in any case; null when there is none. */
export function commandIn(name: string): CommandName | null {
  const found = camel(name);
  return found in COMMANDS ? (found as CommandName) : null;
}

/** What is wrong with the input of a command, in a sentence; null when nothing is. */
export function faultOf(name: CommandName, input: unknown): string | null {
  return faultIn('', [...COMMANDS[name].fields, ...COMMON_FIELDS], input);
}

function faultIn(path: string, fields: readonly Field[], value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return `${path.slice(0, -1) || 'It'} must be an object.`;
  const given = value as Readonly<Record<string, unknown>>;
  const known = fields.map(({ name }) => name);
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) return `There is no field ${path}${unknown}.${meant(unknown, known)}`;
  for (const field of fields) {
    const fault = faultOfValue(`${path}${field.name}`, field, given[field.name] ?? null);
    if (fault !== null) return fault;
  }
  return null;
}

function faultOfValue(path: string, field: Field, value: unknown): string | null {
  if (value === null) return field.isRequired ? `${path} is missing.` : null;
  if (!field.isList) return faultOfOne(path, field, value);
  // One of a list may stand for a list of one, as everywhere in GraphQL.
  const items = Array.isArray(value) ? value : [value];
  for (const [at, item] of items.entries()) {
    const fault = item === null ? `${path}.${at} is missing.` : faultOfOne(`${path}.${at}`, field, item);
    if (fault !== null) return fault;
  }
  return null;
}

function faultOfOne(path: string, { type }: Field, value: unknown): string | null {
  const inner = INPUTS[type];
  if (inner !== undefined) return faultIn(`${path}.`, inner, value);
  const words = WORDS[type];
  if (words !== undefined) {
    if (words.includes(String(value))) return null;
    return `${path} is one of ${words.join(', ')}.${meant(String(value), words)}`;
  }
  switch (type) {
    case 'JSON':
      return null;
    case 'Int':
      return Number.isInteger(value) ? null : `${path} must be a whole number.`;
    case 'Float':
      return typeof value === 'number' ? null : `${path} must be a number.`;
    case 'Boolean':
      return typeof value === 'boolean' ? null : `${path} must be true or false.`;
    case 'ID':
      return typeof value === 'string' || Number.isInteger(value) ? null : `${path} must be a text.`;
    default:
      return typeof value === 'string' ? null : `${path} must be a text.`;
  }
}
