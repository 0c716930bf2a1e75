/** From the input of a mutation to an order for the domain, or the refusal that names the field at fault. */

import { v7 } from 'uuid';
import type { z } from 'zod';
import { derivedId } from '../../src/app/derived-id.ts';
import type { Order } from '../../src/app/order.ts';
import { type CommandId, type PersonId, parseCommandId, parsePersonId } from '../../src/domain/ids.ts';
import type { AnyCommand } from '../../src/domain/person/person.ts';
import type { Refusal, RefusalCode } from '../../src/domain/rejection.ts';
import type { CommandInput } from './command-input.ts';

/** Who sends a command, when, and through what. */
export interface Sender {
  /** UTC milliseconds. */
  readonly at: number;
  readonly actor: string;
  readonly source: string;
  /** What the command is part of; the command itself when null. */
  readonly correlationId: string | null;
  readonly digest: (value: unknown) => { readonly digest: string; readonly bytes: number };
}

export type ParsedCommand =
  | { readonly kind: 'order'; readonly order: Order }
  | {
      readonly kind: 'refused';
      readonly personId: PersonId | null;
      readonly commandId: CommandId;
      readonly refusal: Refusal;
    };

type Raw = Readonly<Record<string, unknown>> & {
  readonly personId?: string | null;
  readonly commandId?: string | null;
  readonly expectedVersion?: number | null;
  readonly validateOnly?: boolean | null;
};

/** Parses once, at the edge; inside, the types are the proof. */
export function parseCommand(input: CommandInput, raw: Raw, sender: Sender): ParsedCommand {
  const given = raw.commandId ?? v7();
  const commandId = parseCommandId(given);
  if (commandId === null) {
    return refused(null, v7() as CommandId, { code: 'COMMAND_ID_INVALID', field: 'commandId' });
  }
  const personId = addressedPerson(input, raw, commandId);
  if (personId === null) return refused(null, commandId, { code: 'ID_INVALID', field: 'personId' });
  const { expectedVersion = null } = raw;
  if (expectedVersion !== null && expectedVersion < 0) {
    return refused(personId, commandId, { code: 'NUMBER_OUT_OF_RANGE', field: 'expectedVersion' });
  }
  const parsed = input.schema.safeParse(raw);
  if (!parsed.success) return refused(personId, commandId, refusalOf(parsed.error));
  const data = defined(parsed.data as Record<string, unknown>);
  if (input.makes !== null) data[input.makes] ??= derivedId(commandId, input.makes);
  const command = { type: input.name, personId, at: sender.at, data } as unknown as AnyCommand;
  const { digest, bytes } = sender.digest({ type: input.name, personId, data });
  const meta = {
    commandId,
    inputDigest: digest,
    cause: null,
    correlationId: sender.correlationId ?? commandId,
    actor: sender.actor,
    source: sender.source,
  };
  return { kind: 'order', order: { command, meta, expectedVersion, bytes, validateOnly: raw.validateOnly === true } };
}

/** CreatePerson makes an id when it is given none; every other command names its person. */
function addressedPerson(input: CommandInput, { personId }: Raw, commandId: CommandId): PersonId | null {
  if (personId != null) return parsePersonId(personId);
  return input.name === 'CreatePerson' ? parsePersonId(derivedId(commandId, 'personId')) : null;
}

function refused(personId: PersonId | null, commandId: CommandId, refusal: Refusal): ParsedCommand {
  return { kind: 'refused', personId, commandId, refusal };
}

/** The first issue as a refusal; messages of issues are refusal codes. */
function refusalOf(error: z.ZodError): Refusal {
  const issue = error.issues[0];
  const code = (issue?.message ?? 'VALUE_INVALID') as RefusalCode;
  return issue === undefined || issue.path.length === 0 ? { code } : { code, field: issue.path.join('.') };
}

/** Without the keys that are undefined, at every depth. */
function defined(data: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(data).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept.map(([key, value]) => [key, isPlain(value) ? defined(value) : value]));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
