/** Why there is no answer, as errors that can be told apart. What commands are refused with is no error; see results.ts. */

/** One error of a gateway, as it says it. */
export interface Problem {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>> & { readonly code?: string };
}

/** The gateway answered that it cannot. The messages are its own. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly #problems: readonly Problem[];

  constructor(message: string, problems: readonly Problem[] = []) {
    super(message);
    this.#problems = problems;
  }

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** The code of the first problem, to branch on, such as `BAD_USER_INPUT`; null when it has none. */
  get code(): string | null {
    return this.#problems[0]?.extensions?.code ?? null;
  }
}

/** Nobody answered, or nobody who is a gateway; whether the question arrived is not known. */
export class GatewayUnreachable extends Error {
  override readonly name: string = 'GatewayUnreachable';
}

/** Nobody answered, so it is not known whether the commands were taken. Sent again under the same ids, they are safe. */
export class CommandsUnanswered extends GatewayUnreachable {
  override readonly name = 'CommandsUnanswered';
  readonly commandIds: readonly string[];

  constructor(message: string, commandIds: readonly string[]) {
    super(message);
    this.commandIds = commandIds;
  }
}

export function gatewayError(problems: readonly Problem[]): GatewayError {
  return new GatewayError(problems.map(({ message }) => message).join('\n'), problems);
}
