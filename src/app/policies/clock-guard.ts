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
  /** The clock jumped; this holds until it is back or somebody confirms it. */
  #jumped: string | null = null;
  /** The clock is behind what happened; this holds as long as it is so. */
  #behind: string | null = null;
  #newest = 0;
  /** Events up to this moment count no more: somebody confirmed the clock although they lie ahead of it. */
  #excused = 0;

  /** `steady` counts milliseconds and never jumps. */
  constructor(clock: Clock, steady: Clock) {
    this.#clock = clock;
    this.#steady = steady;
    this.#trusted = clock() - steady();
    this.#last = this.#trusted;
  }

  /** Why nothing happens by time; null while the clock can be trusted. */
  get held(): string | null {
    return this.#jumped ?? this.#behind;
  }

  /** Looks at the clock; null when it can be trusted. `newest` is the moment of the newest event. */
  check(newest: number): string | null {
    const now = this.#clock();
    const ahead = now - this.#steady();
    const jump = ahead - this.#last;
    this.#last = ahead;
    const isBack = Math.abs(ahead - this.#trusted) <= JUMP_MS_MAX;
    if (isBack) {
      this.#jumped = null;
      this.#trusted = ahead;
    } else if (Math.abs(jump) > JUMP_MS_MAX) {
      const direction = jump > 0 ? 'forwards' : 'backwards';
      this.#jumped = `The clock jumped ${direction} by ${seconds(jump)} s. Set it right, or confirm that it is right now.`;
    }
    this.#newest = newest;
    this.#behind =
      newest > this.#excused && newest - now > JUMP_MS_MAX
        ? `The clock is ${seconds(newest - now)} s behind the newest event. Set it right, or confirm that it is right now.`
        : null;
    return this.held;
  }

  /** Trusts the clock as it is now. */
  confirm(): void {
    this.#trusted = this.#clock() - this.#steady();
    this.#last = this.#trusted;
    this.#jumped = null;
    this.#excused = this.#newest;
    this.#behind = null;
  }
}

const seconds = (ms: number): number => Math.round(Math.abs(ms) / 1000);
