/**
 * The old service to its clients: commands and queries come as requests, and each is answered once, by whichever of all
 * the processes gets it. Whatever comes is answered: what cannot be read, with what is wrong with it.
 */

import { createHash, randomUUID } from 'node:crypto';
import { Lanes } from '../app/lanes.ts';
import { GatewayError, GatewayUnreachable } from '../client/errors.ts';
import { COMMAND_ID_CHARACTERS_MAX, parseCommandId } from '../domain/ids.ts';
import { answerOldCommand, type Gateway, readOldCommand, unavailable } from './commands/answer.ts';
import { OldRefusal } from './commands/desk.ts';
import type { Asked, OldWire, Said } from './ports.ts';
import { answerOldQuery, errorOf, queryNameIn } from './queries/answer.ts';
import { TooMany } from './queries/people.ts';
import { jsonIn, Malformed } from './reading.ts';
import type { LegacySettings } from './settings.ts';
import { COMMANDS, personInSubject, QUERIES, querySubject } from './subjects.ts';
import { Usage } from './usage.ts';

/** Headers that name a request, so that sent twice it is done once. */
const IDENTITY_HEADERS = ['Nats-Msg-Id', 'Command-Id'] as const;

/** Asks for lists with the tag first. */
const FORM_HEADER = 'Legacy-Form';

/** Requests that may be under way at a time; whoever comes then is told so. */
const UNDER_WAY_MAX = 5_000;

const BUSY = 'too many requests are under way; ask again in a moment';

/** Room that headers and the protocol take in a message, in bytes. */
const AROUND_BYTES = 4 * 1024;

export interface OldServiceParts {
  readonly gateway: Gateway;
  readonly wire: OldWire;
  readonly settings: LegacySettings;
  /** UTC milliseconds. */
  readonly clock: () => number;
  /** Told of each answer to what could be read. */
  readonly compare?: (asked: Asked, name: string, answer: unknown) => void;
  /** Told of what an operator should know of. */
  readonly tell: (text: string) => void;
}

export class OldService {
  readonly usage: Usage;
  readonly #parts: OldServiceParts;
  /** Commands on one person are taken in the order in which they came. */
  readonly #lanes = new Lanes();
  readonly #headers: Readonly<Record<string, string>>;
  #stops: (() => Promise<void>)[] = [];
  #problems: readonly string[] = [];
  #underWay = 0;

  constructor(parts: OldServiceParts) {
    this.#parts = parts;
    this.usage = new Usage(parts.clock);
    const { sunset } = parts.settings;
    const until = sunset === null ? {} : { Sunset: new Date(`${sunset}T00:00:00Z`).toUTCString() };
    this.#headers = { Deprecation: 'true', ...until };
  }

