/** `search`: persons by words and filters. */

import type { Command } from 'commander';
import { SearchDocument, type SearchFilter, type SearchQuery } from '../client/generated.ts';
import { INPUTS } from '../client/generated-fields.ts';
import { camel, kebab } from './case.ts';
import { connect, withConnection } from './connect.ts';
import { EXIT, type ExitCode, wrongUsage } from './exits.ts';
import { fieldValue } from './flags.ts';
import { meant } from './nearest.ts';
import { columns, json, line, spoken } from './print.ts';
import { ends, wholeNumber } from './verb.ts';

/** Rows that are shown when nothing is said. */
const ROWS_DEFAULT = 20;

const FILTERS = INPUTS.SearchFilter ?? [];

const EXAMPLES = `
Filters, all of which must hold, in any case and as a part where it is a text:
  ${FILTERS.map(({ name }) => kebab(name)).join(', ')}

Examples:
  person search klobuchar
  person search "judiciary senator" --filter location=MN --filter status=active
  person search --filter skills="House Committee on Ways and Means" --first 5`;

export function addSearch(program: Command): void {
  const search = program.command('search').summary('find persons by words and filters');
  search.description(
    'Finds persons who have any of the words in their name, email, employer, role, skills or tags; the best first.',
  );
  search.argument('[text...]', 'words, whole or in part; everybody without');
  search.option('--filter <field=value>', 'what must hold; may be repeated', filterIn);
  search.option('--first <number>', `how many are shown (default: ${ROWS_DEFAULT})`, wholeNumber);
  withConnection(search);
  search.action(ends((words: readonly string[]) => find(words, search))).addHelpText('after', EXAMPLES);
}

async function find(words: readonly string[], command: Command): Promise<ExitCode> {
  const { filter = {}, first = ROWS_DEFAULT } = command.opts<{ filter?: SearchFilter; first?: number }>();
  const { client, isJson } = connect(command);
  const text = words.length === 0 ? null : words.join(' ');
  const { searchPersons } = await client.ask(SearchDocument, { text, filter, first });
  if (isJson) {
    for (const { node, ...edge } of searchPersons.edges) await json({ ...node, ...edge });
    return EXIT.done;
  }
  for (const row of columns(searchPersons.edges.map(rowOf))) await line(row);
  const shown = searchPersons.edges.length;
  await line(`${searchPersons.totalCount} found${shown < searchPersons.totalCount ? `, ${shown} shown` : ''}`);
  return EXIT.done;
}

function rowOf({ node }: SearchQuery['searchPersons']['edges'][number]): string[] {
  const { currentRole, currentEmployer, location } = node.summary;
  const job = [currentRole, currentEmployer, location].filter((part) => part !== null).join(', ');
  return [node.id, node.name.display, node.status === 'ACTIVE' ? job : `${spoken(node.status)}  ${job}`];
}

/** One more filter to those before. */
function filterIn(text: string, before: SearchFilter = {}): SearchFilter {
  const [, word = '', value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (value === undefined) throw wrongUsage(`A filter is such as employer=Senate, not ${text}.`);
  const field = FILTERS.find(({ name }) => name === camel(word));
  if (field === undefined) {
    const known = FILTERS.map(({ name }) => kebab(name));
    throw wrongUsage(`There is no filter ${word}.${meant(word, known) || ` There are ${known.join(', ')}.`}`);
  }
  const said = fieldValue(field, value);
  const earlier = before[field.name as keyof SearchFilter] as unknown[] | undefined;
  return { ...before, [field.name]: field.isList ? [...(earlier ?? []), said] : said };
}
