/** Policies: what they are set to, what they decided and why, what they would do, and what waits for somebody to look. */

import type { PolicyState } from '../src/app/policies/book.ts';
import type { Preview } from '../src/app/policies/desk.ts';
import type { SettingsRecord } from '../src/app/policies/records.ts';
import type { Act, PolicyDecision } from '../src/domain/policies/policy.ts';
import { type Setting, schemaOf } from '../src/domain/policies/settings.ts';
import { SENTENCES } from '../src/domain/rejection.ts';
import type { GraphQLContext } from './builder.ts';
import { badArgument } from './errors.ts';
import type { Kit } from './kit.ts';
import { findPerson } from './person-source.ts';
import { registerPolicyChanges } from './policy-changes.ts';
import { policyIn, registerDecisions } from './policy-decisions.ts';
import { dateTimeIn, personIdIn } from './reading.ts';
import type { RefusalTypes } from './refusal.ts';

type App = GraphQLContext['app'];

export function registerPolicies(kit: Kit, { code }: RefusalTypes): void {
  const { builder } = kit;
  const policy = registerPolicy(kit);
  const decision = registerDecisions(kit);
  const planned = registerPlanned(kit);
  registerPolicyChanges(kit, { code, policy, decision });
  const preview = registerPreview(kit, planned);
  const outlook = registerOutlook(kit, planned);
  const clock = builder.objectRef<App>('PolicyClock').implement({
    description: 'How policies keep time.',
    fields: (t) => ({
      held: t.string({
        nullable: true,
        description: 'Why nothing happens by time; null while it does. See confirmClock.',
        resolve: ({ policies }) => policies.held,
      }),
      entries: t.int({
        description: 'How many persons some policy will look at by itself.',
        resolve: ({ policies }) => policies.timer.size,
      }),
      next: t.field({ type: 'DateTime', nullable: true, resolve: ({ policies }) => policies.timer.next }),
    }),
  });
  builder.queryFields((t) => ({
    policies: t.field({
      type: [policy],
      description: 'Every policy, on or off.',
      resolve: async (_, __, { app }) => {
        await app.policies.refreshed();
        return [...app.policies.book.states];
      },
    }),
    policy: t.field({
      type: policy,
      nullable: true,
      args: { name: t.arg.string({ required: true }) },
      resolve: async (_, { name }, { app }) => {
        await app.policies.refreshed();
        return app.policies.book.state(name);
      },
    }),
    policyClock: t.field({ type: clock, resolve: (_, __, { app }) => app }),
    policyPreview: t.field({
      type: preview,
      description: 'What a policy would do if it looked at everybody now. Nothing is written.',
      args: {
        name: t.arg.string({ required: true }),
        settings: t.arg({ type: 'JSON', description: 'Settings to try, by name; the others are as they are.' }),
        at: t.arg({ type: 'DateTime', description: 'The moment to look at; now when nothing is said.' }),
        first: t.arg.int({ defaultValue: 20, description: 'How many of the decisions to show.' }),
      },
      resolve: (_, args, { app }) => previewOf(app, args),
    }),
    policyOutlook: t.field({
      type: [outlook],
      description: 'What the policies would do about one person now, and when they look at it next.',
      args: { personId: t.arg.id({ required: true }), policy: t.arg.string() },
      resolve: async (_, { personId, policy: name }, { app }) => {
        const person = personIdIn('personId', personId);
        const policies = await statesIn(app, name);
        return policies.map((state) => app.policyDesk.outlook(state, person));
      },
    }),
  }));
  builder.mutationField('confirmClock', (t) =>
    t.field({
      type: clock,
      description: 'Says that the clock of this gateway is right, so that policies go by it again.',
      resolve: (_, __, { app }) => {
        app.policies.guard.confirm();
        return app;
      },
    }),
  );
}

/** The policy of the name, or all of them when there is none. */
async function statesIn(app: App, name: string | null | undefined): Promise<readonly PolicyState[]> {
  await app.policies.refreshed();
  const named = policyIn(app, name);
  return app.policies.book.states.filter((state) => named === undefined || state.policy.name === named);
}

const DECISIONS_SHOWN_MAX = 1_000;

interface PreviewArgs {
  readonly name: string;
  readonly settings?: unknown;
  readonly at?: string | null | undefined;
  readonly first?: number | null | undefined;
}

async function previewOf(app: App, { name, settings, at, first }: PreviewArgs): Promise<Preview> {
  const most = first ?? 20;
  if (most < 0 || most > DECISIONS_SHOWN_MAX) {
    throw badArgument('first', `0 to ${DECISIONS_SHOWN_MAX} decisions can be shown.`);
  }
  const preview = await app.policyDesk.preview(name, settings ?? {}, at == null ? null : dateTimeIn('at', at), most);
  if ('code' in preview) throw badArgument(preview.field ?? 'settings', SENTENCES[preview.code]);
  return preview;
}

