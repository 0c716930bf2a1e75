/** HTTP: one address for GraphQL and GraphiQL, one for health, one for readiness. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import type { GraphQLSchema } from 'graphql';
import { createYoga, isAsyncIterable } from 'graphql-yoga';
import type { Logger } from 'pino';
import { createSchema } from '../../schema/index.ts';
import type { App } from '../app/app.ts';
import { contextOf, headOfFetch, headOfNode, type RequestContext } from './context.ts';
import { Documents, type Enveloped, paramsIn, paramsOf } from './documents.ts';
import { graphiqlOptions } from './graphiql.ts';
import { healthOf, type LogStatus } from './health.ts';
import { Origins } from './origins.ts';
import { plugins } from './plugins.ts';
import { EventStreams, sendRefusal, wantsEvents } from './sse.ts';
import { type Stream, Streams } from './streams.ts';
import { answerThin, executed, isThin } from './thin.ts';
import { Sockets } from './websocket.ts';

/** The largest request body, in bytes. */
export const BODY_BYTES_MAX = 1024 * 1024;

export const ENDPOINT = '/graphql';

export interface GatewayParts {
  readonly app: App;
  readonly log: LogStatus;
  readonly logger: Logger;
  readonly graphiql: boolean;
  /** Origins of other sites whose pages may use the gateway; `*` for all. */
  readonly origins: readonly string[];
  /** Whether the views have caught up with the log as it was at the start; until then nothing is answered from them. */
  readonly hasCaughtUp: () => boolean;
}

export interface Gateway {
  /** Listens, and returns the address without a path, such as `http://127.0.0.1:4000`. Throws when the port is taken. */
  listen(host: string, port: number): Promise<string>;
  /** Answers operations of this process, as if they had come over HTTP. */
  readonly fetch: typeof fetch;
  /** Takes no more requests, ends subscriptions, and waits for what is under way. */
  close(): Promise<void>;
}

export function createGateway(parts: GatewayParts): Gateway {
  const { app, logger } = parts;
  const schema = createSchema();
  const yoga = generalWay(parts, schema);
  const envelop = yoga.getEnveloped as unknown as (context: object) => Enveloped;
  const documents = new Documents();
  const origins = new Origins(parts.origins);
  const streams = new Streams(app, schema, logger);
  const events = new EventStreams();

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').split('?')[0];
    if (origins.answered(request, response)) return;
    if (path === '/health' || path === '/ready') return answerHealth(parts, path, response);
    if (path === ENDPOINT && !parts.hasCaughtUp()) return answerNotReady(app, response);
    const isForEvents = wantsEvents(request) && (request.method === 'GET' || isJson(request));
    if (path !== ENDPOINT || !(isForEvents || isThin(request))) return general(request, response);
    const body = request.method === 'GET' ? null : await bodyOf(request);
    if (body === TOO_LARGE) return answerTooLarge(response);
    if (isForEvents ? await subscribed(request, response, body) : await answerThin(thin, request, response, body ?? ''))
      return;
    await general(body === null ? request : withBody(request, body), response);
  };
  const thin = { app, envelop, documents };
  const subscribed = async (request: IncomingMessage, response: ServerResponse, body: string | null) => {
    const params = body === null ? paramsOf(new URL(request.url ?? '', 'http://any').searchParams) : paramsIn(body);
    const context = () => contextOf(app, headOfNode(request.headers));
    if (params === null) return false;
    const document = documents.find(envelop({ params, ...context() }), params, ['subscription']);
    if (document === null) return false;
    if (origins.isForeign(request)) return answerForeign(response);
    const opened = await streams.open(document, params, context);
    if (isAsyncIterable(opened)) await events.send(opened as Stream, response, () => app.live.isClosed);
    else sendRefusal(response, opened);
    return true;
  };
  const general = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    await yoga(request, response);
  };

  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      // Who goes away in the middle of a request is no failure of ours.
      if (!request.complete) return void response.destroy();
      logger.error({ err: error }, 'A request failed');
      if (!response.headersSent) answerJson(response, 500, { errors: [{ message: 'Unexpected error.' }] });
      else response.destroy();
    });
  });
  const silent = silentConnections(server);
  const isReady = parts.hasCaughtUp;
  const sockets = new Sockets({ app, streams, envelop, origins, logger, path: ENDPOINT, isReady }, server);
  return {
    listen: (host, port) => listen(server, host, port),
    fetch: async (input, init) => {
      const text = typeof init?.body === 'string' ? init.body : '';
      const answer = await executed(thin, headOfFetch(new Headers(init?.headers)), text);
      if (answer === null) return yoga.fetch(input as string, init as never) as unknown as Response;
      return new Response(answer, { headers: { 'content-type': 'application/json; charset=utf-8' } });
    },
    close: async () => {
      app.live.close();
      app.liveQueries.close();
      sockets.close();
      await close(server, silent);
      events.close();
    },
  };
}

