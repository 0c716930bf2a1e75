/** Persons as small numbers, in the order in which the log first names them. The views share it. */

import type { PersonId } from '../src/domain/ids.ts';

export class PersonIndex {
  readonly #numbers = new Map<string, number>();
  readonly #ids: PersonId[] = [];

  get size(): number {
    return this.#ids.length;
  }

  /** The number of a person; a new one when the person is new. */
  number(personId: PersonId): number {
    const known = this.#numbers.get(personId);
    if (known !== undefined) return known;
    const next = this.#ids.length;
    this.#ids.push(personId);
    this.#numbers.set(personId, next);
    return next;
  }

  /** The number of a person, or undefined when the log has not named it. */
  find(personId: string): number | undefined {
    return this.#numbers.get(personId);
  }

  id(number: number): PersonId {
    const id = this.#ids[number];
    if (id === undefined) throw new Error(`There is no person number ${number}`);
    return id;
  }
}
