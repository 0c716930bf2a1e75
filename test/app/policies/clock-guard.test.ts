/** A clock that jumps leads to nothing until it is set right or confirmed. */

import { describe, expect, it } from 'vitest';
import { ClockGuard, JUMP_MS_MAX } from '../../../src/app/policies/clock-guard.ts';
import { NOON } from '../../domain/examples.ts';
import { DAY, Time } from './world.ts';

function guarded() {
  const time = new Time();
  const guard = new ClockGuard(
    () => time.now,
    () => time.steady,
  );
  return { time, guard };
}

describe('The clock', () => {
  it('is trusted while it goes on, however fast', () => {
    const { time, guard } = guarded();
    for (let day = 0; day < 1_000; day += 1) {
      time.pass(DAY);
      expect(guard.check(NOON)).toBeNull();
    }
  });

  it('is trusted when it is set by a little, again and again', () => {
    const { time, guard } = guarded();
    for (let n = 0; n < 20; n += 1) {
      time.now += n % 2 === 0 ? JUMP_MS_MAX : -JUMP_MS_MAX;
      time.pass(1_000);
      expect(guard.check(0)).toBeNull();
    }
  });

  it.each([
    ['forwards', 365 * DAY, 'The clock jumped forwards by 31536000 s.'],
    ['backwards', -DAY, 'The clock jumped backwards by 86400 s.'],
  ])('is not trusted after a jump %s, until it is back', (_, jump, said) => {
    const { time, guard } = guarded();
    time.now += jump;
    expect(guard.check(0)).toBe(`${said} Set it right, or confirm that it is right now.`);
    time.pass(DAY);
    expect(guard.check(0)).toBe(guard.held);
    expect(guard.held).toContain(said);
    time.now -= jump;
    expect(guard.check(0)).toBeNull();
    expect(guard.held).toBeNull();
  });

  it('is trusted as it is once somebody confirms it', () => {
    const { time, guard } = guarded();
    time.now += DAY;
    expect(guard.check(0)).not.toBeNull();
    guard.confirm();
    expect(guard.check(0)).toBeNull();
    time.now -= DAY;
    expect(guard.check(0)).toContain('backwards');
  });

  it('is not trusted while it is behind what happened, unless somebody confirms it', () => {
    const { time, guard } = guarded();
    const newest = NOON + DAY;
    expect(guard.check(newest)).toBe(
      'The clock is 86400 s behind the newest event. Set it right, or confirm that it is right now.',
    );
    expect(guard.held).not.toBeNull();
    time.pass(DAY);
    expect(guard.check(newest)).toBeNull();
    const ahead = newest + 10 * DAY;
    expect(guard.check(ahead)).not.toBeNull();
    guard.confirm();
    expect(guard.check(ahead)).toBeNull();
    expect(guard.check(ahead + 1)).not.toBeNull();
  });
});
