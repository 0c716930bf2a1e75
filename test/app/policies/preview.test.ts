/** A preview says what a policy would do, and that is what it does. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/app/policies/desk.ts';
import type { AnyCommand } from '../../../src/domain/person/person.ts';
import { ADA, command, item, name } from '../../domain/examples.ts';
import { person } from '../world.ts';
import { tagger, throwing } from './rules.ts';
import { aPolicyWorld, DAY, type PolicyWorld } from './world.ts';

const create = (personId = ADA) => command('CreatePerson', { name: name('Ada', 'Lovelace') }, personId);
const change = (world: PolicyWorld, settings: unknown, more: Partial<Change> = {}) =>
  world.app.policyDesk.change({
    ...{ name: 'auto-archive', settings, by: 'ann', reason: null, expectedVersion: null },
    ...more,
  });

describe('A preview', () => {
  it('writes nothing, and says what fails', async () => {
    const world = await aPolicyWorld({ rules: [throwing('broken'), tagger('greeter', 'new')] });
    for (const n of [1, 2, 3]) await world.tell(create(person(n)));
    const before = [await world.log.lastSequence(), await world.notebook.lastSequence()];
    expect(await world.app.policyDesk.preview('broken', {}, null, 2)).toEqual({
      ...{ persons: 3, fired: 0, left: 0, parked: 3, decisions: [] },
      failures: [1, 2].map((n) => ({ personId: person(n), problem: 'It broke.' })),
    });
    expect(await world.app.policyDesk.preview('greeter', {}, null, 2)).toMatchObject({ fired: 3, decisions: [{}, {}] });
    expect([await world.log.lastSequence(), await world.notebook.lastSequence()]).toEqual(before);
  });

  it('is refused for settings and policies that there are not', async () => {
    const { app } = await aPolicyWorld();
    expect(await app.policyDesk.preview('auto-archive', { days: -1 }, null, 1)).toEqual({
      code: 'NUMBER_OUT_OF_RANGE',
      field: 'settings.days',
    });
    expect(await app.policyDesk.preview('nobody', {}, null, 1)).toEqual({ code: 'POLICY_UNKNOWN', field: 'name' });
  });

  it.each(['auto-archive', 'skill-recommendation', 'relationship-cascade', 'data-quality', 'onboarding'])(
    'of %s equals what it then does on the same data',
    { timeout: 60_000 },
    async (policy) => {
      let acts = 0;
      const property = fc.asyncProperty(frozen, async ({ growth, ends, years }) => {
        const world = await aPolicyWorld();
        for (let n = 1; n <= 6; n += 1) await world.tell(create(person(n)));
        // What is refused did not happen.
        for (const [n, deed] of [...growth, ...ends].entries()) {
          for (const each of deed(n)) await world.tell(each).catch(() => {});
        }
        world.time.pass(years * 366 * DAY);
        const preview = await world.app.policyDesk.preview(policy, { enabled: true }, null, 1_000);
        if ('code' in preview) throw new Error(preview.code);
        await change(world, { enabled: true }, { name: policy });
        const run = await world.app.policyDesk.run(policy, 0, 10_000);
        expect(run).toMatchObject({ persons: preview.persons, next: null });
        const done = (await world.decisions({ policy })).map(({ personId, because, command: sent }) =>
          sent === null ? `${personId}: ${because}` : `${personId}: ${sent.type} ${JSON.stringify(sent.data)}`,
        );
        const foreseen = preview.decisions.map((each) =>
          each.kind === 'leave'
            ? `${each.personId}: ${each.because}`
            : `${each.personId}: ${each.type} ${JSON.stringify(each.data)}`,
        );
        expect(done.sort()).toEqual(foreseen.sort());
        acts += preview.fired;
        await world.app.stop();
      });
      await fc.assert(property, { numRuns: 15 });
      expect(acts).toBeGreaterThan(0);
    },
  );
});

/** Commands under ids of their own by number. */
type Deed = (n: number) => readonly AnyCommand[];

const who = fc.integer({ min: 1, max: 6 }).map(person);
const at = { organization: 'Engine Works', role: 'Analyst', employmentType: 'full_time', start: '2020-01-01' } as const;

const befriended: fc.Arbitrary<Deed> = fc.tuple(who, who).map(([a, otherId]) => (n) => {
  const how = { otherId, kind: 'colleague', strength: 0.5, context: 'Engine Works' } as const;
  return [command('EstablishRelationship', { relationshipId: item(100 + n), ...how }, a)];
});
const skilled: fc.Arbitrary<Deed> = fc
  .tuple(who, fc.constantFrom('Logic', 'Physics', 'Music'))
  .map(([a, skill]) => () => [command('AddSkill', { name: skill, category: 'Science', proficiency: 'expert' }, a)]);
const employed: fc.Arbitrary<Deed> = fc.tuple(who, who, fc.boolean()).map(([a, reportsTo, isOver]) => (n) => {
  const employmentId = item(200 + n);
  const begun = command('AddEmployment', { employmentId, ...at, reportsTo }, a);
  return isOver ? [begun, command('EndEmployment', { employmentId, end: '2026-02-01' }, a)] : [begun];
});
const onboarded: fc.Arbitrary<Deed> = fc.tuple(who, fc.boolean()).map(([a, isKnown]) => (n) => [
  command('StartOnboarding', {}, a),
  ...(isKnown ? [command('LinkIdentity', { system: 'hr', value: `${n}` }, a)] : []),
  command('AddEmail', { emailId: item(300 + n), address: `a${n}@example.org`, kind: 'work' }, a),
  command('AddPhone', { phoneId: item(400 + n), number: '+442071234567', kind: 'work' }, a),
]);
const ended: fc.Arbitrary<Deed> = fc.tuple(who, fc.integer({ min: 0, max: 2 })).map(([a, how]) => () => [
  [
    command('ArchivePerson', { reason: 'left' }, a),
    command('SuspendPerson', { reason: 'leave' }, a),
    command('RecordDeath', { date: '2026-02-01' }, a),
  ][how]!,
]);

/** What happened to six persons, and how long ago. */
const frozen = fc.record({
  growth: fc.array(fc.oneof(befriended, skilled, employed, onboarded), { minLength: 15, maxLength: 25 }),
  ends: fc.array(ended, { maxLength: 4 }),
  years: fc.integer({ min: 0, max: 2 }),
});
