/** Sends commands until it is known what became of them. They have ids of their own, so that sending them again is safe. */

import type { Asking } from './ask.ts';
import { newCommandId } from './command-id.ts';
import { CommandsUnanswered, GatewayUnreachable, gatewayError } from './errors.ts';
import type { CommandName } from './fields.ts';
import { type CommandInput, CommandOutcomeFragmentDoc, SubmitCommandsDocument } from './generated.ts';
import type { CommandInputs } from './generated-commands.ts';
import { exchange, type Wire } from './http.ts';
import { ATTEMPTS_MAX, type Patience } from './patience.ts';
import { type CommandResult, isOpen } from './results.ts';
import type { Seen } from './seen.ts';

/** Commands in one request, and how long they may be as JSON. The gateway takes more; but so answers come sooner. */
export const COMMANDS_PER_REQUEST = 250;
export const CHARACTERS_PER_REQUEST = 200_000;

/** Positions that are kept while nothing is asked. */
const KEPT_MAX = 10_000;

/** What every input has. */
interface AnyInput {
  readonly commandId?: string | null | undefined;
  readonly validateOnly?: boolean | null | undefined;
}

export class Sending {
  readonly #wire: Wire;
  readonly #patience: Patience;
  readonly #seen: Seen;
  readonly #asking: Asking;

  constructor(wire: Wire, patience: Patience, seen: Seen, asking: Asking) {
    this.#wire = wire;
    this.#patience = patience;
    this.#seen = seen;
    this.#asking = asking;
  }

  /** One command. Throws CommandsUnanswered and GatewayError. */
  async one<Name extends CommandName>(name: Name, given: CommandInputs[Name]): Promise<CommandResult> {
    const input = named(given);
    const type = name.charAt(0).toUpperCase() + name.slice(1);
    const query = `mutation ${type}($input: ${type}Input!) { result: ${name}(input: $input) { ...CommandOutcome } }\n${CommandOutcomeFragmentDoc}`;
    const [result] = await this.#settled(query, { input }, [input], (data) => [
      (data as { result: CommandResult }).result,
    ]);
    if (result === undefined) throw new Error('A command got no result');
    return result;
  }

  /** Many commands, their results in the same order. Throws as `one` does. */
  async many(given: readonly CommandInput[], atomic: boolean): Promise<readonly CommandResult[]> {
    const commands = given.map(withId);
    const results: CommandResult[] = [];
    // One request after the other: what comes later may need what came before.
    for (const request of atomic ? [commands] : requestsOf(commands)) {
      const variables = { commands: request, atomic };
      const read = (data: unknown) => (data as { submitCommands: CommandResult[] }).submitCommands;
      results.push(...(await this.#settled(`${SubmitCommandsDocument}`, variables, request.map(inputOf), read)));
    }
    return results;
  }

  async #settled(
    query: string,
    variables: unknown,
    inputs: readonly AnyInput[],
    read: (data: unknown) => readonly CommandResult[],
  ): Promise<readonly CommandResult[]> {
    await this.#asking.gather(KEPT_MAX);
    const before = this.#seen.some();
    let known: readonly CommandResult[] = [];
    for (let attempt = 1; ; attempt += 1) {
      const results = read(await this.#answered(query, variables, inputs));
      // What was recorded at an earlier attempt is answered again now; its first answer is the one that counts.
      known = results.map((result, at) => (known[at]?.__typename === 'Recorded' ? known[at] : result));
      const open = known.find(isOpen);
      if (open === undefined || attempt === ATTEMPTS_MAX) {
        this.#note(known, inputs, before);
        return known;
      }
      await this.#patience.pause(attempt, open.message, open.__typename === 'Busy' ? open.retryAfterMs : 0);
    }
  }

  async #answered(query: string, variables: unknown, inputs: readonly AnyInput[]): Promise<unknown> {
    try {
      const question = { query, variables, headers: {} };
      const { data, errors } = await this.#patience.until(() => exchange(this.#wire, question));
      if (errors !== undefined) throw gatewayError(errors);
      return data;
    } catch (error) {
      if (!(error instanceof GatewayUnreachable)) throw error;
      throw new CommandsUnanswered(
        error.message,
        inputs.map(({ commandId }) => commandId ?? ''),
      );
    }
  }

  /** What is recorded now lies behind all that was seen before it was sent; of a repetition that is not known. */
  #note(results: readonly CommandResult[], inputs: readonly AnyInput[], before: readonly string[]): void {
    let included = before;
    for (const [at, result] of results.entries()) {
      if (result.__typename !== 'Recorded') continue;
      const isNew = !result.replayed && result.events.length > 0 && inputs[at]?.validateOnly !== true;
      this.#seen.note(result.position, isNew ? included : []);
      if (isNew) included = [];
    }
  }
}

function requestsOf(commands: readonly CommandInput[]): CommandInput[][] {
  const requests: CommandInput[][] = [];
  let characters = Infinity;
  for (const command of commands) {
    const length = JSON.stringify(command).length;
    const last = requests.at(-1);
    const fits = characters + length <= CHARACTERS_PER_REQUEST && (last?.length ?? 0) < COMMANDS_PER_REQUEST;
    if (fits) last?.push(command);
    else requests.push([command]);
    characters = (fits ? characters : 0) + length;
  }
  return requests;
}

function named<Input extends AnyInput>(input: Input): Input {
  return input.commandId == null ? { ...input, commandId: newCommandId() } : input;
}

function withId(command: CommandInput): CommandInput {
  const [[name, input] = []] = Object.entries(command);
  return name === undefined ? command : ({ [name]: named(input as AnyInput) } as unknown as CommandInput);
}

function inputOf(command: CommandInput): AnyInput {
  return (Object.values(command)[0] ?? {}) as AnyInput;
}
