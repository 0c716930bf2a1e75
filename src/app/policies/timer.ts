/**
 * Looks at persons when their time has come. The moments are worked out from what the projections know and the settings,
 * so they need no place of their own, survive every restart, and follow a change of settings at once. All gateways keep
 * time; who is first does it, and for the others it is done then.
 */

import type { PersonId } from '../../domain/ids.ts';
import type { Recorded } from '../../domain/message.ts';
import type { Known } from '../../domain/policies/policy.ts';
import { type Clock, LogUnavailable } from '../ports.ts';
import type { Projector } from '../projector.ts';
import type { PolicyBook, PolicyState } from './book.ts';
import type { ClockGuard } from './clock-guard.ts';
import { presentAtHand } from './known.ts';
import { isInScope, type Look, occasionOf, type Reactor } from './reactor.ts';
import { type Due, Schedule } from './schedule.ts';

/** How often the schedule is looked at, in milliseconds. */
const TICK_MS = 1_000;

/** Whom a gateway has looked at in vain, because of a refusal or an exemption, it looks at again after so long. */
const LOOK_AGAIN_MS = 24 * 60 * 60 * 1000;

/** Whom it could not look at, because the log was away, after so long. */
const TRY_AGAIN_MS = 60 * 1000;

/** Persons whose moments are worked out before others get their turn. */
const PERSONS_AT_A_TIME = 2_000;

/** Looks that are under way at a time. */
const LOOKS_AT_A_TIME = 64;

export interface TimerParts {
  readonly projector: Projector;
  readonly book: PolicyBook;
  readonly reactor: Reactor;
  readonly known: (policy: string) => Known;
  readonly clock: Clock;
  readonly guard: ClockGuard;
  /** Gateways wait a part of this before they act, so that mostly one of them does, in milliseconds. */
  readonly spreadMs: number;
}

export class PolicyTimer {
  readonly #parts: TimerParts;
  readonly #schedule = new Schedule();
  readonly #spread: number;
  #timer: NodeJS.Timeout | null = null;
  #taking: Promise<void> | null = null;
  readonly #running = new Set<Promise<void>>();
  #isStarted = false;
  #isStopped = false;

  constructor(parts: TimerParts) {
    this.#parts = parts;
    this.#spread = Math.random() * parts.spreadMs;
    parts.projector.observe((events) => this.#notice(events));
    parts.book.observe((name) => void this.#rebuild(name));
  }

  /** How many moments are in the schedule. */
  get size(): number {
    return this.#schedule.size;
  }

  /** The earliest of them, in UTC milliseconds; null when there is none. */
  get next(): number | null {
    return this.#schedule.next;
  }

  /** When the policy looks at the person by itself; null when it does not. */
  dueAt(state: PolicyState, personId: PersonId): number | null {
    const person = this.#parts.projector.views.persons.find(personId);
    return person === undefined ? null : this.#momentOf(state, person, personId);
  }

  async start(): Promise<void> {
    this.#isStarted = true;
    for (const { policy } of this.#parts.book.states) await this.#rebuild(policy.name);
    if (!this.#isStopped) this.#timer = setInterval(() => void this.#take(), TICK_MS);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#taking;
    await Promise.all(this.#running);
  }

  /** Looks at everybody whose time has come, and resolves when that is done. */
  async tick(): Promise<void> {
    await this.#take();
    await Promise.all(this.#running);
  }

  /** Begins to look at everybody whose time has come. Once at a time; a look that takes long holds up no other. */
  #take(): Promise<void> {
    this.#taking ??= this.#begin().finally(() => {
      this.#taking = null;
    });
    return this.#taking;
  }

  async #begin(): Promise<void> {
    const { clock, guard, projector } = this.#parts;
    const { timeline } = projector.views;
    const newest = timeline.lastSequence === 0 ? 0 : timeline.at(timeline.lastSequence);
    if (guard.check(newest) !== null) return;
    for (;;) {
      const due = this.#isStopped ? null : this.#schedule.take(clock() - this.#spread);
      if (due === null) return;
      const job: Promise<void> = this.#look(due.policy, due.person).finally(() => this.#running.delete(job));
      this.#running.add(job);
      if (this.#running.size >= LOOKS_AT_A_TIME) await Promise.race(this.#running);
    }
  }

  async #look(at: number, person: number): Promise<void> {
    const state = this.#stateAt(at);
    const personId = this.#parts.projector.views.persons.id(person);
    const now = this.#parts.clock();
    const { policy, settings, version } = state;
    const look = { policy, settings, version, personId, cause: null };
    try {
      const moment = this.#momentOf(state, person, personId);
      // It may have moved on since it was put into the schedule.
      if (moment === null) return;
      if (moment > now) return this.#schedule.set({ at: moment, person, policy: at });
      await this.#parts.reactor.look(look);
      const next = this.#momentOf(state, person, personId);
      if (next !== null) this.#schedule.set({ at: next > now ? next : now + LOOK_AGAIN_MS, person, policy: at });
    } catch (error) {
      await this.#missed(error, look, { at: now, person, policy: at });
    }
  }

  /** A log that was away is tried again soon; a policy that cannot tell its moments is parked. */
  async #missed(error: unknown, look: Look, due: Due): Promise<void> {
    const isAway =
      error instanceof LogUnavailable ||
      (await this.#parts.reactor.parkFailed(look, error).then(
        () => false,
        () => true,
      ));
    this.#schedule.set({ ...due, at: due.at + (isAway ? TRY_AGAIN_MS : LOOK_AGAIN_MS) });
  }

