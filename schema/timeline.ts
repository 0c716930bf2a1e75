/** Events, timelines and histories: types, queries. */

import DataLoader from 'dataloader';
import { compareKeys, type Key, pageOf, pageOfWalk } from '../projections/page.ts';
import type { TimelineFilter, TimelineView } from '../projections/timeline.ts';
import type { Verification } from '../src/app/log-reader.ts';
import type { Recorded } from '../src/domain/message.ts';
import { FACT_NOUNS, type FactName } from '../src/domain/person/facts.ts';
import { NOUNS } from '../src/domain/person/person.ts';
import type { GraphQLContext } from './builder.ts';
import { type Connection, type ConnectionArgs, connectionOf, pageArgs } from './connection.ts';
import type { Kit } from './kit.ts';
import { currentPerson } from './person-source.ts';
import { dateTimeIn, personIdIn, readFromLog } from './reading.ts';
import { describeEvent } from './timeline-texts.ts';

export function registerTimeline(kit: Kit) {
  const { builder, person, personEvent } = kit;
  registerEvent(kit);
  const entry = registerEntry(kit);
  const timeline = kit.connection('Timeline', entry).ref;
  const history = kit.connection('PersonEvent', personEvent).ref;
  const verification = builder.objectRef<Verification>('Verification').implement({
    description: "The person's history, read anew and checked block by block.",
    fields: (t) => ({
      ok: t.exposeBoolean('ok'),
      checked: t.exposeInt('checked', { description: 'Events whose bytes, CID and link to the one before are right.' }),
      fault: t.exposeString('fault', {
        nullable: true,
        description: 'What is wrong with the first block that is not.',
      }),
    }),
  });
  const filters = builder.args((t) => ({
    types: t.stringList({ description: 'Types of events, such as EmailAdded.' }),
    from: t.field({ type: 'DateTime', description: 'The earliest moment, inclusive.' }),
    to: t.field({ type: 'DateTime', description: 'The latest moment, inclusive.' }),
  }));

  builder.objectFields(person, (t) => ({
    timeline: t.field({
      type: timeline,
      description: 'What happened to the person, oldest first; ask for the last rows to get the newest.',
      args: { ...filters, ...kit.pages.bothWays },
      resolve: ({ number, until }, args, { app }) => {
        return entries(app.views.timeline, { ...filterOf(args), person: number, until: until ?? undefined }, args);
      },
    }),
    history: t.field({
      type: history,
      description: 'The events of the person, oldest first.',
      args: kit.pages.forwards,
      resolve: ({ number, until }, args, context) => {
        const sequences = context.app.views.timeline
          .of(number)
          .filter((sequence) => until === null || sequence <= until);
        return events(sequences, args, context);
      },
    }),
    verification: t.field({
      type: verification,
      resolve: ({ id }, _, { app }) => readFromLog(() => app.reader.verify(id)),
    }),
  }));

  builder.queryFields((t) => ({
    timeline: t.field({
      type: timeline,
      description: 'What happened, of one person or of all, oldest first; ask for the last rows to get the newest.',
      args: { personId: t.arg.id(), ...filters, ...kit.pages.bothWays },
      resolve: (_, { personId, ...args }, { app }) => {
        const filter = filterOf(args);
        const number =
          personId == null ? undefined : (app.views.persons.find(personIdIn('personId', personId)) ?? NOT_THERE);
        return entries(app.views.timeline, { ...filter, person: number }, args);
      },
    }),
    event: t.field({
      type: personEvent,
      nullable: true,
      description: 'An event by its content id.',
      args: { cid: t.arg({ type: 'CID', required: true }) },
      resolve: (_, { cid }, { app }) => readFromLog(() => app.reader.byCid(cid)),
    }),
  }));
  return entry;
}

function registerEvent(kit: Kit): void {
  const { personEvent } = kit;
  const noun = kit.words(
    'Noun',
    NOUNS.map((word) => word.replace('-', '_')),
  );
  personEvent.implement({
    description: 'Something that happened, for ever: one block of the log.',
    interfaces: [kit.node],
    isTypeOf: (value) => typeof value === 'object' && value !== null && 'cid' in value,
    fields: (t) => ({
      id: t.id({ description: 'The same as cid.', resolve: ({ cid }) => cid }),
      cid: t.expose('cid', { type: 'CID' }),
      prev: t.expose('prev', { type: 'CID', nullable: true, description: "CID of the person's event before." }),
      type: t.exposeString('type'),
      noun: t.field({ type: noun, nullable: true, resolve: ({ type }) => nounOf(type) }),
      version: t.exposeInt('n', { description: 'The version of the person that it led to.' }),
      personId: t.exposeID('personId'),
      at: t.expose('at', { type: 'DateTime' }),
      position: t.field({ type: 'Position', resolve: positionOf }),
      commandId: t.id({ resolve: ({ meta }) => meta.commandId }),
      cause: t.field({
        type: 'CID',
        nullable: true,
        description: 'CID of the event that caused the command.',
        resolve: ({ meta }) => meta.cause,
      }),
      correlationId: t.id({ resolve: ({ meta }) => meta.correlationId }),
      actor: t.string({ resolve: ({ meta }) => meta.actor }),
      source: t.string({ description: 'The program the command came through.', resolve: ({ meta }) => meta.source }),
      data: t.expose('data', { type: 'JSON' }),
      block: t.string({
        description: 'The stored bytes, in base64: a block of DAG-CBOR whose sha2-256 is in the CID.',
        resolve: (event, _, context) => blockOf(event, context),
      }),
    }),
  });
}

