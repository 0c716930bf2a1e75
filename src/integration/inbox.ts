/**
 * What becomes of a message of another domain: it is read, translated, and its commands take the way that all commands
 * take. A command's id follows from who the message is and from what it asks for, so nothing takes effect twice, whoever
 * hands it over again and whenever.
 */

import { createHash } from 'node:crypto';
import { COMMAND_INPUTS } from '../../schema/inputs/index.ts';
import { parseCommand, type Sender } from '../../schema/inputs/parse-command.ts';
import { derivedId } from '../app/derived-id.ts';
import type { Dispatch } from '../app/dispatch.ts';
import type { Order } from '../app/order.ts';
import type { Outcome } from '../app/outcome.ts';
import type { Codec } from '../app/ports.ts';
import { type PersonId, parseCommandId } from '../domain/ids.ts';
import { SENTENCES } from '../domain/rejection.ts';
import { eventIn, type ForeignEvent } from './envelope.ts';
import { dayIn } from './foreign.ts';
import type { Known } from './known.ts';
import type { About, Neighbour, Translation, Wish } from './neighbour.ts';
import type { Incoming, ParkedRefusal } from './ports.ts';

/** The largest message that is read, in bytes: as large as what a command may record. */
export const MESSAGE_BYTES_MAX = 256 * 1024;

/** Commands of one message that are under way at a time. */
const COMMANDS_AT_ONCE = 100;

export interface InboxParts {
  readonly dispatch: Pick<Dispatch, 'one'>;
  readonly codec: Pick<Codec, 'digest'>;
  readonly known: Known;
  /** UTC milliseconds. */
  readonly clock: () => number;
}

export type Settled =
  | { readonly kind: 'done'; readonly commands: number }
  | { readonly kind: 'ignored'; readonly reason: string }
  /** Nothing is lost: it may be tried again, and what took effect will not take effect again. */
  | { readonly kind: 'again'; readonly reason: string }
  /** It cannot be done; `isEarly` where that may only be so because the person is not there yet. */
  | {
      readonly kind: 'refused';
      readonly reason: string;
      readonly refusals: readonly ParkedRefusal[];
      readonly personIds: readonly string[];
      readonly isEarly: boolean;
    };

/** What a message asks for, before anything is done. */
export type Reading =
  | { readonly kind: 'orders'; readonly orders: readonly Order[]; readonly personIds: readonly string[] }
  | Extract<Settled, { readonly kind: 'ignored' | 'refused' }>;

const INPUTS = new Map(COMMAND_INPUTS.map((input) => [input.name, input]));

export class Inbox {
  readonly #neighbour: Neighbour;
  readonly #parts: InboxParts;

  constructor(neighbour: Neighbour, parts: InboxParts) {
    this.#neighbour = neighbour;
    this.#parts = parts;
  }

