/**
 * From what a policy decides to what comes of it: commands are sent, and every decision is written down. The ids of
 * commands follow from what led to them, so that doing it all again, after a crash or on another gateway, does nothing.
 */

import type { CommandId, PersonId } from '../../domain/ids.ts';
import type { Happened, Json, Recorded } from '../../domain/message.ts';
import { tagKey } from '../../domain/person/core.ts';
import type { AnyCommand, AnyFact } from '../../domain/person/person.ts';
import {
  type Act,
  actorOf,
  isByPolicy,
  type Known,
  type Occasion,
  type Policy,
  type PolicyDecision,
} from '../../domain/policies/policy.ts';
import type { SettingValues } from '../../domain/policies/settings.ts';
import type { Dispatch } from '../dispatch.ts';
import { Lanes } from '../lanes.ts';
import type { Order } from '../order.ts';
import type { Outcome } from '../outcome.ts';
import { type Clock, type Codec, LogUnavailable } from '../ports.ts';
import type { PolicyBook } from './book.ts';
import { inTurns } from './in-turns.ts';
import { ATTEMPTS_MAX, messageOf, problemIn } from './problems.ts';
import { type DecisionRecord, firedId, hashOf } from './records.ts';
import type { Scribe } from './scribe.ts';

/** Policies that may lead to each other, one after the other; what would be one more is parked. */
export const DEPTH_MAX = 5;

/** How long the first pause between two attempts is, in milliseconds; each is twice as long as the one before. */
const PAUSE_MS = 250;

/**
 * How often a policy is asked in one look, because what it wanted was done; what it wants after that is parked. Half as
 * often for each policy that led to the look, so that policies that wake each other do not multiply.
 */
export const PASSES_MAX = 10;
const PASSES_MIN = 2;

/** How much of a problem is written down. */
const PROBLEM_CHARACTERS_MAX = 1_000;

/** One look of a policy at a person. */
export interface Look {
  readonly policy: Policy;
  readonly settings: SettingValues;
  readonly version: number;
  readonly personId: PersonId;
  /** The event that leads to it; null when it is the time, or somebody asked. */
  readonly cause: Recorded | null;
}

export interface Tally {
  readonly fired: number;
  readonly left: number;
  readonly parked: number;
}

export interface ReactorParts {
  readonly dispatch: Dispatch;
  readonly codec: Codec;
  readonly clock: Clock;
  readonly book: PolicyBook;
  readonly scribe: Scribe;
  readonly known: (policy: string) => Known;
  /** CID of the person's newest event. */
  readonly headOf: (personId: PersonId) => string;
  /** How long the first pause between two attempts is, in milliseconds; the standard one when not given. */
  readonly pauseMs?: number;
}

export class Reactor {
  readonly #parts: ReactorParts;
  readonly #lanes = new Lanes();

  constructor(parts: ReactorParts) {
    this.#parts = parts;
  }

  /** What the policy decides, and nothing else. Throws what the policy throws. */
  decisions(look: Look, at = this.#parts.clock()): Iterable<PolicyDecision> {
    const { policy, settings, personId, cause } = look;
    const known = this.#parts.known(policy.name);
    if (!isInScope(known, personId, settings)) return [];
    return policy.decide(occasionOf(personId, at, cause), known, settings);
  }

  /**
   * Looks, and carries out what is decided, again and again until the policy wants nothing more. A policy that throws is
   * parked. What is parked goes into `aside` instead, when that is given. Throws LogUnavailable when what was done cannot
   * be written down; then the same look is to be taken again.
   */
  async look(look: Look, aside: DecisionRecord[] | null = null): Promise<Tally> {
    if (look.cause?.meta.actor === actorOf(look.policy.name)) return { fired: 0, left: 0, parked: 0 };
    // Two looks of a policy at the same person side by side would both find the same room.
    return this.#lanes.run([`${look.policy.name} ${look.personId}`], () => this.#passes(look, aside));
  }

