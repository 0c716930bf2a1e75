/** Messages of other domains that could not be dealt with: looked at, tried again, or dropped by whoever decides that. */

import type { NeighbourDesk, ParkedItem, Replayed } from '../src/app/neighbour-desk.ts';
import type { GraphQLContext } from './builder.ts';
import { type Connection, cursorIn, cursorOf, rowsIn } from './connection.ts';
import { failure } from './errors.ts';
import type { Kit } from './kit.ts';

const ROWS_DEFAULT = 50;
const ROWS_MAX = 100;

/** Messages are listed in the order in which they were parked. */
const ORDER = 'parked';

export function registerParked(kit: Kit): void {
  const message = registerMessage(kit);
  registerChanges(kit);
  kit.builder.queryField('parkedMessages', (t) =>
    t.field({
      type: kit.connection('ParkedMessage', message).ref,
      description: `Messages of other domains that could not be dealt with, and why; at most ${ROWS_MAX} at a time.`,
      args: { neighbour: t.arg.string({ description: 'Of this domain only.' }), ...kit.pages.forwards },
      resolve: (_, { neighbour = null, first, after }, context) => pageOf(context, neighbour, first, after),
    }),
  );
}

function registerMessage({ builder }: Kit) {
  const refusal = builder.objectRef<ParkedItem['refusals'][number]>('ParkedRefusal').implement({
    description: 'A command that the message asked for, and why it was not taken.',
    fields: (t) => ({
      command: t.exposeString('command'),
      personId: t.exposeID('personId'),
      code: t.exposeString('code'),
      field: t.exposeString('field', { nullable: true }),
    }),
  });
  return builder.objectRef<ParkedItem>('ParkedMessage').implement({
    description: 'A message of another domain that could not be dealt with.',
    fields: (t) => ({
      id: t.exposeID('id'),
      neighbour: t.exposeString('neighbour', { description: 'The domain that it came from.' }),
      subject: t.exposeString('subject'),
      body: t.exposeString('body', { description: 'As it came; only its beginning where it is too large to be kept.' }),
      reason: t.exposeString('reason'),
      refusals: t.field({ type: [refusal], resolve: ({ refusals }) => [...refusals] }),
      stream: t.exposeString('stream', { description: 'Where it was heard, with its number there.' }),
      sequence: t.exposeInt('sequence'),
      at: t.field({ type: 'DateTime', resolve: ({ at }) => at }),
      parkedAt: t.field({ type: 'DateTime', resolve: ({ parkedAt }) => parkedAt }),
      waitsUntil: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'Until when it is tried again by itself; null when only somebody can have it tried again.',
        resolve: ({ waitsUntil }) => waitsUntil,
      }),
    }),
  });
}

function registerChanges({ builder }: Kit): void {
  type Of<Kind extends Replayed['kind']> = Extract<Replayed, { kind: Kind }>;
  const settled = builder.objectRef<Of<'settled'>>('ParkedMessageSettled').implement({
    description: 'It is dealt with now, and parked no longer.',
    fields: (t) => ({
      commands: t.exposeInt('commands', {
        description: 'How many commands were taken, now or when it was tried first.',
      }),
      ignoredBecause: t.string({
        nullable: true,
        description: 'Why there was nothing to do, where there was nothing.',
        resolve: ({ reason }) => reason,
      }),
    }),
  });
  const kept = builder.objectRef<Of<'kept'>>('ParkedMessageKept').implement({
    description: 'It is parked still.',
    fields: (t) => ({ reason: t.exposeString('reason') }),
  });
  const unknown = builder.objectRef<Of<'unknown'>>('ParkedMessageNotFound').implement({
    description: 'No message is parked under this id, or no longer.',
    fields: (t) => ({
      message: t.string({ resolve: () => 'No message is parked under this id. See the query parkedMessages.' }),
    }),
  });
  const dropped = builder
    .objectRef<{ readonly kind: 'dropped'; readonly id: string }>('ParkedMessageDropped')
    .implement({
      description: 'It is parked no longer, and nothing was done.',
      fields: (t) => ({ id: t.exposeID('id') }),
    });
  const replay = builder.unionType('ReplayParkedMessageResult', {
    types: [settled, kept, unknown],
    resolveType: ({ kind }) => ({ settled, kept, unknown })[kind],
  });
  const drop = builder.unionType('DropParkedMessageResult', {
    types: [dropped, unknown],
    resolveType: ({ kind }) => ({ dropped, unknown })[kind],
  });
  builder.mutationFields((t) => ({
    replayParkedMessage: t.field({
      type: replay,
      description: 'Tries a parked message once more. What took effect when it was tried first does not again.',
      args: { id: t.arg.id({ required: true }) },
      resolve: (_, { id }, context) => atDesk(context, (desk) => desk.replay(id)),
    }),
    dropParkedMessage: t.field({
      type: drop,
      description: 'Takes a parked message off without doing anything.',
      args: { id: t.arg.id({ required: true }) },
      resolve: (_, { id }, context) =>
        atDesk(context, async (desk) =>
          (await desk.drop(id)) ? { kind: 'dropped' as const, id } : { kind: 'unknown' as const },
        ),
    }),
  }));
}

async function pageOf(
  context: GraphQLContext,
  neighbour: string | null,
  rows: number | null | undefined,
  cursor: string | null | undefined,
): Promise<Connection<ParkedItem>> {
  const first = Math.min(rowsIn('first', rows) ?? ROWS_DEFAULT, ROWS_MAX);
  const after = Number(cursorIn('after', cursor, ORDER)?.[0] ?? 0);
  const { items, left } = await atDesk(context, (desk) => desk.parked(neighbour, after, Math.max(1, first)));
  const shown = items.slice(0, first);
  return {
    edges: shown.map((item) => ({ cursor: cursorOf(ORDER, [item.place]), node: item })),
    hasNextPage: left > shown.length,
    hasPreviousPage: after > 0,
    totalCount: () => atDesk(context, async (desk) => (await desk.parked(neighbour, 0, 1)).left),
  };
}

async function atDesk<T>({ app }: GraphQLContext, work: (desk: NeighbourDesk) => Promise<T>): Promise<T> {
  const desk = app.desk.current;
  if (desk === null) {
    throw failure(
      'NEIGHBOURS_NOT_HEARD',
      'This gateway hears no other domains. INTEGRATIONS names those that it hears.',
    );
  }
  return work(desk).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw failure('LOG_UNAVAILABLE', `The parked messages cannot be reached now: ${why}. Ask again later.`);
  });
}
