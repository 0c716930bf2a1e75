/** From facts to effects: once for each, whatever repeats, breaks, loops or is refused. */

import { describe, expect, it } from 'vitest';
import { MemoryStore } from '../../../src/app/memory-store.ts';
import { MemoryQueue } from '../../../src/app/policies/memory-queue.ts';
import { DEPTH_MAX, PASSES_MAX } from '../../../src/app/policies/reactor.ts';
import { act } from '../../../src/domain/policies/policy.ts';
import { ADA, BOB, command, name } from '../../domain/examples.ts';
import { person, SILENCE } from '../world.ts';
import { flipping, has, NOBODYS, refused, rule, slowTagger, tagger, throwing } from './rules.ts';
import { aPolicyWorld, late, parkedIn, until } from './world.ts';

const create = (personId = ADA) => command('CreatePerson', { name: name('Ada', 'Lovelace') }, personId);
const ON = { enabled: true };
const typesOf = (events: readonly { readonly type: string }[]) => events.map(({ type }) => type);

describe('A fact', () => {
  it('leads to nothing while every policy is off', async () => {
    const world = await aPolicyWorld({ rules: [tagger('greeter', 'new')] });
    await world.tell(create());
    expect(await world.app.policies.lag()).toBe(0);
    expect(await world.effects()).toEqual([]);
  });

  it('leads to one effect, which tells its cause, its origin and its policy', async () => {
    const world = await aPolicyWorld({ rules: [tagger('greeter', 'new')] });
    await world.set('greeter', ON);
    await world.tell(create());
    await until(async () => expect(await world.decisions()).toHaveLength(1));
    const [cause] = await world.app.reader.read([1]);
    const [effect, ...more] = await world.effects();
    expect(more).toEqual([]);
    expect(effect).toMatchObject({
      type: 'TagAdded',
      personId: ADA,
      meta: { actor: 'policy:greeter', source: 'policy', cause: cause?.cid, correlationId: cause?.meta.correlationId },
    });
    expect((await world.decisions())[0]).toMatchObject({
      kind: 'fired',
      policy: 'greeter',
      about: ADA,
      personId: ADA,
      because: 'It is new.',
      cause: { sequence: 1, cid: cause?.cid },
      command: { type: 'AddTag', commandId: effect?.meta.commandId, data: { tag: 'new' } },
      events: [2],
      depth: 1,
      version: 1,
    });
  });

  it('leads to one effect over two gateways', async () => {
    const rules = [tagger('greeter', 'new')];
    const one = await aPolicyWorld({ rules });
    const two = await aPolicyWorld({ ...one, rules });
    await one.set('greeter', ON);
    for (let n = 1; n <= 50; n += 1) await (n % 2 === 0 ? one : two).tell(create(person(n)));
    await until(async () => expect(await one.decisions({ kinds: new Set(['fired']) })).toHaveLength(50));
    await one.quiet();
    const effects = await one.effects();
    expect(effects).toHaveLength(50);
    expect(new Set(effects.map(({ personId }) => personId)).size).toBe(50);
    expect(await two.decisions()).toHaveLength(50);
  });

  it('that comes again leads to nothing more', async () => {
    const world = await aPolicyWorld({ rules: [tagger('greeter', 'new')] });
    await world.set('greeter', ON);
    await world.tell(create());
    await until(async () => expect(await world.decisions()).toHaveLength(1));
    // What the policy would want again: the repeated command gives its first answer.
    await world.tell(command('RemoveTag', { tag: 'new' }));
    const state = world.app.policies.book.state('greeter')!;
    const [cause] = await world.app.reader.read([1]);
    await world.app.policies.reactor.look(world.app.policies.lookOf(state, ADA, cause!));
    expect(typesOf(await world.effects())).toEqual(['TagAdded']);
    expect(await world.decisions()).toHaveLength(1);
  });

  it('of an import leads to nothing, nor does one from before the policy was on', async () => {
    const world = await aPolicyWorld({ rules: [tagger('greeter', 'new')] });
    await world.tell(create(person(1)));
    await world.set('greeter', ON);
    await world.tell(create(person(2)), 'migration');
    await world.tell(create(person(3)));
    await until(async () => expect(await world.effects()).toHaveLength(1));
    await world.quiet();
    expect((await world.effects()).map(({ personId }) => personId)).toEqual([person(3)]);
  });

  it('is handled by what was set before it, at whichever gateway that was', async () => {
    const rules = [tagger('first', 'one'), tagger('second', 'two')];
    // The settings are changed at the one, and every fact comes to the other.
    const one = await aPolicyWorld({ rules, queue: new MemoryQueue(new MemoryStore()) });
    const { log, notebook, time } = one;
    const two = await aPolicyWorld({ log, notebook: late(notebook), time, rules });
    await one.set('first', ON);
    await until(async () => expect(await two.app.policies.lag()).toBe(0));
    for (let n = 1; n <= 10; n += 1) {
      await one.set('second', { enabled: n % 2 === 1 });
      await two.tell(create(person(n)));
      await until(async () => expect((await two.effects()).length).toBeGreaterThanOrEqual(Math.ceil(n * 1.5)));
      await two.quiet();
    }
    const seconds = (await two.effects()).filter(({ meta }) => meta.actor === 'policy:second');
    expect(seconds.map(({ personId }) => personId)).toEqual([1, 3, 5, 7, 9].map(person));
  });

  it('concerns only whom the policy is for', async () => {
    const world = await aPolicyWorld({ rules: [tagger('greeter', 'new', { after: ['TagAdded'] })] });
    await world.set('greeter', { enabled: true, onlyTags: ['VIP'] });
    for (const [who, tag] of [
      [ADA, 'vip'],
      [BOB, 'other'],
    ] as const) {
      await world.tell(create(who));
      await world.tell(command('AddTag', { tag }, who));
    }
    await until(async () => expect(await world.effects()).toHaveLength(1));
    await world.quiet();
    expect((await world.effects()).map(({ personId }) => personId)).toEqual([ADA]);
  });
});

