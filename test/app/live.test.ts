/** Live events: every one that matches, once and in order, from any place in the log on, for as long as wanted. */

import { describe, expect, it, vi } from 'vitest';
import { type Interest, WAITING_EVENTS_MAX } from '../../src/app/live.ts';
import { LogUnavailable } from '../../src/app/ports.ts';
import type { Recorded } from '../../src/domain/message.ts';
import { ADA, BOB, command } from '../domain/examples.ts';
import { aWorld, create, fill, order, person, tag } from './world.ts';

const ALL: Interest = {};
const numbers = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, at) => first + at);

/** The next so many events, by their sequences. */
async function take(events: AsyncIterator<Recorded>, count: number): Promise<number[]> {
  const taken: number[] = [];
  while (taken.length < count) {
    const next = await events.next();
    if (next.done === true) throw new Error(`It ended after ${taken.join(', ')}`);
    taken.push(next.value.sequence);
  }
  return taken;
}

/** What comes next, or that nothing does for now. */
const nextOrNothing = (events: AsyncIterator<Recorded>) =>
  Promise.race([events.next(), new Promise((resolve) => setTimeout(() => resolve('nothing'), 30))]);

describe('a subscriber', () => {
  it.each([0, 2, 5])(
    'gets everything after %i once and in order, first what is there, then what comes',
    async (after) => {
      const world = aWorld();
      await fill(world, 1, 5);
      const events = world.app.live.follow(ALL, after);
      expect(await take(events, 5 - after)).toEqual(numbers(after + 1, 5));
      await fill(world, 6, 8);
      expect(await take(events, 3)).toEqual([6, 7, 8]);
      expect(await nextOrNothing(events)).toBe('nothing');
    },
  );

  it('gets the events as they are in the log', async () => {
    const world = aWorld();
    const { events } = await world.record(create(ADA));
    const next = await world.app.live.follow(ALL, 0).next();
    expect(next.value).toEqual(events[0]);
  });

  it('sees no seam between what is there and what comes', async () => {
    const world = aWorld();
    world.wire.latencyMs = 1;
    const writing = (async () => {
      for (const n of numbers(1, 60)) await world.record(create(person(n)));
    })();
    const followers = [];
    for (const n of numbers(1, 5)) {
      await world.app.projector.reached(n * 5, 5_000);
      followers.push(take(world.app.live.follow(ALL, n), 60 - n));
    }
    await writing;
    for (const [at, taken] of (await Promise.all(followers)).entries()) expect(taken).toEqual(numbers(at + 2, 60));
  });

  it('gets what matches and nothing else, by person and by type', async () => {
    const world = aWorld();
    for (const each of [ADA, BOB]) await world.record(create(each));
    const [ofBob, tags] = [
      world.app.live.follow({ personId: BOB }, 0),
      world.app.live.follow({ types: new Set(['TagAdded']) }, 0),
    ];
    for (const text of ['a', 'b']) await world.record(tag(ADA, text));
    await world.record(order(command('AddTag', { tag: 'c' }, BOB), 'c'));
    await world.record(order(command('ArchivePerson', { reason: 'left' }, BOB), 'archive'));
    expect(await take(ofBob, 3)).toEqual([2, 5, 6]);
    expect(await take(tags, 3)).toEqual([3, 4, 5]);
    expect(await nextOrNothing(ofBob)).toBe('nothing');
    expect(await nextOrNothing(tags)).toBe('nothing');
  });

  it('may wait for a person that is not there yet', async () => {
    const world = aWorld();
    const events = world.app.live.follow({ personId: BOB }, 0);
    const first = take(events, 1);
    await world.record(create(ADA));
    await world.record(create(BOB));
    expect(await first).toEqual([2]);
  });

  it('may begin at a place that the log has not reached yet, and gets what lies after it', async () => {
    const world = aWorld();
    const events = world.app.live.follow(ALL, 3);
    const first = take(events, 1);
    await fill(world, 1, 4);
    expect(await first).toEqual([4]);
  });

  it('gets what was forgotten here from the log itself', async () => {
    const world = aWorld();
    await fill(world, 1, 10_400);
    const events = world.app.live.follow(ALL, 0);
    expect(await take(events, 10_400)).toEqual(numbers(1, 10_400));
  });

  it('finds the few that match among many', async () => {
    const world = aWorld();
    await fill(world, 1, 21_000);
    await world.record(tag(person(1), 'rare'));
    const events = world.app.live.follow({ types: new Set(['TagAdded']) }, 0);
    expect(await take(events, 1)).toEqual([21_001]);
  });

  it('gets nothing of what is not believed', async () => {
    const world = aWorld();
    await world.record(create(ADA));
    world.log.put(ADA, null, new Uint8Array([1]));
    await world.record(create(BOB));
    expect(await take(world.app.live.follow(ALL, 0), 2)).toEqual([1, 3]);
  });

  it('that is slow gets everything in the end, and holds up nobody', async () => {
    const world = aWorld();
    const [slow, quick] = [world.app.live.follow(ALL, 0), world.app.live.follow(ALL, 0)];
    await fill(world, 1, 1);
    expect(await take(slow, 1)).toEqual([1]);
    await fill(world, 2, 500);
    expect(await take(quick, 500)).toEqual(numbers(1, 500));
    expect(await take(slow, 499)).toEqual(numbers(2, 500));
  });

  it('is told when the log cannot be read, and may come back where it was', async () => {
    const world = aWorld();
    await fill(world, 1, 10_100);
    const reading = vi.spyOn(world.wire, 'read').mockRejectedValueOnce(new LogUnavailable('not now'));
    await expect(world.app.live.follow(ALL, 0).next()).rejects.toThrow(LogUnavailable);
    reading.mockRestore();
    expect(await take(world.app.live.follow(ALL, 0), 3)).toEqual([1, 2, 3]);
  });
});

