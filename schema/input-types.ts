/** GraphQL input types from the inputs of the commands, so that each field is said once. */

import type { InputObjectRef } from '@pothos/core';
import type { z } from 'zod';
import type { BuilderTypes } from './builder.ts';
import { addressed, type CommandInput, common } from './inputs/command-input.ts';
import { hints } from './inputs/fields.ts';
import type { Kit } from './kit.ts';

type Types = PothosSchemaTypes.ExtendDefaultTypes<BuilderTypes>;
type AnyInput = InputObjectRef<Types, Record<string, unknown>>;

const COMMON_DESCRIPTIONS: Readonly<Record<string, string>> = {
  personId: 'The person the command is for.',
  commandId: 'Your id for this command: sent again, it answers the same and does nothing. Made here when left out.',
  expectedVersion: 'The version the person must be in, else the command is contended.',
  validateOnly: 'Only say what would be recorded.',
};

/** What of a schema matters to GraphQL. */
interface Field {
  readonly type: unknown;
  readonly isList: boolean;
  readonly isRequired: boolean;
  readonly description: string | undefined;
}

/** Makes the input type of each command, and the types nested in them once. */
export function inputTypes(kit: Kit): (input: CommandInput) => AnyInput {
  const known = new Map<string, AnyInput>();

  const typeOf = (
    name: string,
    shape: Readonly<Record<string, z.ZodType>>,
    description: string | undefined,
  ): AnyInput => {
    const existing = known.get(name);
    if (existing !== undefined) return existing;
    const fields = Object.entries(shape).map(([key, schema]) => [key, fieldOf(schema, key)] as const);
    const ref = kit.builder.inputRef<Record<string, unknown>>(name);
    known.set(name, ref as unknown as AnyInput);
    ref.implement({
      ...(description === undefined ? {} : { description }),
      fields: (t) =>
        Object.fromEntries(
          fields.map(([key, field]) => {
            const required = field.isList ? { list: field.isRequired, items: true } : field.isRequired;
            const type = field.isList ? [field.type] : field.type;
            return [
              key,
              t.field({ type, required, ...(field.description ? { description: field.description } : {}) } as never),
            ];
          }),
        ) as never,
    });
    return ref as unknown as AnyInput;
  };

  const fieldOf = (schema: z.ZodType, key: string): Field => {
    const { inner, isOptional } = unwrapped(schema);
    const description = schema.description ?? COMMON_DESCRIPTIONS[key];
    const hint = hints.get(inner);
    const at = { isRequired: !isOptional, isList: false, description };
    if (hint?.scalar !== undefined) return { ...at, type: hint.scalar };
    const { def } = inner as unknown as { def: Definition };
    if (hint?.enumName !== undefined)
      return { ...at, type: kit.words(hint.enumName, Object.values(def.entries ?? {})) };
    if (hint?.inputName !== undefined)
      return { ...at, type: typeOf(hint.inputName, def.shape ?? {}, hint.description) };
    if (def.type === 'array' && def.element !== undefined)
      return { ...at, isList: true, type: fieldOf(def.element, key).type };
    if (def.type === 'boolean') return { ...at, type: 'Boolean' };
    if (def.type === 'string') return { ...at, type: 'String' };
    throw new Error(`The field ${key} has a schema of type ${def.type}, which has no GraphQL type`);
  };

  return ({ name, schema, description }) => {
    const { inner } = unwrapped(schema);
    const { def } = inner as unknown as { def: Definition };
    const personId = name === 'CreatePerson' ? { personId: addressed.personId.nullish() } : addressed;
    return typeOf(`${name}Input`, { ...personId, ...def.shape, ...commonFields }, description);
  };
}

const commonFields: Readonly<Record<string, z.ZodType>> = common;

interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly entries?: Readonly<Record<string, string>>;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
}

/** The schema without what makes it optional or works on its outcome. */
function unwrapped(schema: z.ZodType): { readonly inner: z.ZodType; readonly isOptional: boolean } {
  let inner = schema;
  let isOptional = false;
  for (;;) {
    const { def } = inner as unknown as { def: Definition };
    // Not `has`, which does not know a schema again that was described afterwards.
    if (hints.get(inner) !== undefined) return { inner, isOptional };
    if (def.type === 'optional' || def.type === 'nullable' || def.type === 'default') isOptional = true;
    const next = def.innerType ?? (def.type === 'pipe' ? def.in : undefined);
    if (next === undefined) return { inner, isOptional };
    inner = next;
  }
}