describe('A look', () => {
  it('goes on until its policy wants nothing more', async () => {
    const tags = ['a', 'b', 'c', 'd', 'e'];
    const world = await aPolicyWorld({ rules: [slowTagger('slow', tags)] });
    await world.set('slow', ON);
    await world.tell(create());
    await until(async () => expect(await world.decisions()).toHaveLength(5));
    expect((await world.effects()).map(({ data }) => (data as { tag: string }).tag)).toEqual(tags);
  });

  it('that has no end is ended, visibly', async () => {
    const world = await aPolicyWorld({ rules: [flipping('flip')] });
    await world.set('flip', ON);
    await world.tell(create());
    const state = world.app.policies.book.state('flip')!;
    await world.quiet();
    await world.app.policies.reactor.look(world.app.policies.lookOf(state, ADA, null));
    await until(() => expect(parkedIn(world)).toHaveLength(1));
    expect(parkedIn(world)[0]?.problem).toBe(`It still wants something after it was asked ${PASSES_MAX} times.`);
    // By a fact, the repeated command is known again, so it ends by itself after one round.
    expect((await world.effects()).length).toBe(PASSES_MAX + 2);
  });

  it('of two policies that wake each other ends at a named depth', async () => {
    const once = (name: string) =>
      rule(
        name,
        function* ({ personId, fact }, known) {
          const before = fact === null ? {} : (fact.data as { tag?: string });
          const tag = `${name} after ${before.tag ?? 'the beginning'}`;
          if (!has(known, personId, tag)) yield act(personId, 'AddTag', { tag }, 'Something happened.');
        },
        { after: ['PersonCreated', 'TagAdded'] },
      );
    const world = await aPolicyWorld({ rules: [once('ping'), once('pong')] });
    await world.set('ping', ON);
    await world.set('pong', ON);
    await world.tell(create());
    await until(() => expect(parkedIn(world).length).toBeGreaterThan(0));
    await world.quiet();
    const depths = (await world.decisions({ kinds: new Set(['fired']) })).map(({ depth }) => depth);
    expect(Math.max(...depths)).toBe(DEPTH_MAX);
    expect(parkedIn(world)[0]?.problem).toBe('It would be the 6th policy that leads to the next one; 5 may.');
  });

  it('keeps to its settings when two facts come at once', async () => {
    const atMostOne = rule(
      'one',
      function* ({ personId, fact }, known) {
        const count = [...(known.person(personId)?.core.tags.keys() ?? [])].filter((tag) =>
          tag.startsWith('by'),
        ).length;
        const { emailId } = (fact as NonNullable<typeof fact>).data as { emailId: string };
        if (count === 0) yield act(personId, 'AddTag', { tag: `by ${emailId}` }, 'There is none.');
      },
      { after: ['EmailAdded'] },
    );
    const world = await aPolicyWorld({ rules: [atMostOne] });
    await world.set('one', ON);
    await world.tell(create());
    const email = (n: number) =>
      command('AddEmail', {
        emailId: `01890a5d-ac96-774b-bcce-00000000000${n}` as never,
        address: `a${n}@example.org`,
        kind: 'work',
      });
    world.wire.latencyMs = 2;
    await Promise.all([1, 2, 3, 4].map((n) => world.tell(email(n))));
    await until(async () => expect((await world.effects()).length).toBeGreaterThan(0));
    await world.quiet();
    expect(await world.effects()).toHaveLength(1);
  });
});

