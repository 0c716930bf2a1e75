/** The gateway as a program: starts, says where it is, and ends cleanly on Ctrl-C. */

import { destination, pino } from 'pino';
import { ConfigInvalid, parseConfig } from './config.ts';
import { StartRefused } from './nats/start-refused.ts';
import { type Running, start } from './start.ts';

/** What the program ends with when it cannot be started as it is set up. */
const EXIT_CONFIG = 78;

try {
  const config = parseConfig(process.env);
  const logger = pino({ level: config.logLevel }, destination({ dest: 2, sync: true }));
  const running = await start(config, process.env, logger);
  endOnSignal(running);
  await running.ready.catch(async (error: unknown) => {
    await running.stop();
    throw error;
  });
  announce(running, config.natsUrl, config.dataDirectory, config.graphiql);
} catch (error) {
  console.error(problemOf(error));
  process.exit(EXIT_CONFIG);
}

function announce({ address, log }: Running, natsUrl: string | null, dataDirectory: string, graphiql: boolean): void {
  const server =
    natsUrl === null
      ? `nats-server ${log.server.version} of its own, data in ${dataDirectory}`
      : 'the NATS server at NATS_URL';
  console.log(`The person gateway is ready, with ${log.lastSequence} events, on ${server}.

${graphiql ? `  GraphiQL  ${address}/graphql   (in a browser)\n` : ''}  API       ${address}/graphql
  Health    ${address}/health

Press Ctrl-C to stop.`);
}

function endOnSignal(running: Running): void {
  let isEnding = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // Whoever asks twice means it.
      if (isEnding) process.exit(130);
      isEnding = true;
      running.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(problemOf(error));
          process.exit(1);
        },
      );
    });
  }
}

function problemOf(error: unknown): string {
  if (error instanceof StartRefused) return `The gateway cannot start. ${error.message}\n${error.advice}`;
  if (error instanceof ConfigInvalid) return `The gateway cannot start, because of its settings.\n${error.message}`;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return 'The gateway cannot start: another program listens on its port. Choose another one by PORT, or stop that program.';
  }
  return `The gateway failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
