/** What the projector does not believe: whose history is set aside, what stops everything, and what is passed over. */

import { describe, expect, it } from 'vitest';
import { LogDamaged } from '../../src/app/ports.ts';
import type { PersonId } from '../../src/domain/ids.ts';
import type { Recorded } from '../../src/domain/message.ts';
import { ADA, BOB, CAROL, created, fact, name, THINGS } from '../domain/examples.ts';
import { digestsOf, Log, rebuilt } from './log.ts';

const renamed = fact('PersonRenamed', { name: name('Bob', 'Renamed'), before: name('Ada', 'Lovelace') });
const mirrored = fact('RelationshipEstablished', { ...THINGS.relationship.data, otherId: ADA, direction: 'incoming' });

const nameOf = (log: Log, personId: PersonId) => log.views.summary.profile(log.number(personId))?.name.family[0];
const tagsOf = (log: Log, personId: PersonId) => [
  ...(log.views.summary.profile(log.number(personId))?.tags.values() ?? []),
];

/** Puts an event of Ada's into the log with something wrong about it. */
const spoiled = (change: object) => (log: Log) => log.put(ADA, { ...log.eventOf(ADA, THINGS.tag), ...change });

const FAULTS: readonly [what: string, spoil: (log: Log) => unknown, reason: RegExp][] = [
  ['has no CID', (log) => log.putBytes(ADA, null, log.blocks[0]?.bytes as Uint8Array), /but none is claimed$/],
  [
    'has the CID of another',
    (log) => log.putBytes(ADA, log.blocks[1]?.cid ?? '', new Uint8Array([0xa0])),
    /is claimed$/,
  ],
  [
    'is no event',
    (log) => log.putBytes(ADA, 'bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua', new Uint8Array([0xa0])),
    /^the envelope version is undefined, not 1$/,
  ],
  ['belongs to somebody else', spoiled({ personId: CAROL }), /^the block belongs to person 01890a5d-.*8003$/],
  ['has a number that was there', spoiled({ n: 1 }), /^the event has number 1, where 2 is due$/],
  ['leaves a number out', spoiled({ n: 3 }), /^the event has number 3, where 2 is due$/],
  ['follows nothing', spoiled({ prev: null }), /^the event follows nothing, where bafyrei\w+ comes before$/],
  [
    'follows somebody else',
    (log) => spoiled({ prev: log.blocks[1]?.cid })(log),
    /^the event follows bafyrei\w+, where bafyrei\w+ comes before$/,
  ],
];

describe.each(FAULTS)('a block that %s', (_, spoil, reason) => {
  const faulty = () => {
    const log = new Log().tell(ADA, created).tell(BOB, created);
    spoil(log);
    log.projector.receive(log.blocks);
    return log;
  };

  it('is damage of its person, with what is wrong', () => {
    const { projector } = faulty();
    expect(projector.damages).toEqual([
      {
        kind: 'damage',
        sequence: 3,
        personId: ADA,
        cid: projector.damage(ADA)?.cid,
        reason: expect.stringMatching(reason),
      },
    ]);
    expect(projector.damage(ADA)?.sequence).toBe(3);
    expect([projector.damage(BOB), projector.damage('nobody')]).toEqual([null, null]);
  });

  it('is not applied, and neither is what comes after it in this history', () => {
    const log = faulty();
    const before = log.views.summary.row(log.number(ADA));
    log.put(ADA, { ...log.eventOf(ADA, renamed), n: 2, prev: log.blocks[0]?.cid ?? null });
    log.projector.receive(log.blocks);
    expect(log.views.summary.row(log.number(ADA))).toEqual(before);
    expect(log.projector.head(log.number(ADA))).toEqual({ n: 1, cid: log.blocks[0]?.cid, sequence: 1 });
    expect(log.projector.damages).toHaveLength(1);
    expect(log.views.timeline.of(log.number(ADA))).toEqual([1]);
  });

  it('holds up nobody else', () => {
    const log = faulty().tell(BOB, renamed);
    expect([nameOf(log, BOB), log.projector.position, log.projector.gaps]).toEqual(['Renamed', 4, 0]);
    expect([log.views.timeline.person(3), log.views.timeline.person(4)]).toEqual([null, log.number(BOB)]);
  });

  it('leaves views that a reading from the start would make too', async () => {
    const log = faulty().tell(BOB, THINGS.tag);
    expect(await digestsOf(log.projector)).toEqual(await digestsOf(rebuilt(log.blocks)));
  });
});

it('knows nobody whose first block is damaged, and leads nobody there', () => {
  const log = new Log();
  log.put(ADA, { ...log.eventOf(ADA, created), n: 2 });
  log.projector.receive(log.blocks);
  log.tell(BOB, created, mirrored);
  expect(log.views.summary.profile(log.number(ADA))).toBeNull();
  expect(log.views.network.edges(log.number(BOB))).toEqual([]);
});

it('looks again at what others tell of somebody who was set aside', async () => {
  const log = new Log().tell(ADA, created).tell(BOB, created);
  log.putBytes(ADA, null, new Uint8Array());
  log.projector.receive(log.blocks);
  await log.projector.status();
  log.tell(BOB, mirrored);
  expect(log.idsOf(log.views.network.edges(log.number(BOB)).map(({ from }) => from))).toEqual([ADA]);
  expect(await digestsOf(log.projector)).toEqual(await digestsOf(rebuilt(log.blocks)));
});