describe('the end of a subscription', () => {
  it('may come while it sleeps, and leaves nothing behind', async () => {
    const world = aWorld();
    const { live } = world.app;
    const events = [1, 2, 3].map(() => live.follow(ALL, 0));
    const nexts = events.map((each) => each.next());
    await vi.waitFor(() => expect(live.subscribers.waiting).toBe(3));
    await events[1]?.return?.();
    expect(await nexts[1]).toEqual({ done: true, value: undefined });
    expect(live.subscribers.waiting).toBe(2);
    await world.record(create(ADA));
    expect((await nexts[0])?.value?.sequence).toBe(1);
    expect(await events[1]?.next()).toEqual({ done: true, value: undefined });
  });

  it('may come before it began, and while an event is looked at', async () => {
    const world = aWorld();
    await fill(world, 1, 5);
    const [unbegun, begun] = [world.app.live.follow(ALL, 0), world.app.live.follow(ALL, 0)];
    await unbegun.return?.();
    expect((await unbegun.next()).done).toBe(true);
    await begun.next();
    await begun.return?.();
    expect((await begun.next()).done).toBe(true);
    expect(world.app.live.subscribers.waiting).toBe(0);
  });

  it('comes for all when the gateway closes, for those that sleep and those to come', async () => {
    const world = aWorld();
    const { live } = world.app;
    const events = [1, 2].map(() => live.follow(ALL, 0));
    const nexts = events.map((each) => each.next());
    await vi.waitFor(() => expect(live.subscribers.waiting).toBe(2));
    live.close();
    expect(await Promise.all(nexts)).toEqual([1, 2].map(() => ({ done: true, value: undefined })));
    expect(live.subscribers.waiting).toBe(0);
    expect((await live.follow(ALL, 0).next()).done).toBe(true);
  });

  it('leaves nobody in the directory: what happens afterwards is offered to none of them', async () => {
    const world = aWorld();
    const events = [ALL, { personId: ADA }, { types: new Set(['PersonCreated']) }, { actors: new Set(['tester']) }].map(
      (interest) => world.app.live.follow(interest, 0),
    );
    const nexts = events.map((each) => each.next());
    await vi.waitFor(() => expect(world.app.live.subscribers.waiting).toBe(4));
    await Promise.all(events.map((each) => each.return()));
    await Promise.all(nexts);
    const offered = events.map((each) => vi.spyOn(each, 'offer'));
    await world.record(create(ADA));
    for (const each of offered) expect(each).not.toHaveBeenCalled();
    expect(world.app.live.subscribers).toEqual({ open: 0, waiting: 0 });
  });
});