describe('What cannot be done', () => {
  it('is parked with the refusal', async () => {
    const world = await aPolicyWorld({ rules: [refused('eager')] });
    await world.set('eager', ON);
    await world.tell(create());
    await until(() => expect(parkedIn(world)).toHaveLength(1));
    expect(parkedIn(world)[0]?.problem).toMatch(/^EMAIL_NOT_FOUND \(emailId\): /);
    expect(world.app.policies.book.state('eager')?.counts).toEqual({ fired: 0, left: 0, parked: 1 });
  });

  it('is parked once, however often it is looked at', async () => {
    const world = await aPolicyWorld({ rules: [refused('eager')] });
    await world.set('eager', ON);
    await world.tell(create());
    await until(() => expect(parkedIn(world)).toHaveLength(1));
    const state = world.app.policies.book.state('eager')!;
    for (const text of ['one', 'two', 'three']) {
      await world.tell(command('AddTag', { tag: text }));
      await world.app.policies.reactor.look(world.app.policies.lookOf(state, ADA, null));
    }
    await world.app.policies.current();
    // One for the fact, one for the time.
    expect(parkedIn(world)).toHaveLength(2);
  });

  it('is let go when the policy does not want it any more', async () => {
    const shy = rule('shy', function* ({ personId }, known) {
      if (has(known, personId, 'done')) return;
      yield act(personId, 'AddTag', { tag: 'done' }, 'First this.', 'tag');
      yield act(personId, 'VerifyEmail', { emailId: NOBODYS }, 'Then that.', 'verify');
    });
    const world = await aPolicyWorld({ rules: [shy] });
    await world.set('shy', ON);
    await world.tell(create());
    await until(async () => expect(await world.effects()).toHaveLength(1));
    await world.quiet();
    expect(parkedIn(world)).toEqual([]);
  });

  it('because the log is silent is tried again, and parked when that goes on', async () => {
    const world = await aPolicyWorld({ rules: [tagger('greeter', 'new')] });
    await world.set('greeter', ON);
    await world.tell(create(ADA));
    await until(async () => expect(await world.decisions()).toHaveLength(1));
    world.wire.nextAppends.push(
      async (_, real) => real(),
      async () => SILENCE,
      async () => SILENCE,
    );
    await world.tell(create(BOB));
    await until(async () => expect(await world.decisions()).toHaveLength(2));
    expect(parkedIn(world)).toEqual([]);
    const silence = Array.from({ length: 200 }, () => async () => SILENCE);
    world.wire.nextAppends.push(async (_, real) => real(), ...silence);
    await world.tell(create(person(1)));
    await until(() => expect(parkedIn(world)).toHaveLength(1));
    expect(parkedIn(world)[0]?.problem).toBe('The log did not answer: the log did not answer. It was tried 6 times.');
  });

  it('because one policy fails stops no other', async () => {
    const endless = rule('half', function* ({ personId }) {
      yield act(personId, 'AddTag', { tag: 'half' }, 'The first half.');
      throw new Error('x'.repeat(100_000));
    });
    const world = await aPolicyWorld({ rules: [throwing('broken'), endless, tagger('greeter', 'new')] });
    for (const each of ['broken', 'half', 'greeter']) await world.set(each, ON);
    for (const n of [1, 2]) await world.tell(create(person(n)));
    await until(async () => expect(await world.effects()).toHaveLength(4));
    await until(() => expect(parkedIn(world)).toHaveLength(4));
    expect(parkedIn(world)).toContainEqual({ policy: 'broken', personId: person(1), problem: 'It broke.' });
    expect(parkedIn(world).every(({ problem }) => problem!.length <= 1_000)).toBe(true);
    expect(world.app.policies.fault).toBeNull();
  });
});