function registerPolicy(kit: Kit) {
  const { builder } = kit;
  const setting = registerSetting(kit);
  const change = builder.objectRef<SettingsRecord>('PolicyChange').implement({
    description: 'A change of settings.',
    fields: (t) => ({
      version: t.exposeInt('version'),
      changes: t.expose('changes', { type: 'JSON', description: 'What was set; null is the standard.' }),
      by: t.exposeString('by'),
      at: t.expose('at', { type: 'DateTime' }),
      reason: t.exposeString('reason', { nullable: true }),
    }),
  });
  return builder.objectRef<PolicyState>('Policy').implement({
    description: 'A rule that acts on its own.',
    fields: (t) => ({
      name: t.string({ resolve: ({ policy }) => policy.name }),
      description: t.string({ resolve: ({ policy }) => policy.description }),
      enabled: t.boolean({ resolve: ({ settings }) => settings.enabled }),
      settings: t.field({
        type: [setting],
        resolve: ({ policy, settings }) =>
          Object.entries(schemaOf(policy.settings)).map(([name, schema]) => ({
            name,
            schema,
            value: (settings as Readonly<Record<string, unknown>>)[name],
          })),
      }),
      version: t.exposeInt('version', { description: 'How often its settings were changed.' }),
      history: t.field({
        type: [change],
        description: 'Every change of its settings, the newest first.',
        resolve: ({ history }) => history.toReversed(),
      }),
      looksAfter: t.stringList({
        description: 'Types of events after which it looks at the person they are about.',
        resolve: ({ policy }) => [...policy.after].sort(),
      }),
      keepsTime: t.boolean({
        description: 'Whether it also looks at persons when their time has come.',
        resolve: ({ policy }) => policy.due !== undefined,
      }),
      fired: t.int({ description: 'Commands of its that were taken.', resolve: ({ counts }) => counts.fired }),
      left: t.int({ description: 'Times it left somebody alone with a reason.', resolve: ({ counts }) => counts.left }),
      parked: t.int({
        description: 'Decisions that wait for somebody to look.',
        resolve: ({ counts }) => counts.parked,
      }),
      lag: t.int({
        nullable: true,
        description: 'Events that wait to be looked at by policies; null when the log cannot tell.',
        resolve: (_, __, { app }) => app.policies.lag(),
      }),
    }),
  });
}

interface SettingSource {
  readonly name: string;
  readonly schema: Setting;
  readonly value: unknown;
}

function registerSetting({ builder, words }: Kit) {
  return builder.objectRef<SettingSource>('PolicySetting').implement({
    fields: (t) => ({
      name: t.exposeString('name'),
      description: t.string({ resolve: ({ schema }) => schema.description }),
      kind: t.field({
        type: words('PolicySettingKind', ['number', 'flag', 'word', 'words']),
        resolve: ({ schema }) => schema.kind,
      }),
      value: t.expose('value', { type: 'JSON' }),
      standard: t.field({ type: 'JSON', resolve: ({ schema }) => schema.standard }),
      least: t.float({ nullable: true, resolve: ({ schema }) => (schema.kind === 'number' ? schema.least : null) }),
      most: t.float({ nullable: true, resolve: ({ schema }) => (schema.kind === 'number' ? schema.most : null) }),
      unit: t.string({ nullable: true, resolve: ({ schema }) => (schema.kind === 'number' ? schema.unit : null) }),
      words: t.stringList({
        nullable: true,
        description: 'What it may be; null for any.',
        resolve: ({ schema }) => ('words' in schema && schema.words !== null ? [...schema.words] : null),
      }),
    }),
  });
}

/** A decision that has not been made. */
function registerPlanned({ builder, person }: Kit) {
  return builder.objectRef<PolicyDecision>('PlannedDecision').implement({
    description: 'What a policy would do, or would leave alone.',
    fields: (t) => ({
      acts: t.boolean({ resolve: ({ kind }) => kind === 'act' }),
      personId: t.exposeID('personId'),
      person: t.field({
        type: person,
        nullable: true,
        resolve: ({ personId }, _, { app }) => findPerson(app, personId),
      }),
      because: t.exposeString('because'),
      command: t.string({ nullable: true, resolve: (source) => (source.kind === 'act' ? source.type : null) }),
      data: t.field({
        type: 'JSON',
        nullable: true,
        resolve: (source) => (source.kind === 'act' ? (source as Act).data : null),
      }),
    }),
  });
}

function registerPreview({ builder }: Kit, planned: ReturnType<typeof registerPlanned>) {
  const failed = builder.objectRef<Preview['failures'][number]>('PreviewFailure').implement({
    fields: (t) => ({ personId: t.exposeID('personId'), problem: t.exposeString('problem') }),
  });
  return builder.objectRef<Preview>('PolicyPreview').implement({
    fields: (t) => ({
      persons: t.exposeInt('persons', { description: 'Whom it looked at.' }),
      acts: t.exposeInt('fired', { description: 'Commands it would send.' }),
      leaves: t.exposeInt('left', { description: 'How often it would leave somebody alone with a reason.' }),
      failures: t.field({ type: [failed], resolve: ({ failures }) => [...failures] }),
      decisions: t.field({
        type: [planned],
        description: 'The first of its decisions.',
        resolve: ({ decisions }) => [...decisions],
      }),
    }),
  });
}

function registerOutlook({ builder }: Kit, planned: ReturnType<typeof registerPlanned>) {
  type Outlook = ReturnType<App['policyDesk']['outlook']>;
  return builder.objectRef<Outlook>('PolicyOutlook').implement({
    fields: (t) => ({
      policy: t.exposeString('policy'),
      enabled: t.exposeBoolean('enabled'),
      dueAt: t.expose('dueAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When it looks at the person by itself; null when it does not.',
      }),
      decisions: t.field({ type: [planned], resolve: ({ decisions }) => [...decisions] }),
      problem: t.exposeString('problem', { nullable: true, description: 'What it failed with, if it did.' }),
    }),
  });
}
