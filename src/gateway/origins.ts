/**
 * Which other sites' pages may use the gateway from a browser. Pages of its own always may; programs that are no
 * browsers say nothing of an origin, and are none of this.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';

const ALLOWED_HEADERS =
  'content-type, accept, last-event-id, x-min-position, x-actor, x-client-name, x-correlation-id, x-requested-with';

/** How long a browser may remember what it was allowed, in seconds. */
const REMEMBER_SECONDS = 600;

export class Origins {
  readonly #allowed: ReadonlySet<string>;

  /** Origins such as `https://app.example.org`; `*` allows all. */
  constructor(allowed: readonly string[]) {
    this.#allowed = new Set(allowed);
  }

  /** Tells the browser what its page may; true when the request asked for nothing else and is answered. */
  answered(request: IncomingMessage, response: ServerResponse): boolean {
    const { origin } = request.headers;
    if (origin === undefined || !this.#isAllowed(origin)) return false;
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('vary', 'Origin');
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return false;
    response.setHeader('access-control-allow-methods', 'GET, POST');
    response.setHeader('access-control-allow-headers', ALLOWED_HEADERS);
    response.setHeader('access-control-max-age', REMEMBER_SECONDS);
    response.writeHead(204).end();
    return true;
  }

  /** Whether a page of another site sends this, without a leave to do so. */
  isForeign({ headers }: IncomingMessage): boolean {
    const { origin, host } = headers;
    if (origin !== undefined) return hostOf(origin) !== host && !this.#isAllowed(origin);
    const site = headers['sec-fetch-site'];
    return site === 'cross-site' || site === 'same-site';
  }

  #isAllowed(origin: string): boolean {
    return this.#allowed.has('*') || this.#allowed.has(origin);
  }
}

function hostOf(origin: string): string | null {
  return URL.parse(origin)?.host ?? null;
}
