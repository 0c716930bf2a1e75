/** What people do with policies: change them, try them, let them run, and settle what is parked. */

import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/app/policies/desk.ts';
import { MemoryNotebook } from '../../../src/app/policies/memory-notebook.ts';
import { firedId, settingsName } from '../../../src/app/policies/records.ts';
import type { Appended } from '../../../src/app/ports.ts';
import { act } from '../../../src/domain/policies/policy.ts';
import { ADA, BOB, command, item, NOON, name } from '../../domain/examples.ts';
import { person, SILENCE } from '../world.ts';
import { has, NOBODYS, refused, rule, tagger } from './rules.ts';
import { aPolicyWorld, DAY, late, type PolicyWorld, parkedIn, until } from './world.ts';

const create = (personId = ADA) => command('CreatePerson', { name: name('Ada', 'Lovelace') }, personId);
const change = (world: PolicyWorld, settings: unknown, more: Partial<Change> = {}) =>
  world.app.policyDesk.change({
    ...{ name: 'auto-archive', settings, by: 'ann', reason: null, expectedVersion: null },
    ...more,
  });
const stateOf = (world: PolicyWorld, policy = 'auto-archive') => world.app.policies.book.state(policy)!;

describe('Settings', () => {
  it('are known at every gateway, with who changed what, when and why', async () => {
    const one = await aPolicyWorld();
    await change(one, { enabled: true, days: 30 }, { reason: 'Less to keep' });
    one.time.pass(DAY);
    await change(one, { days: null }, { by: 'bob' });
    const two = await aPolicyWorld(one);
    for (const world of [one, two]) {
      expect(stateOf(world)).toMatchObject({ version: 2, settings: { enabled: true, days: 365 } });
      expect(stateOf(world).history).toMatchObject([
        { version: 1, by: 'ann', at: NOON, reason: 'Less to keep', changes: { enabled: true, days: 30 } },
        { version: 2, by: 'bob', at: NOON + DAY, reason: null, changes: { days: null } },
      ]);
    }
  });

  it('that are so already are no change', async () => {
    const world = await aPolicyWorld();
    await change(world, { days: 30 });
    expect(await change(world, { days: 30 })).toMatchObject({ kind: 'changed', state: { version: 1 } });
    expect(await world.notebook.lastSequence()).toBe(1);
  });

  it('out of range, or of nobody, are refused, and nothing is written', async () => {
    const world = await aPolicyWorld();
    const refusal = (code: string, field: string) => ({ kind: 'refused', refusal: { code, field } });
    expect(await change(world, { days: 0 })).toEqual(refusal('NUMBER_OUT_OF_RANGE', 'settings.days'));
    expect(await change(world, { dayz: 1 })).toEqual(refusal('SETTING_UNKNOWN', 'settings.dayz'));
    expect(await change(world, {}, { name: 'nobody' })).toEqual(refusal('POLICY_UNKNOWN', 'name'));
    expect(await world.notebook.lastSequence()).toBe(0);
  });

  it('are changed by one of those who change them at once', async () => {
    const one = await aPolicyWorld();
    const two = await aPolicyWorld(one);
    const outcomes = await Promise.all([change(one, { days: 10 }), change(two, { days: 20 })]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['changed', 'contended']);
    expect(stateOf(one).version).toBe(1);
  });

  it('are changed in the version that somebody saw, also at a gateway that has not read it yet', async () => {
    const one = await aPolicyWorld();
    const two = await aPolicyWorld({ ...one, notebook: late(one.notebook, 100) });
    await change(one, { days: 10 });
    expect(await change(two, { days: 20 }, { expectedVersion: 1 })).toMatchObject({ kind: 'changed' });
    expect(await change(one, { days: 30 }, { expectedVersion: 1 })).toEqual({
      kind: 'contended',
      expectedVersion: 1,
      actualVersion: 2,
    });
  });

  it('may be set or not when the log does not answer', async () => {
    const world = await aPolicyWorld();
    world.notebook.write = async (): Promise<Appended> => SILENCE;
    expect(await change(world, { days: 10 })).toEqual({ kind: 'unsettled', reason: 'the log did not answer' });
    world.notebook.lastSequence = () => Promise.reject(new Error('gone'));
    await expect(change(world, { days: 10 })).rejects.toThrow('gone');
  });

  it('of another program are taken as far as they have a place here', async () => {
    const notebook = new MemoryNotebook();
    const line = (text: string) => new TextEncoder().encode(text);
    const settings = { enabled: true, days: 90, warningDays: -1, unheardOf: true };
    const record = { version: 3, settings, changes: settings, by: 'x', at: 0, reason: null, since: 0 };
    await notebook.write(settingsName('auto-archive'), line(JSON.stringify(record)), null);
    await notebook.write(settingsName('welcome'), line('not JSON'), null);
    await notebook.write(settingsName('nobody'), line('{}'), null);
    await notebook.write('decided', line('{'), null);
    const world = await aPolicyWorld({ notebook });
    expect(stateOf(world).settings).toMatchObject({ enabled: true, days: 90, warningDays: 30 });
    expect(stateOf(world, 'welcome').version).toBe(0);
    expect(await world.decisions()).toEqual([]);
  });
});

