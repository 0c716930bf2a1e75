/** The schedule against a plain list that does the same, however it is used. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Schedule } from '../../../src/app/policies/schedule.ts';

type Use =
  | { readonly kind: 'set'; readonly at: number; readonly person: number; readonly policy: number }
  | { readonly kind: 'take'; readonly at: number }
  | { readonly kind: 'clear'; readonly policy: number };

const at = fc.integer({ min: 0, max: 30 });
const policy = fc.integer({ min: 0, max: 2 });
const use: fc.Arbitrary<Use> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('set' as const), at, person: fc.nat(8), policy }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('take' as const), at }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear' as const), policy }) },
);

/** Moments by policy and person. */
class Plain {
  readonly #moments = new Map<string, number>();

  get moments(): readonly number[] {
    return [...this.#moments.values()].sort((a, b) => a - b);
  }

  set({ at: moment, person, policy: whose }: Extract<Use, { kind: 'set' }>): void {
    const key = `${whose} ${person}`;
    this.#moments.set(key, Math.min(moment, this.#moments.get(key) ?? Infinity));
  }

  has(due: { at: number; person: number; policy: number }): boolean {
    return this.#moments.get(`${due.policy} ${due.person}`) === due.at;
  }

  remove(due: { person: number; policy: number }): void {
    this.#moments.delete(`${due.policy} ${due.person}`);
  }

  clear(whose: number): void {
    for (const key of this.#moments.keys()) if (key.startsWith(`${whose} `)) this.#moments.delete(key);
  }
}

describe('The schedule', () => {
  it('gives each moment once, the earliest first, and none too early', () => {
    fc.assert(
      fc.property(fc.array(use, { maxLength: 80 }), (uses) => {
        const schedule = new Schedule();
        const plain = new Plain();
        for (const each of uses) {
          if (each.kind === 'set') {
            schedule.set(each);
            plain.set(each);
          } else if (each.kind === 'clear') {
            schedule.clear(each.policy);
            plain.clear(each.policy);
          } else {
            const due = schedule.take(each.at);
            const earliest = plain.moments[0] ?? Infinity;
            expect(due?.at ?? null).toBe(earliest <= each.at ? earliest : null);
            if (due !== null) {
              expect(plain.has(due)).toBe(true);
              plain.remove(due);
            }
          }
          expect(schedule.size).toBe(plain.moments.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('takes many, and does not keep those of settings that were changed', () => {
    const schedule = new Schedule();
    for (let round = 0; round < 20; round += 1) {
      schedule.clear(1);
      for (let person = 0; person < 5_000; person += 1)
        schedule.set({ at: round + ((person * 7_919) % 5_000), person, policy: 1 });
    }
    expect(schedule.size).toBe(5_000);
    const taken = Array.from({ length: 5_000 }, () => schedule.take(Infinity)?.at ?? -1);
    expect(taken).toEqual(taken.toSorted((a, b) => a - b));
    expect(schedule.take(Infinity)).toBeNull();
    expect(schedule.next).toBeNull();
  });
});
