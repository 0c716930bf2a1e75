/**
 * From what a policy decides to what comes of it: commands are sent, and every decision is written down. The ids of
 * commands follow from what led to them, so that doing it all again, after a crash or on another gateway, does nothing.
 */

import { createHash } from 'node:crypto';
import type { CommandId, PersonId } from '../../domain/ids.ts';
import type { Happened, Json, Recorded } from '../../domain/message.ts';
import { tagKey } from '../../domain/person/core.ts';
import type { AnyCommand, AnyFact } from '../../domain/person/person.ts';
import {
  type Act,
  actorOf,
  isByPolicy,
  type Known,
  type Leave,
  type Occasion,
  type Policy,
  type PolicyDecision,
} from '../../domain/policies/policy.ts';
import type { SettingValues } from '../../domain/policies/settings.ts';
import { SENTENCES } from '../../domain/rejection.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Order } from '../order.ts';
import type { Outcome } from '../outcome.ts';
import { type Clock, type Codec, LogUnavailable } from '../ports.ts';
import type { PolicyBook } from './book.ts';
import type { DecisionRecord } from './records.ts';
import type { Scribe } from './scribe.ts';

/** Policies that may lead to each other, one after the other; what would be one more is parked. */
export const DEPTH_MAX = 5;

/** How often a command is sent that is neither taken nor refused, before its decision is parked. */
export const ATTEMPTS_MAX = 6;

/** How long the first pause between two attempts is, in milliseconds; each is twice as long as the one before. */
const PAUSE_MS = 250;

/** Decisions of one look that are carried out side by side; those for the same person follow each other. */
const SIDE_BY_SIDE_MAX = 256;

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
   * Looks, and carries out what is decided. A policy that throws is parked. Throws LogUnavailable when what was done
   * cannot be written down; then the same look is to be taken again.
   */
  async look(look: Look): Promise<Tally> {
    const tally = { fired: 0, left: 0, parked: 0 };
    if (look.cause?.meta.actor === actorOf(look.policy.name)) return tally;
    const count = (record: DecisionRecord | null) => {
      if (record !== null) tally[record.kind as keyof Tally] += 1;
    };
    try {
      await inTurns(this.decisions(look), (decision) =>
        decision.kind === 'leave' ? this.#leave(look, decision).then(count) : this.#act(look, decision).then(count),
      );
    } catch (error) {
      if (error instanceof LogUnavailable) throw error;
      count(await this.#note(look, null, 'parked', { because: 'The policy failed.', problem: messageOf(error) }));
    }
    return tally;
  }

  async #leave(look: Look, { personId, because }: Leave): Promise<DecisionRecord | null> {
    if (this.#parts.book.wasLeft(look.policy.name, personId, because)) return null;
    return this.#note(look, null, 'left', { because, personId });
  }

  async #act(look: Look, act: Act): Promise<DecisionRecord | null> {
    const depth = depthOf(look.cause) + 1;
    const order = this.#orderOf(look, act, depth);
    const { because, personId } = act;
    if (depth > DEPTH_MAX) {
      const problem = `It would be the ${depth}th policy that leads to the next one; ${DEPTH_MAX} may.`;
      return this.#note(look, order, 'parked', { because, personId, problem });
    }
    const outcome = await this.#send(order);
    if (outcome.kind === 'recorded') {
      const events = outcome.events.map(({ sequence }) => sequence);
      // So already: somebody else did it first.
      if (events.length === 0) return null;
      return this.#note(look, order, 'fired', { because, personId, events });
    }
    // What the policy does not want any more, now that it is refused, was overtaken by somebody else.
    if (outcome.kind === 'refused' && !this.#isWanted(look, act)) return null;
    return this.#note(look, order, 'parked', { because, personId, problem: problemIn(outcome) });
  }

  #isWanted(look: Look, act: Act): boolean {
    for (const each of this.decisions(look)) {
      const isSame = each.kind === 'act' && each.personId === act.personId && each.type === act.type;
      if (isSame && each.key === act.key) return true;
    }
    return false;
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

  async #note(
    { policy, version, personId: about, cause }: Look,
    order: Order | null,
    kind: 'fired' | 'left' | 'parked',
    said: { because: string; personId?: PersonId; problem?: string; events?: readonly number[] },
  ): Promise<DecisionRecord> {
    const personId = said.personId ?? about;
    const command =
      order === null
        ? null
        : { type: order.command.type, commandId: order.meta.commandId, data: order.command.data as Json };
    const origin = cause?.cid ?? this.#parts.headOf(about);
    const record: DecisionRecord = {
      id: hashOf([policy.name, kind, origin, about, personId, command?.commandId ?? said.because]),
      kind,
      policy: policy.name,
      about,
      personId,
      at: this.#parts.clock(),
      because: said.because,
      cause: cause === null ? null : { sequence: cause.sequence, cid: cause.cid },
      command,
      events: said.events ?? [],
      depth: depthOf(cause) + 1,
      problem: said.problem ?? null,
      version,
      settles: null,
    };
    await this.#parts.scribe.note(record);
    return record;
  }
}

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
function depthOf(cause: Recorded | null): number {
  if (cause === null || !isByPolicy(cause.meta.actor)) return 0;
  return Number(/^policy:[^:]+:(\d+):/.exec(cause.meta.commandId)?.[1] ?? 1);
}

export function hashOf(parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

function problemIn(outcome: Exclude<Outcome, { kind: 'recorded' }>): string {
  switch (outcome.kind) {
    case 'refused': {
      const { code, field } = outcome.refusal;
      return `${code}${field === undefined ? '' : ` (${field})`}: ${SENTENCES[code]}`;
    }
    case 'contended':
      return `Others kept changing the person; it was tried ${ATTEMPTS_MAX} times.`;
    case 'busy':
      return `The gateway was too busy; it was tried ${ATTEMPTS_MAX} times.`;
    case 'unsettled':
      return `The log did not answer: ${outcome.reason}. It was tried ${ATTEMPTS_MAX} times.`;
    default:
      return outcome satisfies never;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Works on all decisions, a limited number at a time, those for one person in their order. Fails with the first that fails. */
async function inTurns(
  decisions: Iterable<PolicyDecision>,
  work: (decision: PolicyDecision) => Promise<void>,
): Promise<void> {
  const tails = new Map<string, Promise<void>>();
  const running = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | null = null;
  try {
    for (const decision of decisions) {
      if (failure !== null) break;
      const before = tails.get(decision.personId) ?? Promise.resolve();
      const job: Promise<void> = before
        .then(() => (failure === null ? work(decision) : undefined))
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .then(() => {
          running.delete(job);
          if (tails.get(decision.personId) === job) tails.delete(decision.personId);
        });
      tails.set(decision.personId, job);
      running.add(job);
      if (running.size >= SIDE_BY_SIDE_MAX) await Promise.race(running);
    }
  } finally {
    // What was begun is finished, even when the policy fails in the middle of its decisions.
    await Promise.all(running);
  }
  const failed = failure as { readonly error: unknown } | null;
  if (failed !== null) throw failed.error;
}
