/**
 * The old search: points by where a word of the query stands. The gateway finds the candidates, by an index that finds
 * more and scores no less; the old points are counted here, and no more candidates are looked at than can matter.
 */

import {
  type OldPersonFragment,
  OldPersonsDocument,
  OldSearchDocument,
  type OldSearchQuery,
} from '../../client/generated.ts';
import { personIdOf } from '../writing.ts';
import { type Asking, byName, everything, jobOf, nameOf, placeOf, ROWS, SEEN } from './people.ts';

/** Pages of candidates that are looked at for the sake of order alone, when there are enough of them already. */
const PAGES_MAX = 4;

const POINTS = { name: 10, email: 5, employer: 3, role: 3, skill: 2 } as const;

export interface Filters {
  readonly employer_filter: string | null;
  readonly skill_filter: string | null;
  readonly location_filter: string | null;
}

export interface SearchWish extends Filters {
  /** Null for everybody who passes the filters, all alike. */
  readonly query: string | null;
  readonly limit: number;
  /** Whether filters look at the case of letters, as the old service did. */
  readonly isStrict: boolean;
}

interface Hit {
  readonly person: OldPersonFragment;
  readonly score: number;
}

export async function search(asking: Asking, wish: SearchWish): Promise<readonly object[]> {
  const { query, limit } = wish;
  if (limit === 0 || query?.trim() === '') return [];
  const hits = query === null ? await unscored(asking, wish) : await scored(asking, query, wish);
  return hits
    .sort((a, b) => b.score - a.score || byName(a.person, b.person))
    .slice(0, limit)
    .map(resultOf);
}

export const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');

/** The points of a person for the words of a query; a word that stands there twice counts twice. */
export function pointsOf(person: OldPersonFragment, words: readonly string[]): number {
  const { contactInfo, skills } = person;
  const job = jobOf(person);
  const fields: readonly [readonly string[], number][] = [
    [wordsOf(nameOf(person)), POINTS.name],
    [contactInfo.emails.map(({ address }) => address.toLowerCase()), POINTS.email],
    [[job?.organization.toLowerCase() ?? ''], POINTS.employer],
    [[job?.role.toLowerCase() ?? ''], POINTS.role],
    [skills.nodes.map(({ name }) => name.toLowerCase()), POINTS.skill],
  ];
  const ofWord = (word: string) =>
    fields.reduce((sum, [texts, points]) => sum + (texts.some((text) => text.includes(word)) ? points : 0), 0);
  return words.reduce((sum, word) => sum + ofWord(word), 0);
}

async function scored(asking: Asking, query: string, wish: SearchWish): Promise<Hit[]> {
  const words = wordsOf(query);
  const hits: Hit[] = [];
  const filter = filterOf(wish);
  for (let after: string | null = null, pages = 1; ; pages += 1) {
    const { searchPersons }: OldSearchQuery = await asking.ask(OldSearchDocument, {
      text: query,
      filter,
      first: ROWS,
      after,
    });
    for (const { node: person } of searchPersons.edges) {
      const score = pointsOf(person, words);
      if (score > 0 && passes(person, wish)) hits.push({ person, score });
    }
    const { hasNextPage, endCursor }: OldSearchQuery['searchPersons']['pageInfo'] = searchPersons.pageInfo;
    if (!hasNextPage) return hits;
    // Those that follow have at most the points of the last one, by either count.
    const best = hits.map(({ score }) => score).sort((a, b) => b - a)[wish.limit - 1] ?? 0;
    const isSure = best > (searchPersons.edges.at(-1)?.score ?? 0);
    if (isSure || (best > 0 && pages >= PAGES_MAX)) return hits;
    after = endCursor;
  }
}

async function unscored(asking: Asking, wish: SearchWish): Promise<Hit[]> {
  const filter = filterOf(wish);
  const skill = wish.skill_filter?.trim() ?? '';
  // The words of a skill find everybody who has it, and others, who are left out below.
  const found = await everything(async (after) => {
    if (skill === '') return (await asking.ask(OldPersonsDocument, { filter, first: ROWS, after })).persons;
    const { searchPersons } = await asking.ask(OldSearchDocument, { text: skill, filter, first: ROWS, after });
    return { nodes: searchPersons.edges.map(({ node }) => node), pageInfo: searchPersons.pageInfo };
  });
  return found.filter((person) => passes(person, wish)).map((person) => ({ person, score: 1 }));
}

/** What of the filters the gateway can look after; it looks at no case. */
function filterOf({ employer_filter: employer }: Filters) {
  const isBlank = employer === null || employer.trim() === '';
  return { status: [...SEEN], ...(isBlank ? {} : { employer }) };
}

/** Every filter that is given must hold; what a person does not have never does. */
function passes(person: OldPersonFragment, wish: Filters & Pick<SearchWish, 'isStrict'>): boolean {
  const cased = (text: string) => (wish.isStrict ? text : text.toLowerCase());
  const holds = (filter: string | null, texts: readonly (string | null)[]) =>
    filter === null || texts.some((text) => text !== null && cased(text).includes(cased(filter)));
  return (
    holds(wish.employer_filter, [jobOf(person)?.organization ?? null]) &&
    holds(wish.location_filter, [placeOf(person)]) &&
    holds(
      wish.skill_filter,
      person.skills.nodes.map(({ name }) => name),
    )
  );
}

/** The primary address where there is one, else the first. */
function resultOf({ person, score }: Hit): object {
  const { emails } = person.contactInfo;
  return {
    person_id: personIdOf(person.id),
    name: nameOf(person),
    email: (emails.find(({ primary }) => primary) ?? emails[0])?.address ?? null,
    employer: jobOf(person)?.organization ?? null,
    role: jobOf(person)?.role ?? null,
    relevance_score: score,
  };
}
