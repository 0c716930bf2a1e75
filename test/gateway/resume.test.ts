/** Streams that are cut and taken up again: nothing missed, nothing doubled, nothing left behind. */

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemoryStore } from '../../src/app/memory-store.ts';
import { LogUnavailable } from '../../src/app/ports.ts';
import { FailingStore, writerOf } from './failing-store.ts';
import { createPerson, type Input, idOf, startGateway, type TestGateway } from './gateway.ts';
import { type Stream, subscribe } from './sse.ts';

const EVENTS =
  'subscription ($filter: PersonEventFilter, $after: Position) { personEvents(filter: $filter, after: $after) { position event { cid } } }';
const TIMELINE = 'subscription { timelineEntries { position entry { id } } }';
const PERSON = 'subscription ($id: ID!) { person(id: $id) { position person { version } } }';

interface Item {
  readonly personEvents: { readonly position: string; readonly event: { readonly cid: string } };
}
const cidOf = ({ personEvents }: Item) => personEvents.event.cid;

const store = new MemoryStore();
let gateways: readonly [TestGateway, TestGateway];
beforeAll(async () => {
  gateways = [await startGateway({ store }), await startGateway({ store })];
  for (const number of [1, 2, 3]) await createPerson(gateways[0], number);
});
afterAll(() => Promise.all(gateways.map((gateway) => gateway.stop())));