describe('who is told of an event', () => {
  it('is found, and nobody else is asked', async () => {
    const world = aWorld();
    for (const each of [ADA, BOB]) await world.record(create(each));
    const interests: Record<string, Interest> = {
      everything: ALL,
      ada: { personId: ADA },
      bob: { personId: BOB },
      tags: { types: new Set(['TagAdded', 'TagRemoved']) },
      emails: { types: new Set(['EmailAdded']) },
      tester: { actors: new Set(['tester', 'other']) },
      nobody: { actors: new Set(['nobody']) },
      'tags of ada': { personId: ADA, types: new Set(['TagAdded']) },
      'emails of ada': { personId: ADA, types: new Set(['EmailAdded']) },
      'tags of nobody': { types: new Set(['TagAdded']), actors: new Set(['nobody']) },
    };
    const followers = Object.entries(interests).map(([name, interest]) => {
      const follower = world.app.live.follow(interest, world.app.projector.position);
      void follower.next();
      return [name, vi.spyOn(follower, 'offer')] as const;
    });
    await vi.waitFor(() => expect(world.app.live.subscribers.waiting).toBe(followers.length));
    await world.record(tag(ADA, 'pioneer'));
    const told = followers.filter(([, offer]) => offer.mock.calls.length > 0).map(([name]) => name);
    expect(told).toEqual(['everything', 'ada', 'tags', 'tester', 'tags of ada']);
    for (const [, offer] of followers) expect(offer.mock.calls.length).toBeLessThanOrEqual(1);
  });

  it('is found from the log by the actor, too', async () => {
    const world = aWorld();
    await world.record(create(ADA));
    const theirs = tag(ADA, 'theirs');
    await world.record({ ...theirs, meta: { ...theirs.meta, actor: 'clerk' } });
    await world.record(tag(ADA, 'ours'));
    expect(await take(world.app.live.follow({ actors: new Set(['clerk']) }, 0), 1)).toEqual([2]);
    expect(await take(world.app.live.follow({ actors: new Set(['tester']) }, 0), 2)).toEqual([1, 3]);
  });
});

describe('a subscriber that takes nothing', () => {
  it('has a bounded number of events waiting, and gets all of them when it takes again', async () => {
    const world = aWorld();
    await fill(world, 1, 1);
    const slow = world.app.live.follow(ALL, 0);
    expect(await take(slow, 1)).toEqual([1]);
    // Live from here on.
    const second = slow.next();
    await fill(world, 2, 2);
    expect((await second).value?.sequence).toBe(2);
    const offered = vi.spyOn(slow, 'offer');
    await fill(world, 3, 2 + 3 * WAITING_EVENTS_MAX);
    expect(offered).toHaveBeenCalledTimes(WAITING_EVENTS_MAX);
    expect(await take(slow, 3 * WAITING_EVENTS_MAX)).toEqual(numbers(3, 2 + 3 * WAITING_EVENTS_MAX));
    await fill(world, 4_001, 4_003);
    expect(await take(slow, 3)).toHaveLength(3);
  });
});

describe('the last of what there is', () => {
  it('is where a subscriber may begin', async () => {
    const world = aWorld();
    await fill(world, 1, 10);
    for (const text of ['a', 'b', 'c']) await world.record(tag(person(1), text));
    await fill(world, 11, 12);
    const tags: Interest = { types: new Set(['TagAdded']) };
    const { live } = world.app;
    expect(live.before(tags, 2)).toBe(11);
    expect(await take(live.follow(tags, live.before(tags, 2)), 2)).toEqual([12, 13]);
    expect(live.before(tags, 99)).toBe(10);
    expect(live.before(tags, 0)).toBe(15);
    expect(live.before({ personId: BOB }, 5)).toBe(15);
    expect(live.before(ALL, 99)).toBe(0);
  });
});

describe('how far a subscriber has come', () => {
  it('is told while it waits, also when nothing came that it wants, and not before', async () => {
    const world = aWorld();
    await fill(world, 1, 3);
    const events = world.app.live.follow({ personId: BOB }, 0);
    expect(events.reached).toBeNull();
    const next = events.next();
    await vi.waitFor(() => expect(events.reached).toBe(3));
    await fill(world, 4, 5);
    expect(events.reached).toBe(5);
    await world.record(create(BOB));
    // Taken by nobody yet.
    expect([null, 6]).toContain(events.reached);
    expect((await next).value?.sequence).toBe(6);
    expect(events.reached).toBeNull();
  });
});
