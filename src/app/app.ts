/** The application: one log behind it, and what the edge may ask of it. */

import type { Views } from '../../projections/index.ts';
import { Dispatch } from './dispatch.ts';
import { GroupCommit } from './group-commit.ts';
import { Live } from './live.ts';
import { LiveQueries } from './live-queries.ts';
import { LogReader } from './log-reader.ts';
import { OwnBlocks } from './own-blocks.ts';
import { Persons } from './persons.ts';
import { type Clock, type Codec, type EventStore, type Feed, LogDamaged } from './ports.ts';
import { Positions } from './position.ts';
import { Projector } from './projector.ts';

export interface AppParts {
  readonly store: EventStore;
  readonly feed: Feed;
  readonly codec: Codec;
  readonly clock: Clock;
  /** Names the log for ever. */
  readonly logId: string;
  /** How long a silent log is asked again, in milliseconds; the standard time when not given. */
  readonly settleMs?: number;
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
  readonly positions: Positions;
  readonly feed: Feed;
  /** What stopped the projections for good; null while they run. */
  fault(): string | null;
  /** Follows the log until `stop` is called. */
  start(): void;
  stop(): Promise<void>;
}

export function createApp({ store, feed, codec, clock, logId, settleMs }: AppParts): App {
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
    positions: new Positions(logId),
    feed,
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
      abort.abort();
      await following;
    },
  };
}
