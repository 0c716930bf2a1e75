/** What the commands on skills may record. */

import { accepted, type Decision, rejected } from '../decider.ts';
import type { PersonId } from '../ids.ts';
import { absorbable, add, type Listing, remove, update } from '../listing.ts';
import type { Fact } from '../message.ts';
import { difference, equal, isFuture } from '../values.ts';
import { type SkillStatus, skillsGate } from './machine.ts';
import type { Certification, Education, SkillData, SkillsAbsorbed, SkillsCommand, SkillsFact } from './messages.ts';
import { type Skills, skillKey } from './skills.ts';

type Of<Type extends SkillsCommand['type']> = Extract<SkillsCommand, { type: Type }>;

const CERTIFICATION: Listing<Certification> = {
  id: 'certificationId',
  added: 'CertificationAdded',
  exists: 'CERTIFICATION_EXISTS',
  notFound: 'CERTIFICATION_NOT_FOUND',
  gate: skillsGate,
  status: () => 'listed',
  twins: (a, b) => equal({ ...a, certificationId: b.certificationId }, b),
};

const EDUCATION: Listing<Education> = {
  id: 'educationId',
  added: 'EducationAdded',
  exists: 'EDUCATION_EXISTS',
  notFound: 'EDUCATION_NOT_FOUND',
  gate: skillsGate,
  status: () => 'listed',
  twins: (a, b) => equal({ ...a, educationId: b.educationId }, b),
};

/**
 * - A skill is claimed once per name; what is known about it is changed, not claimed again.
 * - Somebody endorses a skill once, and never one's own.
 * - What lies in the past cannot be dated in the future, and nothing ends before it starts.
 */
export function decideSkills(command: SkillsCommand, state: Skills): Decision<SkillsFact> {
  return decide(command, state) as Decision<SkillsFact>;
}

function decide(command: SkillsCommand, state: Skills): Decision<Fact> {
  switch (command.type) {
    case 'AddSkill':
      return addSkill(command, state);
    case 'UpdateSkill':
      return updateSkill(command, state);
    case 'EndorseSkill':
      return endorseSkill(command, state);
    case 'RemoveSkill':
      return removeSkill(command, state);
    case 'RecommendSkill':
      return recommendSkill(command, state);
    case 'DismissSkillRecommendation':
      return dismissRecommendation(command, state);
    case 'AddCertification':
      return (
        checkCertification(command.data, command.at) ??
        add(CERTIFICATION, state.certifications, command.type, command.data)
      );
    case 'RemoveCertification':
      return remove(CERTIFICATION, state.certifications, command, 'CertificationRemoved');
    case 'AddEducation':
      return checkEducation(command.data) ?? add(EDUCATION, state.educations, command.type, command.data);
    case 'UpdateEducation':
      return update(EDUCATION, state.educations, command, 'EducationUpdated', checkEducation);
    case 'RemoveEducation':
      return remove(EDUCATION, state.educations, command, 'EducationRemoved');
    default:
      return command satisfies never;
  }
}

/** The status of the skill of this name in the law table. */
export function skillStatus(state: Skills, name: string): SkillStatus {
  const skill = state.skills.get(skillKey(name));
  if (skill !== undefined) return skill.endorsements.length > 0 ? 'endorsed' : 'claimed';
  if (state.removedSkills.has(skillKey(name))) return 'removed';
  return state.recommendations.get(skillKey(name))?.status ?? 'absent';
}

function addSkill(command: Of<'AddSkill'>, state: Skills): Decision<Fact> {
  const { name, lastUsedOn } = command.data;
  const known = state.skills.get(skillKey(name));
  if (known !== undefined && difference<SkillData, SkillData>(known, { ...command.data, name: known.name }) === null) {
    return accepted();
  }
  if (!skillsGate.permits(skillStatus(state, name), command.type)) return rejected('SKILL_EXISTS', 'name');
  if (lastUsedOn !== undefined && isFuture(lastUsedOn, command.at)) return rejected('DATE_IN_FUTURE', 'lastUsedOn');
  return accepted({ type: 'SkillAdded', data: command.data });
}

