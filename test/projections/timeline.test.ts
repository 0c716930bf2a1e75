/** Which events there are, of whom, of what type and when: the index behind timelines, histories and subscriptions. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TimelineFilter, TimelineView } from '../../projections/timeline.ts';
import { ADA, archived, BOB, created, fact, merged, NOON, suspended, THINGS } from '../domain/examples.ts';
import { Log } from './log.ts';

/** The fact, so many milliseconds after noon. */
const later = <F extends { at: number }>(ms: number, each: F): F => ({ ...each, at: NOON + ms });

/** 1 Ada is created, 2 Bob is created, 3 Ada has an email, 4 Ada has a skill, 5 Bob has an email. */
function five(): Log {
  return new Log()
    .tell(ADA, later(0, created))
    .tell(BOB, later(10, created))
    .tell(ADA, later(20, THINGS.email), later(20, THINGS.skill))
    .tell(BOB, later(5, THINGS.email));
}

const walk = (log: Log, filter: TimelineFilter, backwards = false, from: number | null = null) => [
  ...log.views.timeline.walk(filter, backwards, from),
];

describe('an entry', () => {
  it('knows whose event it is, of what type, and when it happened', () => {
    const { timeline, persons } = five().views;
    expect(timeline.lastSequence).toBe(5);
    expect([timeline.type(1), timeline.type(3), timeline.type(5)]).toEqual([
      'PersonCreated',
      'EmailAdded',
      'EmailAdded',
    ]);
    expect([timeline.at(2), timeline.at(5)]).toEqual([NOON + 10, NOON + 5]);
    expect(persons.id(timeline.person(5) as number)).toBe(BOB);
  });

  it.each([[0], [6]])('is not there at the sequence %i, where there is no event', (sequence) => {
    const { timeline } = five().views;
    expect(() => timeline.at(sequence)).toThrow(RangeError);
    expect(() => timeline.person(sequence)).toThrow(RangeError);
  });

  it('keeps times to the millisecond, far back and far ahead', () => {
    const log = new Log().tell(ADA, { ...created, at: 0 }, { ...suspended, at: 8_640_000_000_000_000 });
    expect([log.views.timeline.at(1), log.views.timeline.at(2)]).toEqual([0, 8_640_000_000_000_000]);
  });
});

