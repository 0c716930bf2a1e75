/** What became of a command. */

import type { CommandId, PersonId } from '../domain/ids.ts';
import type { Recorded } from '../domain/message.ts';
import type { Person } from '../domain/person/person.ts';
import type { Refusal, RefusalCode } from '../domain/rejection.ts';
import type { Order } from './order.ts';

export type Outcome = RecordedOutcome | RefusedOutcome | ContendedOutcome | BusyOutcome | UnsettledOutcome;

/** Taken. Without events it means: already so. */
export interface RecordedOutcome {
  readonly kind: 'recorded';
  readonly personId: PersonId;
  readonly commandId: CommandId;
  /** One event per person concerned, the addressed person's first. Of a validated command: what would be recorded. */
  readonly events: readonly Recorded[];
  /** Where readers must be to see it. */
  readonly sequence: number;
  /** Whether the command had been taken before, and this is its first answer again. */
  readonly replayed: boolean;
}

export interface RefusedOutcome {
  readonly kind: 'refused';
  readonly personId: PersonId | null;
  readonly commandId: CommandId;
  readonly refusal: Refusal;
  /** The person as the refusal found it; null when it was refused before looking. */
  readonly person: Person | null;
}

/** Others kept changing the person, or it is not in the version that was expected. Nothing was written. */
export interface ContendedOutcome {
  readonly kind: 'contended';
  readonly personId: PersonId;
  readonly commandId: CommandId;
  readonly expectedVersion: number | null;
  readonly actualVersion: number;
}

/** The gateway has as many commands under way as it may. Nothing was written. */
export interface BusyOutcome {
  readonly kind: 'busy';
  readonly personId: PersonId;
  readonly commandId: CommandId;
  readonly retryAfterMs: number;
}

/** The log did not answer in time. The same command id settles it, safely. */
export interface UnsettledOutcome {
  readonly kind: 'unsettled';
  readonly personId: PersonId;
  readonly commandId: CommandId;
  readonly reason: string;
}

/** Refused without a look at the person. */
export function refusedBefore(order: Order, code: RefusalCode): Outcome {
  return { kind: 'refused', ...whose(order), refusal: { code }, person: null };
}

export function unsettled(order: Order, reason: string): Outcome {
  return { kind: 'unsettled', ...whose(order), reason };
}

export function busy(order: Order, retryAfterMs: number): Outcome {
  return { kind: 'busy', ...whose(order), retryAfterMs };
}

export function whose({ command, meta }: Order): { readonly personId: PersonId; readonly commandId: CommandId } {
  return { personId: command.personId, commandId: meta.commandId };
}
