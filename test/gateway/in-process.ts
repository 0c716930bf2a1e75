/** Subscriptions without a wire: frames as the gateway makes them, taken one by one when the test wants them. */

import { execute, parse } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import { pino } from 'pino';
import { createSchema } from '../../schema/index.ts';
import { contextOf } from '../../src/gateway/context.ts';
import { type Frame, type Stream, Streams } from '../../src/gateway/streams.ts';
import type { Input, TestGateway } from './gateway.ts';

export interface Taps {
  readonly logged: readonly Input[];
  /** Throws when there is no stream. */
  open(query: string, variables?: Input, headers?: Readonly<Record<string, string>>): Promise<Stream>;
  /** The data of a query, as of this moment. Throws when it has errors. */
  ask(query: string, variables?: Input): Promise<unknown>;
}

export function tapsOf({ app }: Pick<TestGateway, 'app'>): Taps {
  const logged: Input[] = [];
  const logger = pino({}, { write: (line: string) => logged.push(JSON.parse(line)) });
  const schema = createSchema();
  const streams = new Streams(app, schema, logger);
  return {
    logged,
    open: async (query, variables = {}, headers = {}) => {
      const context = () => contextOf(app, { header: (name) => headers[name] ?? null });
      const opened = await streams.open(parse(query), { query, variables, operationName: null }, context);
      if (!isAsyncIterable(opened)) throw new Error(JSON.stringify(opened));
      return opened as Stream;
    },
    ask: async (query, variableValues = {}) => {
      const contextValue = contextOf(app, { header: () => null });
      const result = await execute({ schema, document: parse(query), variableValues, contextValue });
      if (result.errors !== undefined) throw result.errors[0];
      return JSON.parse(JSON.stringify(result.data));
    },
  };
}

/** The next frame. Throws when there is none. */
export async function frameOf(stream: Stream): Promise<Frame> {
  const { done, value } = await stream.next();
  if (done === true) throw new Error('It ended');
  return value;
}

/** The data of the next frame. Throws when it has errors. */
export async function dataOf<Data>(stream: Stream): Promise<Data> {
  const { result, text } = await frameOf(stream);
  if (result.errors !== undefined) throw new Error(text);
  return JSON.parse(text).data as Data;
}