describe('a gap', () => {
  const message = 'The log lacks the blocks 3 to 4; nothing after them is applied';

  function gapped() {
    const log = new Log().tell(ADA, created).tell(BOB, created);
    log.write([ADA, THINGS.tag]);
    log.write([ADA, THINGS.skill]);
    log.write([BOB, renamed]);
    return log;
  }

  it('stops everything and is counted', () => {
    const log = gapped();
    expect(() => log.projector.receive(log.blocks.slice(4))).toThrow(LogDamaged);
    expect(() => log.projector.receive(log.blocks.slice(4))).toThrow(message);
    expect([log.projector.gaps, log.projector.position, nameOf(log, BOB)]).toEqual([2, 2, 'Lovelace']);
    expect(log.projector.damages).toEqual([]);
  });

  it('is not mended by blocks that come later, and is not counted again with them', () => {
    const log = gapped();
    expect(() => log.projector.receive(log.blocks.slice(4))).toThrow(message);
    expect(() => log.projector.receive(log.blocks.slice(2))).toThrow(message);
    log.write([BOB, THINGS.tag]);
    expect(() => log.projector.receive(log.blocks.slice(5))).toThrow(message);
    expect([log.projector.gaps, log.projector.position]).toEqual([2, 2]);
  });

  it('lets those know that waited for what came before it', async () => {
    const log = gapped();
    const seen: number[] = [];
    log.projector.observe((events) => seen.push(...events.map(({ sequence }) => sequence)));
    const waiting = log.projector.reached(3, 5_000);
    const [third, fourth, fifth] = log.blocks.slice(2);
    expect(() => log.projector.receive([third!, fifth!])).toThrow('The log lacks the blocks 4 to 4');
    expect([await waiting, seen, log.projector.position, log.projector.gaps]).toEqual([true, [3], 3, 1]);
    expect(fourth?.sequence).toBe(4);
  });

  it('is none where there is nothing to take', () => {
    const log = gapped();
    log.projector.receive([]);
    log.projector.receive(log.blocks.slice(0, 2));
    expect([log.projector.gaps, log.projector.position]).toEqual([0, 2]);
  });
});

describe('an event that is newer than this program', () => {
  const newer = [
    ['of an unknown type', { type: 'PersonCloned', data: { of: BOB } }],
    ['of an unknown version', { type: 'PersonRenamed', version: 9, data: { name: 5 } }],
  ] as const;

  it.each(newer)('%s leaves the views as they were, and stands in the timeline', (_, change) => {
    const log = new Log().tell(ADA, created, THINGS.tag, THINGS.employment);
    const { network, search, skills, summary, timeline } = log.views;
    const rows = () => [network, search, skills, summary].map((view) => view.row(log.number(ADA)));
    const before = rows();
    log.put(ADA, { ...log.eventOf(ADA, THINGS.skill), ...change });
    log.projector.receive(log.blocks);
    expect(rows()).toEqual(before);
    expect(timeline.of(log.number(ADA))).toEqual([1, 2, 3, 4]);
    expect([timeline.type(4), log.projector.head(log.number(ADA))?.n]).toEqual([change.type, 4]);
    expect(log.projector.damages).toEqual([]);
  });

  it.each(newer)('%s is followed by others that are understood', (_, change) => {
    const log = new Log().tell(ADA, created);
    log.put(ADA, { ...log.eventOf(ADA, THINGS.skill), ...change });
    log.projector.receive(log.blocks);
    log.tell(ADA, THINGS.tag);
    expect(tagsOf(log, ADA)).toEqual(['pioneer']);
  });
});

it('takes no notice of events of somebody who was never created, other than in the timeline', () => {
  const log = new Log().tell(ADA, THINGS.email, THINGS.skill, THINGS.employment, THINGS.identity, THINGS.tag);
  const { network, search, skills, summary, timeline } = log.views;
  for (const view of [network, search, skills, summary]) expect(view.row(log.number(ADA))).toBeUndefined();
  expect([skills.all(), network.employers(), [...network.employedAt('')]]).toEqual([[], [], []]);
  expect([search.find('ada'), summary.byIdentity('library', '42'), summary.size]).toEqual([[], null, 0]);
  expect([timeline.of(log.number(ADA)), log.projector.damages]).toEqual([[1, 2, 3, 4, 5], []]);
});

it('shows what was written together at once, and never a part of it', () => {
  const log = new Log().tell(ADA, created).tell(BOB, created);
  const merged = fact('PersonMerged', { targetId: BOB });
  const told: (readonly Recorded[])[] = [];
  const statuses: unknown[] = [];
  const stop = log.projector.observe((events) => {
    told.push(events);
    statuses.push(log.views.summary.profile(log.number(ADA))?.status, tagsOf(log, BOB));
  });
  log.together([ADA, merged], [BOB, THINGS.tag]);
  expect(told.map((events) => events.map(({ sequence }) => sequence))).toEqual([[3, 4]]);
  expect(statuses).toEqual(['merged', ['pioneer']]);
  stop();
  log.tell(BOB, renamed);
  expect(told).toHaveLength(1);
});
