/** Network: who is related to whom, who works where, and the ways from one person to another. */

import type { Happened, Recorded } from '../src/domain/message.ts';
import type { Absorbed, PersonFact } from '../src/domain/person/messages.ts';
import type { AnyFact } from '../src/domain/person/person.ts';
import {
  type Relationship,
  type RelationshipFact,
  type RelationshipKind,
  SYMMETRIC_KINDS,
} from '../src/domain/relationship/messages.ts';
import { applyRelationships, noRelationships, type Relationships } from '../src/domain/relationship/relationships.ts';
import { folded } from '../src/domain/values.ts';
import type { PersonIndex } from './person-index.ts';
import type { Projection, Touch } from './projection.ts';
import { Standing } from './standing.ts';

/** A relationship as the graph holds it: from who took the step to the other one. */
export interface Edge {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly data: Relationship;
}

export interface NetworkStats {
  readonly totalConnections: number;
  readonly connectionsByKind: readonly { readonly kind: RelationshipKind; readonly count: number }[];
  readonly averageStrength: number;
  /** Persons two steps away that are not connected directly. */
  readonly reach: number;
  /** How many of the possible connections among those the person is connected to there are, from 0 to 1. */
  readonly clusteringCoefficient: number;
}

const NO_RELATIONSHIPS = noRelationships();

export class NetworkView implements Projection {
  readonly name = 'Network';
  readonly #persons: PersonIndex;
  readonly #states: (Relationships | undefined)[] = [];
  readonly #edges = new Map<string, Edge>();
  readonly #outgoing: (Set<string> | undefined)[] = [];
  readonly #incoming: (Set<string> | undefined)[] = [];
  readonly #employees = new Map<string, { readonly name: string; readonly persons: Set<number> }>();
  readonly #standing = new Standing();

  constructor(persons: PersonIndex) {
    this.#persons = persons;
  }

  apply(event: Recorded, person: number, touch: Touch): void {
    this.#standing.apply(event, person);
    const fact = event as unknown as Happened<AnyFact>;
    if (!isRelevant(fact)) return;
    const state = this.#states[person] ?? this.#begin(person);
    const employers = employersOf(state);
    applyRelationships(state, fact);
    this.#noteEmployers(person, employers, employersOf(state));
    if (fact.type === 'PersonAbsorbed') this.#absorb(person, fact.data, touch);
    else if ('relationshipId' in fact.data) this.#noteEdge(person, state, fact.data.relationshipId, touch);
  }

  row(person: number): unknown {
    const state = this.#states[person];
    const edges = [...this.#edgesOf(person, 'outgoing')].map(({ id, to }) => [id, this.#persons.id(to)]).sort();
    const lists = state === undefined ? [] : Object.values(state).map((items) => [...items.live.values()]);
    if (lists.every((list) => list.length === 0) && edges.length === 0) return undefined;
    return [lists, edges, this.#standing.isListed(person)];
  }

  /** What the person belongs to, as its own history tells it. */
  relationshipsOf(person: number): Relationships {
    return this.#states[person] ?? NO_RELATIONSHIPS;
  }

  /** The person's relationships with listed persons that have not ended, its own first. */
  edges(person: number, direction?: 'outgoing' | 'incoming', kinds?: ReadonlySet<RelationshipKind>): Edge[] {
    const sides = direction === undefined ? (['outgoing', 'incoming'] as const) : [direction];
    return sides.flatMap((side) =>
      [...this.#edgesOf(person, side)].filter(
        (edge) =>
          edge.data.status !== 'ended' &&
          (kinds === undefined || kinds.has(edge.data.kind)) &&
          this.#standing.isListed(side === 'outgoing' ? edge.to : edge.from),
      ),
    );
  }

  stats(person: number): NetworkStats {
    const connections = this.edges(person).filter(isEstablished);
    const counts = new Map<RelationshipKind, number>();
    for (const { data } of connections) counts.set(data.kind, (counts.get(data.kind) ?? 0) + 1);
    const strengths = connections.reduce((sum, { data }) => sum + data.strength, 0);
    const direct = this.#successors(person);
    direct.delete(person);
    return {
      totalConnections: connections.length,
      connectionsByKind: [...counts]
        .map(([kind, count]) => ({ kind, count }))
        .sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1)),
      averageStrength: connections.length === 0 ? 0 : strengths / connections.length,
      ...this.#surroundings(person, direct),
    };
  }

