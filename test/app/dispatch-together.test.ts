/** Several commands that take effect together: all of them or none. */

import { describe, expect, it } from 'vitest';
import type { Order } from '../../src/app/order.ts';
import type { Outcome } from '../../src/app/outcome.ts';
import { ADA, BOB, CAROL, command } from '../domain/examples.ts';
import { aWorld, befriend, create, order, SILENCE, tag } from './world.ts';

const codes = (outcomes: readonly Outcome[]) =>
  outcomes.map((outcome) => (outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind));

const together = ({ app }: ReturnType<typeof aWorld>, ...orders: readonly Order[]) => app.dispatch.together(orders);

describe('commands that are sent together', () => {
  it('are all recorded, in their order, by one write', async () => {
    const world = aWorld();
    const outcomes = await together(world, create(BOB), create(ADA), create(CAROL));
    expect(outcomes).toMatchObject([
      { kind: 'recorded', personId: BOB, sequence: 1, replayed: false },
      { kind: 'recorded', personId: ADA, sequence: 2, replayed: false },
      { kind: 'recorded', personId: CAROL, sequence: 3, replayed: false },
    ]);
    expect(world.wire.tried.map((writes) => writes.length)).toEqual([3]);
    expect(world.app.projector.position).toBe(3);
  });

  it('may be such that concern two persons each', async () => {
    const world = aWorld();
    const DORA = '01890a5d-ac96-774b-bcce-b302099a8004' as typeof ADA;
    await together(world, create(ADA), create(BOB), create(CAROL), create(DORA));
    const outcomes = await together(world, befriend(ADA, BOB, 1), befriend(CAROL, DORA, 2));
    expect(
      outcomes.map((outcome) => outcome.kind === 'recorded' && outcome.events.map((event) => event.sequence)),
    ).toEqual([
      [5, 6],
      [7, 8],
    ]);
  });

  it('are none when one of them is refused, and each one says why', async () => {
    const world = aWorld();
    await world.record(create(ADA));
    const outcomes = await together(world, create(BOB), create(ADA, 'again'), create(CAROL));
    expect(codes(outcomes)).toEqual(['COMMANDS_NOT_ATOMIC', 'PERSON_EXISTS', 'COMMANDS_NOT_ATOMIC']);
    expect(outcomes.map(({ commandId }) => commandId)).toEqual([`create-${BOB}`, 'again', `create-${CAROL}`]);
    expect(await world.size()).toBe(1);
  });

  it('are none when one of them is for another version', async () => {
    const world = aWorld();
    await world.record(create(ADA));
    const outcomes = await together(world, create(BOB), tag(ADA, 'late', { expectedVersion: 7 }));
    expect(outcomes[0]).toMatchObject({ kind: 'refused', refusal: { code: 'COMMANDS_NOT_ATOMIC' } });
    expect(outcomes[1]).toMatchObject({ kind: 'contended', expectedVersion: 7, actualVersion: 1 });
    expect(await world.size()).toBe(1);
  });

  it('are none when two of them are for one person', async () => {
    const world = aWorld();
    await world.record(create(ADA));
    const outcomes = await together(world, tag(ADA, 'one'), create(BOB), tag(ADA, 'two'));
    expect(codes(outcomes)).toEqual(['COMMANDS_NOT_ATOMIC', 'COMMANDS_NOT_ATOMIC', 'COMMANDS_SHARE_A_PERSON']);
    expect(await world.size()).toBe(1);
  });

  it('are none when two of them write about one person, sent to it or not', async () => {
    const world = aWorld();
    await together(world, create(ADA), create(BOB), create(CAROL));
    const outcomes = await together(world, befriend(ADA, BOB, 1), befriend(CAROL, BOB, 2));
    expect(codes(outcomes)).toEqual(['COMMANDS_NOT_ATOMIC', 'COMMANDS_SHARE_A_PERSON']);
    expect(await world.size()).toBe(3);
  });

  it('may be two for one person when one of them has nothing to record', async () => {
    const world = aWorld();
    await world.record(create(ADA));
    await world.record(tag(ADA, 'one'));
    const already = order(command('AddTag', { tag: 'one' }), 'already');
    const outcomes = await together(world, already, tag(ADA, 'two'));
    expect(outcomes).toMatchObject([
      { kind: 'recorded', events: [] },
      { kind: 'recorded', events: [{ n: 3 }] },
    ]);
  });

  it('are tried out without being written', async () => {
    const world = aWorld();
    const outcomes = await together(
      world,
      create(ADA, 'a', { validateOnly: true }),
      create(BOB, 'b', { validateOnly: true }),
    );
    expect(codes(outcomes)).toEqual(['recorded', 'recorded']);
    expect(await world.size()).toBe(0);
  });

  it('are nothing when there are none', async () => {
    expect(await together(aWorld())).toEqual([]);
  });
});

describe('commands that are sent together again', () => {
  it('get their first answers', async () => {
    const world = aWorld();
    const first = await together(world, create(ADA), create(BOB));
    const again = await together(world, create(ADA), create(BOB));
    expect(again).toEqual(first.map((outcome) => ({ ...outcome, replayed: true })));
    expect(await world.size()).toBe(2);
  });

  it('are recorded with others that are new, and only those are written', async () => {
    const world = aWorld();
    await world.record(create(ADA));
    const outcomes = await together(world, create(ADA), create(BOB));
    expect(outcomes).toMatchObject([
      { replayed: true, sequence: 1 },
      { replayed: false, sequence: 2 },
    ]);
    expect(await world.size()).toBe(2);
  });

  it('keep their first answers when others of the request are refused', async () => {
    const world = aWorld();
    await world.record(create(ADA));
    const outcomes = await together(world, create(ADA), tag(BOB, 'nobody'), create(CAROL));
    expect(codes(outcomes)).toEqual(['recorded', 'PERSON_NOT_FOUND', 'COMMANDS_NOT_ATOMIC']);
    expect(outcomes[0]).toMatchObject({ replayed: true });
    expect(await world.size()).toBe(1);
  });

  it('were taken when their answer got lost; those of before are repeated, and the others are first', async () => {
    const world = aWorld();
    await world.record(create(ADA));
    world.wire.nextAppends.push(async (_, real) => {
      await real();
      return SILENCE;
    });
    const outcomes = await together(world, create(ADA), create(BOB), create(CAROL));
    expect(outcomes).toMatchObject([
      { personId: ADA, replayed: true },
      { personId: BOB, replayed: false },
      { personId: CAROL, replayed: false },
    ]);
    expect(await world.size()).toBe(3);
  });

  it('are unsettled together while the log is silent', async () => {
    const world = aWorld({ settleMs: 0 });
    world.wire.nextAppends.push(async () => SILENCE);
    expect(codes(await together(world, create(ADA), create(BOB)))).toEqual(['unsettled', 'unsettled']);
    expect(codes(await together(world, create(ADA), create(BOB)))).toEqual(['recorded', 'recorded']);
    expect(await world.size()).toBe(2);
  });
});
