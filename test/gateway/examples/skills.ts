/** A plausible input for each command on skills, with every field once, and how the person looks afterwards. */

import { BOB, type Example, item } from './example.ts';

const SKILL = {
  category: 'Mathematics',
  proficiency: 'ADVANCED',
  yearsOfExperience: 7.5,
  lastUsedOn: '2026-02-27',
  verified: true,
  specializations: ['Bernoulli numbers'],
  certifications: ['Royal Society'],
  projects: ['Analytical Engine'],
};
const CERTIFICATION = {
  name: 'Fellow',
  issuer: 'Royal Society',
  credentialId: 'frs-1',
  issuedOn: '2020-02-29',
  expiresOn: '2030-02-28',
  url: 'https://royal.example.org/frs-1',
  level: 'Fellow',
  skills: ['Analysis'],
};
const EDUCATION = {
  institution: 'University of London',
  degree: 'DOCTORATE',
  field: 'Mathematics',
  start: '2012-10-01',
  end: '2016-06-30',
  grade: 'First',
  activities: ['Chess'],
  honors: ['Gold medal'],
  thesis: 'On the analytical engine',
};

export const SKILLS_EXAMPLES: readonly Example[] = [
  {
    command: 'AddSkill',
    input: { name: 'Analysis', ...SKILL },
    records: ['SkillAdded'],
    shows: { skills: { nodes: [{ name: 'Analysis', ...SKILL, status: 'CLAIMED', endorsementCount: 0 }] } },
  },
  {
    command: 'UpdateSkill',
    input: { name: 'ANALYSIS', category: 'Calculus', proficiency: 'EXPERT', yearsOfExperience: 8, lastUsedOn: null },
    records: ['SkillUpdated'],
    shows: {
      skills: {
        nodes: [
          { name: 'Analysis', category: 'Calculus', proficiency: 'EXPERT', yearsOfExperience: 8, lastUsedOn: null },
        ],
      },
    },
  },
  {
    command: 'EndorseSkill',
    input: { name: 'analysis', endorserId: BOB, comment: 'Taught me' },
    records: ['SkillEndorsed'],
    shows: {
      skills: {
        nodes: [
          {
            status: 'ENDORSED',
            endorsements: [
              { endorser: { id: BOB }, endorserName: null, comment: 'Taught me', at: '2026-03-01T12:00:00.000Z' },
            ],
          },
        ],
      },
    },
  },
  {
    command: 'EndorseSkill',
    input: { name: 'Analysis', endorserName: 'A. De Morgan' },
    records: ['SkillEndorsed'],
    shows: {
      skills: {
        nodes: [{ endorsements: [{ endorserName: null }, { endorserName: 'A. De Morgan' }], endorsementCount: 2 }],
      },
    },
  },
  {
    command: 'RemoveSkill',
    input: { name: 'analysis', reason: 'forgotten' },
    records: ['SkillRemoved'],
    shows: { skills: { totalCount: 0 } },
  },
  {
    command: 'RecommendSkill',
    input: { name: 'Poetry', category: 'Arts', score: 2.5, because: ['Analysis'] },
    records: ['SkillRecommended'],
    shows: {
      recommendedSkills: [
        {
          name: 'Poetry',
          category: 'Arts',
          status: 'RECOMMENDED',
          since: '2026-03-01T12:00:00.000Z',
          score: 2.5,
          because: ['Analysis'],
        },
      ],
    },
  },
  {
    command: 'DismissSkillRecommendation',
    input: { name: 'poetry', reason: 'no time' },
    records: ['SkillRecommendationDismissed'],
    shows: { recommendedSkills: [{ name: 'Poetry', status: 'DISMISSED' }] },
  },
  {
    command: 'AddCertification',
    input: { certificationId: item(20), ...CERTIFICATION },
    records: ['CertificationAdded'],
    shows: { certifications: [{ id: item(20), ...CERTIFICATION }] },
  },
  {
    command: 'RemoveCertification',
    input: { certificationId: item(20), reason: 'revoked' },
    records: ['CertificationRemoved'],
    shows: { certifications: [] },
  },
  {
    command: 'AddEducation',
    input: { educationId: item(21), ...EDUCATION },
    records: ['EducationAdded'],
    shows: { educations: [{ id: item(21), ...EDUCATION }] },
  },
  {
    command: 'UpdateEducation',
    input: { educationId: item(21), degree: 'MASTER', grade: null, honors: [] },
    records: ['EducationUpdated'],
    shows: { educations: [{ degree: 'MASTER', grade: null, honors: [], institution: 'University of London' }] },
  },
  {
    command: 'RemoveEducation',
    input: { educationId: item(21), reason: 'never was' },
    records: ['EducationRemoved'],
    shows: { educations: [] },
  },
];
