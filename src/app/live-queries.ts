/**
 * Questions that are answered again whenever their answer may have changed. Each stands under the topics that it depends
 * on, and an event wakes those that stand under one of its own: nobody polls, and ten thousand that an event does not
 * concern cost nothing.
 */

import { topicsOf } from '../../projections/topics.ts';
import type { Projector } from './projector.ts';

export interface Answer<T> {
  readonly value: T;
  /** Equal where nobody could tell two answers apart; only another one is told. */
  readonly signature: string;
  /** What may change it. */
  readonly topics: readonly string[];
}

export interface AnswerAt<T> {
  readonly value: T;
  /** As of this place in the log. */
  readonly sequence: number;
}

/** An answer as it is told to everybody who asks the same. */
interface Told<T> {
  readonly item: AnswerAt<T>;
  readonly signature: string;
  readonly topics: readonly string[];
}

/** Answers of this moment that are kept for others who ask the same. */
const ANSWERS_KEPT_MAX = 256;

export class LiveQueries {
  readonly #projector: Projector;
  readonly #byTopic = new Map<string, Set<Watch<unknown>>>();
  readonly #open = new Set<Watch<unknown>>();
  readonly #answers = new Map<string, Told<unknown>>();
  #isClosed = false;

  constructor(projector: Projector) {
    this.#projector = projector;
    projector.observe((events) => {
      const changed = projector.views.search.takeChangedWords();
      this.#answers.clear();
      if (this.#open.size === 0) return;
      for (const event of events) {
        for (const topic of topicsOf(projector.views, event, changed)) {
          for (const watch of this.#byTopic.get(topic) ?? []) watch.disturb();
        }
      }
    });
  }

  /** How many questions are open. */
  get count(): number {
    return this.#open.size;
  }

  /**
   * The answer now, and each time it is another one. Ends when the reader returns or the gateway shuts down. Questions with
   * the same key are the same, and are answered once for all.
   */
  watch<T>(key: string, ask: () => Answer<T>): Watch<T> {
    const place = {
      answer: () => this.#answer(key, ask),
      move: (from: readonly string[], to: readonly string[]) => this.#move(watch as Watch<unknown>, from, to),
      end: () => this.#open.delete(watch as Watch<unknown>),
    };
    const watch: Watch<T> = new Watch(() => this.#projector.position, place);
    this.#open.add(watch as Watch<unknown>);
    if (this.#isClosed) watch.end();
    return watch;
  }

  close(): void {
    this.#isClosed = true;
    for (const watch of this.#open) watch.end();
  }

  #answer<T>(key: string, ask: () => Answer<T>): Told<T> {
    const known = this.#answers.get(key);
    if (known !== undefined) return known as Told<T>;
    const { value, signature, topics } = ask();
    const told = { item: { value, sequence: this.#projector.position }, signature, topics };
    if (this.#answers.size < ANSWERS_KEPT_MAX) this.#answers.set(key, told);
    return told;
  }

  #move(watch: Watch<unknown>, from: readonly string[], to: readonly string[]): void {
    for (const topic of from) {
      const set = this.#byTopic.get(topic);
      set?.delete(watch);
      if (set?.size === 0) this.#byTopic.delete(topic);
    }
    for (const topic of to) {
      const set = this.#byTopic.get(topic);
      if (set === undefined) this.#byTopic.set(topic, new Set([watch]));
      else set.add(watch);
    }
  }
}

interface Place<T> {
  answer(): Told<T>;
  move(from: readonly string[], to: readonly string[]): void;
  end(): void;
}

export class Watch<T> implements AsyncIterableIterator<AnswerAt<T>> {
  readonly #position: () => number;
  readonly #place: Place<T>;
  #topics: readonly string[] = [];
  #signature: string | null = null;
  #isDisturbed = true;
  #isEnded = false;
  #wake: (() => void) | null = null;

  constructor(position: () => number, place: Place<T>) {
    this.#position = position;
    this.#place = place;
  }

  /** The answer as of this place is known to the reader; null while another one may be on its way. */
  get reached(): number | null {
    return this.#wake !== null && !this.#isDisturbed ? this.#position() : null;
  }

  /** Something happened that the answer may depend on. */
  disturb(): void {
    this.#isDisturbed = true;
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<AnswerAt<T>, undefined>> {
    while (!this.#isEnded) {
      if (!this.#isDisturbed) {
        await this.#sleep();
        continue;
      }
      this.#isDisturbed = false;
      const { item, signature, topics } = this.#place.answer();
      this.#place.move(this.#topics, topics);
      this.#topics = topics;
      if (signature === this.#signature) continue;
      this.#signature = signature;
      return { done: false, value: item };
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<AnswerAt<T>, undefined>> {
    this.end();
    return { done: true, value: undefined };
  }

  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#place.move(this.#topics, []);
    this.#place.end();
    this.#wake?.();
  }

  [Symbol.asyncIterator](): this {
    return this;
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
