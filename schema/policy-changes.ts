/** What people do with policies: settings, runs, and what is parked. Answers are unions that clients branch on. */

import type { ObjectRef } from '@pothos/core';
import type { PolicyState } from '../src/app/policies/book.ts';
import type { PolicyOutcome, Run } from '../src/app/policies/desk.ts';
import type { Tally } from '../src/app/policies/reactor.ts';
import type { DecisionRecord } from '../src/app/policies/records.ts';
import { type Refusal, SENTENCES } from '../src/domain/rejection.ts';
import type { BuilderTypes } from './builder.ts';
import { badArgument } from './errors.ts';
import type { Kit } from './kit.ts';
import { readFromLog } from './reading.ts';
import type { RefusalTypes } from './refusal.ts';

type Ref<T> = ObjectRef<PothosSchemaTypes.ExtendDefaultTypes<BuilderTypes>, T>;

interface Types {
  readonly code: RefusalTypes['code'];
  readonly policy: Ref<PolicyState>;
  readonly decision: Ref<DecisionRecord>;
}

/** Decisions that one run may make; whoever wants more goes on from where it stopped. */
const RUN_DECISIONS_MAX = 10_000;
const RUN_DECISIONS_DEFAULT = 1_000;

const REASON_CHARACTERS_MAX = 10_000;

type Refused = { readonly kind: 'refused'; readonly refusal: Refusal };

export function registerPolicyChanges(kit: Kit, types: Types): void {
  const { builder } = kit;
  const refused = builder.objectRef<Refused>('PolicyRefused').implement({
    description: 'Nothing was changed.',
    fields: (t) => ({
      code: t.field({ type: types.code, resolve: ({ refusal }) => refusal.code }),
      message: t.string({ resolve: ({ refusal }) => SENTENCES[refusal.code] }),
      field: t.string({ nullable: true, resolve: ({ refusal }) => refusal.field ?? null }),
    }),
  });
  registerUpdate(kit, types, refused);
  registerRun(kit, refused);
  registerParked(kit, types, refused);
}

function registerUpdate({ builder }: Kit, { policy }: Types, refused: Ref<Refused>): void {
  type Of<Kind extends PolicyOutcome['kind']> = Extract<PolicyOutcome, { kind: Kind }>;
  const changed = builder.objectRef<Of<'changed'>>('PolicyChanged').implement({
    fields: (t) => ({ policy: t.field({ type: policy, resolve: ({ state }) => state }) }),
  });
  const contended = builder.objectRef<Of<'contended'>>('PolicyContended').implement({
    description: 'Somebody else changed the policy. Nothing was changed; look at it again.',
    fields: (t) => ({
      expectedVersion: t.exposeInt('expectedVersion', { nullable: true }),
      actualVersion: t.exposeInt('actualVersion'),
      message: t.string({
        resolve: ({ actualVersion }) => `The settings are in version ${actualVersion}. Look at them and decide anew.`,
      }),
    }),
  });
  const unsettled = builder.objectRef<Of<'unsettled'>>('PolicyUnsettled').implement({
    description: 'The log did not answer, so nobody knows yet. Sending it again is safe.',
    fields: (t) => ({ message: t.exposeString('reason') }),
  });
  const result = builder.unionType('PolicyResult', {
    types: [changed, refused, contended, unsettled],
    resolveType: ({ kind }) => `Policy${kind.charAt(0).toUpperCase()}${kind.slice(1)}`,
  });
  const input = builder.inputType('UpdatePolicyInput', {
    fields: (t) => ({
      name: t.string({ required: true }),
      settings: t.field({ type: 'JSON', required: true, description: 'Values by name; null is the standard.' }),
      reason: t.string(),
      expectedVersion: t.int(),
    }),
  });
  builder.mutationField('updatePolicy', (t) =>
    t.field({
      type: result,
      description: 'Changes settings of a policy. All gateways go by them at once.',
      args: { input: t.arg({ type: input, required: true }) },
      resolve: (_, { input: { name, settings, reason, expectedVersion } }, { app, actor }) =>
        readFromLog(() =>
          app.policyDesk.change({
            name,
            settings,
            by: actor,
            reason: reasonIn(reason),
            expectedVersion: expectedVersion ?? null,
          }),
        ),
    }),
  );
}

