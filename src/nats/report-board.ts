/** The board of the reports on old clients: a stream that keeps the last part of each process. */

import {
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  StoreCompression,
} from '@nats-io/jetstream';
import type { ReportBoard } from '../compat/ports.ts';
import type { Cable } from './connect.ts';
import { OLD_REPORT_PREFIX, OLD_REPORT_STREAM } from './subjects.ts';

/** How long the parts of processes that have ended are kept, in nanoseconds. */
const KEPT_NS = 400 * 24 * 60 * 60 * 1_000_000_000;

const ANSWER_MS_MAX = 5_000;

const STREAM_NOT_FOUND = 10059;

export function reportBoard(cable: Cable, manager: JetStreamManager, replicas: number): ReportBoard {
  let isThere = false;
  return {
    put: async (process, part) => {
      if (!cable.isUp()) throw new Error('the server cannot be reached now');
      if (!isThere) await ensure(manager, replicas);
      isThere = true;
      await cable.connection.request(`${OLD_REPORT_PREFIX}.${process}`, part, { timeout: ANSWER_MS_MAX });
    },
    all: async () => {
      const subjects = await subjectsIn(manager);
      const messages = await Promise.all(
        subjects.map((subject) => manager.streams.getMessage(OLD_REPORT_STREAM, { last_by_subj: subject })),
      );
      return messages.flatMap((message) => (message === null ? [] : [message.data]));
    },
  };
}

async function subjectsIn(manager: JetStreamManager): Promise<readonly string[]> {
  try {
    const { state } = await manager.streams.info(OLD_REPORT_STREAM, { subjects_filter: `${OLD_REPORT_PREFIX}.*` });
    return Object.keys(state.subjects ?? {});
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === STREAM_NOT_FOUND) return [];
    throw error;
  }
}

async function ensure(manager: JetStreamManager, replicas: number): Promise<void> {
  try {
    await manager.streams.info(OLD_REPORT_STREAM);
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== STREAM_NOT_FOUND) throw error;
    await manager.streams.add({
      name: OLD_REPORT_STREAM,
      description: 'What each person gateway knows of the clients of the service before it.',
      subjects: [`${OLD_REPORT_PREFIX}.*`],
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      discard: DiscardPolicy.Old,
      compression: StoreCompression.S2,
      max_msgs_per_subject: 1,
      max_age: KEPT_NS,
      num_replicas: replicas,
    });
  }
}
