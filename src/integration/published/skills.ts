/**
 * How the facts of the skills noun are published. Other people build on these names: add, never rename; see
 * docs/neighbours.md.
 */

import { z } from 'zod';
import { DEGREES, PROFICIENCIES } from '../../domain/skills/messages.ts';
import {
  changeable,
  clearable,
  date,
  flag,
  list,
  number,
  optional,
  type PublishedType,
  published,
  reasoned,
  text,
  texts,
  uuid,
  words,
} from './language.ts';

const name = text();
const certificationId = uuid();
const educationId = uuid();

const skill = { category: text(), proficiency: words(PROFICIENCIES) };
const skillDetails = {
  yearsOfExperience: number(),
  lastUsedOn: date(),
  verified: flag(),
  specializations: texts(),
  certifications: texts(),
  projects: texts(),
};
export const ENDORSEMENT = optional({ endorserId: uuid(), endorserName: text(), comment: text() });

const education = { institution: text(), degree: words(DEGREES) };
const educationDetails = {
  field: text(),
  start: date(),
  end: date(),
  grade: text(),
  activities: texts(),
  honors: texts(),
  thesis: text(),
};

export const SKILL = z.object({ name, ...skill, ...optional(skillDetails) });
export const CERTIFICATION = z.object({
  certificationId,
  name,
  issuer: text(),
  ...optional({
    credentialId: text(),
    issuedOn: date(),
    expiresOn: date(),
    url: text(),
    level: text(),
    skills: texts(),
  }),
});
export const EDUCATION = z.object({ educationId, ...education, ...optional(educationDetails) });

export const SKILLS_PUBLISHED: readonly PublishedType[] = [
  published('SkillAdded', 'The person claims a skill. A skill is known by its name, whatever its case.', SKILL),
  published(
    'SkillUpdated',
    'What is known of a skill changed.',
    z.object({ name, ...changeable(skill), ...clearable(skillDetails) }),
  ),
  published('SkillEndorsed', 'Somebody vouches for a skill.', z.object({ name, ...ENDORSEMENT })),
  published('SkillRemoved', 'A skill was taken off.', z.object({ name, ...reasoned })),
  published(
    'SkillRecommended',
    'A skill may suit the person; `because` names the skills that lead there.',
    z.object({ name, category: text(), score: number(), because: list(text()) }),
  ),
  published('SkillRecommendationDismissed', 'A recommended skill is not wanted.', z.object({ name, ...reasoned })),
  published('CertificationAdded', 'A certification was added.', CERTIFICATION),
  published('CertificationRemoved', 'A certification was taken off.', z.object({ certificationId, ...reasoned })),
  published('EducationAdded', 'An education was added.', EDUCATION),
  published(
    'EducationUpdated',
    'An education changed.',
    z.object({ educationId, ...changeable(education), ...clearable(educationDetails) }),
  ),
  published('EducationRemoved', 'An education was taken off.', z.object({ educationId, ...reasoned })),
];
