/** The log that a migration goes into, as the gateway itself finds it. */

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type Log, openLog } from '../../nats/open.ts';

export interface LogOptions {
  readonly nats?: string;
  readonly data?: string;
}

/** Gives a step the options that say which log. */
export function withLog(step: Command): Command {
  step.option('--nats <address>', 'the NATS server of the gateway, else NATS_URL; without, the gateway must not run');
  return step.option('--data <folder>', 'the data directory of the gateway, else DATA_DIR, else data');
}

/** Opens the log, and closes it when it has been used. */
export async function usingLog<T>(options: LogOptions, use: (log: Log) => Promise<T>): Promise<T> {
  const { NATS_URL, NATS_REPLICAS } = process.env;
  const log = await openLog({
    env: process.env,
    natsUrl: options.nats ?? (NATS_URL || null),
    dataDirectory: dataDirectoryOf(options),
    replicas: Number(NATS_REPLICAS || 1),
    onServerRestart: (reason) => console.error(`The nats-server is started again: ${reason}`),
  });
  try {
    return await use(log);
  } finally {
    log.mark(await log.feed.lastSequence().catch(() => 0));
    await log.close();
  }
}

export function dataDirectoryOf({ data }: LogOptions): string {
  return resolve(data ?? (process.env.DATA_DIR || 'data'));
}
