/** Which command is legal in which status of a skill, a certification or an education. The table is in docs/law.md. */

import { createMachine } from 'xstate';
import { gate, stays } from '../gate.ts';

export type SkillStatus = 'absent' | 'recommended' | 'dismissed' | 'listed' | 'claimed' | 'endorsed' | 'removed';

const ADDS = { AddSkill: 'claimed', AddCertification: 'listed', AddEducation: 'listed' } as const;

/** Skills may be recommended, and are claimed or endorsed; certifications and educations are just listed. */
export const skillsMachine = createMachine({
  id: 'skills',
  initial: 'absent',
  states: {
    absent: { on: { ...ADDS, RecommendSkill: 'recommended' } },
    recommended: {
      on: { AddSkill: 'claimed', RecommendSkill: 'recommended', DismissSkillRecommendation: 'dismissed' },
    },
    dismissed: { on: { AddSkill: 'claimed', DismissSkillRecommendation: 'dismissed' } },
    listed: { on: { UpdateEducation: 'listed', RemoveCertification: 'removed', RemoveEducation: 'removed' } },
    claimed: { on: { UpdateSkill: 'claimed', EndorseSkill: 'endorsed', RemoveSkill: 'removed' } },
    endorsed: { on: { ...stays('endorsed', ['UpdateSkill', 'EndorseSkill']), RemoveSkill: 'removed' } },
    removed: { on: { ...ADDS, ...stays('removed', ['RemoveSkill', 'RemoveCertification', 'RemoveEducation']) } },
  },
});

export const skillsGate = gate<SkillStatus>(skillsMachine);
