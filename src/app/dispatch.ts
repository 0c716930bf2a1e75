/**
 * The way of a command: load and fold, decide, seal, append, wait until it can be seen, answer.
 *
 * There is one answer to every doubt: look again. A lost race and an append without an answer both end in loading the
 * person anew; a command that turns out to be in its history was taken, any other is decided again. An append that
 * lands late cannot do harm, because it may only follow the block it was decided after.
 */

import type { PersonId } from '../domain/ids.ts';
import type { Recorded } from '../domain/message.ts';
import { type AnyCommand, isPresent, otherPersonOf } from '../domain/person/person.ts';
import type { RefusalCode } from '../domain/rejection.ts';
import { Lanes } from './lanes.ts';
import type { Order } from './order.ts';
import type { Outcome } from './outcome.ts';
import type { KnownPerson, Persons } from './persons.ts';
import { type Around, type Plan, planOf } from './plan.ts';
import { type Codec, type EventStore, LogUnavailable } from './ports.ts';
import { replayOf } from './replay.ts';

/** How often a command is decided before it is answered as contended. */
export const ATTEMPTS_MAX = 10;

/** How long a log that does not answer is asked again, in milliseconds. */
export const SETTLE_MS_MAX = 5_000;

/** How long an answer waits for the projections, in milliseconds. What is recorded is recorded, seen or not. */
export const VISIBLE_MS_MAX = 2_000;

export interface Visible {
  /** Whether readers have reached the sequence, after waiting at most so long. */
  reached(sequence: number, waitMs: number): Promise<boolean>;
}

export interface DispatchParts {
  readonly store: EventStore;
  readonly codec: Codec;
  readonly persons: Persons;
  readonly visible: Visible;
  /** How long to ask a silent log, in milliseconds. */
  readonly settleMs?: number;
}

type Tried =
  | { readonly outcomes: readonly Outcome[] }
  | { readonly again: 'conflict' | 'silence'; readonly reason: string };

export class Dispatch {
  readonly #parts: DispatchParts;
  /** Keep the order in which commands that name a person were sent. */
  readonly #lanes = new Lanes();
  /** Keep commands apart that would write about the same person, named or not; whoever has theirs waits for no other. */
  readonly #turns = new Lanes();

  constructor(parts: DispatchParts) {
    this.#parts = parts;
  }

  /** Takes one command. Never throws for what the log or the domain may answer. */
  async one(order: Order): Promise<Outcome> {
    const [outcome] = await this.together([order]);
    if (outcome === undefined) throw new Error('A command got no outcome');
    return outcome;
  }

  /** Takes all commands or none of them; the outcomes are in the order of the commands. */
  async together(orders: readonly Order[]): Promise<readonly Outcome[]> {
    const concerned = orders.flatMap(({ command }) => [command.personId, ...namedIn(command)]);
    const outcomes = await this.#lanes.run(concerned, () => this.#inTurn(orders, concerned));
    // Waited for outside the lane: the next command for the person need not wait for what readers see.
    const last = Math.max(0, ...outcomes.map((outcome) => (outcome.kind === 'recorded' ? outcome.sequence : 0)));
    if (last > 0) await this.#parts.visible.reached(last, VISIBLE_MS_MAX);
    return outcomes;
  }

  async #inTurn(orders: readonly Order[], concerned: readonly PersonId[]): Promise<readonly Outcome[]> {
    const unnamed = await Promise.all(orders.map(({ command }) => this.#unnamedIn(command)));
    return this.#turns.run([...concerned, ...unnamed.flat()], () => this.#settle(orders));
  }

  /** Whom a command concerns without naming them, as far as that can be told now. */
  async #unnamedIn(command: AnyCommand): Promise<readonly PersonId[]> {
    if (!('relationshipId' in command.data) || namedIn(command).length > 0) return [];
    try {
      const other = await this.#otherOf(command, await this.#parts.persons.get(command.personId));
      return other === null ? [] : [other.personId];
    } catch (error) {
      // A guess only spares lost races; the command itself will see to a log that is away.
      if (error instanceof LogUnavailable) return [];
      throw error;
    }
  }

  async #settle(orders: readonly Order[]): Promise<readonly Outcome[]> {
    const deadline = Date.now() + (this.#parts.settleMs ?? SETTLE_MS_MAX);
    // Orders whose write went out and got no answer: one of these that is found later is found for the first time.
    const unheard = new Set<Order>();
    for (let conflicts = 0, pause = 10; ; pause = Math.min(pause * 2, 500)) {
      const tried = await this.#try(orders, unheard);
      if ('outcomes' in tried) return tried.outcomes;
      if (tried.again === 'conflict') {
        conflicts += 1;
        if (conflicts >= ATTEMPTS_MAX) return this.#contended(orders);
      } else if (Date.now() + pause > deadline) {
        return orders.map((order) => unsettled(order, tried.reason));
      }
      await new Promise((resolve) => setTimeout(resolve, Math.random() * pause));
    }
  }

