/** What the answers must be, counted from the files by a program that shares no code with the gateway. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Legislator {
  readonly id: { readonly bioguide: string };
  readonly name: { readonly first: string; readonly last: string; readonly official_full?: string };
  readonly bio: { readonly birthday?: string };
  readonly terms: readonly { readonly type: string; readonly end: string; readonly state: string }[];
}

type Membership = Readonly<Record<string, readonly { readonly bioguide: string; readonly title?: string }[]>>;

export interface Census {
  readonly persons: number;
  readonly employments: number;
  readonly skillsHeld: number;
  readonly skillHolders: number;
  /** Holders by committee, the largest first. */
  readonly committees: readonly (readonly [string, number])[];
  readonly relationships: number;
  /** Incoming relationships by display name. */
  readonly incoming: ReadonlyMap<string, number>;
  /** Steps between two persons, along relationships in either direction; null when there is no way. */
  distance(from: string, to: string): number | null;
  readonly eldest: string;
  readonly youngest: string;
  readonly bornBefore1946: number;
  readonly mostTerms: number;
  readonly senators: number;
}

export function takeCensus(folder: string): Census {
  const read = (file: string): unknown => parse(readFileSync(join(folder, file), 'utf8'), { schema: 'core' });
  const legislators = read('legislators-current.yaml') as readonly Legislator[];
  const membership = read('committee-membership-current.yaml') as Membership;
  const names = new Map(
    (read('committees-current.yaml') as { thomas_id: string; name: string }[]).map((c) => [c.thomas_id, c.name]),
  );
  const display = new Map(
    legislators.map((l) => [l.id.bioguide, l.name.official_full ?? `${l.name.first} ${l.name.last}`]),
  );
  const seats = Object.entries(membership).filter(([code]) => code.length === 4);
  const pairs = new Set<string>();
  for (const [, members] of seats) {
    for (const chair of members.filter(({ title }) => ['Chairman', 'Chair', 'Chairwoman'].includes(title ?? ''))) {
      for (const member of members)
        if (member.bioguide !== chair.bioguide) pairs.add(`${member.bioguide} ${chair.bioguide}`);
    }
  }
  const incoming = new Map<string, number>();
  const neighbours = new Map<string, Set<string>>();
  for (const pair of pairs) {
    const [from = '', to = ''] = pair.split(' ').map((id) => display.get(id));
    incoming.set(to, (incoming.get(to) ?? 0) + 1);
    for (const [a, b] of [
      [from, to],
      [to, from],
    ] as const)
      neighbours.set(a, (neighbours.get(a) ?? new Set()).add(b));
  }
  const born = legislators
    .filter((l) => l.bio.birthday !== undefined)
    .sort((a, b) => ((a.bio.birthday ?? '') < (b.bio.birthday ?? '') ? -1 : 1));
  return {
    persons: legislators.length,
    employments: legislators.reduce((sum, { terms }) => sum + terms.length, 0),
    skillsHeld: seats.reduce((sum, [, members]) => sum + members.length, 0),
    skillHolders: new Set(seats.flatMap(([, members]) => members.map(({ bioguide }) => bioguide))).size,
    committees: seats
      .map(([code, members]) => [names.get(code) ?? '', members.length] as const)
      .sort((a, b) => b[1] - a[1]),
    relationships: pairs.size,
    incoming,
    distance: (from, to) => distance(neighbours, from, to),
    eldest: display.get(born[0]?.id.bioguide ?? '') ?? '',
    youngest: display.get(born.at(-1)?.id.bioguide ?? '') ?? '',
    bornBefore1946: born.filter(({ bio }) => (bio.birthday ?? '') < '1946').length,
    mostTerms: Math.max(...legislators.map(({ terms }) => terms.length)),
    senators: legislators.filter(({ terms }) => terms.at(-1)?.type === 'sen').length,
  };
}

function distance(neighbours: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): number | null {
  const steps = new Map([[from, 0]]);
  for (const [person, step] of steps) {
    if (person === to) return step;
    for (const next of neighbours.get(person) ?? []) if (!steps.has(next)) steps.set(next, step + 1);
  }
  return null;
}