describe("a person's events", () => {
  it('are in the order in which they came, whatever their times say', () => {
    const log = five().tell(BOB, later(-100, suspended));
    expect(log.views.timeline.of(log.number(BOB))).toEqual([2, 5, 6]);
    expect(log.views.timeline.of(log.number(ADA))).toEqual([1, 3, 4]);
  });

  it('are none of somebody the log does not name', () => {
    expect(five().views.timeline.of(99)).toEqual([]);
    expect(five().views.timeline.row(99)).toBeUndefined();
  });

  it.each([
    ['suspended', suspended],
    ['archived', archived],
    ['merged', merged],
  ])('stay when the person was %s', (_, gone) => {
    const log = five().tell(ADA, gone);
    expect(walk(log, { person: log.number(ADA) })).toEqual([1, 3, 4, 6]);
    expect(walk(log, {})).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('are told of both persons that a command concerned', () => {
    const mirrored = fact('RelationshipEstablished', {
      ...THINGS.relationship.data,
      otherId: ADA,
      direction: 'incoming',
    });
    const log = five().together([ADA, THINGS.relationship], [BOB, mirrored]);
    expect(log.views.timeline.of(log.number(ADA))).toEqual([1, 3, 4, 6]);
    expect(log.views.timeline.of(log.number(BOB))).toEqual([2, 5, 7]);
  });
});

describe('a walk', () => {
  it('goes forwards from the first and backwards from the last', () => {
    expect(walk(five(), {})).toEqual([1, 2, 3, 4, 5]);
    expect(walk(five(), {}, true)).toEqual([5, 4, 3, 2, 1]);
  });

  it('begins after or before a place, without it', () => {
    expect(walk(five(), {}, false, 3)).toEqual([4, 5]);
    expect(walk(five(), {}, true, 3)).toEqual([2, 1]);
    expect(walk(five(), {}, false, 9)).toEqual([]);
    expect(walk(five(), {}, true, 9)).toEqual([5, 4, 3, 2, 1]);
    expect(walk(five(), {}, true, 1)).toEqual([]);
  });

  it('tells of one person only', () => {
    const log = five();
    const person = log.number(BOB);
    expect(walk(log, { person })).toEqual([2, 5]);
    expect(walk(log, { person }, true)).toEqual([5, 2]);
    expect(walk(log, { person }, true, 5)).toEqual([2]);
    expect(walk(log, { person: 99 })).toEqual([]);
  });

  it('tells of the types that are asked for', () => {
    expect(walk(five(), { types: new Set(['EmailAdded', 'NeverHeardOf']) })).toEqual([3, 5]);
    expect(walk(five(), { types: new Set() })).toEqual([]);
  });

  it('has both ends of a range of time in it, and nothing when they are reversed', () => {
    expect(walk(five(), { from: NOON + 5, to: NOON + 10 })).toEqual([2, 5]);
    expect(walk(five(), { from: NOON + 10 })).toEqual([2, 3, 4]);
    expect(walk(five(), { to: NOON })).toEqual([1]);
    expect(walk(five(), { from: NOON + 10, to: NOON + 5 })).toEqual([]);
  });

  it('ends at the last event that counts', () => {
    expect(walk(five(), { until: 3 })).toEqual([1, 2, 3]);
  });

  it('finds what a look at every event finds', () => {
    const log = five().tell(ADA, later(20, suspended)).tell(BOB, later(5, archived), later(0, THINGS.tag));
    log.putBytes(BOB, null, new Uint8Array(1));
    log.projector.receive(log.blocks);
    const all = log.blocks.slice(0, -1).map(({ sequence, personId }) => ({
      sequence,
      person: log.views.persons.find(personId),
      type: log.views.timeline.type(sequence),
      at: log.views.timeline.at(sequence),
    }));
    const time = fc.option(
      fc.integer({ min: -1, max: 25 }).map((ms) => NOON + ms),
      { nil: undefined },
    );
    const filter = fc.record({
      person: fc.option(fc.nat({ max: 2 }), { nil: undefined }),
      types: fc.option(
        fc.subarray(['PersonCreated', 'EmailAdded', 'TagAdded']).map((types) => new Set(types)),
        { nil: undefined },
      ),
      from: time,
      to: time,
      until: fc.option(fc.nat({ max: 10 }), { nil: undefined }),
    });
    const place = fc.option(fc.nat({ max: 11 }));
    const property = fc.property(filter, fc.boolean(), place, (wanted, backwards, start) => {
      const passing = all.filter(
        ({ sequence, person, type, at }) =>
          (wanted.person === undefined || person === wanted.person) &&
          (wanted.types === undefined || wanted.types.has(type)) &&
          (wanted.from === undefined || at >= wanted.from) &&
          (wanted.to === undefined || at <= wanted.to) &&
          (wanted.until === undefined || sequence <= wanted.until) &&
          (start === null || (backwards ? sequence < start : sequence > start)),
      );
      const sequences = passing.map(({ sequence }) => sequence);
      expect(walk(log, wanted, backwards, start)).toEqual(backwards ? sequences.reverse() : sequences);
    });
    fc.assert(property, { seed: 20260301, numRuns: 2000 });
  });
});

describe('a CID', () => {
  it('leads to the event that has it', () => {
    const log = five();
    for (const { cid, sequence } of log.blocks) {
      expect(log.views.timeline.candidates(cid as string)).toContain(sequence);
    }
    expect(log.views.timeline.candidates('bafyrei'.padEnd(59, 'a'))).toEqual([]);
  });

  it('never leads to a block that is nobody’s', () => {
    const timeline = new TimelineView();
    for (let at = 0; at < 100; at += 1) timeline.skip();
    const found = Array.from({ length: 1000 }, (_, at) => timeline.candidates(`${at}`.padStart(59, 'x')));
    expect(found.flat()).toEqual([]);
  });
});

describe('a block that is nobody’s', () => {
  it('has a place, and passes no filter', () => {
    const log = five();
    log.putBytes(BOB, null, new Uint8Array(1));
    log.projector.receive(log.blocks);
    const { timeline } = log.views;
    expect([timeline.lastSequence, timeline.person(6)]).toEqual([6, null]);
    expect(timeline.passes(6, {})).toBe(false);
    expect(walk(log, {}, true)).toEqual([5, 4, 3, 2, 1]);
  });

  it('costs no more than others, however many there are', () => {
    const timeline = new TimelineView();
    const started = performance.now();
    for (let at = 0; at < 100_000; at += 1) timeline.skip();
    // With one hash for all of them this would take a minute.
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(timeline.lastSequence).toBe(100_000);
  });
});

it('knows types that it never heard of by their names', () => {
  const log = five();
  const cloned = { ...fact('TagAdded', { tag: 'x' }), type: 'PersonCloned' } as never;
  log.tell(ADA, cloned);
  expect(log.views.timeline.type(6)).toBe('PersonCloned');
  expect(walk(log, { types: new Set(['PersonCloned']) })).toEqual([6]);
});
