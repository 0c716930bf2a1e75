/**
 * Subscriptions as server-sent events. Every frame carries its position as the id of the event, so that a browser that
 * loses its connection says by itself where it was, and goes on there.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import { Rounds } from './rounds.ts';
import { type Frame, passingCode, type Stream } from './streams.ts';

/** How often an idle connection is told that all is well, in milliseconds. Proxies give up after 15 s at the earliest. */
export const PING_EVERY_MS = 10_000;

/** How long a client may take to make room for the next frame, in milliseconds; then its connection is closed. */
export const STALLED_MS_MAX = 30_000;

/** How long a client shall wait before it comes back, in milliseconds. */
const RETRY_MS = 1_000;

/** What is gathered before it is written, in bytes. */
const TOGETHER_BYTES_MAX = 64 * 1024;

const EVENT_STREAM = 'text/event-stream';

/** Whether the request wants events, and nothing else rather. */
export function wantsEvents({ headers }: IncomingMessage): boolean {
  return /\btext\/event-stream\b/.test(headers.accept ?? '');
}

export class EventStreams {
  readonly #open = new Rounds<EventStream>(PING_EVERY_MS, (stream) => stream.ping());

  /** Sends the frames until the stream or the connection ends. */
  async send(stream: Stream, response: ServerResponse, isClosing: () => boolean): Promise<void> {
    const events = new EventStream(stream, response);
    this.#open.add(events);
    try {
      await events.run(isClosing);
    } finally {
      this.#open.delete(events);
    }
  }

  close(): void {
    this.#open.close();
  }
}

/** What says why there is no stream, in the form of one. */
export function sendRefusal(response: ServerResponse, result: ExecutionResult): void {
  begin(response);
  const end = passingCode(result) === null ? COMPLETE : '';
  response.end(`${eventOf({ position: null, text: JSON.stringify(result) })}${end}`);
}

const COMPLETE = 'event: complete\ndata:\n\n';

class EventStream {
  readonly #stream: Stream;
  readonly #response: ServerResponse;
  /** What goes out together, at the end of this turn. */
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  /** Settles when what was written has gone out; null while there is room. */
  #blocked: Promise<void> | null = null;

  constructor(stream: Stream, response: ServerResponse) {
    this.#stream = stream;
    this.#response = response;
  }

  async run(isClosing: () => boolean): Promise<void> {
    const response = this.#response;
    // Who has gone away while the stream was opened is not noticed any more.
    if (response.destroyed) return void (await this.#stream.return?.());
    // Ended from outside: a stream that waits for something to happen would not notice that nobody listens any more.
    response.once('close', () => void this.#stream.return?.());
    begin(response);
    response.write(`:\nretry: ${RETRY_MS}\n\n`);
    let last: Frame | null = null;
    for await (const frame of this.#stream) {
      if (response.destroyed) return;
      last = frame;
      this.#push(bytesOf(frame));
      if (this.#pendingBytes >= TOGETHER_BYTES_MAX) this.#flush();
      if (this.#blocked !== null) await this.#blocked;
    }
    if (response.destroyed) return;
    this.#flush();
    // Who is told that it is complete does not come back; so it is not said when only the gateway goes away, or the log.
    const failure = last?.position === null ? last.result : null;
    const isOver = failure === null ? !isClosing() : passingCode(failure) === null;
    response.end(isOver ? COMPLETE : '');
  }

  ping(): void {
    if (this.#blocked !== null || this.#response.destroyed) return;
    const { reached } = this.#stream;
    // An id without data is no event; but where the browser goes on moves along, also while nothing it wants happens.
    this.#response.write(reached === null ? ':\n\n' : `:\nid: ${reached}\n\n`);
  }

  /** Many items of one turn are one write: each costs as much as making them. */
  #push(bytes: Buffer): void {
    if (this.#pending.length === 0) process.nextTick(() => this.#flush());
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
  }

  #flush(): void {
    const [first, ...more] = this.#pending;
    if (first === undefined || this.#response.destroyed) return;
    const bytes = more.length === 0 ? first : Buffer.concat(this.#pending, this.#pendingBytes);
    this.#pending = [];
    this.#pendingBytes = 0;
    if (!this.#response.write(bytes)) this.#blocked ??= this.#room();
  }

  /** Waits until what was written has gone out; gives the client up when it does not read. */
  async #room(): Promise<void> {
    const response = this.#response;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(() => response.destroy(), STALLED_MS_MAX);
    response.once('drain', resolve).once('close', resolve);
    await promise;
    clearTimeout(timer);
    response.off('drain', resolve).off('close', resolve);
    this.#blocked = null;
  }
}

function begin(response: ServerResponse): void {
  response.socket?.setNoDelay(true);
  response.writeHead(200, {
    'content-type': EVENT_STREAM,
    'cache-control': 'no-cache, no-transform',
    // Proxies that gather before they send would hold back every event.
    'x-accel-buffering': 'no',
    connection: 'keep-alive',
  });
}

/** Of frames that many are told of, made once for all of them. */
const bytes = new WeakMap<Frame, Buffer>();

function bytesOf(frame: Frame): Buffer {
  const known = bytes.get(frame);
  if (known !== undefined) return known;
  const made = Buffer.from(eventOf(frame));
  bytes.set(frame, made);
  return made;
}

function eventOf({ position, text }: Pick<Frame, 'position' | 'text'>): string {
  return `${position === null ? '' : `id: ${position}\n`}event: next\ndata: ${text}\n\n`;
}
