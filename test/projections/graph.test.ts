/** Ways and figures in the graph of relationships, held against a naive model on random graphs. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Edge, Graph } from '../../projections/graph.ts';
import {
  RELATIONSHIP_KINDS,
  type Relationship,
  type RelationshipKind,
  SYMMETRIC_KINDS,
} from '../../src/domain/relationship/messages.ts';
import { item, NOON } from '../domain/examples.ts';
import { person } from './log.ts';

const SEED = { seed: 20260301 };
const PERSONS = 8;

type Status = Relationship['status'];
type Kinds = ReadonlySet<RelationshipKind> | undefined;

function edge(n: number, from: number, to: number, kind: RelationshipKind, more: Partial<Relationship> = {}): Edge {
  const data: Relationship = {
    relationshipId: item(n),
    otherId: person(to),
    kind,
    strength: 0.5,
    direction: 'outgoing',
    shared: SYMMETRIC_KINDS.has(kind),
    status: 'established',
    since: NOON,
    ...more,
  };
  return { id: data.relationshipId, from, to, data };
}

function graphOf(edges: readonly Edge[], unlisted: readonly number[] = []): Graph {
  const graph = new Graph((number) => !unlisted.includes(number));
  for (const each of edges) graph.set(each);
  return graph;
}

const world = fc.record({
  edges: fc
    .array(
      fc.record({
        ends: fc.tuple(fc.nat({ max: PERSONS - 1 }), fc.nat({ max: PERSONS - 1 })).filter(([from, to]) => from !== to),
        kind: fc.constantFrom<RelationshipKind>('friend', 'manager', 'mentor'),
        status: fc.constantFrom<Status>('established', 'established', 'established', 'proposed', 'ended'),
        strength: fc.constantFrom(0, 0.25, 0.5, 1),
      }),
      { minLength: 8, maxLength: 24 },
    )
    .map((all) => all.map(({ ends: [from, to], kind, ...more }, n) => edge(n, from, to, kind, more))),
  unlisted: fc.uniqueArray(fc.nat({ max: PERSONS - 1 }), { maxLength: 2 }),
});

/** Who is one step away, by the plainest reading of the rules. */
function neighbours(edges: readonly Edge[], unlisted: readonly number[], at: number, kinds: Kinds, directed: boolean) {
  const next = new Set<number>();
  for (const { from, to, data } of edges) {
    if (data.status !== 'established' || (kinds !== undefined && !kinds.has(data.kind))) continue;
    if (from === at) next.add(to);
    if (to === at && SYMMETRIC_KINDS.has(data.kind) && !directed) next.add(from);
  }
  return [...next].filter((number) => !unlisted.includes(number));
}

/** Steps of the shortest way, by breadth-first search from one end; null when there is none. */
function stepsBetween(from: number, to: number, next: (at: number) => readonly number[]): number | null {
  const steps = new Map([[from, 0]]);
  for (const at of steps.keys()) {
    if (at === to) return steps.get(at) ?? null;
    for (const other of next(at)) if (!steps.has(other)) steps.set(other, (steps.get(at) ?? 0) + 1);
  }
  return null;
}

describe('the shortest way', () => {
  const number = fc.nat({ max: PERSONS - 1 });
  const some = fc.option(fc.subarray<RelationshipKind>(['friend', 'manager', 'mentor'], { minLength: 1 }), {
    nil: undefined,
  });

  it('is as long as a naive search finds it, and every step of it can be taken', () => {
    let found = 0;
    const property = fc.property(world, number, number, some, fc.boolean(), (graph, from, to, wanted, directed) => {
      const kinds = wanted === undefined ? undefined : new Set(wanted);
      const way = graphOf(graph.edges, graph.unlisted).shortestPath(from, to, kinds, directed);
      const next = (at: number) => neighbours(graph.edges, graph.unlisted, at, kinds, directed);
      const isHidden = from !== to && [from, to].some((end) => graph.unlisted.includes(end));
      const steps = isHidden ? null : stepsBetween(from, to, next);
      expect(way === null ? null : way.length - 1).toBe(steps);
      if (way === null) return;
      if (way.length > 2) found += 1;
      expect([way[0], way.at(-1)]).toEqual([from, to]);
      for (const [index, at] of way.slice(1).entries()) expect(next(way[index] as number)).toContain(at);
    });
    fc.assert(property, { ...SEED, numRuns: 4000 });
    expect(found).toBeGreaterThan(300);
  });

  it('goes along relationships as they lead, and both ways where both sides are the same', () => {
    const graph = graphOf([edge(1, 0, 1, 'manager'), edge(2, 1, 2, 'friend')]);
    expect(graph.shortestPath(0, 2)).toEqual([0, 1, 2]);
    expect(graph.shortestPath(2, 1)).toEqual([2, 1]);
    expect(graph.shortestPath(2, 0)).toBeNull();
    expect(graph.shortestPath(2, 1, undefined, true)).toBeNull();
  });

  it('does not pass through somebody who is not listed, be it longer', () => {
    const edges = [edge(1, 0, 1, 'friend'), edge(2, 1, 2, 'friend'), edge(3, 0, 3, 'friend'), edge(4, 3, 4, 'friend')];
    const around = [...edges, edge(5, 4, 2, 'friend')];
    expect(graphOf(around).shortestPath(0, 2)).toEqual([0, 1, 2]);
    expect(graphOf(around, [1]).shortestPath(0, 2)).toEqual([0, 3, 4, 2]);
    expect(graphOf(edges, [1]).shortestPath(0, 2)).toBeNull();
  });

  it('from somebody to themselves is no step at all, even for somebody who is not listed or known', () => {
    expect(graphOf([], [3]).shortestPath(3, 3)).toEqual([3]);
    expect(graphOf([]).shortestPath(7, 7)).toEqual([7]);
  });

  it('begins and ends with somebody listed', () => {
    const graph = graphOf([edge(1, 0, 1, 'friend')], [0]);
    expect(graph.shortestPath(0, 1)).toBeNull();
    expect(graph.shortestPath(1, 0)).toBeNull();
  });

  it('takes the kinds that are asked for', () => {
    const graph = graphOf([edge(1, 0, 1, 'friend'), edge(2, 0, 2, 'mentor'), edge(3, 2, 1, 'mentor')]);
    expect(graph.shortestPath(0, 1, new Set(['mentor']))).toEqual([0, 2, 1]);
    expect(graph.shortestPath(0, 1, new Set(['family']))).toBeNull();
  });
});

