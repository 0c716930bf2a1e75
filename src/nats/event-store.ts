/** The log on JetStream: load by literal subject, append with an expectation per person. */

import { JetStreamError, type JetStreamManager } from '@nats-io/jetstream';
import { type MsgHdrs, RequestError } from '@nats-io/transport-node';
import type { Appended, EventStore, StoredBlock, Write } from '../app/ports.ts';
import { LogUnavailable } from '../app/ports.ts';
import type { PersonId } from '../domain/ids.ts';
import type { Cable } from './connect.ts';
import { appendedBy, messageOf } from './errors.ts';
import { HEADER, personIn, STREAM, subjectOf } from './subjects.ts';

/** How long an answer to a write is waited for, in milliseconds. */
const WRITE_MS_MAX = 2_000;

/** How long the log may stay silent while a history is read, in milliseconds. */
const READ_MS_MAX = 2_000;

/** Messages of one history that are asked for at a time. */
const HISTORY_MESSAGES = 1_000;

/** Bytes of one history that are asked for at a time. The server cuts off who has too many of them on the way. */
const HISTORY_BYTES = 8 * 1024 * 1024;

/** Reads of single messages that are under way at a time. */
const READS_AT_ONCE = 256;

/** How often a history is read again that lags behind what the leader has, on a replicated stream. */
const FRESH_ATTEMPTS_MAX = 20;

const MESSAGE_NOT_FOUND = 10037;

interface Message {
  readonly seq: number;
  readonly subject: string;
  readonly data: Uint8Array;
  readonly header: MsgHdrs;
}

export class JetStreamStore implements EventStore {
  readonly #cable: Cable;
  readonly #manager: JetStreamManager;
  readonly #isReplicated: boolean;
  #batches = 0;
  #fault: { readonly since: number; readonly reason: string } | null = null;

  constructor(cable: Cable, manager: JetStreamManager, isReplicated: boolean) {
    this.#cable = cable;
    this.#manager = manager;
    this.#isReplicated = isReplicated;
  }

  /** Why writes fail, and since when on the clock of this process; null when the last one did not. */
  get fault(): { readonly since: number; readonly reason: string } | null {
    return this.#fault;
  }

