/** The rules of skills: one per name, who may vouch for it, and the dates of the papers. */

import { describe, expect, it } from 'vitest';
import { fold } from '../../src/domain/person/person.ts';
import { given } from '../given.ts';
import { BOB, CAROL, command, created, type DataOf, fact, GOOD_COMMANDS, item, NOON, THINGS } from './examples.ts';

const { data: skill } = THINGS.skill;
const has = [created, THINGS.skill];
const skillsOf = (...facts: Parameters<typeof given>[0]) => [...fold([created, ...facts]).skills.skills.values()];

describe('A skill', () => {
  const add = (data: object) => command('AddSkill', { ...skill, ...data });
  it('is one per name, whatever case, accents and spacing', () => {
    given(has)
      .when(add({ name: 'mathematics', category: 'Arts' }))
      .thenRefused('SKILL_EXISTS', 'name');
    const café = fact('SkillAdded', { ...skill, name: 'Café  culture' });
    given([created, café])
      .when(add({ name: 'cafe culture', category: 'Arts' }))
      .thenRefused('SKILL_EXISTS', 'name');
    given(has)
      .when(add({ name: 'Mathematic' }))
      .thenRecords('SkillAdded');
  });
  it('that is claimed already, with the same data, is no error', () => {
    given(has).when(add({})).thenNothing();
    given(has)
      .when(add({ name: 'MATHEMATICS' }))
      .thenNothing();
  });
  it('is changed under its own name, whatever case it is asked for in, and only in what differs', () =>
    given(has)
      .when(command('UpdateSkill', { name: 'mathematics', proficiency: 'expert', yearsOfExperience: 12 }))
      .thenRecords('SkillUpdated', { name: 'Mathematics', yearsOfExperience: 12 }));
  it('that does not change records nothing', () =>
    given(has)
      .when(command('UpdateSkill', { name: 'Mathematics', proficiency: 'expert' }))
      .thenNothing());
  it('loses an optional field by null, once', () => {
    const known = fact('SkillUpdated', { name: 'Mathematics', yearsOfExperience: 12 });
    const cleared = fact('SkillUpdated', { name: 'Mathematics', yearsOfExperience: null });
    const clear = command('UpdateSkill', { name: 'Mathematics', yearsOfExperience: null });
    given([...has, known])
      .when(clear)
      .thenRecords('SkillUpdated', cleared.data);
    given([...has, known, cleared])
      .when(clear)
      .thenNothing();
    expect(skillsOf(THINGS.skill, known, cleared)).toStrictEqual([{ ...skill, endorsements: [] }]);
  });
  it('was not used in the future', () => {
    given([created])
      .when(add({ lastUsedOn: '2026-03-03' }))
      .thenRefused('DATE_IN_FUTURE', 'lastUsedOn');
    given([created])
      .when(add({ lastUsedOn: '2026-03-02' }))
      .thenRecords('SkillAdded');
    given(has)
      .when(command('UpdateSkill', { name: 'Mathematics', lastUsedOn: '2026-03-03' }))
      .thenRefused('DATE_IN_FUTURE', 'lastUsedOn');
    given(has)
      .when(command('UpdateSkill', { name: 'Mathematics', lastUsedOn: '2026-03-02' }))
      .thenRecords('SkillUpdated', { name: 'Mathematics', lastUsedOn: '2026-03-02' });
  });
  it('comes back without the endorsements that it was removed with', () => {
    const endorsed = fact('SkillEndorsed', { name: 'Mathematics', endorserId: BOB });
    const removed = fact('SkillRemoved', { name: 'MATHEMATICS' });
    expect(skillsOf(THINGS.skill, endorsed, removed)).toEqual([]);
    expect(skillsOf(THINGS.skill, endorsed, removed, THINGS.skill)).toEqual([{ ...skill, endorsements: [] }]);
  });
});

