/** One mutation per command, and many commands in one request. Made from the table of inputs. */

import type { Order } from '../src/app/order.ts';
import type { Outcome } from '../src/app/outcome.ts';
import type { Refusal } from '../src/domain/rejection.ts';
import type { GraphQLContext } from './builder.ts';
import { badArgument } from './errors.ts';
import { inputTypes } from './input-types.ts';
import type { CommandInput } from './inputs/command-input.ts';
import { COMMAND_INPUTS } from './inputs/index.ts';
import { type ParsedCommand, parseCommand, type Sender } from './inputs/parse-command.ts';
import type { Kit } from './kit.ts';
import type { registerOutcomes } from './outcome.ts';

/** Commands that one request may have. */
export const COMMANDS_MAX = 1_000;

const BY_FIELD = new Map(COMMAND_INPUTS.map((input) => [fieldOf(input), input]));

export function registerCommands(kit: Kit, result: ReturnType<typeof registerOutcomes>): void {
  const { builder } = kit;
  const typeOf = inputTypes(kit);
  const types = new Map(COMMAND_INPUTS.map((input) => [input, typeOf(input)]));
  for (const input of COMMAND_INPUTS) {
    builder.mutationField(fieldOf(input), (t) =>
      t.field({
        type: result,
        description: input.description,
        args: { input: t.arg({ type: types.get(input) as never, required: true }) },
        resolve: (_, args, context) => take(context, input, (args as unknown as { input: Raw }).input),
      }),
    );
  }
  const command = builder.inputType('CommandInput', {
    description: 'Any one command.',
    isOneOf: true,
    fields: (t) =>
      Object.fromEntries(COMMAND_INPUTS.map((input) => [fieldOf(input), t.field({ type: types.get(input) as never })])),
  });
  builder.mutationField('submitCommands', (t) =>
    t.field({
      type: [result],
      description:
        'Many commands, each with its own result in the same order. Those for one person are taken in their order. With atomic all are taken or none, and then they must concern different persons.',
      args: { commands: t.arg({ type: [command], required: true }), atomic: t.arg.boolean({ defaultValue: false }) },
      resolve: (_, { commands, atomic }, context) => submit(context, commands as readonly OneOf[], atomic === true),
    }),
  );
}

type Raw = Parameters<typeof parseCommand>[1];
type OneOf = Readonly<Record<string, Raw>>;

/** `CreatePerson` as `createPerson`. */
function fieldOf({ name }: CommandInput): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function senderOf({ now, actor, source, correlationId, app }: GraphQLContext): Sender {
  return { at: now, actor, source, correlationId, digest: app.codec.digest };
}

async function take(context: GraphQLContext, input: CommandInput, raw: Raw): Promise<Outcome> {
  const parsed = parseCommand(input, raw, senderOf(context));
  return parsed.kind === 'order' ? noted(context, await context.app.dispatch.one(parsed.order)) : unparsed(parsed);
}

async function submit(context: GraphQLContext, commands: readonly OneOf[], atomic: boolean): Promise<Outcome[]> {
  if (commands.length > COMMANDS_MAX) throw badArgument('commands', `a request has at most ${COMMANDS_MAX} commands.`);
  const parsed = commands.map((each) => {
    const [field = '', raw = {}] = Object.entries(each)[0] ?? [];
    return parseCommand(BY_FIELD.get(field) as CommandInput, raw, senderOf(context));
  });
  if (!atomic) {
    return Promise.all(
      parsed.map((each) =>
        each.kind === 'order' ? noteWhen(context, context.app.dispatch.one(each.order)) : unparsed(each),
      ),
    );
  }
  const orders = parsed.flatMap((each): Order[] => (each.kind === 'order' ? [each.order] : []));
  if (orders.length === parsed.length) {
    return (await context.app.dispatch.together(orders)).map((outcome) => noted(context, outcome));
  }
  return parsed.map((each) => (each.kind === 'order' ? withheld(each.order) : unparsed(each)));
}

/** Takes notice of how far the log reaches by it, so that the answer can say so. */
function noted({ written }: GraphQLContext, outcome: Outcome): Outcome {
  if (outcome.kind === 'recorded') written.sequence = Math.max(written.sequence, outcome.sequence);
  return outcome;
}

async function noteWhen(context: GraphQLContext, outcome: Promise<Outcome>): Promise<Outcome> {
  return noted(context, await outcome);
}

function unparsed({ personId, commandId, refusal }: Extract<ParsedCommand, { kind: 'refused' }>): Outcome {
  return { kind: 'refused', personId, commandId, refusal, person: null };
}

function withheld({ command, meta }: Order): Outcome {
  const refusal: Refusal = { code: 'COMMANDS_NOT_ATOMIC' };
  return { kind: 'refused', personId: command.personId, commandId: meta.commandId, refusal, person: null };
}
