/** Who has what, by a key that several may share. */

const NOBODY: ReadonlySet<number> = new Set();

export class Holders {
  readonly #persons = new Map<string, Set<number>>();

  /** Who has the key. */
  of(key: string): ReadonlySet<number> {
    return this.#persons.get(key) ?? NOBODY;
  }

  /** Takes notice that a person had these keys, and has those now. */
  note(person: number, before: ReadonlySet<string>, after: ReadonlySet<string>): void {
    for (const key of before) if (!after.has(key)) this.#drop(person, key);
    for (const key of after) {
      const persons = this.#persons.get(key);
      if (persons === undefined) this.#persons.set(key, new Set([person]));
      else persons.add(person);
    }
  }

  #drop(person: number, key: string): void {
    const persons = this.#persons.get(key);
    persons?.delete(person);
    if (persons?.size === 0) this.#persons.delete(key);
  }
}
