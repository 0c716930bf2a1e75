/** The policies, as one list. What is not here does not act. */

import { autoArchive } from './auto-archive.ts';
import { dataQuality } from './data-quality.ts';
import { onboarding } from './onboarding.ts';
import type { Policy } from './policy.ts';
import { relationshipCascade } from './relationship-cascade.ts';
import { skillRecommendation } from './skill-recommendation.ts';
import { welcome } from './welcome.ts';

export const POLICIES: readonly Policy[] = [
  autoArchive,
  skillRecommendation,
  relationshipCascade,
  dataQuality,
  welcome,
  onboarding,
] as readonly unknown[] as readonly Policy[];
