/** The old network: one edge per ordered pair, the newest; figures over both directions; ways along edges as they point. */

import { OldNetworkDocument, type OldNetworkQuery, OldPathDocument } from '../../client/generated.ts';
import { isPossible } from '../reading.ts';
import { midnightOf, momentOf, oldWordOf, personIdOf } from '../writing.ts';
import { type Asking, compare, everything, isSeen, personById } from './people.ts';

type Person = NonNullable<OldNetworkQuery['person']>;
type Edge = Person['relationships']['nodes'][number];

interface Network {
  readonly edges: readonly Edge[];
  readonly reach: number;
  readonly clustering: number;
}

/** Established relationships, the newest of each pair; null for whom nobody sees. */
async function networkOf(asking: Asking, id: string): Promise<Network | null> {
  if (!isPossible(id)) return null;
  let figures: Person['network'] | null = null;
  const all = await everything(async (after) => {
    const { person } = await asking.ask(OldNetworkDocument, { id, after });
    if (person === null || !isSeen(person)) return null;
    figures = person.network;
    return person.relationships;
  });
  if (figures === null) return null;
  const { reach, clusteringCoefficient }: Person['network'] = figures;
  const newest = new Map<string, Edge>();
  for (const edge of all) {
    const key = `${edge.direction} ${edge.otherId}`;
    const known = newest.get(key);
    if (edge.status === 'ESTABLISHED' && (known === undefined || known.since <= edge.since)) newest.set(key, edge);
  }
  return { edges: [...newest.values()], reach, clustering: clusteringCoefficient };
}

export async function connectionsOf(asking: Asking, id: string): Promise<readonly object[]> {
  const network = await networkOf(asking, id);
  const outgoing = network?.edges.filter(({ direction }) => direction === 'OUTGOING') ?? [];
  return outgoing
    .sort((a, b) => compare(a.since, b.since) || compare(a.otherId, b.otherId))
    .map((edge) => ({
      from_person: personIdOf(edge.from?.id ?? id),
      to_person: personIdOf(edge.to?.id ?? edge.otherId),
      relationship_type: typeOf(edge),
      strength: edge.strength,
      established_at: momentOf(edge.since),
      last_interaction: edge.lastInteractionOn === null ? null : midnightOf(edge.lastInteractionOn),
      interaction_count: edge.interactions ?? 0,
    }));
}

/** A kind of one's own under its own word. */
function typeOf({ kind, label }: Edge): string | { readonly Other: string } {
  return kind === 'OTHER' ? { Other: label ?? '' } : oldWordOf(kind);
}

/** Works for everybody, also for whom nobody knows. */
export async function statsOf(asking: Asking, id: string): Promise<object> {
  const { edges, reach, clustering } = (await networkOf(asking, id)) ?? { edges: [], reach: 0, clustering: 0 };
  const byType = new Map<string, number>();
  for (const edge of edges) {
    const type = typeOf(edge);
    const key = typeof type === 'string' ? type : `Other(${type.Other})`;
    byType.set(key, (byType.get(key) ?? 0) + 1);
  }
  const strengths = edges.reduce((sum, { strength }) => sum + strength, 0);
  return {
    person_id: personIdOf(id),
    total_connections: edges.length,
    connections_by_type: Object.fromEntries([...byType].sort(([a], [b]) => compare(a, b))),
    average_relationship_strength: edges.length === 0 ? 0 : strengths / edges.length,
    network_reach: reach,
    clustering_coefficient: clustering,
  };
}

/** Both ends included; one's own way to oneself also for whom nobody knows; null when there is none. */
export async function pathBetween(asking: Asking, from: string, to: string): Promise<readonly object[] | null> {
  if (from === to) return [personIdOf(from)];
  const ends = await Promise.all([personById(asking, from), personById(asking, to)]);
  if (ends.includes(null)) return null;
  const { shortestPath } = await asking.ask(OldPathDocument, { from, to });
  return shortestPath?.persons.map(({ id }) => personIdOf(id)) ?? null;
}
