/** Flags for the fields of a command, typed as the schema types them; and the input that was given by them. */

import { type Command, InvalidArgumentError } from 'commander';
import type { Field } from '../client/fields.ts';
import { INPUTS, WORDS } from '../client/generated-fields.ts';
import { constant, kebab } from './case.ts';
import { meant } from './nearest.ts';
import { KeyedOption } from './verb.ts';

type Input = Record<string, unknown>;

/** A flag, and the field it is for; below a field that has fields, their path. */
interface Flag {
  readonly path: readonly string[];
  readonly field: Field;
}

/** What a value looks like in the help. */
const PLACES: Readonly<Record<string, string>> = {
  ID: 'id',
  Int: 'number',
  Float: 'number',
  Date: 'yyyy-mm-dd',
  DateTime: 'moment',
  JSON: 'json',
};

export function addFlags(command: Command, fields: readonly Field[]): void {
  for (const { path, field } of flagsOf(fields)) {
    const flag = flagOf(path);
    const place = WORDS[field.type] === undefined ? (PLACES[field.type] ?? 'text') : 'word';
    const flags = field.type === 'Boolean' ? `${flag} [true|false]` : `${flag} <${place}>`;
    const option = new KeyedOption(flags, descriptionOf(field), keyOf(path));
    const words = WORDS[field.type]?.map(kebab);
    if (words !== undefined) option.choices(words);
    option.argParser((text, previous: unknown) => {
      const value = fieldValue(field, text);
      return field.isList ? [...((previous as unknown[]) ?? []), value] : value;
    });
    command.addOption(option);
  }
}

/** The input as far as flags gave one. */
export function inputOf(command: Command, fields: readonly Field[]): Input {
  const values = command.opts<Input>();
  const input: Input = {};
  for (const { path } of flagsOf(fields)) {
    const value = values[keyOf(path)];
    if (value !== undefined) put(input, path, value);
  }
  return input;
}

/** Flags that have to be given and were not. */
export function missingFlags(input: Input, fields: readonly Field[], above: readonly string[] = []): string[] {
  return fields.flatMap((field) => {
    const path = [...above, field.name];
    const value = input[field.name];
    const inner = field.isList ? undefined : INPUTS[field.type];
    if (value === undefined)
      return field.isRequired ? [inner === undefined ? flagOf(path) : `${flagOf(path)}-...`] : [];
    return inner === undefined ? [] : missingFlags(value as Input, inner, path);
  });
}

/** The flags that have to be given, with what goes into them; the first one of a field that has fields. */
export function exampleOf(fields: readonly Field[]): string {
  const needed = fields.filter(({ isRequired }) => isRequired);
  const flags = needed.flatMap((field) => flagsOf([field]).slice(0, 1));
  return flags.map(({ path, field }) => `${flagOf(path)} ${placeOf(field)}`).join(' ');
}

/** What a value looks like in an example: the first word of those there are, else what kind of a value it is. */
function placeOf({ type }: Field): string {
  const [word] = WORDS[type] ?? [];
  return word === undefined ? (PLACES[type] ?? 'text').toUpperCase() : kebab(word);
}

function flagsOf(fields: readonly Field[], above: readonly string[] = []): Flag[] {
  return fields.flatMap((field) => {
    const path = [...above, field.name];
    const inner = field.isList ? undefined : INPUTS[field.type];
    return inner === undefined ? [{ path, field }] : flagsOf(inner, path);
  });
}

function flagOf(path: readonly string[]): string {
  return `--${path.map(kebab).join('-')}`;
}

function keyOf(path: readonly string[]): string {
  return `field ${path.join('.')}`;
}

function descriptionOf({ description, isRequired, isList }: Field): string {
  const marks = [...(isRequired ? ['required'] : []), ...(isList ? ['may be repeated'] : [])];
  const said = description === null ? [] : [description.replace(/\.$/, '')];
  return [...said, ...marks].join('; ');
}

function put(input: Input, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    input[name] = value;
    return;
  }
  const inner = (input[name] ?? {}) as Input;
  input[name] = inner;
  put(inner, rest, value);
}

/** The value that a text stands for. */
export function fieldValue({ type }: Field, text: string): unknown {
  const words = WORDS[type];
  if (words !== undefined) return wordIn(words, text);
  switch (type) {
    case 'Boolean':
      if (text === 'true') return true;
      if (text === 'false') return false;
      throw new InvalidArgumentError('It is true or false.');
    case 'Int':
      if (/^-?\d+$/.test(text)) return Number(text);
      throw new InvalidArgumentError('It is a whole number.');
    case 'Float':
      if (text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
      throw new InvalidArgumentError('It is a number.');
    case 'JSON':
      return jsonOrText(text);
    default:
      return INPUTS[type] === undefined ? text : jsonObject(text);
  }
}

function wordIn(words: readonly string[], text: string): string {
  const word = constant(text);
  if (words.includes(word)) return word;
  const known = words.map(kebab);
  throw new InvalidArgumentError(meant(text, known).trim() || `It is one of ${known.join(', ')}.`);
}

/** Most values are plain texts, and nobody wants to quote those twice. */
function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function jsonObject(text: string): unknown {
  const value = jsonOrText(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new InvalidArgumentError('It is a JSON object.');
}