interface Timeline {
  readonly timeline: {
    readonly nodes: readonly { id: string; position: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}

/** CIDs of what lies in the log after a position, as the timeline tells it. */
async function logged(after: string, personId: string | null = null): Promise<string[]> {
  const [gateway] = gateways;
  const sequence = gateway.app.positions.decode(after) as number;
  const cids: string[] = [];
  for (let cursor: string | null = null; ; ) {
    const { timeline }: Timeline = await gateway.ask<Timeline>(
      'query ($id: ID, $after: String) { timeline(personId: $id, after: $after, first: 1000) { nodes { id position } pageInfo { hasNextPage endCursor } } }',
      { id: personId, after: cursor },
    );
    for (const { id, position } of timeline.nodes)
      if ((gateway.app.positions.decode(position) as number) > sequence) cids.push(id);
    if (!timeline.pageInfo.hasNextPage) return cids;
    cursor = timeline.pageInfo.endCursor;
  }
}

/** Writes 300 events, of three persons in turn, through both gateways. */
async function write(run: string): Promise<void> {
  for (let at = 0; at < 300; at += 1) {
    const gateway = gateways[at % 2] as TestGateway;
    await gateway.recorded('AddTag', { personId: idOf((at % 3) + 1), tag: `${run}-${at}`, commandId: `${run}-${at}` });
  }
}

describe('A slow reader that is cut off twenty times', () => {
  it.each<[string, Input, string | null, number, 'one' | 'both']>([
    ['all events, on one gateway', {}, null, 300, 'one'],
    ['the events of one person, on one gateway', { personId: idOf(2) }, idOf(2), 100, 'one'],
    ['all events, on two gateways in turn', {}, null, 300, 'both'],
  ])('gets %s once and in order, when it resumes after what it saw', async (title, filter, personId, count, where) => {
    const start = gateways[0].app.positions.encode(await store.lastSequence());
    const writing = write(title.replaceAll(/\W/g, ''));
    const seen: Item[] = [];
    for (let cut = 0; seen.length < count; cut += 1) {
      const gateway = gateways[where === 'both' ? cut % 2 : 0] as TestGateway;
      const after = seen.at(-1)?.personEvents.position ?? start;
      const stream = await subscribe<Item>(gateway, EVENTS, { filter, after });
      const share = cut < 20 ? Math.floor(count / 21) : count - seen.length;
      for (const item of await stream.take(share)) {
        seen.push(item);
        if (seen.length % 10 === 0) await sleep(1);
      }
      stream.cut();
    }
    await writing;
    const expected = await logged(start, personId);
    expect(expected).toHaveLength(count);
    expect(seen.map(cidOf)).toEqual(expected);
  });
});

describe('Several subscribers', () => {
  it('get the same, wherever they are and however they came', async () => {
    const start = gateways[0].app.positions.encode(await store.lastSequence());
    const live = await Promise.all([0, 1, 0, 1].map((at) => subscribe<Item>(gateways[at] as TestGateway, EVENTS)));
    await write('several');
    const later = await Promise.all(
      [0, 1].map((at) => subscribe<Item>(gateways[at] as TestGateway, EVENTS, { after: start })),
    );
    const expected = await logged(start);
    for (const stream of [...live, ...later]) {
      expect((await stream.take(300)).map(cidOf)).toEqual(expected);
      stream.cut();
    }
  });

  it('resume after a position that their gateway has not reached yet', async () => {
    const { position } = await gateways[0].recorded('AddTag', { personId: idOf(1), tag: 'ahead', commandId: 'ahead' });
    const stream = await subscribe<Item>(gateways[1], EVENTS, { after: position });
    const { events } = await gateways[0].recorded('AddTag', { personId: idOf(1), tag: 'beyond', commandId: 'beyond' });
    expect((await stream.take(1)).map(cidOf)).toEqual([events[0]?.cid]);
    stream.cut();
  });
});

describe('A subscriber that goes away', () => {
  const until = async (what: () => boolean) => {
    for (let waited = 0; !what() && waited < 5_000; waited += 10) await sleep(10);
    return what();
  };

  it.each([
    ['while nothing happens, from events', EVENTS, {}],
    ['while nothing happens, from a timeline', TIMELINE, {}],
    ['while nothing happens, from a person', PERSON, { id: idOf(1) }],
    ['while nothing happens, from a person that is not there', PERSON, { id: idOf(99) }],
  ])('%s, leaves nothing behind', async (_, query, variables) => {
    const { live } = gateways[0].app;
    const streams = await Promise.all(Array.from({ length: 25 }, () => subscribe(gateways[0], query, variables)));
    expect(await until(() => live.subscribers.waiting === 25)).toBe(true);
    for (const stream of streams) stream.cut();
    expect(await until(() => live.subscribers.waiting === 0)).toBe(true);
  });

  it('in the middle of a long history, is not read for any longer', async () => {
    const { live } = gateways[0].app;
    const follow = live.follow.bind(live);
    let ended = 0;
    live.follow = (...args) => {
      const events = follow(...args);
      const end = events.return?.bind(events);
      return Object.assign(events, {
        return: async () => {
          ended += 1;
          return (await end?.()) ?? { done: true as const, value: undefined };
        },
      });
    };
    const after = gateways[0].app.positions.encode(0);
    const streams = await Promise.all(
      Array.from({ length: 10 }, () => subscribe<Item>(gateways[0], EVENTS, { after })),
    );
    for (const stream of streams) await stream.take(1);
    expect(ended).toBe(0);
    for (const stream of streams) stream.cut();
    expect(await until(() => ended === 10)).toBe(true);
    live.follow = follow;
  });
});

describe('When the log cannot be reached', () => {
  it('a stream that needs it ends with LOG_UNAVAILABLE, and is taken up again afterwards', async () => {
    const failing = new FailingStore();
    const put = writerOf(failing, idOf(1));
    for (let at = 0; at < 10_200; at += 1) put();
    const gateway = await startGateway({ store: failing });
    await gateway.app.projector.reached(10_200, 5_000);
    const after = gateway.app.positions.encode(100);

    failing.fault = new LogUnavailable('the log is away');
    const broken: Stream<Item> = await subscribe(gateway, EVENTS, { after });
    expect(await broken.next()).toMatchObject({ errors: [{ extensions: { code: 'LOG_UNAVAILABLE' } }] });
    // Not complete: whoever listens comes back.
    await expect(broken.next()).rejects.toThrow('ended without being complete');
    const recent = await subscribe<Item>(gateway, EVENTS, { after: gateway.app.positions.encode(10_100) });
    expect(await recent.take(100)).toHaveLength(100);
    recent.cut();

    failing.fault = null;
    const whole = await subscribe<Item>(gateway, EVENTS, { after });
    const cids = (await whole.take(10_100)).map(cidOf);
    expect(new Set(cids).size).toBe(10_100);
    whole.cut();
    await gateway.stop();
  });
});
