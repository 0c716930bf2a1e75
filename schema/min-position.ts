/** Reading one's own writes on any replica: every root query takes `minPosition`, and waits until it is reached. */

import { type GraphQLArgument, type GraphQLSchema, isScalarType } from 'graphql';
import type { App } from '../src/app/app.ts';
import type { GraphQLContext } from './builder.ts';
import { failure } from './errors.ts';
import { lastSequenceIn } from './reading.ts';

/** How long a query waits for a position, in milliseconds. */
export const POSITION_WAIT_MS_MAX = 2_000;

/**
 * Waits until the projections have reached the position; an error with a code when they do not in time. Who saw several
 * things at once cannot tell which of their positions is the last, and says them all, with commas between.
 */
export async function waitForPosition(app: App, argument: string, position: string): Promise<void> {
  const sequence = lastSequenceIn(app, argument, position);
  if (await app.projector.reached(sequence, POSITION_WAIT_MS_MAX)) return;
  throw failure(
    'PROJECTION_LAGGING',
    'This gateway has not reached the wanted position yet. Ask again, or ask another one.',
    {
      wanted: position,
      applied: app.positions.encode(app.projector.position),
    },
  );
}

/** Waits for what the sender of a subscription has seen, so that it does not begin with something older. */
export async function waitForSeen({ app, resumeAfter, minPosition }: GraphQLContext): Promise<void> {
  if (resumeAfter !== null) await waitForPosition(app, 'Last-Event-ID', resumeAfter);
  if (minPosition !== null) await waitForPosition(app, 'X-Min-Position', minPosition);
}

/** Gives every field of the query type the argument, in one place, so that none can be forgotten. */
export function withMinPosition(schema: GraphQLSchema): GraphQLSchema {
  const type = schema.getType('Position');
  const query = schema.getQueryType();
  if (!isScalarType(type) || query == null) throw new Error('The schema lacks its query type or the scalar Position');
  const argument: GraphQLArgument = {
    name: 'minPosition',
    description: 'Wait until this position is reached, so that what was recorded there is seen.',
    type,
    defaultValue: undefined,
    deprecationReason: undefined,
    extensions: {},
    astNode: undefined,
  };
  for (const field of Object.values(query.getFields())) {
    const { resolve } = field;
    if (resolve === undefined) throw new Error(`The field ${field.name} has no resolver`);
    field.args = [...field.args, argument];
    field.resolve = (source, { minPosition, ...args }, context: GraphQLContext, info) => {
      const read = () => {
        context.seen.sequence = Math.min(context.seen.sequence, context.app.projector.position);
        return resolve(source, args, context, info);
      };
      return minPosition == null ? read() : waitForPosition(context.app, 'minPosition', minPosition).then(read);
    };
  }
  return schema;
}
