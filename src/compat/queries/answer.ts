/** The fourteen old queries: read, answered by the gateway, and written in the old shapes. */

import {
  count,
  dateTime,
  type Fields,
  isObject,
  list,
  Malformed,
  optional,
  personId,
  type Read,
  struct,
  text,
  unknownVariant,
} from '../reading.ts';
import { connectionsOf, pathBetween, statsOf } from './network.ts';
import {
  type Asking,
  byEmployer,
  everybody,
  personById,
  recommendationsFor,
  skillsOf,
  summaryOf,
  withSkills,
} from './people.ts';
import { search } from './search.ts';
import { timelineBetween, timelineOf } from './timeline.ts';

export interface QuerySettings {
  /** Whether filters of a search look at the case of letters, as the old service did. */
  readonly isStrict: boolean;
}

/** Beside `data`, which readers of today take; or the tag first and the rest behind it, which the old type can read. */
export type Form = 'data' | 'array';

type Shape = Readonly<Record<string, Read<unknown>>>;

interface OldQuery {
  readonly response: string;
  readonly read: Read<unknown>;
  readonly answer: (asking: Asking, fields: never, settings: QuerySettings) => Promise<unknown>;
}

function query<S extends Shape>(
  response: string,
  shape: S,
  answer: (asking: Asking, fields: Fields<S>, settings: QuerySettings) => Promise<unknown>,
): OldQuery {
  return { response, read: struct('PersonQuery', shape), answer: answer as OldQuery['answer'] };
}

const QUERIES: ReadonlyMap<string, OldQuery> = new Map([
  [
    'GetSummary',
    query('Summary', { person_id: personId }, async (asking, { person_id }) => {
      const person = await personById(asking, person_id);
      return person === null ? null : summaryOf(person);
    }),
  ],
  ['GetAllSummaries', query('Summaries', {}, async (asking) => (await everybody(asking)).map(summaryOf))],
  [
    'GetByEmployer',
    query('Summaries', { employer: text }, async (asking, { employer }) =>
      (await byEmployer(asking, employer)).map(summaryOf),
    ),
  ],
  [
    'Search',
    query('SearchResults', { query: text, limit: count }, (asking, wish, { isStrict }) =>
      search(asking, { ...wish, employer_filter: null, skill_filter: null, location_filter: null, isStrict }),
    ),
  ],
  [
    'SearchWithFilters',
    query(
      'SearchResults',
      {
        query: optional(text),
        employer_filter: optional(text),
        skill_filter: optional(text),
        location_filter: optional(text),
        limit: count,
      },
      (asking, wish, { isStrict }) => search(asking, { ...wish, isStrict }),
    ),
  ],
  ['GetSkills', query('Skills', { person_id: personId }, (asking, { person_id }) => skillsOf(asking, person_id))],
  [
    'FindPeopleWithSkill',
    query('PersonIds', { skill_name: text }, (asking, { skill_name }) => withSkills(asking, [skill_name])),
  ],
  [
    'FindPeopleWithSkills',
    query('PersonIds', { required_skills: list(text) }, (asking, { required_skills }) =>
      withSkills(asking, required_skills),
    ),
  ],
  [
    'GetSkillRecommendations',
    query('SkillRecommendations', { person_id: personId, limit: count }, (asking, { person_id, limit }) =>
      recommendationsFor(asking, person_id, limit),
    ),
  ],
  [
    'GetConnections',
    query('Connections', { person_id: personId }, (asking, { person_id }) => connectionsOf(asking, person_id)),
  ],
  [
    'GetNetworkStats',
    query('NetworkStats', { person_id: personId }, (asking, { person_id }) => statsOf(asking, person_id)),
  ],
  [
    'FindShortestPath',
    query('Path', { from: personId, to: personId }, (asking, { from, to }) => pathBetween(asking, from, to)),
  ],
  [
    'GetTimeline',
    query('Timeline', { person_id: personId, limit: optional(count) }, (asking, { person_id, limit }) =>
      timelineOf(asking, person_id, limit),
    ),
  ],
  [
    'GetTimelineRange',
    query('Timeline', { person_id: personId, start: dateTime, end: dateTime }, (asking, { person_id, start, end }) =>
      timelineBetween(asking, person_id, start, end),
    ),
  ],
]);

export const QUERY_NAMES = [...QUERIES.keys()];

/** The name of the query; where the document does not say it, the subject may. Throws Malformed. */
export function queryNameIn(document: unknown, fromSubject: string | null): string {
  if (!isObject(document)) throw new Malformed('invalid type, expected internally tagged enum PersonQuery');
  const name = document.query_type ?? fromSubject;
  if (name === null) throw new Malformed('missing field `query_type`');
  if (typeof name !== 'string' || !QUERIES.has(name)) throw unknownVariant(String(name), QUERY_NAMES);
  return name;
}

/** The answer to a query, in the old shape. Throws Malformed, and what the gateway throws. */
export async function answerOldQuery(
  asking: Asking,
  name: string,
  document: unknown,
  settings: QuerySettings & { readonly form: Form },
): Promise<unknown> {
  const { response, read, answer } = QUERIES.get(name) as OldQuery;
  const data = await answer(asking, read(document) as never, settings);
  return settings.form === 'array' ? arrayOf(response, data) : written(response, data);
}

/** A summary is there twice: readers of the old type find its keys beside the tag, all others in `data`. */
function written(response_type: string, data: unknown): object {
  if (response_type === 'NetworkStats') return { response_type, ...(data as object) };
  return response_type === 'Summary' && data !== null
    ? { response_type, ...(data as object), data }
    : { response_type, data };
}

/** In this form there is no way to say that there is none, except as an error. */
function arrayOf(response_type: string, data: unknown): unknown {
  if (Array.isArray(data)) return [response_type, ...data];
  if (data !== null) return { response_type, ...(data as object) };
  return errorOf(response_type === 'Path' ? 'Path not found' : 'Person not found');
}

export const errorOf = (message: string): object => ({ response_type: 'Error', message });
