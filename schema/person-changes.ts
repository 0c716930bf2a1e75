/** A person, and then the person after each of its changes, as one stream without a seam. */

import type { App } from '../src/app/app.ts';
import type { Subscriber } from '../src/app/live.ts';
import type { PersonId } from '../src/domain/ids.ts';
import type { Recorded } from '../src/domain/message.ts';
import { currentPerson, findPerson, type PersonSource, pastPerson } from './person-source.ts';
import { readFromLog } from './reading.ts';

export interface PersonItem {
  readonly person: PersonSource;
  /** The person is as of this place in the log. */
  readonly sequence: number;
}

/** Past persons of events that several subscribers are told of, read once for all of them. */
const items = new WeakMap<Recorded, Promise<PersonItem | null>>();
/** The same of persons as the views have them; they change with the views, and so are good for the last event only. */
const current = new WeakMap<Recorded, PersonItem>();

export class PersonChanges implements AsyncIterableIterator<PersonItem> {
  readonly #app: App;
  readonly #personId: PersonId;
  #changes: Subscriber | null;

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
      const item = await itemOf(this.#app, event);
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
}

/** The person after an event: as the views have it while that was the last one, else as its history tells it. */
function itemOf(app: App, event: Recorded): PersonItem | null | Promise<PersonItem | null> {
  const number = app.views.persons.find(event.personId);
  if (number !== undefined && app.projector.head(number)?.sequence === event.sequence) {
    const person = currentPerson(app, number);
    const item = current.get(event) ?? (person === null ? null : { person, sequence: event.sequence });
    if (item !== null) current.set(event, item);
    return item;
  }
  const known = items.get(event);
  if (known !== undefined) return known;
  const made = personAfter(app, event);
  items.set(event, made);
  made.catch(() => items.delete(event));
  return made;
}

async function personAfter(app: App, { personId, sequence }: Recorded): Promise<PersonItem | null> {
  const past = await readFromLog(() => app.reader.asOf(personId, { sequence }));
  const person = past === null ? null : pastPerson(app, personId, past);
  return person === null ? null : { person: { ...person, isRecent: true }, sequence };
}
