/**
 * Where messages of neighbours are kept that could not be dealt with: their bytes as they came, and in a header why. A
 * message is in one place of two: waiting, where it is tried again by itself, or parked.
 */

import {
  DiscardPolicy,
  JetStreamApiError,
  JetStreamError,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  StoreCompression,
  type StoredMsg,
} from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import type { ParkedMessage, ParkedPage, ParkedWish, ParkingLot } from '../integration/ports.ts';
import type { Cable } from './connect.ts';
import { HEADER, PARKED_PREFIX, PARKED_STREAM } from './subjects.ts';

/** How long an answer is waited for, in milliseconds. */
const PARK_MS_MAX = 5_000;

/** How much is kept. When it is full nothing more is dealt with, so that nothing is lost. */
const PARKED_BYTES_MAX = 1024 * 1024 * 1024;

/** The largest record in a header, in characters; servers take a few times that. */
const RECORD_CHARACTERS_MAX = 24_000;

const STREAM_NOT_FOUND = 10059;

type Place = 'parked' | 'waiting';

type Record = Omit<ParkedMessage, 'bytes'>;

/** The person is part of the subject, so that what is said of somebody who is waited for is found among thousands. */
const subjectOf = (place: Place | '*', neighbour: string, person: string, id: string) =>
  `${PARKED_PREFIX}.${place}.${neighbour}.${person}.${id}`;

const NOBODY = 'nobody';

export async function openParking(cable: Cable, manager: JetStreamManager, replicas: number): Promise<ParkingLot> {
  try {
    await manager.streams.info(PARKED_STREAM);
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== STREAM_NOT_FOUND) throw error;
    await manager.streams.add({
      name: PARKED_STREAM,
      description: 'Messages of other domains that the person gateways could not deal with, and why.',
      subjects: [`${PARKED_PREFIX}.*.*.*.*`],
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      discard: DiscardPolicy.New,
      compression: StoreCompression.S2,
      max_msgs_per_subject: 1,
      max_bytes: PARKED_BYTES_MAX,
      num_replicas: replicas,
      allow_direct: true,
    });
  }
  return new JetStreamParking(cable, manager);
}

class JetStreamParking implements ParkingLot {
  readonly #cable: Cable;
  readonly #manager: JetStreamManager;

  constructor(cable: Cable, manager: JetStreamManager) {
    this.#cable = cable;
    this.#manager = manager;
  }

  async park({ bytes, ...record }: ParkedMessage): Promise<void> {
    const { id, neighbour, waitsUntil } = record;
    const person = record.refusals[0]?.personId ?? record.personIds[0] ?? NOBODY;
    const [place, other]: readonly Place[] = waitsUntil === null ? ['parked', 'waiting'] : ['waiting', 'parked'];
    const lines = headers();
    lines.set(HEADER.parked, encoded(record));
    const reply = await this.#cable.connection.request(subjectOf(place as Place, neighbour, person, id), bytes, {
      headers: lines,
      timeout: PARK_MS_MAX,
    });
    const { error } = reply.json<{ readonly error?: { readonly description?: string } }>();
    if (error !== undefined) throw new Error(`The message cannot be parked: ${error.description ?? 'no reason given'}`);
    // Only now: were it cut off in between, it would rather be in both places than in none.
    await this.#manager.streams.purge(PARKED_STREAM, {
      filter: subjectOf(other as Place, neighbour, '*', id),
    });
  }

  async find(id: string): Promise<ParkedMessage | null> {
    if (!/^[0-9a-f-]{36}$/.test(id)) return null;
    try {
      const found = await this.#manager.streams.getMessage(PARKED_STREAM, {
        last_by_subj: subjectOf('*', '*', '*', id),
      });
      return found === null ? null : messageOf(found);
    } catch (error) {
      if (isNotFound(error)) return null;
      throw error;
    }
  }

  async drop(id: string): Promise<boolean> {
    if (!/^[0-9a-f-]{36}$/.test(id)) return false;
    const { purged } = await this.#manager.streams.purge(PARKED_STREAM, { filter: subjectOf('*', '*', '*', id) });
    return purged > 0;
  }

  async list({ neighbour, personId, waiting, after, first }: ParkedWish): Promise<ParkedPage> {
    const place = waiting === null ? '*' : waiting ? 'waiting' : 'parked';
    const found: StoredMsg[] = [];
    const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
    const silence = setTimeout(() => reject(new Error('The parked messages cannot be read now')), PARK_MS_MAX);
    try {
      const batch = await this.#manager.direct.getBatch(PARKED_STREAM, {
        next_by_subj: subjectOf(place, neighbour ?? '*', personId ?? '*', '*'),
        seq: after + 1,
        batch: first,
        callback: (done, message) => {
          if (done !== null) return done.err === undefined || isNotFound(done.err) ? resolve() : reject(done.err);
          silence.refresh();
          found.push(message);
        },
      });
      await ended.finally(() => batch.stop());
    } catch (error) {
      if (!isNotFound(error)) throw error;
    } finally {
      clearTimeout(silence);
    }
    const messages = found.map((message) => ({ ...messageOf(message), place: message.seq }));
    return { messages, left: found.length === 0 ? 0 : found.length + (found.at(-1)?.pending ?? 0) };
  }
}

/** As ASCII, since headers carry nothing else; the list of refusals is cut where there are too many. */
function encoded(record: Record): string {
  for (let most = record.refusals.length; ; most = Math.floor(most / 2)) {
    const short = {
      ...record,
      refusals: record.refusals.slice(0, most),
      personIds: record.personIds.slice(0, most + 1),
    };
    const text = Buffer.from(JSON.stringify(short)).toString('base64url');
    if (text.length <= RECORD_CHARACTERS_MAX || most === 0) return text;
  }
}

function messageOf({ data, header }: StoredMsg): ParkedMessage {
  const record = JSON.parse(Buffer.from(header.get(HEADER.parked), 'base64url').toString()) as Record;
  return { ...record, bytes: data };
}

function isNotFound(error: unknown): boolean {
  return error instanceof JetStreamError && 'code' in error && (error.code === 404 || error.code === 10037);
}
