/** Skills: types, queries. */

import { byName, nameKeyOf } from '../projections/directory.ts';
import { pageOf } from '../projections/page.ts';
import type { Recommendation, RelatedSkill, SkillSummary } from '../projections/skills.ts';
import {
  type Certification,
  DEGREES,
  type Education,
  PROFICIENCIES,
  type Recommendation as RecordedRecommendation,
  type Skill,
} from '../src/domain/skills/messages.ts';
import { skillKey } from '../src/domain/skills/skills.ts';
import { type Connection, connectionOf, pageArgs, rowsIn } from './connection.ts';
import { failure } from './errors.ts';
import type { Kit } from './kit.ts';
import { currentPerson, findPerson, type PersonSource } from './person-source.ts';

export function registerSkills(kit: Kit): void {
  const { builder, person } = kit;
  const skill = registerSkill(kit);
  const personSkill = registerPersonSkill(kit);
  const personSkills = kit.connection('PersonSkill', personSkill).ref;
  const certification = registerCertification(kit);
  const education = registerEducation(kit);
  const recommendation = builder.objectRef<Recommendation>('SkillRecommendation').implement({
    description: 'A skill that goes together with what the person can do.',
    fields: (t) => ({
      skill: t.field({ type: skill, resolve: (source) => source }),
      name: t.exposeString('name'),
      category: t.exposeString('category'),
      score: t.exposeInt('score', { description: 'How many of the own skills it goes together with.' }),
      because: t.stringList({ description: 'Which ones those are.', resolve: ({ because }) => because }),
    }),
  });

  const recorded = registerRecorded(kit);

  builder.objectFields(person, (t) => ({
    skills: t.field({
      type: personSkills,
      description: 'By name.',
      args: kit.pages.forwards,
      resolve: ({ skills }, args) => {
        const all = [...skills.skills.values()].sort((a, b) => (skillKey(a.name) < skillKey(b.name) ? -1 : 1));
        return connectionOf(
          pageOf(all, ({ name }) => [skillKey(name)], pageArgs(args, 'skill')),
          'skill',
          (each) => each,
        ) as Connection<Skill>;
      },
    }),
    skillRecommendations: t.field({
      type: [recommendation],
      args: { first: t.arg.int({ defaultValue: 5 }) },
      resolve: ({ number, isRecent }, { first }, { app }) => {
        if (!isRecent)
          throw failure('NOT_AVAILABLE_AS_OF', 'Recommendations are made from what all persons can do today.');
        return app.views.skills.recommendations(number).slice(0, rowsIn('first', first) ?? 5);
      },
    }),
    recommendedSkills: t.field({
      type: [recorded],
      description: 'The recommendations that were recorded, the dismissed ones among them.',
      resolve: ({ skills }) => [...skills.recommendations.values()],
    }),
    certifications: t.field({
      type: [certification],
      resolve: ({ skills }) => [...skills.certifications.live.values()],
    }),
    educations: t.field({ type: [education], resolve: ({ skills }) => [...skills.educations.live.values()] }),
  }));

  registerQueries(kit, skill);
}

function registerSkill(kit: Kit) {
  const { builder, persons } = kit;
  const skill = builder.objectRef<SkillSummary>('Skill');
  const related = builder.objectRef<RelatedSkill>('RelatedSkill').implement({
    fields: (t) => ({
      skill: t.field({ type: skill, resolve: (source) => source }),
      together: t.exposeInt('together', { description: 'Persons that have both.' }),
    }),
  });
  skill.implement({
    description: 'A skill over all listed persons.',
    fields: (t) => ({
      name: t.exposeString('name'),
      category: t.exposeString('category', { description: 'The one most of its holders put it into.' }),
      personCount: t.exposeInt('personCount'),
      persons: t.field({
        type: persons,
        description: 'Who has it, by name.',
        args: kit.pages.forwards,
        resolve: ({ name }, args, { app }) => {
          const holders = byName(app.views, app.views.skills.holders([name]));
          const page = pageOf(holders, (number) => nameKeyOf(app.views, number), pageArgs(args, 'name'));
          return connectionOf(page, 'name', (number) => currentPerson(app, number) as PersonSource);
        },
      }),
      related: t.field({
        type: [related],
        description: 'Skills that go together with it, the most frequent company first.',
        args: { first: t.arg.int({ defaultValue: 10 }) },
        resolve: ({ name }, { first }, { app }) =>
          app.views.skills.related(name).slice(0, rowsIn('first', first) ?? 10),
      }),
    }),
  });
  return skill;
}

