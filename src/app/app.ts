/** The application: one log behind it, and what the edge may ask of it. */

import type { Views } from '../../projections/index.ts';
import { POLICIES } from '../domain/policies/index.ts';
import type { Policy } from '../domain/policies/policy.ts';
import { Dispatch } from './dispatch.ts';
import { GroupCommit } from './group-commit.ts';
import { Live } from './live.ts';
import { LiveQueries } from './live-queries.ts';
import { LogReader } from './log-reader.ts';
import type { NeighbourDesk } from './neighbour-desk.ts';
import type { OldWorldDesk } from './old-world-desk.ts';
import { OwnBlocks } from './own-blocks.ts';
import { Persons } from './persons.ts';
import { PolicyDesk } from './policies/desk.ts';
import { MemoryNotebook } from './policies/memory-notebook.ts';
import { MemoryQueue } from './policies/memory-queue.ts';
import { Policies, type PoliciesParts } from './policies/policies.ts';
import {
  type Clock,
  type Codec,
  type EventStore,
  type FactQueue,
  type Feed,
  LogDamaged,
  type Notebook,
} from './ports.ts';
import { Positions } from './position.ts';
import { Projector } from './projector.ts';

export interface AppParts {
  readonly store: EventStore;
  readonly feed: Feed;
  /** What policies keep, and the facts they look at; in memory when not given. */
  readonly notebook?: Notebook;
  readonly queue?: FactQueue;
  readonly codec: Codec;
  readonly clock: Clock;
  /** Names the log for ever. */
  readonly logId: string;
  /** How long a silent log is asked again, in milliseconds; the standard time when not given. */
  readonly settleMs?: number;
  /** The policies there are; the listed ones when not given. */
  readonly rules?: readonly Policy[];
  /** How policies keep time; the standard way when not given. */
  readonly timing?: Pick<PoliciesParts, 'steady' | 'spreadMs' | 'pauseMs' | 'mendMs'>;
}

export interface App {
  readonly clock: Clock;
  readonly codec: Codec;
  readonly dispatch: Dispatch;
  readonly persons: Persons;
  readonly projector: Projector;
  readonly views: Views;
  readonly reader: LogReader;
  readonly live: Live;
  readonly liveQueries: LiveQueries;
  readonly policies: Policies;
  readonly policyDesk: PolicyDesk;
  readonly positions: Positions;
  readonly feed: Feed;
  /** Where messages of other domains can be asked about; null as long as none are heard. */
  readonly desk: { current: NeighbourDesk | null };
  /** Where can be asked about clients of the service before this one; null where nobody can tell. */
  readonly oldWorld: { current: OldWorldDesk | null };
  /** What stopped the projections for good; null while they run. */
  fault(): string | null;
  /** Follows the log until `stop` is called. */
  start(): void;
  stop(): Promise<void>;
}

export function createApp(parts: AppParts): App {
  const { store, feed, codec, clock, logId, settleMs } = parts;
  const ownBlocks = new OwnBlocks(codec);
  const projector = new Projector((block) => ownBlocks.open(block));
  const persons = new Persons(store, codec, projector);
  const reader = new LogReader(store, codec, projector);
  const live = new Live(projector, reader);
  const liveQueries = new LiveQueries(projector);
  const dispatch = new Dispatch({
    log: new GroupCommit(store),
    codec,
    ownBlocks,
    persons,
    projector,
    ...(settleMs === undefined ? {} : { settleMs }),
  });
  const { notebook = new MemoryNotebook(), queue = new MemoryQueue(feed), rules = POLICIES } = parts;
  const shared = { notebook, projector, reader, clock };
  const policies = new Policies({ ...shared, policies: rules, queue, dispatch, codec, ...parts.timing });
  const policyDesk = new PolicyDesk({ ...shared, policies });
  const abort = new AbortController();
  let following: Promise<void> = Promise.resolve();
  let fault: string | null = null;
  return {
    clock,
    codec,
    dispatch,
    persons,
    projector,
    views: projector.views,
    reader,
    live,
    liveQueries,
    policies,
    policyDesk,
    positions: new Positions(logId),
    feed,
    desk: { current: null },
    oldWorld: { current: null },
    fault: () => fault,
    start: () => {
      following = feed
        .follow(projector.position, (blocks) => projector.receive(blocks), abort.signal)
        .catch((error: unknown) => {
          fault =
            error instanceof LogDamaged
              ? error.message
              : `The projections stopped: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
        });
    },
    stop: async () => {
      live.close();
      liveQueries.close();
      await policies.stop();
      abort.abort();
      await following;
    },
  };
}