  /** Whether any of the persons is here. */
  knowsAny(personIds: readonly string[]): boolean {
    return personIds.some((personId) => this.#parts.known.exists(personId as PersonId));
  }

  /** What the message asks for, as things are now. */
  read(message: Incoming): Reading {
    const parsed = parsedBytes(message.bytes);
    if (typeof parsed === 'string') return malformed(parsed);
    const { heard, ignored } = this.#neighbour;
    const isKnown = (name: string) => Object.hasOwn(heard, name) || Object.hasOwn(ignored, name);
    const event = eventIn(message.subject, parsed.body, isKnown);
    if (event === null) return malformed('The message is no JSON object.');
    const translation = this.#translated(event, message);
    if (typeof translation === 'string') return malformed(translation);
    if (translation.kind === 'ignored') return translation;
    if (translation.kind === 'unfit') return this.#unfit(translation);
    return this.#orders(translation.commands, event, message);
  }

  /** Has the orders taken. */
  async settle(orders: readonly Order[]): Promise<Settled> {
    const outcomes: Outcome[] = [];
    for (let from = 0; from < orders.length; from += COMMANDS_AT_ONCE) {
      const some = orders.slice(from, from + COMMANDS_AT_ONCE);
      outcomes.push(...(await Promise.all(some.map((order) => this.#parts.dispatch.one(order)))));
    }
    const open = outcomes.find(({ kind }) => kind === 'busy' || kind === 'contended' || kind === 'unsettled');
    if (open !== undefined) return { kind: 'again', reason: whyOpen(open) };
    const refusals = outcomes.flatMap((outcome, at): ParkedRefusal[] => {
      if (outcome.kind !== 'refused') return [];
      const { type, personId } = (orders[at] as Order).command;
      const { code, field = null } = outcome.refusal;
      return [{ command: type, personId, code, field }];
    });
    if (refusals.length === 0) return { kind: 'done', commands: orders.length };
    return refused(refusals, [...new Set(orders.map(({ command }) => command.personId))]);
  }

  #translated({ name, data }: ForeignEvent, message: Incoming): Translation | string {
    const { heard, ignored } = this.#neighbour;
    const why = Object.hasOwn(ignored, name) ? ignored[name] : undefined;
    if (why !== undefined) return { kind: 'ignored', reason: `${name}: ${why}` };
    const meaning = Object.hasOwn(heard, name) ? heard[name] : undefined;
    if (meaning === undefined)
      return { kind: 'ignored', reason: `${shown(name)}: events of this type are not known here` };
    const read = meaning.schema.safeParse(data);
    if (!read.success) {
      const [issue] = read.error.issues;
      return `${name}: ${[...(issue?.path ?? [])].join('.') || 'the event'} ${issue?.message ?? 'is malformed'}.`;
    }
    const about: About = { subject: message.subject, day: dayIn(new Date(message.at).toISOString()) ?? '' };
    const translation = meaning.translate(read.data as never, about, this.#parts.known);
    return translation.kind === 'ignored' ? { ...translation, reason: `${name}: ${translation.reason}` } : translation;
  }

  #unfit({ personId, reason }: Extract<Translation, { kind: 'unfit' }>): Reading {
    if (this.#parts.known.exists(personId)) {
      return { kind: 'refused', reason, refusals: [], personIds: [personId], isEarly: false };
    }
    const refusals = [{ command: '', personId, code: 'PERSON_NOT_FOUND', field: null }];
    return { kind: 'refused', reason: SENTENCES.PERSON_NOT_FOUND, refusals, personIds: [personId], isEarly: true };
  }

  #orders(wishes: readonly Wish[], event: ForeignEvent, message: Incoming): Reading {
    const identity = identityOf(message, event);
    const sender: Sender = {
      at: this.#parts.clock(),
      actor: `neighbour:${this.#neighbour.name}`,
      source: 'integration',
      correlationId: event.correlationId === null ? null : parseCommandId(event.correlationId),
      digest: this.#parts.codec.digest,
    };
    const orders: Order[] = [];
    const refusals: ParkedRefusal[] = [];
    for (const { name, personId: said, data } of wishes) {
      const personId = this.#parts.known.current(said);
      const commandId = derivedId(identity, JSON.stringify([name, personId, data]));
      const input = INPUTS.get(name);
      if (input === undefined) throw new Error(`There is no command ${name}`);
      const parsed = parseCommand(input, { ...data, personId, commandId }, sender);
      if (parsed.kind === 'order') orders.push(parsed.order);
      else refusals.push({ command: name, personId, code: parsed.refusal.code, field: parsed.refusal.field ?? null });
    }
    const personIds = [...new Set(wishes.map(({ personId }) => this.#parts.known.current(personId)))];
    // Half of what is meant is not what is meant: nothing is taken of a message that has something wrong in it.
    return refusals.length > 0 ? refused(refusals, personIds) : { kind: 'orders', orders, personIds };
  }
}

/** Who the message is: by its event's id, by what its sender calls it, or else by what it says. */
export function identityOf({ neighbour, subject, bytes, messageId }: Incoming, event: ForeignEvent | null): string {
  const own = event?.eventId ?? null;
  if (own !== null) return `${neighbour}/event/${event?.name}/${own}`;
  if (messageId !== null) return `${neighbour}/message/${messageId}`;
  return `${neighbour}/digest/${createHash('sha256').update(subject).update('\0').update(bytes).digest('hex')}`;
}

/** The id under which the message is parked: by where it came from where it cannot be read. */
export function parkingIdOf(message: Incoming): string {
  const { neighbour, subject, bytes, messageId } = message;
  return derivedId(identityOf({ ...message, neighbour, subject, bytes, messageId }, null), 'parked');
}

function parsedBytes(bytes: Uint8Array): { readonly body: unknown } | string {
  if (bytes.length > MESSAGE_BYTES_MAX) {
    return `The message has ${bytes.length} bytes; at most ${MESSAGE_BYTES_MAX} are read.`;
  }
  try {
    return { body: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return 'The message is no JSON.';
  }
}

const malformed = (reason: string): Extract<Settled, { kind: 'refused' }> => ({
  kind: 'refused',
  reason,
  refusals: [],
  personIds: [],
  isEarly: false,
});

function refused(
  refusals: readonly ParkedRefusal[],
  personIds: readonly string[],
): Extract<Settled, { kind: 'refused' }> {
  const codes = [...new Set(refusals.map(({ code }) => code))];
  const reason = codes.map((code) => `${code}: ${SENTENCES[code as keyof typeof SENTENCES]}`).join(' ');
  return { kind: 'refused', reason, refusals, personIds, isEarly: codes.every((code) => code === 'PERSON_NOT_FOUND') };
}

function whyOpen(outcome: Outcome): string {
  if (outcome.kind === 'unsettled') return outcome.reason;
  return outcome.kind === 'busy' ? 'the gateway has too much to do' : 'others keep changing the person';
}

/** Names come from outside, and go into what an operator reads. */
const shown = (name: string): string => JSON.stringify(name.slice(0, 100));
