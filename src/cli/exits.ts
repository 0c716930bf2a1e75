/** How a program says how it ended: codes by convention, and one sentence for each failure. */

import { CommanderError } from 'commander';
import { GatewayError, GatewayUnreachable } from '../client/client.ts';
import { CommandsUnanswered } from '../client/errors.ts';
import { DataUnreadable } from './congress/read.ts';

export const EXIT = {
  done: 0,
  /** A command was refused, a history is broken, or what was asked for is not there. */
  refused: 1,
  usage: 64,
  data: 65,
  unavailable: 69,
  fault: 70,
  later: 75,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends the program with a code and a sentence. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: ExitCode;

  constructor(code: ExitCode, message: string) {
    super(message);
    this.code = code;
  }
}

export function wrongUsage(message: string): Failure {
  return new Failure(EXIT.usage, message);
}

/** What the gateway says about arguments that cannot be, and about what is over by itself after a while. */
const CODES: Readonly<Record<string, ExitCode>> = {
  BAD_USER_INPUT: EXIT.usage,
  NOT_AVAILABLE_AS_OF: EXIT.usage,
  POSITION_MALFORMED: EXIT.usage,
  POSITION_OF_OTHER_LOG: EXIT.usage,
  POSITION_AHEAD: EXIT.usage,
  LOG_UNAVAILABLE: EXIT.later,
  PROJECTION_LAGGING: EXIT.later,
};

/** Says on standard error what went wrong, and returns the code to end with. */
export function explain(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof CommandsUnanswered) {
    const [first, ...more] = error.commandIds;
    const again =
      more.length > 0
        ? 'Whether the last commands were taken is not known.'
        : `Whether the command was taken is not known: send it again with --command-id ${first}.`;
    console.error(`${error.message} ${again}`);
    return EXIT.unavailable;
  }
  if (error instanceof GatewayUnreachable) {
    console.error(`${error.message} Start one with "npm start", or name it by --url or PERSON_URL.`);
    return EXIT.unavailable;
  }
  if (error instanceof GatewayError) {
    console.error(error.message);
    return CODES[error.code ?? ''] ?? EXIT.unavailable;
  }
  if (error instanceof DataUnreadable) {
    console.error(error.message);
    return EXIT.data;
  }
  if (error instanceof Failure) {
    console.error(error.message);
    return error.code;
  }
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  return EXIT.fault;
}
