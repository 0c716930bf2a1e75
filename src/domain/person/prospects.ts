/** Which commands a person would take now: straight from the state machines, before anything is sent. */

import { contactInfoGate } from '../contact-info/machine.ts';
import type { Gate } from '../gate.ts';
import type { RefusalCode } from '../rejection.ts';
import { relationshipGate } from '../relationship/machine.ts';
import { skillStatus } from '../skills/decide.ts';
import { skillsGate } from '../skills/machine.ts';
import { personGate } from './machine.ts';
import { onboardingGate, onboardingRefusal, onboardingStatus } from './onboarding.ts';
import { COMMANDS, type CommandName, isPresent, NOUNS, type Person, refusalBy } from './person.ts';

export interface Prospect {
  readonly name: CommandName;
  /** `allowed`: it will be taken as it is; `needsInput`: that depends on the input; `refused`: whatever the input. */
  readonly verdict: 'allowed' | 'needsInput' | 'refused';
  /** What the command is for is so already; taking it records nothing new of that kind. */
  readonly alreadySo: boolean;
  readonly refusal: RefusalCode | null;
}

/** The commands that need nothing but the person's id. */
export const COMMANDS_WITHOUT_INPUT: ReadonlySet<CommandName> = new Set<CommandName>([
  'ActivatePerson',
  'ReactivatePerson',
  'UpdateCommunicationPreferences',
  'UpdatePrivacyPreferences',
  'UpdateGeneralPreferences',
  'StartOnboarding',
  'CompleteOnboarding',
]);

/** Every command in the order of the contract, with what would become of it. */
export function prospects(person: Person): readonly Prospect[] {
  return NOUNS.flatMap((noun) => COMMANDS[noun]).map((name) => prospect(name, person));
}

function prospect(name: CommandName, person: Person): Prospect {
  const refusal = refusalNow(name, person);
  if (refusal !== null) return { name, verdict: 'refused', alreadySo: false, refusal };
  const verdict = COMMANDS_WITHOUT_INPUT.has(name) ? 'allowed' : 'needsInput';
  return { name, verdict, alreadySo: isAlreadySo(name, person), refusal: null };
}

function refusalNow(name: CommandName, person: Person): RefusalCode | null {
  const { status } = person.core;
  if (!personGate.permits(status, name)) return name === 'CreatePerson' ? 'PERSON_EXISTS' : refusalBy(status);
  const about = ABOUT[name];
  if (about === undefined) return null;
  if (about.statuses(person).some((each) => about.permits(each, name))) return null;
  return typeof about.missing === 'string' ? about.missing : about.missing(name, person);
}

function isAlreadySo(name: CommandName, { core }: Person): boolean {
  switch (name) {
    case 'ActivatePerson':
    case 'ReactivatePerson':
      return core.status === 'active';
    case 'SuspendPerson':
      return core.status === 'suspended';
    case 'ArchivePerson':
      return core.status === 'archived';
    case 'RecordDeath':
      return core.status === 'deceased';
    case 'MergePersons':
      return core.status === 'merged';
    case 'SetBirthDate':
      return core.status !== 'absent' && core.birthDate !== undefined;
    case 'StartOnboarding':
    case 'CompleteOnboarding':
    case 'FailOnboarding': {
      const status = core.status === 'absent' ? 'absent' : onboardingStatus(core.onboarding);
      return onboardingGate.promised(status, name) === status;
    }
    default:
      return false;
  }
}

/** Commands about one thing among several need at least one that takes them. */
interface About {
  statuses(person: Person): string[];
  permits(status: string, command: string): boolean;
  readonly missing: RefusalCode | ((command: CommandName, person: Person) => RefusalCode);
}

function about(gate: Gate<string>, missing: RefusalCode, statuses: (person: Person) => string[]): About {
  return { statuses, missing, permits: (status, command) => gate.permits(status, command) };
}

const email = about(contactInfoGate, 'EMAIL_NOT_FOUND', ({ contactInfo: { emails } }) => [
  ...[...emails.live.values()].map(({ verified }) => (verified ? 'verified' : 'unverified')),
  ...removed(emails.removed),
]);
const listed = (gate: Gate<string>, missing: RefusalCode, list: (person: Person) => Listed) =>
  about(gate, missing, (person) => {
    const items = list(person);
    return [...(items.live.size > 0 ? ['listed'] : []), ...removed(items.removed)];
  });
const ended = (missing: RefusalCode, list: (person: Person) => Listed<{ readonly end?: string }>) =>
  about(relationshipGate, missing, (person) => {
    const items = list(person);
    const statuses = [...items.live.values()].map(({ end }) => (end === undefined ? 'established' : 'ended'));
    return [...statuses, ...removed(items.removed)];
  });

