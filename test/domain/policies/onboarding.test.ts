/** How an onboarding goes on by itself, is completed, and fails when it is late. */

import { describe, it } from 'vitest';
import { onboarding } from '../../../src/domain/policies/onboarding.ts';
import { ADA, archived, created, drafted, fact, LOCATION_STEP, NOON, THINGS } from '../examples.ts';
import { type Facts, givenPersons } from './given-persons.ts';

const { identity, email, phone, skill, location, identityStep, contactStep, componentsStep } = THINGS;
const started = fact('OnboardingStarted', {});
const dated = fact('OnboardingStarted', { deadline: '2026-04-01' });
const completed = fact('OnboardingCompleted', {});
const failed = fact('OnboardingFailed', { reason: 'never came back' });
/** The last day is over everywhere on earth. */
const LATE = Date.parse('2026-04-02T12:00:00Z');
const step = (name: string) => ['AdvanceOnboarding', ADA, { step: name }] as const;
const activate = ['ActivatePerson', ADA, { reason: 'Onboarding completed' }] as const;
const look = (facts: Facts, settings = {}, at = NOON, happened: Facts[number] | null = null) =>
  givenPersons({ [ADA]: facts }).when(onboarding, { settings, at, fact: happened });

describe('Onboarding', () => {
  it('is begun for nobody unless told so', () => look([created], {}, NOON, created).thenNothing());
  it('is begun for new persons when told so, with a last day', () => {
    look([created], { start: true }, NOON, created).thenActs(['StartOnboarding', ADA, { deadline: '2026-03-31' }]);
    look([created], { start: true, deadlineDays: 0 }, NOON, created).thenActs(['StartOnboarding', ADA, {}]);
  });
  it('is begun for nobody by the time', () => look([created], { start: true }).thenNothing());

  it('waits for an identity first, whatever else is there', () =>
    look([drafted, started, email, phone, skill, location]).thenNothing());

  it.each([
    ['identity', [started, identity]],
    ['contact', [started, identityStep, identity, email, phone]],
    ['components', [started, identityStep, contactStep, skill]],
  ])('goes on after %s, and waits for what comes then', (name, facts) =>
    look([drafted, ...facts]).thenActs(step(name)),
  );

  it('needs both an email and a phone', () => {
    look([drafted, started, identityStep, email]).thenNothing();
    look([drafted, started, identityStep, phone]).thenNothing();
  });
  it('needs as many components as are wished', () => {
    const facts = [drafted, started, identityStep, contactStep, skill, THINGS.education];
    look(facts, { components: 3 }).thenNothing();
    look(facts, { components: 2 }).thenActs(step('components'));
  });

  it('goes all the way at once when all is there, and activates a draft', () => {
    const all = [identity, email, phone, skill, location];
    const steps = [step('identity'), step('contact'), step('components'), step('location')];
    look([drafted, started, ...all]).thenActs(...steps, ['CompleteOnboarding', ADA], activate);
    look([drafted, started, ...all], { activate: false }).thenActs(...steps, ['CompleteOnboarding', ADA]);
    look([created, started, ...all]).thenActs(...steps, ['CompleteOnboarding', ADA]);
  });
  it('takes an address for a location', () =>
    look([drafted, started, identityStep, contactStep, componentsStep, THINGS.address]).thenActs(
      step('location'),
      ['CompleteOnboarding', ADA],
      activate,
    ));
  it('activates a draft that a gateway left completed', () =>
    look([drafted, started, identityStep, contactStep, componentsStep, LOCATION_STEP, completed]).thenActs(activate));

  it('fails when its last day is over everywhere', () => {
    look([drafted, dated], {}, LATE - 1).thenNothing();
    look([drafted, dated], {}, LATE).thenActs(['FailOnboarding', ADA, { reason: 'Not completed by 2026-04-01' }]);
  });
  it('fails without an effect on the person unless told otherwise', () => {
    const suspend = ['SuspendPerson', ADA, { reason: 'Onboarding failed: never came back' }] as const;
    look([created, dated, failed], {}, NOON, failed).thenNothing();
    look([created, dated, failed], { suspendLate: true }, NOON, failed).thenActs(suspend);
    look([created, dated], { suspendLate: true }, LATE).thenActs(['FailOnboarding', ADA], ['SuspendPerson', ADA]);
    look([drafted, dated, failed], { suspendLate: true }, NOON, failed).thenNothing();
  });
  it('ends with who is archived', () => look([drafted, dated, archived], {}, LATE).thenNothing());
  it('concerns nobody who does not exist', () => look([]).thenNothing());

  it('looks by itself when the last day is over, and only then', () => {
    look([drafted, dated]).thenIsDue(LATE);
    look([drafted, started]).thenIsDue(null);
    look([drafted, dated, failed]).thenIsDue(null);
    look([drafted]).thenIsDue(null);
  });
});
