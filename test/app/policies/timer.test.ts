/** Policies by time: years in a moment, over restarts, changed settings, and clocks and policies that fail. */

import { describe, expect, it } from 'vitest';
import type { PersonId } from '../../../src/domain/ids.ts';
import { act } from '../../../src/domain/policies/policy.ts';
import { ADA, command, NOON, name } from '../../domain/examples.ts';
import { type Meddling, person, SILENCE } from '../world.ts';
import { has, rule, slowTagger } from './rules.ts';
import { aPolicyWorld, DAY, type PolicyWorld, parkedIn, until } from './world.ts';

const create = (personId: PersonId = ADA) => command('CreatePerson', { name: name('Ada', 'Lovelace') }, personId);
const AUTO = { enabled: true };

/** Lets so many days pass, one by one. */
async function days(worlds: readonly PolicyWorld[], count: number): Promise<void> {
  for (let day = 0; day < count; day += 1) {
    worlds[0]!.time.pass(DAY);
    for (const { app } of worlds) await app.policies.timer.tick();
  }
}

const history = async (world: PolicyWorld) =>
  (await world.effects()).map(({ type, at }) => [type, Math.round((at - NOON) / DAY)]);

describe('Time', () => {
  it('archives after a year, having said so, and once', async () => {
    const world = await aPolicyWorld();
    await world.tell(create());
    await world.set('auto-archive', AUTO);
    await days([world], 3 * 365);
    expect(await history(world)).toEqual([
      ['NoteAdded', 335],
      ['PersonArchived', 365],
    ]);
    const decisions = await world.decisions();
    expect(decisions.map(({ kind, cause, depth }) => [kind, cause, depth])).toEqual([
      ['fired', null, 1],
      ['fired', null, 1],
    ]);
    expect(world.app.policies.timer.size).toBe(0);
  });

  it('does it once over two gateways, and over restarts', async () => {
    const one = await aPolicyWorld();
    for (let n = 1; n <= 20; n += 1) await one.tell(create(person(n)));
    await one.set('auto-archive', AUTO);
    const two = await aPolicyWorld(one);
    await days([one, two], 350);
    await one.app.stop();
    const three = await aPolicyWorld(one);
    await days([two, three], 50);
    const effects = await two.effects();
    expect(effects).toHaveLength(40);
    expect(new Set(effects.map(({ personId, type }) => `${personId} ${type}`)).size).toBe(40);
    expect(await three.decisions()).toHaveLength(40);
  });

  it('follows activity: who comes back is not archived, and the note is resolved', async () => {
    const world = await aPolicyWorld();
    await world.tell(create());
    await world.set('auto-archive', AUTO);
    await days([world], 340);
    await world.tell(command('AddTag', { tag: 'here' }));
    await days([world], 100);
    expect(await history(world)).toEqual([
      ['NoteAdded', 335],
      ['NoteResolved', 341],
    ]);
    await days([world], 300);
    expect((await history(world)).slice(2)).toEqual([
      ['NoteAdded', 340 + 335],
      ['PersonArchived', 340 + 365],
    ]);
  });

  it('follows a change of settings at once', async () => {
    const world = await aPolicyWorld();
    await world.tell(create());
    await world.set('auto-archive', AUTO);
    await days([world], 60);
    await world.set('auto-archive', { days: 50, warningDays: 0 });
    await until(() => expect(world.app.policies.timer.next).toBe(NOON + 50 * DAY));
    await days([world], 1);
    expect(await history(world)).toEqual([['PersonArchived', 61]]);
  });

  it('stops when the policy is turned off', async () => {
    const world = await aPolicyWorld();
    await world.tell(create());
    await world.set('auto-archive', AUTO);
    await world.set('auto-archive', { enabled: false });
    await days([world], 400);
    expect(await world.effects()).toEqual([]);
    expect(world.app.policies.timer.size).toBe(0);
  });

  it('leads to nothing while the clock cannot be trusted', async () => {
    const world = await aPolicyWorld();
    await world.tell(create());
    await world.set('auto-archive', { ...AUTO, warningDays: 0 });
    world.time.now += 400 * DAY;
    await world.app.policies.timer.tick();
    expect(await world.effects()).toEqual([]);
    expect(world.app.policies.held).toContain('The clock jumped forwards');
    world.time.now -= 400 * DAY;
    await days([world], 1);
    expect([world.app.policies.held, await world.effects()]).toEqual([null, []]);
    world.time.now += 400 * DAY;
    await world.app.policies.timer.tick();
    world.app.policies.guard.confirm();
    await world.app.policies.timer.tick();
    expect((await world.effects()).map(({ type }) => type)).toEqual(['PersonArchived']);
  });

  it('looks again after a minute when the log was away', async () => {
    const world = await aPolicyWorld();
    await world.tell(create());
    await world.set('auto-archive', { ...AUTO, warningDays: 0 });
    const { write } = world.notebook;
    let isAway = true;
    world.notebook.write = async (...line) => (isAway ? SILENCE : write.apply(world.notebook, line));
    await days([world], 365);
    expect(await world.decisions()).toEqual([]);
    isAway = false;
    world.time.pass(61_000);
    await world.app.policies.timer.tick();
    // It was done the first time; that it is missing among the decisions is made up for.
    expect((await world.effects()).map(({ type }) => type)).toEqual(['PersonArchived']);
    world.time.pass(61_000);
    await world.app.policies.mender.mend();
    expect(await world.decisions()).toMatchObject([
      {
        kind: 'fired',
        policy: 'auto-archive',
        about: ADA,
        because: 'It was found in the log: a gateway ended before it could write down why.',
        events: [2],
        version: 1,
      },
    ]);
  });
});