function registerEntry({ builder, person, personEvent }: Kit) {
  return builder.objectRef<{ readonly sequence: number }>('TimelineEntry').implement({
    description: 'An event in words.',
    fields: (t) => ({
      id: t.id({
        description: 'The CID of the event.',
        resolve: async (entry, _, context) => (await bodyOf(entry, context)).cid,
      }),
      at: t.field({ type: 'DateTime', resolve: ({ sequence }, _, { app }) => app.views.timeline.at(sequence) }),
      type: t.string({ resolve: ({ sequence }, _, { app }) => app.views.timeline.type(sequence) }),
      title: t.string({ resolve: async (entry, _, context) => describeEvent(await bodyOf(entry, context)).title }),
      description: t.string({
        resolve: async (entry, _, context) => describeEvent(await bodyOf(entry, context)).description,
      }),
      person: t.field({
        type: person,
        nullable: true,
        resolve: ({ sequence }, _, { app }) => currentPerson(app, app.views.timeline.person(sequence) as number),
      }),
      event: t.field({ type: personEvent, resolve: (entry, _, context) => bodyOf(entry, context) }),
      position: t.field({ type: 'Position', resolve: ({ sequence }, _, { app }) => app.positions.encode(sequence) }),
    }),
  });
}

/** The event behind an entry, from the log; many are read at once. */
async function bodyOf({ sequence }: { readonly sequence: number }, { events }: GraphQLContext): Promise<Recorded> {
  const event = await readFromLog(() => events.load(sequence));
  if (event === null) throw new Error(`The event ${sequence} is in the index and not in the log`);
  return event;
}

const blocks = new WeakMap<GraphQLContext, DataLoader<number, Uint8Array | null>>();

/** Never encoded anew, but read; only what was validated and lies nowhere is as it would be stored. */
async function blockOf(event: Recorded, context: GraphQLContext): Promise<string> {
  const { app } = context;
  if (event.sequence === 0) return base64Of(app.codec.seal(event).bytes);
  const known = blocks.get(context);
  const loader = known ?? new DataLoader((sequences: readonly number[]) => app.reader.bytes(sequences));
  if (known === undefined) blocks.set(context, loader);
  const bytes = await readFromLog(() => loader.load(event.sequence));
  if (bytes === null) throw new Error(`The block ${event.sequence} is in the index and not in the log`);
  return base64Of(bytes);
}

function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** An event that was only validated lies nowhere; it stands where the log ends now. */
function positionOf({ sequence }: Recorded, _: unknown, { app }: GraphQLContext): string {
  return app.positions.encode(sequence === 0 ? app.projector.position : sequence);
}

function nounOf(type: string): string | null {
  return FACT_NOUNS[type as FactName]?.replace('-', '_') ?? null;
}

interface FilterArgs {
  readonly types?: readonly string[] | null | undefined;
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
}

function filterOf({ types, from, to }: FilterArgs): TimelineFilter {
  return {
    types: types == null ? undefined : new Set(types),
    from: from == null ? undefined : dateTimeIn('from', from),
    to: to == null ? undefined : dateTimeIn('to', to),
  };
}

/** No person has this number, so nothing is found. */
const NOT_THERE = -1;

function entries(
  timeline: TimelineView,
  filter: TimelineFilter,
  args: ConnectionArgs,
): Connection<{ readonly sequence: number }> {
  const walk = (backwards: boolean) => (from: Key | null) =>
    timeline.walk(filter, backwards, from === null ? null : Number(from[0]));
  const page = pageOfWalk(
    {
      forwards: walk(false),
      backwards: walk(true),
      keyOf: (sequence) => [sequence],
      compare: compareKeys,
      totalCount: () => countOf(timeline.walk(filter, false, null)),
    },
    pageArgs(args, 'sequence'),
  );
  return connectionOf(page, 'sequence', (sequence) => ({ sequence }));
}

function countOf(items: Iterable<unknown>): number {
  let count = 0;
  for (const _ of items) count += 1;
  return count;
}

async function events(
  sequences: readonly number[],
  args: ConnectionArgs,
  context: GraphQLContext,
): Promise<Connection<Recorded>> {
  const page = pageOf(sequences, (sequence) => [sequence], pageArgs(args, 'sequence'));
  const bodies = await Promise.all(page.items.map(({ item }) => bodyOf({ sequence: item }, context)));
  const bySequence = new Map(bodies.map((event) => [event.sequence, event]));
  return connectionOf(page, 'sequence', (sequence) => bySequence.get(sequence) as Recorded);
}