function registerRun({ builder }: Kit, refused: Ref<Refused>): void {
  const run = builder.objectRef<Run & { readonly kind: 'run' }>('PolicyRun').implement({
    description: 'What came of letting a policy look at everybody.',
    fields: (t) => ({
      persons: t.exposeInt('persons'),
      fired: t.exposeInt('fired'),
      left: t.exposeInt('left'),
      parked: t.exposeInt('parked'),
      next: t.exposeInt('next', {
        nullable: true,
        description: 'Hand it to `from` to go on; null when everybody was looked at.',
      }),
    }),
  });
  const result = builder.unionType('PolicyRunResult', {
    types: [run, refused],
    resolveType: ({ kind }) => (kind === 'run' ? 'PolicyRun' : 'PolicyRefused'),
  });
  builder.mutationField('runPolicy', (t) =>
    t.field({
      type: result,
      description: 'Lets a policy look at everybody now. What it did before it does not do again.',
      args: {
        name: t.arg.string({ required: true }),
        from: t.arg.int({ defaultValue: 0, description: 'Where to go on: `next` of the run before.' }),
        atMost: t.arg.int({ defaultValue: RUN_DECISIONS_DEFAULT, description: 'Decisions after which it stops.' }),
      },
      resolve: async (_, { name, from, atMost }, { app }) => {
        const most = atMost ?? RUN_DECISIONS_DEFAULT;
        if (most < 1 || most > RUN_DECISIONS_MAX) throw badArgument('atMost', `1 to ${RUN_DECISIONS_MAX} decisions.`);
        if ((from ?? 0) < 0) throw badArgument('from', 'take it from `next` of the run before.');
        const done = await readFromLog(() => app.policyDesk.run(name, from ?? 0, most));
        return 'code' in done ? refusedWith(done) : { kind: 'run' as const, ...done };
      },
    }),
  );
}

type Settled = { readonly kind: 'settled'; readonly record: DecisionRecord; readonly tally: Tally | null };

function registerParked({ builder }: Kit, { decision }: Types, refused: Ref<Refused>): void {
  const settled = builder.objectRef<Settled>('ParkedSettled').implement({
    description: 'It does not wait any more.',
    fields: (t) => ({
      decision: t.field({ type: decision, resolve: ({ record }) => record }),
      fired: t.int({ description: 'Commands that were taken now.', resolve: ({ tally }) => tally?.fired ?? 0 }),
      parked: t.int({ description: 'What was parked anew.', resolve: ({ tally }) => tally?.parked ?? 0 }),
    }),
  });
  const result = builder.unionType('ParkedResult', {
    types: [settled, refused],
    resolveType: ({ kind }) => (kind === 'settled' ? 'ParkedSettled' : 'PolicyRefused'),
  });
  builder.mutationFields((t) => ({
    replayParkedDecision: t.field({
      type: result,
      description: 'Lets the policy look again at what it was parked for.',
      args: { id: t.arg.id({ required: true }) },
      resolve: async (_, { id }, { app, actor }) => {
        const done = await readFromLog(() => app.policyDesk.replay(id, actor));
        return 'code' in done ? refusedWith(done) : { kind: 'settled' as const, ...done };
      },
    }),
    dropParkedDecision: t.field({
      type: result,
      description: 'Lets a parked decision go, without doing it.',
      args: { id: t.arg.id({ required: true }), reason: t.arg.string({ required: true }) },
      resolve: async (_, { id, reason }, { app, actor }) => {
        const said = reasonIn(reason);
        if (said === null) throw badArgument('reason', 'say why, in some words.');
        const record = await readFromLog(() => app.policyDesk.drop(id, actor, said));
        return 'code' in record ? refusedWith(record) : { kind: 'settled' as const, record, tally: null };
      },
    }),
  }));
}

const refusedWith = (refusal: Refusal): Refused => ({ kind: 'refused', refusal });

function reasonIn(reason: string | null | undefined): string | null {
  const text = reason?.normalize('NFC').trim() ?? '';
  if (text.length > REASON_CHARACTERS_MAX) throw badArgument('reason', `at most ${REASON_CHARACTERS_MAX} characters.`);
  return text === '' ? null : text;
}
