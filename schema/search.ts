/** Search: who is found, how well, by what, and how those found spread. */

import type { ObjectRef } from '@pothos/core';
import { type Facet, facetsOf, pageOfHits, type SearchHit, searchPersons } from '../projections/directory.ts';
import { words as wordsIn } from '../projections/search.ts';
import type { App } from '../src/app/app.ts';
import { dateOf } from '../src/domain/values.ts';
import type { BuilderTypes } from './builder.ts';
import { type Connection, type ConnectionArgs, cursorOf, type Edge, pageArgs } from './connection.ts';
import type { Kit } from './kit.ts';
import { type FilterArgs, filterIn, type PersonFilterInput } from './person-filter.ts';
import { currentPerson, type PersonSource } from './person-source.ts';

type Types = PothosSchemaTypes.ExtendDefaultTypes<BuilderTypes>;

interface Highlight {
  readonly field: string;
  readonly text: string;
  /** Where the found part begins and ends in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

export type FoundEdge = Edge<PersonSource> & { readonly hit: SearchHit; readonly text: string | null };
export type FoundConnection = Connection<PersonSource> & {
  readonly hits: readonly SearchHit[];
  readonly today: string;
};

export interface SearchArgs extends ConnectionArgs {
  readonly text?: string | null | undefined;
  readonly filter?: FilterArgs | null | undefined;
}

export function registerSearch(kit: Kit, filter: PersonFilterInput) {
  const { builder } = kit;
  const highlight = builder.objectRef<Highlight>('Highlight').implement({
    description: 'A text of the person in which a word of the search was found.',
    fields: (t) => ({
      field: t.exposeString('field', { description: 'name, email, employer, role, skill or tag.' }),
      text: t.exposeString('text'),
      start: t.exposeInt('start', { description: 'Where the found part begins.' }),
      end: t.exposeInt('end', { description: 'Where it ends; the character there is no longer part of it.' }),
    }),
  });
  const facetValue = builder.objectRef<Facet['values'][number]>('FacetValue').implement({
    fields: (t) => ({ value: t.exposeString('value'), count: t.exposeInt('count') }),
  });
  const facet = builder.objectRef<Facet>('Facet').implement({
    description: 'How those found spread over one thing they can be filtered by.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'status, employer, role, skill, location or tag.' }),
      values: t.field({
        type: [facetValue],
        description: 'The most frequent first.',
        resolve: ({ values }) => [...values],
      }),
    }),
  });
  const { ref, edge } = kit.connection('Search', kit.person);
  builder.objectFields(edge, (t) => ({
    score: t.float({ resolve: (parent) => (parent as FoundEdge).hit.score }),
    highlights: t.field({
      type: [highlight],
      resolve: (parent, _, { app }) => highlightsOf(app, (parent as FoundEdge).hit.person, (parent as FoundEdge).text),
    }),
  }));
  builder.objectField(ref, 'facets', (t) =>
    t.field({
      type: [facet],
      description: 'Over all that are found, not only the page.',
      resolve: (parent, _, { app }) =>
        facetsOf(app.views, (parent as FoundConnection).hits, (parent as FoundConnection).today),
    }),
  );
  builder.queryField('searchPersons', (t) =>
    t.field({
      type: ref,
      description:
        'Listed persons that have any word of the text in their name, email, employer, role, skills or tags, wholly or in part, the best first. A word that nobody has is looked for in similar ones. Everybody without a text.',
      args: { text: t.arg.string(), filter: t.arg({ type: filter }), ...kit.pages.forwards },
      resolve: (_, args, { app, now }) => foundBy(app, args, now),
    }),
  );
  return { connection: ref as ObjectRef<Types, FoundConnection>, filter };
}

export type SearchTypes = ReturnType<typeof registerSearch>;

/** What is found, as of now (UTC milliseconds). */
export function foundBy(app: App, { text, filter, ...args }: SearchArgs, now: number): FoundConnection {
  const today = dateOf(now);
  // A search box that was emptied sends a text without words.
  const sought = text != null && wordsIn(text).length > 0 ? text : null;
  const hits = searchPersons(app.views, sought, filterIn(filter), today);
  const page = pageOfHits(app.views, hits, pageArgs(args, 'score'));
  const edges = page.items.map(({ item: hit, key }): FoundEdge => {
    const node = currentPerson(app, hit.person) as PersonSource;
    return { cursor: cursorOf('score', key), node, hit, text: text ?? null };
  });
  return { ...page, edges, hits, today };
}

function highlightsOf(app: App, person: number, text: string | null): Highlight[] {
  const wanted = [...new Set(wordsIn(text ?? ''))];
  return app.views.search.texts(person).flatMap(({ field, text: value }) => {
    const { letters, starts } = foldedLetters(value);
    return wanted.flatMap((word) => {
      const at = letters.indexOf(word);
      return at < 0 ? [] : { field, text: value, start: starts[at] as number, end: starts[at + word.length] as number };
    });
  });
}

/** The text as it is searched, letter by letter, with where each letter stands in the text. */
function foldedLetters(text: string): { readonly letters: string; readonly starts: readonly number[] } {
  let letters = '';
  const starts: number[] = [];
  let at = 0;
  for (const letter of text) {
    const folded = letter
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .toLowerCase();
    for (let index = 0; index < folded.length; index += 1) starts.push(at);
    letters += folded;
    at += letter.length;
  }
  starts.push(text.length);
  return { letters, starts };
}
