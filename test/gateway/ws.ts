/** A WebSocket as a client without a library has it: messages as they come, and how it ends. */

import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Input, TestGateway } from './gateway.ts';

/** How long a message is waited for, in milliseconds. */
const MESSAGE_MS_MAX = 10_000;

export interface Message {
  readonly type: string;
  readonly id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: what is in it is what the tests are about.
  readonly payload?: any;
}

export interface Wire {
  readonly socket: WebSocket;
  /** How it was closed. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  send(message: unknown): void;
  /** The next message. Throws when it is closed before, or nothing comes. */
  next(): Promise<Message>;
  /** Says hello, and waits until that is answered. */
  hello(payload?: Input): Promise<void>;
  subscribe(id: string, query: string, variables?: Input, extensions?: Input): void;
  /** Goes away without a word. */
  cut(): void;
}

export interface Wish {
  readonly protocol?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Throws with the status when there is no connection. */
export async function connect({ address }: Pick<TestGateway, 'address'>, wish: Wish = {}): Promise<Wire> {
  const { protocol = 'graphql-transport-ws', path = '/graphql', headers = {} } = wish;
  const socket = new WebSocket(address.replace('http', 'ws') + path, protocol, { headers });
  const messages: Message[] = [];
  let wake = () => {};
  socket.on('message', (text) => {
    messages.push(JSON.parse(String(text)) as Message);
    wake();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.once('close', (code, reason) => {
      resolve({ code, reason: String(reason) });
      wake();
    }),
  );
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve).once('error', reject);
    socket.once('unexpected-response', (_, { statusCode }) => {
      socket.terminate();
      reject(new Error(String(statusCode)));
    });
  });
  socket.on('error', () => {});
  const send = (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  const next = async () => {
    const deadline = performance.now() + MESSAGE_MS_MAX;
    for (;;) {
      const message = messages.shift();
      if (message !== undefined) return message;
      if (socket.readyState === WebSocket.CLOSED) throw new Error('The connection is closed');
      if (performance.now() > deadline) throw new Error('Nothing comes');
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      await Promise.race([promise, sleep(1_000, undefined, { ref: false })]);
    }
  };
  return {
    socket,
    closed,
    send,
    next,
    hello: async (payload) => {
      send({ type: 'connection_init', ...(payload === undefined ? {} : { payload }) });
      const { type } = await next();
      if (type !== 'connection_ack') throw new Error(type);
    },
    subscribe: (id, query, variables = {}, extensions = {}) =>
      send({ type: 'subscribe', id, payload: { query, variables, extensions } }),
    cut: () => socket.terminate(),
  };
}
