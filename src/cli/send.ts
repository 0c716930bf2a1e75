/** `send`: any command by its name, with its fields as flags, as JSON, or many of them one a line. */

import { Command } from 'commander';
import type { Client } from '../client/client.ts';
import type { CommandInput } from '../client/generated.ts';
import { COMMANDS, COMMON_FIELDS } from '../client/generated-fields.ts';
import type { CommandResult } from '../client/results.ts';
import { constant, kebab } from './case.ts';
import { COMMAND_NAMES, type CommandName, commandIn, faultOf } from './check.ts';
import { connect, withConnection } from './connect.ts';
import { EXIT, type ExitCode, Failure, wrongUsage } from './exits.ts';
import { addFlags, exampleOf, inputOf, missingFlags } from './flags.ts';
import { meant } from './nearest.ts';
import { counted, json, line } from './print.ts';
import { showProgress } from './progress.ts';
import { type Found, readJson } from './read-json.ts';
import { count, newTally } from './send-many.ts';
import { ends } from './verb.ts';

/** Commands that are sent before the progress is told. */
const SENT_AT_ONCE = 250;

/** Results that are not as wished, and shown one by one. */
const SHOWN_MAX = 20;

const EXAMPLES = `
Examples:
  person send create-person --name-given Ada --name-family Lovelace
  person send add-email --person-id ID --address ada@example.org --kind work
  person send AddSkill --input '{"personId": "ID", "name": "Mathematics"}' --validate-only
  person send add-tag - < tags.jsonl         many commands of one kind, an input a line
  person send - < commands.jsonl             many of any kind, such as {"addTag": {...}} a line

"person send COMMAND --help" tells the fields of a command. Sent again under the same --command-id, a command
answers the same and does nothing.`;

export function addSend(program: Command): void {
  const send = program.command('send').summary('send a command, or many').usage('COMMAND [options]');
  send.description(
    'Sends commands. Each is answered with what became of it: recorded, refused with a reason, or neither.',
  );
  for (const name of COMMAND_NAMES) addCommand(send, name);
  withConnection(send, { acts: true })
    .option(
      '--input <json|file|->',
      'commands as JSON, such as {"addTag": {...}}: itself, in a file, or on standard input',
    )
    .argument('[command]')
    .allowUnknownOption()
    .allowExcessArguments()
    .action(ends((word: string | undefined, _: unknown, command: Command) => sendAny(word, command)))
    .addHelpText('after', EXAMPLES);
}

function addCommand(send: Command, name: CommandName): void {
  const { description, fields } = COMMANDS[name];
  const all = [...fields, ...COMMON_FIELDS];
  const command = new Command(kebab(name)).summary(description.replace(/\.$/, '')).description(description);
  command
    .copyInheritedSettings(send)
    .usage('[options]')
    .argument('[-]', 'inputs as JSON on standard input, one a line');
  const pascal = name.charAt(0).toUpperCase() + name.slice(1);
  command.aliases([...new Set([name, pascal, constant(name).toLowerCase(), constant(name)])]);
  addFlags(command, all);
  command.option('--input <json|file|->', 'the fields as JSON: itself, in a file, or on standard input');
  withConnection(command, { hasUrl: fields.some((field) => field.name === 'url'), acts: true });
  command.action(ends((source: string | undefined) => sendOne(name, source, command)));
  command.addHelpText('after', `\nExample:\n  person send ${kebab(name)} ${exampleOf(fields)}`);
  send.addCommand(command);
}

async function sendOne(name: CommandName, source: string | undefined, command: Command): Promise<ExitCode> {
  if (source !== undefined && source !== '-') throw wrongUsage(`What is ${source}? Fields are given by flags.`);
  const common = inputOf(command, COMMON_FIELDS);
  const own = inputOf(command, COMMANDS[name].fields);
  const input = source ?? command.opts<{ input?: string }>().input;
  if (input === undefined) {
    const missing = missingFlags(own, COMMANDS[name].fields);
    if (missing.length > 0)
      throw wrongUsage(
        `${kebab(name)} also needs ${missing.join(', ')}. "person send ${kebab(name)} --help" tells more.`,
      );
    return sendAll(command, [commandOf(name, { ...own, ...common })], false);
  }
  if (Object.keys(own).length > 0) throw wrongUsage('Give the fields by flags or as JSON, not both.');
  const found = await readJson(input);
  if (found.length > 1 && 'commandId' in common) throw wrongUsage('A --command-id is for one command only.');
  const commands = found.map(({ value, place }) => {
    const fault = faultOf(name, value);
    if (fault !== null) throw badData(place, fault);
    return commandOf(name, { ...(value as object), ...common });
  });
  return sendAll(command, commands, found.length > 1);
}

