/** `export`: the events of persons, as the blocks that they are or as lines of JSON, into a file or a pipe. */

import { type Command, Option } from 'commander';
import type { Client } from '../client/client.ts';
import { BlocksDocument, type BlocksQuery } from '../client/generated.ts';
import { carOf } from './car.ts';
import { connect, withConnection } from './connect.ts';
import { EXIT, type ExitCode, wrongUsage } from './exits.ts';
import { EXAMPLE, type Head, type Persons, personsOf } from './persons.ts';
import { counted, json } from './print.ts';
import { type Progress, showProgress } from './progress.ts';
import { ends } from './verb.ts';
import { writeOut } from './write-out.ts';

/** Events asked for at a time, with their blocks. */
const PAGE_ROWS = 200;

/** Persons that are read at once. */
const PERSONS_AT_ONCE = 8;

const EXAMPLES = `
car writes a CAR file (version 1) of exactly the stored bytes, so that anybody can check their content ids, with any
program for IPLD; its roots are the last events of the persons. jsonl writes an event a line. Either has what was
recorded when the export began. A file gets its name when it is complete.

Examples:
  person export ${EXAMPLE} --format car --out ada.car
  person export --all --format jsonl --out - | gzip > events.jsonl.gz`;

export function addExport(program: Command): void {
  const verb = program.command('export').summary('write the events of persons to a file');
  verb.description('Writes the events of persons to a file.').argument('[ids...]', 'the ids of the persons');
  verb
    .option('--all', 'everybody, merged and suspended persons too')
    .addOption(new Option('--format <format>', 'what is written').choices(['car', 'jsonl']).makeOptionMandatory())
    .requiredOption('--out <file>', 'where it is written to; - for standard output');
  withConnection(verb);
  verb.action(ends((ids: readonly string[]) => write(ids, verb))).addHelpText('after', EXAMPLES);
}

type Event = NonNullable<BlocksQuery['person']>['history']['nodes'][number];

async function write(ids: readonly string[], command: Command): Promise<ExitCode> {
  const { all = false, format, out } = command.opts<{ all?: boolean; format: string; out: string }>();
  if (out === '-' && format === 'car' && process.stdout.isTTY)
    throw wrongUsage('A CAR file is nothing to look at. Send it to a file or a pipe.');
  const { client, isJson } = connect(command);
  const persons = await personsOf(client, ids, all);
  const progress = showProgress('persons', persons.total);
  const told = { persons: 0, events: 0 };
  try {
    const heads = await headsOf(persons);
    const events = telling(eventsOf(client, heads, progress), told);
    await writeOut(
      out,
      format === 'car'
        ? carOf(
            heads.map(({ head }) => head),
            events,
          )
        : linesOf(events),
    );
    told.persons = heads.length;
  } finally {
    progress.end();
  }
  if (isJson && out !== '-') await json({ ...told, out });
  else console.error(`${counted(told.events, 'event')} of ${counted(told.persons, 'person')} written.`);
  return EXIT.done;
}

async function headsOf({ pages }: Persons): Promise<Head[]> {
  const heads: Head[] = [];
  for await (const page of pages) heads.push(...page);
  return heads;
}

/** The events of one person after the other, up to the head of each; some persons are read ahead. */
async function* eventsOf(client: Client, heads: readonly Head[], progress: Progress): AsyncGenerator<Event> {
  for (let from = 0; from < heads.length; from += PERSONS_AT_ONCE) {
    const part = heads.slice(from, from + PERSONS_AT_ONCE);
    const firsts = await Promise.all(part.map((head) => pageOf(client, head, null)));
    for (const [at, head] of part.entries()) {
      for (let page = firsts[at]; page !== undefined; ) {
        for (const event of page.nodes) if (event.version <= head.version) yield event;
        page = page.pageInfo.hasNextPage ? await pageOf(client, head, page.pageInfo.endCursor) : undefined;
      }
      progress.advance(1);
    }
  }
}

async function pageOf(client: Client, { id }: Head, after: string | null) {
  const { person }: BlocksQuery = await client.ask(BlocksDocument, { id, first: PAGE_ROWS, after });
  if (person === null) throw new Error(`The person ${id} is gone`);
  return person.history;
}

async function* telling(events: AsyncIterable<Event>, told: { events: number }): AsyncGenerator<Event> {
  for await (const event of events) {
    told.events += 1;
    yield event;
  }
}

async function* linesOf(events: AsyncIterable<Event>): AsyncGenerator<string> {
  for await (const { block: _, ...event } of events) yield `${JSON.stringify(event)}\n`;
}
