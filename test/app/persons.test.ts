/** Persons kept for decisions: a cache that follows the log, and never stays behind it. */

import { describe, expect, it } from 'vitest';
import { PERSONS_KEPT_MAX, Persons } from '../../src/app/persons.ts';
import type { StoredBlock } from '../../src/app/ports.ts';
import { codec } from '../../src/codec/codec.ts';
import type { PersonId } from '../../src/domain/ids.ts';
import type { Recorded } from '../../src/domain/message.ts';
import { isPresent } from '../../src/domain/person/person.ts';
import { ADA, BOB, command } from '../domain/examples.ts';
import { aWorld, create, order, person, tag, type World } from './world.ts';

/** A log that Ada was created in and tagged, and its events. */
async function aLogOfAda(): Promise<{ world: World; events: readonly Recorded[] }> {
  const world = aWorld();
  await world.record(create(ADA));
  await world.record(tag(ADA, 'one'));
  await world.record(tag(ADA, 'two'));
  return { world, events: (await world.app.persons.history(ADA)).events };
}

const tagsOf = async (persons: Persons) => {
  const known = await persons.get(ADA);
  return isPresent(known.person) ? [...known.person.core.tags.values()] : null;
};

describe('a person', () => {
  it('is known as the log tells it', async () => {
    const { world, events } = await aLogOfAda();
    const known = await new Persons(world.log, codec).get(ADA);
    expect(known).toMatchObject({
      version: 3,
      head: events[2]?.cid,
      lastSequence: 3,
      isDamaged: false,
      isNewer: false,
    });
    expect([...known.commands]).toEqual([
      [`create-${ADA}`, 1],
      ['tag-one', 2],
      ['tag-two', 3],
    ]);
  });

  it('that nobody wrote about is absent', async () => {
    const known = await new Persons(aWorld().log, codec).get(ADA);
    expect(known).toMatchObject({ version: 0, head: null, lastSequence: 0, person: { core: { status: 'absent' } } });
  });

  it('is read once', async () => {
    const { world } = await aLogOfAda();
    const persons = new Persons(world.wire, codec);
    const before = world.wire.loads;
    for (let times = 0; times < 5; times += 1) await persons.get(ADA);
    expect(world.wire.loads).toBe(before + 1);
  });

  it('is read anew when it is forgotten', async () => {
    const { world } = await aLogOfAda();
    const persons = new Persons(world.wire, codec);
    await persons.get(ADA);
    const before = world.wire.loads;
    persons.forget(ADA);
    await persons.get(ADA);
    expect(world.wire.loads).toBe(before + 1);
  });

  it('that is damaged is known as far as it is not, and where its history ends', async () => {
    const { world } = await aLogOfAda();
    world.log.put(ADA, null, new Uint8Array([1]));
    const known = await new Persons(world.log, codec).get(ADA);
    expect(known).toMatchObject({ version: 3, isDamaged: true, lastSequence: 4 });
  });

  it('with a history newer than this program is known to have one', async () => {
    const { world, events } = await aLogOfAda();
    const last = events[2] as Recorded;
    const { cid, bytes } = codec.seal({ ...last, n: 4, prev: last.cid, type: 'PersonTeleported' });
    world.log.put(ADA, cid, bytes);
    const persons = new Persons(world.log, codec);
    expect(await persons.get(ADA)).toMatchObject({ version: 4, isNewer: true, isDamaged: false });
    const outcome = await aWorld({ log: world.log }).send(tag(ADA, 'three'));
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'HISTORY_IS_NEWER' } });
  });
});