interface Listed<T = unknown> {
  readonly live: ReadonlyMap<unknown, T>;
  readonly removed: ReadonlySet<unknown>;
}

const removed = (ids: ReadonlySet<unknown>) => (ids.size > 0 ? ['removed'] : []);

const phone = listed(contactInfoGate, 'PHONE_NOT_FOUND', (person) => person.contactInfo.phones);
const address = listed(contactInfoGate, 'ADDRESS_NOT_FOUND', (person) => person.contactInfo.addresses);
const profile = listed(contactInfoGate, 'SOCIAL_PROFILE_NOT_FOUND', (person) => person.contactInfo.socialProfiles);
const handle = listed(contactInfoGate, 'MESSAGING_HANDLE_NOT_FOUND', (person) => person.contactInfo.messagingHandles);
const website = listed(contactInfoGate, 'WEBSITE_NOT_FOUND', (person) => person.contactInfo.websites);
const skill = about(skillsGate, 'SKILL_NOT_FOUND', ({ skills }) => [
  ...[...skills.skills.values()].map(({ name }) => skillStatus(skills, name)),
  ...(skills.removedSkills.size > 0 ? ['removed'] : []),
]);
const recommendation = about(skillsGate, 'RECOMMENDATION_NOT_FOUND', ({ skills }) =>
  [...skills.recommendations.values()].map(({ status }) => status),
);
const certification = listed(skillsGate, 'CERTIFICATION_NOT_FOUND', (person) => person.skills.certifications);
const education = listed(skillsGate, 'EDUCATION_NOT_FOUND', (person) => person.skills.educations);
const relationship = about(relationshipGate, 'RELATIONSHIP_NOT_FOUND', ({ relationships: { relationships } }) =>
  [...relationships.live.values()].map(({ status }) => status),
);
const employment = ended('EMPLOYMENT_NOT_FOUND', (person) => person.relationships.employments);
const affiliation = ended('AFFILIATION_NOT_FOUND', (person) => person.relationships.affiliations);
const project = ended('PROJECT_NOT_FOUND', (person) => person.relationships.projects);
const location = ended('LOCATION_NOT_ASSIGNED', (person) => person.relationships.locations);
const note: About = {
  statuses: (person) =>
    isPresent(person) && person.core.notes.live.size + person.core.notes.removed.size > 0 ? ['noted'] : [],
  permits: () => true,
  missing: 'NOTE_NOT_FOUND',
};
const onboarding: About = {
  statuses: ({ core }) => [core.status === 'absent' ? 'absent' : onboardingStatus(core.onboarding)],
  // Which step it is about, the input says.
  permits: (status, command) => onboardingGate.permits(status as never, command, { isDone: true, isDue: true }),
  missing: (command, { core }) =>
    onboardingRefusal(command, core.status === 'absent' ? 'absent' : onboardingStatus(core.onboarding)),
};
const identity: About = {
  statuses: ({ core }) => (core.status !== 'absent' && core.identities.size > 0 ? ['linked'] : []),
  permits: () => true,
  missing: 'IDENTITY_NOT_LINKED',
};
const attribute: About = {
  statuses: (person) =>
    isPresent(person) && person.core.attributes.live.size + person.core.attributes.removed.size > 0 ? ['set'] : [],
  permits: () => true,
  missing: 'ATTRIBUTE_NOT_FOUND',
};

const ABOUT: Partial<Record<CommandName, About>> = {
  UnlinkIdentity: identity,
  InvalidateAttribute: attribute,
  ResolveNote: note,
  StartOnboarding: onboarding,
  AdvanceOnboarding: onboarding,
  CompleteOnboarding: onboarding,
  FailOnboarding: onboarding,
  UpdateEmail: email,
  VerifyEmail: email,
  SetPrimaryEmail: email,
  RemoveEmail: email,
  UpdatePhone: phone,
  SetPrimaryPhone: phone,
  RemovePhone: phone,
  UpdateAddress: address,
  RemoveAddress: address,
  UpdateSocialProfile: profile,
  RemoveSocialProfile: profile,
  RemoveMessagingHandle: handle,
  RemoveWebsite: website,
  UpdateSkill: skill,
  EndorseSkill: skill,
  RemoveSkill: skill,
  DismissSkillRecommendation: recommendation,
  RemoveCertification: certification,
  UpdateEducation: education,
  RemoveEducation: education,
  AcceptRelationship: relationship,
  DeclineRelationship: relationship,
  UpdateRelationship: relationship,
  EndRelationship: relationship,
  UpdateEmployment: employment,
  EndEmployment: employment,
  RemoveEmployment: employment,
  EndAffiliation: affiliation,
  EndProject: project,
  UnassignLocation: location,
};