  #stateAt(at: number): PolicyState {
    return this.#parts.book.states[at] as PolicyState;
  }

  #momentOf({ policy, settings }: PolicyState, person: number, personId: PersonId): number | null {
    const { views } = this.#parts.projector;
    if (policy.due === undefined || !settings.enabled) return null;
    const present = presentAtHand(views, person);
    const known = this.#parts.known(policy.name);
    if (present === null || !isInScope(known, personId, settings)) return null;
    return policy.due(present, occasionOf(personId, this.#parts.clock(), null), known, settings);
  }

  #notice(events: readonly Recorded[]): void {
    // While the log is read from its beginning nothing is due; everybody is looked at afterwards.
    if (!this.#isStarted) return;
    for (const [at, { policy, settings }] of this.#parts.book.states.entries()) {
      if (policy.due === undefined || !settings.enabled) continue;
      for (const { personId } of events) {
        const person = this.#parts.projector.views.persons.find(personId);
        if (person !== undefined) this.#note(at, person, personId as PersonId);
      }
    }
  }

  #note(at: number, person: number, personId: PersonId): void {
    let moment: number | null;
    try {
      moment = this.#momentOf(this.#stateAt(at), person, personId);
    } catch {
      // Events go on whatever a policy makes of them. It is looked at by itself, and what fails then is parked.
      moment = this.#parts.clock();
    }
    if (moment !== null) this.#schedule.set({ at: moment, person, policy: at });
  }

  /** Works out the moments of a policy anew, some persons at a time. */
  async #rebuild(name: string): Promise<void> {
    if (!this.#isStarted) return;
    const at = this.#parts.book.states.findIndex(({ policy }) => policy.name === name);
    const { policy, version, settings } = this.#stateAt(at);
    if (policy.due === undefined) return;
    this.#schedule.clear(at);
    if (!settings.enabled) return;
    const { persons } = this.#parts.projector.views;
    for (let person = 0; person < persons.size && !this.#isStopped; person += 1) {
      // Changed again: everything is worked out anew already.
      if (this.#stateAt(at).version !== version) return;
      this.#note(at, person, persons.id(person));
      if (person % PERSONS_AT_A_TIME === PERSONS_AT_A_TIME - 1) await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
