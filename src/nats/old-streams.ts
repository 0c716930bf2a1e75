/** The streams of the service before, as they are read for a migration. Nothing is written to their server. */

import {
  DeliverPolicy,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
  jetstream,
  jetstreamManager,
} from '@nats-io/jetstream';
import { LogUnavailable } from '../app/ports.ts';
import type { OldStreams, Original } from '../migrate/ports.ts';
import { type Cable, plugInto } from './connect.ts';
import { messageOf } from './errors.ts';

/** Messages asked for at a time, and how long they are waited for, in milliseconds. */
const MESSAGES_AT_ONCE = 2_000;
const FETCH_MS_MAX = 2_000;

/** How long a server that does not answer is asked again, in milliseconds, and how often. */
const SILENCE_MS_MAX = 60_000;
const AGAIN_MS = 250;

const STREAM_NOT_FOUND = 10059;

export interface OpenOldStreams extends OldStreams {
  close(): Promise<void>;
}

/** Connects to the server of the old streams, which may be older than the one that the log needs. */
export async function openOldStreams(url: string): Promise<OpenOldStreams> {
  const cable = await plugInto({ url });
  const manager = await jetstreamManager(cable.connection);
  return new JetStreamOldStreams(cable, jetstream(cable.connection), manager);
}

class JetStreamOldStreams implements OpenOldStreams {
  readonly #cable: Cable;
  readonly #client: JetStreamClient;
  readonly #manager: JetStreamManager;

  constructor(cable: Cable, client: JetStreamClient, manager: JetStreamManager) {
    this.#cable = cable;
    this.#client = client;
    this.#manager = manager;
  }

  async identityOf(stream: string): Promise<string> {
    const { created } = await this.#patiently(() => this.#manager.streams.info(stream), stream);
    return `the stream ${stream} that was made at ${created}`;
  }

  async lastOf(stream: string): Promise<number> {
    return this.#patiently(async () => (await this.#manager.streams.info(stream)).state.last_seq, stream);
  }

  async *read(stream: string, after: number, until: number): AsyncGenerator<Original> {
    let cursor = after;
    while (cursor < until) {
      const messages = await this.#patiently(() => this.#some(stream, cursor), stream);
      // Nothing is there any more: what was at the end has been deleted.
      if (messages.length === 0) return;
      for (const message of messages) {
        if (message.seq > until) return;
        cursor = message.seq;
        yield originalOf(stream, message);
      }
    }
  }

  async close(): Promise<void> {
    await this.#cable.close();
  }

  /** The next messages behind a sequence; none where none are left. */
  async #some(stream: string, after: number): Promise<JsMsg[]> {
    const consumer = await this.#client.consumers.get(stream, {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: after + 1,
    });
    const found: JsMsg[] = [];
    try {
      const fetched = await consumer.fetch({ max_messages: MESSAGES_AT_ONCE, expires: FETCH_MS_MAX });
      for await (const message of fetched) {
        found.push(message);
        if (message.info.pending === 0) break;
      }
    } finally {
      // On a connection that broke, the server lets it go by itself.
      await consumer.delete().catch(() => false);
    }
    if (found.length > 0) return found;
    const { state } = await this.#manager.streams.info(stream);
    if (state.messages === 0 || state.last_seq <= after) return [];
    const left = await this.#manager.streams.getMessage(stream, { seq: state.last_seq }).catch(() => null);
    if (left === null) return [];
    throw new Error('the server has messages and hands none over');
  }

  /** Asks again for a while: connections drop and servers start anew. What is not there is said at once. */
  async #patiently<T>(ask: () => Promise<T>, stream: string): Promise<T> {
    const deadline = Date.now() + SILENCE_MS_MAX;
    for (;;) {
      try {
        return await this.#cable.ask(ask);
      } catch (error) {
        if (error instanceof JetStreamApiError && error.code === STREAM_NOT_FOUND) {
          throw new LogUnavailable(`There is no stream ${stream} on this server`);
        }
        if (Date.now() > deadline) throw new LogUnavailable(`The stream ${stream} cannot be read: ${messageOf(error)}`);
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }
}

function originalOf(stream: string, message: JsMsg): Original {
  const headers = message.headers;
  const names = headers?.keys() ?? [];
  return {
    stream,
    seq: message.seq,
    subject: message.subject,
    time: timeOf(message.timestampNanos),
    headers: names.length === 0 ? null : Object.fromEntries(names.map((name) => [name, headers?.values(name) ?? []])),
    bytes: message.data,
  };
}

/** All nine digits of it. */
function timeOf(all: bigint): string {
  const second = new Date(Number(all / 1_000_000_000n) * 1_000).toISOString().slice(0, 19);
  return `${second}.${String(all % 1_000_000_000n).padStart(9, '0')}Z`;
}