describe('A policy by time', () => {
  const ON = { enabled: true };

  it('that has several things to do for a person does them all in one look', async () => {
    const due = () => NOON + DAY;
    const world = await aPolicyWorld({ rules: [slowTagger('slow', ['a', 'b', 'c'], { due })] });
    await world.tell(create());
    await world.set('slow', ON);
    await days([world], 1);
    expect(await world.effects()).toHaveLength(3);
  });

  it('that fails to tell its moments, or fails then, is parked, and stops no other', async () => {
    const due = () => {
      throw new Error('No idea.');
    };
    const good = rule(
      'good',
      function* ({ personId }, known) {
        if (!has(known, personId, 'good')) yield act(personId, 'AddTag', { tag: 'good' }, 'It is time.');
      },
      { after: [], due: () => NOON + DAY },
    );
    const lost = rule('lost', () => [], { after: [], due });
    const broken = rule(
      'broken',
      () => {
        throw new Error('It broke.');
      },
      { after: [], due: () => NOON },
    );
    const world = await aPolicyWorld({ rules: [lost, broken, good] });
    for (const each of ['lost', 'broken', 'good']) await world.set(each, ON);
    await world.tell(create());
    await days([world], 3);
    await world.app.policies.current();
    expect(
      parkedIn(world)
        .map(({ policy, problem }) => [policy, problem])
        .sort(),
    ).toEqual([
      ['broken', 'It broke.'],
      ['lost', 'No idea.'],
    ]);
    expect((await world.effects()).map(({ meta }) => meta.actor)).toEqual(['policy:good']);
    const outlook = world.app.policyDesk.outlook(world.app.policies.book.state('lost')!, ADA);
    expect(outlook).toMatchObject({ dueAt: null, problem: 'No idea.' });
  });

  it('that takes long for one person holds up nobody else', async () => {
    const due = (_: unknown, { personId }: { readonly personId: PersonId }) =>
      NOON + (personId === person(1) ? 1 : 2) * DAY;
    const greets = rule(
      'greets',
      function* ({ personId }, known) {
        if (!has(known, personId, 'met')) yield act(personId, 'AddTag', { tag: 'met' }, 'It is time.');
      },
      { after: [], due },
    );
    const world = await aPolicyWorld({ rules: [greets], pauseMs: 1_500 });
    for (const n of [1, 2]) await world.tell(create(person(n)));
    await world.set('greets', ON);
    const silentAboutOne: Meddling = async (writes, real) =>
      writes.some(({ personId }) => personId === person(1)) ? SILENCE : real();
    world.wire.nextAppends.push(...Array.from({ length: 1_000 }, () => silentAboutOne));
    const greeted = async () => (await world.effects()).map(({ personId }) => personId);
    world.time.pass(DAY);
    // By its own clock, as a tick that is waited for would wait for all looks.
    await until(() => expect(world.wire.nextAppends.length).toBeLessThan(1_000));
    world.time.pass(DAY);
    await until(async () => expect(await greeted()).toEqual([person(2)]));
    world.wire.nextAppends.length = 0;
    await until(async () => expect(await greeted()).toEqual([person(2), person(1)]));
  });

  it('that wants nothing, and is due all the same, is asked once a day', async () => {
    let asked = 0;
    const idle = rule(
      'idle',
      () => {
        asked += 1;
        return [];
      },
      { after: [], due: () => NOON },
    );
    const world = await aPolicyWorld({ rules: [idle] });
    await world.tell(create());
    await world.set('idle', ON);
    for (let hour = 0; hour < 72; hour += 1) {
      world.time.pass(DAY / 24);
      await world.app.policies.timer.tick();
    }
    expect(asked).toBe(3);
  });
});
