/** A gateway as clients meet it: real HTTP, the real codec and schema, over a log in memory and a clock that stands still. */

import { pino } from 'pino';
import { type App, type AppParts, createApp } from '../../src/app/app.ts';
import { MemoryStore } from '../../src/app/memory-store.ts';
import type { EventStore, Feed } from '../../src/app/ports.ts';
import { type Client, createClient } from '../../src/client/client.ts';
import { codec } from '../../src/codec/codec.ts';
import { createGateway, ENDPOINT } from '../../src/gateway/server.ts';

/** Where the clock stands at first. */
export const NOW = Date.parse('2026-03-01T12:00:00Z');

/** A UUID by number, so that ids are fixed and tell each other apart at sight. */
export const idOf = (number: number): string => `018f0000-0000-7000-8000-${String(number).padStart(12, '0')}`;

export interface Problem {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface Answer<Data = Readonly<Record<string, unknown>>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Null when the answer is no JSON. */
  readonly body: {
    readonly data?: Data | null;
    readonly errors?: readonly Problem[];
    readonly extensions?: { readonly position?: string };
  };
}

export interface TestEvent {
  readonly id: string;
  readonly cid: string;
  readonly prev: string | null;
  readonly type: string;
  readonly version: number;
  readonly personId: string;
  readonly at: string;
  readonly position: string;
  readonly commandId: string;
  readonly correlationId: string;
  readonly actor: string;
  readonly source: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The result of a command; which fields are there depends on its type. */
export interface Result {
  readonly __typename: 'Recorded' | 'Refused' | 'Contended' | 'Busy' | 'Unsettled';
  readonly commandId: string;
  readonly personId: string;
  readonly position: string;
  readonly replayed: boolean;
  readonly person: { readonly id: string; readonly version: number; readonly head: string } | null;
  readonly events: readonly TestEvent[];
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
  readonly availableCommands: readonly {
    readonly name: string;
    readonly allowed: boolean;
    readonly needsInput: boolean;
    readonly refused: string | null;
  }[];
  readonly expectedVersion: number | null;
  readonly actualVersion: number;
}

export const EVENT = 'id cid prev type version personId at position commandId correlationId actor source data';

export const RESULT = `__typename
  ... on Recorded { personId commandId position replayed person { id version head } events { ${EVENT} } }
  ... on Refused { code message field commandId availableCommands { name allowed needsInput refused } }
  ... on Contended { expectedVersion actualVersion message commandId }
  ... on Busy { message commandId retryAfterMs }
  ... on Unsettled { message commandId }`;

export type Input = Readonly<Record<string, unknown>>;

export interface TestGateway {
  /** Without a path, such as `http://127.0.0.1:40000`. */
  readonly address: string;
  readonly endpoint: string;
  readonly client: Client;
  readonly app: App;
  readonly store: MemoryStore;
  /** What the gateway logged. */
  readonly logged: readonly Input[];
  /** Settable: UTC milliseconds of the clock, whether the log is up as far as health can tell, and why writes fail. */
  readonly outside: { now: number; isLogUp: boolean; writeProblem: string | null };
  /** Any body to the endpoint by POST, as JSON unless the headers say otherwise. */
  send(body: BodyInit, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** An operation, answered as it is. */
  post<Data>(query: string, variables?: Input, headers?: Readonly<Record<string, string>>): Promise<Answer<Data>>;
  /** The data of an operation. Throws when there are errors. */
  ask<Data>(query: string, variables?: Input, headers?: Readonly<Record<string, string>>): Promise<Data>;
  /** A command by its name, such as `AddEmail`; under an id of the test's own unless the input has one. */
  command(name: string, input: Input, headers?: Readonly<Record<string, string>>): Promise<Result>;
  /** As `command`; throws unless it is recorded. */
  recorded(name: string, input: Input): Promise<Result>;
  stop(): Promise<void>;
}

export interface Parts {
  /** The log; several gateways may have the same one. */
  readonly store?: MemoryStore;
  /** What stands between the gateway and the log, when something does. */
  readonly writes?: EventStore;
  readonly feed?: Feed;
  readonly logId?: string;
  /** How long a silent log is asked again, in milliseconds. */
  readonly settleMs?: number;
  readonly graphiql?: boolean;
  readonly origins?: readonly string[];
  readonly hasCaughtUp?: () => boolean;
  /** The policies there are, and what they share with other gateways. */
  readonly policies?: Pick<AppParts, 'rules' | 'notebook' | 'queue' | 'timing'>;
}

let commands = 0;

export async function startGateway(parts: Parts = {}): Promise<TestGateway> {
  const { store = new MemoryStore(), logId = 'the log of the tests', settleMs = 50 } = parts;
  const { writes = store, feed = store, graphiql = false, origins = [], hasCaughtUp = () => true } = parts;
  const outside: TestGateway['outside'] = { now: NOW, isLogUp: true, writeProblem: null };
  const logged: Input[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => logged.push(JSON.parse(line)) });
  const log = {
    isUp: () => outside.isLogUp,
    problem: () => outside.writeProblem,
    server: { version: '2.15.1', pid: null, isSynced: true },
  };
  const app = createApp({ store: writes, feed, codec, clock: () => outside.now, logId, settleMs, ...parts.policies });
  app.start();
  const gateway = createGateway({ app, log, logger, graphiql, origins, hasCaughtUp });
  const address = await gateway.listen('127.0.0.1', 0);
  const endpoint = address + ENDPOINT;