describe('A run', () => {
  it('goes on from where it stopped, and does nothing twice', async () => {
    const world = await aPolicyWorld({ rules: [tagger('greeter', 'new')] });
    for (let n = 1; n <= 7; n += 1) await world.tell(create(person(n)));
    expect(await world.app.policyDesk.run('greeter', 0, 3)).toEqual({ code: 'POLICY_IS_OFF', field: 'name' });
    expect(await world.app.policyDesk.run('nobody', 0, 3)).toEqual({ code: 'POLICY_UNKNOWN', field: 'name' });
    await world.set('greeter', { enabled: true });
    expect(await world.app.policyDesk.run('greeter', 0, 3)).toEqual({
      persons: 3,
      fired: 3,
      left: 0,
      parked: 0,
      next: 3,
    });
    expect(await world.app.policyDesk.run('greeter', 3, 9)).toMatchObject({ persons: 4, fired: 4, next: null });
    expect(await world.app.policyDesk.run('greeter', 0, 9)).toMatchObject({ persons: 7, fired: 0, next: null });
    expect(await world.effects()).toHaveLength(7);
  });
});

describe('What is parked', () => {
  async function withParked() {
    // It wants an email verified that is added later.
    const eager = rule('eager', function* ({ personId }, known) {
      if (!has(known, personId, 'done')) yield act(personId, 'VerifyEmail', { emailId: NOBODYS }, 'It wants so.');
    });
    const world = await aPolicyWorld({ rules: [eager, refused('stubborn')] });
    await world.set('eager', { enabled: true });
    await world.tell(create());
    await until(() => expect(parkedIn(world)).toHaveLength(1));
    return { world, id: world.app.policies.book.parked[0]!.id };
  }

  it('is looked at again when asked, with its cause, and done now', async () => {
    const { world, id } = await withParked();
    await world.tell(command('AddTag', { tag: 'done' }));
    const done = await world.app.policyDesk.replay(id, 'ann');
    expect(done).toMatchObject({ tally: { fired: 0, parked: 0 }, record: { id } });
    expect(parkedIn(world)).toEqual([]);
    expect((await world.decisions()).at(-1)).toMatchObject({ kind: 'replayed', settles: { id, by: 'ann' } });
    expect(await world.app.policyDesk.replay(id, 'ann')).toEqual({ code: 'DECISION_NOT_PARKED', field: 'id' });
  });

  it('fires by that when it is possible now', async () => {
    const { world, id } = await withParked();
    await world.tell(command('AddEmail', { emailId: NOBODYS, address: 'ada@example.org', kind: 'work' }));
    const done = await world.app.policyDesk.replay(id, 'ann');
    expect(done).toMatchObject({ tally: { fired: 1 } });
    const [effect] = await world.effects();
    const [cause] = await world.app.reader.read([1]);
    expect(effect?.meta.cause).toBe(cause?.cid);
    expect((await world.decisions()).map(({ kind, id: each }) => [kind, each])).toContainEqual([
      'fired',
      firedId(effect?.meta.commandId ?? ''),
    ]);
  });

  it('is parked again when it still cannot be done, and never missing in between', async () => {
    const { world, id } = await withParked();
    const done = await world.app.policyDesk.replay(id, 'ann');
    expect(done).toMatchObject({ tally: { parked: 1 } });
    expect(world.app.policies.book.parked.map((each) => each.id)).toEqual([id]);
    expect(stateOf(world, 'eager').counts.parked).toBe(1);
    const other = await aPolicyWorld({ ...world, rules: world.app.policies.book.states.map(({ policy }) => policy) });
    expect(other.app.policies.book.parked.map((each) => each.id)).toEqual([id]);
  });

  it('stays parked when the gateway ends in the middle of the replay', async () => {
    const { world, id } = await withParked();
    world.notebook.write = async (): Promise<Appended> => SILENCE;
    await expect(world.app.policyDesk.replay(id, 'ann')).rejects.toThrow('decisions cannot be written down');
    expect(world.app.policies.book.parked.map((each) => each.id)).toEqual([id]);
  });

  it('is not looked at while its policy is off', async () => {
    const { world, id } = await withParked();
    await world.set('eager', { enabled: false });
    expect(await world.app.policyDesk.replay(id, 'ann')).toEqual({ code: 'POLICY_IS_OFF', field: 'id' });
  });

  it('can be let go, with a reason', async () => {
    const { world, id } = await withParked();
    expect(await world.app.policyDesk.drop(id, 'ann', 'Never mind')).toMatchObject({ id });
    expect(parkedIn(world)).toEqual([]);
    expect((await world.decisions({ personId: ADA })).at(-1)).toMatchObject({ kind: 'dropped', because: 'Never mind' });
    expect(await world.app.policyDesk.drop(id, 'ann', 'Again')).toEqual({ code: 'DECISION_NOT_PARKED', field: 'id' });
    expect(stateOf(world, 'eager').counts).toEqual({ fired: 0, left: 0, parked: 0 });
  });
});

