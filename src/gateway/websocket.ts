/** Operations over WebSocket, by the protocol graphql-transport-ws. Every item carries its position in its extensions. */

import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type DocumentNode, type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql';
import {
  type Context,
  GRAPHQL_TRANSPORT_WS_PROTOCOL,
  handleProtocols,
  makeServer,
  type SubscribePayload,
} from 'graphql-ws';
import { isAsyncIterable } from 'graphql-yoga';
import type { Logger } from 'pino';
import { WebSocket, WebSocketServer } from 'ws';
import type { App } from '../app/app.ts';
import { contextOf, type RequestContext, type RequestHead } from './context.ts';
import type { Enveloped, Params } from './documents.ts';
import type { Origins } from './origins.ts';
import { Rounds } from './rounds.ts';
import { PING_EVERY_MS } from './sse.ts';
import type { Stream, Streams } from './streams.ts';

/** The largest message that is taken, in bytes. */
export const MESSAGE_BYTES_MAX = 256 * 1024;

/** Operations that one connection may have at a time. */
export const OPERATIONS_MAX = 100;

/** How long a client may take to say hello, in milliseconds. */
const HELLO_MS_MAX = 3_000;

/** The code of WebSocket for a server that goes away; clients come back after it. */
const GOING_AWAY = 1001;
const BAD_REQUEST = 4400;
const SUBPROTOCOL_NOT_ACCEPTABLE = 4406;
const INTERNAL_SERVER_ERROR = 4500;

export interface SocketParts {
  readonly app: App;
  readonly streams: Streams;
  readonly envelop: (context: object) => Enveloped;
  readonly origins: Origins;
  readonly logger: Logger;
  readonly path: string;
  readonly isReady: () => boolean;
}

interface Extra {
  readonly request: IncomingMessage;
  /** Resolves when the message has gone out, or the client has gone away. */
  readonly send: (message: string) => Promise<void>;
}

type Connection = Context<Record<string, unknown> | undefined, Extra>;

/** What is to be executed, with what the request said. */
type Args = ExecutionArgs & {
  readonly params: Params;
  readonly head: RequestHead;
  readonly send: (text: string) => Promise<void>;
};

