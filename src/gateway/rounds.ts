/** Visits everybody once in a while, a few at a time: ten thousand at once would hold up what else there is to do. */

/** Parts that a round has. */
const PARTS = 10;

export class Rounds<T> {
  readonly #parts = Array.from({ length: PARTS }, () => new Set<T>());
  readonly #timer: NodeJS.Timeout;
  #turn = 0;
  #newcomers = 0;

  /** A round takes so many milliseconds. */
  constructor(everyMs: number, visit: (each: T) => void) {
    this.#timer = setInterval(() => {
      this.#turn = (this.#turn + 1) % PARTS;
      for (const each of this.#parts[this.#turn] ?? []) visit(each);
    }, everyMs / PARTS);
    this.#timer.unref();
  }

  add(each: T): void {
    this.#newcomers = (this.#newcomers + 1) % PARTS;
    this.#parts[this.#newcomers]?.add(each);
  }

  delete(each: T): void {
    for (const part of this.#parts) part.delete(each);
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
