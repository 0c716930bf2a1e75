/** Live: events, timeline entries and persons as they change. Each item has the position to resume after. */

import type { ObjectRef } from '@pothos/core';
import type { TimelineFilter } from '../projections/timeline.ts';
import type { App } from '../src/app/app.ts';
import type { PersonId } from '../src/domain/ids.ts';
import type { Recorded } from '../src/domain/message.ts';
import { FACT_NAMES, FACT_NOUNS } from '../src/domain/person/facts.ts';
import { NOUNS } from '../src/domain/person/person.ts';
import type { BuilderTypes } from './builder.ts';
import type { Kit } from './kit.ts';
import { currentPerson, findPerson, type PersonSource, pastPerson } from './person-source.ts';
import { personIdIn, readFromLog, sequenceIn } from './reading.ts';

type Types = PothosSchemaTypes.ExtendDefaultTypes<BuilderTypes>;
type EntryRef = ObjectRef<Types, { readonly sequence: number }>;

interface PersonItem {
  readonly person: PersonSource;
  readonly sequence: number;
}

export function registerSubscriptions(kit: Kit, entry: EntryRef): void {
  const { builder, person, personEvent } = kit;
  const eventItem = builder.objectRef<Recorded>('PersonEventItem').implement({
    fields: (t) => ({
      event: t.field({ type: personEvent, resolve: (event) => event }),
      position: t.field({ type: 'Position', resolve: ({ sequence }, _, { app }) => app.positions.encode(sequence) }),
    }),
  });
  const timelineItem = builder.objectRef<Recorded>('TimelineItem').implement({
    fields: (t) => ({
      entry: t.field({ type: entry, resolve: ({ sequence }) => ({ sequence }) }),
      position: t.field({ type: 'Position', resolve: ({ sequence }, _, { app }) => app.positions.encode(sequence) }),
    }),
  });
  const personItem = builder.objectRef<PersonItem>('PersonItem').implement({
    fields: (t) => ({
      person: t.field({ type: person, resolve: (item) => item.person }),
      position: t.field({ type: 'Position', resolve: ({ sequence }, _, { app }) => app.positions.encode(sequence) }),
    }),
  });
  const filter = builder.inputType('PersonEventFilter', {
    description: 'All that is given must hold.',
    fields: (t) => ({
      personId: t.id(),
      types: t.stringList({ description: 'Types of events, such as EmailAdded.' }),
      nouns: t.field({
        type: [
          kit.words(
            'Noun',
            NOUNS.map((word) => word.replace('-', '_')),
          ),
        ],
      }),
    }),
  });
  const resume = 'Begin after this position, from the log where needed; without it, with what happens from now on.';

  builder.subscriptionFields((t) => ({
    personEvents: t.field({
      type: eventItem,
      description: 'Every event that passes the filter, in order, once.',
      args: { filter: t.arg({ type: filter }), after: t.arg({ type: 'Position', description: resume }) },
      subscribe: (_, args, { app }) => follow(app, args.filter ?? {}, args.after ?? null),
      resolve: (event) => event,
    }),
    timelineEntries: t.field({
      type: timelineItem,
      description: 'Every entry of a timeline, in order, once.',
      args: {
        personId: t.arg.id(),
        types: t.arg.stringList(),
        after: t.arg({ type: 'Position', description: resume }),
      },
      subscribe: (_, { after, ...wanted }, { app }) => follow(app, wanted, after ?? null),
      resolve: (event) => event,
    }),
    person: t.field({
      type: personItem,
      description: 'The person now, and then after every change.',
      args: { id: t.arg.id({ required: true }) },
      subscribe: (_, { id }, { app }) => personChanges(app, personIdIn('id', id)),
      resolve: (item) => item,
    }),
  }));
}

interface Wanted {
  readonly personId?: string | null | undefined;
  readonly types?: readonly string[] | null | undefined;
  readonly nouns?: readonly string[] | null | undefined;
}

function follow(app: App, wanted: Wanted, after: string | null): AsyncIterableIterator<Recorded> {
  const sequence = after === null ? app.projector.position : sequenceIn(app, 'after', after);
  const personId = wanted.personId == null ? null : personIdIn('personId', wanted.personId);
  const types = typesOf(wanted);
  return readable(app.live.follow(() => filterOf(app, personId, types), sequence));
}

/** The events; an error that can be branched on when the log cannot be reached for them. */
function readable(events: AsyncIterableIterator<Recorded>): AsyncIterableIterator<Recorded> {
  return {
    next: () => readFromLog(() => events.next()),
    return: async () => (await events.return?.()) ?? { done: true, value: undefined },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function typesOf({ types, nouns }: Wanted): ReadonlySet<string> | undefined {
  if (types == null && nouns == null) return undefined;
  const wanted = nouns == null ? null : new Set(nouns.map((noun) => noun.replace('_', '-')));
  const named = wanted === null ? null : FACT_NAMES.filter((type) => wanted.has(FACT_NOUNS[type]));
  if (types == null) return new Set(named);
  return new Set(named === null ? types : types.filter((type) => (named as readonly string[]).includes(type)));
}

/** A person that the log has not named yet gets its number when it is. */
function filterOf(app: App, personId: PersonId | null, types: ReadonlySet<string> | undefined): TimelineFilter | null {
  if (personId === null) return { types };
  const person = app.views.persons.find(personId);
  return person === undefined ? null : { person, types };
}

function personChanges(app: App, personId: PersonId): AsyncIterableIterator<PersonItem> {
  let changes: AsyncIterableIterator<Recorded> | null = null;
  const items = (async function* (): AsyncGenerator<PersonItem> {
    changes = readable(app.live.follow(() => filterOf(app, personId, undefined), app.projector.position));
    const now = findPerson(app, personId);
    if (now !== null) yield { person: now, sequence: app.projector.position };
    for await (const event of changes) {
      const person = await personAfter(app, event);
      if (person !== null) yield { person, sequence: event.sequence };
    }
  })();
  return {
    next: () => items.next(),
    // As in Live: what waits for a change cannot be told to return; what it waits for has to end first.
    return: async () => {
      await changes?.return?.();
      return items.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** The person as the event left it: the person of today while nothing has happened since. */
async function personAfter(app: App, { personId, sequence }: Recorded): Promise<PersonSource | null> {
  const number = app.views.persons.find(personId);
  if (number !== undefined && app.projector.head(number)?.sequence === sequence) return currentPerson(app, number);
  const past = await readFromLog(() => app.reader.asOf(personId, { sequence }));
  const person = past === null ? null : pastPerson(app, personId, past);
  return person === null ? null : { ...person, isRecent: true };
}
