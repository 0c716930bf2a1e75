/**
 * Holds back what the time alone would lead to while the clock cannot be trusted: a clock that is a year ahead would
 * archive everybody. A clock that jumps is noticed by one that cannot, that of the process.
 */

import type { Clock } from '../ports.ts';

/** How far the two may drift apart between two looks, in milliseconds. */
export const JUMP_MS_MAX = 5 * 60 * 1000;

export class ClockGuard {
  readonly #clock: Clock;
  readonly #steady: Clock;
  /** How far the clock is ahead of the steady one, as it was when it could be trusted. */
  #trusted: number;
  #last: number;
  #held: string | null = null;

  /** `steady` counts milliseconds and never jumps. */
  constructor(clock: Clock, steady: Clock) {
    this.#clock = clock;
    this.#steady = steady;
    this.#trusted = clock() - steady();
    this.#last = this.#trusted;
  }

  /** Why nothing happens by time; null while the clock can be trusted. */
  get held(): string | null {
    return this.#held;
  }

  /** Looks at the clock; null when it can be trusted. `newest` is the moment of the newest event. */
  check(newest: number): string | null {
    const now = this.#clock();
    const ahead = now - this.#steady();
    const jump = ahead - this.#last;
    this.#last = ahead;
    const isBack = Math.abs(ahead - this.#trusted) <= JUMP_MS_MAX;
    if (isBack && this.#held !== null) this.#held = null;
    if (Math.abs(jump) > JUMP_MS_MAX && !isBack) {
      const direction = jump > 0 ? 'forwards' : 'backwards';
      this.#held = `The clock jumped ${direction} by ${Math.round(Math.abs(jump) / 1000)} s. Set it right, or confirm that it is right now.`;
    }
    if (this.#held === null && isBack) this.#trusted = ahead;
    if (this.#held !== null) return this.#held;
    return newest - now > JUMP_MS_MAX
      ? `The clock is ${Math.round((newest - now) / 1000)} s behind the newest event. Set it right.`
      : null;
  }

  /** Trusts the clock as it is now. */
  confirm(): void {
    this.#trusted = this.#clock() - this.#steady();
    this.#last = this.#trusted;
    this.#held = null;
  }
}
