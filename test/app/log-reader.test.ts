/** Events as they lie in the log: by place, by CID, by person, and as of a moment. */

import { describe, expect, it } from 'vitest';
import { codec } from '../../src/codec/codec.ts';
import { isPresent } from '../../src/domain/person/person.ts';
import { ADA, BOB, command, NOON } from '../domain/examples.ts';
import { aWorld, create, fill, order, person, type World } from './world.ts';

const HOUR = 3_600_000;

/** Ada: created at noon, tagged an hour later and another hour later. Bob in between. */
async function aLog(): Promise<World> {
  const world = aWorld();
  await world.record(create(ADA));
  const tagAt = (text: string, at: number) =>
    world.record(order({ ...command('AddTag', { tag: text }), at } as never, `tag-${text}`));
  await tagAt('one', NOON + HOUR);
  await world.record(create(BOB));
  await tagAt('two', NOON + 2 * HOUR);
  return world;
}

describe('events by place', () => {
  it('come in the order asked for, and null where there is none', async () => {
    const { app } = await aLog();
    const events = await app.reader.read([4, 99, 1, 4]);
    expect(events.map((event) => event && [event.personId, event.n])).toEqual([[ADA, 3], null, [ADA, 1], [ADA, 3]]);
    expect(await app.reader.read([])).toEqual([]);
  });

  it('are read from the log where they are not at hand', async () => {
    const world = aWorld();
    await fill(world, 1, 10_050);
    const events = await world.app.reader.read([10_050, 1, 2]);
    expect(events.map((event) => event?.personId)).toEqual([person(10_050), person(1), person(2)]);
  });

  it('are null where the block is damaged, or lies with another person', async () => {
    const { app, log } = await aLog();
    const garbage = log.put(ADA, null, new Uint8Array([1]));
    const [bobs] = (await app.persons.history(BOB)).events;
    const { cid, bytes } = codec.seal({ ...bobs!, n: 2, prev: bobs!.cid });
    const misplaced = log.put(person(7), cid, bytes);
    await app.projector.reached(misplaced, 1_000);
    expect(await app.reader.read([garbage, misplaced])).toEqual([null, null]);
  });
});

describe('an event by its CID', () => {
  it('is found', async () => {
    const { app } = await aLog();
    const [first] = (await app.persons.history(ADA)).events;
    expect(await app.reader.byCid(first!.cid)).toEqual(first);
  });

  it('is not found under a CID that nobody has', async () => {
    const { app } = await aLog();
    const [first] = (await app.persons.history(ADA)).events;
    const { cid } = codec.seal({ ...first!, at: 0 });
    expect(await app.reader.byCid(cid)).toBeNull();
    // The end of a CID is what it is looked for by; the whole of it counts.
    expect(await app.reader.byCid(`bafyreia${first!.cid.slice(8)}`)).toBeNull();
  });
});

describe('a person of the past', () => {
  const tags = async (world: World, until: Parameters<World['app']['reader']['asOf']>[1]) => {
    const past = await world.app.reader.asOf(ADA, until);
    return past !== null && isPresent(past.person) ? [past.head.n, [...past.person.core.tags.values()]] : null;
  };

  it.each([
    [{ version: 0 }, null],
    [{ version: 1 }, [1, []]],
    [{ version: 2 }, [2, ['one']]],
    [{ version: 99 }, [3, ['one', 'two']]],
    [{ at: NOON - 1 }, null],
    [{ at: NOON }, [1, []]],
    [{ at: NOON + 2 * HOUR - 1 }, [2, ['one']]],
    [{ at: NOON + 2 * HOUR }, [3, ['one', 'two']]],
    [{ sequence: 0 }, null],
    [{ sequence: 3 }, [2, ['one']]],
    [{ sequence: 4 }, [3, ['one', 'two']]],
  ])('is as it was: %j', async (until, wanted) => {
    expect(await tags(await aLog(), until)).toEqual(wanted);
  });

  it('was not there when nobody had created it', async () => {
    const { app } = await aLog();
    expect(await app.reader.asOf(person(9), { version: 1 })).toBeNull();
  });
});

describe('a verification', () => {
  it('reads the whole history anew, and finds it right', async () => {
    const { app, wire } = await aLog();
    const loads = wire.loads;
    expect(await app.reader.verify(ADA)).toEqual({ ok: true, checked: 3, fault: null });
    expect(wire.loads).toBe(loads + 1);
  });

  it('names the first block that is not right, and how many before it are', async () => {
    const { app, log } = await aLog();
    log.put(ADA, null, new Uint8Array([1]));
    log.put(ADA, null, new Uint8Array([2]));
    const { ok, checked, fault } = await app.reader.verify(ADA);
    expect([ok, checked]).toEqual([false, 3]);
    expect(fault).toMatch(/^Block 5 \(CID missing\): the bytes have the CID bafy\w+, but none is claimed$/);
  });

  it('of nobody has nothing to check', async () => {
    const { app } = await aLog();
    expect(await app.reader.verify(person(9))).toEqual({ ok: true, checked: 0, fault: null });
  });
});
