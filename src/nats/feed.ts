/**
 * The log as a stream of blocks: one ordered consumer without a filter, watched from the outside.
 * A consumer can wait for ever at a place that the log no longer has, without any error; so the log is asked every
 * second whether it is still the same one and still reaches as far.
 */

import {
  type ConsumerMessages,
  DeliverPolicy,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
} from '@nats-io/jetstream';
import { type Feed, LogDamaged, LogUnavailable, type StoredBlock } from '../app/ports.ts';
import { messageOf } from './errors.ts';
import { logIdOf } from './stream.ts';
import { HEADER, personIn, STREAM } from './subjects.ts';

/** Messages under way to this gateway at a time. */
const MESSAGES_AT_ONCE = 1_000;

/** How often the server says that it is there when it has nothing to hand on; by default a restart would go unnoticed for long. */
const HEARTBEAT_MS = 500;

const WATCH_EVERY_MS = 1_000;

/** How long a consumer may stand still behind the end of the log before it is made anew. */
const STANDSTILL_MS_MAX = 2_000;

export class JetStreamFeed implements Feed {
  readonly #client: JetStreamClient;
  readonly #manager: JetStreamManager;
  readonly #logId: string;
  readonly #stream: string;
  readonly #keyIn: (subject: string) => string;
  #lastSequence = 0;

  /** Follows the log, or another stream, whose messages are told apart by what `keyIn` finds in their subject. */
  constructor(client: JetStreamClient, manager: JetStreamManager, logId: string, stream = STREAM, keyIn = personIn) {
    this.#client = client;
    this.#manager = manager;
    this.#logId = logId;
    this.#stream = stream;
    this.#keyIn = keyIn;
  }

  async lastSequence(): Promise<number> {
    try {
      const info = await this.#manager.streams.info(this.#stream);
      this.#lastSequence = info.state.last_seq;
      if (logIdOf(info) !== this.#logId)
        throw new LogDamaged('The stream was replaced by another one of the same name');
      return info.state.last_seq;
    } catch (error) {
      if (error instanceof LogDamaged) throw error;
      throw new LogUnavailable(`the log cannot be reached: ${messageOf(error)}`);
    }
  }

  /** What `lastSequence` said last. */
  get lastKnownSequence(): number {
    return this.#lastSequence;
  }

  async follow(after: number, receive: (blocks: readonly StoredBlock[]) => void, signal: AbortSignal): Promise<void> {
    let cursor = after;
    while (!signal.aborted) {
      const lane = new Lane(cursor, receive, this.#keyIn);
      try {
        await this.#consume(lane, signal);
      } catch (error) {
        // What the receiver cannot take it will not take the next time either; a server that is gone may come back.
        if (error instanceof LogDamaged || error === lane.fault) throw error;
        await pause(WATCH_EVERY_MS, signal);
      }
      cursor = lane.cursor;
    }
  }

  /** Follows with one consumer until it stands still, the log is damaged, or the signal ends it. */
  async #consume(lane: Lane, signal: AbortSignal): Promise<void> {
    const consumer = await this.#client.consumers.get(this.#stream, {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: lane.cursor + 1,
    });
    const messages = await consumer.consume({
      max_messages: MESSAGES_AT_ONCE,
      idle_heartbeat: HEARTBEAT_MS,
      callback: (message) => lane.take(message),
    });
    try {
      await this.#watch(lane, messages, signal);
    } finally {
      messages.stop();
    }
  }

  async #watch(lane: Lane, messages: ConsumerMessages, signal: AbortSignal): Promise<void> {
    const closed = new AbortController();
    void messages.closed().then(() => closed.abort());
    void (async () => {
      // The library would go on with a consumer of its own making, and still count what it had asked the old one for.
      for await (const { type } of messages.status()) if (type === 'reset') closed.abort();
    })();
    let movedAt = Date.now();
    let before = lane.taken;
    while (!signal.aborted && !closed.signal.aborted) {
      await pause(WATCH_EVERY_MS, AbortSignal.any([signal, closed.signal, lane.failed]));
      if (lane.fault !== null) throw lane.fault;
      // Looked at before asking: while the answer is under way the cursor may pass what it says.
      const reached = lane.cursor;
      const last = await this.lastSequence().catch((error: unknown) => {
        if (error instanceof LogDamaged) throw error;
        return null;
      });
      if (last !== null && last < reached) {
        throw new LogDamaged(`The log ends at ${last}, but ${reached} was read from it: events were lost`);
      }
      if (lane.taken !== before || last === null || last <= lane.taken) movedAt = Date.now();
      before = lane.taken;
      if (Date.now() - movedAt > STANDSTILL_MS_MAX) return;
    }
  }
}

/** Messages in their order; those of one atomic batch are held until its last one is there. */
class Lane {
  /** Sequence of the last block that was handed on. */
  cursor: number;
  /** Sequence of the last message that came, perhaps of a batch that is not complete yet. */
  taken: number;
  fault: unknown = null;
  readonly #receive: (blocks: readonly StoredBlock[]) => void;
  readonly #failed = new AbortController();
  #ready: StoredBlock[] = [];
  #batch: StoredBlock[] = [];

  readonly #keyIn: (subject: string) => string;

  constructor(cursor: number, receive: (blocks: readonly StoredBlock[]) => void, keyIn: (subject: string) => string) {
    this.#keyIn = keyIn;
    this.cursor = cursor;
    this.taken = cursor;
    this.#receive = receive;
  }

  get failed(): AbortSignal {
    return this.#failed.signal;
  }

  take(message: JsMsg): void {
    if (this.fault !== null) return;
    const cid = message.headers?.get(HEADER.cid) ?? '';
    const block: StoredBlock = {
      sequence: message.seq,
      personId: this.#keyIn(message.subject),
      cid: cid === '' ? null : cid,
      bytes: message.data,
    };
    const isInBatch = message.headers?.has(HEADER.batchId) === true;
    const isOpen = isInBatch && message.headers?.has(HEADER.batchCommit) !== true;
    this.#batch.push(block);
    this.taken = message.seq;
    if (isOpen) return;
    if (this.#ready.length === 0) queueMicrotask(() => this.#flush());
    this.#ready.push(...this.#batch);
    this.#batch = [];
  }

  #flush(): void {
    const blocks = this.#ready;
    this.#ready = [];
    try {
      this.#receive(blocks);
      this.cursor = blocks.at(-1)?.sequence ?? this.cursor;
    } catch (error) {
      this.fault = error;
      this.#failed.abort();
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