  async #try(orders: readonly Order[], unheard: Set<Order>): Promise<Tried> {
    try {
      const plans: Plan[] = [];
      for (const order of orders) plans.push(await this.#plan(order, unheard.has(order)));
      const refused = refusedTogether(orders, plans);
      if (refused !== null) return { outcomes: refused };
      return await this.#append(plans, () => {
        for (const [at, order] of orders.entries()) if (plans[at]?.kind === 'write') unheard.add(order);
      });
    } catch (error) {
      if (error instanceof LogUnavailable) return { again: 'silence', reason: error.message };
      throw error;
    }
  }

  async #plan(order: Order, isUnheard: boolean): Promise<Plan> {
    const person = await this.#parts.persons.get(order.command.personId);
    const earlier = person.commands.get(order.meta.commandId);
    if (earlier !== undefined) {
      const outcome = await replayOf(this.#parts.persons, order, earlier);
      // Found after our own append stayed without an answer, it is the first answer and no repetition.
      return { kind: 'done', outcome: outcome.kind === 'recorded' ? { ...outcome, replayed: !isUnheard } : outcome };
    }
    return planOf(this.#parts.codec, order, person, await this.#otherOf(order.command, person));
  }

  /** The second person a command concerns; whom somebody was merged into stands for them. */
  async #otherOf(command: AnyCommand, { person }: KnownPerson): Promise<Around | null> {
    let personId = otherPersonOf(command, person);
    if (personId === null) return null;
    const isNamed = namedIn(command).length > 0;
    for (;;) {
      const known: KnownPerson = await this.#parts.persons.get(personId);
      const successor: PersonId | undefined = isPresent(known.person) ? known.person.core.mergedInto : undefined;
      if (isNamed || successor === undefined) return { personId, known };
      personId = successor;
    }
  }

  async #append(plans: readonly Plan[], onUnheard: () => void): Promise<Tried> {
    const writes = plans.flatMap((plan) => (plan.kind === 'write' ? plan.writes : []));
    if (writes.length === 0) return this.#taken(plans);
    const appended = await this.#parts.store.append(writes);
    if (appended.kind === 'appended') return this.#taken(numbered(plans, appended.sequences));
    for (const { personId } of writes) this.#parts.persons.forget(personId);
    if (appended.kind === 'conflict') return { again: 'conflict', reason: 'others were first' };
    if (appended.kind === 'unknown') onUnheard();
    return { again: 'silence', reason: appended.reason };
  }

  /** The outcomes; what was recorded is taken notice of at once, so that the next command is decided on it. */
  #taken(plans: readonly Plan[]): Tried {
    for (const plan of plans) {
      if (plan.kind === 'write') for (const event of plan.outcome.events) this.#parts.persons.advance(event);
    }
    return { outcomes: plans.map((plan) => plan.outcome) };
  }

  async #contended(orders: readonly Order[]): Promise<readonly Outcome[]> {
    const known = await Promise.all(
      orders.map(({ command }) => this.#parts.persons.get(command.personId).catch(() => null)),
    );
    return orders.map(({ command, meta, expectedVersion }, index) => ({
      kind: 'contended',
      personId: command.personId,
      commandId: meta.commandId,
      expectedVersion,
      actualVersion: known[index]?.version ?? 0,
    }));
  }
}

/** Persons besides the addressed one that the command itself names. */
function namedIn(command: AnyCommand): readonly PersonId[] {
  switch (command.type) {
    case 'MergePersons':
      return [command.data.targetId];
    case 'ProposeRelationship':
    case 'EstablishRelationship':
      return [command.data.otherId];
    default:
      return [];
  }
}

/** The plans with the sequences that their writes got, which come in the same order. */
function numbered(plans: readonly Plan[], sequences: readonly number[]): readonly Plan[] {
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
function refusedTogether(orders: readonly Order[], plans: readonly Plan[]): readonly Outcome[] | null {
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
    if (outcome === null) return refused(order, 'COMMANDS_SHARE_A_PERSON');
    return outcome.kind === 'recorded' && !outcome.replayed ? refused(order, 'COMMANDS_NOT_ATOMIC') : outcome;
  });
}

function refused({ command, meta }: Order, code: RefusalCode): Outcome {
  return { kind: 'refused', personId: command.personId, commandId: meta.commandId, refusal: { code }, person: null };
}

function unsettled({ command, meta }: Order, reason: string): Outcome {
  return { kind: 'unsettled', personId: command.personId, commandId: meta.commandId, reason };
}
