/**
 * The way of a command: find the person, decide, seal, append, wait until it can be seen, answer.
 *
 * There is one answer to every doubt: look again. A lost race and an append without an answer both end in reading the
 * person from the log; a command that turns out to be in its history was taken, any other is decided again. An append
 * that lands late cannot do harm, because it may only follow the block it was decided after. What writes nothing has no
 * such proof, so before it is answered the log is asked whether it was decided on the last that happened.
 */

import type { PersonId } from '../domain/ids.ts';
import type { Recorded } from '../domain/message.ts';
import { type AnyCommand, isPresent, otherPersonOf } from '../domain/person/person.ts';
import { Lanes } from './lanes.ts';
import type { Order } from './order.ts';
import { busy, type Outcome, unsettled, whose } from './outcome.ts';
import type { OwnBlocks } from './own-blocks.ts';
import type { KnownPerson, Persons } from './persons.ts';
import { numbered, type Plan, planOf, refusedTogether } from './plan.ts';
import { type Appender, type Codec, LogUnavailable } from './ports.ts';
import type { Projector } from './projector.ts';
import { replayOf } from './replay.ts';

/** How often a command is decided before it is answered as contended. */
export const ATTEMPTS_MAX = 10;

/** How long a log that does not answer is asked again, in milliseconds. */
export const SETTLE_MS_MAX = 3_000;

/** How long an answer waits for the projections, in milliseconds. What is recorded is recorded, seen or not. */
export const VISIBLE_MS_MAX = 2_000;

/** Commands that may be under way at a time, and how much memory they may take; whoever comes then is told to wait. */
export const COMMANDS_UNDER_WAY_MAX = 10_000;
export const BYTES_UNDER_WAY_MAX = 64 * 1024 * 1024;

/** When those who are told to wait may come again, in milliseconds: many are through by then, whatever holds them up. */
export const BUSY_MS = 1_000;

export interface DispatchParts {
  readonly log: Appender;
  readonly codec: Codec;
  readonly ownBlocks: OwnBlocks;
  readonly persons: Persons;
  readonly projector: Projector;
  /** How long to ask a silent log, in milliseconds. */
  readonly settleMs?: number;
}

type Tried =
  | { readonly outcomes: readonly Outcome[] }
  | { readonly again: 'conflict' | 'silence'; readonly reason: string };

/** A plan, and the persons it stands or falls with where it writes nothing. */
type Grounded = { readonly plan: Plan; readonly grounds: readonly KnownPerson[] };

/** How one set of orders fares over several attempts. */
interface Course {
  readonly orders: readonly Order[];
  /** Orders whose write went out and got no answer: one of these that is found later is found for the first time. */
  readonly unheard: Set<Order>;
  /** Whether what is at hand was not good enough, so that the log is read. */
  isDoubted: boolean;
}

