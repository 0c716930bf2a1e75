/** What a command would write, before anything is written: the decision, sealed into blocks. No I/O. */

import type { PersonId } from '../domain/ids.ts';
import type { Event, Fact, Recorded } from '../domain/message.ts';
import { FACT_NOUNS, type FactName } from '../domain/person/facts.ts';
import { decide } from '../domain/person/person.ts';
import type { RefusalCode } from '../domain/rejection.ts';
import type { Order } from './order.ts';
import { type Outcome, type RecordedOutcome, refusedBefore } from './outcome.ts';
import type { KnownPerson } from './persons.ts';
import { type Codec, EventTooLarge, isDamage, type Write } from './ports.ts';

export type Plan =
  | { readonly kind: 'write'; readonly writes: readonly Write[]; readonly outcome: RecordedOutcome }
  /** Nothing is to be written: so it is right only as long as what it was decided on is the last that happened. */
  | { readonly kind: 'done'; readonly outcome: Outcome };

/**
 * Decides the command on what is known, and seals what it decides. `isTaken` says that the command's id has taken effect
 * on the other person already, by another command.
 */
export function planOf(
  codec: Codec,
  order: Order,
  known: KnownPerson,
  other: KnownPerson | null,
  isTaken: boolean,
): Plan {
  const { command, meta, expectedVersion } = order;
  const { personId } = command;
  for (const each of [known, other]) {
    if (each?.isDamaged === true) return refused(order, known, 'PERSON_IS_QUARANTINED');
    if (each?.isNewer === true) return refused(order, known, 'HISTORY_IS_NEWER');
  }
  if (expectedVersion !== null && expectedVersion !== known.version) {
    const { version: actualVersion } = known;
    return done({ kind: 'contended', personId, commandId: meta.commandId, expectedVersion, actualVersion });
  }
  const decision = decide(command, known.person, other?.person ?? null);
  if (decision.kind === 'rejected') return refused(order, known, decision.refusal.code, decision.refusal.field);
  const facts: [KnownPerson, Fact][] = [];
  if (decision.fact !== null) facts.push([known, decision.fact]);
  if (decision.otherFact !== null && other !== null) {
    if (isTaken) return refused(order, known, 'COMMAND_ID_REUSED', 'commandId');
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

function sealedFor(codec: Codec, { command, meta }: Order, known: KnownPerson, fact: Fact) {
  const { personId } = known;
  const version = codec.versionOf(fact.type);
  const { type, data } = fact;
  const event: Event = { personId, type, data, version, n: known.version + 1, prev: known.head, at: command.at, meta };
  const { cid, bytes } = codec.seal(event);
  // Read back at once: what is answered now is what everybody will read, to the order of its keys.
  const recorded = codec.open({ sequence: 0, personId, cid, bytes });
  if (isDamage(recorded)) throw new Error(`An event was sealed that cannot be opened: ${recorded.reason}`);
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

/** The plans with the sequences that their writes got, which come in the same order. */
export function numbered(plans: readonly Plan[], sequences: readonly number[]): readonly Plan[] {
  let next = 0;
  return plans.map((plan) => {
    if (plan.kind !== 'write') return plan;
    const events: Recorded[] = plan.outcome.events.map((event, index) => ({
      ...event,
      sequence: sequences[next + index] ?? 0,
    }));
    next += plan.writes.length;
    return {
      ...plan,
      outcome: { ...plan.outcome, events, sequence: Math.max(...events.map((event) => event.sequence)) },
    };
  });
}

/** The outcomes when one of several commands cannot be taken, or two of them would write to one person; else null. */
export function refusedTogether(orders: readonly Order[], plans: readonly Plan[]): readonly Outcome[] | null {
  if (plans.length === 1) return null;
  const written = new Set<PersonId>();
  const outcomes = plans.map((plan) => {
    const persons = plan.kind === 'write' ? plan.writes.map(({ personId }) => personId) : [];
    const doubled = persons.some((personId) => written.has(personId));
    for (const personId of persons) written.add(personId);
    return doubled ? null : plan.outcome;
  });
  if (outcomes.every((outcome) => outcome?.kind === 'recorded')) return null;
  return outcomes.map((outcome, index) => {
    const order = orders[index] as Order;
    if (outcome === null) return refusedBefore(order, 'COMMANDS_SHARE_A_PERSON');
    return outcome.kind === 'recorded' && !outcome.replayed ? refusedBefore(order, 'COMMANDS_NOT_ATOMIC') : outcome;
  });
}
