/** The log as the rest of the program gets it: connected, checked, and watched. */

import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { EventStore, FactQueue, Feed, Notebook } from '../app/ports.ts';
import type { OldWire } from '../compat/ports.ts';
import type { Wires } from '../integration/ports.ts';
import { type Cable, plugIn } from './connect.ts';
import { DataDirectory } from './data-directory.ts';
import { messageOf } from './errors.ts';
import { JetStreamStore } from './event-store.ts';
import { JetStreamQueue } from './fact-queue.ts';
import { JetStreamFeed } from './feed.ts';
import { type ManagedServer, startServer } from './managed-server.ts';
import { JetStreamNotebook, openNotebook } from './notebook.ts';
import { oldWire } from './old-wire.ts';
import { StartRefused } from './start-refused.ts';
import { openStream } from './stream.ts';
import { wires } from './wires.ts';

/** How often the mark of how far the log reaches is renewed. */
const MARK_EVERY_MS = 1_000;

/** How long a new consumer is waited for, in milliseconds; asked for again after that, since the request may be lost. */
const CONSUMER_MS_MAX = 1_000;

export interface LogWish {
  readonly env: NodeJS.ProcessEnv;
  /** The user's own server; null for a managed one. */
  readonly natsUrl: string | null;
  readonly dataDirectory: string;
  readonly replicas: number;
  readonly onServerRestart: (reason: string) => void;
}

export interface Log {
  readonly store: EventStore;
  readonly feed: Feed;
  readonly notebook: Notebook;
  readonly queue: FactQueue;
  /** Names this log for ever. */
  readonly logId: string;
  readonly lastSequence: number;
  readonly server: {
    readonly version: string;
    /** Process id of the managed server; null for the user's own. */
    readonly pid: number | null;
    /** Whether an acknowledged write is known to be on disk; a server of the user's cannot be asked. */
    readonly isSynced: boolean | null;
  };
  /** The ways to and from other domains. */
  readonly wires: Wires;
  /** The way to and from the clients of the service before this one. */
  readonly oldWire: OldWire;
  isUp(): boolean;
  /** Why writes fail; null as far as is known that they do not. */
  problem(): string | null;
  /** Tells how far the log has been read, so that its loss is noticed at the next start. */
  mark(sequence: number): void;
  close(): Promise<void>;
}

/** Opens the log. Throws StartRefused with what is wrong and what to do, and then nothing was written to the log. */
export async function openLog(wish: LogWish): Promise<Log> {
  const directory = new DataDirectory(wish.dataDirectory);
  const mark = directory.mark();
  let store: JetStreamStore | null = null;
  const writesFailSince = () => store?.fault?.since ?? null;
  const { env, onServerRestart: onRestart } = wish;
  const server = wish.natsUrl === null ? await startServer({ env, directory, onRestart, writesFailSince }) : null;
  let cable: Cable | null = null;
  try {
    cable = await plugIn(server?.access ?? { url: wish.natsUrl ?? '' });
    const manager = await jetstreamManager(cable.connection).catch((error: unknown) => {
      throw new StartRefused(
        `The NATS server has no JetStream (${messageOf(error)}).`,
        'Start it with JetStream enabled.',
      );
    });
    const stream = await openStream(cable.connection, manager, { replicas: wish.replicas, mayCreate: mark === null });
    directory.compare({ logId: stream.logId, sequence: stream.lastSequence });
    directory.remember({ logId: stream.logId, sequence: stream.lastSequence });
    store = new JetStreamStore(cable, manager, stream.replicas > 1);
    const client = jetstream(cable.connection, { timeout: CONSUMER_MS_MAX });
    const notebookId = await openNotebook(manager, wish.replicas);
    return logOf(wish, directory, server, cable, {
      store,
      feed: new JetStreamFeed(client, manager, stream.logId),
      notebook: new JetStreamNotebook(cable, client, manager, notebookId),
      queue: new JetStreamQueue(client, manager),
      logId: stream.logId,
      lastSequence: stream.lastSequence,
      wires: wires(cable, manager, wish.replicas),
      oldWire: oldWire(cable, manager, wish.replicas),
    });
  } catch (error) {
    await cable?.close();
    await server?.stop();
    throw error;
  }
}

function logOf(
  wish: LogWish,
  directory: DataDirectory,
  server: ManagedServer | null,
  cable: Cable,
  parts: Pick<Log, 'feed' | 'notebook' | 'queue' | 'logId' | 'lastSequence' | 'wires' | 'oldWire'> & {
    readonly store: JetStreamStore;
  },
): Log {
  let reached = parts.lastSequence;
  let marked = reached;
  const renew = () => {
    if (reached === marked) return;
    try {
      directory.remember({ logId: parts.logId, sequence: reached });
      marked = reached;
    } catch {
      // The disk may be full for a while. A mark that is late does no harm, and is tried again in a second.
    }
  };
  const timer = setInterval(renew, MARK_EVERY_MS);
  return {
    ...parts,
    server: {
      version: server?.version ?? cable.connection.info?.version ?? '',
      get pid() {
        return server?.pid ?? null;
      },
      isSynced: wish.natsUrl === null ? true : null,
    },
    isUp: () => cable.isUp(),
    problem: () => server?.problem() ?? parts.store.fault?.reason ?? null,
    mark: (sequence) => {
      reached = Math.max(reached, sequence);
    },
    close: async () => {
      clearInterval(timer);
      renew();
      await cable.close();
      await server?.stop();
    },
  };
}
