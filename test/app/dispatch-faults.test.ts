/** The way of a command over a network that fails: every doubt is settled by looking again, and nothing counts twice. */

import { describe, expect, it } from 'vitest';
import { ATTEMPTS_MAX } from '../../src/app/dispatch.ts';
import { LogUnavailable } from '../../src/app/ports.ts';
import { ADA, BOB } from '../domain/examples.ts';
import { aWorld, befriend, create, type Meddling, SILENCE, tag, type World } from './world.ts';

/** The write lands, but its answer gets lost. */
const landsUnheard: Meddling = async (_, real) => {
  await real();
  return SILENCE;
};

/** The write gets lost. */
const getsLost: Meddling = async () => SILENCE;

/** The write gets lost, and the log says so. */
const isRefused: Meddling = async () => ({ kind: 'unavailable', reason: 'the log has no leader at the moment' });

/** Somebody else writes about the same person first. */
const losesTo =
  (other: World, text: string): Meddling =>
  async (_, real) => {
    await other.record(tag(ADA, text));
    return real();
  };

describe('a lost race', () => {
  it('is decided again on what the winner wrote', async () => {
    const world = aWorld();
    const other = aWorld({ log: world.log });
    await world.record(create(ADA));
    world.wire.nextAppends.push(losesTo(other, 'theirs'));
    const { events, replayed } = await world.record(tag(ADA, 'ours'));
    expect(events[0]).toMatchObject({ n: 3, sequence: 3, data: { tag: 'ours' } });
    expect(replayed).toBe(false);
    expect(await world.history(ADA)).toEqual(['PersonCreated', 'TagAdded', 'TagAdded']);
  });

  it('has nothing to record when the winner wrote just that', async () => {
    const world = aWorld();
    const other = aWorld({ log: world.log });
    await world.record(create(ADA));
    world.wire.nextAppends.push(losesTo(other, 'same'));
    const ours = { ...tag(ADA, 'same'), meta: { ...tag(ADA, 'same').meta, commandId: 'ours' as never } };
    expect(await world.record(ours)).toMatchObject({ events: [], sequence: 2 });
    expect(await world.size()).toBe(2);
  });

  it('is contended for a version that was expected, since it is another one now', async () => {
    const world = aWorld();
    const other = aWorld({ log: world.log });
    await world.record(create(ADA));
    world.wire.nextAppends.push(losesTo(other, 'theirs'));
    const outcome = await world.send(tag(ADA, 'ours', { expectedVersion: 1 }));
    expect(outcome).toMatchObject({ kind: 'contended', expectedVersion: 1, actualVersion: 2 });
    expect(await world.size()).toBe(2);
  });

  it('is given up as contended when it is lost again and again', async () => {
    const world = aWorld();
    const other = aWorld({ log: world.log });
    await world.record(create(ADA));
    for (let n = 1; n <= ATTEMPTS_MAX; n += 1) world.wire.nextAppends.push(losesTo(other, `theirs-${n}`));
    expect(await world.send(tag(ADA, 'ours'))).toEqual({
      kind: 'contended',
      personId: ADA,
      commandId: 'tag-ours',
      expectedVersion: null,
      actualVersion: 1 + ATTEMPTS_MAX,
    });
    expect(world.wire.tried).toHaveLength(1 + ATTEMPTS_MAX);
    expect(await world.size()).toBe(1 + ATTEMPTS_MAX);
    expect((await world.record(tag(ADA, 'ours'))).events[0]?.n).toBe(2 + ATTEMPTS_MAX);
  });

  it('that was lost to a write of its own, which had stayed without an answer, is found at the end', async () => {
    const world = aWorld({ settleMs: 5_000 });
    const other = aWorld({ log: world.log });
    await world.record(create(ADA));
    for (let n = 1; n < ATTEMPTS_MAX; n += 1) world.wire.nextAppends.push(losesTo(other, `theirs-${n}`));
    let late: (() => Promise<unknown>) | undefined;
    world.wire.nextAppends.push(
      async (_, real) => {
        late = real;
        return SILENCE;
      },
      async (_, real) => {
        await late?.();
        return real();
      },
    );
    expect(await world.record(tag(ADA, 'ours'))).toMatchObject({ replayed: false, events: [{ n: 1 + ATTEMPTS_MAX }] });
    expect(await world.size()).toBe(1 + ATTEMPTS_MAX);
  });

  it('is won at the last attempt', async () => {
    const world = aWorld();
    const other = aWorld({ log: world.log });
    await world.record(create(ADA));
    for (let n = 1; n < ATTEMPTS_MAX; n += 1) world.wire.nextAppends.push(losesTo(other, `theirs-${n}`));
    expect((await world.record(tag(ADA, 'ours'))).events[0]?.n).toBe(1 + ATTEMPTS_MAX);
  });
});

