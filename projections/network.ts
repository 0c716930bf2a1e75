/** Network: who is related to whom, and who works where. */

import type { Happened, Recorded } from '../src/domain/message.ts';
import { FACT_NOUNS } from '../src/domain/person/facts.ts';
import type { Absorbed, PersonFact } from '../src/domain/person/messages.ts';
import type { AnyFact } from '../src/domain/person/person.ts';
import type { Relationship, RelationshipFact, RelationshipKind } from '../src/domain/relationship/messages.ts';
import { applyRelationships, noRelationships, type Relationships } from '../src/domain/relationship/relationships.ts';
import { folded } from '../src/domain/values.ts';
import { type Direction, type Edge, Graph, type NetworkStats } from './graph.ts';
import { Holders } from './holders.ts';
import type { PersonIndex } from './person-index.ts';
import type { Projection, Touch } from './projection.ts';
import { Standing } from './standing.ts';

const NO_RELATIONSHIPS = noRelationships();

export class NetworkView implements Projection {
  readonly name = 'Network';
  readonly #persons: PersonIndex;
  readonly #states: (Relationships | undefined)[] = [];
  readonly #standing = new Standing();
  readonly #graph = new Graph((person) => this.#standing.isListed(person));
  readonly #employers = new Map<string, { readonly name: string; readonly persons: Set<number> }>();
  readonly #members = new Holders();
  readonly #residents = new Holders();

  constructor(persons: PersonIndex) {
    this.#persons = persons;
  }

  apply(event: Recorded, person: number, touch: Touch): void {
    this.#standing.apply(event, person);
    const fact = event as unknown as Happened<AnyFact>;
    if (!isRelevant(fact)) return;
    const state = this.#states[person] ?? this.#begin(person);
    const before = employersOf(state);
    const [organizations, places] = [organizationsOf(state), placesOf(state)];
    applyRelationships(state, fact);
    this.#noteEmployers(person, before, employersOf(state));
    this.#members.note(person, organizations, organizationsOf(state));
    this.#residents.note(person, places, placesOf(state));
    if (fact.type === 'PersonAbsorbed') this.#absorb(person, state, fact.data, touch);
    else if ('relationshipId' in fact.data) this.#noteEdge(person, state, fact.data.relationshipId, touch);
  }

  row(person: number): unknown {
    const edges = [...this.#graph.all(person, 'outgoing')].map(({ id, to }) => [id, this.#persons.id(to)]).sort();
    const lists = Object.values(this.relationshipsOf(person)).map((items) => [...items.live.values()]);
    if (lists.every((list) => list.length === 0) && edges.length === 0) return undefined;
    return [lists, edges, this.#standing.isListed(person)];
  }

  /** What the person belongs to, as its own history tells it. */
  relationshipsOf(person: number): Relationships {
    return this.#states[person] ?? NO_RELATIONSHIPS;
  }

  /** The person's relationships with listed persons that have not ended, its own first. */
  edges(person: number, direction?: Direction, kinds?: ReadonlySet<RelationshipKind>): Edge[] {
    return this.#graph.open(person, direction, kinds);
  }

  /** The person's relationships that have not ended, whoever the others are and whatever became of them. */
  *ties(person: number): Generator<Edge> {
    for (const direction of ['outgoing', 'incoming'] as const) {
      for (const edge of this.#graph.all(person, direction)) if (edge.data.status !== 'ended') yield edge;
    }
  }

  stats(person: number): NetworkStats {
    return this.#graph.stats(person);
  }

  /** See Graph. */
  shortestPath(from: number, to: number, kinds?: ReadonlySet<RelationshipKind>, directedOnly = false): number[] | null {
    return this.#graph.shortestPath(from, to, kinds, directedOnly);
  }

  /** Employers without a known end by name, each with its number of listed persons. */
  employers(): { readonly name: string; readonly personCount: number }[] {
    const all = [...this.#employers.values()].map(({ name, persons }) => ({
      name,
      personCount: [...persons].filter((person) => this.#standing.isListed(person)).length,
    }));
    return all.filter(({ personCount }) => personCount > 0).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Who works, without a known end, where the name contains the text, whatever its case. */
  employedAt(text: string): Set<number> {
    const wanted = folded(text);
    const found = new Set<number>();
    for (const [key, { persons }] of this.#employers) {
      if (key.includes(wanted)) for (const person of persons) found.add(person);
    }
    return found;
  }

  /** Who belongs to an organization, by its id in its own domain, without a known end. */
  membersOf(organizationId: string): ReadonlySet<number> {
    return this.#members.of(organizationId);
  }

  /** To whom a place is assigned, by its id in its own domain, without a known end. */
  residentsOf(locationId: string): ReadonlySet<number> {
    return this.#residents.of(locationId);
  }

  #begin(person: number): Relationships {
    const state = noRelationships();
    this.#states[person] = state;
    return state;
  }

  /** Both persons of a shared relationship tell of it; whoever tells later says the same. */
  #noteEdge(person: number, state: Relationships, id: Relationship['relationshipId'], touch: Touch): void {
    const data = state.relationships.live.get(id);
    if (data === undefined) return;
    const other = this.#persons.number(data.otherId);
    const [from, to] = data.direction === 'outgoing' ? [person, other] : [other, person];
    // Ends that were moved by a merge stay moved, whatever the history of the other person still calls them.
    const known = this.#graph.get(id);
    this.#setEdge({ id, from: known?.from ?? from, to: known?.to ?? to, data }, touch);
  }

  #setEdge(edge: Edge, touch: Touch): void {
    this.#graph.set(edge);
    touch(edge.from);
  }

