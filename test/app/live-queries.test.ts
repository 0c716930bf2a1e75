/** Questions that stay open: whose topics an event touches is asked again, once, when it wants to know; nobody else is. */

import { describe, expect, it, vi } from 'vitest';
import { personTopic } from '../../projections/topics.ts';
import { ADA, BOB } from '../domain/examples.ts';
import { aWorld, create, person, tag } from './world.ts';

const MANY = 2_000;

describe('an open question', () => {
  it('is asked again for what concerns it, and thousands of others are not', async () => {
    const world = aWorld();
    const { liveQueries } = world.app;
    const asked = Array.from({ length: MANY }, (_, n) =>
      vi.fn(() => ({ value: n, signature: `${Math.random()}`, topics: [personTopic(person(n)), `tag t${n}`] })),
    );
    const watches = asked.map((ask, n) => liveQueries.watch(`${n}`, ask));
    const firsts = await Promise.all(watches.map((watch) => watch.next()));
    expect(firsts.map(({ value }) => value?.value)).toEqual(Array.from({ length: MANY }, (_, n) => n));
    const nexts = watches.map((watch) => watch.next());
    await world.record(create(person(7)));
    await world.record(create(ADA));
    await world.record(tag(ADA, 't9'));
    expect(await nexts[7]).toMatchObject({ value: { value: 7, sequence: 1 } });
    expect(await nexts[9]).toMatchObject({ value: { value: 9, sequence: 3 } });
    const counts = asked.map((ask) => ask.mock.calls.length);
    expect(counts.filter((count) => count > 1)).toHaveLength(2);
    expect([counts[7], counts[9]]).toEqual([2, 2]);
    for (const watch of watches) watch.end();
    expect(liveQueries.count).toBe(0);
    expect((await Promise.all(nexts)).filter(({ done }) => done)).toHaveLength(MANY - 2);
  });

  it('stands where its last answer put it', async () => {
    const world = aWorld();
    let whom: string = ADA;
    const ask = vi.fn(() => ({ value: whom, signature: whom, topics: [personTopic(whom)] }));
    const watch = world.app.liveQueries.watch('one', ask);
    await watch.next();
    const next = watch.next();
    whom = BOB;
    await world.record(create(BOB));
    expect(ask).toHaveBeenCalledTimes(1);
    await world.record(create(ADA));
    expect((await next).value?.value).toBe(BOB);
    const after = watch.next();
    await world.record(tag(ADA, 'no-more'));
    expect(ask).toHaveBeenCalledTimes(2);
    await world.record(tag(BOB, 'this'));
    await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(3));
    // The same answer is not told.
    expect(watch.reached).toBe(world.app.projector.position);
    watch.end();
    expect((await after).done).toBe(true);
  });

  it('is asked once for many events, when its reader comes back', async () => {
    const world = aWorld();
    await world.record(create(ADA));
    const ask = vi.fn(() => ({ value: 0, signature: `${ask.mock.calls.length}`, topics: [personTopic(ADA)] }));
    const watch = world.app.liveQueries.watch('one', ask);
    await watch.next();
    for (const text of ['a', 'b', 'c']) await world.record(tag(ADA, text));
    expect(ask).toHaveBeenCalledTimes(1);
    expect(watch.reached).toBeNull();
    expect((await watch.next()).value?.sequence).toBe(4);
    expect(ask).toHaveBeenCalledTimes(2);
    watch.end();
    watch.end();
    expect((await watch.next()).done).toBe(true);
  });

  it('that many ask is asked once for all of them, and again when something happened', async () => {
    const world = aWorld();
    await world.record(create(ADA));
    const ask = vi.fn(() => ({ value: {}, signature: `${ask.mock.calls.length}`, topics: [personTopic(ADA)] }));
    const watches = Array.from({ length: 50 }, () => world.app.liveQueries.watch('the same', ask));
    const firsts = await Promise.all(watches.map((watch) => watch.next()));
    expect(new Set(firsts.map(({ value }) => value))).toHaveProperty('size', 1);
    const nexts = watches.map((watch) => watch.next());
    await world.record(tag(ADA, 'more'));
    const items = new Set((await Promise.all(nexts)).map(({ value }) => value));
    expect(items).toHaveProperty('size', 1);
    expect(items).not.toContain(firsts[0]?.value);
    expect(ask).toHaveBeenCalledTimes(2);
    const other = world.app.liveQueries.watch('another', ask);
    await other.next();
    expect(ask).toHaveBeenCalledTimes(3);
    for (const watch of [...watches, other]) watch.end();
  });

  it('that cannot be answered ends its reader, and leaves nothing behind once that has gone', async () => {
    const world = aWorld();
    const watch = world.app.liveQueries.watch('none', () => {
      throw new RangeError('no such page');
    });
    await expect(watch.next()).rejects.toThrow(RangeError);
    await watch.return();
    expect(world.app.liveQueries.count).toBe(0);
  });
});
