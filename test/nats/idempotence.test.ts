/** The same command id has its first answer for ever: not only for the two minutes that the server remembers it. */

import { afterEach, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app/app.ts';
import type { Order } from '../../src/app/order.ts';
import type { RecordedOutcome } from '../../src/app/outcome.ts';
import { codec } from '../../src/codec/codec.ts';
import type { Log } from '../../src/nats/open.ts';
import { asReplayed, create, order, tag } from '../app/world.ts';
import { ADA, command } from '../domain/examples.ts';
import { aLog, anAdmin, aPlainServer, atEnd, cleanUp, scratch } from './servers.ts';

afterEach(cleanUp);

const WINDOW_MS = 100;

async function anApp(log: Log): Promise<App> {
  const app = createApp({ store: log.store, feed: log.feed, codec, clock: Date.now, logId: log.logId });
  app.start();
  atEnd(() => app.stop());
  await app.projector.reached(log.lastSequence, 5_000);
  return app;
}

/** A log on a server that remembers message ids for a moment only, and how to open it once more. */
async function aForgetfulLog(): Promise<{ first: App; another: () => Promise<App> }> {
  const { url } = await aPlainServer();
  const open = () => aLog({ natsUrl: url, dataDirectory: scratch() });
  const first = await open();
  const { manager } = await anAdmin({ url });
  await manager.streams.update('PERSON', { duplicate_window: WINDOW_MS * 1_000_000 });
  return { first: await anApp(first), another: async () => anApp(await open()) };
}

async function recorded(app: App, sent: Order): Promise<RecordedOutcome> {
  const outcome = await app.dispatch.one(sent);
  if (outcome.kind !== 'recorded') throw new Error(JSON.stringify(outcome));
  return outcome;
}

describe('a command sent again', () => {
  it('after the server has forgotten it, here and by a gateway that was started since, has its first answer', async () => {
    const { first, another } = await aForgetfulLog();
    await recorded(first, create(ADA));
    const tagged = await recorded(first, tag(ADA, 'pioneer'));
    await recorded(first, order(command('RemoveTag', { tag: 'pioneer' }), 'remove'));
    await new Promise((resolve) => setTimeout(resolve, 2 * WINDOW_MS));
    for (const gateway of [first, await another()]) {
      expect(await recorded(gateway, tag(ADA, 'pioneer'))).toEqual(asReplayed(tagged));
      const reused = order(command('AddTag', { tag: 'other' }), 'tag-pioneer');
      expect(await gateway.dispatch.one(reused)).toMatchObject({ refusal: { code: 'COMMAND_ID_REUSED' } });
      expect((await gateway.persons.read(ADA)).version).toBe(3);
    }
  });

  it('to several gateways at the same time takes effect once', async () => {
    const { first, another } = await aForgetfulLog();
    await recorded(first, create(ADA));
    const gateways = [first, await another(), await another()];
    for (let round = 0; round < 20; round += 1) {
      const outcomes = await Promise.all(
        Array.from({ length: 9 }, (_, at) => recorded(gateways[at % 3] as App, tag(ADA, `round-${round}`))),
      );
      expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1);
      expect(new Set(outcomes.map(({ events }) => events[0]?.cid)).size).toBe(1);
    }
    expect((await first.persons.read(ADA)).version).toBe(21);
  });
});
