/** Commands, each synced to disk, beside publishes that do nothing else. */

import { v7 } from 'uuid';
import { type App, createApp } from '../../src/app/app.ts';
import type { Order } from '../../src/app/order.ts';
import { codec } from '../../src/codec/codec.ts';
import type { PersonId } from '../../src/domain/ids.ts';
import type { Log } from '../../src/nats/open.ts';
import { withLog } from './log.ts';
import { tell, tellDurations } from './measure.ts';

const COMMANDS = 20_000;
const AT_ONCE = 64;

export async function benchWrite(): Promise<void> {
  await withLog(async (log) => {
    const app = createApp({ store: log.store, feed: log.feed, codec, clock: Date.now, logId: log.logId });
    app.start();
    await alone('a publish alone', () => publish(log));
    await alone('a command alone', () => create(app));
    tell('a second', [
      [`publishes, ${AT_ONCE} at once`, await sideBySide(() => publish(log))],
      [`commands, ${AT_ONCE} at once`, await sideBySide(() => create(app))],
    ]);
    await app.stop();
  });
}

async function alone(name: string, work: () => Promise<unknown>): Promise<void> {
  const durations: number[] = [];
  for (let round = 0; round < 300; round += 1) {
    const begun = performance.now();
    await work();
    durations.push(performance.now() - begun);
  }
  tellDurations(name, durations);
}

async function sideBySide(work: () => Promise<unknown>): Promise<number> {
  let begun = 0;
  const start = performance.now();
  const lane = async () => {
    while (begun < COMMANDS) {
      begun += 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return (COMMANDS / (performance.now() - start)) * 1000;
}

/** A block of the usual size, with the usual expectation. */
async function publish({ store }: Log): Promise<void> {
  const personId = v7() as PersonId;
  const bytes = new Uint8Array(400);
  const write = { personId, commandId: v7(), cid: 'none', bytes, type: 'None', noun: 'person', after: 0 };
  const appended = await store.append([write]);
  if (appended.kind !== 'appended') throw new Error(appended.kind);
}

async function create(app: App): Promise<void> {
  const name = { given: ['Ada'], family: ['Lovelace'], prefixes: [], suffixes: [], convention: 'western' };
  const command = { type: 'CreatePerson', personId: v7(), at: Date.now(), data: { name } };
  const meta = {
    commandId: v7(),
    inputDigest: '00112233445566778899aabbccddeeff',
    cause: null,
    correlationId: 'bench',
    actor: 'bench',
    source: 'bench',
  };
  const order = { command, meta, expectedVersion: null, bytes: 0, validateOnly: false } as unknown as Order;
  const outcome = await app.dispatch.one(order);
  if (outcome.kind !== 'recorded') throw new Error(JSON.stringify(outcome));
}
