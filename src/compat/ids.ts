/** Ids of the old world for what has none here. They follow from what they are of, so that all gateways say the same. */

import { derivedId } from '../app/derived-id.ts';
import { folded } from '../domain/values.ts';

/** A skill is known by its name here; the old service gave each an id. */
export const skillIdOf = (personId: string, name: string): string =>
  derivedId(personId, `legacy.skill.${folded(name)}`);

/** The preferences of a person were one component. */
export const preferencesIdOf = (personId: string): string => derivedId(personId, 'legacy.preferences');

/** The attribute that says that the person has a component of the type. */
export const registrationIdOf = (personId: string, type: string): string =>
  derivedId(personId, `legacy.component.${type}`);
