/** Many commands at once: none is lost, none counts twice, and nobody waits for a person that is none of theirs. */

import { describe, expect, it } from 'vitest';
import type { PersonId } from '../../src/domain/ids.ts';
import { ADA, BOB, command, item } from '../domain/examples.ts';
import { aWorld, befriend, create, order, person, tag, type World } from './world.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

/** The event numbers of the person, in the order of the log. */
const versions = async ({ app }: World, personId: PersonId) =>
  (await app.persons.history(personId)).events.map(({ n }) => n);

describe('a hundred commands on one person at once', () => {
  it('are recorded in the order in which they were sent', async () => {
    const world = aWorld();
    await world.record(create(ADA));
    const outcomes = await Promise.all(numbers(100).map((n) => world.record(tag(ADA, `tag-${n}`))));
    expect(outcomes.map(({ events }) => events[0]?.n)).toEqual(numbers(100).map((n) => n + 1));
    expect(await versions(world, ADA)).toEqual(numbers(101));
    expect(world.wire.tried).toHaveLength(101);
  });

  it('are all recorded through four gateways, each of which knows nothing of the others', async () => {
    const worlds = [aWorld()];
    for (let more = 0; more < 3; more += 1) worlds.push(aWorld({ log: worlds[0]!.log }));
    await worlds[0]!.record(create(ADA));
    const outcomes = await Promise.all(numbers(100).map((n) => worlds[n % 4]!.send(tag(ADA, `tag-${n}`))));
    const recorded = outcomes.filter(({ kind }) => kind === 'recorded');
    // Whoever lost too often is told so, and nothing of theirs is there.
    expect(outcomes.every(({ kind }) => kind === 'recorded' || kind === 'contended')).toBe(true);
    expect(recorded.length).toBeGreaterThanOrEqual(90);
    expect(await versions(worlds[0]!, ADA)).toEqual(numbers(1 + recorded.length));
  });

  it('that are one and the same are recorded once', async () => {
    const world = aWorld();
    const other = aWorld({ log: world.log });
    const outcomes = await Promise.all(numbers(100).map((n) => (n % 2 === 0 ? world : other).record(create(ADA))));
    expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(new Set(outcomes.map(({ events }) => events[0]?.cid)).size).toBe(1);
    expect(await world.size()).toBe(1);
  });
});

describe('two hundred relationships with one person at once', () => {
  it('are all established, with both sides of each', async () => {
    const world = aWorld();
    await world.app.dispatch.together([create(ADA), ...numbers(200).map((n) => create(person(n)))]);
    const outcomes = await Promise.all(numbers(200).map((n) => world.send(befriend(person(n), ADA, n))));
    expect(outcomes.map(({ kind }) => kind)).toEqual(numbers(200).map(() => 'recorded'));
    expect(await versions(world, ADA)).toEqual(numbers(201));
    for (const n of [1, 100, 200]) expect(await versions(world, person(n))).toEqual([1, 2]);
  });

  it('are all ended, though the person they end with is not named', async () => {
    const world = aWorld();
    await world.app.dispatch.together([create(ADA), ...numbers(200).map((n) => create(person(n)))]);
    for (const n of numbers(200)) await world.record(befriend(person(n), ADA, n));
    world.wire.latencyMs = 1;
    const ends = numbers(200).map((n) =>
      order(command('EndRelationship', { relationshipId: item(1_000 + n) }, person(n)), `end-${n}`),
    );
    const outcomes = await Promise.all(ends.map((end) => world.send(end)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(numbers(200).map(() => 'recorded'));
    expect(await versions(world, ADA)).toEqual(numbers(401));
  });
});

it('a relationship ended from both sides at once is ended once, and nobody waits for ever', async () => {
  const world = aWorld();
  for (const each of [ADA, BOB]) await world.record(create(each));
  await world.record(befriend(ADA, BOB, 1));
  const ends = [ADA, BOB].map((from) =>
    order(command('EndRelationship', { relationshipId: item(1_001) }, from), `end-${from}`),
  );
  world.wire.latencyMs = 1;
  const outcomes = await Promise.all(ends.map((end) => world.record(end)));
  expect(outcomes.map(({ events }) => events.length).sort()).toEqual([0, 2]);
  expect(await versions(world, ADA)).toEqual([1, 2, 3]);
});

it('a thousand persons at once do not wait for each other', async () => {
  const world = aWorld();
  const outcomes = await Promise.all(numbers(1_000).map((n) => world.record(create(person(n)))));
  expect(new Set(outcomes.map(({ sequence }) => sequence)).size).toBe(1_000);
  // Together, since they all came at once.
  expect(world.wire.tried.length).toBeLessThan(10);
});