describe('What was decided', () => {
  it('can be asked by person, policy and kind, page by page', async () => {
    const rules = [tagger('greeter', 'new'), refused('stubborn')];
    const world = await aPolicyWorld({ rules });
    for (const each of ['greeter', 'stubborn']) await world.set(each, { enabled: true });
    for (let n = 1; n <= 60; n += 1) await world.tell(create(person(n)));
    await until(async () => expect(await world.decisions()).toHaveLength(120));
    expect(await world.decisions({ policy: 'greeter' })).toHaveLength(60);
    expect(await world.decisions({ kinds: new Set(['parked']) })).toHaveLength(60);
    expect(await world.decisions({ personId: person(7) })).toHaveLength(2);
    expect(await world.decisions({ personId: BOB })).toEqual([]);
    const pages: string[] = [];
    let before: { readonly line: number; readonly at: number } | null = null;
    for (let rows = 7; rows === 7; ) {
      rows = 0;
      for await (const { record, ...place } of world.app.policies.book.decisions({}, before)) {
        pages.push(record.id);
        before = place;
        rows += 1;
        if (rows === 7) break;
      }
    }
    expect(pages).toEqual((await world.decisions()).map(({ id }) => id).reverse());
  });

  it('is written in lines that the log can take, however long each is', async () => {
    const wide = rule('wide', function* ({ personId }, known) {
      const note = { noteId: item(400), kind: 'other', code: 'WIDE', text: 'x'.repeat(50_000) } as const;
      if (known.person(personId)?.core.notes.live.size === 0) yield act(personId, 'AddNote', note, 'It is wide.');
    });
    const world = await aPolicyWorld({ rules: [wide] });
    const sizes: number[] = [];
    const { write } = world.notebook;
    world.notebook.write = async (...line) => {
      sizes.push(line[1].byteLength);
      // Meanwhile the others gather.
      await new Promise((resolve) => setTimeout(resolve, 20));
      return write.apply(world.notebook, line);
    };
    await world.set('wide', { enabled: true });
    for (let n = 1; n <= 30; n += 1) await world.tell(create(person(n)));
    await until(() => expect(stateOf(world, 'wide').counts.fired).toBe(30));
    expect(Math.max(...sizes)).toBeLessThan(512 * 1024);
  });
});
