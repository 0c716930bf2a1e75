/** Every command and every fact there is, by noun. */

import { CONTACT_INFO_COMMANDS, type ContactInfoCommand, type ContactInfoFact } from '../contact-info/messages.ts';
import { PREFERENCES_COMMANDS, type PreferencesCommand, type PreferencesFact } from '../preferences/messages.ts';
import { RELATIONSHIP_COMMANDS, type RelationshipCommand, type RelationshipFact } from '../relationship/messages.ts';
import { SKILLS_COMMANDS, type SkillsCommand, type SkillsFact } from '../skills/messages.ts';
import { PERSON_COMMANDS, type PersonCommand, type PersonFact } from './messages.ts';

export type AnyCommand = PersonCommand | ContactInfoCommand | SkillsCommand | PreferencesCommand | RelationshipCommand;
export type AnyFact = PersonFact | ContactInfoFact | SkillsFact | PreferencesFact | RelationshipFact;
export type CommandName = AnyCommand['type'];

export const NOUNS = ['person', 'contact-info', 'skills', 'preferences', 'relationship'] as const;
export type Noun = (typeof NOUNS)[number];

/** Every command there is, by noun, in the order of the contract. */
export const COMMANDS: Readonly<Record<Noun, readonly CommandName[]>> = {
  person: PERSON_COMMANDS,
  'contact-info': CONTACT_INFO_COMMANDS,
  skills: SKILLS_COMMANDS,
  preferences: PREFERENCES_COMMANDS,
  relationship: RELATIONSHIP_COMMANDS,
};

const NOUN_OF = Object.fromEntries(NOUNS.flatMap((noun) => COMMANDS[noun].map((name) => [name, noun]))) as Readonly<
  Record<CommandName, Noun>
>;

/** The noun whose law the command is under. */
export function nounOf(command: CommandName): Noun {
  return NOUN_OF[command];
}
