/**
 * Follows a subscription as one stream, whatever becomes of the connections it comes over. Each item has a position; when
 * a connection breaks, the next one goes on after the last item that was taken, so that none is missed and none comes
 * twice. Until there is an item, it begins where it was first asked to begin.
 */

import type { Asking } from './ask.ts';
import { GatewayError, GatewayUnreachable, gatewayError } from './errors.ts';
import { type Frame, framesIn, within } from './frames.ts';
import { ANSWER_MS_MAX, type Answer, answerIn, Lost, NotReady, send, type Wire } from './http.ts';
import type { Patience } from './patience.ts';
import { carrying, type Seen } from './seen.ts';

/** How long nobody may answer before a stream ends with GatewayUnreachable, in milliseconds. */
export const AWAY_MS_MAX = 60_000;

/** From this failure in a row on, the pauses do not get longer. */
const FAILURES_COUNTED_MAX = 8;

/** What is over by itself after a while. */
const PASSING: ReadonlySet<string | undefined> = new Set(['LOG_UNAVAILABLE', 'PROJECTION_LAGGING']);

export interface Item<Data> {
  readonly data: Data;
  /** To go on after, in any process, at any time. */
  readonly position: string;
}

export interface SubscriptionParts {
  readonly wire: Wire;
  readonly patience: Patience;
  readonly seen: Seen;
  readonly asking: Asking;
}

/** Ends when the gateway says that it is complete, or the caller stops. Throws GatewayError and GatewayUnreachable. */
export class Subscription<Data> implements AsyncIterableIterator<Item<Data>, undefined> {
  /** Resolved when it is fixed where the stream begins: all that happens from then on is in it. */
  readonly started: Promise<void>;
  readonly #parts: SubscriptionParts;
  readonly #query: string;
  readonly #variables: unknown;
  readonly #items: AsyncGenerator<Item<Data>, undefined>;
  readonly #ending = new AbortController();
  /** What was seen when it began. */
  #begin: string | null = null;
  /** What to go on after. */
  #reached: string | null;
  #delivered: string | null = null;
  /** When the gateway last gave a sign of life. */
  #heardAt = 0;

  constructor(parts: SubscriptionParts, query: string, variables: unknown, after: string | null) {
    this.#parts = parts;
    this.#query = query;
    this.#variables = variables;
    this.#reached = after;
    this.started = after === null ? this.#start() : Promise.resolve();
    // Whoever does not wait for the start is told by the first item if it fails.
    this.started.catch(() => {});
    this.#items = this.#follow();
  }

  /** To begin another subscription after, that goes on where this one is; null before the start. */
  get position(): string | null {
    return this.#reached ?? this.#begin;
  }

  next(): Promise<IteratorResult<Item<Data>, undefined>> {
    return this.#items.next();
  }

  async return(): Promise<IteratorResult<Item<Data>, undefined>> {
    this.#ending.abort();
    return this.#items.return(undefined);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #start(): Promise<void> {
    this.#begin = await this.#parts.asking.now(this.#ending.signal);
  }

  async *#follow(): AsyncGenerator<Item<Data>, undefined> {
    const { signal } = this.#ending;
    await this.started.catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    this.#heardAt = Date.now();
    for (let failures = 0; !signal.aborted; ) {
      try {
        for await (const frame of this.#connection()) {
          failures = 0;
          if (frame.event === 'complete') return;
          const item = this.#take(frame);
          if (item !== null) yield item;
        }
        // Ended without a word: the gateway goes away, and comes back.
        throw new Lost('the stream broke off');
      } catch (error) {
        if (signal.aborted) return;
        failures = Math.min(failures + 1, FAILURES_COUNTED_MAX);
        await this.#parts.patience.pause(failures, this.#bearable(error), 0, signal);
      }
    }
  }

  async *#connection(): AsyncGenerator<Frame, undefined> {
    const { wire } = this.#parts;
    const connection = new AbortController();
    const signal = AbortSignal.any([this.#ending.signal, connection.signal]);
    try {
      const question = { query: this.#query, variables: this.#variables, headers: this.#where() };
      const response = await within(ANSWER_MS_MAX, send(wire, question, 'text/event-stream', signal));
      const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
      if (!isStream || response.body === null) throw await this.#refusal(response);
      for await (const frame of framesIn(response.body)) {
        this.#heard();
        yield frame;
      }
    } finally {
      connection.abort();
    }
  }

  /** What was answered instead of a stream. */
  async #refusal(response: Response): Promise<Error> {
    const { wire } = this.#parts;
    const { errors } = await answerIn(wire, response);
    if (errors !== undefined) return gatewayError(errors);
    return new GatewayUnreachable(`What answers at ${wire.url} does not know subscriptions.`);
  }

  /** Where to go on, or where to begin. */
  #where(): Readonly<Record<string, string>> {
    if (this.#reached !== null) return { 'last-event-id': this.#reached };
    return carrying(this.#begin === null ? [] : [this.#begin]);
  }

  /** The item in a frame; null when there is none, or it was there before. Throws GatewayError. */
  #take({ data: text, id }: Frame): Item<Data> | null {
    const { data = null, errors } = text === null ? {} : (JSON.parse(text) as Answer);
    if (errors !== undefined) throw gatewayError(errors);
    if (id === null) return null;
    this.#reached = id;
    if (text === null || id === this.#delivered) return null;
    this.#parts.seen.note(id, this.#delivered === null ? [] : [this.#delivered]);
    this.#delivered = id;
    return { data: data as Data, position: id };
  }

  #heard(): void {
    this.#parts.patience.answered();
    this.#heardAt = Date.now();
  }

  /** What is said while a connection is waited for that may fare better. Throws the error when none would. */
  #bearable(error: unknown): string {
    const { patience } = this.#parts;
    if (error instanceof NotReady) {
      this.#heard();
      return error.message;
    }
    if (error instanceof GatewayError && isPassing(error)) {
      this.#heard();
      return error.message;
    }
    if (!(error instanceof Lost)) throw error;
    const isAway = Date.now() - this.#heardAt > AWAY_MS_MAX;
    if (isAway || patience.isHopeless(error)) throw patience.unreachable(error);
    return patience.trouble(error);
  }
}

function isPassing({ problems }: GatewayError): boolean {
  return problems.length > 0 && problems.every(({ extensions }) => PASSING.has(extensions?.code));
}
