/**
 * Many appends as one. A log that syncs each write takes as long for a thousand writes together as for a few alone, so
 * what arrives while others are under way goes out together. Alone, an append goes out as it is.
 */

import type { Appended, Appender, Write } from './ports.ts';

/** Writes that go out together; the server takes at most 1000. */
export const WRITES_TOGETHER_MAX = 500;

/** Groups under way at a time. A second one goes out only when it is large: two small ones take longer than one of both. */
const UNDER_WAY_MAX = 2;
const LARGE_WRITES = 200;

/** Up to so many appends go out side by side: together they would not be there sooner, and one could hold up the others. */
const SIDE_BY_SIDE_MAX = 8;

interface Waiting {
  readonly writes: readonly Write[];
  readonly answer: (appended: Appended) => void;
  readonly fail: (error: unknown) => void;
}

export class GroupCommit implements Appender {
  readonly #log: Appender;
  #waiting: Waiting[] = [];
  #underWay = 0;
  #isDue = false;

  constructor(log: Appender) {
    this.#log = log;
  }

  /** Each call is written whole or not at all, and none fails for the sake of another. */
  append(writes: readonly Write[]): Promise<Appended> {
    if (writes.length === 0) return this.#log.append(writes);
    const { promise, resolve, reject } = Promise.withResolvers<Appended>();
    this.#waiting.push({ writes, answer: resolve, fail: reject });
    this.#schedule();
    return promise;
  }

  /** Not at once: what is decided in the same turn shall go out together. */
  #schedule(): void {
    if (this.#isDue || this.#waiting.length === 0 || this.#underWay >= UNDER_WAY_MAX) return;
    if (this.#underWay > 0 && this.#waiting.length < LARGE_WRITES) return;
    this.#isDue = true;
    setImmediate(() => {
      this.#isDue = false;
      void this.#send(this.#next());
    });
  }

  async #send(group: readonly Waiting[]): Promise<void> {
    if (group.length === 0) return;
    this.#underWay += 1;
    this.#schedule();
    try {
      await (group.length <= SIDE_BY_SIDE_MAX ? this.#sideBySide(group) : this.#together(group));
    } catch (error) {
      // A bug, since whatever the log may answer is no exception; whoever waits must hear of it.
      for (const { fail } of group) fail(error);
    }
    this.#underWay -= 1;
    this.#schedule();
  }

  async #sideBySide(group: readonly Waiting[]): Promise<void> {
    await Promise.all(group.map(async ({ writes, answer }) => answer(await this.#log.append(writes))));
  }

  async #together(group: readonly Waiting[]): Promise<void> {
    const appended = await this.#log.append(group.flatMap(({ writes }) => writes));
    // One that was too late spoils it for all; alone, it is the only one.
    if (appended.kind === 'conflict') return this.#sideBySide(group);
    let from = 0;
    for (const { writes, answer } of group) {
      const until = from + writes.length;
      answer(
        appended.kind === 'appended' ? { ...appended, sequences: appended.sequences.slice(from, until) } : appended,
      );
      from = until;
    }
  }

  /** Takes what goes out next: in the order it came, at most one write about a person. */
  #next(): readonly Waiting[] {
    const group: Waiting[] = [];
    const later: Waiting[] = [];
    const persons = new Set<string>();
    let count = 0;
    for (const each of this.#waiting) {
      const fits = count + each.writes.length <= WRITES_TOGETHER_MAX || group.length === 0;
      if (!fits || later.length > 0 || each.writes.some(({ personId }) => persons.has(personId))) later.push(each);
      else {
        group.push(each);
        count += each.writes.length;
        for (const { personId } of each.writes) persons.add(personId);
      }
    }
    this.#waiting = later;
    return group;
  }
}
