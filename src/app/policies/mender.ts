/**
 * Makes up for decisions that were carried out and not written down, because the gateway ended in between: every effect
 * is in the log, with the policy as its actor, so what is missing can be told.
 */

import type { Recorded } from '../../domain/message.ts';
import { isByPolicy, policyOf } from '../../domain/policies/policy.ts';
import type { LogReader } from '../log-reader.ts';
import type { Clock } from '../ports.ts';
import type { Projector } from '../projector.ts';
import type { PolicyBook } from './book.ts';
import { depthOf } from './reactor.ts';
import { type DecisionRecord, firedId } from './records.ts';
import type { Scribe } from './scribe.ts';

/** The newest effects, which are looked after; older ones were looked after in their time. */
const EFFECTS_MAX = 20_000;

export interface MenderParts {
  readonly projector: Projector;
  readonly reader: LogReader;
  readonly book: PolicyBook;
  readonly scribe: Scribe;
  /** Counts milliseconds and never jumps. */
  readonly steady: Clock;
  readonly afterMs: number;
}

interface Effect {
  readonly event: Recorded;
  readonly events: number[];
  /** When it was seen here. */
  readonly seenAt: number;
}

export class Mender {
  readonly #parts: MenderParts;
  /** By the decision they need. */
  readonly #effects = new Map<string, Effect>();
  #timer: NodeJS.Timeout | null = null;
  #isMending = false;

  constructor(parts: MenderParts) {
    this.#parts = parts;
    parts.projector.observe((events) => this.#notice(events));
  }

  /** To be called when the book has been read. */
  start(): void {
    this.#timer = setInterval(() => void this.mend(), this.#parts.afterMs / 3);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  /** Writes down what has been missing for too long. */
  async mend(): Promise<void> {
    if (this.#isMending) return;
    this.#isMending = true;
    const { book, scribe, steady, afterMs } = this.#parts;
    const missing: Promise<unknown>[] = [];
    for (const [id, effect] of this.#effects) {
      if (book.hasFired(id)) this.#effects.delete(id);
      else if (steady() - effect.seenAt >= afterMs) {
        missing.push(this.#recordOf(id, effect).then((record) => scribe.note(record)));
      }
    }
    // A log that is away is asked again the next time.
    await Promise.allSettled(missing);
    this.#isMending = false;
  }

  #notice(events: readonly Recorded[]): void {
    for (const event of events) {
      if (!isByPolicy(event.meta.actor)) continue;
      const id = firedId(event.meta.commandId);
      if (this.#parts.book.hasFired(id)) continue;
      const effect = this.#effects.get(id);
      if (effect === undefined) this.#add(id, event);
      else effect.events.push(event.sequence);
    }
  }

  #add(id: string, event: Recorded): void {
    this.#effects.set(id, { event, events: [event.sequence], seenAt: this.#parts.steady() });
    for (const oldest of this.#effects.keys()) {
      if (this.#effects.size <= EFFECTS_MAX) break;
      this.#effects.delete(oldest);
    }
  }

  async #recordOf(id: string, { event, events }: Effect): Promise<DecisionRecord> {
    const { personId, at, meta } = event;
    const cause = meta.cause === null ? null : await this.#parts.reader.byCid(meta.cause);
    const policy = policyOf(meta.actor);
    return {
      id,
      kind: 'fired',
      policy,
      about: (cause?.personId ?? personId) as DecisionRecord['about'],
      personId: personId as DecisionRecord['personId'],
      at,
      because: 'It was found in the log: a gateway ended before it could write down why.',
      cause: cause === null ? null : { sequence: cause.sequence, cid: cause.cid },
      command: null,
      events,
      depth: depthOf(event),
      problem: null,
      version: this.#parts.book.state(policy)?.version ?? 0,
      settles: null,
    };
  }
}
