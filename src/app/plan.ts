/** What a command would write, before anything is written: the decision, sealed into blocks. No I/O. */

import type { PersonId } from '../domain/ids.ts';
import type { Event, Fact, Recorded } from '../domain/message.ts';
import { FACT_NOUNS, type FactName } from '../domain/person/facts.ts';
import { decide } from '../domain/person/person.ts';
import type { RefusalCode } from '../domain/rejection.ts';
import type { Order } from './order.ts';
import type { Outcome, RecordedOutcome } from './outcome.ts';
import type { KnownPerson } from './persons.ts';
import { type Codec, EventTooLarge, type Write } from './ports.ts';

/** A person with what is known of it. */
export interface Around {
  readonly personId: PersonId;
  readonly known: KnownPerson;
}

export type Plan =
  | { readonly kind: 'write'; readonly writes: readonly Write[]; readonly outcome: RecordedOutcome }
  | { readonly kind: 'done'; readonly outcome: Outcome };

/** Decides the command on what is known, and seals what it decides. */
export function planOf(codec: Codec, order: Order, known: KnownPerson, other: Around | null): Plan {
  const { command, meta, expectedVersion } = order;
  const { personId } = command;
  for (const each of [known, other?.known]) {
    if (each?.isDamaged === true) return refused(order, known, 'PERSON_IS_QUARANTINED');
    if (each?.isNewer === true) return refused(order, known, 'HISTORY_IS_NEWER');
  }
  if (expectedVersion !== null && expectedVersion !== known.version) {
    const { version: actualVersion } = known;
    return done({ kind: 'contended', personId, commandId: meta.commandId, expectedVersion, actualVersion });
  }
  const decision = decide(command, known.person, other?.known.person ?? null);
  if (decision.kind === 'rejected') return refused(order, known, decision.refusal.code, decision.refusal.field);
  const around: Around = { personId, known };
  const facts: [Around, Fact][] = [];
  if (decision.fact !== null) facts.push([around, decision.fact]);
  if (decision.otherFact !== null && other !== null) {
    // The id has taken effect on the other person already, by another command.
    if (other.known.commands.has(meta.commandId)) return refused(order, known, 'COMMAND_ID_REUSED', 'commandId');
    facts.push([other, decision.otherFact]);
  }
  const outcome = { kind: 'recorded', personId, commandId: meta.commandId, replayed: false } as const;
  if (facts.length === 0) return done({ ...outcome, events: [], sequence: known.lastSequence });
  try {
    const sealed = facts.map(([whom, fact]) => sealedFor(codec, order, whom, fact));
    const events = sealed.map(({ event }) => event);
    if (order.validateOnly) return done({ ...outcome, events, sequence: known.lastSequence });
    return { kind: 'write', writes: sealed.map(({ write }) => write), outcome: { ...outcome, events, sequence: 0 } };
  } catch (error) {
    if (error instanceof EventTooLarge) return refused(order, known, 'COMMAND_TOO_LARGE');
    throw error;
  }
}

function sealedFor(codec: Codec, { command, meta }: Order, { personId, known }: Around, fact: Fact) {
  const version = codec.versionOf(fact.type);
  const { type, data } = fact;
  const event: Event = { personId, type, data, version, n: known.version + 1, prev: known.head, at: command.at, meta };
  const { cid, bytes } = codec.seal(event);
  const recorded: Recorded = { ...event, cid, sequence: 0, known: true };
  const noun = FACT_NOUNS[type as FactName];
  const write: Write = { personId, commandId: meta.commandId, cid, bytes, type, noun, after: known.lastSequence };
  return { event: recorded, write };
}

function done(outcome: Outcome): Plan {
  return { kind: 'done', outcome };
}

function refused({ command, meta }: Order, known: KnownPerson, code: RefusalCode, field?: string): Plan {
  const { personId } = command;
  const refusal = field === undefined ? { code } : { code, field };
  return done({ kind: 'refused', personId, commandId: meta.commandId, refusal, person: known.person });
}
