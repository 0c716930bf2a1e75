/** HTTP: one address for GraphQL and GraphiQL, one for health, one for readiness. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { createYoga } from 'graphql-yoga';
import type { Logger } from 'pino';
import { createSchema } from '../../schema/index.ts';
import type { App } from '../app/app.ts';
import { contextOf, headOfFetch, type RequestContext } from './context.ts';
import { graphiqlOptions } from './graphiql.ts';
import { healthOf, type LogStatus } from './health.ts';
import { plugins } from './plugins.ts';
import { answerThin, type Enveloped, isThin } from './thin.ts';

/** The largest request body, in bytes. */
export const BODY_BYTES_MAX = 1024 * 1024;

export const ENDPOINT = '/graphql';

export interface GatewayParts {
  readonly app: App;
  readonly log: LogStatus;
  readonly logger: Logger;
  readonly graphiql: boolean;
  /** Whether the views have caught up with the log as it was at the start; until then nothing is answered from them. */
  readonly hasCaughtUp: () => boolean;
}

export interface Gateway {
  /** Listens, and returns the address without a path, such as `http://127.0.0.1:4000`. Throws when the port is taken. */
  listen(host: string, port: number): Promise<string>;
  /** Takes no more requests, ends subscriptions, and waits for what is under way. */
  close(): Promise<void>;
}

export function createGateway(parts: GatewayParts): Gateway {
  const { app, logger } = parts;
  const yoga = createYoga<object, RequestContext>({
    schema: createSchema(),
    graphqlEndpoint: ENDPOINT,
    context: (initial) =>
      'app' in initial ? (initial as unknown as RequestContext) : contextOf(app, headOfFetch(initial.request.headers)),
    plugins: [refuseForms, ...plugins(app)],
    graphiql: parts.graphiql ? graphiqlOptions : false,
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
  const envelop = yoga.getEnveloped as unknown as (context: object) => Enveloped;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').split('?')[0];
    if (path === '/health' || path === '/ready') return answerHealth(parts, path, response);
    if (path === ENDPOINT && !parts.hasCaughtUp()) return answerNotReady(app, response);
    if (path !== ENDPOINT || !isThin(request)) return general(request, response);
    const body = await bodyOf(request);
    if (body === null)
      return answerJson(response, 413, {
        errors: [{ message: `A request body has at most ${BODY_BYTES_MAX} bytes.` }],
      });
    if (await answerThin(app, envelop, request, response, body)) return;
    await general(withBody(request, body), response);
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
  return {
    listen: (host, port) => listen(server, host, port),
    close: () => close(server, app),
  };
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

/** The body as text; null when it is too large, and then the rest of it is not read. */
function bodyOf(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes <= BODY_BYTES_MAX) return;
      request.pause();
      resolve(null);
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

async function close(server: Server, app: App): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  app.live.close();
  // Again and again: connections become idle one by one, as their streams and requests end.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
  const timer = setTimeout(() => server.closeAllConnections(), CLOSE_MS_MAX);
  await closed;
  clearInterval(idle);
  clearTimeout(timer);
}

/** How long requests under way may take at the end, in milliseconds. */
const CLOSE_MS_MAX = 3_000;

const IDLE_CHECK_MS = 20;
