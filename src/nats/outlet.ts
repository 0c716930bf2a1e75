/**
 * Where the published language goes out, as two streams. Into the outbox only the gateways write, each time expecting the
 * end they know, so that what is late or paused cannot put anything out of order. From it the server copies into the
 * stream that neighbours read, under public subjects and without our expectations, and tells plain subscribers the same.
 */

import {
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  StoreCompression,
  type StreamConfig,
} from '@nats-io/jetstream';
import { headers, type MsgHdrs } from '@nats-io/transport-node';
import { NOUNS } from '../domain/person/catalogue.ts';
import type { Letter, Outlet, OutletWish, Posted, RowEnd } from '../integration/ports.ts';
import type { Cable } from './connect.ts';
import { messageOf } from './errors.ts';
import {
  HEADER,
  OLD_EVENTS,
  OLD_OUTBOX_PREFIX,
  OLD_OUTBOX_STREAM,
  OUTBOX_PREFIX,
  OUTBOX_STREAM,
  PUBLISHED_STREAM,
} from './subjects.ts';

/** How long an answer is waited for, in milliseconds. */
const POST_MS_MAX = 5_000;

/** What the outbox keeps: far more than the server can be behind with copying. Its last letter must stay, so no age. */
const OUTBOX_MESSAGES_MAX = 1_000_000;
const OUTBOX_BYTES_MAX = 1024 * 1024 * 1024;

/** How many letters the copy may be behind before the next wait, and how often that is looked at, in letters. */
const COPY_LAG_MAX = 50_000;
const COPY_LOOK_EVERY = 10_000;

const STREAM_NOT_FOUND = 10059;

/** Somebody else was first: the row ends elsewhere, or has these letters already. Which one is noticed first differs. */
const OVERTAKEN: ReadonlySet<number | undefined> = new Set([10071, 10201]);

type Wish = OutletWish & { readonly replicas: number };

/** A row and its copy: their names, and which subjects go from the one to the other. */
interface Row {
  readonly outbox: string;
  readonly published: string;
  readonly prefix: string;
  readonly descriptions: readonly [string, string];
  readonly subjects: readonly string[];
  readonly transforms: readonly { readonly src: string; readonly dest: string }[];
}

const NEIGHBOURS: Row = {
  outbox: OUTBOX_STREAM,
  published: PUBLISHED_STREAM,
  prefix: OUTBOX_PREFIX,
  descriptions: [
    'What the person gateways publish, in the order of the log. Only they write here.',
    'The published language of the person domain. See docs/asyncapi.yaml of the person gateway.',
  ],
  subjects: [...NOUNS.map((noun) => `${OUTBOX_PREFIX}.cim.person.${noun}.*.*`), `${OUTBOX_PREFIX}.people.person.*.v1`],
  transforms: [
    { src: `${OUTBOX_PREFIX}.cim.person.>`, dest: 'cim.person.>' },
    { src: `${OUTBOX_PREFIX}.people.person.*.v1`, dest: 'people.person.{{wildcard(1)}}.v1' },
  ],
};

const oldEvents = (published: string): Row => ({
  outbox: OLD_OUTBOX_STREAM,
  published,
  prefix: OLD_OUTBOX_PREFIX,
  descriptions: [
    'What the person gateways tell clients of the service before them, in the order of the log. Only they write here.',
    'Events in the shapes of the service before the person gateway. See docs/compatibility.md of the person gateway.',
  ],
  subjects: [`${OLD_OUTBOX_PREFIX}.${OLD_EVENTS}.>`],
  transforms: [{ src: `${OLD_OUTBOX_PREFIX}.${OLD_EVENTS}.>`, dest: `${OLD_EVENTS}.>` }],
});

/** Opens the outlet, making its streams where they are missing. Throws with what is wrong. */
export function openOutlet(cable: Cable, manager: JetStreamManager, wish: Wish): Promise<Outlet> {
  return openRow(cable, manager, wish, NEIGHBOURS);
}

/** The same for the events of the service before this one, which are copied into a stream of this name. */
export function openOldOutlet(
  cable: Cable,
  manager: JetStreamManager,
  wish: Wish & { readonly stream: string },
): Promise<Outlet> {
  return openRow(cable, manager, wish, oldEvents(wish.stream));
}

async function openRow(cable: Cable, manager: JetStreamManager, wish: Wish, row: Row): Promise<Outlet> {
  await ensure(manager, outboxConfig(wish, row));
  const published = await ensure(manager, publishedConfig(wish, row));
  const outbox = await manager.streams.info(row.outbox);
  if (published.config.sources?.some(({ name }) => name === row.outbox) !== true) {
    throw new Error(
      `The stream ${row.published} is there already, and is not a copy of ${row.outbox}. Name another one`,
    );
  }
  if (outbox.state.last_seq === 0 && published.state.last_seq > 0) {
    // The copy goes on from the number it had come to, so it would pass over everything up to there.
    throw new Error(
      `The stream ${row.outbox} is new, but ${row.published} is not. Delete ${row.published} too, and all is published anew`,
    );
  }
  return new JetStreamOutlet(cable, manager, row);
}

function outboxConfig({ replicas }: Wish, { outbox, descriptions, subjects }: Row): StreamConfig {
  return {
    name: outbox,
    description: descriptions[0],
    subjects: [...subjects],
    max_msgs: OUTBOX_MESSAGES_MAX,
    max_bytes: OUTBOX_BYTES_MAX,
    // Without its end nobody would know what went out.
    deny_delete: true,
    deny_purge: true,
    allow_atomic: true,
    ...common(replicas),
  } as unknown as StreamConfig;
}

