/** From an empty memory to all five views, beside what the consumer alone delivers. */

import { createApp } from '../../src/app/app.ts';
import type { StoredBlock } from '../../src/app/ports.ts';
import { codec } from '../../src/codec/codec.ts';
import type { Log } from '../../src/nats/open.ts';
import { fill, withLog } from './log.ts';
import { tell } from './measure.ts';

const PERSONS = 10_000;
const EVENTS_EACH = 10;

export async function benchRebuild(): Promise<void> {
  await withLog(async (log) => {
    await fill(log, PERSONS, EVENTS_EACH);
    const total = PERSONS * EVENTS_EACH;
    const before = process.memoryUsage().rss;
    tell('events a second', [
      ['delivered by the consumer', await followed(log, total, () => undefined)],
      ['delivered and opened', await followed(log, total, (blocks) => blocks.map(codec.open))],
      ['applied to all five views', await rebuilt(log, total)],
    ]);
    const megabytes = (process.memoryUsage().rss - before) / 1024 / 1024;
    console.log(`${PERSONS} persons, ${total} events; ${Math.round(megabytes)} MB more than before`);
  });
}

async function followed(log: Log, total: number, take: (blocks: readonly StoredBlock[]) => unknown): Promise<number> {
  const abort = new AbortController();
  const begun = performance.now();
  let count = 0;
  await log.feed.follow(
    0,
    (blocks) => {
      take(blocks);
      count += blocks.length;
      if (count >= total) abort.abort();
    },
    abort.signal,
  );
  return (total / (performance.now() - begun)) * 1000;
}

async function rebuilt(log: Log, total: number): Promise<number> {
  const app = createApp({ store: log.store, feed: log.feed, codec, clock: Date.now, logId: log.logId });
  const begun = performance.now();
  app.start();
  await app.projector.reached(total, 600_000);
  const seconds = (performance.now() - begun) / 1000;
  await app.stop();
  return total / seconds;
}