function registerPersonSkill(kit: Kit) {
  const { builder, person, words } = kit;
  const endorsement = builder.objectRef<Skill['endorsements'][number]>('Endorsement').implement({
    fields: (t) => ({
      endorser: t.field({
        type: person,
        nullable: true,
        resolve: ({ endorserId }, _, { app }) => (endorserId === undefined ? null : findPerson(app, endorserId)),
      }),
      endorserName: t.exposeString('endorserName', { nullable: true }),
      comment: t.exposeString('comment', { nullable: true }),
      at: t.expose('at', { type: 'DateTime' }),
    }),
  });
  return builder.objectRef<Skill>('PersonSkill').implement({
    description: 'A skill as one person has it.',
    fields: (t) => ({
      name: t.exposeString('name'),
      category: t.exposeString('category'),
      proficiency: t.expose('proficiency', { type: words('Proficiency', PROFICIENCIES) }),
      status: t.field({
        type: words('SkillStatus', ['claimed', 'endorsed']),
        resolve: ({ endorsements }) => (endorsements.length > 0 ? 'endorsed' : 'claimed'),
      }),
      yearsOfExperience: t.exposeFloat('yearsOfExperience', { nullable: true }),
      lastUsedOn: t.expose('lastUsedOn', { type: 'Date', nullable: true }),
      verified: t.exposeBoolean('verified', { nullable: true }),
      specializations: t.stringList({ resolve: ({ specializations }) => specializations ?? [] }),
      certifications: t.stringList({ resolve: ({ certifications }) => certifications ?? [] }),
      projects: t.stringList({ resolve: ({ projects }) => projects ?? [] }),
      endorsementCount: t.int({ resolve: ({ endorsements }) => endorsements.length }),
      endorsements: t.field({ type: [endorsement], resolve: ({ endorsements }) => [...endorsements] }),
    }),
  });
}

function registerRecorded({ builder, words }: Kit) {
  return builder.objectRef<RecordedRecommendation>('RecommendedSkill').implement({
    description: 'A skill that was recommended to the person, who does not have it.',
    fields: (t) => ({
      name: t.exposeString('name'),
      category: t.exposeString('category'),
      status: t.expose('status', { type: words('RecommendationStatus', ['recommended', 'dismissed']) }),
      since: t.expose('since', { type: 'DateTime' }),
      score: t.exposeFloat('score'),
      because: t.stringList({ description: 'Names of the skills that lead there.', resolve: ({ because }) => because }),
    }),
  });
}

function registerCertification({ builder }: Kit) {
  return builder.objectRef<Certification>('Certification').implement({
    fields: (t) => ({
      id: t.exposeID('certificationId'),
      name: t.exposeString('name'),
      issuer: t.exposeString('issuer'),
      credentialId: t.exposeString('credentialId', { nullable: true }),
      issuedOn: t.expose('issuedOn', { type: 'Date', nullable: true }),
      expiresOn: t.expose('expiresOn', { type: 'Date', nullable: true }),
      url: t.exposeString('url', { nullable: true }),
      level: t.exposeString('level', { nullable: true }),
      skills: t.stringList({ resolve: ({ skills }) => skills ?? [] }),
    }),
  });
}

function registerEducation({ builder, words }: Kit) {
  return builder.objectRef<Education>('Education').implement({
    fields: (t) => ({
      id: t.exposeID('educationId'),
      institution: t.exposeString('institution'),
      degree: t.expose('degree', { type: words('Degree', DEGREES) }),
      field: t.exposeString('field', { nullable: true }),
      start: t.expose('start', { type: 'Date', nullable: true }),
      end: t.expose('end', { type: 'Date', nullable: true }),
      grade: t.exposeString('grade', { nullable: true }),
      activities: t.stringList({ resolve: ({ activities }) => activities ?? [] }),
      honors: t.stringList({ resolve: ({ honors }) => honors ?? [] }),
      thesis: t.exposeString('thesis', { nullable: true }),
    }),
  });
}

function registerQueries(kit: Kit, skill: ReturnType<typeof registerSkill>): void {
  const { builder } = kit;
  const skills = kit.connection('Skill', skill).ref;
  const category = builder
    .objectRef<{ readonly category: string; readonly skillCount: number }>('SkillCategory')
    .implement({
      fields: (t) => ({ name: t.exposeString('category'), skillCount: t.exposeInt('skillCount') }),
    });
  builder.queryFields((t) => ({
    skills: t.field({
      type: skills,
      description: 'All skills of listed persons, the most frequent first.',
      args: { category: t.arg.string(), ...kit.pages.forwards },
      resolve: (_, { category: wanted, ...args }, { app }) => {
        const all = app.views.skills.all(wanted ?? undefined);
        return connectionOf(
          pageOf(all, ({ personCount, name }) => [-personCount, name], pageArgs(args, 'frequency')),
          'frequency',
          (each) => each,
        );
      },
    }),
    skill: t.field({
      type: skill,
      nullable: true,
      description: 'A skill by its name, in any case; null when nobody listed has it.',
      args: { name: t.arg.string({ required: true }) },
      resolve: (_, { name }, { app }) => app.views.skills.skill(name),
    }),
    skillCategories: t.field({
      type: [category],
      description: 'Every category, by name.',
      resolve: (_, __, { app }) => app.views.skills.categories(),
    }),
  }));
}
