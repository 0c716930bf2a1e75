/**
 * What an event is about, and what a question about many persons depends on, in the same words: so that a question is
 * asked again when its answer may have changed, and not otherwise.
 */

import type { Recorded } from '../src/domain/message.ts';
import { tagKey } from '../src/domain/person/core.ts';
import type { AnyFact } from '../src/domain/person/person.ts';
import { skillKey } from '../src/domain/skills/skills.ts';
import type { PersonFilter } from './directory.ts';
import type { Views } from './index.ts';
import { words } from './search.ts';
import { STANDING_TYPES } from './standing.ts';
import type { OrderField } from './summary.ts';
import { PIECE, piecesOf } from './text-index.ts';

/** About one person, whatever it is. */
export const personTopic = (personId: string): string => `person ${personId}`;

/** Kinds of change that questions depend on which are not about one thing in particular. */
const ANYTHING = 'anything';
const STANDING = 'standing';
const NAME = 'name';
const PLACE = 'place';
const BIRTH = 'birth';
const WORD = 'word';

const KINDS: Readonly<Record<string, ReadonlySet<string>>> = {
  [STANDING]: new Set([...STANDING_TYPES, 'PersonAbsorbed']),
  [NAME]: new Set(['PersonCreated', 'PersonRenamed']),
  [BIRTH]: new Set(['PersonCreated', 'BirthDateSet']),
  [PLACE]: new Set([
    'AddressAdded',
    'AddressUpdated',
    'AddressRemoved',
    'EmploymentAdded',
    'EmploymentUpdated',
    'EmploymentEnded',
    'EmploymentRemoved',
    'PersonAbsorbed',
  ]),
};

/**
 * Everything that an event may matter to: its kind, the persons it names, and all that its person is found by, since a
 * change of one thing may let a person pass whom another thing lets be found. `changed` are words that came or went.
 */
export function topicsOf(views: Views, event: Recorded, changed: Iterable<string>): Set<string> {
  const topics = new Set([ANYTHING, personTopic(event.personId)]);
  for (const [kind, types] of Object.entries(KINDS)) if (types.has(event.type)) topics.add(kind);
  const { otherId, targetId, sourceId, tag, name } = event.data as Readonly<Record<string, unknown>>;
  for (const id of [otherId, targetId, sourceId]) if (typeof id === 'string') topics.add(personTopic(id));
  if (typeof tag === 'string') topics.add(`tag ${tagKey(tag)}`);
  if (isAboutSkill(event) && typeof name === 'string') topics.add(`skill ${skillKey(name)}`);
  const person = views.persons.find(event.personId);
  if (person === undefined) return topics;
  for (const key of views.summary.profile(person)?.tags.keys() ?? []) topics.add(`tag ${key}`);
  for (const key of views.skills.skillsOf(person).skills.keys()) topics.add(`skill ${key}`);
  for (const { text } of views.search.texts(person)) for (const word of words(text)) addWord(topics, word);
  for (const word of changed) addWord(topics, word);
  return topics;
}

function isAboutSkill(event: Recorded): boolean {
  const { type } = event as unknown as AnyFact;
  return type === 'SkillAdded' || type === 'SkillRemoved';
}

function addWord(topics: Set<string>, word: string): void {
  topics.add(WORD);
  for (const piece of piecesOf(word)) topics.add(`piece ${piece}`);
}

/** What a list of persons depends on, besides the persons that it shows. */
export function topicsOfList(filter: PersonFilter, order: OrderField): string[] {
  const particular = particularTopics(filter);
  if (particular !== null) return particular;
  // Every event of a person that passes moves it to another place.
  if (order === 'last_activity') return [ANYTHING];
  const { name, employer, role, location, bornFrom, bornTo } = filter;
  const kinds = [STANDING];
  if (order === 'name' || name != null) kinds.push(NAME);
  if (employer != null || role != null || location != null) kinds.push(PLACE);
  if (bornFrom != null || bornTo != null) kinds.push(BIRTH);
  return kinds;
}

/** What a search depends on, besides the persons that it shows. */
export function topicsOfSearch(text: string | null, filter: PersonFilter): string[] {
  if (text === null) return topicsOfList(filter, 'name');
  // Found by any of the words; each by all of its pieces, since similar words share one of them only.
  return words(text).flatMap((word) => topicsOfWord(word));
}

/** Everybody who passes has this one thing, so events about others cannot matter; null where there is no such thing. */
function particularTopics({ tag, skills, name, employer }: PersonFilter): string[] | null {
  if (tag != null) return [`tag ${tagKey(tag)}`];
  const [skill] = skills ?? [];
  if (skill !== undefined) return [`skill ${skillKey(skill)}`];
  // Not the role: that of a job with an end to come counts today, and is not among the words of its person.
  for (const text of [name, employer]) {
    const longest = words(text ?? '').sort((a, b) => b.length - a.length)[0];
    if (longest === undefined) continue;
    const [piece] = piecesOf(longest);
    return [piece === undefined ? WORD : `piece ${piece}`];
  }
  return null;
}

function topicsOfWord(word: string): string[] {
  return word.length < PIECE ? [WORD] : [...piecesOf(word)].map((piece) => `piece ${piece}`);
}
