/** Reading arguments and the log: what cannot be is an error with a code, and says what would be right. */

import { z } from 'zod';
import type { App } from '../src/app/app.ts';
import { LogUnavailable } from '../src/app/ports.ts';
import { type PersonId, parsePersonId } from '../src/domain/ids.ts';
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
  throw badArgument(
    argument,
    sequence === 'otherLog'
      ? 'this position belongs to another log.'
      : 'this is no position. Take it from an answer of this gateway.',
  );
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
