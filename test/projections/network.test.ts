/** Who is related to whom, as the network knows it. */

import { describe, expect, it } from 'vitest';
import type { RelationshipKind } from '../../src/domain/relationship/messages.ts';
import { ADA, archived, BOB, CAROL, command, created, fact, item, suspended, THINGS } from '../domain/examples.ts';
import { Log, person } from './log.ts';
import { People } from './people.ts';

const reactivated = fact('PersonReactivated', {});

describe('a relationship', () => {
  it('of a kind that is the same from both sides is one, though both histories tell of it', () => {
    const people = new People().relate(ADA, BOB, 'friend', 1);
    expect(people.edgesOf(ADA)).toEqual(['Ada>Bob friend']);
    expect(people.edgesOf(BOB)).toEqual(['Ada>Bob friend']);
    expect(people.statsOf(BOB).totalConnections).toBe(1);
  });

  it('of another kind is known to the other person too, though only one history tells of it', () => {
    const people = new People().relate(ADA, BOB, 'manager', 1);
    expect(people.edgesOf(BOB)).toEqual(['Ada>Bob manager']);
    expect(people.views.network.relationshipsOf(people.number(BOB)).relationships.live.size).toBe(0);
  });

  it('is asked for by direction and by kind', () => {
    const people = new People().relate(ADA, BOB, 'friend', 1).relate(CAROL, ADA, 'mentor', 2);
    const { network } = people.views;
    const ids = (...query: [('outgoing' | 'incoming')?, Set<RelationshipKind>?]) =>
      network.edges(people.number(ADA), ...query).map(({ id }) => id);
    expect(ids()).toEqual([item(1), item(2)]);
    expect(ids('outgoing')).toEqual([item(1)]);
    expect(ids('incoming')).toEqual([item(2)]);
    expect(ids(undefined, new Set(['mentor']))).toEqual([item(2)]);
    expect(ids('outgoing', new Set(['mentor']))).toEqual([]);
  });

  it('that is proposed is shown and does not connect anybody yet', () => {
    const data = { relationshipId: item(1), otherId: BOB, kind: 'friend', strength: 1 } as const;
    const people = new People().order(command('ProposeRelationship', data), BOB);
    expect(people.edgesOf(BOB)).toEqual(['Ada>Bob friend']);
    expect(people.statsOf(ADA)).toMatchObject({ totalConnections: 0, averageStrength: 0, connectionsByKind: [] });
    expect(people.views.network.shortestPath(people.number(ADA), people.number(BOB))).toBeNull();
    people.order(command('AcceptRelationship', { relationshipId: item(1) }, BOB), ADA);
    expect(people.statsOf(ADA)).toMatchObject({ totalConnections: 1, averageStrength: 1 });
    expect(people.views.network.shortestPath(people.number(BOB), people.number(ADA))).toEqual(people.numbers(BOB, ADA));
  });

  it.each([
    ['declined', 'ProposeRelationship', command('DeclineRelationship', { relationshipId: item(1) }, BOB), ADA],
    ['ended', 'EstablishRelationship', command('EndRelationship', { relationshipId: item(1) }), BOB],
    ['ended by the other', 'EstablishRelationship', command('EndRelationship', { relationshipId: item(1) }, BOB), ADA],
  ] as const)('that was %s is gone for both', (_, begin, end, other) => {
    const data = { relationshipId: item(1), otherId: BOB, kind: 'friend', strength: 1 } as const;
    const people = new People().order(command(begin, data), BOB).order(end, other);
    expect(people.edgesOf(ADA)).toEqual([]);
    expect(people.edgesOf(BOB)).toEqual([]);
    expect(people.statsOf(BOB).totalConnections).toBe(0);
  });

  it('that each took a step towards counts twice, and once for each kind', () => {
    const people = new People()
      .relate(ADA, BOB, 'manager', 1)
      .relate(BOB, ADA, 'report', 2)
      .relate(BOB, ADA, 'manager', 3);
    expect(people.statsOf(ADA)).toMatchObject({
      totalConnections: 3,
      connectionsByKind: [
        { kind: 'manager', count: 2 },
        { kind: 'report', count: 1 },
      ],
    });
  });

  it('is as strong as it was said last', () => {
    const people = new People().relate(ADA, BOB, 'friend', 1).relate(ADA, CAROL, 'mentor', 2, { strength: 1 });
    expect(people.statsOf(ADA).averageStrength).toBe(0.75);
    people.order(command('UpdateRelationship', { relationshipId: item(1), strength: 0 }, BOB), ADA);
    expect(people.statsOf(ADA).averageStrength).toBe(0.5);
  });
});

