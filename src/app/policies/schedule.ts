/**
 * When which policy wants to look at whom: at most one moment for each, the earliest first. An entry that turns out to
 * be too early when its time has come is put back, so what moves a moment on, as most events do, costs nothing.
 * 21 bytes an entry.
 */

export interface Due {
  /** UTC milliseconds. */
  readonly at: number;
  readonly person: number;
  readonly policy: number;
}

const FIRST_ENTRIES = 1024;

export class Schedule {
  /** A binary heap by moment, over three rows of numbers. */
  #at = new Float64Array(FIRST_ENTRIES);
  #person = new Uint32Array(FIRST_ENTRIES);
  #policy = new Uint8Array(FIRST_ENTRIES);
  #size = 0;
  /** By policy and person, the moment that the heap has for them. */
  readonly #known: number[][] = [];
  #live = 0;

  /** How many policies and persons have a moment. */
  get size(): number {
    return this.#live;
  }

  /** The earliest moment; null when there is none. */
  get next(): number | null {
    return this.#size === 0 ? null : (this.#at[0] as number);
  }

  /** Makes sure that the policy looks at the person at this moment at the latest. */
  set({ at, person, policy }: Due): void {
    const known = this.#known[policy] ?? [];
    this.#known[policy] = known;
    const before = known[person] ?? Infinity;
    if (before <= at) return;
    if (before === Infinity) this.#live += 1;
    known[person] = at;
    this.#push(at, person, policy);
  }

  /** Takes the earliest entry whose time has come; null when there is none. */
  take(now: number): Due | null {
    while (this.#size > 0 && (this.#at[0] as number) <= now) {
      const due = { at: this.#at[0] as number, person: this.#person[0] as number, policy: this.#policy[0] as number };
      this.#pop();
      const known = this.#known[due.policy];
      // Another entry of the same two was earlier, and this one is left over.
      if (known === undefined || known[due.person] !== due.at) continue;
      known[due.person] = Infinity;
      this.#live -= 1;
      return due;
    }
    return null;
  }

  /** Forgets the moments of a policy. */
  clear(policy: number): void {
    const [at, person, whose] = [this.#at.slice(0, this.#size), this.#person.slice(0), this.#policy.slice(0)];
    this.#known[policy] = [];
    this.#size = 0;
    this.#live = 0;
    const others = this.#known.splice(0);
    this.#known.push(...others.map(() => []));
    // The others are put in again, without what is left over of them.
    for (const [slot, moment] of at.entries()) {
      const due = { at: moment, person: person[slot] as number, policy: whose[slot] as number };
      if (others[due.policy]?.[due.person] === moment) this.set(due);
    }
  }

  #push(at: number, person: number, policy: number): void {
    if (this.#size === this.#at.length) this.#widen();
    let slot = this.#size;
    this.#size += 1;
    while (slot > 0) {
      const parent = (slot - 1) >> 1;
      if ((this.#at[parent] as number) <= at) break;
      this.#move(parent, slot);
      slot = parent;
    }
    this.#put(slot, at, person, policy);
  }

  #pop(): void {
    this.#size -= 1;
    const last = this.#size;
    if (last === 0) return;
    const at = this.#at[last] as number;
    let slot = 0;
    for (;;) {
      let child = slot * 2 + 1;
      if (child >= last) break;
      if (child + 1 < last && (this.#at[child + 1] as number) < (this.#at[child] as number)) child += 1;
      if ((this.#at[child] as number) >= at) break;
      this.#move(child, slot);
      slot = child;
    }
    this.#put(slot, at, this.#person[last] as number, this.#policy[last] as number);
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#at[from] as number, this.#person[from] as number, this.#policy[from] as number);
  }

  #put(slot: number, at: number, person: number, policy: number): void {
    this.#at[slot] = at;
    this.#person[slot] = person;
    this.#policy[slot] = policy;
  }

  #widen(): void {
    const length = this.#at.length * 2;
    const [at, person, policy] = [new Float64Array(length), new Uint32Array(length), new Uint8Array(length)];
    at.set(this.#at);
    person.set(this.#person);
    policy.set(this.#policy);
    [this.#at, this.#person, this.#policy] = [at, person, policy];
  }
}