  /** Moves what the source was related to over to the target; doubles and what the two were to each other go. */
  #absorb(target: number, { relationships }: Relationships, { sourceId }: Absorbed, touch: Touch): void {
    const source = this.#persons.number(sourceId);
    for (const edge of [...this.#graph.all(source, 'outgoing'), ...this.#graph.all(source, 'incoming')]) {
      this.#graph.drop(edge);
      touch(edge.from);
      const from = edge.from === source ? target : edge.from;
      const to = edge.to === source ? target : edge.to;
      // Of the steps that the source took, the target's history tells which ones it made its own.
      const isTaken = from !== target || relationships.live.has(edge.data.relationshipId);
      const isDoubled = [...this.#graph.all(from, 'outgoing')].some((other) => other.to === to && alike(other, edge));
      if (from !== to && isTaken && !isDoubled) this.#setEdge({ ...edge, from, to }, touch);
    }
  }

  #noteEmployers(person: number, before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): void {
    for (const key of before.keys()) {
      if (after.has(key)) continue;
      const entry = this.#employers.get(key);
      entry?.persons.delete(person);
      if (entry?.persons.size === 0) this.#employers.delete(key);
    }
    for (const [key, name] of after) {
      const entry = this.#employers.get(key);
      if (entry === undefined) this.#employers.set(key, { name, persons: new Set([person]) });
      else entry.persons.add(person);
    }
  }
}

function alike({ data: a }: Edge, { data: b }: Edge): boolean {
  return a.kind === b.kind && a.status === b.status && folded(a.label ?? '') === folded(b.label ?? '');
}

function isRelevant(fact: AnyFact): fact is RelationshipFact | Extract<PersonFact, { type: 'PersonAbsorbed' }> {
  return FACT_NOUNS[fact.type] === 'relationship' || fact.type === 'PersonAbsorbed';
}

/** Names by folded name of the organizations the person works at without a known end. */
function employersOf(state: Relationships): ReadonlyMap<string, string> {
  const open = [...state.employments.live.values()].filter(({ end }) => end === undefined);
  return new Map(open.map(({ organization }) => [folded(organization), organization]));
}

const NONE: ReadonlySet<string> = new Set();

/** Ids of the organizations the person belongs to without a known end. */
function organizationsOf({ employments, affiliations }: Relationships): ReadonlySet<string> {
  if (employments.live.size + affiliations.live.size === 0) return NONE;
  const ties = [...employments.live.values(), ...affiliations.live.values()];
  return new Set(
    ties.flatMap(({ organizationId, end }) => (end === undefined && organizationId ? [organizationId] : [])),
  );
}

function placesOf({ locations }: Relationships): ReadonlySet<string> {
  if (locations.live.size === 0) return NONE;
  const open = [...locations.live.values()].filter(({ end }) => end === undefined);
  return new Set(open.map(({ locationId }) => locationId));
}
