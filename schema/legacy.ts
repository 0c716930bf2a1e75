/** Who still asks as the service before this one was asked, and how its answers compare. For operators. */

import type {
  OldComparison,
  OldDifference,
  OldEvents,
  OldExample,
  OldShadow,
  OldUsage,
  OldWorldReport,
} from '../src/app/old-world-desk.ts';
import { failure } from './errors.ts';
import type { Kit } from './kit.ts';

export function registerLegacy(kit: Kit): void {
  const report = registerReport(kit);
  kit.builder.queryField('legacyReport', (t) =>
    t.field({
      type: report,
      nullable: true,
      description:
        'The use of the subjects of the service before this one, by all processes that answer there. Null where nobody can tell.',
      resolve: (_, __, { app }) =>
        app.oldWorld.current?.report().catch((error: unknown) => {
          throw failure('LOG_UNAVAILABLE', `The report cannot be had now: ${String(error)}`);
        }) ?? null,
    }),
  );
}

function registerReport(kit: Kit) {
  const { builder } = kit;
  const [usage, shadow] = [registerUsage(kit), registerShadow(kit)];
  const events = builder.objectRef<OldEvents>('LegacyEvents').implement({
    description: 'What went out to old subscribers.',
    fields: (t) => ({
      sent: t.exposeInt('sent', { description: 'Messages.' }),
      lastEventAt: t.string({ nullable: true, resolve: ({ lastEventAt }) => lastEventAt }),
      lastError: t.exposeString('lastError', { nullable: true }),
    }),
  });
  return builder.objectRef<OldWorldReport>('LegacyReport').implement({
    fields: (t) => ({
      processes: t.exposeInt('processes', { description: 'Those that answer old clients now.' }),
      sunset: t.expose('sunset', {
        type: 'Date',
        nullable: true,
        description: 'The day on which the old subjects go silent, as clients are told.',
      }),
      problems: t.stringList({ resolve: ({ problems }) => [...problems] }),
      usage: t.field({ type: [usage], resolve: (source) => [...source.usage] }),
      events: t.field({ type: events, nullable: true, resolve: (source) => source.events }),
      shadow: t.field({
        type: shadow,
        nullable: true,
        description: 'How answers compare with those of the old service, where both are asked.',
        resolve: (source) => source.shadow,
      }),
    }),
  });
}

function registerUsage({ builder }: Kit) {
  return builder.objectRef<OldUsage>('LegacyUsage').implement({
    description: 'Who uses what. What was used last comes first.',
    fields: (t) => ({
      client: t.exposeString('client', { description: 'Its name where it says one, else where it wants its answers.' }),
      subject: t.exposeString('subject'),
      name: t.exposeString('name', { nullable: true, description: 'The command or query; null for what was neither.' }),
      count: t.exposeInt('count'),
      errors: t.exposeInt('errors', { description: 'How many of them were answered with an error.' }),
      firstAt: t.field({ type: 'DateTime', resolve: ({ firstAt }) => firstAt }),
      lastAt: t.field({ type: 'DateTime', resolve: ({ lastAt }) => lastAt }),
    }),
  });
}

function registerShadow({ builder }: Kit) {
  const comparison = builder.objectRef<OldComparison>('LegacyComparison').implement({
    fields: (t) => ({
      name: t.exposeString('name'),
      asked: t.exposeInt('asked'),
      same: t.exposeInt('same'),
      known: t.exposeInt('known', { description: 'Different only in ways that are meant.' }),
      different: t.exposeInt('different'),
      unanswered: t.exposeInt('unanswered', { description: 'The old service gave no answer.' }),
    }),
  });
  const difference = builder.objectRef<OldDifference>('LegacyDifference').implement({
    fields: (t) => ({
      path: t.exposeString('path'),
      ours: t.exposeString('ours', { description: 'As JSON.' }),
      theirs: t.exposeString('theirs'),
      reason: t.exposeString('reason', { nullable: true, description: 'Why it is meant to be different, if it is.' }),
    }),
  });
  const example = builder.objectRef<OldExample>('LegacyExample').implement({
    fields: (t) => ({
      at: t.field({ type: 'DateTime', resolve: ({ at }) => at }),
      name: t.exposeString('name'),
      subject: t.exposeString('subject'),
      request: t.exposeString('request'),
      differences: t.field({ type: [difference], resolve: ({ differences }) => [...differences] }),
    }),
  });
  return builder.objectRef<OldShadow>('LegacyShadow').implement({
    fields: (t) => ({
      comparisons: t.field({ type: [comparison], resolve: ({ comparisons }) => [...comparisons] }),
      examples: t.field({ type: [example], resolve: ({ examples }) => [...examples] }),
      skipped: t.exposeInt('skipped', { description: 'Requests that were not compared, since too many came at once.' }),
    }),
  });
}
