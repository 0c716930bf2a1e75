/** The scalars. On the way in they only look at the form of JSON; what a value must be is said where it is used. */

import { GraphQLError, type ValueNode, valueFromASTUntyped } from 'graphql';
import type { Json } from '../src/domain/message.ts';
import type { Builder } from './builder.ts';

export function registerScalars(builder: Builder): void {
  const texts = {
    Date: 'A calendar date in ISO 8601, YYYY-MM-DD.',
    CID: 'The content id of an event: the hash of its stored bytes, as text.',
  } as const;
  for (const name of ['Date', 'CID'] as const) {
    builder.scalarType(name, {
      description: texts[name],
      serialize: (value) => value,
      parseValue: (value) => text(name, value),
    });
  }
  builder.scalarType('DateTime', {
    description: 'A moment in ISO 8601 with its offset, such as 2026-03-01T12:00:00Z; always in UTC on the way out.',
    serialize: (at) => new Date(at).toISOString(),
    parseValue: (value) => text('DateTime', value),
  });
  builder.scalarType('Position', {
    description: 'A place in the log. Opaque: take it from one answer, and hand it to the next question.',
    serialize: (value) => value,
    parseValue: (value) => text('Position', value),
  });
  builder.scalarType('JSON', {
    description: 'Any JSON value.',
    serialize: (value) => value,
    parseValue: (value) => value as Json,
    parseLiteral: (ast: ValueNode, variables?: Record<string, unknown> | null) =>
      valueFromASTUntyped(ast, variables ?? {}) as Json,
  });
}

function text(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  // Lists and objects are not shown: they may be nested deeper than can be written.
  const shown = typeof value === 'object' && value !== null ? 'a list or an object' : String(value);
  throw new GraphQLError(`${name} must be text, but is ${shown}.`);
}