/** Commands of any kind; or a word that is none. */
async function sendAny(word: string | undefined, command: Command): Promise<ExitCode> {
  const source = word === '-' ? '-' : command.opts<{ input?: string }>().input;
  if (word !== undefined && word !== '-') throw wrongUsage(`There is no command ${word}.${meant(word, names())}`);
  const [surplus] = word === undefined ? command.args : command.args.slice(1);
  if (surplus !== undefined) throw wrongUsage(`What is ${surplus}? Name a command before its fields.`);
  if (source === undefined) {
    command.outputHelp({ error: true });
    return EXIT.usage;
  }
  const found = await readJson(source);
  return sendAll(command, found.map(anyCommandIn), found.length > 1);
}

function anyCommandIn({ value, place }: Found): CommandInput {
  const [[word = '', input] = [], ...more] = Object.entries((value ?? {}) as object);
  if (more.length > 0 || Array.isArray(value) || typeof value !== 'object')
    throw badData(place, 'A command is an object with its name and its fields, such as {"addTag": {...}}.');
  const name = commandIn(word);
  if (name === null) throw badData(place, `There is no command ${word}.${meant(word, COMMAND_NAMES)}`);
  const fault = faultOf(name, input);
  if (fault !== null) throw badData(place, fault);
  return commandOf(name, input as object);
}

function badData(place: string, fault: string): Failure {
  return new Failure(EXIT.data, `${place}: ${fault} Nothing was sent.`);
}

function names(): string[] {
  return COMMAND_NAMES.map(kebab);
}

function commandOf(name: CommandName, input: object): CommandInput {
  return { [name]: input } as unknown as CommandInput;
}

async function sendAll(command: Command, commands: readonly CommandInput[], areMany: boolean): Promise<ExitCode> {
  const { client, isJson } = connect(command);
  if (areMany) return sendMany(client, commands, isJson);
  const [[name, input] = ['', {}]] = Object.entries(commands[0] ?? {});
  const result = await client.commands[name as CommandName](input as never);
  if (isJson) await json(result);
  else await tell(result);
  return codeOf(result);
}

async function tell(result: CommandResult): Promise<void> {
  if (result.__typename === 'Recorded') {
    if (result.events.length === 0) await line(`It is so already; nothing was recorded.`);
    for (const { type, version, cid, personId } of result.events)
      await line(`${type}, version ${version} of ${personId}\n  ${cid}`);
    if (result.replayed) await line('It was taken before; this is its answer again.');
    await line(`  command ${result.commandId}\n  position ${result.position}`);
    return;
  }
  const field = result.__typename === 'Refused' && result.field !== null ? ` (${kebab(result.field)})` : '';
  const code = result.__typename === 'Refused' ? `${result.code}: ` : '';
  console.error(`${code}${result.message}${field}`);
  if (codeOf(result) === EXIT.later) console.error(`Send it again later, with --command-id ${result.commandId}.`);
}

function codeOf(result: CommandResult): ExitCode {
  switch (result.__typename) {
    case 'Recorded':
      return EXIT.done;
    case 'Refused':
      return EXIT.refused;
    case 'Contended':
      return result.expectedVersion === null ? EXIT.later : EXIT.refused;
    case 'Busy':
    case 'Unsettled':
      return EXIT.later;
    default:
      return result satisfies never;
  }
}

async function sendMany(client: Client, commands: readonly CommandInput[], isJson: boolean): Promise<ExitCode> {
  const progress = showProgress('commands', commands.length);
  const tally = newTally();
  const codes = new Set<ExitCode>();
  try {
    for (let from = 0; from < commands.length; from += SENT_AT_ONCE) {
      const part = commands.slice(from, from + SENT_AT_ONCE);
      for (const result of await client.submitCommands(part)) {
        count(tally, result);
        codes.add(codeOf(result));
        if (isJson) await json(result);
      }
      progress.advance(part.length);
    }
  } finally {
    progress.end();
  }
  const { recorded, repeated, refused } = tally;
  for (const { commandId, message } of refused.slice(0, SHOWN_MAX)) console.error(`  ${commandId}: ${message}`);
  const summary = `${counted(recorded, 'command')} recorded, ${repeated} so already, ${refused.length} not taken.`;
  if (isJson) console.error(summary);
  else await line(summary);
  return codes.has(EXIT.refused) ? EXIT.refused : codes.has(EXIT.later) ? EXIT.later : EXIT.done;
}
