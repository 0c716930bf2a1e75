/** `history`: the events of a person, oldest first. */

import type { Command } from 'commander';
import { HistoryDocument, type HistoryQuery } from '../client/generated.ts';
import { connect, withConnection } from './connect.ts';
import { rowOf } from './events.ts';
import { EXIT, type ExitCode, wrongUsage } from './exits.ts';
import { EXAMPLE, isPersonId, notThere } from './persons.ts';
import { json, line } from './print.ts';
import { ends } from './verb.ts';

/** Events asked for at a time. */
const PAGE_ROWS = 500;

const EXAMPLES = `
Examples:
  person history ${EXAMPLE}
  person history ${EXAMPLE} --json | jq -r .cid`;

export function addHistory(program: Command): void {
  const history = program.command('history').summary("show a person's events, oldest first");
  history.description("Shows a person's events, oldest first: what the person is made of.");
  withConnection(history.argument('<id>', 'the id of the person'));
  history.action(ends((id: string) => showHistory(id, history))).addHelpText('after', EXAMPLES);
}

async function showHistory(id: string, command: Command): Promise<ExitCode> {
  if (!isPersonId(id)) throw wrongUsage(`An id is a UUID, such as ${EXAMPLE}, not ${id}.`);
  const { client, isJson } = connect(command);
  for (let after: string | null = null; ; ) {
    const { person }: HistoryQuery = await client.ask(HistoryDocument, { id, first: PAGE_ROWS, after });
    if (person === null) throw notThere(id);
    for (const event of person.history.nodes) await (isJson ? json(event) : line(rowOf(event, true)));
    if (!person.history.pageInfo.hasNextPage) return EXIT.done;
    after = person.history.pageInfo.endCursor;
  }
}
