/** What the old service said when it refused. What it never refused is said in our own sentence. */

import type { Refused } from '../../client/results.ts';
import { componentUnknown, INACTIVE, OldRefusal, personUnknown, validation } from './desk.ts';

const TEXTS: Readonly<Record<string, string>> = {
  PERSON_EXISTS: 'Person already exists',
  PERSON_IS_MERGED: 'Cannot modify a merged person',
  PERSON_IS_DECEASED: 'Cannot modify a deceased person',
  MERGED_ELSEWHERE: 'Cannot modify a merged person',
  DEATH_ALREADY_RECORDED: 'Cannot modify a deceased person',
  BIRTH_DATE_ALREADY_SET: 'Birth date is immutable once set',
  ATTRIBUTE_NOT_FOUND: 'Component not registered',
  EMAIL_INVALID: 'Invalid email format',
  END_BEFORE_START: 'End date cannot be before start date',
};

/** What is not found of a component, by its code. */
const COMPONENTS: Readonly<Record<string, string>> = {
  EMAIL_NOT_FOUND: 'Email',
  PHONE_NOT_FOUND: 'Phone',
  SKILL_NOT_FOUND: 'Skill',
  EMPLOYMENT_NOT_FOUND: 'Employment',
  SOCIAL_PROFILE_NOT_FOUND: 'Social profile',
};

const INACTIVE_CODES: ReadonlySet<string> = new Set(['PERSON_IS_SUSPENDED', 'PERSON_IS_ARCHIVED', 'PERSON_IS_DRAFT']);

export interface Refusing {
  /** The name of the old command. */
  readonly name: string;
  readonly personId: string;
  /** The person that a merge leads to. */
  readonly otherId: string | null;
  readonly componentId: string;
  readonly isOfComponent: boolean;
}

export function oldRefusalOf({ code, message, field }: Refused, refusing: Refusing): OldRefusal {
  const { name, personId, otherId, componentId, isOfComponent } = refusing;
  const isUnknown = code === 'PERSON_NOT_FOUND' || (code === 'ID_INVALID' && name !== 'CreatePerson');
  if (isUnknown && (field === 'targetId' || field === 'otherId')) return personUnknown(otherId ?? personId);
  if (isUnknown && (field === null || field === 'personId')) {
    return isOfComponent ? new OldRefusal(`Domain error: Person ${personId} not found`, code) : personUnknown(personId);
  }
  const kind = COMPONENTS[code];
  // Of what is to be removed, the old service did not know what it was.
  if (kind !== undefined) return componentUnknown(name.startsWith('Remove') ? '' : kind, componentId);
  if (INACTIVE_CODES.has(code)) return validation(INACTIVE.message.replace(/^Validation error: /, ''), code);
  return validation(TEXTS[code] ?? message, code);
}
