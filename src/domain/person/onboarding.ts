/**
 * Becoming known here, step by step: identity, contact data, components, location. Which command is legal in which status
 * is a table in docs/law.md; where an onboarding stands is a fold of its own facts.
 */

import { createMachine } from 'xstate';
import { accepted, type Decision, rejected } from '../decider.ts';
import { gate } from '../gate.ts';
import type { Happened, IsoDate } from '../message.ts';
import type { RefusalCode } from '../rejection.ts';
import { isFuture } from '../values.ts';
import { ONBOARDING_STEPS, type OnboardingStep, type PersonCommand, type PersonFact } from './messages.ts';

export const ONBOARDING_STATUSES = [
  'absent',
  'awaiting_identity',
  'collecting_contact',
  'setting_up_components',
  'assigning_location',
  'finalizing',
  'completed',
  'failed',
] as const;
export type OnboardingStatus = (typeof ONBOARDING_STATUSES)[number];

export interface Onboarding {
  readonly status: Exclude<OnboardingStatus, 'absent'>;
  /** UTC milliseconds, as all moments here. */
  readonly startedAt: number;
  readonly deadline?: IsoDate;
  readonly steps: readonly { readonly step: OnboardingStep; readonly at: number }[];
  readonly endedAt?: number;
  readonly failure?: string;
}

/** The status in which each step is due. */
const DUE: Readonly<Record<OnboardingStep, OnboardingStatus>> = {
  identity: 'awaiting_identity',
  contact: 'collecting_contact',
  components: 'setting_up_components',
  location: 'assigning_location',
};

type Event = { event: { type: string; isDone?: unknown; isDue?: unknown } };
const isDone = ({ event }: Event) => event.isDone === true;
const isDue = ({ event }: Event) => event.isDue === true;

/** A step that was done already is so; one that is due leads on; any other is not due yet. */
const running = (status: OnboardingStatus, next: OnboardingStatus) => ({
  on: {
    StartOnboarding: status,
    AdvanceOnboarding: [
      { guard: isDone, target: status },
      { guard: isDue, target: next },
    ],
    FailOnboarding: 'failed',
  },
});

export const onboardingMachine = createMachine({
  id: 'onboarding',
  initial: 'absent',
  states: {
    absent: { on: { StartOnboarding: 'awaiting_identity' } },
    awaiting_identity: running('awaiting_identity', 'collecting_contact'),
    collecting_contact: running('collecting_contact', 'setting_up_components'),
    setting_up_components: running('setting_up_components', 'assigning_location'),
    assigning_location: running('assigning_location', 'finalizing'),
    finalizing: {
      on: {
        StartOnboarding: 'finalizing',
        AdvanceOnboarding: { guard: isDone, target: 'finalizing' },
        CompleteOnboarding: 'completed',
        FailOnboarding: 'failed',
      },
    },
    completed: { on: { CompleteOnboarding: 'completed' } },
    failed: { on: { StartOnboarding: 'awaiting_identity', FailOnboarding: 'failed' } },
  },
});

export const onboardingGate = gate<OnboardingStatus>(onboardingMachine);

export function onboardingStatus(onboarding: Onboarding | undefined): OnboardingStatus {
  return onboarding?.status ?? 'absent';
}

/** The step that is due; null where none is. */
export function stepDue(onboarding: Onboarding | undefined): OnboardingStep | null {
  return ONBOARDING_STEPS.find((step) => DUE[step] === onboarding?.status) ?? null;
}

/** What the machine's guards ask of the command. */
export function onboardingHints(command: { type: string; data: object }, onboarding: Onboarding | undefined) {
  const { step } = command.data as { readonly step?: OnboardingStep };
  if (step === undefined) return {};
  const isDoneAlready = onboarding?.steps.some((done) => done.step === step) === true;
  return { isDone: isDoneAlready, isDue: stepDue(onboarding) === step };
}

