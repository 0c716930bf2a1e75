/** A person, and then the person after each of its changes, as one stream without a seam. */

import type { App } from '../src/app/app.ts';
import type { Subscriber } from '../src/app/live.ts';
import type { PastPerson } from '../src/app/log-reader.ts';
import type { PersonId } from '../src/domain/ids.ts';
import type { Recorded } from '../src/domain/message.ts';
import { currentPerson, findPerson, type PersonSource, pastPerson } from './person-source.ts';
import { readFromLog } from './reading.ts';

export interface PersonItem {
  readonly person: PersonSource;
  /** The person is as of this place in the log. */
  readonly sequence: number;
}

/**
 * Items of persons as the views have them, made once for all who are told of the event. They change with the views, and so
 * are good only while the event is the last one.
 */
const current = new WeakMap<Recorded, PersonItem>();

export class PersonChanges implements AsyncIterableIterator<PersonItem> {
  readonly #app: App;
  readonly #personId: PersonId;
  #changes: Subscriber | null;
  /** The person after the last event of the past that was told: one that is far behind goes on from there. */
  #past: PastPerson | null = null;

  /** Begins with the person as it is, or, where `after` is a sequence, with its first change after that. */
  constructor(app: App, personId: PersonId, after: number | null) {
    this.#app = app;
    this.#personId = personId;
    this.#changes = after === null ? null : app.live.follow({ personId }, after);
  }

  get reached(): number | null {
    return this.#changes?.reached ?? null;
  }

  async next(): Promise<IteratorResult<PersonItem, undefined>> {
    if (this.#changes === null) {
      // Looked at and followed from the same place: nothing can happen in between.
      const sequence = this.#app.projector.position;
      const person = findPerson(this.#app, this.#personId);
      this.#changes = this.#app.live.follow({ personId: this.#personId }, sequence);
      if (person !== null) return { done: false, value: { person, sequence } };
    }
    const changes = this.#changes;
    for (;;) {
      const { done, value: event } = await readFromLog(() => changes.next());
      if (done === true || event === undefined) return { done: true, value: undefined };
      const now = currentItem(this.#app, event);
      if (now !== null) this.#past = null;
      const item = now ?? (await this.#pastItem(event));
      if (item !== null) return { done: false, value: item };
    }
  }

  async return(): Promise<IteratorResult<PersonItem, undefined>> {
    this.#changes?.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The person after an event as its history tells it. */
  async #pastItem(event: Recorded): Promise<PersonItem | null> {
    const { reader } = this.#app;
    const { sequence } = event;
    const before = this.#past;
    this.#past =
      before !== null && before.head.n + 1 === event.n
        ? reader.advanced(before, event)
        : await readFromLog(() => reader.asOf(this.#personId, { sequence }));
    const person = this.#past === null ? null : pastPerson(this.#app, this.#personId, this.#past);
    return person === null ? null : { person: { ...person, isRecent: true }, sequence };
  }
}

/** The person after an event as the views have it; null where there were others since. */
function currentItem(app: App, event: Recorded): PersonItem | null {
  const number = app.views.persons.find(event.personId);
  if (number === undefined || app.projector.head(number)?.sequence !== event.sequence) return null;
  const known = current.get(event);
  if (known !== undefined) return known;
  const person = currentPerson(app, number);
  const item = person === null ? null : { person, sequence: event.sequence };
  if (item !== null) current.set(event, item);
  return item;
}
