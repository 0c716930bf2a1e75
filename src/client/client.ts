/**
 * A gateway, for programs: questions, commands and subscriptions, typed by the generated documents. What was written or
 * seen once is never missed later, whichever replica answers. Works in browsers and in Node.
 */

import { Asking } from './ask.ts';
import type { CommandInput, TypedDocumentString } from './generated.ts';
import { COMMAND_NAMES, type CommandInputs, type Commands } from './generated-commands.ts';
import type { Wire } from './http.ts';
import { type OnWait, Patience } from './patience.ts';
import type { CommandResult } from './results.ts';
import { Seen } from './seen.ts';
import { Sending } from './send.ts';
import { Subscription } from './subscribe.ts';

export { CommandsUnanswered, GatewayError, GatewayUnreachable } from './errors.ts';

export interface ClientOptions {
  /** Of the GraphQL endpoint, such as `http://127.0.0.1:4000/graphql`. */
  readonly url: string;
  /** The program that asks; recorded with each event as its source. */
  readonly name: string;
  /** Who asks; recorded with each event. */
  readonly actor?: string | undefined;
  /** What to ask with, when not with the fetch that is there. */
  readonly fetch?: typeof fetch | undefined;
  /** Told why, whenever an answer has to be waited for longer than usual. */
  readonly onWait?: OnWait | undefined;
}

export interface Client {
  /**
   * The data of the answer to a query; it includes all that this client wrote or saw before. A mutation is sent once,
   * since nobody knows whether it may be repeated; commands are methods of their own.
   * Throws GatewayError, or GatewayUnreachable when there is no answer.
   */
  ask<Result, Variables>(document: TypedDocumentString<Result, Variables>, variables: Variables): Promise<Result>;
  /**
   * One method per command. Each makes an id for its command where the input has none, and sends it under that id until
   * it is known what became of it. Throws CommandsUnanswered when that cannot be found out.
   */
  readonly commands: Commands<CommandResult>;
  /**
   * Many commands, with a result each in the same order; those for one person are taken in their order. With `atomic`
   * all are taken or none. Throws as the single commands do.
   */
  submitCommands(
    commands: readonly CommandInput[],
    options?: { readonly atomic?: boolean },
  ): Promise<readonly CommandResult[]>;
  /**
   * What the subscription tells, in order and once each, for as long as the caller iterates, over as many connections as
   * it takes. Begins as the document says, or goes on after a position that was reached earlier.
   */
  subscribe<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
    options?: { readonly after?: string | null | undefined },
  ): Subscription<Data>;
}

export function createClient({ url, name, actor, fetch: given, onWait = () => {} }: ClientOptions): Client {
  const headers = { 'x-client-name': name, ...(actor === undefined ? {} : { 'x-actor': actor }) };
  // Thrown here, a name that no header can hold is not taken for a gateway that cannot be reached.
  new Headers(headers);
  const wire: Wire = { url, headers, fetch: given ?? ((...args) => fetch(...args)) };
  const patience = new Patience(url, onWait);
  const seen = new Seen();
  const asking = new Asking(wire, patience, seen);
  const sending = new Sending(wire, patience, seen, asking);
  const methods = COMMAND_NAMES.map((command) => [
    command,
    (input: CommandInputs[typeof command]) => sending.one(command, input),
  ]);
  return {
    ask: (document, variables) => asking.ask(document.toString(), variables) as never,
    commands: Object.fromEntries(methods) as unknown as Commands<CommandResult>,
    submitCommands: (commands, { atomic = false } = {}) => sending.many(commands, atomic),
    subscribe: (document, variables, { after = null } = {}) =>
      new Subscription({ wire, patience, seen, asking }, document.toString(), variables, after),
  };
}
