/** Too much at once: who comes when the house is full is told so before anything is written, and may come again. */

import { describe, expect, it } from 'vitest';
import { BUSY_MS, BYTES_UNDER_WAY_MAX, COMMANDS_UNDER_WAY_MAX } from '../../src/app/dispatch.ts';
import type { Appended } from '../../src/app/ports.ts';
import { ADA, BOB } from '../domain/examples.ts';
import { aWorld, create, person, type World } from './world.ts';

const busy = (commandId: string) => ({ kind: 'busy', personId: expect.any(String), commandId, retryAfterMs: BUSY_MS });

/** A log that answers no write until it is told to. */
function aStuckLog(): World & { release(): void } {
  const world = aWorld();
  const { promise, resolve } = Promise.withResolvers<void>();
  const later = async (_: unknown, real: () => Promise<Appended>) => promise.then(real);
  world.wire.nextAppends.push(...Array.from({ length: 1_000 }, () => later));
  return Object.assign(world, { release: () => resolve() });
}

describe('a gateway with as many commands under way as it may have', () => {
  it('answers the next one Busy, writes nothing of it, and takes it when there is room again', async () => {
    const world = aStuckLog();
    const first = Array.from({ length: COMMANDS_UNDER_WAY_MAX }, (_, n) => world.send(create(person(n))));
    expect(await world.send(create(ADA))).toEqual(busy(`create-${ADA}`));
    world.release();
    expect((await Promise.all(first)).every(({ kind }) => kind === 'recorded')).toBe(true);
    expect(await world.history(ADA)).toEqual([]);
    expect((await world.send(create(ADA))).kind).toBe('recorded');
    expect(await world.size()).toBe(COMMANDS_UNDER_WAY_MAX + 1);
  });

  it('counts what the commands weigh, too', async () => {
    const world = aStuckLog();
    const heavy = world.send(create(ADA, 'heavy', { bytes: BYTES_UNDER_WAY_MAX - 1 }));
    expect(await world.send(create(BOB, 'light', { bytes: 2 }))).toEqual(busy('light'));
    world.release();
    expect((await heavy).kind).toBe('recorded');
    expect((await world.send(create(BOB, 'light', { bytes: 2 }))).kind).toBe('recorded');
  });

  it('takes none of several that must be taken together', async () => {
    const world = aStuckLog();
    const heavy = world.send(create(ADA, 'heavy', { bytes: BYTES_UNDER_WAY_MAX - 1 }));
    const together = [create(BOB, 'one', { bytes: 1 }), create(person(1), 'two', { bytes: 1 })];
    expect(await world.app.dispatch.together(together)).toEqual([busy('one'), busy('two')]);
    world.release();
    await heavy;
    expect(await world.size()).toBe(1);
  });
});
