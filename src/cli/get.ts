/** `get`: a person, as it is or as it was. */

import type { Command } from 'commander';
import { type AsOfInput, PersonDocument, type PersonQuery } from '../client/generated.ts';
import { connect, withConnection } from './connect.ts';
import { EXIT, type ExitCode, wrongUsage } from './exits.ts';
import { EXAMPLE, isPersonId, notThere } from './persons.ts';
import { columns, json, line, momentOf, spoken } from './print.ts';
import { ends } from './verb.ts';

const EXAMPLES = `
Examples:
  person get ${EXAMPLE}
  person get ${EXAMPLE} --as-of 3                        after its third event
  person get ${EXAMPLE} --as-of 2026-03-01T12:00:00Z     at that moment
  person get ${EXAMPLE} --as-of 2026-03-01               at the end of that day (UTC)`;

export function addGet(program: Command): void {
  const get = program.command('get').summary('show a person, as it is or as it was');
  get.description('Shows a person, as it is or as it was.').argument('<id>', 'the id of the person');
  get.option('--as-of <time|version>', 'a moment, a day, a position or a version of the person');
  withConnection(get);
  get.action(ends((id: string) => getPerson(id, get))).addHelpText('after', EXAMPLES);
}

async function getPerson(id: string, command: Command): Promise<ExitCode> {
  if (!isPersonId(id)) throw wrongUsage(`An id is a UUID, such as ${EXAMPLE}, not ${id}.`);
  const { asOf } = command.opts<{ asOf?: string }>();
  const { client, isJson } = connect(command);
  const variables = { id, asOf: asOf === undefined ? null : asOfIn(asOf) };
  const { person } = await client.ask(PersonDocument, variables);
  if (person === null) throw notThere(asOf === undefined ? id : `${id} as of ${asOf}`);
  if (isJson) await json(person);
  else for (const row of describe(person)) await line(row);
  return EXIT.done;
}

/** What a text may mean: a version, a day, a moment, or a position. */
function asOfIn(text: string): AsOfInput {
  if (/^\d+$/.test(text)) return { version: Number(text) };
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return { at: `${text}T23:59:59.999Z` };
  if (/^\d{4}-\d{2}-\d{2}T/.test(text)) return { at: text };
  if (/^[\w-]{20,}$/.test(text)) return { position: text };
  throw wrongUsage(`--as-of is a version such as 3, a day such as 2026-03-01, or 2026-03-01T12:00:00Z, not ${text}.`);
}

type Person = NonNullable<PersonQuery['person']>;

function describe(person: Person): string[] {
  const { contactInfo, summary, mergedInto } = person;
  const marked = (text: string, marks: readonly (string | false)[]) =>
    `${text} (${marks.filter((mark) => mark !== false).join(', ')})`;
  const rows: [string, string][] = [
    ['id', person.id],
    ['status', `${spoken(person.status)}${person.statusReason === null ? '' : `, ${person.statusReason}`}`],
    ...each('merged into', mergedInto === null ? [] : [mergedInto.id]),
    ['version', `${person.version}, ${person.head}`],
    ...each('born', [person.birthDate]),
    ...each('died', [person.deathDate]),
    ...each(
      'email',
      contactInfo.emails.map(({ address, kind, primary, verified }) =>
        marked(address, [spoken(kind), primary && 'primary', verified && 'verified']),
      ),
    ),
    ...each(
      'phone',
      contactInfo.phones.map(({ number, kind, primary }) => marked(number, [spoken(kind), primary && 'primary'])),
    ),
    ...each(
      'profile',
      contactInfo.socialProfiles.map(({ platform, username }) => `${spoken(platform)} ${username}`),
    ),
    ...each('location', [summary.location]),
    ...each(
      'works',
      person.employments.map(
        ({ organization, role, start, end }) => `${role}, ${organization}, ${start} to ${end ?? 'now'}`,
      ),
    ),
    ...each(
      'skill',
      person.skills.nodes.map(({ name, proficiency }) => marked(name, [spoken(proficiency)])),
    ),
    ...each('relationships', [summary.relationshipCount === 0 ? null : String(summary.relationshipCount)]),
    ...each(
      'known as',
      person.identities.map(({ system, value }) => `${value} in ${system}`),
    ),
    ...each('tags', [person.tags.length === 0 ? null : person.tags.join(', ')]),
    ['created', `${momentOf(person.createdAt)}${person.source === null ? '' : `, from ${person.source}`}`],
    ['changed', momentOf(person.updatedAt)],
  ];
  return [person.name.display, ...columns(rows.map(([label, value]) => [`  ${label}`, value]))];
}

/** Rows of one label, which is said once. */
function each(label: string, values: readonly (string | null)[]): [string, string][] {
  return values.filter((value) => value !== null).map((value, at) => [at === 0 ? label : '', value]);
}
