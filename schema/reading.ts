/** Reading arguments and the log: what cannot be is an error with a code, and says what would be right. */

import { z } from 'zod';
import type { App } from '../src/app/app.ts';
import { LogUnavailable } from '../src/app/ports.ts';
import { type PersonId, parsePersonId } from '../src/domain/ids.ts';
import type { GraphQLContext } from './builder.ts';
import { badArgument, failure } from './errors.ts';

export function personIdIn(argument: string, id: string): PersonId {
  const personId = parsePersonId(id);
  if (personId === null) throw badArgument(argument, 'an id is a UUID, such as 01890a5d-ac96-774b-bcce-b302099a8057.');
  return personId;
}

/** UTC milliseconds of a moment in ISO 8601. */
export function dateTimeIn(argument: string, text: string): number {
  if (z.iso.datetime({ offset: true }).safeParse(text).success) return Date.parse(text);
  throw badArgument(
    argument,
    'a moment is written in ISO 8601 with its offset, such as 2026-03-01T12:00:00Z, and must exist.',
  );
}

/** The sequence of a position of this log. */
export function sequenceIn(app: App, argument: string, position: string): number {
  const sequence = app.positions.decode(position);
  if (typeof sequence === 'number') return sequence;
  throw sequence === 'otherLog'
    ? failure('POSITION_OF_OTHER_LOG', `${argument}: this position belongs to another log.`, { argument })
    : failure('POSITION_MALFORMED', `${argument}: this is no position. Take it from an answer of this gateway.`, {
        argument,
      });
}

/** The last sequence of positions that are written with commas between. */
export function lastSequenceIn(app: App, argument: string, positions: string): number {
  return Math.max(...positions.split(',').map((position) => sequenceIn(app, argument, position.trim())));
}

/**
 * The sequence that a subscription goes on after: what the request says outside of the operation, such as a browser that
 * connects again, counts more than the argument it began with. Null where it begins now.
 */
export async function resumeIn(
  { app, resumeAfter }: Pick<GraphQLContext, 'app' | 'resumeAfter'>,
  after: string | null,
): Promise<number | null> {
  const position = resumeAfter ?? after;
  if (position === null) return null;
  const argument = resumeAfter === null ? 'after' : 'Last-Event-ID';
  return existing(app, argument, sequenceIn(app, argument, position));
}

/**
 * The sequence after which it is now, for a subscription that begins: after what the sender has seen, where the request
 * says what that is. So nothing gets lost between the answer that was seen and the stream.
 */
export async function nowIn({ app, minPosition }: Pick<GraphQLContext, 'app' | 'minPosition'>): Promise<number> {
  if (minPosition === null) return app.projector.position;
  return existing(app, 'X-Min-Position', lastSequenceIn(app, 'X-Min-Position', minPosition));
}

async function existing(app: App, argument: string, sequence: number): Promise<number> {
  if (sequence <= app.projector.position) return sequence;
  // Another gateway may be ahead of this one, but none is ahead of the log.
  if (sequence <= (await readFromLog(() => app.feed.lastSequence()))) return sequence;
  throw failure('POSITION_AHEAD', `${argument}: the log does not reach as far as this position.`, { argument });
}

/** What was read; an error that can be branched on while the log cannot be reached. */
export async function readFromLog<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof LogUnavailable)) throw error;
    throw failure(
      'LOG_UNAVAILABLE',
      'The log cannot be reached at the moment. What needs no history is still answered.',
    );
  }
}
