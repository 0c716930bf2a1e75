/** One request to a gateway, and what it is answered. */

import type { Command } from './commands.ts';
import type { Answer, Told } from './journal.ts';

const OUTCOME = `fragment Outcome on CommandResult {
  __typename
  ... on Recorded { replayed position events { cid personId type version commandId position } }
  ... on Refused { code }
}`;

const TOGETHER = `mutation ($commands: [CommandInput!]!, $atomic: Boolean!) {
  results: submitCommands(commands: $commands, atomic: $atomic) { ...Outcome }
}
${OUTCOME}`;

/** A mutation of its own for each command, as most clients send them. */
const alone = (name: string) => `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) {
  result: ${name}(input: $input) { ...Outcome }
}
${OUTCOME}`;

interface Outcome {
  readonly __typename: string;
  readonly replayed?: boolean;
  readonly position?: string;
  readonly events?: readonly Told[];
  readonly code?: string;
}

const NONE: Answer = { kind: 'none' };

/** Answers to commands that were sent in one request; the words of the gateway where it failed instead. */
export interface Posted {
  readonly answers: readonly Answer[];
  readonly failure: string | null;
}

/** Sends commands, and takes down in their journal what became of them. Never throws. */
export async function post(
  address: string,
  commands: readonly Command[],
  isAtomic: boolean,
  patienceMs: number,
): Promise<Posted> {
  const begun = performance.now();
  const posted = await ask(address, bodyOf(commands, isAtomic), patienceMs).then(
    (reply) => understood(reply, commands.length),
    (): Posted => ({ answers: commands.map(() => NONE), failure: null }),
  );
  const ended = performance.now();
  for (const [at, { sent }] of commands.entries())
    sent.tries.push({ begun, ended, answer: posted.answers[at] ?? NONE });
  return posted;
}

/** The answer to a query. Throws when there is none, or when it tells of errors. */
export async function query<Data>(address: string, text: string, patienceMs: number): Promise<Data> {
  const { data, errors } = await ask(address, { query: text }, patienceMs);
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data as Data;
}

interface Reply {
  readonly data?: unknown;
  readonly errors?: readonly unknown[];
}

async function ask(address: string, body: object, patienceMs: number): Promise<Reply> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(patienceMs),
  });
  return (await response.json()) as Reply;
}

function bodyOf(commands: readonly Command[], isAtomic: boolean): object {
  const [first] = commands;
  if (commands.length === 1 && first !== undefined && !isAtomic) {
    return { query: alone(first.name), variables: { input: first.input } };
  }
  const all = commands.map(({ name, input }) => ({ [name]: input }));
  return { query: TOGETHER, variables: { commands: all, atomic: isAtomic } };
}

function understood({ data, errors }: Reply, count: number): Posted {
  const { result, results } = (data ?? {}) as { readonly result?: Outcome; readonly results?: readonly Outcome[] };
  const outcomes = results ?? (result == null ? [] : [result]);
  if (errors !== undefined || outcomes.length !== count) {
    return { answers: Array.from({ length: count }, () => NONE), failure: JSON.stringify(errors ?? data) };
  }
  return { answers: outcomes.map(answerIn), failure: null };
}

function answerIn({ __typename, replayed, position, events, code }: Outcome): Answer {
  switch (__typename) {
    case 'Recorded':
      return { kind: 'recorded', replayed: replayed === true, position: position ?? '', events: events ?? [] };
    case 'Refused':
      return { kind: 'refused', code: code ?? '' };
    case 'Contended':
      return { kind: 'contended' };
    case 'Busy':
      return { kind: 'busy' };
    default:
      return { kind: 'unsettled' };
  }
}
