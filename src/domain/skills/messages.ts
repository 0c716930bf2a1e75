/**
 * Commands and facts of the skills noun: what a person can do, and the papers to show for it.
 * The names here are on disk and on other people's wires. Add, never rename; see src/codec/upcast.ts.
 */

import type { ItemId, PersonId } from '../ids.ts';
import type { Changes, Command, Fact, IsoDate } from '../message.ts';

export const PROFICIENCIES = ['beginner', 'intermediate', 'advanced', 'expert'] as const;
export type Proficiency = (typeof PROFICIENCIES)[number];

/** A skill is known by its name within a person, whatever the case it is written in. */
export interface SkillData {
  readonly name: string;
  /** In words of one's own choosing, such as `Programming`. */
  readonly category: string;
  readonly proficiency: Proficiency;
  readonly yearsOfExperience?: number;
  readonly lastUsedOn?: IsoDate;
  readonly verified?: boolean;
  readonly specializations?: readonly string[];
  /** Names of certifications and projects that show the skill. */
  readonly certifications?: readonly string[];
  readonly projects?: readonly string[];
}

export interface Endorsement {
  /** Who vouches for the skill: a person here, or somebody known by name only. */
  readonly endorserId?: PersonId;
  readonly endorserName?: string;
  readonly comment?: string;
}

/** A skill that may suit the person, with why. */
export interface RecommendedSkill {
  readonly name: string;
  readonly category: string;
  /** How much speaks for it, in points of whoever recommends it. */
  readonly score: number;
  /** Names of the skills that lead there. */
  readonly because: readonly string[];
}

export interface Certification {
  readonly certificationId: ItemId;
  readonly name: string;
  readonly issuer: string;
  readonly credentialId?: string;
  readonly issuedOn?: IsoDate;
  readonly expiresOn?: IsoDate;
  readonly url?: string;
  readonly level?: string;
  /** Names of the skills it covers. */
  readonly skills?: readonly string[];
}

export const DEGREES = [
  'high_school',
  'associate',
  'bachelor',
  'master',
  'doctorate',
  'professional',
  'certificate',
  'diploma',
  'other',
] as const;

export interface Education {
  readonly educationId: ItemId;
  readonly institution: string;
  readonly degree: (typeof DEGREES)[number];
  readonly field?: string;
  readonly start?: IsoDate;
  readonly end?: IsoDate;
  readonly grade?: string;
  readonly activities?: readonly string[];
  readonly honors?: readonly string[];
  readonly thesis?: string;
}

type Reasoned = { readonly reason?: string };

export type SkillsCommand =
  | Command<'AddSkill', SkillData>
  | Command<'UpdateSkill', Changes<Omit<SkillData, 'name'>> & { readonly name: string }>
  | Command<'EndorseSkill', Endorsement & { readonly name: string }>
  | Command<'RemoveSkill', { readonly name: string } & Reasoned>
  | Command<'RecommendSkill', RecommendedSkill>
  | Command<'DismissSkillRecommendation', { readonly name: string } & Reasoned>
  | Command<'AddCertification', Certification>
  | Command<'RemoveCertification', { readonly certificationId: ItemId } & Reasoned>
  | Command<'AddEducation', Education>
  | Command<'UpdateEducation', Changes<Omit<Education, 'educationId'>> & { readonly educationId: ItemId }>
  | Command<'RemoveEducation', { readonly educationId: ItemId } & Reasoned>;

export const SKILLS_COMMANDS = [
  'AddSkill',
  'UpdateSkill',
  'EndorseSkill',
  'RemoveSkill',
  'RecommendSkill',
  'DismissSkillRecommendation',
  'AddCertification',
  'RemoveCertification',
  'AddEducation',
  'UpdateEducation',
  'RemoveEducation',
] as const satisfies readonly SkillsCommand['type'][];

export type SkillsFact =
  | Fact<'SkillAdded', SkillData>
  | Fact<'SkillUpdated', Changes<Omit<SkillData, 'name'>> & { readonly name: string }>
  | Fact<'SkillEndorsed', Endorsement & { readonly name: string }>
  | Fact<'SkillRemoved', { readonly name: string } & Reasoned>
  | Fact<'SkillRecommended', RecommendedSkill>
  | Fact<'SkillRecommendationDismissed', { readonly name: string } & Reasoned>
  | Fact<'CertificationAdded', Certification>
  | Fact<'CertificationRemoved', { readonly certificationId: ItemId } & Reasoned>
  | Fact<'EducationAdded', Education>
  | Fact<'EducationUpdated', Changes<Omit<Education, 'educationId'>> & { readonly educationId: ItemId }>
  | Fact<'EducationRemoved', { readonly educationId: ItemId } & Reasoned>;

export type Skill = SkillData & {
  readonly endorsements: readonly (Endorsement & {
    /** UTC milliseconds. */
    readonly at: number;
  })[];
};

export type Recommendation = RecommendedSkill & {
  readonly status: 'recommended' | 'dismissed';
  /** UTC milliseconds of the last change of status. */
  readonly since: number;
};

/** What a merge takes over from the source. */
export interface SkillsAbsorbed {
  readonly skills: readonly Skill[];
  readonly certifications: readonly Certification[];
  readonly educations: readonly Education[];
}
