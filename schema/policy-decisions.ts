/** What policies decided: fired, left alone, parked, and settled since. */

import type { DecisionFilter, FoundDecision } from '../src/app/policies/book.ts';
import { DECISION_KINDS, type DecisionRecord } from '../src/app/policies/records.ts';
import type { Recorded } from '../src/domain/message.ts';
import { SENTENCES } from '../src/domain/rejection.ts';
import type { GraphQLContext } from './builder.ts';
import { type Connection, cursorIn, cursorOf, rowsIn } from './connection.ts';
import { badArgument } from './errors.ts';
import type { Kit } from './kit.ts';
import { findPerson } from './person-source.ts';
import { personIdIn, readFromLog } from './reading.ts';

/** Decisions of a page when nothing is said. */
const ROWS_DEFAULT = 50;

const ORDER = 'decision';

export function registerDecisions(kit: Kit) {
  const { builder } = kit;
  const kind = kit.words('PolicyDecisionKind', DECISION_KINDS);
  const decision = registerDecision(kit);
  const decisions = kit.connection('PolicyDecision', decision).ref;
  builder.queryFields((t) => ({
    policyDecisions: t.field({
      type: decisions,
      description: 'What policies decided, about everybody or about one person, the newest first.',
      args: {
        personId: t.arg.id(),
        policy: t.arg.string(),
        kinds: t.arg({ type: [kind] }),
        ...kit.pages.forwards,
      },
      resolve: (_, { personId, policy, kinds, first, after }, { app }) =>
        pageOf(
          app,
          {
            personId: personId == null ? undefined : personIdIn('personId', personId),
            policy: policyIn(app, policy),
            kinds: kinds == null ? undefined : new Set<string>(kinds),
          },
          first,
          after,
        ),
    }),
    parkedDecisions: t.field({
      type: [decision],
      description: 'What could not be done and waits for somebody to look, the oldest first.',
      args: { policy: t.arg.string() },
      resolve: async (_, { policy }, { app }) => {
        await app.policies.refreshed();
        const named = policyIn(app, policy);
        return app.policies.book.parked.filter((record) => named === undefined || record.policy === named);
      },
    }),
  }));
  return decision;
}

/** The name of a policy that there is; undefined when none is named. */
export function policyIn(app: GraphQLContext['app'], name: string | null | undefined): string | undefined {
  if (name == null) return undefined;
  if (app.policies.book.state(name) === null) throw badArgument('policy', SENTENCES.POLICY_UNKNOWN);
  return name;
}

async function pageOf(
  app: GraphQLContext['app'],
  filter: DecisionFilter,
  first: number | null | undefined,
  after: string | null | undefined,
): Promise<Connection<DecisionRecord>> {
  const most = rowsIn('first', first) ?? ROWS_DEFAULT;
  const place = cursorIn('after', after, ORDER);
  const before = place === null ? null : ({ line: place[0], at: place[1] } as Pick<FoundDecision, 'line' | 'at'>);
  const found: FoundDecision[] = [];
  await app.policies.refreshed();
  await readFromLog(async () => {
    for await (const each of app.policies.book.decisions(filter, before)) {
      found.push(each);
      if (found.length > most) break;
    }
  });
  const edges = found
    .slice(0, most)
    .map(({ record, line, at }) => ({ cursor: cursorOf(ORDER, [line, at]), node: record }));
  return {
    edges,
    hasNextPage: found.length > most,
    hasPreviousPage: before !== null,
    totalCount: () => readFromLog(() => countOf(app, filter)),
  };
}

async function countOf(app: GraphQLContext['app'], filter: DecisionFilter): Promise<number> {
  let count = 0;
  for await (const _ of app.policies.book.decisions(filter, null)) count += 1;
  return count;
}

function registerDecision({ builder, person, personEvent, words }: Kit) {
  return builder.objectRef<DecisionRecord>('PolicyDecision').implement({
    description: 'What a policy decided about a person, and what came of it.',
    fields: (t) => ({
      id: t.exposeID('id'),
      kind: t.expose('kind', { type: words('PolicyDecisionKind', DECISION_KINDS) }),
      policy: t.exposeString('policy'),
      settingsVersion: t.exposeInt('version', { description: 'The version of the settings it was made under.' }),
      at: t.expose('at', { type: 'DateTime' }),
      because: t.exposeString('because'),
      about: t.exposeID('about', { description: 'Who was looked at.' }),
      personId: t.exposeID('personId', { description: 'Whom it concerns.' }),
      person: t.field({
        type: person,
        nullable: true,
        resolve: ({ personId }, _, { app }) => findPerson(app, personId),
      }),
      cause: t.field({
        type: personEvent,
        nullable: true,
        description: 'The event that led to it; null when it was the time, or somebody asked.',
        resolve: ({ cause }, _, { events }) => (cause === null ? null : events.load(cause.sequence)),
      }),
      command: t.string({ nullable: true, resolve: ({ command }) => command?.type ?? null }),
      commandId: t.id({ nullable: true, resolve: ({ command }) => command?.commandId ?? null }),
      data: t.field({ type: 'JSON', nullable: true, resolve: ({ command }) => command?.data ?? null }),
      effects: t.field({
        type: [personEvent],
        description: 'The events that it led to.',
        resolve: async ({ events: sequences }, _, { events }) =>
          (await Promise.all(sequences.map((each) => events.load(each)))).filter(
            (event): event is Recorded => event !== null,
          ),
      }),
      depth: t.exposeInt('depth', {
        description: 'How many policies led to it one after the other, itself among them.',
      }),
      problem: t.exposeString('problem', { nullable: true, description: 'Why it was parked.' }),
      settles: t.id({
        nullable: true,
        description: 'The parked decision that this one settles.',
        resolve: ({ settles }) => settles?.id ?? null,
      }),
      settledBy: t.string({ nullable: true, resolve: ({ settles }) => settles?.by ?? null }),
    }),
  });
}
