/** Lists and searches that answer again when their answer is another one: live queries, woken by events. */

import { words as wordsIn } from '../projections/search.ts';
import type { OrderField } from '../projections/summary.ts';
import { personTopic, topicsOfList, topicsOfSearch } from '../projections/topics.ts';
import type { App } from '../src/app/app.ts';
import type { AnswerAt } from '../src/app/live-queries.ts';
import { dateOf } from '../src/domain/values.ts';
import type { GraphQLContext } from './builder.ts';
import type { Connection } from './connection.ts';
import type { Kit } from './kit.ts';
import { type ListArgs, listOf, type registerLists } from './lists.ts';
import { waitForSeen } from './min-position.ts';
import { filterIn } from './person-filter.ts';
import type { PersonSource } from './person-source.ts';
import { type FoundConnection, type FoundEdge, foundBy, type SearchArgs, type SearchTypes } from './search.ts';
import { positionField } from './subscriptions.ts';

export function registerLiveLists(kit: Kit, lists: ReturnType<typeof registerLists>, search: SearchTypes): void {
  const { builder } = kit;
  const personsItem = builder.objectRef<AnswerAt<Connection<PersonSource>>>('PersonsItem').implement({
    description: 'The page of a list as of a position.',
    fields: (t) => ({
      persons: t.field({ type: kit.persons, resolve: ({ value }) => value }),
      position: positionField(t),
    }),
  });
  const searchItem = builder.objectRef<AnswerAt<FoundConnection>>('SearchItem').implement({
    description: 'What a search finds as of a position.',
    fields: (t) => ({
      searchPersons: t.field({ type: search.connection, resolve: ({ value }) => value }),
      position: positionField(t),
    }),
  });
  const first = 'How many rows from the start.';
  builder.subscriptionFields((t) => ({
    persons: t.field({
      type: personsItem,
      description: 'The first rows of a list now, and again whenever they, their number or anybody in them changes.',
      args: {
        filter: t.arg({ type: lists.filter }),
        orderBy: t.arg({ type: lists.order }),
        first: t.arg.int({ description: first }),
      },
      subscribe: async (_, args, context) => {
        await waitForSeen(context);
        return watchList(context, args);
      },
      resolve: (item) => item,
    }),
    searchPersons: t.field({
      type: searchItem,
      description: 'The best finds of a search now, and again whenever they, their number or anybody in them changes.',
      args: {
        text: t.arg.string(),
        filter: t.arg({ type: search.filter }),
        first: t.arg.int({ description: first }),
      },
      subscribe: async (_, args, context) => {
        await waitForSeen(context);
        return watchSearch(context, args);
      },
      resolve: (item) => item,
    }),
  }));
}

function watchList({ app }: GraphQLContext, args: ListArgs) {
  const topics = topicsOfList(filterIn(args.filter), (args.orderBy?.field ?? 'name') as OrderField);
  return app.liveQueries.watch(keyOf('persons', args, app), () => {
    const value = listOf(app, args, app.clock());
    return { value, signature: signatureOf(value), topics: [...topics, ...shownIn(value)] };
  });
}

function watchSearch({ app }: GraphQLContext, args: SearchArgs) {
  const sought = args.text != null && wordsIn(args.text).length > 0 ? args.text : null;
  const topics = topicsOfSearch(sought, filterIn(args.filter));
  return app.liveQueries.watch(keyOf('searchPersons', args, app), () => {
    const value = foundBy(app, args, app.clock());
    const scores = value.edges.map((edge) => (edge as FoundEdge).hit.score).join();
    return { value, signature: `${signatureOf(value)} ${scores}`, topics: [...topics, ...shownIn(value)] };
  });
}

/** The same for who asks the same; the answer depends on the day, too. */
function keyOf(field: string, args: object, { clock }: App): string {
  return `${field} ${dateOf(clock())} ${JSON.stringify(args)}`;
}

/** Two pages are the same to a reader when they show the same persons in the same versions, of as many. */
function signatureOf(page: Connection<PersonSource>): string {
  return `${page.totalCount()} ${page.edges.map(({ node }) => node.head).join()}`;
}

function shownIn(page: Connection<PersonSource>): string[] {
  return page.edges.map(({ node }) => personTopic(node.id));
}