  async load(personId: PersonId): Promise<readonly StoredBlock[]> {
    for (let attempt = 1; ; attempt += 1) {
      const blocks = await this.#history(subjectOf(personId));
      if (!this.#isReplicated || attempt === FRESH_ATTEMPTS_MAX) return blocks;
      // Any replica may answer a direct read, and may be behind; the leader knows the last one.
      const last = await this.last(personId);
      if (last <= (blocks.at(-1)?.sequence ?? 0)) return blocks;
      await new Promise((resolve) => setTimeout(resolve, attempt * 5));
    }
  }

  async last(personId: PersonId): Promise<number> {
    // Alone, the server that answers directly is the one that writes; of several, only the leader knows.
    const asked = this.#isReplicated ? this.#manager.streams : this.#manager.direct;
    try {
      const message = await this.#cable.ask(() => asked.getMessage(STREAM, { last_by_subj: subjectOf(personId) }));
      return message?.seq ?? 0;
    } catch (error) {
      if (isNotFound(error)) return 0;
      throw unavailable(error);
    }
  }

  async read(sequences: readonly number[]): Promise<readonly (StoredBlock | null)[]> {
    const blocks: (StoredBlock | null)[] = [];
    for (let from = 0; from < sequences.length; from += READS_AT_ONCE) {
      const chunk = sequences.slice(from, from + READS_AT_ONCE);
      blocks.push(...(await Promise.all(chunk.map((sequence) => this.#message(sequence)))));
    }
    return blocks;
  }

  async append(writes: readonly Write[]): Promise<Appended> {
    const appended = await this.#append(writes);
    const isFault = appended.kind === 'unknown' || appended.kind === 'unavailable';
    this.#fault = isFault ? { since: this.#fault?.since ?? performance.now(), reason: appended.reason } : null;
    return appended;
  }

  async #append(writes: readonly Write[]): Promise<Appended> {
    const last = writes.at(-1);
    if (last === undefined) return { kind: 'appended', sequences: [] };
    if (new Set(writes.map(({ personId }) => personId)).size < writes.length) {
      throw new Error('At most one write per person can be appended at once');
    }
    if (!this.#cable.isUp()) return { kind: 'unavailable', reason: 'the gateway is not connected to the log' };
    const { connection } = this.#cable;
    const batchId = writes.length > 1 ? this.#nextBatch() : null;
    const all = writes.map((write, at) => headersOf(write, batchId, at + 1, write === last));
    try {
      // All but the last go out without waiting; the answer to the last one is the answer to all.
      writes.slice(0, -1).forEach((write, at) => {
        connection.publish(subjectOf(write.personId), write.bytes, { headers: all[at] as MsgHdrs });
      });
      const reply = await this.#cable.ask(() =>
        connection.request(subjectOf(last.personId), last.bytes, {
          headers: all.at(-1) as MsgHdrs,
          timeout: WRITE_MS_MAX,
        }),
      );
      return appendedBy(reply.json(), STREAM, writes.length);
    } catch (error) {
      if (error instanceof RequestError && error.isNoResponders()) {
        return { kind: 'unavailable', reason: 'the log has no leader at the moment' };
      }
      return { kind: 'unknown', reason: `the log did not answer: ${messageOf(error)}` };
    }
  }

  #nextBatch(): string {
    this.#batches += 1;
    return `${this.#cable.connection.info?.client_id ?? 0}-${Date.now().toString(36)}-${this.#batches}`;
  }

  async #history(subject: string): Promise<StoredBlock[]> {
    const blocks: StoredBlock[] = [];
    for (;;) {
      const { found, left } = await this.#page(subject, (blocks.at(-1)?.sequence ?? 0) + 1);
      blocks.push(...found);
      // A page ends early when it gets too large, so the number found does not tell whether there is more.
      if (found.length === 0 || left === 0) return blocks;
    }
  }

  async #page(subject: string, from: number): Promise<{ readonly found: StoredBlock[]; readonly left: number }> {
    const found: StoredBlock[] = [];
    let left = 0;
    const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
    // Nobody waits for it any more where the connection broke first.
    ended.catch(() => {});
    const giveUp = () => reject(new Error('no answer in time'));
    const silence = setTimeout(giveUp, READ_MS_MAX);
    try {
      await this.#cable.ask(async () => {
        const messages = await this.#manager.direct.getBatch(STREAM, {
          next_by_subj: subject,
          seq: from,
          batch: HISTORY_MESSAGES,
          max_bytes: HISTORY_BYTES,
          // Read by iteration, the library would leave a subscription behind each time.
          callback: (done, message) => {
            if (done !== null) return done.err === undefined ? resolve() : reject(done.err);
            silence.refresh();
            found.push(blockOf(message));
            left = message.pending;
          },
        });
        await ended.finally(() => messages.stop());
      });
      return { found, left };
    } catch (error) {
      if (isNotFound(error)) return { found, left: 0 };
      throw unavailable(error);
    } finally {
      clearTimeout(silence);
      // Where the connection broke nothing else would end it, and its subscription would stay.
      giveUp();
    }
  }

  async #message(seq: number): Promise<StoredBlock | null> {
    try {
      const message = await this.#cable.ask(() => this.#manager.direct.getMessage(STREAM, { seq }));
      return message === null ? null : blockOf(message);
    } catch (error) {
      if (isNotFound(error)) return null;
      throw unavailable(error);
    }
  }
}

function headersOf(write: Write, batchId: string | null, at: number, isLast: boolean): MsgHdrs {
  if (!Number.isSafeInteger(write.after) || write.after < 0)
    throw new Error(`No block can follow sequence ${write.after}`);
  let lines = `NATS/1.0\r\n${HEADER.cid}: ${write.cid}\r\n${HEADER.eventType}: ${write.type}\r\n${HEADER.eventNoun}: ${write.noun}\r\n`;
  lines += `${HEADER.messageId}: ${write.personId}/${write.commandId}\r\n${HEADER.expectedStream}: ${STREAM}\r\n`;
  lines += `${HEADER.expectedLastOfSubject}: ${write.after}\r\n`;
  if (batchId !== null) {
    lines += `${HEADER.batchId}: ${batchId}\r\n${HEADER.batchSequence}: ${at}\r\n`;
    if (isLast) lines += `${HEADER.batchCommit}: 1\r\n`;
  }
  if (WRONG_LINES.test(lines)) throw new Error('A header has characters that would end it');
  const encoded = Buffer.from(`${lines}\r\n`, 'latin1');
  // Of what the library calls headers, a publish only encodes them; made one by one they cost more than all the rest.
  return { encode: () => encoded } as unknown as MsgHdrs;
}

/** Anything but printable ASCII and whole line ends. All values are ids, names of ours and numbers. */
const WRONG_LINES = /[^\x20-\x7e\r\n]|\r(?!\n)|(?<!\r)\n/;

/** A message of the stream as a block. */
export function blockOf({ seq, subject, data, header }: Message): StoredBlock {
  const cid = header?.get(HEADER.cid) ?? '';
  return { sequence: seq, personId: personIn(subject), cid: cid === '' ? null : cid, bytes: data };
}

/** Whether there is no such message, as the direct way and the leader say it. */
function isNotFound(error: unknown): boolean {
  return error instanceof JetStreamError && 'code' in error && (error.code === 404 || error.code === MESSAGE_NOT_FOUND);
}

function unavailable(error: unknown): LogUnavailable {
  return new LogUnavailable(`the log cannot be read now: ${messageOf(error)}`);
}