  async #passes(look: Look, aside: DecisionRecord[] | null): Promise<Tally> {
    const tally = { fired: 0, left: 0, parked: 0 };
    const park = async (parked: Parked) => {
      tally.parked += 1;
      const record = this.#record(look, 'parked', parked);
      if (aside === null) await this.#parts.scribe.note(record);
      else aside.push(record);
    };
    const most = passesAt(depthOf(look.cause));
    try {
      for (let pass = 1; ; pass += 1) {
        const { fired, left, undone } = await this.#pass(look);
        tally.fired += fired;
        tally.left += left;
        // As long as something is done, what could not be done may be possible, or not wanted any more, afterwards.
        if (fired > 0 && pass < most) continue;
        for (const parked of this.#stillWanted(look, undone, fired > 0)) await park(parked);
        return tally;
      }
    } catch (error) {
      if (error instanceof LogUnavailable) throw error;
      await park(failure(look, error));
      return tally;
    }
  }

  /** Parks a look that a policy failed in. Throws LogUnavailable. */
  async parkFailed(look: Look, error: unknown): Promise<void> {
    await this.#parts.scribe.note(this.#record(look, 'parked', failure(look, error)));
  }

  /** Asks the policy once, and does what it wants as far as that can be done. */
  async #pass(look: Look): Promise<{ fired: number; left: number; undone: ReadonlyMap<string, Parked> }> {
    const sum = { fired: 0, left: 0, undone: new Map<string, Parked>() };
    await inTurns(this.decisions(look), async (decision) => {
      if (decision.kind === 'leave') {
        const { book, scribe } = this.#parts;
        const said = [look.policy.name, decision.personId, decision.because] as const;
        if (book.wasLeft(...said)) return;
        await scribe.note(this.#record(look, 'left', { ...saidOf(decision), order: null }));
        book.markLeft(...said);
        sum.left += 1;
        return;
      }
      const done = await this.#act(look, decision);
      if (done === 'done') sum.fired += 1;
      else if (done !== 'already') sum.undone.set(nameOf(decision), done);
    });
    return sum;
  }

