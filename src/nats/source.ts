/**
 * The messages of a neighbour. Where a stream of its own holds them, they are read there; what no stream holds is caught
 * in one of ours, so that nothing is lost while no gateway runs. Either way a durable consumer that has one message under
 * way at a time, among all gateways, keeps the place and the order.
 */

import {
  AckPolicy,
  type ConsumerConfig,
  DeliverPolicy,
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
  RetentionPolicy,
  StorageType,
  StoreCompression,
  type StreamConfig,
} from '@nats-io/jetstream';
import type { Delivery, Incoming, Source, SourceWish } from '../integration/ports.ts';
import { messageOf } from './errors.ts';
import { HEADER, INBOX_STREAM } from './subjects.ts';

/** How long a message may be with a gateway that says nothing of it, in milliseconds. Then it goes to another one. */
const SILENT_MS_MAX = 10_000;

/** How often the server says that it is there when it has nothing to hand on. */
const HEARTBEAT_MS = 1_000;

/** Messages asked for at a time; the server hands over one of them, and the next when that is dealt with. */
const PULLED = 20;

/** How long to wait until a consumer is asked for again that ended. */
const AGAIN_MS = 1_000;

const STREAM_NOT_FOUND = 10059;
const CONSUMER_NOT_FOUND = 10014;
const nanoseconds = (ms: number) => ms * 1_000_000;

type Wish = SourceWish & { readonly replicas: number };

/** Opens the source, making what is missing. Throws with what is wrong. */
export async function openSource(client: JetStreamClient, manager: JetStreamManager, wish: Wish): Promise<Source> {
  const own = `${INBOX_STREAM}_${wish.neighbour.toUpperCase()}`;
  const held = new Map<string, string[]>();
  const free: string[] = [];
  for (const subject of wish.subjects) {
    const names = (await manager.streams.names(subject).next()).filter((name) => name !== own);
    for (const name of names) held.set(name, [...(held.get(name) ?? []), subject]);
    if (names.length === 0) free.push(subject);
  }
  const remarks: string[] = [];
  for (const [name, subjects] of held) {
    // What of our subjects their stream does not hold cannot be caught elsewhere: streams may not overlap.
    const theirs = (await manager.streams.info(name)).config.subjects;
    remarks.push(`${subjects.join(', ')} is read from the stream ${name}, which holds ${theirs.join(', ')}`);
  }
  if (free.length > 0) {
    await ensureStream(manager, own, { ...wish, subjects: free });
    held.set(own, free);
  }
  const durable = `person-gateway-${wish.neighbour}`;
  for (const [stream, subjects] of held) await ensureConsumer(manager, stream, durable, subjects);
  return new JetStreamSource({
    client,
    manager,
    neighbour: wish.neighbour,
    durable,
    streams: [...held.keys()],
    remarks,
  });
}

async function ensureStream(manager: JetStreamManager, name: string, wish: Wish): Promise<void> {
  const { subjects, replicas, keepDays } = wish;
  const max_age = nanoseconds(keepDays * 24 * 60 * 60 * 1_000);
  try {
    const { config } = await manager.streams.info(name);
    const isSame = config.max_age === max_age && config.subjects.toSorted().join() === subjects.toSorted().join();
    if (!isSame) await manager.streams.update(name, { ...config, subjects: [...subjects], max_age });
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== STREAM_NOT_FOUND) throw error;
    const config: Partial<StreamConfig> & { readonly name: string } = {
      name,
      description: `What the domain ${wish.neighbour} says, until the person gateways have heard it.`,
      subjects: [...subjects],
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      discard: DiscardPolicy.Old,
      compression: StoreCompression.S2,
      max_age,
      num_replicas: replicas,
      // Whoever asks a question under one of the subjects waits for an answer, not for a receipt of ours.
      no_ack: true,
    };
    await manager.streams.add(config);
  }
}

async function ensureConsumer(
  manager: JetStreamManager,
  stream: string,
  durable: string,
  subjects: readonly string[],
): Promise<void> {
  const changeable = {
    filter_subjects: [...subjects],
    ack_wait: nanoseconds(SILENT_MS_MAX),
    max_ack_pending: 1,
    max_deliver: -1,
  };
  try {
    const { config } = await manager.consumers.info(stream, durable);
    const filters = config.filter_subjects ?? [config.filter_subject ?? ''];
    const isSame = filters.toSorted().join() === subjects.toSorted().join();
    if (!isSame) await manager.consumers.update(stream, durable, changeable);
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== CONSUMER_NOT_FOUND) throw error;
    const config: Partial<ConsumerConfig> = {
      durable_name: durable,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
      ...changeable,
    };
    await manager.consumers.add(stream, config).catch((refused: unknown) => {
      throw new Error(
        `The stream ${stream} holds ${subjects.join(', ')} and does not let the gateway read there (${messageOf(refused)})`,
      );
    });
  }
}

interface SourceParts {
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly neighbour: string;
  readonly durable: string;
  readonly streams: readonly string[];
  readonly remarks: readonly string[];
}

class JetStreamSource implements Source {
  readonly #parts: SourceParts;

  constructor(parts: SourceParts) {
    this.#parts = parts;
  }

  get streams(): readonly string[] {
    return this.#parts.streams;
  }

  get remarks(): readonly string[] {
    return this.#parts.remarks;
  }

  async lag(): Promise<number> {
    const { manager, streams, durable } = this.#parts;
    const infos = await Promise.all(streams.map((stream) => manager.consumers.info(stream, durable)));
    return infos.reduce((sum, { num_pending, num_ack_pending }) => sum + num_pending + num_ack_pending, 0);
  }

  async follow(take: (delivery: Delivery) => Promise<void>, signal: AbortSignal): Promise<void> {
    await Promise.all(this.#parts.streams.map((stream) => this.#followOne(stream, take, signal)));
  }

  async #followOne(stream: string, take: (delivery: Delivery) => Promise<void>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // A consumer may end with the connection or the server; it is asked for again until the gateway ends.
      await this.#consume(stream, take, signal).catch(() => undefined);
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }

  async #consume(stream: string, take: (delivery: Delivery) => Promise<void>, signal: AbortSignal): Promise<void> {
    const { client, durable, neighbour } = this.#parts;
    const consumer = await client.consumers.get(stream, durable);
    const messages = await consumer.consume({ max_messages: PULLED, idle_heartbeat: HEARTBEAT_MS });
    const stop = () => messages.stop();
    signal.addEventListener('abort', stop);
    try {
      for await (const message of messages) {
        if (signal.aborted) {
          message.nak();
          return;
        }
        await take(deliveryOf(neighbour, message));
      }
    } finally {
      signal.removeEventListener('abort', stop);
      // Closed and not only stopped: what is still asked for would be handed to nobody.
      await messages.close();
    }
  }
}

function deliveryOf(neighbour: string, message: JsMsg): Delivery {
  const { stream, deliveryCount } = message.info;
  const id = message.headers?.get(HEADER.messageId) ?? '';
  const incoming: Incoming = {
    neighbour,
    subject: message.subject,
    bytes: message.data,
    messageId: id === '' ? null : id,
    at: Date.parse(message.timestamp),
    stream,
    sequence: message.seq,
  };
  return {
    message: incoming,
    attempts: deliveryCount,
    done: () => message.ack(),
    later: (ms) => message.nak(ms),
    working: () => message.working(),
  };
}
