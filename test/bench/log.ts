/** A log of the gateway's own, in a folder that is gone afterwards. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Log, openLog } from '../../src/nats/open.ts';
import { lifeOf, writesOf } from './people.ts';

/** Appends in one atomic batch; the server takes at most 1000. */
const PERSONS_AT_ONCE = 500;

export async function withLog(work: (log: Log) => Promise<void>): Promise<void> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'gateway-bench-'));
  const log = await openLog({ env: process.env, natsUrl: null, dataDirectory, replicas: 1, onServerRestart: () => {} });
  try {
    await work(log);
  } finally {
    await log.close();
    rmSync(dataDirectory, { recursive: true, force: true });
  }
}

/** Fills the log with so many persons of so many events each. */
export async function fill({ store }: Log, persons: number, events: number): Promise<void> {
  for (let from = 0; from < persons; from += PERSONS_AT_ONCE) {
    const size = Math.min(PERSONS_AT_ONCE, persons - from);
    const lives = Array.from({ length: size }, (_, at) => lifeOf(from + at, events));
    const after = new Map<string, number>();
    for (let at = 0; at < events; at += 1) {
      const writes = writesOf(lives, at, after);
      const appended = await store.append(writes);
      if (appended.kind !== 'appended') throw new Error(`The log could not be filled: ${appended.kind}`);
      for (const [index, { personId }] of writes.entries()) after.set(personId, appended.sequences[index] ?? 0);
    }
  }
}
