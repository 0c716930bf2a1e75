/** What became of a command: a union to branch on, and errors for whoever would rather have those. */

import type { CommandOutcomeFragment, RefusalCode } from './generated.ts';

/** Told apart by `__typename`. */
export type CommandResult = CommandOutcomeFragment;
export type Recorded = Extract<CommandResult, { __typename: 'Recorded' }>;
export type Refused = Extract<CommandResult, { __typename: 'Refused' }>;
export type Contended = Extract<CommandResult, { __typename: 'Contended' }>;
/** Not settled however often it was sent. Sent later under its own id, it is safe. */
export type Undecided = Extract<CommandResult, { __typename: 'Busy' | 'Unsettled' }>;

/** The command was not taken. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
  readonly result: Refused;

  constructor(result: Refused) {
    super(result.field === null ? result.message : `${result.message} (${result.field})`);
    this.result = result;
  }

  get code(): RefusalCode {
    return this.result.code;
  }
}

/** The person is in another version than expected, or others kept changing it. */
export class CommandContended extends Error {
  override readonly name = 'CommandContended';
  readonly result: Contended;

  constructor(result: Contended) {
    super(result.message);
    this.result = result;
  }
}

/** Nobody knows yet what becomes of the command. */
export class CommandUndecided extends Error {
  override readonly name = 'CommandUndecided';
  readonly result: Undecided;

  constructor(result: Undecided) {
    super(result.message);
    this.result = result;
  }
}

/** The result where it is that the command was taken. Throws CommandRefused, CommandContended and CommandUndecided. */
export function recordedOrThrow(result: CommandResult): Recorded {
  switch (result.__typename) {
    case 'Recorded':
      return result;
    case 'Refused':
      throw new CommandRefused(result);
    case 'Contended':
      throw new CommandContended(result);
    case 'Busy':
    case 'Unsettled':
      throw new CommandUndecided(result);
    default:
      return result satisfies never;
  }
}

/** Whether the same command may simply be sent again: it broke nobody's expectation, and nothing came of it. */
export function isOpen(result: CommandResult): result is Contended | Undecided {
  if (result.__typename === 'Contended') return result.expectedVersion === null;
  return result.__typename === 'Busy' || result.__typename === 'Unsettled';
}