function updateSkill(command: Of<'UpdateSkill'>, state: Skills): Decision<Fact> {
  const { name, ...changes } = command.data;
  const known = state.skills.get(skillKey(name));
  if (known === undefined || !skillsGate.permits(skillStatus(state, name), command.type)) {
    return rejected('SKILL_NOT_FOUND', 'name');
  }
  const { lastUsedOn } = changes;
  if (typeof lastUsedOn === 'string' && isFuture(lastUsedOn, command.at))
    return rejected('DATE_IN_FUTURE', 'lastUsedOn');
  const different = difference(known, changes);
  return different === null ? accepted() : accepted({ type: 'SkillUpdated', data: { name: known.name, ...different } });
}

function endorseSkill(command: Of<'EndorseSkill'>, state: Skills): Decision<Fact> {
  const { name, endorserId, endorserName, comment } = command.data;
  const known = state.skills.get(skillKey(name));
  if (known === undefined || !skillsGate.permits(skillStatus(state, name), command.type)) {
    return rejected('SKILL_NOT_FOUND', 'name');
  }
  if (endorserId === undefined && endorserName === undefined) return rejected('ENDORSER_UNNAMED', 'endorserId');
  if (endorserId === command.personId) return rejected('ENDORSER_IS_SELF', 'endorserId');
  const same = known.endorsements.find((e) =>
    endorserId ? e.endorserId === endorserId : e.endorserName === endorserName,
  );
  if (same !== undefined && same.comment === comment) return accepted();
  if (same !== undefined) return rejected('SKILL_ALREADY_ENDORSED', endorserId ? 'endorserId' : 'endorserName');
  return accepted({ type: 'SkillEndorsed', data: { ...command.data, name: known.name } });
}

function removeSkill(command: Of<'RemoveSkill'>, state: Skills): Decision<Fact> {
  const status = skillStatus(state, command.data.name);
  if (!skillsGate.permits(status, command.type)) return rejected('SKILL_NOT_FOUND', 'name');
  return status === 'removed' ? accepted() : accepted({ type: 'SkillRemoved', data: command.data });
}

/** Recommended again for the same reasons it is already so; a dismissed one is never recommended again. */
function recommendSkill(command: Of<'RecommendSkill'>, state: Skills): Decision<Fact> {
  const { name } = command.data;
  const status = skillStatus(state, name);
  if (!skillsGate.permits(status, command.type)) {
    const code =
      status === 'dismissed'
        ? 'RECOMMENDATION_WAS_DISMISSED'
        : status === 'removed'
          ? 'SKILL_WAS_REMOVED'
          : 'SKILL_EXISTS';
    return rejected(code, 'name');
  }
  const known = state.recommendations.get(skillKey(name));
  const isSo = known !== undefined && difference(known, { ...command.data, name: known.name }) === null;
  return isSo ? accepted() : accepted({ type: 'SkillRecommended', data: command.data });
}

function dismissRecommendation(command: Of<'DismissSkillRecommendation'>, state: Skills): Decision<Fact> {
  const status = skillStatus(state, command.data.name);
  if (!skillsGate.permits(status, command.type)) return rejected('RECOMMENDATION_NOT_FOUND', 'name');
  if (status === 'dismissed') return accepted();
  return accepted({ type: 'SkillRecommendationDismissed', data: command.data });
}

function checkCertification(certification: Certification, at: number): Decision<never> | null {
  const { issuedOn, expiresOn } = certification;
  if (issuedOn !== undefined && isFuture(issuedOn, at)) return rejected('DATE_IN_FUTURE', 'issuedOn');
  if (issuedOn !== undefined && expiresOn !== undefined && expiresOn < issuedOn) {
    return rejected('END_BEFORE_START', 'expiresOn');
  }
  return null;
}

function checkEducation(education: Education): Decision<never> | null {
  const { start, end } = education;
  return start !== undefined && end !== undefined && end < start ? rejected('END_BEFORE_START', 'end') : null;
}

/** What the target of a merge takes over: the skills and papers it did not have itself. */
export function absorbSkills(source: Skills, target: Skills, targetId: PersonId): SkillsAbsorbed {
  const skills = [...source.skills.entries()].filter(([key]) => !target.skills.has(key));
  return {
    // An endorsement by who is now the same person would be one's own.
    skills: skills.map(([, skill]) => ({
      ...skill,
      endorsements: skill.endorsements.filter((endorsement) => endorsement.endorserId !== targetId),
    })),
    certifications: absorbable(CERTIFICATION, source.certifications, target.certifications),
    educations: absorbable(EDUCATION, source.educations, target.educations),
  };
}
