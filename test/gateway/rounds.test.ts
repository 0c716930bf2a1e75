/** Rounds: everybody is visited once in each, and never all at once. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Rounds } from '../../src/gateway/rounds.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('visits everybody once in a round, a tenth at a time, and nobody who has gone', () => {
  const visited: number[] = [];
  const rounds = new Rounds<number>(10_000, (each) => visited.push(each));
  const all = Array.from({ length: 100 }, (_, each) => each);
  for (const each of all) rounds.add(each);
  for (let second = 1; second <= 10; second += 1) {
    vi.advanceTimersByTime(1_000);
    expect(visited).toHaveLength(second * 10);
  }
  expect([...visited].sort((a, b) => a - b)).toEqual(all);
  for (const each of all.slice(50)) rounds.delete(each);
  vi.advanceTimersByTime(10_000);
  expect(visited).toHaveLength(150);
  rounds.add(100);
  vi.advanceTimersByTime(10_000);
  expect(visited.filter((each) => each === 100)).toEqual([100]);
  rounds.close();
  vi.advanceTimersByTime(60_000);
  expect(visited).toHaveLength(201);
  expect(vi.getTimerCount()).toBe(0);
});
