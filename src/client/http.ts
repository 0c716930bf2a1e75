/** One exchange with the gateway over HTTP, and what it means when it gives no answer. Nothing is tried twice here. */

import { GatewayUnreachable, gatewayError, type Problem } from './errors.ts';

/** How long an answer is waited for, in milliseconds. */
export const ANSWER_MS_MAX = 30_000;

export interface Wire {
  /** Of the GraphQL endpoint, such as `http://127.0.0.1:4000/graphql`. */
  readonly url: string;
  /** Who asks, with every request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof fetch;
}

/** What is asked, and what the request says besides. */
export interface Question {
  readonly query: string;
  readonly variables: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly Problem[];
  readonly extensions?: { readonly position?: string };
}

/** The connection could not be made, or broke. Another attempt may fare better. */
export class Lost extends Error {
  /** Whether nobody listens there, so that nothing can have arrived. */
  readonly isRefused: boolean;

  constructor(reason: string, isRefused = false) {
    super(reason);
    this.isRefused = isRefused;
  }
}

/** The gateway is there and reads its log. It looked at nothing. */
export class NotReady extends Error {}

/** Sends the question, and waits for the beginning of what comes back. Throws Lost. */
export async function send(wire: Wire, question: Question, accept: string, signal: AbortSignal): Promise<Response> {
  const { query, variables, headers } = question;
  try {
    return await wire.fetch(wire.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, ...wire.headers, ...headers },
      body: JSON.stringify({ query, variables }),
      signal,
    });
  } catch (error) {
    throw lost(error);
  }
}

/** The question, and the whole answer to it. Throws Lost, NotReady, GatewayUnreachable, and GatewayError without data. */
export async function exchange(wire: Wire, question: Question): Promise<Answer> {
  const response = await send(wire, question, 'application/json', AbortSignal.timeout(ANSWER_MS_MAX));
  return answerIn(wire, response);
}

/** Reads what came back as an answer. Throws as `exchange` does. */
export async function answerIn({ url }: Wire, response: Response): Promise<Answer> {
  const answer = await jsonOf(response);
  const problems = answer?.errors ?? [];
  if (problems.some(({ extensions }) => extensions?.code === 'NOT_READY')) throw new NotReady(problems[0]?.message);
  if (BETWEEN.has(response.status)) throw new Lost(`somebody on the way answers ${response.status}`);
  if (answer === null)
    throw new GatewayUnreachable(`What answers at ${url} is no gateway: it says ${response.status}.`);
  if (answer.data === undefined) throw gatewayError(problems);
  return answer;
}

/** What proxies say when they do not reach what is behind them. */
const BETWEEN: ReadonlySet<number> = new Set([502, 503, 504]);

/** What fetch threw, as Lost. */
export function lost(error: unknown): Lost {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { message = '', code = '' } = cause as { readonly message?: string; readonly code?: string };
  return new Lost(message || code || String(error), UNSENT.has(code) || UNSENT.has(message));
}

/** What Node says when it did not even begin to send. A browser keeps such things to itself. */
const UNSENT: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'ERR_INVALID_URL', 'bad port']);

/** The body as an answer of GraphQL; null when it is none. Throws Lost when it breaks off. */
async function jsonOf(response: Response): Promise<Answer | null> {
  const text = await response.text().catch((error: unknown) => {
    throw lost(error);
  });
  try {
    const value: unknown = JSON.parse(text);
    const isAnswer = typeof value === 'object' && value !== null && ('data' in value || 'errors' in value);
    return isAnswer ? (value as Answer) : null;
  } catch {
    return null;
  }
}
