/** What a person can do, as the facts tell it. */

import { amend, type Items, noItems, put, putAll, take } from '../listing.ts';
import type { Happened } from '../message.ts';
import type { PersonFact } from '../person/messages.ts';
import { changed, folded, NO_ENTRIES, withEntry, withoutEntry } from '../values.ts';
import type { Certification, Education, Recommendation, Skill, SkillsAbsorbed, SkillsFact } from './messages.ts';

export interface Skills {
  /** By the folded name, so that `Rust` and `rust` are one skill. */
  skills: ReadonlyMap<string, Skill>;
  removedSkills: ReadonlyMap<string, true>;
  /** Of skills that the person never had, by the folded name. */
  recommendations: ReadonlyMap<string, Recommendation>;
  certifications: Items<Certification>;
  educations: Items<Education>;
}

export const noSkills = (): Skills => ({
  skills: NO_ENTRIES,
  removedSkills: NO_ENTRIES,
  recommendations: NO_ENTRIES,
  certifications: noItems(),
  educations: noItems(),
});

/** What a skill's name is compared by. */
export const skillKey = (name: string): string => folded(name);

/** Makes the fact true in `state`, which the caller owns; facts of other nouns leave it as it was. */
export function applySkills(state: Skills, fact: Happened<SkillsFact | PersonFact>): void {
  switch (fact.type) {
    case 'SkillAdded':
      return putSkill(state, { ...fact.data, endorsements: [] });
    case 'SkillUpdated':
      return amendSkill(state, fact.data.name, (skill) => changed(skill, { ...fact.data, name: skill.name }));
    case 'SkillEndorsed': {
      const { name, ...endorsement } = fact.data;
      return amendSkill(state, name, (skill) => ({
        ...skill,
        endorsements: [...skill.endorsements, { ...endorsement, at: fact.at }],
      }));
    }
    case 'SkillRemoved':
      return removeSkill(state, skillKey(fact.data.name));
    case 'SkillRecommended':
      return recommend(state, { ...fact.data, status: 'recommended', since: fact.at });
    case 'SkillRecommendationDismissed': {
      const known = state.recommendations.get(skillKey(fact.data.name));
      if (known !== undefined) recommend(state, { ...known, status: 'dismissed', since: fact.at });
      return;
    }
    case 'CertificationAdded':
      state.certifications = put(state.certifications, fact.data.certificationId, fact.data);
      return;
    case 'CertificationRemoved':
      state.certifications = take(state.certifications, fact.data.certificationId);
      return;
    case 'EducationAdded':
      state.educations = put(state.educations, fact.data.educationId, fact.data);
      return;
    case 'EducationUpdated':
      state.educations = amend(state.educations, fact.data.educationId, fact.data);
      return;
    case 'EducationRemoved':
      state.educations = take(state.educations, fact.data.educationId);
      return;
    case 'PersonAbsorbed':
      return applyAbsorbed(state, fact.data.skills);
    default:
  }
}

function putSkill(state: Skills, skill: Skill): void {
  state.skills = withEntry(state.skills, skillKey(skill.name), skill);
  state.removedSkills = withoutEntry(state.removedSkills, skillKey(skill.name));
  state.recommendations = withoutEntry(state.recommendations, skillKey(skill.name));
}

function recommend(state: Skills, recommendation: Recommendation): void {
  state.recommendations = withEntry(state.recommendations, skillKey(recommendation.name), recommendation);
}

function amendSkill(state: Skills, name: string, change: (skill: Skill) => Skill): void {
  const skill = state.skills.get(skillKey(name));
  if (skill !== undefined) state.skills = withEntry(state.skills, skillKey(name), change(skill));
}

function removeSkill(state: Skills, key: string): void {
  if (!state.skills.has(key)) return;
  state.skills = withoutEntry(state.skills, key);
  state.removedSkills = withEntry(state.removedSkills, key, true);
}

function applyAbsorbed(state: Skills, absorbed: SkillsAbsorbed): void {
  for (const skill of absorbed.skills) putSkill(state, skill);
  state.certifications = putAll(state.certifications, 'certificationId', absorbed.certifications);
  state.educations = putAll(state.educations, 'educationId', absorbed.educations);
}
