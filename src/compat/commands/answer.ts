/** An old command: read, sent as ours, answered as the old service answered, or with what it said to itself. */

import type { Client } from '../../client/client.ts';
import type { CommandInput } from '../../client/generated.ts';
import type { CommandResult, Recorded, Refused } from '../../client/results.ts';
import { isObject, Malformed, unknownVariant } from '../reading.ts';
import { personIdOf } from '../writing.ts';
import { SKILL_COMMANDS } from './component.ts';
import { CONTACT_COMMANDS } from './contact.ts';
import { type Desk, type Instead, OldRefusal, type Standing, standingOf, type Translated } from './desk.ts';
import { type OldCommand, PERSON_COMMANDS } from './person.ts';
import { oldRefusalOf } from './refusals.ts';
import { WORK_COMMANDS } from './work.ts';

const COMMANDS: ReadonlyMap<string, OldCommand> = new Map(
  Object.entries({ ...PERSON_COMMANDS, ...CONTACT_COMMANDS, ...SKILL_COMMANDS, ...WORK_COMMANDS }),
);

export const OLD_COMMAND_NAMES = [...COMMANDS.keys()];

/** How often a command is sent that others keep getting in front of. */
const ATTEMPTS_MAX = 5;

export type Gateway = Pick<Client, 'ask' | 'submitCommands'>;

export interface ReadCommand {
  readonly name: string;
  readonly command: OldCommand;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Whom it is about. */
  readonly personId: string;
}

/** The command in a document: an object with its name as the only key. Throws Malformed. */
export function readOldCommand(document: unknown): ReadCommand {
  const [name, ...more] = isObject(document) ? Object.keys(document) : [];
  if (!isObject(document) || name === undefined || more.length > 0) {
    throw new Malformed('invalid type, expected externally tagged enum PersonCommand');
  }
  const command = COMMANDS.get(name);
  if (command === undefined) throw unknownVariant(name, OLD_COMMAND_NAMES);
  const fields = command.read(document[name]) as Readonly<Record<string, unknown>>;
  return { name, command, fields, personId: String(fields.person_id ?? fields.source_person_id) };
}

/** The answer of the old service. Throws OldRefusal, and what the gateway throws. */
export async function answerOldCommand(
  gateway: Gateway,
  { name, command, fields, personId }: ReadCommand,
  commandId: string,
): Promise<object> {
  const refusing = {
    name,
    personId,
    otherId: textOf(fields.target_person_id),
    componentId: textOf(fields.component_id) ?? '',
    isOfComponent: command.isOfComponent,
  };
  const desk: Desk = {
    commandId,
    standing: () => standingOf(gateway, personId).catch((error: unknown) => rephrased(error, command, personId)),
  };
  const translated = await command.translate(fields as never, desk);
  const recorded: Recorded[] = [];
  const queue = [...translated.commands];
  let { componentId } = translated;
  for (let at = 1; queue.length > 0; at += 1) {
    const command = withId(queue.shift() as CommandInput, at === 1 ? commandId : `${commandId}.${at}`);
    const result = await sent(gateway, desk, translated, command);
    if (result.__typename === 'Contended') throw conflictOf(result);
    if (result.__typename !== 'Recorded' && result.__typename !== 'Refused') throw unavailable(result.message);
    const instead = at === 1 ? await insteadOf(translated, result, desk) : null;
    if (instead !== null) {
      queue.splice(0, queue.length, ...instead.commands);
      componentId = instead.componentId ?? componentId;
    } else if (result.__typename === 'Refused') throw oldRefusalOf(result, refusing);
    else recorded.push(result);
  }
  const events = recorded.flatMap((each) => each.events.filter((event) => event.personId === personId));
  if (events.length === 0 && translated.alreadySo !== undefined) throw translated.alreadySo;
  const version = events.at(-1)?.version ?? (await desk.standing()).version;
  const response = { aggregate_id: personIdOf(personId), version, events_generated: events.length };
  return componentId === undefined ? response : { ...response, component_id: componentId };
}

/** Where nothing happened since it was so already, what was done instead the first time may have made it so. */
async function insteadOf({ otherwise }: Translated, result: Recorded | Refused, desk: Desk): Promise<Instead | null> {
  const isSo = result.__typename === 'Refused' ? result.code === otherwise?.code : result.events.length === 0;
  return otherwise === undefined || !isSo ? null : otherwise.instead(await desk.standing());
}

export const unavailable = (reason: string): OldRefusal =>
  new OldRefusal(`External service error: NATS JetStream - Failed to publish event: ${reason}`, 'UNAVAILABLE');

function conflictOf({ expectedVersion, actualVersion }: Extract<CommandResult, { __typename: 'Contended' }>) {
  const text = `expected version ${expectedVersion ?? actualVersion}, but found ${actualVersion}`;
  return new OldRefusal(`Concurrency conflict: ${text}`, 'CONTENDED');
}

/** Commands on components say it in other words. */
function rephrased(error: unknown, { isOfComponent }: OldCommand, personId: string): never {
  if (!isOfComponent || !(error instanceof OldRefusal) || error.code !== 'PERSON_NOT_FOUND') throw error;
  throw new OldRefusal(`Domain error: Person ${personId} not found`, error.code);
}

/**
 * Sends it. Where the old rules are stricter than ours, the person is looked at before, and must still be in that version;
 * what was taken once is not refused the second time.
 */
async function sent(gateway: Gateway, desk: Desk, { unless }: Translated, command: CommandInput) {
  if (unless === undefined) return one(gateway, command);
  for (let attempt = 1; ; attempt += 1) {
    const { status, version } = await desk.standing();
    const refusal = unless[status as Standing['status']];
    const result = await one(gateway, expecting(command, refusal === undefined ? version : 0));
    if (result.__typename !== 'Contended' || (attempt === ATTEMPTS_MAX && refusal === undefined)) return result;
    if (refusal !== undefined) throw refusal;
  }
}

async function one(gateway: Gateway, command: CommandInput): Promise<CommandResult> {
  const [result] = await gateway.submitCommands([command]);
  if (result === undefined) throw new Error('A command got no result');
  return result;
}

const withId = (command: CommandInput, commandId: string) => withMore(command, { commandId });
const expecting = (command: CommandInput, expectedVersion: number) => withMore(command, { expectedVersion });

function withMore(command: CommandInput, more: object): CommandInput {
  const [[name, input] = ['', {}]] = Object.entries(command);
  return { [name]: { ...(input as object), ...more } } as unknown as CommandInput;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
