/** `answers congress`: what a gateway knows about the members of congress, asked through its API like anybody would. */

import { Argument, type Command } from 'commander';
import type { Client } from '../client/client.ts';
import {
  BornUntilDocument,
  FindPersonDocument,
  PersonPageDocument,
  type PersonPageQuery,
  RecommendedDocument,
  StandingDocument,
  TopSkillsDocument,
  WayBetweenDocument,
  WithSkillsDocument,
} from '../client/generated.ts';
import { connect, withConnection } from './connect.ts';
import { EXIT, type ExitCode } from './exits.ts';
import { columns, json, line } from './print.ts';
import { ends } from './verb.ts';

/** Persons asked for at a time. */
const PAGE_ROWS = 200;

type PersonRow = PersonPageQuery['persons']['nodes'][number];

export interface Answer {
  readonly question: string;
  readonly answer: string;
}

const EXAMPLES = `
Example:
  person answers congress`;

export function addAnswers(program: Command): void {
  const answers = program.command('answers').summary('ask what the gateway knows about a loaded data set');
  answers.description('Asks what the gateway knows about a data set that was loaded.');
  answers.addArgument(new Argument('<set>', 'which').choices(['congress']));
  withConnection(answers);
  answers.action(ends(() => answerCongress(answers))).addHelpText('after', EXAMPLES);
}

async function answerCongress(command: Command): Promise<ExitCode> {
  const { client, isJson } = connect(command, 'answers-congress');
  const answers = await congressAnswers(client);
  if (isJson) for (const each of answers) await json(each);
  else for (const row of columns(answers.map(({ question, answer }) => [question, answer]))) await line(row);
  return EXIT.done;
}

/** The answers, first those that the data set names itself, then more. */
export async function congressAnswers(client: Client): Promise<Answer[]> {
  const persons = await everybody(client);
  const { skills, employers } = await client.ask(TopSkillsDocument, {});
  const [top, second] = skills.nodes;
  const graves = await find(client, 'Sam Graves');
  const [klobuchar, boozman] = [await find(client, 'Amy Klobuchar'), await find(client, 'John Boozman')];
  const way = await wayBetween(client, klobuchar, boozman);
  const held = persons.reduce((sum, person) => sum + person.skills.totalCount, 0);
  const holders = persons.filter((person) => person.skills.totalCount > 0).length;
  return [
    answer('Persons', persons.length),
    answer(
      'Employments',
      persons.reduce((sum, person) => sum + person.employments.length, 0),
    ),
    answer('Skills held', `${held} by ${holders} persons`),
    answer('Different skills', skills.totalCount),
    answer('Most frequent skill', `${top?.name}, ${top?.personCount}`),
    answer('Next most frequent skill', `${second?.name}, ${second?.personCount}`),
    answer(
      'Relationships',
      persons.reduce((sum, person) => sum + person.relationships.totalCount, 0),
    ),
    answer('Incoming relationships of Sam Graves', graves?.incoming.totalCount ?? 0),
    answer('Steps from Amy Klobuchar to John Boozman', way?.length ?? 'no way'),
    ...(await tellingAnswers(client, persons, {
      top: top?.name ?? '',
      second: second?.name ?? '',
      related: top?.related[0],
      employers,
    })),
  ];
}

interface Found {
  readonly top: string;
  readonly second: string;
  readonly related: { readonly together: number; readonly skill: { readonly name: string } } | undefined;
  readonly employers: readonly { readonly name: string; readonly personCount: number }[];
}

