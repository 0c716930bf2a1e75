/** Errors of queries: each has a code to branch on and says what would be right. Commands are refused, not failed. */

import { GraphQLError } from 'graphql';

export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'POSITION_MALFORMED'
  | 'POSITION_OF_OTHER_LOG'
  | 'POSITION_AHEAD'
  | 'PROJECTION_LAGGING'
  | 'LOG_UNAVAILABLE'
  | 'NOT_AVAILABLE_AS_OF'
  | 'NEIGHBOURS_NOT_HEARD';

export function failure(code: ErrorCode, message: string, more: Readonly<Record<string, unknown>> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...more } });
}

/** An argument has a value that cannot be; `message` says what would be right. */
export function badArgument(argument: string, message: string): GraphQLError {
  return failure('BAD_USER_INPUT', `${argument}: ${message}`, { argument });
}
