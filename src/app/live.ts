/**
 * Live events for subscribers. One that is behind walks the index of the timeline at its own pace; one that has come to
 * the end is handed events as they happen. Both are steps of one walk, so there is no seam: it changes over in the very
 * moment in which nothing is left to walk. Who wants an event is looked up, not asked, and nobody is woken for nothing.
 */

import type { TimelineFilter } from '../../projections/timeline.ts';
import type { PersonId } from '../domain/ids.ts';
import type { Recorded } from '../domain/message.ts';
import type { LogReader } from './log-reader.ts';
import type { Projector } from './projector.ts';

/** What a subscriber wants to hear of. All that is given must hold. */
export interface Interest {
  readonly personId?: PersonId | undefined;
  readonly types?: ReadonlySet<string> | undefined;
  readonly actors?: ReadonlySet<string> | undefined;
}

/** Events read from the log at a time. */
const CHUNK_EVENTS = 100;

/** Places of the index looked at before others get their turn. */
const SCAN_EVENTS_MAX = 20_000;

/** Events that wait for a subscriber to take them. One that takes longer is behind, and walks again. */
export const WAITING_EVENTS_MAX = 1_000;

export class Live {
  readonly #projector: Projector;
  readonly #reader: LogReader;
  readonly #directory = new Directory();
  readonly #open = new Set<Subscriber>();
  #isClosed = false;

  constructor(projector: Projector, reader: LogReader) {
    this.#projector = projector;
    this.#reader = reader;
    projector.observe((events) => {
      for (const event of events) this.#directory.tell(event);
    });
  }

  /** How many subscribers there are, and how many of them wait for something to happen. */
  get subscribers(): { readonly open: number; readonly waiting: number } {
    return { open: this.#open.size, waiting: [...this.#open].filter((each) => each.isWaiting).length };
  }

  /** Whether all subscriptions have been ended, since the gateway shuts down. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * Every believed event after the sequence that is wanted, in order, once; then those to come.
   * Ends when the reader returns or the gateway shuts down.
   */
  follow(interest: Interest, after: number): Subscriber {
    const parts = { projector: this.#projector, reader: this.#reader, directory: this.#directory };
    const subscriber = new Subscriber(parts, interest, after, () => this.#open.delete(subscriber));
    this.#open.add(subscriber);
    if (this.#isClosed) subscriber.end();
    return subscriber;
  }

  /** Where to begin after, so that the last so many wanted events come first. */
  before(interest: Interest, count: number): number {
    const { timeline } = this.#projector.views;
    const filter = filterOf(this.#projector, interest);
    let first = this.#projector.position + 1;
    let found = 0;
    if (filter === null || count === 0) return first - 1;
    for (const sequence of timeline.walk(filter, true, null)) {
      first = sequence;
      found += 1;
      if (found === count) break;
    }
    return first - 1;
  }

  /** Ends all subscriptions. */
  close(): void {
    this.#isClosed = true;
    for (const subscriber of this.#open) subscriber.end();
  }
}

/** Subscribers by what they want most particularly: an event finds them without a look at the others. */
class Directory {
  readonly #byKey = new Map<string, Set<Subscriber>>();

  add(subscriber: Subscriber): void {
    for (const key of keysOf(subscriber.interest)) {
      const set = this.#byKey.get(key);
      if (set === undefined) this.#byKey.set(key, new Set([subscriber]));
      else set.add(subscriber);
    }
  }

  remove(subscriber: Subscriber): void {
    for (const key of keysOf(subscriber.interest)) {
      const set = this.#byKey.get(key);
      set?.delete(subscriber);
      if (set?.size === 0) this.#byKey.delete(key);
    }
  }

  tell(event: Recorded): void {
    const keys = [EVERYTHING, `person ${event.personId}`, `actor ${event.meta.actor}`, `type ${event.type}`];
    for (const key of keys) {
      for (const subscriber of this.#byKey.get(key) ?? [])
        if (wants(subscriber.interest, event)) subscriber.offer(event);
    }
  }
}

const EVERYTHING = 'everything';

/** A subscriber stands under one kind of key only, so that it is told of an event once. */
function keysOf({ personId, types, actors }: Interest): readonly string[] {
  if (personId !== undefined) return [`person ${personId}`];
  if (actors !== undefined) return [...actors].map((actor) => `actor ${actor}`);
  if (types !== undefined) return [...types].map((type) => `type ${type}`);
  return [EVERYTHING];
}

function wants({ personId, types, actors }: Interest, event: Recorded): boolean {
  if (personId !== undefined && personId !== event.personId) return false;
  if (types !== undefined && !types.has(event.type)) return false;
  return actors === undefined || actors.has(event.meta.actor);
}

/** The interest as the timeline takes it; null while nothing can pass, since nobody has heard of the person. */
function filterOf({ views }: Projector, { personId, types, actors }: Interest): TimelineFilter | null {
  if (personId === undefined) return { types, actors };
  const person = views.persons.find(personId);
  return person === undefined ? null : { person, types, actors };
}

interface Parts {
  readonly projector: Projector;
  readonly reader: LogReader;
  readonly directory: Directory;
}

export class Subscriber implements AsyncIterableIterator<Recorded> {
  readonly interest: Interest;
  readonly #parts: Parts;
  readonly #onEnd: () => void;
  /** What is to be taken next: read from the log, or handed over as it happened. */
  #waiting: Recorded[] = [];
  /** Everything up to here was looked at. */
  #cursor: number;
  #isLive = false;
  #isEnded = false;
  #wake: (() => void) | null = null;

  constructor(parts: Parts, interest: Interest, after: number, onEnd: () => void) {
    this.#parts = parts;
    this.interest = interest;
    this.#cursor = after;
    this.#onEnd = onEnd;
  }

  get isWaiting(): boolean {
    return this.#wake !== null;
  }

  /** Nothing that is wanted up to this sequence is still to come; null while there may be. */
  get reached(): number | null {
    return this.#wake !== null && this.#waiting.length === 0 ? this.#parts.projector.position : null;
  }

  /** Hands over an event that just happened. */
  offer(event: Recorded): void {
    // It may have begun after a position that is yet to come.
    if (event.sequence <= this.#cursor) return;
    this.#waiting.push(event);
    this.#cursor = event.sequence;
    if (this.#waiting.length >= WAITING_EVENTS_MAX) this.#fallBehind();
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<Recorded, undefined>> {
    while (!this.#isEnded) {
      const event = this.#waiting.shift();
      if (event !== undefined) return { done: false, value: event };
      if (this.#isLive) await this.#sleep();
      else if (this.#cursor >= this.#parts.projector.position) this.#catchUp();
      else await this.#walk();
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<Recorded, undefined>> {
    this.end();
    return { done: true, value: undefined };
  }

  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#waiting = [];
    this.#parts.directory.remove(this);
    this.#onEnd();
    this.#wake?.();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #catchUp(): void {
    this.#isLive = true;
    this.#parts.directory.add(this);
  }

  #fallBehind(): void {
    this.#isLive = false;
    this.#parts.directory.remove(this);
  }

  async #walk(): Promise<void> {
    const { projector, reader } = this.#parts;
    const { timeline } = projector.views;
    const filter = filterOf(projector, this.interest);
    const { sequences, next } = timeline.following(filter, this.#cursor, CHUNK_EVENTS, SCAN_EVENTS_MAX);
    if (sequences.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const events = sequences.length === 0 ? [] : await reader.read(sequences);
    if (this.#isEnded) return;
    this.#waiting = events.filter((event) => event !== null);
    this.#cursor = next;
  }

  #sleep(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = null;
        resolve();
      };
    });
  }
}
