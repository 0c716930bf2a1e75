/** Old commands on skills and social profiles, as ours, and what all commands on components have in common. They change exactly what they name. */

import { derivedId } from '../../app/derived-id.ts';
import type { CommandInput } from '../../client/generated.ts';
import { skillIdOf } from '../ids.ts';
import { dateTime, decimal, flag, type Moment, optional, personId, text, uuid } from '../reading.ts';
import { newWordOf } from '../writing.ts';
import { componentUnknown, type Desk, type Translated, validation } from './desk.ts';
import { type OldCommand, oldCommand } from './person.ts';
import * as words from './words.ts';

const own = { person_id: personId };
const one = { ...own, component_id: uuid };

export const dayOf = ({ ms }: Moment): string => new Date(ms).toISOString().slice(0, 10);

/** Without the keys that say nothing. */
export function given<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], null> } {
  const kept = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]: Exclude<T[K], null> };
}

export const wordIn = <Word extends string>(word: string | null): Word | null =>
  word === null ? null : newWordOf<Word>(word);

const make = (commands: readonly CommandInput[], person: string, componentId?: string): Translated =>
  componentId === undefined ? { personId: person, commands } : { personId: person, commands, componentId };

/** What is made is made under an id that follows from the command, so that a repetition makes the same. */
export const madeBy = ({ commandId }: Desk): string => derivedId(commandId, 'legacy.component');

async function skillNamed(person_id: string, component_id: string, desk: Desk, kind = 'Skill'): Promise<string> {
  const { skills, attributes } = await desk.standing();
  // One that was taken over from the old service may have kept the id that it had there.
  const kept = attributes.find(({ name }) => name === `legacy.skill.${component_id}`)?.value;
  const known = skills.nodes.find(({ name }) => name === kept || skillIdOf(person_id, name) === component_id);
  if (known === undefined) throw componentUnknown(kind, component_id);
  return known.name;
}

const notBlank = (value: string, message: string) => {
  if (value.trim() === '') throw validation(message, 'TEXT_EMPTY');
};

const asUrl = (url: string | null) => {
  if (url === null) return;
  notBlank(url, 'Profile URL cannot be empty');
  if (!/^https?:\/\//.test(url)) throw validation('Profile URL must start with http:// or https://', 'URL_INVALID');
};

const SKILLS = {
  AddSkill: oldCommand(
    'AddSkill',
    {
      ...own,
      skill_name: text,
      category: words.skillCategory,
      proficiency: words.proficiency,
      years_of_experience: optional(decimal),
    },
    ({ person_id, skill_name, category, proficiency, years_of_experience: years }) => {
      notBlank(skill_name, 'Skill name cannot be empty');
      if (years !== null && years < 0)
        throw validation('Years of experience cannot be negative', 'NUMBER_OUT_OF_RANGE');
      const details = given({ yearsOfExperience: years });
      const level = newWordOf<'EXPERT'>(proficiency);
      const skill = { personId: person_id, name: skill_name, category, ...details, proficiency: level };
      return {
        ...make([{ addSkill: skill }], person_id, skillIdOf(person_id, skill_name)),
        // Told again, it is what was told last.
        otherwise: { code: 'SKILL_EXISTS', instead: () => ({ commands: [{ updateSkill: skill }] }) },
      };
    },
    true,
  ),
  UpdateSkill: oldCommand(
    'UpdateSkill',
    {
      ...one,
      proficiency: optional(words.proficiency),
      years_of_experience: optional(decimal),
      last_used: optional(dateTime),
    },
    async ({ person_id, component_id, proficiency, years_of_experience, last_used }, desk) => {
      const changes = given({
        proficiency: wordIn<'EXPERT'>(proficiency),
        yearsOfExperience: years_of_experience,
        lastUsedOn: last_used === null ? null : dayOf(last_used),
      });
      const name = await skillNamed(person_id, component_id, desk);
      return make([{ updateSkill: { personId: person_id, name, ...changes } }], person_id);
    },
    true,
  ),
  EndorseSkill: oldCommand(
    'EndorseSkill',
    { ...one, endorser_id: optional(personId), endorser_name: text, comment: optional(text) },
    async ({ person_id, component_id, endorser_id, endorser_name, comment }, desk) => {
      const name = await skillNamed(person_id, component_id, desk);
      const by = given({ endorserId: endorser_id, endorserName: endorser_name.trim() || null, comment });
      return {
        ...make([{ endorseSkill: { personId: person_id, name, ...by } }], person_id),
        // Vouched for twice is vouched for.
        otherwise: { code: 'SKILL_ALREADY_ENDORSED', instead: () => ({ commands: [] }) },
      };
    },
    true,
  ),
  RemoveSkill: oldCommand(
    'RemoveSkill',
    one,
    async ({ person_id, component_id }, desk) => {
      const name = await skillNamed(person_id, component_id, desk, '');
      return make([{ removeSkill: { personId: person_id, name } }], person_id);
    },
    true,
  ),
};

const PROFILES = {
  AddSocialProfile: oldCommand(
    'AddSocialProfile',
    {
      ...own,
      platform: words.platform,
      username: text,
      profile_url: text,
      display_name: optional(text),
      bio: optional(text),
    },
    ({ person_id, platform, username, profile_url: url, display_name, bio }, desk) => {
      notBlank(username, 'Username cannot be empty');
      asUrl(url);
      const profileId = madeBy(desk);
      const details = given({ displayName: display_name?.trim() || null, bio: bio?.trim() || null });
      const named = { personId: person_id, profileId, username, url, ...details };
      return make([{ addSocialProfile: { ...named, platform: newWordOf(platform) } }], person_id, profileId);
    },
    true,
  ),
  UpdateSocialProfile: oldCommand(
    'UpdateSocialProfile',
    {
      ...one,
      username: optional(text),
      profile_url: optional(text),
      display_name: optional(text),
      bio: optional(text),
      is_verified: optional(flag),
    },
    ({ person_id, component_id, username, profile_url: url, display_name, bio, is_verified }) => {
      asUrl(url);
      const changes = given({ username, url, displayName: display_name, bio, verified: is_verified });
      return make([{ updateSocialProfile: { personId: person_id, profileId: component_id, ...changes } }], person_id);
    },
    true,
  ),
  RemoveSocialProfile: oldCommand(
    'RemoveSocialProfile',
    one,
    ({ person_id, component_id }) =>
      make([{ removeSocialProfile: { personId: person_id, profileId: component_id } }], person_id),
    true,
  ),
};

export const SKILL_COMMANDS: Readonly<Record<string, OldCommand>> = {
  ...SKILLS,
  ...PROFILES,
};

export { make, notBlank, one, own };