function publishedConfig({ replicas, keepDays, keepMebibytes }: Wish, row: Row): StreamConfig {
  return {
    name: row.published,
    description: row.descriptions[1],
    max_age: keepDays * 24 * 60 * 60 * 1_000_000_000,
    max_bytes: keepMebibytes === 0 ? -1 : keepMebibytes * 1024 * 1024,
    sources: [
      {
        name: row.outbox,
        subject_transforms: row.transforms,
      },
    ],
    republish: { src: '>', dest: '>' },
    ...common(replicas),
    // A copy: what a loss of power takes from its end is copied again. Synced one by one it would never keep up.
    ...(replicas === 1 ? { persist_mode: 'async' } : {}),
  } as unknown as StreamConfig;
}

function common(replicas: number) {
  return {
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    compression: StoreCompression.S2,
    allow_direct: true,
    num_replicas: replicas,
  };
}

/** Makes the stream, or brings the limits of the one that is there up to date. */
async function ensure(manager: JetStreamManager, config: StreamConfig) {
  try {
    const { max_age = 0, max_bytes = -1, name } = config;
    const info = await manager.streams.info(name);
    if (info.config.max_age === max_age && info.config.max_bytes === max_bytes) return info;
    return await manager.streams.update(name, { ...info.config, max_age, max_bytes });
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== STREAM_NOT_FOUND) throw error;
    return manager.streams.add(config as Parameters<typeof manager.streams.add>[0]);
  }
}

class JetStreamOutlet implements Outlet {
  readonly #cable: Cable;
  readonly #manager: JetStreamManager;
  readonly #row: Row;
  #batches = 0;
  #unlooked = 0;

  constructor(cable: Cable, manager: JetStreamManager, row: Row) {
    this.#cable = cable;
    this.#manager = manager;
    this.#row = row;
  }

  async end(): Promise<RowEnd> {
    const { outbox } = this.#row;
    const { state } = await this.#manager.streams.info(outbox);
    if (state.messages === 0) return { sequence: state.last_seq, id: null };
    const message = await this.#manager.streams.getMessage(outbox, { seq: state.last_seq });
    const id = message?.header.get(HEADER.messageId) ?? '';
    if (id === '') throw new Error(`Letter ${state.last_seq} of ${outbox} is not from a gateway`);
    return { sequence: state.last_seq, id, note: message?.header.get(HEADER.note) || null };
  }

  async post(letters: readonly Letter[], after: number): Promise<Posted> {
    const last = letters.at(-1);
    if (last === undefined) return { kind: 'posted', sequence: after };
    if (!this.#cable.isUp()) return { kind: 'unavailable', reason: 'the gateway is not connected to the server' };
    const { connection } = this.#cable;
    try {
      await this.#keepPace(letters.length);
      const all = this.#headersOf(letters, after);
      letters.slice(0, -1).forEach((letter, at) => {
        connection.publish(this.#inbound(letter), letter.bytes, { headers: all[at] as MsgHdrs });
      });
      const reply = await connection.request(this.#inbound(last), last.bytes, {
        headers: all.at(-1) as MsgHdrs,
        timeout: POST_MS_MAX,
      });
      return postedBy(reply.json(), this.#row.outbox, after + letters.length);
    } catch (error) {
      return { kind: 'unavailable', reason: `the outbox did not answer: ${messageOf(error)}` };
    }
  }

  /** The outbox forgets from its beginning; what the server did not copy by then would be lost. */
  async #keepPace(count: number): Promise<void> {
    this.#unlooked += count;
    if (this.#unlooked < COPY_LOOK_EVERY) return;
    const { outbox, published } = this.#row;
    const info = await this.#manager.streams.info(published);
    const lag = info.sources?.[0]?.lag ?? 0;
    if (lag > COPY_LAG_MAX) throw new Error(`${published} is ${lag} letters behind ${outbox}`);
    this.#unlooked = 0;
  }

  #inbound({ subject }: Letter): string {
    return `${this.#row.prefix}.${subject}`;
  }

  #headersOf(letters: readonly Letter[], after: number): readonly MsgHdrs[] {
    this.#batches += 1;
    const batchId = `${this.#cable.connection.info?.client_id ?? 0}-${Date.now().toString(36)}-${this.#batches}`;
    return letters.map(({ id, note }, at) => {
      const lines = headers();
      lines.set(HEADER.messageId, id);
      if (note !== undefined) lines.set(HEADER.note, note);
      if (at === 0) lines.set(HEADER.expectedLast, String(after));
      if (letters.length > 1) {
        lines.set(HEADER.batchId, batchId);
        lines.set(HEADER.batchSequence, String(at + 1));
        if (at === letters.length - 1) lines.set(HEADER.batchCommit, '1');
      }
      return lines;
    });
  }
}

interface Reply {
  readonly error?: { readonly err_code?: number; readonly description?: string };
  readonly stream?: string;
  readonly seq?: number;
  readonly duplicate?: boolean;
}

function postedBy(reply: Reply, outbox: string, wanted: number): Posted {
  const { error, stream, seq } = reply;
  if (OVERTAKEN.has(error?.err_code) || reply.duplicate === true) return { kind: 'overtaken' };
  if (error !== undefined) {
    return { kind: 'unavailable', reason: `the outbox refused: ${error.description ?? 'no reason given'}` };
  }
  if (stream !== outbox || seq !== wanted) {
    return { kind: 'unavailable', reason: 'the outbox gave an answer that makes no sense' };
  }
  return { kind: 'posted', sequence: seq };
}