async function tellingAnswers(client: Client, persons: readonly PersonRow[], found: Found): Promise<Answer[]> {
  const born = [...persons]
    .filter(({ birthDate }) => birthDate !== null)
    .sort((a, b) => ((a.birthDate ?? '') < (b.birthDate ?? '') ? -1 : 1));
  const [eldest, youngest] = [born[0], born.at(-1)];
  const longest = maximum(persons, ({ employments }) => employments.length);
  const connected = maximum(persons, ({ network }) => network.totalConnections);
  const apart = await wayBetween(client, eldest, youngest);
  const both = await client.ask(WithSkillsDocument, { all: [found.top, found.second] });
  const advice = connected === undefined ? null : await client.ask(RecommendedDocument, { id: connected.id });
  const typo = await find(client, 'Klobucher');
  const old = await client.ask(BornUntilDocument, { date: '1945-12-31' });
  const standing = await client.ask(StandingDocument, {});
  const recommended = advice?.person?.skillRecommendations[0];
  return [
    answer('Working where', found.employers.map(({ name, personCount }) => `${name} ${personCount}`).join(', ')),
    answer(
      'Eldest and youngest',
      `${eldest?.name.display} (${eldest?.birthDate}), ${youngest?.name.display} (${youngest?.birthDate})`,
    ),
    answer('Way from the eldest to the youngest', wayOf(apart?.persons)),
    answer('Born before 1946', old.persons.totalCount),
    answer('Most terms of office', `${longest?.name.display}, ${longest?.employments.length}`),
    answer(
      'State with the most members',
      mostFrequent(persons.flatMap(({ employments }) => lastOf(employments)?.location ?? [])),
    ),
    answer(
      'Best connected',
      `${connected?.name.display}, ${connected?.network.totalConnections} connections, ${connected?.network.reach} more in reach`,
    ),
    answer(
      'Recommended to the best connected',
      `${recommended?.name ?? 'nothing'} (${recommended?.score ?? 0} skills lead there)`,
    ),
    answer('In both of the largest committees', both.personsWithSkills.totalCount),
    answer('Sharing most members with the largest', `${found.related?.skill.name}, ${found.related?.together}`),
    answer('Found for the misspelt "Klobucher"', typo?.name.display ?? 'nobody'),
    answer('Histories verified', verified(persons)),
    answer(
      'Projections',
      standing.projections.map(({ name, gaps, lag }) => `${name} ${lag} behind, ${gaps} gaps`).join('; '),
    ),
  ];
}

function answer(question: string, value: string | number): Answer {
  return { question, answer: String(value) };
}

async function everybody(client: Client): Promise<PersonRow[]> {
  const all: PersonRow[] = [];
  for (let after: string | null = null; ; ) {
    const page: PersonPageQuery = await client.ask(PersonPageDocument, { first: PAGE_ROWS, after });
    all.push(...page.persons.nodes);
    if (!page.persons.pageInfo.hasNextPage) return all;
    after = page.persons.pageInfo.endCursor;
  }
}

async function find(client: Client, text: string) {
  const { searchPersons } = await client.ask(FindPersonDocument, { text });
  return searchPersons.edges[0]?.node ?? null;
}

type Named = { readonly id: string } | null | undefined;

async function wayBetween(client: Client, from: Named, to: Named) {
  if (from == null || to == null) return null;
  return (await client.ask(WayBetweenDocument, { from: from.id, to: to.id })).shortestPath;
}

function maximum<T>(items: readonly T[], size: (item: T) => number): T | undefined {
  return items.reduce<T | undefined>(
    (best, item) => (best === undefined || size(item) > size(best) ? item : best),
    undefined,
  );
}

function mostFrequent(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [value = 'none', count = 0] = maximum([...counts], ([, times]) => times) ?? [];
  return `${value}, ${count}`;
}

function lastOf<T>(items: readonly T[]): T | undefined {
  return items.at(-1);
}

function wayOf(persons: readonly { readonly name: { readonly display: string } }[] | undefined): string {
  return persons === undefined ? 'none' : persons.map(({ name }) => name.display).join(' - ');
}

function verified(persons: readonly PersonRow[]): string {
  const broken = persons.filter(({ verification }) => !verification.ok);
  const events = persons.reduce((sum, { verification }) => sum + verification.checked, 0);
  const first = broken[0] === undefined ? '' : `; ${broken[0].name.display}: ${broken[0].verification.fault}`;
  return `${persons.length - broken.length} of ${persons.length}, ${events} events${first}`;
}