describe('somebody who is not to be found', () => {
  it.each([
    ['suspended', suspended],
    ['archived', archived],
  ])('is %s: nobody is led there, until the person comes back', (_, gone) => {
    const people = new People().relate(ADA, BOB, 'friend', 1).relate(BOB, CAROL, 'friend', 2);
    const [ada, carol] = people.numbers(ADA, CAROL) as [number, number];
    const way = () => people.views.network.shortestPath(ada, carol);
    expect(way()).toEqual(people.numbers(ADA, BOB, CAROL));
    people.tell(BOB, gone);
    expect([people.edgesOf(ADA), people.edgesOf(CAROL), way()]).toEqual([[], [], null]);
    expect(people.statsOf(ADA)).toMatchObject({ totalConnections: 0, reach: 0 });
    people.tell(BOB, reactivated);
    expect([people.edgesOf(ADA), way()]).toEqual([['Ada>Bob friend'], people.numbers(ADA, BOB, CAROL)]);
  });

  it('is still found when deceased', () => {
    const people = new People().relate(ADA, BOB, 'friend', 1).tell(BOB, fact('DeathRecorded', { date: '2026-02-01' }));
    expect(people.edgesOf(ADA)).toEqual(['Ada>Bob friend']);
  });

  it('was never created, as far as the log can be read: nobody is led there either', () => {
    const people = new Log().tell(ADA, created, THINGS.relationship);
    expect(people.views.network.edges(people.number(ADA))).toEqual([]);
    expect(people.views.network.shortestPath(people.number(ADA), people.number(BOB))).toBeNull();
    people.tell(BOB, created);
    expect(people.views.network.edges(people.number(ADA)).map(({ to }) => to)).toEqual(people.numbers(BOB));
  });

  it('has nothing when the log never named it', () => {
    const { views } = new People();
    expect(views.network.edges(99)).toEqual([]);
    expect(views.network.relationshipsOf(99).employments.live.size).toBe(0);
    expect(views.network.row(99)).toBeUndefined();
    expect(views.network.stats(99)).toEqual({
      totalConnections: 0,
      connectionsByKind: [],
      averageStrength: 0,
      reach: 0,
      clusteringCoefficient: 0,
    });
  });
});

