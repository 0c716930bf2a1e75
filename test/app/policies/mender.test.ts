/** Decisions that are missing because their gateway ended are made up for, and no others. */

import { describe, expect, it } from 'vitest';
import { DECIDED, encodeLine } from '../../../src/app/policies/records.ts';
import type { Appended } from '../../../src/app/ports.ts';
import { ADA, command, name } from '../../domain/examples.ts';
import { SILENCE } from '../world.ts';
import { tagger } from './rules.ts';
import { aPolicyWorld, type PolicyWorld, until } from './world.ts';

const rules = [tagger('greeter', 'new')];
const A_MINUTE = 60_000;

/** A person that was greeted. */
async function greeted(): Promise<PolicyWorld> {
  const world = await aPolicyWorld({ rules });
  await world.set('greeter', { enabled: true });
  await world.tell(command('CreatePerson', { name: name('Ada', 'Lovelace') }, ADA));
  return world;
}

/** Lets another gateway start, and look after the decisions once their time is over. */
async function restarted(world: PolicyWorld): Promise<PolicyWorld> {
  const other = await aPolicyWorld({ ...world, rules });
  world.time.pass(A_MINUTE);
  await other.app.policies.mender.mend();
  return other;
}

describe('A decision', () => {
  it('that was not written down is made up for, once, whoever notices', async () => {
    const world = await aPolicyWorld({ rules });
    await world.set('greeter', { enabled: true });
    const { write } = world.notebook;
    world.notebook.write = async (): Promise<Appended> => SILENCE;
    await world.tell(command('CreatePerson', { name: name('Ada', 'Lovelace') }, ADA));
    await until(async () => expect(await world.effects()).toHaveLength(1));
    await world.app.stop();
    world.notebook.write = write;
    const others = [await restarted(world), await restarted(world)];
    await others[0]!.app.policies.mender.mend();
    for (const other of others) {
      expect(await other.decisions()).toMatchObject([
        { kind: 'fired', policy: 'greeter', about: ADA, cause: { sequence: 1 }, events: [2], depth: 1 },
      ]);
      expect(other.app.policies.book.state('greeter')?.counts.fired).toBe(1);
    }
  });

  it('is not made up for while it may still be written', async () => {
    const world = await greeted();
    await until(async () => expect(await world.decisions()).toHaveLength(1));
    const lines = await world.notebook.lastSequence();
    await world.app.policies.mender.mend();
    const other = await aPolicyWorld({ ...world, rules });
    await other.app.policies.mender.mend();
    expect(await world.notebook.lastSequence()).toBe(lines);
  });

  it('is known, however much was left alone since', async () => {
    const world = await greeted();
    await until(async () => expect(await world.decisions()).toHaveLength(1));
    const [fired] = await world.decisions();
    for (let line = 0; line < 105; line += 1) {
      const left = Array.from({ length: 1_000 }, (_, at) => ({ ...fired, id: `${line} ${at}`, kind: 'left' }));
      await world.notebook.write(DECIDED, encodeLine(left), null);
    }
    const lines = await world.notebook.lastSequence();
    await restarted(world);
    expect(await world.notebook.lastSequence()).toBe(lines);
  });
});
