/** Numbers in a row that grows: bytes per entry, not objects. */

type Typed = Uint16Array | Uint32Array | Float64Array;

const FIRST_ENTRIES = 1024;

export class Column<T extends Typed> {
  #values: T;
  readonly #make: (length: number) => T;
  #length = 0;

  constructor(make: (length: number) => T) {
    this.#make = make;
    this.#values = make(FIRST_ENTRIES);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const wider = this.#make(this.#length * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  at(index: number): number {
    const value = index < this.#length ? this.#values[index] : undefined;
    if (value === undefined) throw new RangeError(`There is no entry ${index} of ${this.#length}`);
    return value;
  }

  set(index: number, value: number): void {
    if (index >= this.#length) throw new RangeError(`There is no entry ${index} of ${this.#length}`);
    this.#values[index] = value;
  }
}

export const words16 = (length: number) => new Uint16Array(length);
export const words32 = (length: number) => new Uint32Array(length);
export const floats = (length: number) => new Float64Array(length);

/** Finds entries by a 32-bit hash: open addressing over entry numbers, the hashes kept beside them. */
export class HashIndex {
  readonly #hashes = new Column(words32);
  #slots = new Uint32Array(FIRST_ENTRIES * 2);

  /** Adds the next entry, numbered from 0 in the order of the calls. */
  push(hash: number): void {
    const entry = this.#hashes.length;
    this.#hashes.push(hash);
    if ((entry + 1) * 2 > this.#slots.length) this.#widen();
    else this.#place(entry);
  }

  /** Every entry with this hash; there may be several, and the caller must look which is meant. */
  *find(hash: number): Generator<number> {
    for (let slot = this.#slotOf(hash); this.#slots[slot] !== 0; slot = (slot + 1) % this.#slots.length) {
      const entry = (this.#slots[slot] as number) - 1;
      if (this.#hashes.at(entry) === hash >>> 0) yield entry;
    }
  }

  #slotOf(hash: number): number {
    return (Math.imul(hash, 0x9e3779b1) >>> 0) % this.#slots.length;
  }

  #place(entry: number): void {
    let slot = this.#slotOf(this.#hashes.at(entry));
    while (this.#slots[slot] !== 0) slot = (slot + 1) % this.#slots.length;
    this.#slots[slot] = entry + 1;
  }

  #widen(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let entry = 0; entry < this.#hashes.length; entry += 1) this.#place(entry);
  }
}
