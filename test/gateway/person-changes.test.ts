/** A person as a stream: as it is, then as it was after each change, whatever happens meanwhile and however slow one reads. */

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Stream } from '../../src/gateway/streams.ts';
import { Chance } from '../crash/chance.ts';
import { createPerson, type Input, idOf, startGateway, type TestGateway } from './gateway.ts';
import { dataOf, frameOf, type Taps, tapsOf } from './in-process.ts';

const STATE = `version head status name { display } tags birthDate
  contactInfo { emails { id address primary } } skills(first: 50) { nodes { name proficiency } } preferences { general { currency } }
  employments { organization role } relationships { totalCount }`;
const PERSON = `subscription ($id: ID!, $after: Position) { person(id: $id, after: $after) { position person { ${STATE} } } }`;
const THEN = `query ($id: ID!, $at: Position!) { person(id: $id, asOf: { position: $at }) { ${STATE} } }`;
const EMAILS = PERSON.replace(STATE, 'version contactInfo { emails { address } } skills(first: 50) { nodes { name } }');

interface Item {
  readonly person: {
    readonly position: string;
    readonly person: { readonly version: number; readonly contactInfo: { readonly emails: readonly unknown[] } };
  };
}

let gateway: TestGateway;
let taps: Taps;
beforeAll(async () => {
  gateway = await startGateway();
  taps = tapsOf(gateway);
});
afterAll(() => gateway.stop());

const record = async (name: string, input: Input) => {
  const { position } = await gateway.recorded(name, input);
  await gateway.app.projector.reached(gateway.app.positions.decode(position) as number, 5_000);
  return position;
};

describe('A person', () => {
  it('is told as it was after each change, also to who takes it later than others do', async () => {
    const id = await createPerson(gateway, 1);
    const [quick, slow] = [await taps.open(PERSON, { id }), await taps.open(EMAILS, { id })];
    await Promise.all([frameOf(quick), frameOf(slow)]);
    const waiting = dataOf<Item>(slow);
    await record('AddEmail', { personId: id, address: 'one@example.org' });
    expect((await waiting).person.person.contactInfo.emails).toHaveLength(1);
    await record('AddEmail', { personId: id, address: 'two@example.org' });
    // Made for the quick one while it was the last state; the slow one takes it afterwards.
    for (const count of [1, 2])
      expect((await dataOf<Item>(quick)).person.person.contactInfo.emails).toHaveLength(count);
    await record('AddEmail', { personId: id, address: 'three@example.org' });
    const item = await dataOf<Item>(slow);
    expect([item.person.person.version, item.person.person.contactInfo.emails.length]).toEqual([3, 2]);
    for (const stream of [quick, slow]) await stream.return?.();
  });

  it('comes with its creation where there is none yet, and nothing comes before', async () => {
    const id = idOf(2);
    const stream = await taps.open(PERSON, { id });
    const first = dataOf<Item>(stream);
    const { position } = await gateway.recorded('CreatePerson', { personId: id, name: { given: ['New'] } });
    expect(await first).toMatchObject({ person: { position, person: { version: 1, name: { display: 'New' } } } });
    await stream.return?.();
  });

  it('goes on after a position with the first change after it, though that was long ago', async () => {
    const id = await createPerson(gateway, 3);
    const positions: string[] = [];
    for (const text of ['a', 'b', 'c']) positions.push(await record('AddTag', { personId: id, tag: text }));
    for (const open of [
      () => taps.open(PERSON, { id, after: positions[0] }),
      () => taps.open(PERSON, { id }, { 'last-event-id': positions[0] as string }),
    ]) {
      const stream = await open();
      for (const [at, position] of positions.slice(1).entries())
        expect((await dataOf<Item>(stream)).person).toMatchObject({ position, person: { version: at + 3 } });
      expect(stream.reached).toBeNull();
      await stream.return?.();
    }
  });

  it('is read from the log once, however many changes are caught up with', async () => {
    const id = await createPerson(gateway, 6);
    const after = gateway.app.positions.encode(gateway.app.projector.position);
    const tags = Array.from({ length: 300 }, (_, at) => ({ addTag: { personId: id, tag: `t${at}` } }));
    await gateway.client.submitCommands(tags);
    const reading = vi.spyOn(gateway.app.reader, 'asOf');
    const stream = await taps.open(PERSON, { id, after });
    for (let at = 0; at < 300; at += 1) {
      const { person } = (await dataOf<{ person: { person: { version: number; tags: unknown[] } } }>(stream)).person;
      expect([person.version, person.tags.length]).toEqual([at + 2, at + 1]);
    }
    expect(reading).toHaveBeenCalledTimes(1);
    reading.mockRestore();
    await stream.return?.();
  });

  it('tells both sides of what concerns two', async () => {
    const [one, two] = [await createPerson(gateway, 4), await createPerson(gateway, 5)];
    const streams = [await taps.open(PERSON, { id: one }), await taps.open(PERSON, { id: two })];
    for (const stream of streams) await frameOf(stream);
    const nexts = streams.map((stream) => dataOf<Item>(stream));
    await record('MergePersons', { personId: one, targetId: two });
    const [source, target] = await Promise.all(nexts);
    expect(source).toMatchObject({ person: { person: { version: 2, status: 'MERGED' } } });
    expect(target).toMatchObject({ person: { person: { version: 2, status: 'ACTIVE' } } });
    for (const stream of streams) await stream.return?.();
  });
});

describe('Every state in a stream', () => {
  it.each([1, 2, 3])('is the one that a question about that position tells, by chance %i', async (seed) => {
    const chance = new Chance(`changes ${seed}`);
    const id = await createPerson(gateway, 100 + seed);
    const readers: { stream: Stream; items: Item[] }[] = [];
    for (const query of [
      PERSON,
      PERSON.replace('position person', 'position  person'),
      PERSON.replace('($id', '(  $id'),
    ]) {
      const stream = await taps.open(query, { id });
      readers.push({ stream, items: [await dataOf<Item>(stream)] });
    }
    const skills: string[] = [];
    for (let step = 0; step < 40; step += 1) {
      const kind = chance.below(6);
      if (kind === 0) await record('AddEmail', { personId: id, address: `e${seed}-${step}@example.org` });
      if (kind === 1) await record('AddTag', { personId: id, tag: `t${step}` });
      if (kind === 2) await record('RenamePerson', { personId: id, name: { given: [`N${step}`] } });
      if (kind === 3) {
        await record('AddSkill', { personId: id, name: `S${step}` });
        skills.push(`S${step}`);
      }
      const skill = skills[0];
      if (kind === 4 && skill !== undefined) {
        await record('RemoveSkill', { personId: id, name: skill });
        skills.shift();
      }
      if (kind === 5)
        await record('UpdateGeneralPreferences', { personId: id, currency: step % 2 === 0 ? 'EUR' : 'CHF' });
      const version = await versionOf(id);
      for (const { stream, items } of readers)
        while (items.length < version && chance.below(3) === 0) items.push(await dataOf<Item>(stream));
    }
    const version = await versionOf(id);
    for (const { stream, items } of readers) {
      while (items.length < version) items.push(await dataOf<Item>(stream));
      await stream.return?.();
      for (const [at, { person }] of items.entries()) {
        expect(person.person.version).toBe(at + 1);
        expect({ person: person.person }).toEqual(await gateway.ask(THEN, { id, at: person.position }));
      }
    }
  });
});

async function versionOf(id: string): Promise<number> {
  const { person } = await gateway.ask<{ person: { version: number } }>(`{ person(id: "${id}") { version } }`);
  return person.version;
}
