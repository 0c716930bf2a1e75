/** What every queue of facts must do, whatever it is made of. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventStore, FactQueue } from '../../src/app/ports.ts';
import { append, write } from './blocks.ts';

const PATIENCE = { timeout: 20_000, interval: 10 };

const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, at) => first + at);
const sorted = (sequences: readonly number[]) => sequences.toSorted((a, b) => a - b);

/** Somebody who takes facts and remembers them. */
class Taker {
  readonly taken: number[] = [];
  readonly #ended: Promise<void>;
  readonly #abort = new AbortController();

  constructor(queue: FactQueue, after: number, handle: (sequence: number) => Promise<void> = async () => {}) {
    const take = async (sequence: number) => {
      this.taken.push(sequence);
      await handle(sequence);
    };
    this.#ended = queue.consume(after, take, this.#abort.signal);
  }

  async end(): Promise<void> {
    this.#abort.abort();
    await this.#ended;
  }
}

export interface Queues {
  readonly store: EventStore;
  /** Two ways to the same queue, as two gateways have them. */
  readonly queues: readonly [FactQueue, FactQueue];
}

/** `make` gives a queue over an empty log each time. */
export function factQueueContract(make: () => Promise<Queues>): void {
  let store: EventStore;
  let one: FactQueue;
  let two: FactQueue;
  const takers: Taker[] = [];
  const taker = (queue: FactQueue, after = 0, handle?: (sequence: number) => Promise<void>) => {
    const made = new Taker(queue, after, handle);
    takers.push(made);
    return made;
  };
  const happens = async (first: number, last: number) => {
    for (const n of from(first, last)) await append(store, write(n, 'a', 0));
  };
  const quiet = () => vi.waitFor(async () => expect(await one.waiting()).toBe(0), PATIENCE);

  beforeEach(async () => {
    ({
      store,
      queues: [one, two],
    } = await make());
  });

  afterEach(async () => {
    await Promise.all(takers.splice(0).map((each) => each.end()));
  });

  it('hands on what is there after a place, and what comes', async () => {
    await happens(1, 4);
    const { taken } = taker(one, 2);
    await vi.waitFor(() => expect(sorted(taken)).toEqual([3, 4]), PATIENCE);
    await happens(5, 8);
    await vi.waitFor(() => expect(sorted(taken)).toEqual(from(3, 8)), PATIENCE);
    await quiet();
  });

  it('hands each on to one of those who take', async () => {
    const [a, b] = [taker(one), taker(two)];
    await happens(1, 100);
    await vi.waitFor(() => expect(sorted([...a.taken, ...b.taken])).toEqual(from(1, 100)), PATIENCE);
    await quiet();
    expect(a.taken.length + b.taken.length).toBe(100);
  });

  it('hands on again what failed, until it does not', async () => {
    let fails = 2;
    const { taken } = taker(one, 0, async (sequence) => {
      if (sequence !== 2 || fails === 0) return;
      fails -= 1;
      throw new Error('not now');
    });
    await happens(1, 3);
    await vi.waitFor(() => expect(sorted(taken)).toEqual([1, 2, 2, 2, 3]), PATIENCE);
    await quiet();
  });

  it('says how many wait, those under way among them', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { taken } = taker(one, 0, () => promise);
    await happens(1, 5);
    await vi.waitFor(() => expect(taken).toHaveLength(5), PATIENCE);
    expect(await one.waiting()).toBe(5);
    resolve();
    await quiet();
  });

  it('goes on where the last one stopped, when all had stopped', async () => {
    const first = taker(one);
    await happens(1, 3);
    await vi.waitFor(() => expect(first.taken).toHaveLength(3), PATIENCE);
    await quiet();
    await first.end();
    await happens(4, 6);
    const second = taker(two);
    await vi.waitFor(() => expect(sorted(second.taken)).toEqual([4, 5, 6]), PATIENCE);
  });

  it('ends after what is under way', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    let done = false;
    const first = taker(one, 0, () =>
      promise.then(() => {
        done = true;
      }),
    );
    await happens(1, 1);
    await vi.waitFor(() => expect(first.taken).toHaveLength(1), PATIENCE);
    const ending = first.end();
    resolve();
    await ending;
    expect(done).toBe(true);
  });

  it('begins anew after it was forgotten', async () => {
    const first = taker(one);
    await happens(1, 3);
    await vi.waitFor(() => expect(first.taken).toHaveLength(3), PATIENCE);
    await first.end();
    await one.forget();
    await happens(4, 6);
    const second = taker(two, 5);
    await vi.waitFor(() => expect(second.taken).toEqual([6]), PATIENCE);
  });

  it('is forgotten when it was not there, too', () => one.forget());

  it('serves those who take on, when another one let it be forgotten', async () => {
    const staying = taker(one);
    await happens(1, 3);
    await vi.waitFor(() => expect(staying.taken).toHaveLength(3), PATIENCE);
    await quiet();
    await two.forget();
    const coming = taker(two, 3);
    await happens(4, 40);
    const taken = () => new Set([...staying.taken, ...coming.taken]);
    await vi.waitFor(() => expect(taken().size).toBe(40), PATIENCE);
  });

  it('serves those who take on by themselves, when another one let it be forgotten', async () => {
    const staying = taker(one);
    await happens(1, 3);
    await vi.waitFor(() => expect(staying.taken).toHaveLength(3), PATIENCE);
    await quiet();
    await two.forget();
    await happens(4, 6);
    await vi.waitFor(() => expect(staying.taken).toEqual(expect.arrayContaining([4, 5, 6])), PATIENCE);
  });

  describe('a crowd', () => {
    it('is handed on, each once', async () => {
      const [a, b] = [taker(one), taker(two)];
      for (const first of [1, 501, 1_001])
        await append(store, ...from(first, first + 499).map((n) => write(n, 'a', 0)));
      await vi.waitFor(() => expect(a.taken.length + b.taken.length).toBe(1_500), PATIENCE);
      expect(sorted([...a.taken, ...b.taken])).toEqual(from(1, 1_500));
      await quiet();
    });
  });
}