describe('the figures around a person', () => {
  function naive(edges: readonly Edge[], unlisted: readonly number[], at: number) {
    const listed = (number: number) => !unlisted.includes(number);
    const established = edges.filter(({ data }) => data.status === 'established');
    const own = established.filter(({ from, to }) => (from === at && listed(to)) || (to === at && listed(from)));
    const leadsTo = (number: number) =>
      new Set(established.filter(({ from, to }) => from === number && listed(to)).map(({ to }) => to));
    const direct = [...leadsTo(at)];
    const second = new Set(direct.flatMap((number) => [...leadsTo(number)]));
    const pairs = direct.flatMap((a) => direct.filter((b) => b !== a).map((b) => leadsTo(a).has(b)));
    return {
      totalConnections: own.length,
      connectionsByKind: RELATIONSHIP_KINDS.map((kind) => ({
        kind,
        count: own.filter(({ data }) => data.kind === kind).length,
      }))
        .filter(({ count }) => count > 0)
        .sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1)),
      averageStrength: own.length === 0 ? 0 : own.reduce((sum, { data }) => sum + data.strength, 0) / own.length,
      reach: [...second].filter((number) => number !== at && !direct.includes(number)).length,
      clusteringCoefficient: pairs.length === 0 ? 0 : pairs.filter(Boolean).length / pairs.length,
    };
  }

  it('are those of a naive count', () => {
    const property = fc.property(world, fc.nat({ max: PERSONS - 1 }), ({ edges, unlisted }, at) => {
      expect(graphOf(edges, unlisted).stats(at)).toEqual(naive(edges, unlisted, at));
    });
    fc.assert(property, { ...SEED, numRuns: 2000 });
  });

  it('count a mutual relationship twice, in all and by kind', () => {
    const graph = graphOf([edge(1, 0, 1, 'manager', { strength: 1 }), edge(2, 1, 0, 'manager', { strength: 0 })]);
    expect(graph.stats(0)).toMatchObject({
      totalConnections: 2,
      connectionsByKind: [{ kind: 'manager', count: 2 }],
      averageStrength: 0.5,
    });
  });

  it('reach whom two steps lead to, without oneself and those that one step leads to', () => {
    const edges = [edge(1, 0, 1, 'mentor'), edge(2, 1, 2, 'mentor'), edge(3, 1, 0, 'mentor'), edge(4, 2, 3, 'mentor')];
    expect(graphOf(edges).stats(0).reach).toBe(1);
    expect(graphOf([...edges, edge(5, 0, 2, 'mentor')]).stats(0).reach).toBe(1);
    expect(graphOf(edges, [2]).stats(0).reach).toBe(0);
  });

  it('cluster as far as those a person leads to lead to each other', () => {
    const fan = [edge(1, 0, 1, 'mentor'), edge(2, 0, 2, 'mentor'), edge(3, 0, 3, 'mentor')];
    const clustering = (...more: readonly Edge[]) => graphOf([...fan, ...more]).stats(0).clusteringCoefficient;
    expect(clustering()).toBe(0);
    expect(clustering(edge(4, 1, 2, 'mentor'))).toBe(1 / 6);
    expect(clustering(edge(4, 1, 2, 'mentor'), edge(5, 1, 2, 'friend'))).toBe(1 / 6);
    expect(clustering(edge(4, 1, 2, 'mentor'), edge(5, 2, 1, 'mentor'))).toBe(2 / 6);
    expect(graphOf([edge(1, 0, 1, 'mentor')]).stats(0).clusteringCoefficient).toBe(0);
  });
});

describe('edges', () => {
  it('are replaced under their id and forgotten when dropped', () => {
    const [first, second] = [edge(1, 0, 1, 'friend'), edge(1, 0, 1, 'friend', { strength: 1 })];
    const graph = graphOf([first, second]);
    expect(graph.get(item(1))).toBe(second);
    expect(graph.open(0)).toEqual([second]);
    graph.drop(second);
    expect(graph.get(item(1))).toBeUndefined();
    expect([...graph.all(0, 'outgoing'), ...graph.all(1, 'incoming')]).toEqual([]);
  });

  it('are no longer found where they led before they were moved', () => {
    const first = edge(1, 0, 1, 'friend');
    const graph = graphOf([first]);
    graph.drop(first);
    const moved = { ...first, from: 2, to: 3 };
    graph.set(moved);
    expect([graph.open(0), graph.open(1), graph.open(2), graph.open(3)]).toEqual([[], [], [moved], [moved]]);
  });

  it('come with the person as their own first, and ended ones only when all are asked for', () => {
    const [incoming, own, ended] = [
      edge(1, 1, 0, 'friend'),
      edge(2, 0, 1, 'mentor'),
      edge(3, 0, 2, 'friend', { status: 'ended' }),
    ];
    const graph = graphOf([incoming, own, ended]);
    expect(graph.open(0)).toEqual([own, incoming]);
    expect([...graph.all(0, 'outgoing')]).toEqual([own, ended]);
  });
});
