/** What every feed must do, whatever it is made of. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventStore, Feed } from '../../src/app/ports.ts';
import { append, blockOf, plain, write } from './blocks.ts';
import { Follower, from } from './follower.ts';

/** Long enough for anything to arrive that should not. */
const AFTERWARDS_MS = 100;

/** `make` gives an empty log each time, by its two ends. */
export function feedContract(make: () => Promise<{ readonly store: EventStore; readonly feed: Feed }>): void {
  let store: EventStore;
  let feed: Feed;
  const followers: Follower[] = [];
  const follow = (after: number) => {
    const follower = new Follower(feed, after);
    followers.push(follower);
    return follower;
  };
  /** Blocks one by one, of persons from the given number on. */
  const appendMany = async (first: number, last: number) => {
    for (const n of from(first, last)) await append(store, write(n, 'a', 0));
  };

  beforeEach(async () => {
    ({ store, feed } = await make());
  });

  afterEach(async () => {
    await Promise.all(followers.splice(0).map((follower) => follower.end()));
  });

  describe('following', () => {
    it('hands on the blocks as they were written', async () => {
      const first = write(
        1,
        'a',
        0,
        Uint8Array.from({ length: 256 }, (_, byte) => byte),
      );
      const second = write(2, 'a', 0);
      await append(store, first);
      const follower = follow(0);
      await append(store, second);
      await follower.reaches(2);
      expect(follower.blocks.map(plain)).toEqual([blockOf(first, 1), blockOf(second, 2)].map(plain));
    });

    it.each([0, 1, 4, 5])(
      'hands on everything after %i in order, first what is there, then what comes',
      async (after) => {
        await appendMany(1, 5);
        const follower = follow(after);
        await appendMany(6, 9);
        await follower.reaches(9);
        expect(follower.sequences).toEqual(from(after + 1, 9));
      },
    );

    it('has no seam between what is there and what comes', async () => {
      await appendMany(1, 20);
      const writing = appendMany(21, 120);
      const follower = follow(0);
      await writing;
      await follower.reaches(120);
      expect(follower.sequences).toEqual(from(1, 120));
    });

    it('follows a log that is longer than any page', async () => {
      for (const first of [1, 501, 1_001, 1_501, 2_001]) {
        await append(store, ...from(first, first + 499).map((n) => write(n, 'a', 0)));
      }
      const follower = follow(0);
      await follower.reaches(2_500);
      await append(store, write(2_501, 'a', 0));
      await follower.reaches(2_501);
      expect(follower.sequences).toEqual(from(1, 2_501));
    });

    it('serves two followers, each from its own place', async () => {
      await appendMany(1, 3);
      const [early, late] = [follow(0), follow(2)];
      await appendMany(4, 6);
      await Promise.all([early.reaches(6), late.reaches(6)]);
      expect(early.sequences).toEqual(from(1, 6));
      expect(late.sequences).toEqual(from(3, 6));
    });

    it('goes on for the others when one ends', async () => {
      const [staying, leaving] = [follow(0), follow(0)];
      await appendMany(1, 1);
      await Promise.all([staying.reaches(1), leaving.reaches(1)]);
      await leaving.end();
      await appendMany(2, 3);
      await staying.reaches(3);
      expect(leaving.sequences).toEqual([1]);
    });
  });

  describe('what was written together', () => {
    const batch = (first: number, last: number) => append(store, ...from(first, last).map((n) => write(n, 'a', 0)));
    const callWith = (follower: Follower, sequence: number) =>
      follower.calls
        .find((blocks) => blocks.some((block) => block.sequence === sequence))
        ?.map((block) => block.sequence);

    it('arrives in one call while following live', async () => {
      const follower = follow(0);
      await appendMany(1, 1);
      await follower.reaches(1);
      await batch(2, 41);
      await follower.reaches(41);
      expect(callWith(follower, 2)).toEqual(expect.arrayContaining(from(2, 41)));
    });

    it('arrives in one call while catching up', async () => {
      await appendMany(1, 2);
      await batch(3, 600);
      await batch(601, 1_300);
      const follower = follow(0);
      await follower.reaches(1_300);
      expect(callWith(follower, 3)).toEqual(expect.arrayContaining(from(3, 600)));
      expect(callWith(follower, 601)).toEqual(expect.arrayContaining(from(601, 1_300)));
    });
  });

  describe('ending', () => {
    it('ends with the signal, and hands on nothing afterwards', async () => {
      const follower = follow(0);
      await appendMany(1, 1);
      await follower.reaches(1);
      const writing = append(store, write(2, 'a', 0));
      await follower.end();
      const handed = follower.calls.length;
      await writing;
      await new Promise((resolve) => setTimeout(resolve, AFTERWARDS_MS));
      expect(follower.calls).toHaveLength(handed);
    });

    it('ends at once when the signal came before', async () => {
      await appendMany(1, 1);
      const calls: unknown[] = [];
      await feed.follow(0, (blocks) => calls.push(blocks), AbortSignal.abort());
      await new Promise((resolve) => setTimeout(resolve, AFTERWARDS_MS));
      expect(calls).toEqual([]);
    });
  });

  it('says where the log ends', async () => {
    expect(await feed.lastSequence()).toBe(0);
    await append(store, write(1, 'a', 0), write(2, 'a', 0));
    expect(await feed.lastSequence()).toBe(2);
  });
}