  /**
   * A shortest way between two listed persons, both included; null when there is none.
   * Goes along relationships as they point, and both ways along symmetric ones unless `directedOnly`.
   */
  shortestPath(from: number, to: number, kinds?: ReadonlySet<RelationshipKind>, directedOnly = false): number[] | null {
    if (from === to) return [from];
    if (!this.#standing.isListed(from) || !this.#standing.isListed(to)) return null;
    const forwards = new Map<number, number | null>([[from, null]]);
    const backwards = new Map<number, number | null>([[to, null]]);
    let heads = [from];
    let tails = [to];
    while (heads.length > 0 && tails.length > 0) {
      const ahead = heads.length <= tails.length;
      const next = ahead
        ? this.#widen(heads, forwards, 'outgoing', kinds, directedOnly)
        : this.#widen(tails, backwards, 'incoming', kinds, directedOnly);
      const met = next.find((person) => (ahead ? backwards : forwards).has(person));
      if (met !== undefined) return [...wayTo(met, forwards).reverse(), ...wayTo(met, backwards).slice(1)];
      if (ahead) heads = next;
      else tails = next;
    }
    return null;
  }

  /** Employers of today by name, each with its number of listed persons. */
  employers(): { readonly name: string; readonly personCount: number }[] {
    const all = [...this.#employees.values()].map(({ name, persons }) => ({
      name,
      personCount: [...persons].filter((person) => this.#standing.isListed(person)).length,
    }));
    return all.filter(({ personCount }) => personCount > 0).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Who works today where the name contains the text, whatever its case. */
  employedAt(text: string): Set<number> {
    const wanted = folded(text);
    const found = new Set<number>();
    for (const [key, { persons }] of this.#employees) {
      if (key.includes(wanted)) for (const person of persons) found.add(person);
    }
    return found;
  }

  #begin(person: number): Relationships {
    const state = noRelationships();
    this.#states[person] = state;
    return state;
  }

  *#edgesOf(person: number, side: 'outgoing' | 'incoming'): Generator<Edge> {
    for (const id of (side === 'outgoing' ? this.#outgoing : this.#incoming)[person] ?? []) {
      const edge = this.#edges.get(id);
      if (edge !== undefined) yield edge;
    }
  }