/** Everything that is GraphQL and not the common case. */
function generalWay({ app, logger, graphiql }: GatewayParts, schema: GraphQLSchema) {
  return createYoga<object, RequestContext>({
    schema,
    graphqlEndpoint: ENDPOINT,
    context: (initial) =>
      'app' in initial ? (initial as unknown as RequestContext) : contextOf(app, headOfFetch(initial.request.headers)),
    plugins: [refuseForms, ...plugins(app)],
    graphiql: graphiql ? graphiqlOptions : false,
    renderGraphiQL,
    landingPage: false,
    logging: {
      debug: (...args) => logger.debug(args.map(String).join(' ')),
      info: (...args) => logger.info(args.map(String).join(' ')),
      warn: (...args) => logger.warn(args.map(String).join(' ')),
      error: (error: unknown) => logger.error({ err: error }, 'A request failed'),
    },
    // Left alone it would tell everything where NODE_ENV is development.
    maskedErrors: { isDev: false },
    // What cannot be parsed is not kept: kept by the short way it would come back here without its status.
    parserAndValidationCache: { errorCache: { get: () => undefined, set: () => {} } },
    cors: false,
    multipart: false,
    maxRequestBodySize: BODY_BYTES_MAX,
  });
}

/** Forms can be sent across sites without asking; commands by form would be taken from anybody's page. */
const refuseForms = {
  onRequestParse: ({ request, endResponse, fetchAPI }: FormHook) => {
    const type = request.headers.get('content-type') ?? '';
    if (request.method === 'POST' && !/^application\/(json|graphql(-response)?\+json|graphql)\b/i.test(type)) {
      const text = JSON.stringify({ errors: [{ message: 'Send operations as application/json.' }] });
      endResponse(
        new fetchAPI.Response(text, { status: 415, headers: { 'content-type': 'application/json; charset=utf-8' } }),
      );
    }
  },
};

interface FormHook {
  readonly request: Request;
  readonly endResponse: (response: Response) => void;
  readonly fetchAPI: { readonly Response: typeof Response };
}

/** Stands for a body that is longer than may be; the rest of it is not read. */
const TOO_LARGE = Symbol('too large');

function bodyOf(request: IncomingMessage): Promise<string | typeof TOO_LARGE> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes <= BODY_BYTES_MAX) return;
      request.pause();
      resolve(TOO_LARGE);
    });
    request.once('end', () =>
      resolve(chunks.length === 1 ? String(chunks[0]) : Buffer.concat(chunks).toString('utf8')),
    );
    request.once('error', reject);
    request.once('close', () => reject(new Error('The request ended too soon')));
  });
}

/** The request again, for the general way, its body already read. */
function withBody(request: IncomingMessage, body: string): IncomingMessage {
  return Object.assign(request, { body });
}

async function answerHealth({ app, log }: GatewayParts, path: string, response: ServerResponse): Promise<void> {
  const health = await healthOf(app, log);
  const isReady = health.status !== 'down' && (health.projections.lag ?? Infinity) <= READY_LAG_MAX;
  const isGood = path === '/ready' ? isReady : health.status !== 'down';
  answerJson(response, isGood ? 200 : 503, path === '/ready' ? { ready: isReady, ...health } : health);
}

/** Rather no answer than one from views that know half of the log. */
function answerNotReady(app: App, response: ServerResponse): void {
  const message = `The gateway is reading its log, and has come to event ${app.projector.position}. Ask again in a moment.`;
  response.setHeader('retry-after', '1');
  answerJson(response, 503, { errors: [{ message, extensions: { code: 'NOT_READY' } }] });
}

/** Events that the projections may lag behind and still be asked. */
const READY_LAG_MAX = 1_000;

function answerTooLarge(response: ServerResponse): void {
  answerJson(response, 413, { errors: [{ message: `A request body has at most ${BODY_BYTES_MAX} bytes.` }] });
}

/** A page of another site may open a stream without being asked first, but not read it; so it is not opened at all. */
function answerForeign(response: ServerResponse): true {
  const message = 'Pages of this origin may not use the gateway. CORS_ORIGINS names those that may.';
  answerJson(response, 403, { errors: [{ message, extensions: { code: 'ORIGIN_NOT_ALLOWED' } }] });
  return true;
}

function isJson({ method, headers }: IncomingMessage): boolean {
  return method === 'POST' && /^application\/json\b/i.test(headers['content-type'] ?? '');
}

function answerJson(response: ServerResponse, status: number, value: unknown): void {
  const text = JSON.stringify(value);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    connection: status === 413 ? 'close' : 'keep-alive',
  });
  response.end(text);
}

async function listen(server: Server, host: string, port: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, resolve);
  await promise;
  const { address, family, port: actual } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${actual}`;
}

/** Connections on which nothing was asked yet; the server takes them for busy, and would wait for them at the end. */
function silentConnections(server: Server): Set<Socket> {
  const silent = new Set<Socket>();
  const heard = ({ socket }: IncomingMessage) => void silent.delete(socket);
  server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.on('request', heard);
  server.on('upgrade', heard);
  return silent;
}

async function close(server: Server, silent: Set<Socket>): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  // Not at once: a request may be on its way on one of them.
  const grace = setTimeout(() => {
    for (const socket of silent) socket.destroy();
  }, SILENT_MS_MAX);
  // Again and again: connections become idle one by one, as their streams and requests end.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
  const timer = setTimeout(() => server.closeAllConnections(), CLOSE_MS_MAX);
  await closed;
  clearInterval(idle);
  clearTimeout(grace);
  clearTimeout(timer);
}

/** How long requests under way may take at the end, in milliseconds. */
const CLOSE_MS_MAX = 3_000;

/** How long connections on which nothing was asked are kept at the end, in milliseconds. */
const SILENT_MS_MAX = 200;

const IDLE_CHECK_MS = 20;