describe('An endorsement', () => {
  const endorse = (data: Omit<DataOf<'EndorseSkill'>, 'name'>) =>
    command('EndorseSkill', { name: 'mathematics', ...data });
  it('is recorded under the name of the skill, with its time', () => {
    given(has)
      .when(endorse({ endorserId: BOB, comment: 'a master' }))
      .thenRecords('SkillEndorsed', { name: 'Mathematics', endorserId: BOB, comment: 'a master' });
    const endorsed = fact('SkillEndorsed', { name: 'MATHEMATICS', endorserId: BOB });
    expect(skillsOf(THINGS.skill, endorsed)[0]?.endorsements).toEqual([{ endorserId: BOB, at: NOON }]);
  });
  it('is given once by each endorser', () => {
    const endorsed = [...has, fact('SkillEndorsed', { name: 'Mathematics', endorserId: BOB })];
    given(endorsed)
      .when(endorse({ endorserId: BOB }))
      .thenNothing();
    given(endorsed)
      .when(endorse({ endorserId: BOB, comment: 'indeed' }))
      .thenRefused('SKILL_ALREADY_ENDORSED', 'endorserId');
    given(endorsed)
      .when(endorse({ endorserId: CAROL }))
      .thenRecords('SkillEndorsed');
  });
  it('may come from somebody known by name only, once too', () => {
    const endorsed = [...has, fact('SkillEndorsed', { name: 'Mathematics', endorserName: 'Mary' })];
    given(endorsed)
      .when(endorse({ endorserName: 'Mary' }))
      .thenNothing();
    given(endorsed)
      .when(endorse({ endorserName: 'Mary', comment: 'indeed' }))
      .thenRefused('SKILL_ALREADY_ENDORSED', 'endorserName');
    given(endorsed)
      .when(endorse({ endorserName: 'Charles' }))
      .thenRecords('SkillEndorsed');
  });
  it('needs somebody who gives it', () =>
    given(has)
      .when(endorse({ comment: 'a master' }))
      .thenRefused('ENDORSER_UNNAMED', 'endorserId'));
  it('is not given by oneself', () => {
    const { personId } = GOOD_COMMANDS.EndorseSkill;
    given(has)
      .when(endorse({ endorserId: personId }))
      .thenRefused('ENDORSER_IS_SELF', 'endorserId');
  });
});

describe('A certification', () => {
  const { data: certification } = THINGS.certification;
  const add = (data: object) => command('AddCertification', { ...certification, ...data });
  it('was not issued in the future', () => {
    given([created])
      .when(add({ issuedOn: '2026-03-03' }))
      .thenRefused('DATE_IN_FUTURE', 'issuedOn');
    given([created])
      .when(add({ issuedOn: '2026-03-02' }))
      .thenRecords('CertificationAdded');
  });
  it('does not expire before it was issued', () => {
    const span = { issuedOn: '2020-01-02', expiresOn: '2020-01-01' };
    given([created]).when(add(span)).thenRefused('END_BEFORE_START', 'expiresOn');
    given([created])
      .when(add({ ...span, expiresOn: '2020-01-02' }))
      .thenRecords('CertificationAdded');
  });
  it('is the same one only when all of it is the same', () => {
    const held = [created, THINGS.certification];
    given(held)
      .when(add({ certificationId: item(27) }))
      .thenNothing();
    given(held)
      .when(add({ certificationId: item(27), level: 'II' }))
      .thenRecords('CertificationAdded');
    given(held)
      .when(add({ level: 'II' }))
      .thenRefused('CERTIFICATION_EXISTS', 'certificationId');
  });
});

describe('An education', () => {
  const { educationId } = THINGS.education.data;
  const studied = [created, THINGS.education];
  const update = (data: object) => command('UpdateEducation', { educationId, ...data });
  it('does not end before it starts, whichever of the two changes', () => {
    given([created])
      .when(command('AddEducation', { ...THINGS.education.data, start: '2020-01-02', end: '2020-01-01' }))
      .thenRefused('END_BEFORE_START', 'end');
    given([created])
      .when(command('AddEducation', { ...THINGS.education.data, start: '2020-01-01', end: '2020-01-01' }))
      .thenRecords('EducationAdded');
    given(studied)
      .when(update({ end: '2020-01-01' }))
      .thenRecords('EducationUpdated');
    const ended = fact('EducationUpdated', { educationId, end: '2020-01-01' });
    given([...studied, ended])
      .when(update({ start: '2020-01-02' }))
      .thenRefused('END_BEFORE_START', 'end');
    given([...studied, ended])
      .when(update({ start: '2020-01-02', end: null }))
      .thenRecords('EducationUpdated');
  });
  it('is changed only in what differs', () => {
    given(studied)
      .when(update({ institution: 'Home', grade: 'A' }))
      .thenRecords('EducationUpdated', { educationId, grade: 'A' });
    given(studied)
      .when(update({ institution: 'Home', grade: null }))
      .thenNothing();
  });
  it('does not become another one that is there already', () =>
    given([...studied, fact('EducationAdded', { ...THINGS.education.data, educationId: item(28), degree: 'master' })])
      .when(update({ degree: 'master' }))
      .thenRefused('EDUCATION_EXISTS'));
});

describe('A recommendation', () => {
  const recommended = fact('SkillRecommended', { name: 'Logic', category: 'Science', score: 1, because: ['Algebra'] });
  const recommend = (data: object) => command('RecommendSkill', { ...recommended.data, ...data });
  it('for the same reasons is recorded once, and again for others', () => {
    given([created, recommended])
      .when(recommend({ name: 'LOGIC' }))
      .thenNothing();
    given([created, recommended])
      .when(recommend({ score: 2, because: ['Algebra', 'Chess'] }))
      .thenRecords('SkillRecommended');
  });
  it('is over when the person has the skill', () => {
    const { skills } = fold([created, recommended, fact('SkillAdded', { ...skill, name: 'logic' })]);
    expect(skills.recommendations.size).toBe(0);
  });
});
