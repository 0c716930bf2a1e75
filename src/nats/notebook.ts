/** The notebook of the policies on JetStream: a stream of its own, one subject per name. */

import {
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamClient,
  JetStreamError,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  StoreCompression,
} from '@nats-io/jetstream';
import { headers, RequestError } from '@nats-io/transport-node';
import { type Appended, LogUnavailable, type Notebook, type NotedLine } from '../app/ports.ts';
import type { Cable } from './connect.ts';
import { appendedBy, messageOf } from './errors.ts';
import { JetStreamFeed } from './feed.ts';
import { StartRefused } from './start-refused.ts';
import { logIdOf } from './stream.ts';
import { HEADER, NOTE_SUBJECTS, NOTEBOOK_STREAM, nameIn, noteSubjectOf } from './subjects.ts';

/** How long an answer is waited for, in milliseconds. */
const ANSWER_MS_MAX = 2_000;

const MESSAGE_NOT_FOUND = 10037;
const STREAM_NOT_FOUND = 10059;

/** The stream, made when there is none; returns what names it for ever. Throws StartRefused with what to do. */
export async function openNotebook(manager: JetStreamManager, replicas: number): Promise<string> {
  try {
    return logIdOf(await manager.streams.info(NOTEBOOK_STREAM));
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== STREAM_NOT_FOUND) {
      throw new StartRefused(`The stream ${NOTEBOOK_STREAM} cannot be looked at: ${messageOf(error)}.`, 'Try again.');
    }
  }
  const made = await manager.streams
    .add({
      name: NOTEBOOK_STREAM,
      subjects: [NOTE_SUBJECTS],
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      discard: DiscardPolicy.New,
      deny_delete: true,
      allow_direct: true,
      compression: StoreCompression.S2,
      num_replicas: replicas,
    })
    .catch((error: unknown) => {
      throw new StartRefused(
        `The stream ${NOTEBOOK_STREAM} cannot be made: ${messageOf(error)}.`,
        `Another stream may hold the subjects ${NOTE_SUBJECTS}.`,
      );
    });
  return logIdOf(made);
}

export class JetStreamNotebook implements Notebook {
  readonly #cable: Cable;
  readonly #manager: JetStreamManager;
  readonly #feed: JetStreamFeed;

  constructor(cable: Cable, client: JetStreamClient, manager: JetStreamManager, id: string) {
    this.#cable = cable;
    this.#manager = manager;
    this.#feed = new JetStreamFeed(client, manager, id, NOTEBOOK_STREAM, nameIn);
  }

  async write(name: string, bytes: Uint8Array, after: number | null): Promise<Appended> {
    if (!this.#cable.isUp()) return { kind: 'unavailable', reason: 'the gateway is not connected to the log' };
    const all = headers();
    all.set(HEADER.expectedStream, NOTEBOOK_STREAM);
    if (after !== null) all.set(HEADER.expectedLastOfSubject, String(after));
    try {
      const reply = await this.#cable.connection.request(noteSubjectOf(name), bytes, {
        headers: all,
        timeout: ANSWER_MS_MAX,
      });
      return appendedBy(reply.json(), NOTEBOOK_STREAM, 1);
    } catch (error) {
      if (error instanceof RequestError && error.isNoResponders()) {
        return { kind: 'unavailable', reason: 'the log has no leader at the moment' };
      }
      return { kind: 'unknown', reason: `the log did not answer: ${messageOf(error)}` };
    }
  }

  async read(sequences: readonly number[]): Promise<readonly (NotedLine | null)[]> {
    return Promise.all(sequences.map((sequence) => this.#line(sequence)));
  }

  follow(after: number, receive: (lines: readonly NotedLine[]) => void, signal: AbortSignal): Promise<void> {
    return this.#feed.follow(
      after,
      (blocks) => receive(blocks.map(({ sequence, personId, bytes }) => ({ sequence, name: personId, bytes }))),
      signal,
    );
  }

  lastSequence(): Promise<number> {
    return this.#feed.lastSequence();
  }

  async #line(seq: number): Promise<NotedLine | null> {
    try {
      const message = await this.#manager.streams.getMessage(NOTEBOOK_STREAM, { seq });
      return message === null ? null : { sequence: message.seq, name: nameIn(message.subject), bytes: message.data };
    } catch (error) {
      const isMissing = error instanceof JetStreamError && 'code' in error && error.code === MESSAGE_NOT_FOUND;
      if (isMissing) return null;
      throw new LogUnavailable(`the notebook cannot be read now: ${messageOf(error)}`);
    }
  }
}
