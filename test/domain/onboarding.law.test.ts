/** The machine and the decider of the onboarding, held to every cell of their table in docs/law.md. */

import { describe, expect, it } from 'vitest';
import type { OnboardingStep } from '../../src/domain/person/messages.ts';
import { onboardingGate, onboardingHints, onboardingStatus, stepDue } from '../../src/domain/person/onboarding.ts';
import { type AnyCommand, decide, evolve, fold, isPresent, type Person } from '../../src/domain/person/person.ts';
import { lawTable } from '../law.ts';
import { archived, command, created, died, fact, happened, LOCATION_STEP, merged, THINGS } from './examples.ts';

const { onboarding, identityStep, contactStep, componentsStep } = THINGS;
const steps = [created, onboarding, identityStep, contactStep, componentsStep, LOCATION_STEP];

/** Histories that lead to each status. */
const HISTORIES = {
  absent: [created],
  awaiting_identity: steps.slice(0, 2),
  collecting_contact: steps.slice(0, 3),
  setting_up_components: steps.slice(0, 4),
  assigning_location: steps.slice(0, 5),
  finalizing: steps,
  completed: [...steps, fact('OnboardingCompleted', {})],
  failed: [...steps.slice(0, 3), fact('OnboardingFailed', { reason: 'never came back' })],
} as const;
type Status = keyof typeof HISTORIES;

const stateOf = (person: Person) => (isPresent(person) ? person.core.onboarding : undefined);
const statusOf = (person: Person) => onboardingStatus(stateOf(person));

function commandOf(name: string, variant: string): AnyCommand {
  const step = variant.replace('with ', '') as OnboardingStep;
  if (name === 'StartOnboarding') return command('StartOnboarding', { deadline: '2026-06-01' });
  if (name === 'AdvanceOnboarding') return command('AdvanceOnboarding', { step });
  if (name === 'CompleteOnboarding') return command('CompleteOnboarding', {});
  return command('FailOnboarding', { reason: 'gave up' });
}

const refusals: Readonly<Record<string, string>> = {
  absent: 'ONBOARDING_NOT_STARTED',
  completed: 'ONBOARDING_IS_COMPLETED',
  failed: 'ONBOARDING_HAS_FAILED',
};

describe.each(lawTable('Onboarding'))('$label', (row) => {
  it.each(row.cells)('of an onboarding that is $status: $says', ({ status, says }) => {
    const person = fold(HISTORIES[status as Status]);
    expect(statusOf(person)).toBe(status);
    const sent = commandOf(row.command, row.variant);
    const hints = onboardingHints(sent, stateOf(person));
    expect(onboardingGate.permits(status as Status, row.command, hints)).toBe(says !== '-');
    const decision = decide(sent, person);
    if (says === '-') {
      const early = row.command === 'CompleteOnboarding' ? 'ONBOARDING_IS_UNFINISHED' : 'ONBOARDING_STEP_NOT_DUE';
      expect(decision).toMatchObject({ kind: 'rejected', refusal: { code: refusals[status] ?? early } });
      return;
    }
    const promised = says === '(=)' ? status : says;
    expect(onboardingGate.promised(status as Status, row.command, hints)).toBe(promised);
    if (says === '(=)') {
      expect(decision).toEqual({ kind: 'accepted', fact: null, otherFact: null });
      return;
    }
    if (decision.kind === 'rejected' || decision.fact === null) throw new Error('Nothing was recorded');
    expect(statusOf(evolve(person, happened(decision.fact)))).toBe(promised);
  });
});

it('has a column for every status', () => {
  for (const { cells } of lawTable('Onboarding')) {
    expect(cells.map(({ status }) => status)).toEqual(onboardingGate.statuses);
  }
});

it('tells which step is due', () => {
  const due = Object.values(HISTORIES).map((history) => stepDue(stateOf(fold(history))));
  expect(due).toEqual([null, 'identity', 'contact', 'components', 'location', null, null, null]);
});

it.each([archived, died, merged])('is over when the person is: $type', (end) => {
  expect(stateOf(fold([...HISTORIES.collecting_contact, end]))).toMatchObject({
    status: 'failed',
    endedAt: end.at,
    failure: expect.stringMatching(/^The person is (archived|deceased|merged)\.$/),
  });
  expect(stateOf(fold([...HISTORIES.completed, end]))).toMatchObject({ status: 'completed' });
  expect(stateOf(fold([created, end]))).toBeUndefined();
});

it('begins afresh after it failed', () => {
  const again = fold([...HISTORIES.failed, fact('OnboardingStarted', {})]);
  expect(stateOf(again)).toEqual({ status: 'awaiting_identity', startedAt: created.at, steps: [] });
});

it('is not given a deadline that has passed', () => {
  const start = (deadline: string) => decide(command('StartOnboarding', { deadline }), fold([created]));
  expect(start('2026-02-26')).toEqual({
    kind: 'rejected',
    refusal: { code: 'DEADLINE_PASSED', field: 'deadline' },
  });
  expect(start('2026-03-01').kind).toBe('accepted');
});

it('does not begin by what was never started', () => {
  expect(stateOf(fold([created, identityStep, fact('OnboardingCompleted', {})]))).toBeUndefined();
});
