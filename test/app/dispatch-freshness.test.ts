/** What writes nothing proves nothing by itself: it is answered only when it was decided on the last that happened. */

import { describe, expect, it } from 'vitest';
import type { Order } from '../../src/app/order.ts';
import { LogUnavailable } from '../../src/app/ports.ts';
import type { AnyCommand } from '../../src/domain/person/person.ts';
import { ADA, BOB, command, item } from '../domain/examples.ts';
import { aWorld, befriend, create, order, SILENCE, tag, type World } from './world.ts';

const suspend = order(command('SuspendPerson', { reason: 'by request' }), 'suspend');
const reactivate = (id = 'reactivate', more: Partial<Order> = {}) =>
  order(command('ReactivatePerson', {}) as AnyCommand, id, more);

/** A gateway that saw Ada created, and nothing since; and another one that goes on. */
async function anOldView(): Promise<{ behind: World; ahead: World }> {
  const behind = aWorld();
  await behind.record(create(ADA));
  await behind.record(create(BOB));
  // From here on it hears nothing any more.
  await behind.app.stop();
  return { behind, ahead: aWorld({ log: behind.log }) };
}

describe('a gateway whose views are behind', () => {
  it('does not call "already so" what is so no more', async () => {
    const { behind, ahead } = await anOldView();
    await ahead.record(suspend);
    expect((await behind.record(reactivate())).events).toMatchObject([{ type: 'PersonReactivated', n: 3 }]);
  });

  it('does not refuse what is legal by now', async () => {
    const { behind, ahead } = await anOldView();
    await ahead.record(suspend);
    await ahead.record(reactivate());
    const other = order(command('EndRelationship', { relationshipId: item(1_001) }), 'end');
    await ahead.record(befriend(ADA, BOB, 1));
    expect((await behind.record(other)).events.map(({ type }) => type)).toEqual([
      'RelationshipEnded',
      'RelationshipEnded',
    ]);
  });

  it('does not tell of a version that has passed, nor of one that has not come', async () => {
    const { behind, ahead } = await anOldView();
    await ahead.record(tag(ADA, 'one'));
    const late = await behind.send(tag(ADA, 'two', { expectedVersion: 1 }));
    expect(late).toMatchObject({ kind: 'contended', expectedVersion: 1, actualVersion: 2 });
    expect(await behind.record(tag(ADA, 'two', { expectedVersion: 2 }))).toMatchObject({ events: [{ n: 3 }] });
  });

  it('does not take for nobody who was created elsewhere', async () => {
    const world = aWorld();
    await world.app.stop();
    const other = aWorld({ log: world.log });
    await other.record(create(ADA));
    expect((await world.record(tag(ADA, 'one'))).events).toMatchObject([{ n: 2 }]);
  });

  it('foretells of a command that is only tried out what would become of it now', async () => {
    const { behind, ahead } = await anOldView();
    await ahead.record(suspend);
    const tried = await behind.record(reactivate('try', { validateOnly: true }));
    expect(tried.events).toMatchObject([{ type: 'PersonReactivated', n: 3 }]);
  });

  it('takes nothing of a set that must be taken whole and cannot', async () => {
    const { behind, ahead } = await anOldView();
    await ahead.record(suspend);
    const outcomes = await behind.app.dispatch.together([
      tag(BOB, 'one'),
      order(command('AddSkill', { name: 'Poetry', category: 'Arts', proficiency: 'expert' } as never), 'skill'),
    ]);
    expect(outcomes).toMatchObject([
      { refusal: { code: 'COMMANDS_NOT_ATOMIC' } },
      { refusal: { code: 'PERSON_IS_SUSPENDED' } },
    ]);
  });
});

describe('a gateway that reads two persons from the log, one after the other', () => {
  it('does not say no to what lands in between', async () => {
    const world = aWorld();
    for (const each of [ADA, BOB]) await world.record(create(each));
    let land: () => unknown = () => {};
    world.wire.nextAppends.push(async (_, real) => {
      land = real;
      return SILENCE;
    });
    world.wire.beforeLoad = async () => {
      if (world.wire.loads === 2) await land();
    };
    const { events, replayed } = await world.record(befriend(ADA, BOB, 1));
    expect(events.map(({ personId, n }) => [personId, n])).toEqual([
      [ADA, 2],
      [BOB, 2],
    ]);
    expect(replayed).toBe(false);
    expect(world.wire.tried).toHaveLength(3);
  });
});

describe('a gateway whose views are not behind', () => {
  it('reads no history to say no', async () => {
    const world = aWorld();
    await world.record(create(ADA));
    expect(await world.send(create(ADA, 'again'))).toMatchObject({ refusal: { code: 'PERSON_EXISTS' } });
    expect((await world.record(reactivate())).events).toEqual([]);
    expect(world.wire.loads).toBe(0);
  });

  it('says neither yes nor no while the log cannot be asked', async () => {
    const world = aWorld({ settleMs: 100 });
    await world.record(create(ADA));
    const silent = () => {
      throw new LogUnavailable('the log cannot be read now');
    };
    world.wire.beforeLast = silent;
    world.wire.beforeLoad = silent;
    expect(await world.send(create(ADA, 'again'))).toMatchObject({ kind: 'unsettled' });
  });
});