describe('a write without an answer', () => {
  it('that landed is answered as recorded for the first time, and is there once', async () => {
    const { wire, record, size } = aWorld();
    await record(create(ADA));
    wire.nextAppends.push(landsUnheard);
    const outcome = await record(tag(ADA, 'pioneer'));
    expect(outcome).toMatchObject({ replayed: false, sequence: 2, events: [{ n: 2, type: 'TagAdded' }] });
    expect(await size()).toBe(2);
    expect(wire.tried).toHaveLength(2);
  });

  it.each([
    ['got lost', getsLost],
    ['was refused for the moment', isRefused],
  ])('that %s is written again, and is there once', async (_, meddling) => {
    const { wire, record, size } = aWorld();
    await record(create(ADA));
    wire.nextAppends.push(meddling, meddling);
    expect(await record(tag(ADA, 'pioneer'))).toMatchObject({ replayed: false, sequence: 2 });
    expect(await size()).toBe(2);
    expect(wire.tried).toHaveLength(4);
  });

  it('that lands late, after it was written again, gives one event', async () => {
    const { wire, record, size, history } = aWorld();
    await record(create(ADA));
    let late: (() => Promise<unknown>) | undefined;
    wire.nextAppends.push(async (_, real) => {
      late = real;
      return SILENCE;
    });
    const outcome = await record(tag(ADA, 'pioneer'));
    expect(await late?.()).toEqual({ kind: 'conflict' });
    expect(outcome).toMatchObject({ replayed: false, sequence: 2 });
    expect(await size()).toBe(2);
    expect(await history(ADA)).toEqual(['PersonCreated', 'TagAdded']);
  });

  it('that lands between looking and writing again gives one event, and is the first answer', async () => {
    const { wire, record, size } = aWorld();
    await record(create(ADA));
    let late: (() => Promise<unknown>) | undefined;
    wire.nextAppends.push(
      async (_, real) => {
        late = real;
        return SILENCE;
      },
      async (_, real) => {
        await late?.();
        return real();
      },
    );
    expect(await record(tag(ADA, 'pioneer'))).toMatchObject({ replayed: false, sequence: 2 });
    expect(await size()).toBe(2);
  });

  it('that lands after others have written cannot do harm', async () => {
    const world = aWorld({ settleMs: 0 });
    const other = aWorld({ log: world.log });
    await world.record(create(ADA));
    let late: (() => Promise<unknown>) | undefined;
    world.wire.nextAppends.push(async (_, real) => {
      late = real;
      return SILENCE;
    });
    expect((await world.send(tag(ADA, 'ours'))).kind).toBe('unsettled');
    await other.record(tag(ADA, 'theirs'));
    expect(await late?.()).toEqual({ kind: 'conflict' });
    expect((await world.record(tag(ADA, 'ours'))).events[0]).toMatchObject({ n: 3, data: { tag: 'ours' } });
  });

  it('of a command on two persons is there for both, or written for both', async () => {
    const { wire, record, history } = aWorld();
    for (const each of [ADA, BOB]) await record(create(each));
    wire.nextAppends.push(landsUnheard);
    const first = await record(befriend(ADA, BOB, 1));
    expect(first.events.map(({ personId, sequence }) => [personId, sequence])).toEqual([
      [ADA, 3],
      [BOB, 4],
    ]);
    expect(first.replayed).toBe(false);
    expect(await history(BOB)).toEqual(['PersonCreated', 'RelationshipEstablished']);
  });
});