  async #act(look: Look, act: Act): Promise<'done' | 'already' | Parked> {
    const depth = depthOf(look.cause) + 1;
    const order = this.#orderOf(look, act, depth);
    const said = { ...saidOf(act), order };
    if (depth > DEPTH_MAX) {
      return { ...said, problem: `It would be the ${depth}th policy that leads to the next one; ${DEPTH_MAX} may.` };
    }
    const outcome = await this.#send(order);
    if (outcome.kind !== 'recorded') return { ...said, problem: problemIn(outcome) };
    // So already: somebody else did it first.
    if (outcome.events.length === 0) return 'already';
    const events = outcome.events.map(({ sequence }) => sequence);
    await this.#parts.scribe.note(this.#record(look, 'fired', { ...said, events }));
    return outcome.replayed ? 'already' : 'done';
  }

  /** What could not be done and is wanted all the same, and what is wanted without an end. */
  *#stillWanted(look: Look, undone: ReadonlyMap<string, Parked>, isEndless: boolean): Generator<Parked> {
    if (undone.size === 0 && !isEndless) return;
    for (const each of this.decisions(look)) {
      if (each.kind === 'leave') continue;
      const parked = undone.get(nameOf(each));
      if (parked !== undefined) yield parked;
      else if (isEndless) {
        const problem = `It still wants something after it was asked ${passesAt(depthOf(look.cause))} times.`;
        return yield { ...saidOf(each), order: null, problem };
      }
    }
  }

  async #send(order: Order): Promise<Outcome> {
    for (let attempt = 1, pause = this.#parts.pauseMs ?? PAUSE_MS; ; attempt += 1, pause *= 2) {
      const outcome = await this.#parts.dispatch.one(order);
      if (outcome.kind === 'recorded' || outcome.kind === 'refused' || attempt === ATTEMPTS_MAX) return outcome;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  #orderOf(look: Look, { personId, type, data, key }: Act, depth: number): Order {
    const { codec, clock, headOf } = this.#parts;
    const { digest, bytes } = codec.digest({ type, personId, data });
    const origin = look.cause?.cid ?? headOf(look.personId);
    const commandId = `policy:${look.policy.name}:${depth}:${hashOf([origin, look.personId, personId, type, key, digest])}`;
    return {
      command: { type, personId, at: clock(), data } as AnyCommand,
      meta: {
        commandId: commandId as CommandId,
        inputDigest: digest,
        cause: look.cause?.cid ?? null,
        correlationId: look.cause?.meta.correlationId ?? commandId,
        actor: actorOf(look.policy.name),
        source: 'policy',
      },
      expectedVersion: null,
      bytes,
      validateOnly: false,
    };
  }

  #record(look: Look, kind: 'fired' | 'left' | 'parked', said: Said): DecisionRecord {
    const { policy, version, personId: about, cause } = look;
    const { personId, because, order, events = [], problem = null } = said;
    return {
      id: this.#idOf(look, kind, said),
      kind,
      policy: policy.name,
      about,
      personId,
      at: this.#parts.clock(),
      because,
      cause: cause === null ? null : { sequence: cause.sequence, cid: cause.cid },
      command:
        order === null
          ? null
          : { type: order.command.type, commandId: order.meta.commandId, data: order.command.data as Json },
      events,
      depth: depthOf(cause) + 1,
      problem: problem === null ? null : problem.slice(0, PROBLEM_CHARACTERS_MAX),
      version,
      settles: null,
    };
  }

  /** The same for the same matter, so that what is decided again, after a crash or day by day, is known again. */
  #idOf({ policy, personId: about, cause }: Look, kind: DecisionRecord['kind'], said: Said): string {
    const { personId, order, because, problem } = said;
    if (kind === 'fired' && order !== null) return firedId(order.meta.commandId);
    const matter = order === null ? [because, problem ?? ''] : [order.command.type, order.meta.inputDigest];
    const origin = cause?.cid ?? (kind === 'left' ? this.#parts.headOf(about) : '');
    return hashOf([policy.name, kind, origin, about, personId, ...matter]);
  }
}

interface Said {
  readonly personId: PersonId;
  readonly because: string;
  readonly order: Order | null;
  readonly events?: readonly number[];
  readonly problem?: string;
}

type Parked = Said & { readonly problem: string };

const passesAt = (depth: number): number => Math.max(PASSES_MIN, PASSES_MAX >> depth);

const failure = ({ personId }: Look, error: unknown): Parked => ({
  because: 'The policy failed.',
  personId,
  order: null,
  problem: messageOf(error),
});

const saidOf = ({ personId, because }: PolicyDecision) => ({ personId, because });

/** Tells what a policy wants from whatever else it wants in the same look. */
const nameOf = ({ personId, type, key }: Act): string => `${personId} ${type} ${key}`;

export function occasionOf(personId: PersonId, at: number, cause: Recorded | null): Occasion {
  return { personId, at, fact: cause as unknown as Happened<AnyFact> | null };
}

/** Whether the policy is to look at the person at all. */
export function isInScope(known: Known, personId: PersonId, { onlyTags }: SettingValues): boolean {
  if (onlyTags.length === 0) return true;
  const person = known.person(personId);
  return person !== null && onlyTags.some((tag) => person.core.tags.has(tagKey(tag)));
}

/** How many policies one after the other led to the event. */
export function depthOf(cause: Recorded | null): number {
  if (cause === null || !isByPolicy(cause.meta.actor)) return 0;
  return Number(/^policy:[^:]+:(\d+):/.exec(cause.meta.commandId)?.[1] ?? 1);
}
