/** Puts the gateway together: configuration, log, application, HTTP. Used by main and by the tests. */

import type { Logger } from 'pino';
import { createApp } from './app/app.ts';
import { codec } from './codec/codec.ts';
import type { Config } from './config.ts';
import { createGateway } from './gateway/server.ts';
import { type Log, openLog } from './nats/open.ts';

export interface Running {
  /** Without a path, such as `http://127.0.0.1:4000`. */
  readonly address: string;
  readonly log: Log;
  /** Resolves when the projections have caught up with the log as it was at the start. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

/** Starts everything. Throws StartRefused with what is wrong and what to do. */
export async function start(config: Config, env: NodeJS.ProcessEnv, logger: Logger): Promise<Running> {
  const log = await openLog({
    env,
    natsUrl: config.natsUrl,
    dataDirectory: config.dataDirectory,
    replicas: config.replicas,
    onServerRestart: (reason) => logger.warn({ reason }, 'The nats-server is started again'),
  });
  const app = createApp({ store: log.store, feed: log.feed, codec, clock: Date.now, logId: log.logId });
  app.projector.observe(() => log.mark(app.projector.position));
  app.start();
  const gateway = createGateway({ app, log, logger, graphiql: config.graphiql });
  const stop = async () => {
    await gateway.close();
    await app.stop();
    await log.close();
  };
  try {
    const address = await gateway.listen(config.host, config.port);
    return {
      address,
      log,
      ready: caughtUp(
        () => app.projector.position,
        log.lastSequence,
        () => app.fault(),
      ),
      stop,
    };
  } catch (error) {
    await app.stop();
    await log.close();
    throw error;
  }
}

async function caughtUp(position: () => number, wanted: number, fault: () => string | null): Promise<void> {
  while (position() < wanted && fault() === null) await new Promise((resolve) => setTimeout(resolve, 10));
}