  /** Both persons of a shared relationship tell of it; whoever tells later says the same. */
  #noteEdge(person: number, state: Relationships, relationshipId: Relationship['relationshipId'], touch: Touch): void {
    const data = state.relationships.live.get(relationshipId);
    const known = this.#edges.get(relationshipId);
    if (data === undefined) return;
    const other = this.#persons.number(data.otherId);
    const [from, to] = data.direction === 'outgoing' ? [person, other] : [other, person];
    // Ends that were moved by a merge stay moved, whatever the history of the other person still calls them.
    this.#setEdge({ id: relationshipId, from: known?.from ?? from, to: known?.to ?? to, data }, touch);
  }

  #setEdge(edge: Edge, touch: Touch): void {
    touch(edge.from);
    this.#edges.set(edge.id, edge);
    setOf(this.#outgoing, edge.from).add(edge.id);
    setOf(this.#incoming, edge.to).add(edge.id);
  }

  #dropEdge(edge: Edge, touch: Touch): void {
    touch(edge.from);
    this.#edges.delete(edge.id);
    this.#outgoing[edge.from]?.delete(edge.id);
    this.#incoming[edge.to]?.delete(edge.id);
  }

  /** Moves what the source was related to over to the target; doubles and what the two were to each other go. */
  #absorb(target: number, { sourceId }: Absorbed, touch: Touch): void {
    const source = this.#persons.number(sourceId);
    for (const edge of [...this.#edgesOf(source, 'outgoing'), ...this.#edgesOf(source, 'incoming')]) {
      this.#dropEdge(edge, touch);
      const from = edge.from === source ? target : edge.from;
      const to = edge.to === source ? target : edge.to;
      const doubled = [...this.#edgesOf(from, 'outgoing')].some(
        (other) => other.to === to && other.data.kind === edge.data.kind && other.data.status === edge.data.status,
      );
      if (from !== to && !doubled) this.#setEdge({ ...edge, from, to }, touch);
    }
  }

  #noteEmployers(person: number, before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): void {
    for (const key of before.keys()) {
      if (after.has(key)) continue;
      const entry = this.#employees.get(key);
      entry?.persons.delete(person);
      if (entry?.persons.size === 0) this.#employees.delete(key);
    }
    for (const [key, name] of after) {
      const entry = this.#employees.get(key);
      if (entry === undefined) this.#employees.set(key, { name, persons: new Set([person]) });
      else entry.persons.add(person);
    }
  }

  /** Whom the person points to. */
  #successors(person: number): Set<number> {
    return new Set(
      this.edges(person, 'outgoing')
        .filter(isEstablished)
        .map(({ to }) => to),
    );
  }

  #surroundings(person: number, direct: ReadonlySet<number>): Pick<NetworkStats, 'reach' | 'clusteringCoefficient'> {
    const second = new Set<number>();
    let links = 0;
    for (const neighbour of direct) {
      for (const next of this.#successors(neighbour)) {
        if (next === neighbour) continue;
        if (direct.has(next)) links += 1;
        else if (next !== person) second.add(next);
      }
    }
    const possible = direct.size * (direct.size - 1);
    return { reach: second.size, clusteringCoefficient: possible === 0 ? 0 : links / possible };
  }

  #widen(
    heads: readonly number[],
    seen: Map<number, number | null>,
    side: 'outgoing' | 'incoming',
    kinds: ReadonlySet<RelationshipKind> | undefined,
    directedOnly: boolean,
  ): number[] {
    const next: number[] = [];
    for (const head of heads) {
      for (const { from, to, data } of this.edges(head, directedOnly ? side : undefined, kinds)) {
        const along = side === 'outgoing' ? from === head : to === head;
        if (data.status !== 'established' || !(along || SYMMETRIC_KINDS.has(data.kind))) continue;
        const neighbour = from === head ? to : from;
        if (seen.has(neighbour)) continue;
        seen.set(neighbour, head);
        next.push(neighbour);
      }
    }
    return next;
  }
}

function isRelevant(fact: AnyFact): fact is RelationshipFact | Extract<PersonFact, { type: 'PersonAbsorbed' }> {
  return RELEVANT.has(fact.type);
}

const RELEVANT: ReadonlySet<string> = new Set([
  'RelationshipProposed',
  'RelationshipAccepted',
  'RelationshipDeclined',
  'RelationshipEstablished',
  'RelationshipUpdated',
  'RelationshipEnded',
  'EmploymentAdded',
  'EmploymentUpdated',
  'EmploymentEnded',
  'EmploymentRemoved',
  'AffiliationAdded',
  'AffiliationEnded',
  'ProjectAdded',
  'ProjectEnded',
  'LocationAssigned',
  'LocationUnassigned',
  'PersonAbsorbed',
]);

function isEstablished({ data }: Edge): boolean {
  return data.status === 'established';
}

/** Names by folded name of the organizations the person works at without a known end. */
function employersOf(state: Relationships): ReadonlyMap<string, string> {
  const open = [...state.employments.live.values()].filter(({ end }) => end === undefined);
  return new Map(open.map(({ organization }) => [folded(organization), organization]));
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
