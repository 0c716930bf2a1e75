/**
 * The policies as the rest of the program knows them: they are started once the projections know what happened, handle
 * what happens from then on, and can be asked, tried, changed and helped.
 */

import type { PersonId } from '../../domain/ids.ts';
import type { Recorded } from '../../domain/message.ts';
import type { Known, Policy } from '../../domain/policies/policy.ts';
import type { Dispatch } from '../dispatch.ts';
import type { LogReader } from '../log-reader.ts';
import { type Clock, type Codec, type FactQueue, LogUnavailable, type Notebook } from '../ports.ts';
import type { Projector } from '../projector.ts';
import { PolicyBook, type PolicyState } from './book.ts';
import { ClockGuard } from './clock-guard.ts';
import { knownFor } from './known.ts';
import { Mender } from './mender.ts';
import { type Look, Reactor } from './reactor.ts';
import { Scribe } from './scribe.ts';
import { PolicyTimer } from './timer.ts';

/** How long a fact may be ahead of the projections before it is given back, in milliseconds. */
const VISIBLE_MS_MAX = 10_000;

/** When a log that is away is asked again, in milliseconds. */
const START_AGAIN_MS = 500;

/** How long gateways wait at most before they act on the time, in milliseconds. */
const SPREAD_MS = 5_000;

/** How long the decision behind an effect may be missing, in milliseconds, before it is made up for. */
const MEND_MS = 5_000;

/** What was imported was decided elsewhere, long ago. */
const SOURCE_OF_IMPORTS = 'migration';

/** How long a gateway that has just started may take until its policies can be asked, in milliseconds. */
const STARTED_MS_MAX = 10_000;

export interface PoliciesParts {
  readonly policies: readonly Policy[];
  readonly notebook: Notebook;
  readonly queue: FactQueue;
  readonly dispatch: Dispatch;
  readonly projector: Projector;
  readonly reader: LogReader;
  readonly codec: Codec;
  readonly clock: Clock;
  /** Counts milliseconds and never jumps. */
  readonly steady?: Clock;
  readonly spreadMs?: number;
  readonly pauseMs?: number;
  readonly mendMs?: number;
}

export class Policies {
  readonly book: PolicyBook;
  readonly guard: ClockGuard;
  readonly timer: PolicyTimer;
  readonly reactor: Reactor;
  readonly scribe: Scribe;
  readonly mender: Mender;
  readonly #parts: PoliciesParts;
  readonly #abort = new AbortController();
  readonly #byFact = new Map<string, readonly Policy[]>();
  #following: Promise<void> = Promise.resolve();
  #listening: Promise<void> = Promise.resolve();
  #ear: AbortController | null = null;
  readonly #started = Promise.withResolvers<void>();
  #isStarted = false;
  #fault: string | null = null;

