/** The graph of relationships: what leads where, figures around a person, ways between persons. */

import { type Relationship, type RelationshipKind, SYMMETRIC_KINDS } from '../src/domain/relationship/messages.ts';

/** A relationship as the graph holds it: from who took the step to the other one. */
export interface Edge {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  /** As one of the two histories tells it; whose, does not matter for what is asked here. */
  readonly data: Relationship;
}

export interface NetworkStats {
  readonly totalConnections: number;
  readonly connectionsByKind: readonly { readonly kind: RelationshipKind; readonly count: number }[];
  readonly averageStrength: number;
  /** Persons two steps away that are not connected directly. */
  readonly reach: number;
  /** How many of the possible connections among those the person leads to there are, from 0 to 1. */
  readonly clusteringCoefficient: number;
}

export type Direction = 'outgoing' | 'incoming';

export class Graph {
  readonly #isListed: (person: number) => boolean;
  readonly #edges = new Map<string, Edge>();
  readonly #outgoing: (Set<string> | undefined)[] = [];
  readonly #incoming: (Set<string> | undefined)[] = [];

  /** Persons that are not listed keep their edges, and nobody is led to them. */
  constructor(isListed: (person: number) => boolean) {
    this.#isListed = isListed;
  }

  get(id: string): Edge | undefined {
    return this.#edges.get(id);
  }

  set(edge: Edge): void {
    this.#edges.set(edge.id, edge);
    setOf(this.#outgoing, edge.from).add(edge.id);
    setOf(this.#incoming, edge.to).add(edge.id);
  }

  drop(edge: Edge): void {
    this.#edges.delete(edge.id);
    this.#outgoing[edge.from]?.delete(edge.id);
    this.#incoming[edge.to]?.delete(edge.id);
  }

  /** Every edge of a person on one side, whatever its status. */
  *all(person: number, direction: Direction): Generator<Edge> {
    for (const id of (direction === 'outgoing' ? this.#outgoing : this.#incoming)[person] ?? []) {
      const edge = this.#edges.get(id);
      if (edge !== undefined) yield edge;
    }
  }

  /** Edges with listed persons that have not ended; the person's own first. */
  open(person: number, direction?: Direction, kinds?: ReadonlySet<RelationshipKind>): Edge[] {
    const sides = direction === undefined ? (['outgoing', 'incoming'] as const) : [direction];
    return sides.flatMap((side) =>
      [...this.all(person, side)].filter(
        ({ from, to, data }) =>
          data.status !== 'ended' &&
          (kinds === undefined || kinds.has(data.kind)) &&
          this.#isListed(side === 'outgoing' ? to : from),
      ),
    );
  }

  stats(person: number): NetworkStats {
    const connections = this.open(person).filter(isEstablished);
    const counts = new Map<RelationshipKind, number>();
    for (const { data } of connections) counts.set(data.kind, (counts.get(data.kind) ?? 0) + 1);
    const strengths = connections.reduce((sum, { data }) => sum + data.strength, 0);
    const byKind = [...counts].map(([kind, count]) => ({ kind, count }));
    return {
      totalConnections: connections.length,
      connectionsByKind: byKind.sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1)),
      averageStrength: connections.length === 0 ? 0 : strengths / connections.length,
      ...this.#surroundings(person),
    };
  }

  /**
   * A shortest way between two listed persons, both included; null when there is none. Goes along relationships as they
   * point, and both ways along symmetric ones unless `directedOnly`. Searches from both ends.
   */
  shortestPath(from: number, to: number, kinds?: ReadonlySet<RelationshipKind>, directedOnly = false): number[] | null {
    if (from === to) return [from];
    if (!this.#isListed(from) || !this.#isListed(to)) return null;
    const forwards: Search = { heads: [from], cameFrom: new Map([[from, null]]), side: 'outgoing' };
    const backwards: Search = { heads: [to], cameFrom: new Map([[to, null]]), side: 'incoming' };
    while (forwards.heads.length > 0 && backwards.heads.length > 0) {
      const [search, other] =
        forwards.heads.length <= backwards.heads.length ? [forwards, backwards] : [backwards, forwards];
      search.heads = this.#widen(search, kinds, directedOnly);
      const met = search.heads.find((person) => other.cameFrom.has(person));
      if (met !== undefined) {
        return [...wayTo(met, forwards.cameFrom).reverse(), ...wayTo(met, backwards.cameFrom).slice(1)];
      }
    }
    return null;
  }

  #surroundings(person: number): Pick<NetworkStats, 'reach' | 'clusteringCoefficient'> {
    const direct = this.#successors(person);
    direct.delete(person);
    const second = new Set<number>();
    let links = 0;
    for (const neighbour of direct) {
      for (const next of this.#successors(neighbour)) {
        if (next === neighbour || next === person) continue;
        if (direct.has(next)) links += 1;
        else second.add(next);
      }
    }
    const possible = direct.size * (direct.size - 1);
    return { reach: second.size, clusteringCoefficient: possible === 0 ? 0 : links / possible };
  }

  /** Whom the person points to. */
  #successors(person: number): Set<number> {
    const established = this.open(person, 'outgoing').filter(isEstablished);
    return new Set(established.map(({ to }) => to));
  }

  /** The persons one step further on that were not seen before. */
  #widen({ heads, cameFrom, side }: Search, kinds: ReadonlySet<RelationshipKind> | undefined, directedOnly: boolean) {
    const next: number[] = [];
    for (const head of heads) {
      for (const edge of this.open(head, directedOnly ? side : undefined, kinds)) {
        const isAlong = (side === 'outgoing' ? edge.from : edge.to) === head;
        if (!isEstablished(edge) || !(isAlong || SYMMETRIC_KINDS.has(edge.data.kind))) continue;
        const neighbour = edge.from === head ? edge.to : edge.from;
        if (cameFrom.has(neighbour)) continue;
        cameFrom.set(neighbour, head);
        next.push(neighbour);
      }
    }
    return next;
  }
}

/** A search from one end: how far it came, and from where it came to each person. */
interface Search {
  heads: number[];
  readonly cameFrom: Map<number, number | null>;
  readonly side: Direction;
}

function isEstablished({ data }: Edge): boolean {
  return data.status === 'established';
}

function setOf(sets: (Set<string> | undefined)[], person: number): Set<string> {
  const known = sets[person];
  if (known !== undefined) return known;
  const set = new Set<string>();
  sets[person] = set;
  return set;
}

function wayTo(end: number, cameFrom: ReadonlyMap<number, number | null>): number[] {
  const way: number[] = [];
  for (let at: number | null | undefined = end; at !== null && at !== undefined; at = cameFrom.get(at)) way.push(at);
  return way;
}