export class Sockets {
  readonly #parts: SocketParts;
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_BYTES_MAX,
    perMessageDeflate: false,
    handleProtocols,
  });
  readonly #silent = new WeakSet<WebSocket>();
  readonly #pinged = new Rounds<WebSocket>(PING_EVERY_MS, (socket) => this.#ping(socket));

  constructor(parts: SocketParts, http: Server) {
    this.#parts = parts;
    http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** Tells every client to come back, and takes no more. */
  close(): void {
    this.#pinged.close();
    for (const socket of this.#server.clients) socket.close(GOING_AWAY, 'Going away');
    this.#server.close();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { origins, path, isReady } = this.#parts;
    // A peer that goes away in the middle of this is nobody's failure.
    socket.on('error', () => socket.destroy());
    if ((request.url ?? '').split('?')[0] !== path) return refuse(socket, '404 Not Found');
    if (origins.isForeign(request)) return refuse(socket, '403 Forbidden');
    if (!isReady()) return refuse(socket, '503 Service Unavailable');
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#opened(opened, request));
  }

  #opened(socket: WebSocket, request: IncomingMessage): void {
    const { logger } = this.#parts;
    const fail = (error: unknown) => {
      // Says what only a server says.
      if (/^Unexpected message of type/.test((error as Error).message))
        return socket.close(BAD_REQUEST, 'Invalid message received');
      logger.error({ err: error }, 'A WebSocket failed');
      socket.close(INTERNAL_SERVER_ERROR, 'Internal server error');
    };
    this.#pinged.add(socket);
    socket.once('close', () => this.#pinged.delete(socket));
    socket.on('error', () => socket.terminate());
    socket.on('pong', () => this.#silent.delete(socket));
    if (socket.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL)
      return socket.close(SUBPROTOCOL_NOT_ACCEPTABLE, 'Subprotocol not acceptable');
    const send = (message: string) => sent(socket, message);
    const closed = this.#protocol.opened(
      {
        protocol: socket.protocol,
        send,
        close: (code, reason) => socket.close(code, reason),
        onMessage: (take) => socket.on('message', (message) => void take(String(message)).catch(fail)),
      },
      { request, send },
    );
    socket.once('close', (code, reason) => void closed(code, String(reason)).catch(fail));
  }

  /** Whoever has not answered the ping before has gone away, or does not read what it is sent. */
  #ping(socket: WebSocket): void {
    if (this.#silent.has(socket)) return socket.terminate();
    this.#silent.add(socket);
    socket.ping();
  }

  readonly #protocol = makeServer<Record<string, unknown> | undefined, Extra>({
    connectionInitWaitTimeout: HELLO_MS_MAX,
    onSubscribe: (connection, id, payload) => this.#prepared(connection, id, payload),
    execute: (args) => this.#execute(args as Args),
    subscribe: (args) => this.#subscribe(args as Args),
  });

  #prepared(connection: Connection, id: string, payload: SubscribePayload): ExecutionArgs | readonly GraphQLError[] {
    const { app, envelop } = this.#parts;
    if (Object.keys(connection.subscriptions).length > OPERATIONS_MAX) {
      const message = `A connection has at most ${OPERATIONS_MAX} operations at a time.`;
      return [new GraphQLError(message, { extensions: { code: 'TOO_MANY_OPERATIONS' } })];
    }
    const head = headOf(connection, payload);
    const params: Params = {
      query: payload.query,
      variables: payload.variables as Params['variables'],
      operationName: payload.operationName,
    };
    const enveloped = envelop({ params, ...contextOf(app, head) });
    const document = documentIn(enveloped, payload.query);
    if (Array.isArray(document)) return document;
    return {
      schema: enveloped.schema,
      document: document as DocumentNode,
      operationName: payload.operationName,
      variableValues: payload.variables as Params['variables'],
      contextValue: null,
      params,
      head,
      // As the protocol has it, around the text that is made once for all who ask the same.
      send: (text) => connection.extra.send(`{"id":${JSON.stringify(id)},"type":"next","payload":${text}}`),
    } as Args;
  }

  async #execute({ params, head, document, schema }: Args): Promise<ExecutionResult> {
    const { app, envelop } = this.#parts;
    const enveloped = envelop({ params, ...contextOf(app, head) });
    const contextValue = await enveloped.contextFactory();
    const { variables: variableValues, operationName } = params;
    return enveloped.execute({ schema, document, contextValue, variableValues, operationName }) as ExecutionResult;
  }

  async #subscribe({ params, head, document, send }: Args): Promise<AsyncIterable<ExecutionResult> | ExecutionResult> {
    const context = (): RequestContext => contextOf(this.#parts.app, head);
    const opened = await this.#parts.streams.open(document, params, context);
    return isAsyncIterable(opened) ? sending(opened as Stream, send, () => this.#parts.app.live.isClosed) : opened;
  }
}

/**
 * Sends what a stream has, and has no results itself but its end. Where the gateway goes away it does not end: who is told
 * that it is complete does not come back.
 */
function sending(
  stream: Stream,
  send: (text: string) => Promise<void>,
  isClosing: () => boolean,
): AsyncIterableIterator<ExecutionResult> {
  return {
    next: async () => {
      for await (const { text } of stream) await send(text);
      return isClosing() ? new Promise<never>(() => {}) : { done: true, value: undefined };
    },
    return: async () => {
      await stream.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** The document; or what is wrong with it. */
function documentIn({ schema, parse, validate }: Enveloped, query: string): DocumentNode | readonly GraphQLError[] {
  try {
    const document = parse(query);
    const errors = validate(schema, document) as readonly GraphQLError[];
    return errors.length > 0 ? errors : document;
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

/** What a connection and an operation say about themselves; where a browser cannot set headers, in their own words. */
function headOf({ connectionParams, extra }: Connection, { extensions }: SubscribePayload): RequestHead {
  const said: Readonly<Record<string, unknown>> = {
    'x-actor': connectionParams?.actor,
    'x-client-name': connectionParams?.clientName,
    'x-correlation-id': connectionParams?.correlationId,
    'x-min-position': extensions?.minPosition,
    'last-event-id': extensions?.position,
  };
  return {
    header: (name) => {
      const value = said[name] ?? extra.request.headers[name];
      return typeof value === 'string' ? value : null;
    },
  };
}

/**
 * Resolves when the message has gone out, so that a client that does not read is not sent more and more. Who goes away
 * meanwhile is no failure of ours.
 */
function sent(socket: WebSocket, message: string): Promise<void> {
  return new Promise((resolve) => {
    if (socket.readyState !== WebSocket.OPEN) return resolve();
    socket.send(message, (error) => {
      if (error) socket.terminate();
      resolve();
    });
  });
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
