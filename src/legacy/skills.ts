/** What a person could do, as old data tell it. */

import {
  type Certification,
  DEGREES,
  type Education,
  PROFICIENCIES,
  type SkillData,
} from '../domain/skills/messages.ts';
import { skillKey } from '../domain/skills/skills.ts';
import { difference } from '../domain/values.ts';
import { Fields, present } from './fields.ts';
import type { Telling } from './telling.ts';
import { isRaw } from './values.ts';

/**
 * `Professional.Skills`. Each addition was stored as a list of one, and a list replaced the one before: so a list of one
 * that says nothing more than an addition does is an addition, and any other list is the whole of it.
 */
export function skills(telling: Telling, fields: Fields): boolean {
  const list = fields.list('skills');
  if (!Array.isArray(fields.peek('skills'))) return false;
  const isAddition =
    list.length === 1 && isBare(list[0] as Fields) && (fields.texts('specializations') ?? []).length === 0;
  const specializations = fields.texts('specializations') ?? [];
  if (specializations.length > 0 && list.length !== 1) telling.keep('Skills', { specializations });
  fields.pass('component_id', 'specializations');
  const told = new Set<string>();
  for (const each of list) {
    const name = skill(telling, each, list.length === 1 && specializations.length > 0 ? specializations : undefined);
    if (name !== null) told.add(skillKey(name));
  }
  if (isAddition) return true;
  for (const [key, { name }] of telling.person.skills.skills) {
    if (!told.has(key)) telling.tell('SkillRemoved', { name, reason: 'Not on the list that replaced the one before.' });
  }
  return true;
}

/** Whether the skill says no more than an addition does. */
function isBare(fields: Fields): boolean {
  const certifications = fields.peek('certifications');
  const hasCertifications = Array.isArray(certifications) && certifications.length > 0;
  return !hasCertifications && !['years_experience', 'last_used', 'endorsement_count'].some((key) => fields.has(key));
}

/** One skill, whatever told of it; null when it has no name. */
export function skill(telling: Telling, fields: Fields, specializations?: readonly string[]): string | null {
  const name = fields.text('name') ?? fields.text('skill_name') ?? fields.text('skill');
  if (name === undefined) return null;
  const certifications = fields.texts('certifications');
  const projects = fields.texts('projects');
  const level = fields.word('proficiency', PROFICIENCIES) ?? levelOf(fields);
  const data = {
    category: fields.text('category'),
    proficiency: level,
    yearsOfExperience: fields.real('years_experience') ?? fields.real('years_of_experience'),
    lastUsedOn: fields.date('last_used'),
    verified: fields.flag('verified'),
    certifications: certifications?.length === 0 ? undefined : certifications,
    projects: projects?.length === 0 ? undefined : projects,
    specializations,
  };
  const known = telling.person.skills.skills.get(skillKey(name));
  if (known === undefined) {
    const { category = 'Other', proficiency = 'beginner', ...rest } = data;
    if (data.proficiency === undefined)
      telling.warn(`the skill ${name} has no proficiency that is known, so it is beginner`);
    telling.tell('SkillAdded', present({ name, category, proficiency, ...rest }) as SkillData);
  } else {
    const changes = difference(known, present(data));
    if (changes !== null) telling.tell('SkillUpdated', { name: known.name, ...changes });
  }
  return name;
}

/** A proficiency as a share of one, of which a quarter is a step. The number itself is kept. */
function levelOf(fields: Fields): SkillData['proficiency'] | undefined {
  const share = fields.peek('proficiency');
  if (typeof share !== 'number' || share < 0) return undefined;
  return PROFICIENCIES[Math.min(3, Math.floor(share * 4))];
}

/** Certifications and educations, as typed callers stored them. */
export function certification(telling: Telling, fields: Fields): boolean {
  const name = fields.text('name');
  const issuer = fields.text('issuing_organization') ?? fields.text('issuer');
  if (name === undefined || issuer === undefined) return false;
  const covered = fields.texts('skills_covered');
  const data = {
    certificationId: telling.oldId(fields, 'certification', telling.person.skills.certifications),
    name,
    issuer,
    credentialId: fields.text('credential_id'),
    issuedOn: fields.date('issue_date'),
    expiresOn: fields.date('expiry_date'),
    url: fields.text('verification_url'),
    level: fields.text('certification_level'),
    skills: covered?.length === 0 ? undefined : covered,
  };
  fields.pass('component_id');
  telling.tell('CertificationAdded', present(data) as Certification);
  return true;
}

export function education(telling: Telling, fields: Fields): boolean {
  const institution = fields.text('institution');
  if (institution === undefined) return false;
  const activities = fields.texts('activities');
  const honors = fields.texts('honors');
  const data = {
    educationId: telling.oldId(fields, 'education', telling.person.skills.educations),
    institution,
    degree: fields.word('degree_type', DEGREES) ?? fields.word('degree', DEGREES) ?? 'other',
    field: fields.text('field_of_study'),
    start: fields.date('start_date'),
    end: fields.date('end_date'),
    grade: fields.text('grade'),
    activities: activities?.length === 0 ? undefined : activities,
    honors: honors?.length === 0 ? undefined : honors,
    thesis: fields.text('thesis_title'),
  };
  fields.pass('component_id');
  telling.tell('EducationAdded', present(data) as Education);
  return true;
}

/** Skills of the first days: a list of names or of objects. */
export function listedSkills(telling: Telling, fields: Fields): boolean {
  const raw = fields.peek('skills');
  if (!Array.isArray(raw) || raw.length === 0) return false;
  const names = raw.map((each) => skill(telling, new Fields(isRaw(each) ? each : { name: each })));
  if (!names.every((each) => each !== null)) return telling.hasTold;
  if (raw.every((each) => typeof each === 'string')) fields.pass('skills');
  return true;
}
