/**
 * The git domain: who wrote what. It knows authors by their email; those that somebody here has are linked, and what they
 * write in says what they can.
 */

import { z } from 'zod';
import { PROFICIENCIES, type Proficiency } from '../domain/skills/messages.ts';
import { day, maybe, personId } from './foreign.ts';
import type { Known } from './known.ts';
import { commands, type Heard, heard, ignored, type Neighbour, type Translation, type Wish } from './neighbour.ts';

/** Systems under which authors are linked; see the query personByIdentity. */
const EMAIL_SYSTEM = 'git';
const USER_SYSTEM = 'git-user';

const CATEGORY = 'Programming';

/** Languages with a smaller share, in percent, say nothing. */
const PERCENTAGE_MIN = 5;

/** Lines up to which somebody is a beginner, and so on; whoever wrote more is an expert. */
const LINES_UP_TO: readonly (readonly [number, Proficiency])[] = [
  [1_000, 'beginner'],
  [5_000, 'intermediate'],
  [20_000, 'advanced'],
];

const author = z.object({ name: maybe(z.string()), email: z.string() });

const commit = z.object({ author: maybe(author), author_email: maybe(z.string()), committer: maybe(author) });

const language = z.object({ language: z.string(), lines: z.number().min(0), percentage: z.number() });

const HEARD: Readonly<Record<string, Heard>> = {
  CommitCreated: committed(),
  CommitAdded: committed(),
  CommitAnalyzed: committed(),
  Created: committed(),
  CommitAuthorIdentified: heard(
    'The author of a commit is somebody.',
    z.object({ person_id: personId(), author_email: z.string() }),
    ({ person_id, author_email }) => commands(...link(person_id, author_email)),
  ),
  AuthorIdentified: heard(
    'An author is somebody.',
    z.object({ person_id: personId(), git_email: z.string(), git_username: maybe(z.string()) }),
    ({ person_id, git_email, git_username }) => commands(...link(person_id, git_email, git_username)),
  ),
  ContributionMetricsCalculated: heard(
    'What somebody contributed to a repository: a language that has a fair share of it is a skill.',
    z.object({
      person_id: personId(),
      last_commit: maybe(day()),
      primary_languages: z.array(language).max(200),
    }),
    ({ person_id, last_commit, primary_languages }, _, known) =>
      commands(
        ...primary_languages
          .filter(({ percentage }) => percentage >= PERCENTAGE_MIN)
          .flatMap((each) => skill(known, person_id, each.language, proficiencyBy(each.lines), last_commit)),
      ),
  ),
  ContributionMetricsUpdated: heard(
    'What somebody contributes in, without how much: languages that are no skill yet become one.',
    z.object({ person_id: personId(), languages: z.array(z.string()).max(200) }),
    ({ person_id, languages }, _, known) =>
      commands(...languages.flatMap((each) => skill(known, person_id, each, 'beginner', undefined))),
  ),
};

const ELSEWHERE = 'what becomes of the work concerns its own domain';

export const git: Neighbour = {
  name: 'git',
  description: 'Repositories and their authors.',
  subjects: ['git.event.>'],
  heard: HEARD,
  ignored: {
    PullRequestMerged: ELSEWHERE,
    CodeReviewCompleted: ELSEWHERE,
    RepositoryCreated: ELSEWHERE,
    RepositoryCloned: ELSEWHERE,
    BranchCreated: ELSEWHERE,
    BranchDeleted: ELSEWHERE,
    TagCreated: ELSEWHERE,
    RemoteAdded: ELSEWHERE,
  },
};

function committed(): Heard {
  return heard(
    'A commit: whoever has the email of its author is linked to it.',
    commit,
    ({ author: by, author_email, committer }, _, known) =>
      authored(known, author_email ?? by?.email ?? committer?.email),
  );
}

function authored(known: Known, email: string | undefined): Translation {
  if (email === undefined) return ignored('it names no author');
  const [only, ...others] = known.byEmail(email);
  if (only === undefined) return ignored('nobody here has the email of the author');
  return others.length > 0 ? ignored('several persons have the email of the author') : commands(...link(only, email));
}

function link(id: Wish['personId'], email: string, user?: string): readonly Wish[] {
  const linked = (system: string, value: string, kind: string): Wish => ({
    name: 'LinkIdentity',
    personId: id,
    data: { system, value, kind },
  });
  const byEmail = linked(EMAIL_SYSTEM, email.trim().toLowerCase(), 'email');
  return user === undefined ? [byEmail] : [byEmail, linked(USER_SYSTEM, user, 'username')];
}

const proficiencyBy = (lines: number): Proficiency => LINES_UP_TO.find(([most]) => lines <= most)?.[1] ?? 'expert';

/** Adds the skill, or raises what is known of it. What somebody said or took off is not taken back by what they wrote. */
function skill(
  known: Known,
  id: Wish['personId'],
  name: string,
  proficiency: Proficiency,
  lastUsedOn: string | undefined,
): readonly Wish[] {
  const has = known.skill(id, name);
  if (has === 'removed') return [];
  if (has === null) {
    return [{ name: 'AddSkill', personId: id, data: { name, category: CATEGORY, proficiency, lastUsedOn } }];
  }
  const isMore = PROFICIENCIES.indexOf(proficiency) > PROFICIENCIES.indexOf(has.proficiency);
  const isLater = lastUsedOn !== undefined && lastUsedOn > (has.lastUsedOn ?? '');
  if (!isMore && !isLater) return [];
  const data = { name, proficiency: isMore ? proficiency : undefined, lastUsedOn: isLater ? lastUsedOn : undefined };
  return [{ name: 'UpdateSkill', personId: id, data }];
}
