/** Persons for decisions: as the projections know them, and as the log tells them; the two never differ for long. */

import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KnownPerson } from '../../src/app/persons.ts';
import { codec } from '../../src/codec/codec.ts';
import type { PersonId } from '../../src/domain/ids.ts';
import type { Recorded } from '../../src/domain/message.ts';
import { ADA, BOB, CAROL } from '../domain/examples.ts';
import { game } from '../domain/play.ts';
import { aWorld, create, order, tag, type World } from './world.ts';

/** A log that Ada was created in and tagged, and its events. */
async function aLogOfAda(): Promise<{ world: World; events: readonly Recorded[] }> {
  const world = aWorld();
  await world.record(create(ADA));
  await world.record(tag(ADA, 'one'));
  await world.record(tag(ADA, 'two'));
  return { world, events: (await world.app.persons.history(ADA)).events };
}

/** What can be compared of what is known. */
const plain = ({ sequencesOf: _, ...rest }: KnownPerson) => rest;

/** Both ways to know a person, one after the other. */
const bothWays = async ({ app: { persons } }: World, personId: PersonId) =>
  [await persons.get(personId), await persons.read(personId)] as const;

describe('a person', () => {
  it('is known by the projections as the log tells it, without a read', async () => {
    const { world, events } = await aLogOfAda();
    const { loads } = world.wire;
    const known = await world.app.persons.get(ADA);
    expect(world.wire.loads).toBe(loads);
    expect(known).toMatchObject({
      personId: ADA,
      version: 3,
      head: events[2]?.cid,
      lastSequence: 3,
      isDamaged: false,
      isNewer: false,
    });
    expect(plain(await world.app.persons.read(ADA))).toEqual(plain(known));
    expect(world.wire.loads).toBe(loads + 1);
  });

  it('that nobody wrote about is absent', async () => {
    for (const known of await bothWays(aWorld(), ADA)) {
      expect(known).toMatchObject({ version: 0, head: null, lastSequence: 0, person: { core: { status: 'absent' } } });
    }
  });

  it('that somebody else only names is absent', async () => {
    const world = aWorld();
    await world.record(create(ADA));
    const mentor = {
      relationshipId: '01890a5d-ac96-774b-bcce-b302099a9001',
      otherId: BOB,
      kind: 'mentor',
      strength: 1,
    };
    await world.record(create(BOB));
    const { cid, bytes } = codec.seal({
      ...((await world.app.persons.history(ADA)).events[0] as Recorded),
      type: 'RelationshipEstablished',
      version: 1,
      n: 2,
      prev: (await world.app.persons.get(ADA)).head,
      data: { ...mentor, otherId: CAROL, direction: 'outgoing' },
    });
    await world.app.projector.reached(world.log.put(ADA, cid, bytes), 1_000);
    for (const known of await bothWays(world, CAROL)) expect(known).toMatchObject({ version: 0, lastSequence: 0 });
  });

  it('that is damaged is known as far as it is not, and where its history ends', async () => {
    const { world } = await aLogOfAda();
    world.log.put(ADA, null, new Uint8Array([1]));
    await world.app.projector.reached(4, 1_000);
    for (const known of await bothWays(world, ADA))
      expect(known).toMatchObject({ version: 3, isDamaged: true, lastSequence: 4 });
  });

  it('with a history newer than this program is known to have one', async () => {
    const { world, events } = await aLogOfAda();
    const last = events[2] as Recorded;
    const { cid, bytes } = codec.seal({ ...last, n: 4, prev: last.cid, type: 'PersonTeleported' });
    await world.app.projector.reached(world.log.put(ADA, cid, bytes), 1_000);
    for (const known of await bothWays(world, ADA))
      expect(known).toMatchObject({ version: 4, isNewer: true, isDamaged: false });
    expect(await world.send(tag(ADA, 'three'))).toMatchObject({ refusal: { code: 'HISTORY_IS_NEWER' } });
  });

  it('is current until somebody writes about it, and not about another', async () => {
    const { world } = await aLogOfAda();
    const { persons } = world.app;
    const known = await persons.get(ADA);
    await world.record(create(BOB));
    expect(await persons.isCurrent(known)).toBe(true);
    await world.record(tag(ADA, 'three'));
    expect(await persons.isCurrent(known)).toBe(false);
  });
});

describe('an earlier command', () => {
  it('is found by its id, on its person alone', async () => {
    const { world } = await aLogOfAda();
    const { persons } = world.app;
    for (const known of await bothWays(world, ADA)) {
      expect(await persons.earlier(known, 'tag-two')).toMatchObject({ sequence: 3, data: { tag: 'two' } });
      expect(await persons.earlier(known, 'tag-three')).toBeNull();
    }
    for (const known of await bothWays(world, BOB)) expect(await persons.earlier(known, 'tag-two')).toBeNull();
  });

  it('cannot be told from none where its event cannot be read', async () => {
    const { world } = await aLogOfAda();
    const known = await world.app.persons.get(ADA);
    const reading = world.app.persons.earlier({ ...known, sequencesOf: () => [99] }, 'tag-two');
    await expect(reading).rejects.toThrow('the event 99 cannot be read now');
  });

  it('is told from another with the same hash by its event', async () => {
    const { world } = await aLogOfAda();
    const known = await world.app.persons.get(ADA);
    expect(await world.app.persons.earlier({ ...known, sequencesOf: () => [2, 3] }, 'tag-two')).toMatchObject({ n: 3 });
  });
});

it('Whatever was recorded, the projections and the log tell the same of everybody', async () => {
  const games = fc.asyncProperty(game, async ({ commands }) => {
    const world = aWorld();
    for (const each of [ADA, BOB]) await world.send(create(each));
    for (const [at, command] of commands.entries()) await world.send(order(command, `command-${at}`));
    for (const each of [ADA, BOB, CAROL]) {
      const [atHand, read] = (await bothWays(world, each)).map(plain);
      if (!isDeepStrictEqual(atHand, read)) expect(atHand).toEqual(read);
    }
    await world.app.stop();
  });
  await fc.assert(games, { seed: 20260301, numRuns: 100 });
});
