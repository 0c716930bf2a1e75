/** What is noted of a person, what it was asked to be told, and where its onboarding stands: types. */

import type { Dated } from '../src/domain/person/core.ts';
import { type MessageRequest, NOTE_KINDS, type Note, ONBOARDING_STEPS } from '../src/domain/person/messages.ts';
import { ONBOARDING_STATUSES, type Onboarding, stepDue } from '../src/domain/person/onboarding.ts';
import { CHANNELS } from '../src/domain/preferences/messages.ts';
import type { Kit } from './kit.ts';

export function registerNotes(kit: Kit): void {
  const { builder, person } = kit;
  const note = registerNote(kit);
  const message = registerMessage(kit);
  const onboarding = registerOnboarding(kit);
  builder.objectFields(person, (t) => ({
    notes: t.field({
      type: [note],
      description: 'What is to be looked at, until it is resolved.',
      resolve: ({ profile }) => [...profile.notes.live.values()],
    }),
    messageRequests: t.field({
      type: [message],
      description: 'The messages to the person that were asked for.',
      resolve: ({ profile }) => [...profile.messages.live.values()],
    }),
    onboarding: t.field({
      type: onboarding,
      nullable: true,
      description: 'Where the onboarding stands; null when none was begun.',
      resolve: ({ profile }) => profile.onboarding ?? null,
    }),
  }));
}

function registerNote({ builder, words }: Kit) {
  return builder.objectRef<Dated<Note>>('Note').implement({
    description: 'Something to be looked at.',
    fields: (t) => ({
      id: t.exposeID('noteId'),
      kind: t.expose('kind', { type: words('NoteKind', NOTE_KINDS) }),
      code: t.exposeString('code', { nullable: true }),
      text: t.exposeString('text'),
      field: t.exposeString('field', { nullable: true, description: 'What it is about, as a path.' }),
      at: t.expose('at', { type: 'DateTime' }),
    }),
  });
}

function registerMessage({ builder, words }: Kit) {
  return builder.objectRef<Dated<MessageRequest>>('MessageRequest').implement({
    description: 'A message that somebody else shall send to the person.',
    fields: (t) => ({
      id: t.exposeID('messageId'),
      template: t.exposeString('template'),
      channel: t.expose('channel', { type: words('Channel', CHANNELS), nullable: true }),
      reason: t.exposeString('reason', { nullable: true }),
      details: t.expose('details', { type: 'JSON', nullable: true }),
      at: t.expose('at', { type: 'DateTime' }),
    }),
  });
}

function registerOnboarding({ builder, words }: Kit) {
  const step = words('OnboardingStep', ONBOARDING_STEPS);
  const done = builder.objectRef<Onboarding['steps'][number]>('OnboardingStepDone').implement({
    fields: (t) => ({ step: t.expose('step', { type: step }), at: t.expose('at', { type: 'DateTime' }) }),
  });
  return builder.objectRef<Onboarding>('Onboarding').implement({
    description: 'How far the person has become known here.',
    fields: (t) => ({
      status: t.expose('status', {
        type: words(
          'OnboardingStatus',
          ONBOARDING_STATUSES.filter((status) => status !== 'absent'),
        ),
      }),
      startedAt: t.expose('startedAt', { type: 'DateTime' }),
      deadline: t.expose('deadline', { type: 'Date', nullable: true }),
      steps: t.field({ type: [done], resolve: ({ steps }) => [...steps] }),
      stepDue: t.field({ type: step, nullable: true, resolve: (source) => stepDue(source) }),
      endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true }),
      failure: t.exposeString('failure', { nullable: true, description: 'Why it came to nothing.' }),
    }),
  });
}
