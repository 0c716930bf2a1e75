/** `tail`: events as they happen, from now or from where another tail ended. */

import { type Command, Option } from 'commander';
import type { Field } from '../client/fields.ts';
import { EventsDocument, type Noun, type PersonEventFilter } from '../client/generated.ts';
import { INPUTS, WORDS } from '../client/generated-fields.ts';
import { kebab } from './case.ts';
import { connect, withConnection } from './connect.ts';
import { rowOf } from './events.ts';
import { EXIT, type ExitCode, wrongUsage } from './exits.ts';
import { fieldValue } from './flags.ts';
import { onInterrupt } from './interrupts.ts';
import { EXAMPLE, isPersonId } from './persons.ts';
import { json, line } from './print.ts';
import { ends, KeyedOption, repeated, wholeNumber } from './verb.ts';

const EXAMPLES = `
Ends on Ctrl-C, and says then after which position it can be taken up again. Lost connections and restarts of the
gateway are bridged: nothing is missing and nothing comes twice.

Examples:
  person tail --last 10
  person tail --person ${EXAMPLE} --type EmailAdded --type EmailVerified
  person tail --noun skills --actor importer --json >> skills.jsonl
  person tail --after POSITION --json`;

interface Options {
  readonly person?: string;
  readonly type?: readonly string[];
  readonly noun?: readonly Noun[];
  /** Kept apart from who acts, which is nobody here. */
  readonly actors?: readonly string[];
  readonly after?: string;
  readonly last?: number;
}

export function addTail(program: Command): void {
  const tail = program.command('tail').summary('follow events as they happen');
  tail.description('Follows events as they happen. All filters that are given must hold.');
  tail
    .option('--person <id>', 'of this person')
    .option('--type <type>', 'of this type, such as EmailAdded; may be repeated', repeated)
    .addOption(nounOption())
    .addOption(new KeyedOption('--actor <name>', 'recorded as done by; may be repeated', 'actors').argParser(repeated))
    .option('--after <position>', 'begin after a position instead of now')
    .option('--last <number>', 'begin with the last so many that there are', wholeNumber);
  withConnection(tail);
  tail.action(ends(() => follow(tail))).addHelpText('after', EXAMPLES);
}

function nounOption(): Option {
  const field = INPUTS.PersonEventFilter?.find(({ name }) => name === 'nouns') as Field;
  const option = new Option('--noun <noun>', 'about this; may be repeated').choices((WORDS.Noun ?? []).map(kebab));
  return option.argParser((text, before: unknown[] = []) => [...before, fieldValue(field, text)]);
}

async function follow(command: Command): Promise<ExitCode> {
  const { person, type, noun, actors, after, last } = command.opts<Options>();
  if (person !== undefined && !isPersonId(person))
    throw wrongUsage(`An id is a UUID, such as ${EXAMPLE}, not ${person}.`);
  if (after !== undefined && last !== undefined)
    throw wrongUsage('Begin --after a position or with the --last, not both.');
  const { client, isJson } = connect(command);
  const filter: PersonEventFilter = {
    personId: person ?? null,
    types: type === undefined ? null : [...type],
    nouns: noun === undefined ? null : [...noun],
    actors: actors === undefined ? null : [...actors],
  };
  const events = client.subscribe(EventsDocument, { filter, last: last ?? null }, { after });
  const done = onInterrupt(() => void events.return());
  let isWell = false;
  try {
    for await (const { data } of events) {
      const { event } = data.personEvents;
      await (isJson ? json(event) : line(rowOf(event, person !== undefined)));
    }
    isWell = true;
  } finally {
    done();
    // A position that was given and could not be used is not handed back.
    if (events.position !== null && (isWell || events.position !== after))
      console.error(`Take it up again with --after ${events.position}`);
  }
  return EXIT.done;
}