type OnboardingCommand = Extract<
  PersonCommand,
  { type: 'StartOnboarding' | 'AdvanceOnboarding' | 'CompleteOnboarding' | 'FailOnboarding' }
>;

/**
 * - It is begun once at a time, and again after it failed.
 * - Its steps are done in their order, each once.
 * - It is completed after its last step, and may fail before that, with a reason.
 */
export function decideOnboarding(command: OnboardingCommand, onboarding: Onboarding | undefined): Decision<PersonFact> {
  const status = onboardingStatus(onboarding);
  const hints = onboardingHints(command, onboarding);
  if (!onboardingGate.permits(status, command.type, hints)) {
    const code = onboardingRefusal(command.type, status);
    return code === 'ONBOARDING_STEP_NOT_DUE' ? rejected(code, 'step') : rejected(code);
  }
  const isSo = onboardingGate.promised(status, command.type, hints) === status;
  if (isSo) return accepted();
  switch (command.type) {
    case 'StartOnboarding': {
      const { deadline } = command.data;
      const isPast = deadline !== undefined && !isFuture(deadline, command.at - A_DAY_AND_A_HALF_MS);
      return isPast
        ? rejected('DEADLINE_PASSED', 'deadline')
        : accepted({ type: 'OnboardingStarted', data: command.data });
    }
    case 'AdvanceOnboarding':
      return accepted({ type: 'OnboardingAdvanced', data: command.data });
    case 'CompleteOnboarding':
      return accepted({ type: 'OnboardingCompleted', data: command.data });
    case 'FailOnboarding':
      return accepted({ type: 'OnboardingFailed', data: command.data });
    default:
      return command satisfies never;
  }
}

/** Back from what is future everywhere on earth to what is today anywhere. */
const A_DAY_AND_A_HALF_MS = 36 * 60 * 60 * 1000;

/** The code that says why an onboarding in this status does not take the command. */
export function onboardingRefusal(command: string, status: OnboardingStatus): RefusalCode {
  if (status === 'absent') return 'ONBOARDING_NOT_STARTED';
  if (status === 'completed') return 'ONBOARDING_IS_COMPLETED';
  if (status === 'failed') return 'ONBOARDING_HAS_FAILED';
  return command === 'CompleteOnboarding' ? 'ONBOARDING_IS_UNFINISHED' : 'ONBOARDING_STEP_NOT_DUE';
}

/** What becomes of an onboarding under way when the person is archived, dies or becomes part of another. */
export function cancelled(onboarding: Onboarding | undefined, status: string, at: number): Onboarding | undefined {
  if (onboarding === undefined || onboarding.endedAt !== undefined) return onboarding;
  return { ...onboarding, status: 'failed', endedAt: at, failure: `The person is ${status}.` };
}

type OnboardingFact = Extract<
  PersonFact,
  { type: 'OnboardingStarted' | 'OnboardingAdvanced' | 'OnboardingCompleted' | 'OnboardingFailed' }
>;

/** The onboarding after the fact. Total: facts about one that was never begun have nothing to be about. */
export function applyOnboarding(
  onboarding: Onboarding | undefined,
  fact: Happened<OnboardingFact>,
): Onboarding | undefined {
  if (fact.type === 'OnboardingStarted') {
    return { status: 'awaiting_identity', startedAt: fact.at, steps: [], ...fact.data };
  }
  if (onboarding === undefined) return undefined;
  switch (fact.type) {
    case 'OnboardingAdvanced': {
      const next = ONBOARDING_STATUSES[ONBOARDING_STATUSES.indexOf(DUE[fact.data.step]) + 1] as Onboarding['status'];
      return { ...onboarding, status: next, steps: [...onboarding.steps, { step: fact.data.step, at: fact.at }] };
    }
    case 'OnboardingCompleted':
      return { ...onboarding, status: 'completed', endedAt: fact.at };
    case 'OnboardingFailed':
      return { ...onboarding, status: 'failed', endedAt: fact.at, failure: fact.data.reason };
    default:
      return fact satisfies never;
  }
}
