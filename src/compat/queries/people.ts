/** Persons as the old queries show them: summaries, and who has which skills. */

import type { Client } from '../../client/client.ts';
import {
  OldPersonByIdDocument,
  type OldPersonFragment,
  OldPersonsDocument,
  OldRecommendationsDocument,
  OldSkilledDocument,
  OldSkillsDocument,
  type OldSkillsQuery,
  type PersonStatus,
} from '../../client/generated.ts';
import { isPossible } from '../reading.ts';
import { midnightOf, momentOf, oldDisplayName, oldWordOf, partsOf, personIdOf, REGISTERED } from '../writing.ts';

export type Asking = Pick<Client, 'ask'>;

/** Rows asked for at a time. */
export const ROWS = 500;

/** Persons that one answer may be about: of more, no message can hold even the ids. */
export const PERSONS_MAX = 25_000;

/** The most that the gateway gives of a list that has no pages. */
const LIST_ROWS_MAX = 1_000;

/** Whom the old queries see. Who was suspended, archived or merged has disappeared; who died has not. */
export const SEEN: readonly PersonStatus[] = ['ACTIVE', 'DECEASED'];

export const isSeen = ({ status }: { readonly status: PersonStatus }): boolean => SEEN.includes(status);

type Page<Node> = {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
};

/** The answer would be about more persons than a message can hold. */
export class TooMany extends Error {
  constructor() {
    super(`The answer is about more than ${PERSONS_MAX} persons. Ask for less, or by pages over GraphQL`);
  }
}

/** Everything in a list, page by page. Throws TooMany. */
export async function everything<Node>(page: (after: string | null) => Promise<Page<Node> | null>): Promise<Node[]> {
  const all: Node[] = [];
  for (let after: string | null = null; ; ) {
    const found: Page<Node> | null = await page(after);
    if (found === null) return all;
    all.push(...found.nodes);
    if (all.length > PERSONS_MAX) throw new TooMany();
    if (!found.pageInfo.hasNextPage) return all;
    after = found.pageInfo.endCursor;
  }
}

export const nameOf = (person: Pick<OldPersonFragment, 'name'>): string => oldDisplayName(partsOf(person.name));

/** By name, then by id, where the old service had no order. */
export function byName(a: Pick<OldPersonFragment, 'id' | 'name'>, b: Pick<OldPersonFragment, 'id' | 'name'>): number {
  return compare(nameOf(a), nameOf(b)) || compare(a.id, b.id);
}

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export async function personById(asking: Asking, id: string): Promise<OldPersonFragment | null> {
  if (!isPossible(id)) return null;
  const { person } = await asking.ask(OldPersonByIdDocument, { id });
  return person !== null && isSeen(person) ? person : null;
}

export async function everybody(asking: Asking, employer: string | null = null): Promise<OldPersonFragment[]> {
  const filter = { status: [...SEEN], ...(employer === null || employer.trim() === '' ? {} : { employer }) };
  const all = await everything(async (after) => {
    return (await asking.ask(OldPersonsDocument, { filter, first: ROWS, after })).persons;
  });
  return all.sort(byName);
}

export interface OldSummary {
  readonly [key: string]: unknown;
}

export function summaryOf(person: OldPersonFragment): OldSummary {
  const { summary, contactInfo, skills, attributes, status } = person;
  const job = jobOf(person);
  return {
    person_id: personIdOf(person.id),
    name: nameOf(person),
    primary_email: contactInfo.emails.find(({ primary }) => primary)?.address ?? null,
    primary_phone: phoneOf(person),
    current_employer: job?.organization ?? null,
    current_role: job?.role ?? null,
    location: placeOf(person),
    skills_count: skills.totalCount,
    component_count: attributes.filter(({ name }) => name.startsWith(REGISTERED)).length,
    last_updated: momentOf(summary.lastActivityAt),
    ...(status === 'ACTIVE' ? {} : { status: oldWordOf(status) }),
  };
}

/** Of the jobs without an end the one begun last; they come in the order of their beginning. */
export function jobOf({
  employments,
}: OldPersonFragment): { readonly organization: string; readonly role: string } | null {
  return employments.findLast(({ end }) => end === null) ?? null;
}

/** The one set as primary, else the latest, of those that can be called. */
function phoneOf({ contactInfo }: OldPersonFragment): string | null {
  const callable = contactInfo.phones.filter(({ calls }) => calls !== false);
  const phone = callable.find(({ primary }) => primary) ?? callable.at(-1);
  if (phone === undefined) return null;
  return phone.extension === null ? phone.number : `${phone.number} x${phone.extension}`;
}

/** City and country of the latest address that has both. */
export function placeOf({ contactInfo }: OldPersonFragment): string | null {
  const placed = contactInfo.addresses.filter(({ city, country, countryCode }) => city && (country ?? countryCode));
  const last = placed.at(-1);
  return last === undefined ? null : `${last.city}, ${last.country ?? last.countryCode}`;
}

/** Whose employer contains the text in any case; everybody who has one when it is empty. */
export async function byEmployer(asking: Asking, employer: string): Promise<OldPersonFragment[]> {
  const wanted = employer.toLowerCase();
  const candidates = await everybody(asking, employer);
  return candidates.filter((person) => jobOf(person)?.organization.toLowerCase().includes(wanted) === true);
}

type Skill = NonNullable<OldSkillsQuery['person']>['skills']['nodes'][number];

export async function skillsOf(asking: Asking, id: string): Promise<readonly object[]> {
  if (!isPossible(id)) return [];
  const all = await everything(async (after) => {
    const { person } = await asking.ask(OldSkillsDocument, { id, after });
    return person !== null && isSeen(person) ? person.skills : null;
  });
  return all.sort((a, b) => compare(a.name, b.name)).map(skillOf);
}

function skillOf({ name, category, proficiency, yearsOfExperience, lastUsedOn, endorsementCount }: Skill): object {
  return {
    skill_name: name,
    category,
    proficiency: oldWordOf(proficiency),
    years_experience: yearsOfExperience,
    last_used: lastUsedOn === null ? null : midnightOf(lastUsedOn),
    endorsement_count: endorsementCount,
  };
}

/** Who has all of the skills, each by its exact name in any case; everybody when none is named. */
export async function withSkills(asking: Asking, names: readonly string[]): Promise<readonly object[]> {
  const wanted = names.map((name) => name.toLowerCase());
  const found = names.length === 0 ? await everybody(asking) : await skilled(asking, names);
  return found
    .filter((person) => {
      const own = new Set(person.skills.nodes.map(({ name }) => name.toLowerCase()));
      return isSeen(person) && wanted.every((name) => own.has(name));
    })
    .sort(byName)
    .map(({ id }) => personIdOf(id));
}

function skilled(asking: Asking, all: readonly string[]): Promise<OldPersonFragment[]> {
  return everything(async (after) => {
    return (await asking.ask(OldSkilledDocument, { all: [...all], first: ROWS, after })).personsWithSkills;
  });
}

export async function recommendationsFor(asking: Asking, id: string, limit: number): Promise<readonly string[]> {
  if (!isPossible(id) || limit === 0) return [];
  const first = Math.min(limit, LIST_ROWS_MAX);
  const { person } = await asking.ask(OldRecommendationsDocument, { id, first });
  return person !== null && isSeen(person) ? person.skillRecommendations.map(({ name }) => name) : [];
}
