/** Appends together: fewer ways to the log, and nobody pays for it with more than time. */

import { describe, expect, it } from 'vitest';
import { GroupCommit, WRITES_TOGETHER_MAX } from '../../src/app/group-commit.ts';
import { MemoryStore } from '../../src/app/memory-store.ts';
import type { Appended, Write } from '../../src/app/ports.ts';
import { write } from '../contract/blocks.ts';
import { eventStoreContract } from '../contract/event-store.ts';

/** A log that takes what it is given when it is told to, and notes what came together. */
class SlowLog {
  readonly store = new MemoryStore();
  readonly groups: (readonly Write[])[] = [];
  readonly #pending: (() => void)[] = [];
  answer: (writes: readonly Write[]) => Promise<Appended> = (writes) => this.store.append(writes);

  async append(writes: readonly Write[]): Promise<Appended> {
    this.groups.push(writes);
    await new Promise<void>((resolve) => this.#pending.push(resolve));
    return this.answer(writes);
  }

  /** Lets through what is under way, and waits until what follows from it is under way too. */
  async step(): Promise<void> {
    for (const resolve of this.#pending.splice(0)) resolve();
    await turn();
    await turn();
  }

  async drain(): Promise<void> {
    while (this.#pending.length > 0) await this.step();
  }

  get sizes(): number[] {
    return this.groups.map((writes) => writes.length);
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const numbers = (count: number, from = 1) => Array.from({ length: count }, (_, at) => from + at);
const first = (n: number) => write(n, 'a', 0);

/** A log with one append under way, behind which others have to wait. */
async function aBusyLog(): Promise<{ log: SlowLog; commit: GroupCommit; blocker: Promise<Appended> }> {
  const log = new SlowLog();
  const commit = new GroupCommit(log);
  const blocker = commit.append([first(9_999)]);
  await turn();
  expect(log.sizes).toEqual([1]);
  return { log, commit, blocker };
}

describe('an append', () => {
  it('goes out as it is when it is alone', async () => {
    const log = new SlowLog();
    const appended = new GroupCommit(log).append([first(1)]);
    await turn();
    expect(log.groups).toEqual([[first(1)]]);
    await log.drain();
    expect(await appended).toEqual({ kind: 'appended', sequences: [1] });
  });

  it('goes out side by side with a few others', async () => {
    const log = new SlowLog();
    const commit = new GroupCommit(log);
    const all = Promise.all(numbers(8).map((n) => commit.append([first(n)])));
    await turn();
    expect(log.sizes).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
    await log.drain();
    expect((await all).flatMap((each) => (each.kind === 'appended' ? each.sequences : []))).toEqual(numbers(8));
  });

  it('goes out together with many that wait, in the order they came, and gets its own sequences', async () => {
    const { log, commit } = await aBusyLog();
    const all = Promise.all(
      numbers(20).map((n) => commit.append(n === 7 ? [first(7), write(107, 'a', 0)] : [first(n)])),
    );
    await turn();
    expect(log.sizes).toEqual([1]);
    await log.drain();
    expect(log.sizes).toEqual([1, 21]);
    const sequences = (await all).map((each) => (each.kind === 'appended' ? each.sequences : []));
    expect(sequences[6]).toEqual([8, 9]);
    expect(sequences.flat()).toEqual(numbers(21, 2));
  });

  it('of nothing is answered at once', async () => {
    expect(await new GroupCommit(new MemoryStore()).append([])).toEqual({ kind: 'appended', sequences: [] });
  });
});

describe('a group', () => {
  it('has at most one write about a person; the next one waits, and those behind it too', async () => {
    const { log, commit } = await aBusyLog();
    const all = Promise.all([
      ...numbers(10).map((n) => commit.append([first(n)])),
      commit.append([write(3, 'b', 4)]),
      ...numbers(10, 11).map((n) => commit.append([first(n)])),
    ]);
    await log.drain();
    expect(log.sizes).toEqual([1, 10, 11]);
    expect((await all).map(({ kind }) => kind)).toEqual(numbers(21).map(() => 'appended'));
  });

  it('is no larger than the log takes', async () => {
    const { log, commit } = await aBusyLog();
    const all = numbers(2 * WRITES_TOGETHER_MAX + 20).map((n) => commit.append([first(n)]));
    await log.drain();
    await Promise.all(all);
    expect(Math.max(...log.sizes)).toBe(WRITES_TOGETHER_MAX);
    expect(log.sizes.reduce((sum, size) => sum + size, 0)).toBe(2 * WRITES_TOGETHER_MAX + 21);
  });

  it('does not tear apart what must be written together', async () => {
    const { log, commit } = await aBusyLog();
    const pairs = numbers(WRITES_TOGETHER_MAX).map((n) => commit.append([first(n), first(5_000 + n)]));
    await log.drain();
    const all = await Promise.all(pairs);
    for (const each of all) {
      const [own = 0, other] = each.kind === 'appended' ? each.sequences : [];
      expect(other).toBe(own + 1);
    }
  });

  it('that is refused for one of its appends costs the others nothing but time', async () => {
    const { log, commit } = await aBusyLog();
    await log.store.append([write(5, 'theirs', 0)]);
    const all = Promise.all(numbers(20).map((n) => commit.append([first(n)])));
    await log.drain();
    const kinds = (await all).map(({ kind }) => kind);
    expect(kinds).toEqual(numbers(20).map((n) => (n === 5 ? 'conflict' : 'appended')));
    // Once together, and then each for itself.
    expect(log.sizes).toEqual([1, 20, ...numbers(20).map(() => 1)]);
    expect(await log.store.lastSequence()).toBe(21);
  });

  it.each([
    ['unknown', { kind: 'unknown', reason: 'no answer' }],
    ['unavailable', { kind: 'unavailable', reason: 'no leader' }],
  ] as const)('whose fate is %s leaves each of its appends so, and the next ones go on', async (_, fate) => {
    const { log, commit, blocker } = await aBusyLog();
    const all = Promise.all(numbers(20).map((n) => commit.append([first(n)])));
    await log.step();
    expect((await blocker).kind).toBe('appended');
    log.answer = async () => fate;
    await log.step();
    expect(await all).toEqual(numbers(20).map(() => fate));
    log.answer = (writes) => log.store.append(writes);
    const next = commit.append([first(50)]);
    await turn();
    await log.drain();
    expect((await next).kind).toBe('appended');
  });
});

describe('a second group', () => {
  it('waits for the first while few are waiting', async () => {
    const { log, commit } = await aBusyLog();
    void numbers(150).map((n) => commit.append([first(n)]));
    await turn();
    await turn();
    expect(log.sizes).toEqual([1]);
    await log.drain();
  });

  it('goes out beside the first when it is large', async () => {
    const { log, commit } = await aBusyLog();
    void numbers(300).map((n) => commit.append([first(n)]));
    await turn();
    await turn();
    expect(log.sizes).toEqual([1, 300]);
    await log.drain();
  });
});

describe('a store that commits in groups', () => {
  eventStoreContract(async () => {
    const store = new MemoryStore();
    const commit = new GroupCommit(store);
    return {
      load: (personId) => store.load(personId),
      last: (personId) => store.last(personId),
      read: (sequences) => store.read(sequences),
      append: (writes) => commit.append(writes),
    };
  });
});