export class Dispatch {
  readonly #parts: DispatchParts;
  /** Keep the order in which commands that name a person were sent. */
  readonly #lanes = new Lanes();
  /** Keep commands apart that would write about the same person, named or not; whoever has theirs waits for no other. */
  readonly #turns = new Lanes();
  #commandsUnderWay = 0;
  #bytesUnderWay = 0;

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
    const bytes = orders.reduce((sum, order) => sum + order.bytes, 0);
    const isFull =
      this.#commandsUnderWay + orders.length > COMMANDS_UNDER_WAY_MAX ||
      this.#bytesUnderWay + bytes > BYTES_UNDER_WAY_MAX;
    if (isFull) return orders.map((order) => busy(order, BUSY_MS));
    this.#commandsUnderWay += orders.length;
    this.#bytesUnderWay += bytes;
    try {
      const concerned = orders.flatMap(({ command }) => [command.personId, ...namedIn(command)]);
      return await this.#lanes.run(concerned, () => this.#inTurn(orders, concerned));
    } finally {
      this.#commandsUnderWay -= orders.length;
      this.#bytesUnderWay -= bytes;
    }
  }

  async #inTurn(orders: readonly Order[], concerned: readonly PersonId[]): Promise<readonly Outcome[]> {
    const unnamed: PersonId[] = [];
    for (const { command } of orders) if (concernsUnnamed(command)) unnamed.push(...(await this.#unnamedIn(command)));
    return this.#turns.run([...concerned, ...unnamed], () => this.#settle(orders));
  }

  /** Whom a command concerns without naming them, as far as that can be told now. */
  async #unnamedIn(command: AnyCommand): Promise<readonly PersonId[]> {
    try {
      const other = await this.#otherOf(command, await this.#parts.persons.get(command.personId), false);
      return other === null ? [] : [other.personId];
    } catch (error) {
      // A guess only spares lost races; the command itself will see to a log that is away.
      if (error instanceof LogUnavailable) return [];
      throw error;
    }
  }

  async #settle(orders: readonly Order[]): Promise<readonly Outcome[]> {
    const deadline = Date.now() + (this.#parts.settleMs ?? SETTLE_MS_MAX);
    const course: Course = { orders, unheard: new Set(), isDoubted: false };
    for (let conflicts = 0, pause = 10; ; pause = Math.min(pause * 2, 500)) {
      const tried = await this.#try(course);
      if ('outcomes' in tried) return this.#seen(tried.outcomes);
      course.isDoubted = true;
      if (tried.again === 'conflict') {
        conflicts += 1;
        if (conflicts >= ATTEMPTS_MAX) return this.#contended(course);
        // Once is no contention: what was at hand was only a moment old.
        if (conflicts === 1) continue;
      } else if (Date.now() + pause > deadline) {
        return orders.map((order) => unsettled(order, tried.reason));
      }
      await new Promise((resolve) => setTimeout(resolve, Math.random() * pause));
    }
  }

  /** Waits until readers can see what was recorded: who reads after the answer reads it, and so does the next decision. */
  async #seen(outcomes: readonly Outcome[]): Promise<readonly Outcome[]> {
    const last = Math.max(0, ...outcomes.map((outcome) => (outcome.kind === 'recorded' ? outcome.sequence : 0)));
    if (last > this.#parts.projector.position) await this.#parts.projector.reached(last, VISIBLE_MS_MAX);
    return outcomes;
  }

  async #try(course: Course): Promise<Tried> {
    const { orders } = course;
    try {
      const grounded: Grounded[] = [];
      for (const order of orders) grounded.push(await this.#plan(order, course));
      const plans = grounded.map(({ plan }) => plan);
      const refused = refusedTogether(orders, plans);
      const unproved = grounded.filter(({ plan }) => refused !== null || plan.kind === 'done');
      const grounds = unproved.flatMap((each) => each.grounds);
      // Who was just read is current; two who were read one after the other need not have been so at the same time.
      const isCurrent = (course.isDoubted && grounds.length < 2) || (await this.#areCurrent(grounds));
      if (!isCurrent) return { again: 'conflict', reason: 'others were first' };
      if (refused !== null) return { outcomes: refused };
      return await this.#append(plans, course);
    } catch (error) {
      if (error instanceof LogUnavailable) return { again: 'silence', reason: error.message };
      throw error;
    }
  }

  async #plan(order: Order, course: Course): Promise<Grounded> {
    const { persons, codec } = this.#parts;
    const { command, meta } = order;
    const known = await this.#find(command.personId, course.isDoubted);
    const earlier = await persons.earlier(known, meta.commandId);
    if (earlier !== null) {
      const outcome = await replayOf(persons, order, known, earlier);
      // Found after our own append stayed without an answer, it is the first answer and no repetition.
      const replayed = !course.unheard.has(order);
      return {
        plan: { kind: 'done', outcome: outcome.kind === 'recorded' ? { ...outcome, replayed } : outcome },
        grounds: [],
      };
    }
    const other = await this.#otherOf(command, known, course.isDoubted);
    const isTaken = other !== null && (await persons.earlier(other, meta.commandId)) !== null;
    return {
      plan: planOf(codec, order, known, other, isTaken),
      grounds: other === null ? [known] : [known, other],
    };
  }

  #find(personId: PersonId, isDoubted: boolean): Promise<KnownPerson> {
    return isDoubted ? this.#parts.persons.read(personId) : this.#parts.persons.get(personId);
  }

  /** The second person a command concerns; whom somebody was merged into stands for them. */
  async #otherOf(command: AnyCommand, { person }: KnownPerson, isDoubted: boolean): Promise<KnownPerson | null> {
    let personId = otherPersonOf(command, person);
    if (personId === null) return null;
    const isNamed = namedIn(command).length > 0;
    for (;;) {
      const known: KnownPerson = await this.#find(personId, isDoubted);
      const successor: PersonId | undefined = isPresent(known.person) ? known.person.core.mergedInto : undefined;
      if (isNamed || successor === undefined) return known;
      personId = successor;
    }
  }

  async #areCurrent(persons: readonly KnownPerson[]): Promise<boolean> {
    for (const each of persons) if (!(await this.#parts.persons.isCurrent(each))) return false;
    return true;
  }

  async #append(plans: readonly Plan[], { orders, unheard }: Course): Promise<Tried> {
    const writes = plans.flatMap((plan) => (plan.kind === 'write' ? plan.writes : []));
    if (writes.length === 0) return { outcomes: plans.map(({ outcome }) => outcome) };
    for (const plan of plans) if (plan.kind === 'write') this.#note(plan);
    const appended = await this.#parts.log.append(writes);
    if (appended.kind === 'appended') {
      return { outcomes: numbered(plans, appended.sequences).map(({ outcome }) => outcome) };
    }
    if (appended.kind === 'conflict') return { again: 'conflict', reason: 'others were first' };
    if (appended.kind === 'unknown') {
      for (const [at, order] of orders.entries()) if (plans[at]?.kind === 'write') unheard.add(order);
    }
    return { again: 'silence', reason: appended.reason };
  }

  #note({ writes, outcome }: Extract<Plan, { kind: 'write' }>): void {
    for (const [at, write] of writes.entries()) this.#parts.ownBlocks.note(outcome.events[at] as Recorded, write);
  }

  /** Races were lost too often, unless the last one was lost to a write of our own that had stayed without an answer. */
  async #contended(course: Course): Promise<readonly Outcome[]> {
    try {
      const looked: Outcome[] = [];
      for (const order of course.orders) {
        const { plan, grounds } = await this.#plan(order, course);
        const { expectedVersion } = order;
        const isThere = plan.kind === 'done' && grounds.length === 0;
        const actualVersion = grounds[0]?.version ?? 0;
        looked.push(isThere ? plan.outcome : { kind: 'contended', ...whose(order), expectedVersion, actualVersion });
      }
      return this.#seen(looked);
    } catch (error) {
      if (!(error instanceof LogUnavailable)) throw error;
      return course.orders.map((order) => unsettled(order, error.message));
    }
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

/** Whether the command may concern somebody that only the person's history names. */
function concernsUnnamed(command: AnyCommand): boolean {
  return 'relationshipId' in command.data && namedIn(command).length === 0;
}