  const send: TestGateway['send'] = (body, headers = {}) =>
    answerOf(fetch(endpoint, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body }));
  const post = <Data>(query: string, variables: Input = {}, headers: Readonly<Record<string, string>> = {}) =>
    send(JSON.stringify({ query, variables }), headers) as Promise<Answer<Data>>;
  const ask = async <Data>(query: string, variables: Input = {}, headers: Readonly<Record<string, string>> = {}) => {
    const { body } = await post<Data>(query, variables, headers);
    if (body.errors !== undefined || body.data == null) throw new Error(JSON.stringify(body.errors));
    return body.data;
  };
  const command: TestGateway['command'] = async (name, input, headers) => {
    commands += 1;
    const field = name.charAt(0).toLowerCase() + name.slice(1);
    const query = `mutation ($input: ${name}Input!) { ${field}(input: $input) { ${RESULT} } }`;
    const data = await ask<Record<string, Result>>(
      query,
      { input: { commandId: `command-${commands}`, ...input } },
      headers,
    );
    return data[field]!;
  };
  return {
    address,
    endpoint,
    client: createClient({ url: endpoint, name: 'tests' }),
    app,
    store,
    logged,
    outside,
    send,
    post,
    ask,
    command,
    recorded: async (name, input) => {
      const result = await command(name, input);
      if (result.__typename !== 'Recorded') throw new Error(`${name}: ${JSON.stringify(result)}`);
      return result;
    },
    stop: async () => {
      await gateway.close();
      await app.stop();
    },
  };
}

/** The answer of a fetch, its body read and parsed where it is JSON. */
export async function answerOf<Data>(fetching: Promise<Response>): Promise<Answer<Data>> {
  const response = await fetching;
  const text = await response.text();
  let body: Answer<Data>['body'] = {};
  try {
    body = JSON.parse(text) as Answer<Data>['body'];
  } catch {
    // Left empty: whoever wants JSON sees that there is none.
  }
  return { status: response.status, headers: response.headers, text, body };
}

/** A person with a name of one word, created under the number of its id. */
export async function createPerson(gateway: TestGateway, number: number, name = `Person${number}`): Promise<string> {
  const { personId } = await gateway.recorded('CreatePerson', {
    personId: idOf(number),
    name: { given: [name], family: [] },
  });
  return personId;
}