  constructor(parts: PoliciesParts) {
    this.#parts = parts;
    const { notebook, clock, steady = () => performance.now() } = parts;
    this.book = new PolicyBook(notebook, parts.policies);
    this.scribe = new Scribe(notebook);
    this.guard = new ClockGuard(clock, steady);
    const known = knownBy(parts.projector, parts.policies);
    this.reactor = new Reactor({
      dispatch: parts.dispatch,
      codec: parts.codec,
      clock,
      book: this.book,
      scribe: this.scribe,
      known,
      headOf: (personId) => headOf(parts.projector, personId),
      ...(parts.pauseMs === undefined ? {} : { pauseMs: parts.pauseMs }),
    });
    const spreadMs = parts.spreadMs ?? SPREAD_MS;
    const timed = { projector: parts.projector, book: this.book, reactor: this.reactor, known, clock };
    this.timer = new PolicyTimer({ ...timed, guard: this.guard, spreadMs });
    const mended = { projector: parts.projector, reader: parts.reader, book: this.book, scribe: this.scribe };
    this.mender = new Mender({ ...mended, steady, afterMs: parts.mendMs ?? MEND_MS });
    this.book.observe(() => this.#listen());
  }

  /** Begins to act. To be called when the projections have caught up with the log. Waits while the log is away. */
  async start(): Promise<void> {
    let last: number | null = null;
    while (last === null && !this.#abort.signal.aborted) {
      last = await this.#parts.notebook.lastSequence().catch(() => null);
      if (last === null) await new Promise((resolve) => setTimeout(resolve, START_AGAIN_MS));
    }
    if (last === null) return;
    this.#following = this.book.follow(this.#abort.signal).catch((error: unknown) => this.#fail(error));
    await this.#read(last);
    if (this.#abort.signal.aborted) return;
    this.#isStarted = true;
    this.#started.resolve();
    this.#listen();
    await this.timer.start();
    this.mender.start();
  }

  /**
   * Resolves when all that was set and decided before, at whichever gateway, is known here. Throws LogUnavailable when
   * that takes too long.
   */
  async current(): Promise<void> {
    if (!this.#isStarted) {
      const { promise: late, reject } = Promise.withResolvers<never>();
      const giveUp = () => reject(new LogUnavailable('the gateway has not caught up with the log yet'));
      const timer = setTimeout(giveUp, STARTED_MS_MAX);
      await Promise.race([this.#started.promise, late]).finally(() => clearTimeout(timer));
    }
    await this.book.caughtUp();
  }

  /** The same for who only wants to know: what is known here will do while the log is away. */
  async refreshed(): Promise<void> {
    if (this.#isStarted) await this.book.caughtUp().catch(() => {});
  }

  /** Reads the notebook up to a line, however long it takes. */
  async #read(last: number): Promise<void> {
    while (!this.#abort.signal.aborted && this.book.position < last && this.#fault === null) {
      await this.book.reached(last).catch(() => {});
    }
  }

  /** Ends after what is under way. */
  async stop(): Promise<void> {
    this.#ear?.abort();
    this.#abort.abort();
    this.mender.stop();
    await this.timer.stop();
    await this.#listening;
    await this.#following;
  }

  /** Facts that wait to be looked at; 0 while no policy looks at any, null when it cannot be told. */
  async lag(): Promise<number | null> {
    return this.#ear === null ? 0 : this.#parts.queue.waiting();
  }

  /** What stopped the policies for good; null while they act. */
  get fault(): string | null {
    return this.#fault;
  }

  /** Why nothing happens by time; null while it does. */
  get held(): string | null {
    return this.guard.held;
  }

  lookOf({ policy, settings, version }: PolicyState, personId: PersonId, cause: Recorded | null): Look {
    return { policy, settings, version, personId, cause };
  }

  #fail(error: unknown): void {
    this.#fault ??= `The policies stopped: ${error instanceof Error ? error.message : String(error)}`;
  }

  /** Listens to facts exactly while some policy looks at them: events that concern none cost nothing then. */
  #listen(): void {
    const wanted = this.book.states.filter(({ settings, policy }) => settings.enabled && policy.after.size > 0);
    this.#byFact.clear();
    for (const { policy } of wanted) {
      for (const fact of policy.after) this.#byFact.set(fact, [...(this.#byFact.get(fact) ?? []), policy]);
    }
    if (!this.#isStarted || this.#abort.signal.aborted) return;
    const { queue } = this.#parts;
    const isWanted = wanted.length > 0;
    if (isWanted === (this.#ear !== null)) return;
    this.#ear?.abort();
    this.#ear = isWanted ? new AbortController() : null;
    const signal = this.#ear?.signal;
    const after = Math.min(...wanted.map(({ since }) => since));
    this.#listening = this.#listening
      .then(() =>
        signal === undefined ? queue.forget() : queue.consume(after, (sequence) => this.#handle(sequence), signal),
      )
      .catch((error: unknown) => this.#fail(error));
  }

  /** Lets every policy that wants to look at what happened. Throws when that is to be tried again. */
  async #handle(sequence: number): Promise<void> {
    const { projector, reader } = this.#parts;
    if (!(await projector.reached(sequence, VISIBLE_MS_MAX))) throw new LogUnavailable('the projections are behind');
    // What was set before it happened counts, at whichever gateway it was set.
    await this.book.caughtUp();
    const { timeline } = projector.views;
    if (timeline.person(sequence) === null) return;
    const policies = this.#byFact.get(timeline.type(sequence)) ?? [];
    if (policies.length === 0) return;
    const [event = null] = await reader.read([sequence]);
    if (event === null || !event.known || event.meta.source === SOURCE_OF_IMPORTS) return;
    // Side by side, so that one that has to try again for long holds up no other.
    const looks = policies.map(async ({ name }) => {
      const state = this.book.state(name);
      if (state === null || !state.settings.enabled || sequence <= state.since) return;
      await this.reactor.look(this.lookOf(state, event.personId as PersonId, event));
    });
    for (const look of await Promise.allSettled(looks)) if (look.status === 'rejected') throw look.reason;
  }
}

/** What is known, for each policy. */
function knownBy(projector: Projector, policies: readonly Policy[]): (policy: string) => Known {
  const all = new Map(policies.map(({ name }) => [name, knownFor(name, projector.views)]));
  return (policy) => all.get(policy) ?? knownFor(policy, projector.views);
}

function headOf(projector: Projector, personId: PersonId): string {
  const number = projector.views.persons.find(personId);
  return (number === undefined ? null : projector.head(number)?.cid) ?? '';
}
