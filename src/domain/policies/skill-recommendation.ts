/** Records which skills go together with those of a person, when its skills change. */

import { skillStatus } from '../skills/decide.ts';
import { act, leave, type Policy, type PolicyDecision } from './policy.ts';
import { number } from './settings.ts';

const SETTINGS = {
  atMost: number('Recommendations that a person has at a time.', 5, 1, 50, 'skills'),
  minimumScore: number('Own skills that must lead to a recommended one.', 1, 1, 100, 'skills'),
} as const;

export const skillRecommendation: Policy<typeof SETTINGS> = {
  name: 'skill-recommendation',
  description: 'Recommends skills that go together with those a person has.',
  settings: SETTINGS,
  after: new Set(['SkillAdded', 'SkillRemoved', 'SkillRecommendationDismissed', 'PersonAbsorbed', 'PersonActivated']),
  *decide({ personId }, known, settings): Iterable<PolicyDecision> {
    const person = known.person(personId);
    if (person === null || (person.core.status !== 'active' && person.core.status !== 'draft')) return;
    if (person.preferences.privacy.allowProfiling === false) {
      yield leave(personId, 'The person does not want profiling.');
      return;
    }
    const open = [...person.skills.recommendations.values()].filter(({ status }) => status === 'recommended').length;
    let room = settings.atMost - open;
    for (const { name, category, score, because } of known.recommendations(personId)) {
      if (room <= 0 || score < settings.minimumScore) return;
      const status = skillStatus(person.skills, name);
      if (status === 'dismissed') yield leave(personId, `The person does not want ${name} recommended.`);
      else if (status === 'removed') yield leave(personId, `The person took ${name} off.`);
      if (status !== 'absent') continue;
      room -= 1;
      const reason = `${name} goes together with ${because.join(', ')}.`;
      yield act(personId, 'RecommendSkill', { name, category, score, because }, reason, name);
    }
  },
};
