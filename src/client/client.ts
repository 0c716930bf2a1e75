/**
 * Asks a gateway over HTTP, typed by the generated documents. Carries the position of each answer to the next question,
 * so that what was seen or written once is never missed later, whichever replica answers.
 */

import type { TypedDocumentString } from './generated.ts';

/** How long an answer is waited for, in milliseconds. */
const ANSWER_MS_MAX = 30_000;

export interface Client {
  /** The data of the answer. Throws GatewayError, or GatewayUnreachable when there is none. */
  ask<Result, Variables>(document: TypedDocumentString<Result, Variables>, variables: Variables): Promise<Result>;
}

/** The gateway answered that it cannot. The messages are its own. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
}

/** Nobody answered; whether the question arrived is not known. */
export class GatewayUnreachable extends Error {
  override readonly name = 'GatewayUnreachable';
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string }[];
  readonly extensions?: { readonly position?: string };
}

/** `address` is that of the GraphQL endpoint, such as `http://127.0.0.1:4000/graphql`. */
export function createClient(address: string, name: string): Client {
  let position: string | null = null;
  return {
    ask: async (document, variables) => {
      const headers = {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-client-name': name,
        ...(position === null ? {} : { 'x-min-position': position }),
      };
      const body = JSON.stringify({ query: document.toString(), variables });
      const answer = await post(address, headers, body);
      if (answer.errors !== undefined) throw new GatewayError(answer.errors.map(({ message }) => message).join('\n'));
      position = answer.extensions?.position ?? position;
      return answer.data as never;
    },
  };
}

async function post(address: string, headers: Record<string, string>, body: string): Promise<Answer> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    // Not ready yet, and nothing was looked at: the same as nobody being there.
    if (response.status === 503) throw new Error('it is not ready yet');
    return (await response.json()) as Answer;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GatewayUnreachable(
      `No gateway answers at ${address} (${reason}). Start it with "npm start", or name it by --url.`,
    );
  }
}
