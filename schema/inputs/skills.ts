/** Inputs of the skills commands. */

import { z } from 'zod';
import { DEGREES, PROFICIENCIES } from '../../src/domain/skills/messages.ts';
import { type CommandInput, input } from './command-input.ts';
import {
  allClearable,
  allOptional,
  changeable,
  date,
  flag,
  itemId,
  list,
  longText,
  number,
  oneOf,
  optional,
  personId,
  reason,
  removal,
  text,
  url,
} from './fields.ts';

const proficiency = () => oneOf('Proficiency', PROFICIENCIES);
const degree = () => oneOf('Degree', DEGREES);
const name = () => text().describe('The name of the skill, in any case.');

const skillDetails = {
  yearsOfExperience: number(0, 120),
  lastUsedOn: date(),
  verified: flag(),
  specializations: list(text()),
  certifications: list(text()).describe('Names of certifications that show the skill.'),
  projects: list(text()).describe('Names of projects that show the skill.'),
};

const educationDetails = {
  field: text(),
  start: date(),
  end: date(),
  grade: text(),
  activities: list(text()),
  honors: list(text()),
  thesis: longText(),
};

export const SKILLS_INPUTS: readonly CommandInput[] = [
  input(
    'AddSkill',
    'Claims a skill. A person has each skill once, by its name.',
    z.object({
      name: text(),
      category: optional(text()).transform((category) => category ?? 'Other'),
      proficiency: optional(proficiency()).transform((level) => level ?? 'beginner'),
      ...allOptional(skillDetails),
    }),
  ),
  input(
    'UpdateSkill',
    'Changes what is known of a skill.',
    z.object({
      name: name(),
      category: changeable(text()),
      proficiency: changeable(proficiency()),
      ...allClearable(skillDetails),
    }),
  ),
  input(
    'EndorseSkill',
    'Vouches for a skill of the person.',
    z.object({
      name: name(),
      endorserId: optional(personId()),
      endorserName: optional(text()).describe('The name of an endorser who is no person here.'),
      comment: optional(longText()),
    }),
  ),
  input('RemoveSkill', 'Takes a skill off.', z.object({ name: name(), reason: optional(reason()) })),
  input(
    'RecommendSkill',
    'Recommends a skill that the person does not have.',
    z.object({
      name: text(),
      category: optional(text()).transform((category) => category ?? 'Other'),
      score: optional(number(0, 1_000_000))
        .transform((score) => score ?? 1)
        .describe('How much speaks for it, in points of your own.'),
      because: optional(list(text()))
        .transform((names) => names ?? [])
        .describe('Names of the skills that lead there.'),
    }),
  ),
  input(
    'DismissSkillRecommendation',
    'Says that a recommended skill is not wanted; it is not recommended again.',
    z.object({ name: name(), reason: optional(reason()) }),
  ),
  input(
    'AddCertification',
    'Adds a certification.',
    z.object({
      certificationId: optional(itemId()),
      name: text(),
      issuer: text(),
      ...allOptional({
        credentialId: text(),
        issuedOn: date(),
        expiresOn: date(),
        url: url(),
        level: text(),
        skills: list(text()).describe('Names of the skills it covers.'),
      }),
    }),
    'certificationId',
  ),
  input('RemoveCertification', 'Takes a certification off.', removal('certificationId')),
  input(
    'AddEducation',
    'Adds an education.',
    z.object({
      educationId: optional(itemId()),
      institution: text(),
      degree: optional(degree()).transform((kind) => kind ?? 'other'),
      ...allOptional(educationDetails),
    }),
    'educationId',
  ),
  input(
    'UpdateEducation',
    'Changes an education.',
    z.object({
      educationId: itemId(),
      institution: changeable(text()),
      degree: changeable(degree()),
      ...allClearable(educationDetails),
    }),
  ),
  input('RemoveEducation', 'Takes an education off.', removal('educationId')),
];