describe('an event of somebody else', () => {
  it('moves the person on without a read', async () => {
    const { world, events } = await aLogOfAda();
    // As it was before the last event.
    const early = { ...world.wire, load: async () => (await world.log.load(ADA)).slice(0, 2) };
    const persons = new Persons({ ...early, read: async () => [], append: world.log.append }, codec);
    expect(await tagsOf(persons)).toEqual(['one']);
    persons.advance(events[2] as Recorded);
    expect(await tagsOf(persons)).toEqual(['one', 'two']);
    expect(await persons.get(ADA)).toMatchObject({ version: 3, head: events[2]?.cid, lastSequence: 3 });
    expect((await persons.get(ADA)).commands.get('tag-two')).toBe(3);
  });

  it('that is known already changes nothing', async () => {
    const { world, events } = await aLogOfAda();
    const persons = new Persons(world.wire, codec);
    const known = await persons.get(ADA);
    const before = world.wire.loads;
    for (const event of events) persons.advance(event);
    expect(await persons.get(ADA)).toBe(known);
    expect(world.wire.loads).toBe(before);
  });

  it('that does not follow what is known has the person read anew', async () => {
    const { world, events } = await aLogOfAda();
    const persons = new Persons(world.wire, codec);
    await persons.get(ADA);
    const before = world.wire.loads;
    persons.advance({ ...(events[2] as Recorded), n: 9, sequence: 9 });
    expect(await persons.get(ADA)).toMatchObject({ version: 3 });
    expect(world.wire.loads).toBe(before + 1);
  });

  it('about a person that nobody asked for is passed over', async () => {
    const { world, events } = await aLogOfAda();
    const persons = new Persons(world.wire, codec);
    for (const event of events) persons.advance(event);
    const before = world.wire.loads;
    await persons.get(ADA);
    expect(world.wire.loads).toBe(before + 1);
  });

  it.each([
    ['moves the person on', (persons: Persons, event: Recorded) => persons.advance(event)],
    ['makes it to be forgotten', (persons: Persons) => persons.forget(ADA)],
  ])('that overtakes a read on its way %s: what was read is not kept', async (_, overtake) => {
    const { world, events } = await aLogOfAda();
    const blocks = await world.log.load(ADA);
    const reads: ((found: readonly StoredBlock[]) => void)[] = [];
    const load = () => new Promise<readonly StoredBlock[]>((resolve) => reads.push(resolve));
    const persons = new Persons({ load, read: async () => [], append: world.log.append }, codec);
    const first = persons.get(ADA);
    overtake(persons, events[2] as Recorded);
    reads[0]?.(blocks.slice(0, 2));
    expect((await first).version).toBe(2);
    const second = persons.get(ADA);
    reads[1]?.(blocks);
    expect((await second).version).toBe(3);
  });
});

describe('the persons that are kept', () => {
  it('are bounded, and the one that was not used for the longest time goes first', async () => {
    const loads: PersonId[] = [];
    const load = async (personId: PersonId) => {
      loads.push(personId);
      return [];
    };
    const persons = new Persons({ load, read: async () => [], append: aWorld().log.append }, codec);
    for (let n = 1; n <= PERSONS_KEPT_MAX; n += 1) await persons.get(person(n));
    await persons.get(person(1));
    expect(loads).toHaveLength(PERSONS_KEPT_MAX);
    await persons.get(person(PERSONS_KEPT_MAX + 1));
    loads.length = 0;
    await persons.get(person(1));
    expect(loads).toEqual([]);
    await persons.get(person(2));
    expect(loads).toEqual([person(2)]);
  });

  it('follow what other gateways write, so that decisions are right at once', async () => {
    const world = aWorld();
    const other = aWorld({ log: world.log });
    await world.record(create(ADA));
    await world.record(create(BOB));
    const theirs = await other.record(order(command('ArchivePerson', { reason: 'left' }), 'archive'));
    await world.app.projector.reached(theirs.sequence, 1_000);
    const loads = world.wire.loads;
    expect(await world.send(tag(ADA, 'late'))).toMatchObject({ refusal: { code: 'PERSON_IS_ARCHIVED' } });
    expect(world.wire.loads).toBe(loads);
  });
});
