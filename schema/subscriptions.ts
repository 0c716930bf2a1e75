/** Live: events, timeline entries and persons as they change. Each item has the position to resume after. */

import type { ObjectRef } from '@pothos/core';
import type { App } from '../src/app/app.ts';
import type { Interest } from '../src/app/live.ts';
import type { Recorded } from '../src/domain/message.ts';
import { FACT_NAMES, FACT_NOUNS } from '../src/domain/person/facts.ts';
import { NOUNS } from '../src/domain/person/person.ts';
import type { BuilderTypes, GraphQLContext } from './builder.ts';
import { rowsIn } from './connection.ts';
import { badArgument } from './errors.ts';
import type { Kit } from './kit.ts';
import { waitForSeen } from './min-position.ts';
import { PersonChanges, type PersonItem } from './person-changes.ts';
import { nowIn, personIdIn, readFromLog, resumeIn } from './reading.ts';

type Types = PothosSchemaTypes.ExtendDefaultTypes<BuilderTypes>;
type EntryRef = ObjectRef<Types, { readonly sequence: number }>;

export function registerSubscriptions(kit: Kit, entry: EntryRef): void {
  const { builder, personEvent } = kit;
  const eventItem = builder.objectRef<Recorded>('PersonEventItem').implement({
    fields: (t) => ({ event: t.field({ type: personEvent, resolve: (event) => event }), position: positionField(t) }),
  });
  const timelineItem = builder.objectRef<Recorded>('TimelineItem').implement({
    fields: (t) => ({
      entry: t.field({ type: entry, resolve: ({ sequence }) => ({ sequence }) }),
      position: positionField(t),
    }),
  });
  const personItem = builder.objectRef<PersonItem>('PersonItem').implement({
    fields: (t) => ({
      person: t.field({ type: kit.person, resolve: (item) => item.person }),
      position: positionField(t),
    }),
  });
  const filter = registerFilter(kit);

  builder.subscriptionFields((t) => ({
    personEvents: t.field({
      type: eventItem,
      description: 'Every event that passes the filter, in order, once.',
      args: {
        filter: t.arg({ type: filter }),
        after: t.arg({ type: 'Position', description: RESUME }),
        last: t.arg.int({ description: LAST }),
      },
      subscribe: (_, { filter: wanted, ...start }, context) => follow(context, wanted ?? {}, start),
      resolve: (event) => event,
    }),
    timelineEntries: t.field({
      type: timelineItem,
      description: 'Every entry of a timeline, in order, once.',
      args: {
        personId: t.arg.id(),
        types: t.arg.stringList(),
        after: t.arg({ type: 'Position', description: RESUME }),
        last: t.arg.int({ description: LAST }),
      },
      subscribe: (_, { after, last, ...wanted }, context) => follow(context, wanted, { after, last }),
      resolve: (event) => event,
    }),
    person: t.field({
      type: personItem,
      description: 'The person now, and then after every change. Resumed after a position, the changes since.',
      args: { id: t.arg.id({ required: true }), after: t.arg({ type: 'Position', description: RESUME_PERSON }) },
      subscribe: async (_, { id, after }, context) => {
        const personId = personIdIn('id', id);
        const resumed = await resumeIn(context, after ?? null);
        if (resumed === null) await waitForSeen(context);
        return new PersonChanges(context.app, personId, resumed);
      },
      resolve: (item) => item,
    }),
  }));
}

const RESUME =
  'Begin after this position, from the log where needed; without it, with what happens from now on, which is after X-Min-Position where the request has that.';
const LAST = 'Begin with the last so many that there are; not together with after.';
const RESUME_PERSON = 'Begin with the first change after this position; without it, with the person as it is.';

/** The position of an item, to resume after. */
export function positionField<T extends { readonly sequence: number }>(
  t: PothosSchemaTypes.ObjectFieldBuilder<Types, T>,
) {
  return t.field({
    type: 'Position',
    resolve: ({ sequence }: T, _: unknown, { app }: GraphQLContext) => app.positions.encode(sequence),
  } as never);
}

function registerFilter({ builder, words }: Kit) {
  return builder.inputType('PersonEventFilter', {
    description: 'All that is given must hold.',
    fields: (t) => ({
      personId: t.id(),
      types: t.stringList({ description: 'Types of events, such as EmailAdded.' }),
      nouns: t.field({
        type: [
          words(
            'Noun',
            NOUNS.map((word) => word.replace('-', '_')),
          ),
        ],
      }),
      actors: t.stringList({ description: 'Who sent the commands that led to the events.' }),
    }),
  });
}

interface Wanted {
  readonly personId?: string | null | undefined;
  readonly types?: readonly string[] | null | undefined;
  readonly nouns?: readonly string[] | null | undefined;
  readonly actors?: readonly string[] | null | undefined;
}

interface Start {
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
}

async function follow(context: GraphQLContext, wanted: Wanted, start: Start): Promise<AsyncIterableIterator<Recorded>> {
  const { app } = context;
  const interest = interestOf(wanted);
  const last = rowsIn('last', start.last);
  const resumed = await resumeIn(context, start.after ?? null);
  if (last !== null && start.after != null)
    throw badArgument('last', 'begin after a position or with the last, not both.');
  if (resumed !== null) return readable(app, interest, resumed);
  if (last === null) return readable(app, interest, await nowIn(context));
  await waitForSeen(context);
  return readable(app, interest, app.live.before(interest, last));
}

/** The events; an error that can be branched on when the log cannot be reached for them. */
function readable(app: App, interest: Interest, after: number): AsyncIterableIterator<Recorded> {
  const events = app.live.follow(interest, after);
  const next = events.next.bind(events);
  return Object.assign(events, { next: () => readFromLog(next) });
}

function interestOf({ personId, types, nouns, actors }: Wanted): Interest {
  return {
    personId: personId == null ? undefined : personIdIn('personId', personId),
    types: typesOf(types, nouns),
    actors: actors == null ? undefined : new Set(actors),
  };
}

function typesOf(types: Wanted['types'], nouns: Wanted['nouns']): ReadonlySet<string> | undefined {
  if (types == null && nouns == null) return undefined;
  const wanted = nouns?.map((noun) => noun.replace('_', '-'));
  const byNoun = FACT_NAMES.filter((name) => wanted === undefined || wanted.includes(FACT_NOUNS[name]));
  return new Set(types == null ? byNoun : types.filter((type) => nouns == null || byNoun.includes(type as never)));
}