describe('a log that stays silent', () => {
  const settleMs = 200;

  it('leaves a command unsettled in time, and the same id settles it later', async () => {
    const { wire, send, record, size } = aWorld({ settleMs });
    await record(create(ADA));
    wire.nextAppends.push(...Array.from({ length: 100 }, () => getsLost));
    const started = performance.now();
    expect(await send(tag(ADA, 'pioneer'))).toEqual({
      kind: 'unsettled',
      personId: ADA,
      commandId: 'tag-pioneer',
      reason: 'the log did not answer',
    });
    expect(performance.now() - started).toBeLessThan(settleMs + 150);
    expect(await size()).toBe(1);
    wire.nextAppends.length = 0;
    expect(await record(tag(ADA, 'pioneer'))).toMatchObject({ replayed: false, sequence: 2 });
  });

  it('may have taken the command that it left unsettled; then the same id gets the answer', async () => {
    const { wire, send, record, size } = aWorld({ settleMs: 0 });
    await record(create(ADA));
    wire.nextAppends.push(landsUnheard);
    expect((await send(tag(ADA, 'pioneer'))).kind).toBe('unsettled');
    expect(await record(tag(ADA, 'pioneer'))).toMatchObject({ replayed: true, sequence: 2, events: [{ n: 2 }] });
    expect(await size()).toBe(2);
  });

  it('does not hold up the other persons', async () => {
    const { wire, record, send } = aWorld({ settleMs });
    await record(create(ADA));
    wire.nextAppends.push(() => new Promise(() => {}));
    void send(tag(ADA, 'stuck'));
    expect((await record(create(BOB))).events).toHaveLength(1);
  });
});

describe('a history that cannot be read', () => {
  const silent = () => {
    throw new LogUnavailable('the log cannot be read now');
  };

  /** Fails so many times, and then no more. */
  const failing = (times: number) => {
    let failures = times;
    return () => {
      failures -= 1;
      if (failures >= 0) silent();
    };
  };

  it('is asked for again', async () => {
    const { wire, record } = aWorld();
    await record(create(ADA));
    wire.nextAppends.push(landsUnheard);
    wire.beforeLoad = failing(3);
    expect(await record(tag(ADA, 'pioneer'))).toMatchObject({ replayed: false, events: [{ n: 2 }] });
    expect(wire.loads).toBe(4);
  });

  it('leaves a command unsettled when it stays away', async () => {
    const { wire, send, size } = aWorld({ settleMs: 100 });
    wire.nextAppends.push(getsLost);
    wire.beforeLoad = silent;
    const outcome = await send(create(ADA));
    expect(outcome).toMatchObject({ kind: 'unsettled', reason: 'the log cannot be read now' });
    expect(await size()).toBe(0);
    expect(wire.tried).toHaveLength(1);
  });

  it('leaves it unsettled also where races were lost too often: one of them may have been lost to itself', async () => {
    const { wire, send, record } = aWorld({ settleMs: 100 });
    await record(create(ADA));
    wire.nextAppends.push(...Array.from({ length: ATTEMPTS_MAX }, () => async () => ({ kind: 'conflict' }) as const));
    wire.beforeLoad = () => (wire.tried.length > ATTEMPTS_MAX ? silent() : undefined);
    expect(await send(tag(ADA, 'pioneer'))).toMatchObject({ kind: 'unsettled' });
  });

  it('does not make a repetition a first time', async () => {
    const world = aWorld();
    await world.record(create(ADA));
    // A gateway that knows nothing yet, and may not read at first.
    const other = aWorld({ log: world.log });
    other.wire.beforeLoad = failing(1);
    expect(await other.record(create(ADA))).toMatchObject({ replayed: true, sequence: 1 });
  });

  it('fails as what it is when it is no matter of the log', async () => {
    const { wire, send, app } = aWorld();
    wire.nextAppends.push(getsLost);
    wire.beforeLoad = () => {
      throw new TypeError('a bug');
    };
    await expect(send(create(ADA))).rejects.toThrow(TypeError);
    wire.beforeLoad = () => {};
    // The lane is free again.
    expect((await send(create(ADA))).kind).toBe('recorded');
    expect(app.fault()).toBeNull();
  });
});

describe('readers that lag behind', () => {
  it('do not keep a command from being answered as recorded', async () => {
    const { app, record, log } = aWorld();
    await app.stop();
    const started = performance.now();
    expect((await record(create(ADA))).sequence).toBe(1);
    expect(performance.now() - started).toBeLessThan(2_500);
    expect(await log.lastSequence()).toBe(1);
    expect(app.projector.position).toBe(0);
  });
});
