/** Puts the gateway together: configuration, log, application, HTTP. Used by main and by the tests. */

import type { Logger } from 'pino';
import { type App, createApp } from './app/app.ts';
import { createClient } from './client/client.ts';
import { codec } from './codec/codec.ts';
import { OldWorld, reportOf } from './compat/old-world.ts';
import type { Config } from './config.ts';
import { createGateway, ENDPOINT, type Gateway } from './gateway/server.ts';
import { Integration } from './integration/integration.ts';
import { type Log, openLog } from './nats/open.ts';
import { StartRefused } from './nats/start-refused.ts';

export interface Running {
  /** Without a path, such as `http://127.0.0.1:4000`. */
  readonly address: string;
  readonly log: Log;
  /** Resolves when the views have caught up with the log as it was at the start; fails with StartRefused when they cannot. */
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
  const app = createApp({
    store: log.store,
    feed: log.feed,
    notebook: log.notebook,
    queue: log.queue,
    codec,
    clock: Date.now,
    logId: log.logId,
  });
  app.projector.observe(() => log.mark(app.projector.position));
  app.start();
  const integration = integrationOf(config, app, log, logger);
  app.desk.current = integration;
  // Others may answer old clients where this one does not.
  app.oldWorld.current = reportOf(log.oldWire, Date.now);
  let isCaughtUp = false;
  let oldWorld: OldWorld | null = null;
  const ready = caughtUp(app, log.lastSequence).then(async () => {
    const fault = app.fault();
    if (fault !== null) throw new StartRefused(fault, 'Restore the JetStream store from a backup.');
    isCaughtUp = true;
    // Not before: what happened while nobody was here is known now, and is not taken for something new.
    void app.policies.start();
    integration?.start();
    oldWorld = oldWorldOf(config, gateway, log, logger);
    if (oldWorld !== null) app.oldWorld.current = oldWorld;
    // The gateway is there for others too, whatever becomes of this.
    await oldWorld?.start().catch((error: unknown) => logger.error({ err: error }, 'Old clients are not answered'));
  });
  const gateway = createGateway({
    app,
    log,
    logger,
    graphiql: config.graphiql,
    origins: config.corsOrigins,
    hasCaughtUp: () => isCaughtUp,
  });
  const stop = async () => {
    await oldWorld?.stop();
    await gateway.close();
    await integration?.stop();
    await app.stop();
    await log.close();
  };
  try {
    const address = await gateway.listen(config.host, config.port);
    return { address, log, ready, stop };
  } catch (error) {
    await app.stop();
    await log.close();
    throw error;
  }
}

/** What goes to other domains and comes from them; null when nothing shall. */
function integrationOf(config: Config, app: App, log: Log, logger: Logger): Integration | null {
  const { neighbours: wish } = config;
  if (wish.hear.size === 0 && !wish.people && wish.publish === null) return null;
  return new Integration({ app, wires: log.wires, wish, tell: (text) => logger.warn(text) });
}

/** The service before this one, to its clients; null when it shall not be played. */
function oldWorldOf({ legacy }: Config, gateway: Gateway, log: Log, logger: Logger): OldWorld | null {
  if (legacy === null) return null;
  return new OldWorld({
    gateway: createClient({ url: `http://in-process${ENDPOINT}`, name: 'legacy', fetch: gateway.fetch }),
    wire: log.oldWire,
    settings: legacy,
    clock: Date.now,
    tell: (text) => logger.warn(text),
  });
}

/** Resolves when the views have reached the sequence, or never will. */
async function caughtUp(app: App, wanted: number): Promise<void> {
  while (app.projector.position < wanted && app.fault() === null) {
    await app.projector.reached(wanted, 1_000);
  }
}
