/** Moves onboardings on when what a step waits for is there, completes them, and fails those that are late. */

import type { PersonId } from '../ids.ts';
import { ONBOARDING_STEPS, type OnboardingStep } from '../person/messages.ts';
import { type Onboarding, stepDue } from '../person/onboarding.ts';
import type { PresentPerson } from '../person/person.ts';
import { dateOf } from '../values.ts';
import { A_DAY_MS, act, type Occasion, type Policy, type PolicyDecision } from './policy.ts';
import { flag, number, type SettingValues } from './settings.ts';

const SETTINGS = {
  start: flag('Begin the onboarding of every person that is created.', false),
  deadlineDays: number(
    'An onboarding begun here must be completed within so long; 0 for no deadline.',
    30,
    0,
    3_650,
    'days',
  ),
  components: number(
    'Skills, employments, educations and certifications that a person must have.',
    1,
    0,
    100,
    'entries',
  ),
  activate: flag('Activate drafts whose onboarding is completed.', true),
  suspendLate: flag('Suspend active persons whose onboarding fails.', false),
} as const;

type Values = SettingValues<typeof SETTINGS>;

export const onboarding: Policy<typeof SETTINGS> = {
  name: 'onboarding',
  description: 'Follows persons until they are known here: identity, contact data, components, location.',
  settings: SETTINGS,
  after: new Set([
    'PersonCreated',
    'OnboardingStarted',
    'OnboardingAdvanced',
    'OnboardingCompleted',
    'OnboardingFailed',
    'IdentityLinked',
    'EmailAdded',
    'PhoneAdded',
    'AddressAdded',
    'SkillAdded',
    'EmploymentAdded',
    'EducationAdded',
    'CertificationAdded',
    'LocationAssigned',
  ]),
  *decide(occasion, known, settings): Iterable<PolicyDecision> {
    const { personId, fact, at } = occasion;
    const person = known.person(personId);
    if (person === null) return;
    const { status, onboarding: state } = person.core;
    if (state === undefined) {
      if (settings.start && fact?.type === 'PersonCreated') yield start(occasion, settings);
    } else if (state.endedAt === undefined) {
      const end = lateFrom(state);
      if (end !== null && at >= end) yield* fail(personId, person, state, settings);
      else yield* advance(personId, person, state, settings);
    } else if (state.status === 'completed' && status === 'draft' && settings.activate) {
      yield activate(personId);
    } else if (fact?.type === 'OnboardingFailed' && status === 'active' && settings.suspendLate) {
      yield suspend(personId, state.failure ?? '');
    }
  },
  due: ({ core }) => (core.onboarding?.endedAt === undefined ? lateFrom(core.onboarding) : null),
};

/** When the last day of an onboarding is over everywhere on earth; null when it has none. */
function lateFrom(state: Onboarding | undefined): number | null {
  return state?.deadline === undefined ? null : Date.parse(`${state.deadline}T00:00:00Z`) + 1.5 * A_DAY_MS;
}

function start({ personId, at }: Occasion, { deadlineDays }: Values): PolicyDecision {
  const data = deadlineDays === 0 ? {} : { deadline: dateOf(at + deadlineDays * A_DAY_MS) };
  return act(personId, 'StartOnboarding', data, 'The person was created.');
}

function* advance(
  personId: PersonId,
  person: PresentPerson,
  state: Onboarding,
  settings: Values,
): Iterable<PolicyDecision> {
  const due = stepDue(state);
  const steps = due === null ? [] : ONBOARDING_STEPS.slice(ONBOARDING_STEPS.indexOf(due));
  for (const step of steps) {
    if (!isThere(step, person, settings)) return;
    yield act(personId, 'AdvanceOnboarding', { step }, `What the step ${step} waits for is there.`, step);
  }
  yield act(personId, 'CompleteOnboarding', {}, 'All steps are done.');
  if (person.core.status === 'draft' && settings.activate) yield activate(personId);
}

function isThere(step: OnboardingStep, person: PresentPerson, { components }: Values): boolean {
  const { core, contactInfo, skills, relationships } = person;
  switch (step) {
    case 'identity':
      return core.identities.size > 0;
    case 'contact':
      return contactInfo.emails.live.size > 0 && contactInfo.phones.live.size > 0;
    case 'components':
      return (
        skills.skills.size +
          skills.certifications.live.size +
          skills.educations.live.size +
          relationships.employments.live.size >=
        components
      );
    case 'location':
      return relationships.locations.live.size + contactInfo.addresses.live.size > 0;
    default:
      return step satisfies never;
  }
}

const activate = (personId: PersonId) =>
  act(personId, 'ActivatePerson', { reason: 'Onboarding completed' }, 'The onboarding is completed.');

const suspend = (personId: PersonId, failure: string) =>
  act(personId, 'SuspendPerson', { reason: `Onboarding failed: ${failure}` }, 'The onboarding failed.');

function* fail(
  personId: PersonId,
  { core }: PresentPerson,
  { deadline }: Onboarding,
  settings: Values,
): Iterable<PolicyDecision> {
  const reason = `Not completed by ${deadline}`;
  yield act(personId, 'FailOnboarding', { reason }, 'The deadline is over.');
  if (core.status === 'active' && settings.suspendLate) yield suspend(personId, reason);
}
