/** `verify`: histories read anew and checked block by block, by the gateway. */

import type { Command } from 'commander';
import type { Client } from '../client/client.ts';
import { VerificationsDocument } from '../client/generated.ts';
import { connect, withConnection } from './connect.ts';
import { EXIT, type ExitCode } from './exits.ts';
import { EXAMPLE, type Head, personsOf } from './persons.ts';
import { counted, json, line } from './print.ts';
import { type Progress, showProgress } from './progress.ts';
import { ends } from './verb.ts';

const EXAMPLES = `
Reads every event of a person from the log, and checks its bytes against its content id, and its link to the one
before. Ends with 1 when a history is broken, and names the first block of it that is not what it claims.

Examples:
  person verify ${EXAMPLE}
  person verify --all`;

export function addVerify(program: Command): void {
  const verify = program.command('verify').summary('check the histories of persons, block by block');
  verify.description('Checks the histories of persons, block by block.').argument('[ids...]', 'the ids of the persons');
  withConnection(verify.option('--all', 'everybody, merged and suspended persons too'));
  verify.action(ends((ids: readonly string[]) => check(ids, verify))).addHelpText('after', EXAMPLES);
}

interface Checked {
  readonly personId: string;
  readonly ok: boolean;
  readonly checked: number;
  readonly fault: string | null;
}

async function check(ids: readonly string[], command: Command): Promise<ExitCode> {
  const { client, isJson } = connect(command);
  const { total, pages } = await personsOf(client, ids, command.opts<{ all?: boolean }>().all === true);
  const progress = showProgress('histories', total);
  const broken: Checked[] = [];
  let persons = 0;
  let events = 0;
  try {
    for await (const page of pages) {
      for (const each of await checkPage(client, page, progress)) {
        persons += 1;
        events += each.checked;
        if (!each.ok) broken.push(each);
        if (isJson) await json(each);
      }
    }
  } finally {
    progress.end();
  }
  for (const { personId, fault } of broken) console.error(`${personId}: ${fault}`);
  if (!isJson)
    await line(
      `${persons - broken.length} of ${counted(persons, 'history', 'histories')} whole, ${counted(events, 'event')} checked.`,
    );
  return broken.length === 0 ? EXIT.done : EXIT.refused;
}

async function checkPage(client: Client, page: readonly Head[], progress: Progress): Promise<Checked[]> {
  const { nodes } = await client.ask(VerificationsDocument, { ids: page.map(({ id }) => id) });
  progress.advance(page.length);
  return nodes.flatMap((node) => (node?.__typename === 'Person' ? [{ personId: node.id, ...node.verification }] : []));
}