  /** What keeps old clients from being served well. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  /** Resolves when requests are heard. */
  async start(): Promise<void> {
    const { wire } = this.#parts;
    await this.#lookForStreams();
    const counted = (answer: (asked: Asked) => Promise<Said>, busy: object) => async (asked: Asked) => {
      if (this.#underWay >= UNDER_WAY_MAX) return this.#said(busy, () => busy);
      this.#underWay += 1;
      return answer(asked).finally(() => {
        this.#underWay -= 1;
      });
    };
    const { message, code } = unavailable(BUSY);
    const command = counted((asked) => this.#command(asked), { error: message, code });
    const query = counted((asked) => this.#query(asked), errorOf(BUSY));
    this.#stops = await Promise.all([
      wire.listen(`${COMMANDS}.>`, command),
      wire.listen(QUERIES, query),
      wire.listen(`${QUERIES}.>`, query),
    ]);
  }

  /** Hears no more, and waits for what is under way. */
  async stop(): Promise<void> {
    await Promise.all(this.#stops.splice(0).map((stop) => stop()));
  }

  /** A stream that stores requests answers them before anybody else does, with a receipt. */
  async #lookForStreams(): Promise<void> {
    const look = (subject: string) => this.#parts.wire.capturing(subject).catch(() => []);
    const found = await Promise.all([look(`${COMMANDS}.any`), look(QUERIES)]);
    this.#problems = [...new Set(found.flat())].map(
      (name) =>
        `The stream ${name} stores requests of old clients and answers them with a receipt. Take ${COMMANDS}.> off its subjects, or set no_ack.`,
    );
    for (const problem of this.#problems) this.#parts.tell(problem);
  }

  async #command(asked: Asked): Promise<Said> {
    const { gateway, tell } = this.#parts;
    let name: string | null = null;
    const answer = async () => {
      const command = readOldCommand(jsonIn(asked.bytes));
      name = command.name;
      const named = personInSubject(asked.subject);
      if (named !== null && named !== command.personId) {
        tell(`A command under ${asked.subject} is about the person ${command.personId}.`);
      }
      return this.#lanes.run([command.personId], () => answerOldCommand(gateway, command, commandIdOf(asked)));
    };
    const said = await answer().catch((error: unknown) => this.#refused(error));
    this.usage.note(asked, `${COMMANDS}.>`, name, 'error' in said);
    if (name !== null && this.#parts.settings.shadow?.hasCommands) this.#parts.compare?.(asked, name, said);
    return this.#said(said, () => ({ error: 'The answer is larger than a message may be', code: 'TOO_LARGE' }));
  }

  async #query(asked: Asked): Promise<Said> {
    const { gateway, settings } = this.#parts;
    let name: string | null = null;
    const answer = async () => {
      const subject = querySubject(asked.subject);
      const isArray = subject.isArray || asked.header(FORM_HEADER) === 'array';
      const document = jsonIn(asked.bytes);
      name = queryNameIn(document, subject.name);
      const form = isArray ? 'array' : settings.form;
      return answerOldQuery(gateway, name, document, { isStrict: settings.isStrict, form });
    };
    const said = await answer().catch((error: unknown) => errorOf(this.#problemOf(error)));
    const isError = !Array.isArray(said) && (said as { response_type?: string }).response_type === 'Error';
    this.usage.note(asked, `${QUERIES}.>`, name, isError);
    if (name !== null) this.#parts.compare?.(asked, name, said);
    return this.#said(said, (bytes) =>
      errorOf(`The answer has ${bytes} bytes, more than a message may have. Ask for less, or by pages over GraphQL.`),
    );
  }

  #said(body: unknown, instead: (bytes: number) => object): Said {
    const bytes = Buffer.from(JSON.stringify(body));
    const fits = bytes.length <= this.#parts.wire.bytesMax - AROUND_BYTES;
    return { bytes: fits ? bytes : Buffer.from(JSON.stringify(instead(bytes.length))), headers: this.#headers };
  }

  #refused(error: unknown): object {
    if (error instanceof OldRefusal) return { error: error.message, code: error.code };
    if (error instanceof Malformed) return { error: `Serialization error: ${error.message}`, code: 'MALFORMED' };
    const { message, code } = unavailable(this.#problemOf(error));
    return { error: message, code };
  }

  /** What the client is told; what nobody expected is told to the operator, too. */
  #problemOf(error: unknown): string {
    if (error instanceof Malformed) return error.message;
    const message = error instanceof Error ? error.message : String(error);
    const isExpected = [GatewayError, GatewayUnreachable, TooMany].some((type) => error instanceof type);
    if (!isExpected) {
      this.#parts.tell(`A request of an old client failed: ${error instanceof Error ? error.stack : message}`);
    }
    return message;
  }
}

/** The same for the same request, where the request says which it is. */
function commandIdOf(asked: Asked): string {
  const given = IDENTITY_HEADERS.map((name) => asked.header(name)).find((value) => value !== null && value !== '');
  if (given === undefined || given === null) return `legacy:${randomUUID()}`;
  const id = `legacy:${given}`;
  // Room for the second command that some of them take.
  if (id.length <= COMMAND_ID_CHARACTERS_MAX - 4 && parseCommandId(id) !== null) return id;
  return `legacy:${createHash('sha256').update(given).digest('hex')}`;
}
