/**
 * The stream that is the log: what it must be set to, and proofs that the server does what the log relies on.
 * Everything here happens before the first command is taken.
 */

import {
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  StoreCompression,
  type StreamConfig,
  type StreamInfo,
} from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import { messageOf } from './errors.ts';
import { StartRefused } from './start-refused.ts';
import { CANARY_SUBJECT, EVENT_SUBJECTS, HEADER, STREAM } from './subjects.ts';

const CANARY_MS_MAX = 2_000;

/** No stream has so many messages, so a write that expects this one last must be refused. */
const IMPOSSIBLE_SEQUENCE = 9_007_199_254_740_991;

const WRONG_LAST_SEQUENCE = 10071;
const STREAM_NOT_FOUND = 10059;

/** Every setting that the log relies on; what differs would lose, change or forget events. */
const SETTINGS = {
  name: STREAM,
  subjects: [EVENT_SUBJECTS],
  storage: StorageType.File,
  retention: RetentionPolicy.Limits,
  discard: DiscardPolicy.New,
  max_msgs: -1,
  max_age: 0,
  max_msgs_per_subject: -1,
  no_ack: false,
  sealed: false,
  deny_delete: true,
  deny_purge: true,
  allow_direct: true,
  allow_rollup_hdrs: false,
  allow_msg_ttl: false,
  allow_atomic: true,
} as const satisfies Partial<StreamConfig>;

/** What must not be there at all: it would write into the log from elsewhere, or elsewhere than told. */
const SETTINGS_UNWANTED = ['mirror', 'sources', 'subject_transform'] as const satisfies readonly (keyof StreamConfig)[];

/** Not said by every server version; where they are said, they must say this. */
const SETTINGS_WHERE_SAID = {
  persist_mode: 'default',
  allow_msg_counter: false,
  allow_msg_schedules: false,
  allow_batched: false,
} as const;

export interface OpenedStream {
  /** Names this log for ever: two streams never have the same. */
  readonly logId: string;
  readonly lastSequence: number;
  readonly replicas: number;
}

export interface StreamWish {
  readonly replicas: number;
  /** Whether a stream may be made; not where one was before, since then it is lost. */
  readonly mayCreate: boolean;
}

/** The stream, checked and proved; made when there is none yet. Throws StartRefused with what to do. */
export async function openStream(
  connection: NatsConnection,
  manager: JetStreamManager,
  wish: StreamWish,
): Promise<OpenedStream> {
  const info = (await find(manager)) ?? (await create(manager, wish));
  check(info);
  await proveExpectations(connection);
  return { logId: logIdOf(info), lastSequence: info.state.last_seq, replicas: info.config.num_replicas };
}

export function logIdOf(info: StreamInfo): string {
  return `${info.config.name}@${info.created}`;
}

async function find(manager: JetStreamManager): Promise<StreamInfo | null> {
  try {
    return await manager.streams.info(STREAM);
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === STREAM_NOT_FOUND) return null;
    throw new StartRefused(`The log cannot be looked at: ${messageOf(error)}.`, 'Enable JetStream on the NATS server.');
  }
}

async function create(manager: JetStreamManager, wish: StreamWish): Promise<StreamInfo> {
  if (!wish.mayCreate) {
    throw new StartRefused(
      `The stream ${STREAM} is gone, and this data directory remembers one.`,
      'Restore the JetStream store from a backup. To begin anew on purpose, use an empty data directory.',
    );
  }
  const settings = {
    ...SETTINGS,
    subjects: [...SETTINGS.subjects],
    compression: StoreCompression.S2,
    num_replicas: wish.replicas,
  };
  try {
    return await manager.streams.add(settings);
  } catch (error) {
    throw new StartRefused(
      `The stream ${STREAM} cannot be made: ${messageOf(error)}.`,
      'Another stream may hold its subjects, or the server may have too few nodes for the replicas asked for.',
    );
  }
}

function check({ config, state }: StreamInfo): void {
  const actual = config as unknown as Record<string, unknown>;
  const wrong = Object.entries(SETTINGS).filter(([key, value]) => !isSame(actual[key] ?? defaultOf(value), value));
  const said = Object.entries(SETTINGS_WHERE_SAID).filter(([key, value]) => key in actual && actual[key] !== value);
  const unwanted = SETTINGS_UNWANTED.filter((key) => key in actual).map((key) => [key, null] as const);
  const all = [...wrong, ...said, ...unwanted].map(
    ([key, value]) =>
      `${key} is ${JSON.stringify(actual[key] ?? defaultOf(value) ?? null)} instead of ${JSON.stringify(value)}`,
  );
  if (all.length > 0) {
    throw new StartRefused(
      `The stream ${STREAM} is not set up as the log of this gateway: ${all.join('; ')}.`,
      'It is another stream, or somebody changed it. Use an empty data directory, or set the stream right.',
    );
  }
  if (state.last_seq > 0 && (state.first_seq !== 1 || state.messages !== state.last_seq)) {
    throw new StartRefused(
      `The stream ${STREAM} has lost events: ${state.messages} are there of ${state.last_seq}.`,
      'Restore the JetStream store from a backup.',
    );
  }
}

function isSame(actual: unknown, wanted: unknown): boolean {
  return JSON.stringify(actual) === JSON.stringify(wanted);
}

/** Servers leave out what has its default. */
function defaultOf(wanted: unknown): unknown {
  return typeof wanted === 'boolean' ? false : undefined;
}

/** Writes that must be refused, alone and in a batch. A server that takes one would let two writers both win. */
async function proveExpectations(connection: NatsConnection): Promise<void> {
  const alone = await refusalOf(connection, {});
  const batched = await refusalOf(connection, {
    [HEADER.batchId]: `canary-${connection.info?.client_id ?? 0}-${Date.now().toString(36)}`,
    [HEADER.batchSequence]: '1',
    [HEADER.batchCommit]: '1',
  });
  for (const [kind, refusal] of [
    ['write', alone],
    ['batch', batched],
  ] as const) {
    if (refusal === WRONG_LAST_SEQUENCE) continue;
    throw new StartRefused(
      `The NATS server does not hold a ${kind} to what it expects (answered ${refusal ?? 'by taking it'}).`,
      'Such a log would let two writers both win. Use an unchanged nats-server that supports atomic batches.',
    );
  }
}

async function refusalOf(connection: NatsConnection, more: Readonly<Record<string, string>>): Promise<number | null> {
  const all = headers();
  for (const [name, value] of Object.entries(more)) all.set(name, value);
  all.set(HEADER.expectedLastOfSubject, String(IMPOSSIBLE_SEQUENCE));
  // Looked at after the expectation and never allowed: who passes over the one is stopped by the other, and writes nothing.
  all.set(HEADER.rollup, 'sub');
  const reply = await connection
    .request(CANARY_SUBJECT, new Uint8Array(), { headers: all, timeout: CANARY_MS_MAX })
    .catch((error: unknown) => {
      throw new StartRefused(
        `The NATS server does not answer a trial write (${messageOf(error)}).`,
        'See its log; with several servers, most of them must be up.',
      );
    });
  const { error } = reply.json<{ error?: { err_code?: number } }>();
  return error?.err_code ?? null;
}