describe('a merge', () => {
  it.each([
    ['its own', ADA, CAROL, 'Bob>Carol friend'],
    ['those of others', CAROL, ADA, 'Carol>Bob friend'],
  ] as const)('moves %s relationships of the source over to the target', (_, from, to, moved) => {
    const people = new People().relate(from, to, 'friend', 1).merge(ADA, BOB);
    expect(people.edgesOf(BOB)).toEqual([moved]);
    expect(people.edgesOf(CAROL)).toEqual([moved]);
    expect(people.edgesOf(ADA)).toEqual([]);
  });

  it('leads who was connected with the source to the target', () => {
    const people = new People().relate(CAROL, ADA, 'mentor', 1);
    const way = () => people.views.network.shortestPath(people.number(CAROL), people.number(BOB));
    expect(way()).toBeNull();
    people.merge(ADA, BOB);
    expect(way()).toEqual(people.numbers(CAROL, BOB));
  });

  it('ends what the two were to each other', () => {
    const people = new People().relate(ADA, BOB, 'friend', 1).relate(BOB, ADA, 'manager', 2).merge(ADA, BOB);
    expect([people.edgesOf(ADA), people.edgesOf(BOB)]).toEqual([[], []]);
    expect(people.statsOf(BOB).totalConnections).toBe(0);
  });

  it('counts once what both had', () => {
    const outgoing = new People().relate(ADA, CAROL, 'friend', 1).relate(BOB, CAROL, 'friend', 2).merge(ADA, BOB);
    expect(outgoing.edgesOf(CAROL)).toEqual(['Bob>Carol friend']);
    const incoming = new People().relate(CAROL, ADA, 'friend', 1).relate(CAROL, BOB, 'friend', 2).merge(ADA, BOB);
    expect(incoming.edgesOf(CAROL)).toEqual(['Carol>Bob friend']);
  });

  it('keeps apart what differs in kind, in label or in direction', () => {
    const people = new People()
      .relate(CAROL, ADA, 'other', 1, { label: 'vendor' })
      .relate(CAROL, BOB, 'other', 2, { label: 'client' })
      .relate(CAROL, ADA, 'mentor', 3)
      .relate(BOB, CAROL, 'mentor', 4)
      .merge(ADA, BOB);
    expect(people.edgesOf(BOB).sort()).toEqual([
      'Bob>Carol mentor',
      'Carol>Bob mentor',
      'Carol>Bob other',
      'Carol>Bob other',
    ]);
  });

  it('shows no proposal that the target did not take over', () => {
    const proposal = { relationshipId: item(1), otherId: CAROL, kind: 'friend', strength: 1 } as const;
    const people = new People()
      .order(command('ProposeRelationship', proposal, ADA), CAROL)
      .relate(BOB, CAROL, 'friend', 2)
      .merge(ADA, BOB);
    const ids = people.views.network.edges(people.number(CAROL)).map(({ id }) => id);
    expect(ids).toEqual([item(2)]);
  });

  it('keeps a proposal to the source, which the target may answer now', () => {
    const proposal = { relationshipId: item(1), otherId: ADA, kind: 'friend', strength: 1 } as const;
    const people = new People()
      .order(command('ProposeRelationship', proposal, CAROL), ADA)
      .relate(CAROL, BOB, 'friend', 2)
      .merge(ADA, BOB);
    expect(people.edgesOf(BOB)).toEqual(['Carol>Bob friend', 'Carol>Bob friend']);
    expect(people.statsOf(BOB).totalConnections).toBe(1);
  });

  it.each([
    ['led to the source', CAROL, ADA, 'mentor', 'Carol>Bob mentor', CAROL],
    ['both tell of, and led to the source', CAROL, ADA, 'friend', 'Carol>Bob friend', BOB],
    ['both tell of, and came from the source', ADA, CAROL, 'friend', 'Bob>Carol friend', BOB],
    ['the target tells of', ADA, CAROL, 'mentor', 'Bob>Carol mentor', BOB],
  ] as const)('stays made for what %s, whoever tells of it afterwards', (_, from, to, kind, moved, teller) => {
    const people = new People().relate(from, to, kind, 1).merge(ADA, BOB);
    const update = command('UpdateRelationship', { relationshipId: item(1), strength: 1 }, teller);
    people.order(update, teller === BOB ? CAROL : BOB);
    expect(people.edgesOf(BOB)).toEqual([moved]);
    expect(people.edgesOf(CAROL)).toEqual([moved]);
  });

  it('goes through several persons', () => {
    const people = new People().relate(CAROL, ADA, 'mentor', 1).merge(ADA, BOB);
    const dora = person(4);
    people.tell(dora, created).merge(BOB, dora);
    expect(people.views.network.edges(people.number(CAROL)).map(({ to }) => to)).toEqual(people.numbers(dora));
  });

  it('stays made when the relationship ends', () => {
    const people = new People().relate(CAROL, ADA, 'friend', 1).merge(ADA, BOB);
    people.order(command('UpdateRelationship', { relationshipId: item(1), strength: 1 }, CAROL), BOB);
    expect(people.edgesOf(BOB)).toEqual(['Carol>Bob friend']);
    expect(people.statsOf(BOB).averageStrength).toBe(1);
    people.order(command('EndRelationship', { relationshipId: item(1) }, CAROL), BOB);
    expect([people.edgesOf(BOB), people.edgesOf(CAROL)]).toEqual([[], []]);
  });
});
