/** Subscriptions as a client without a library has them: frames of server-sent events, read from a fetch. */

import { STATUS_CODES } from 'node:http';
import type { Input, Problem, TestGateway } from './gateway.ts';

/** How long an item is waited for, in milliseconds. */
const ITEM_MS_MAX = 10_000;

export interface Frame<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly Problem[];
  readonly extensions?: { readonly position?: string };
  /** What the browser would say as Last-Event-ID. */
  readonly id: string | null;
}

export interface Stream<Data> {
  readonly status: number;
  readonly contentType: string | null;
  /** The next frame; null when the stream is complete. Throws when it ended otherwise, or nothing comes. */
  next(): Promise<Frame<Data> | null>;
  /** The data of the next frames. Throws when one has errors or the stream ends before. */
  take(count: number): Promise<Data[]>;
  /** Goes away without a word, as a client does that is closed. */
  cut(): void;
}

export async function subscribe<Data>(
  gateway: Pick<TestGateway, 'endpoint'>,
  query: string,
  variables: Input = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Stream<Data>> {
  const abort = new AbortController();
  const response = await fetch(gateway.endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query, variables }),
    signal: abort.signal,
  });
  if (response.body === null) throw new Error(STATUS_CODES[response.status]);
  const frames = framesOf<Data>(response.body);
  const next = async () => {
    const timer = setTimeout(() => abort.abort(new Error('Nothing comes')), ITEM_MS_MAX);
    const { value, done } = await frames.next().finally(() => clearTimeout(timer));
    return done === true ? null : value;
  };
  return {
    status: response.status,
    contentType: response.headers.get('content-type'),
    next,
    take: async (count) => {
      const items: Data[] = [];
      while (items.length < count) {
        const frame = await next();
        if (frame?.data == null) throw new Error(`No data after ${items.length} items: ${JSON.stringify(frame)}`);
        items.push(frame.data);
      }
      return items;
    },
    cut: () => abort.abort(),
  };
}

/** Reads frames strictly: what is neither an item, nor the end, nor an id or a time to wait, is a mistake. */
async function* framesOf<Data>(body: ReadableStream<Uint8Array>): AsyncGenerator<Frame<Data>, undefined> {
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream() as never) as unknown as AsyncIterable<string>) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const { event, data, id = null, ...rest } = fieldsIn(text.slice(0, end));
      text = text.slice(end + 2);
      if (event === 'complete') return;
      if (Object.keys(rest).some((field) => field !== 'retry'))
        throw new Error(`What is this: ${JSON.stringify(rest)}`);
      if (data === undefined) continue;
      if (event !== 'next') throw new Error(`What is this: ${event} ${data}`);
      yield { ...(JSON.parse(data) as Frame<Data>), id };
    }
  }
  throw new Error('The stream ended without being complete');
}

function fieldsIn(block: string): Readonly<Record<string, string>> {
  const lines = block.split('\n').filter((line) => line !== '' && !line.startsWith(':'));
  return Object.fromEntries(
    lines.map((line) => {
      const [, field = '', value = ''] = /^([^:]+): ?(.*)$/.exec(line) ?? [];
      return [field, value];
    }),
  );
}
