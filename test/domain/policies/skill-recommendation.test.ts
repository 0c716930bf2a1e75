/** Which skills are recommended, how many, and which never. */

import { describe, it } from 'vitest';
import { skillRecommendation } from '../../../src/domain/policies/skill-recommendation.ts';
import { ADA, archived, created, drafted, fact, suspended, THINGS } from '../examples.ts';
import { type Facts, givenPersons } from './given-persons.ts';

const { skill } = THINGS;
const known = (name: string, score: number) => ({ name, category: 'Science', score, because: ['Mathematics'] });
const recommendations = [known('Logic', 3), known('Physics', 2), known('Music', 1)];
const looked = (facts: Facts, settings = {}) =>
  givenPersons({ [ADA]: facts }, { recommendations }).when(skillRecommendation, { fact: skill, settings });
const act = (name: string, score: number) => ['RecommendSkill', ADA, known(name, score)] as const;

describe('Skill recommendation', () => {
  it('records what goes together with the skills of a person, with the reasons, the best first', () =>
    looked([created, skill]).thenActs(act('Logic', 3), act('Physics', 2), act('Music', 1)));

  it('says why', () =>
    looked([created, skill], { atMost: 1 }).decisions.forEach(({ because }) => {
      if (because !== 'Logic goes together with Mathematics.') throw new Error(because);
    }));

  it('keeps to how many a person may have, with those it has', () => {
    looked([created, skill], { atMost: 2 }).thenActs(act('Logic', 3), act('Physics', 2));
    const has = fact('SkillRecommended', known('Logic', 3));
    looked([created, skill, has], { atMost: 2 }).thenActs(act('Physics', 2));
    looked([created, skill, has], { atMost: 1 }).thenNothing();
  });

  it('keeps to how well they must be supported', () =>
    looked([created, skill], { minimumScore: 3 }).thenActs(act('Logic', 3)));

  it('does not repeat what the person dismissed or took off', () => {
    const dismissed = [
      ...recommendations.slice(0, 2).map((each) => fact('SkillRecommended', each)),
      fact('SkillRecommendationDismissed', { name: 'Logic' }),
      fact('SkillRecommendationDismissed', { name: 'Physics' }),
    ];
    const off = [fact('SkillAdded', { ...skill.data, name: 'Music' }), fact('SkillRemoved', { name: 'Music' })];
    looked([created, skill, ...dismissed, ...off]).thenLeaves(
      'The person does not want Logic recommended.',
      'The person does not want Physics recommended.',
      'The person took Music off.',
    );
  });

  it('leaves alone who does not want profiling', () =>
    looked([created, skill, fact('PrivacyPreferencesUpdated', { allowProfiling: false })]).thenLeaves(
      'The person does not want profiling.',
    ));

  it('looks at drafts too, and not at who is suspended or gone', () => {
    looked([drafted, skill], { atMost: 1 }).thenActs(act('Logic', 3));
    looked([created, skill, suspended]).thenNothing();
    looked([created, skill, archived]).thenNothing();
    looked([]).thenNothing();
  });
});
