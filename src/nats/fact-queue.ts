/**
 * Facts that are handled once: a durable consumer on the log that gateways compete on. What a gateway took and did not
 * finish, because it died, comes to another one.
 */

import {
  AckPolicy,
  type ConsumerMessages,
  DeliverPolicy,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
} from '@nats-io/jetstream';
import type { FactQueue } from '../app/ports.ts';
import { POLICY_CONSUMER, STREAM } from './subjects.ts';

/** How long a fact may be silent before it comes to another gateway, in milliseconds. Whoever works on it says so. */
const SILENCE_MS_MAX = 5_000;
const WORKING_EVERY_MS = 1_500;

/** When what failed comes again, in milliseconds. */
const AGAIN_MS = 1_000;

/** Facts that all gateways together have taken and not finished, and that one has asked for. */
const UNDER_WAY_MAX = 512;
const TAKEN_MAX = 128;

const WATCH_EVERY_MS = 1_000;

/** How long nothing may come while facts wait, in milliseconds, before the consumer is asked anew. */
const STANDSTILL_MS_MAX = 5_000;

const CONSUMER_NOT_FOUND = 10014;

export class JetStreamQueue implements FactQueue {
  readonly #client: JetStreamClient;
  readonly #manager: JetStreamManager;

  constructor(client: JetStreamClient, manager: JetStreamManager) {
    this.#client = client;
    this.#manager = manager;
  }

  async consume(after: number, handle: (sequence: number) => Promise<void>, signal: AbortSignal): Promise<void> {
    const taken = new Taken(handle);
    while (!signal.aborted) {
      try {
        await this.#ensure(after);
        await this.#consume(taken, signal);
      } catch {
        // The server may be away; nothing is lost by asking again.
        await pause(WATCH_EVERY_MS, signal);
      }
    }
    await taken.finished();
  }

  async forget(): Promise<void> {
    await this.#manager.consumers.delete(STREAM, POLICY_CONSUMER).catch(() => {
      // There was none, or it stays for the next one to forget.
    });
  }

  async waiting(): Promise<number | null> {
    const standing = await this.#standing();
    return standing === 'missing' ? null : standing;
  }

  /** How many wait; null when the log does not tell. */
  async #standing(): Promise<number | 'missing' | null> {
    try {
      const { num_pending, num_ack_pending } = await this.#manager.consumers.info(STREAM, POLICY_CONSUMER);
      return num_pending + num_ack_pending;
    } catch (error) {
      return isMissing(error) ? 'missing' : null;
    }
  }

  /** Whoever comes first makes it, and says from where. */
  async #ensure(after: number): Promise<void> {
    try {
      await this.#manager.consumers.info(STREAM, POLICY_CONSUMER);
      return;
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    await this.#manager.consumers
      .add(STREAM, {
        durable_name: POLICY_CONSUMER,
        ack_policy: AckPolicy.Explicit,
        ack_wait: SILENCE_MS_MAX * 1_000_000,
        max_ack_pending: UNDER_WAY_MAX,
        deliver_policy: DeliverPolicy.StartSequence,
        opt_start_seq: after + 1,
        headers_only: true,
      })
      .catch(async (error: unknown) => {
        // Another gateway may have been first, with another beginning.
        await this.#manager.consumers.info(STREAM, POLICY_CONSUMER).catch(() => {
          throw error;
        });
      });
  }

  async #consume(taken: Taken, signal: AbortSignal): Promise<void> {
    const consumer = await this.#client.consumers.get(STREAM, POLICY_CONSUMER);
    const messages = await consumer.consume({
      max_messages: TAKEN_MAX,
      callback: (message) => taken.take(message),
    });
    try {
      await this.#watch(taken, messages, signal);
    } finally {
      messages.stop();
    }
  }

  async #watch(taken: Taken, messages: ConsumerMessages, signal: AbortSignal): Promise<void> {
    const closed = new AbortController();
    void messages.closed().then(() => closed.abort());
    let movedAt = Date.now();
    let before = taken.count;
    while (!signal.aborted && !closed.signal.aborted) {
      await pause(WATCH_EVERY_MS, AbortSignal.any([signal, closed.signal]));
      const waiting = await this.#standing();
      // Another gateway let it be forgotten, and has not heard yet that it is wanted.
      if (waiting === 'missing') return;
      if (taken.count !== before || waiting === null || waiting === 0 || taken.isBusy) movedAt = Date.now();
      before = taken.count;
      if (Date.now() - movedAt > STANDSTILL_MS_MAX) return;
    }
  }
}

const isMissing = (error: unknown): boolean => error instanceof JetStreamApiError && error.code === CONSUMER_NOT_FOUND;

/** What this gateway has taken and not finished. */
class Taken {
  readonly #handle: (sequence: number) => Promise<void>;
  readonly #running = new Set<Promise<void>>();
  #count = 0;

  constructor(handle: (sequence: number) => Promise<void>) {
    this.#handle = handle;
  }

  /** How many it ever took. */
  get count(): number {
    return this.#count;
  }

  get isBusy(): boolean {
    return this.#running.size > 0;
  }

  take(message: JsMsg): void {
    this.#count += 1;
    const job: Promise<void> = this.#run(message).finally(() => this.#running.delete(job));
    this.#running.add(job);
  }

  async finished(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #run(message: JsMsg): Promise<void> {
    const working = setInterval(() => message.working(), WORKING_EVERY_MS);
    try {
      await this.#handle(message.seq);
      message.ack();
    } catch {
      message.nak(AGAIN_MS);
    } finally {
      clearInterval(working);
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const wake = () => resolve();
  const timer = setTimeout(wake, ms);
  signal.addEventListener('abort', wake);
  await promise;
  clearTimeout(timer);
  signal.removeEventListener('abort', wake);
}
