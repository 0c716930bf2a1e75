/** The inputs of all commands, in the order of the contract. */

import type { CommandInput } from './command-input.ts';
import { CONTACT_INFO_INPUTS } from './contact-info.ts';
import { PERSON_INPUTS } from './person.ts';
import { PREFERENCES_INPUTS } from './preferences.ts';
import { RELATIONSHIP_INPUTS } from './relationship.ts';
import { SKILLS_INPUTS } from './skills.ts';

export const COMMAND_INPUTS: readonly CommandInput[] = [
  ...PERSON_INPUTS,
  ...CONTACT_INFO_INPUTS,
  ...SKILLS_INPUTS,
  ...PREFERENCES_INPUTS,
  ...RELATIONSHIP_INPUTS,
];
