/** Commands that concern two persons: two events or none, and whoever was merged is stood in for. */

import { describe, expect, it } from 'vitest';
import type { RecordedOutcome } from '../../src/app/outcome.ts';
import type { PersonId } from '../../src/domain/ids.ts';
import { ADA, BOB, CAROL, command, item } from '../domain/examples.ts';
import { asReplayed, aWorld, befriend, create, order, SILENCE, tag, type World } from './world.ts';

const DORA = '01890a5d-ac96-774b-bcce-b302099a8004' as PersonId;

const merge = (source: PersonId, targetId: PersonId, commandId = `merge-${source}`) =>
  order(command('MergePersons', { targetId }, source), commandId);

const propose = (from: PersonId, otherId: PersonId) =>
  order(
    command('ProposeRelationship', { relationshipId: item(500), otherId, kind: 'mentor', strength: 0.5 }, from),
    'propose',
  );

const answer = (type: 'AcceptRelationship' | 'DeclineRelationship' | 'EndRelationship', personId: PersonId, n = 500) =>
  order(command(type, { relationshipId: item(n) }, personId), `${type}-${personId}`);

async function aWorldOf(...persons: readonly PersonId[]): Promise<World> {
  const world = aWorld();
  for (const each of persons) await world.record(create(each));
  return world;
}

const placed = ({ events }: RecordedOutcome) =>
  events.map(({ personId, type, sequence }) => [personId, type, sequence]);

describe('a merge', () => {
  it('is an event of the source and one of the target, side by side', async () => {
    const { record, history } = await aWorldOf(ADA, BOB);
    await record(tag(ADA, 'pioneer'));
    const outcome = await record(merge(ADA, BOB));
    expect(placed(outcome)).toEqual([
      [ADA, 'PersonMerged', 4],
      [BOB, 'PersonAbsorbed', 5],
    ]);
    expect(outcome.events[1]?.data).toMatchObject({ sourceId: ADA, tags: ['pioneer'] });
    expect(outcome.sequence).toBe(5);
    expect(await history(ADA)).toEqual(['PersonCreated', 'TagAdded', 'PersonMerged']);
    expect(await history(BOB)).toEqual(['PersonCreated', 'PersonAbsorbed']);
  });

  it('is none at all when somebody changed the target meanwhile, and is decided again with that', async () => {
    const world = await aWorldOf(ADA, BOB);
    const other = aWorld({ log: world.log });
    await world.record(tag(ADA, 'pioneer'));
    world.wire.nextAppends.push(async (_, real) => {
      await other.record(tag(BOB, 'pioneer'));
      const outcome = await real();
      expect(outcome).toEqual({ kind: 'conflict' });
      expect(await world.history(ADA)).toEqual(['PersonCreated', 'TagAdded']);
      return outcome;
    });
    const { events } = await world.record(merge(ADA, BOB));
    expect(events[1]?.data).toMatchObject({ sourceId: ADA, tags: [] });
  });

  it('is refused when the target was archived meanwhile, and nothing is written', async () => {
    const world = await aWorldOf(ADA, BOB);
    const other = aWorld({ log: world.log });
    world.wire.nextAppends.push(async (_, real) => {
      await other.record(order(command('ArchivePerson', { reason: 'left' }, BOB), 'archive'));
      return real();
    });
    const outcome = await world.send(merge(ADA, BOB));
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'PERSON_IS_ARCHIVED', field: 'targetId' } });
    expect(await world.history(ADA)).toEqual(['PersonCreated']);
  });

  it('gets its first answer again, with both events', async () => {
    const { record } = await aWorldOf(ADA, BOB);
    const first = await record(merge(ADA, BOB));
    expect(await record(merge(ADA, BOB))).toEqual(asReplayed(first));
  });

  it('names its target itself, so nobody stands in for one that was merged', async () => {
    const { record, send } = await aWorldOf(ADA, BOB, CAROL);
    await record(merge(BOB, CAROL));
    const outcome = await send(merge(ADA, BOB));
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'PERSON_IS_MERGED', field: 'targetId' } });
  });
});

describe('a relationship of a symmetric kind', () => {
  it('is an event of both persons, side by side', async () => {
    const { record } = await aWorldOf(ADA, BOB);
    expect(placed(await record(befriend(ADA, BOB, 1)))).toEqual([
      [ADA, 'RelationshipEstablished', 3],
      [BOB, 'RelationshipEstablished', 4],
    ]);
  });

  it('is none at all when its write got lost', async () => {
    const { wire, send, size } = aWorld({ settleMs: 0 });
    for (const each of [ADA, BOB]) await send(create(each));
    wire.nextAppends.push(async () => SILENCE);
    expect((await send(befriend(ADA, BOB, 1))).kind).toBe('unsettled');
    expect(await size()).toBe(2);
  });

  it('is refused with a person that is not there', async () => {
    const { send, size } = await aWorldOf(ADA);
    const outcome = await send(befriend(ADA, BOB, 1));
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'PERSON_NOT_FOUND', field: 'otherId' } });
    expect(await size()).toBe(1);
  });

  it('is refused with a person whose history is damaged', async () => {
    const { send, log, size } = await aWorldOf(ADA, BOB);
    log.put(BOB, null, new Uint8Array([1]));
    const outcome = await send(befriend(ADA, BOB, 1));
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'PERSON_IS_QUARANTINED' } });
    expect(await size()).toBe(3);
  });

  it('that only one side tells of is one event', async () => {
    const { record } = await aWorldOf(ADA, BOB);
    const { data } = befriend(ADA, BOB, 1).command as { data: object };
    const manager = order(command('EstablishRelationship', { ...data, kind: 'manager' } as never), 'manager');
    expect(placed(await record(manager))).toEqual([[ADA, 'RelationshipEstablished', 3]]);
  });
});

describe('the answer to a relationship whose other person was merged meanwhile', () => {
  it.each([
    ['AcceptRelationship', 'RelationshipAccepted'],
    ['DeclineRelationship', 'RelationshipDeclined'],
  ] as const)('goes to the target: %s', async (type, fact) => {
    const { record, history } = await aWorldOf(ADA, BOB, CAROL);
    await record(propose(ADA, BOB));
    await record(merge(ADA, CAROL));
    const outcome = await record(answer(type, BOB));
    expect(outcome.events.map((event) => [event.personId, event.type])).toEqual([
      [BOB, fact],
      [CAROL, fact],
    ]);
    expect((await history(ADA)).at(-1)).toBe('PersonMerged');
    expect((await history(CAROL)).at(-1)).toBe(fact);
  });

  it('goes to the target of the target, when that was merged too', async () => {
    const { record } = await aWorldOf(ADA, BOB, CAROL, DORA);
    await record(befriend(ADA, BOB, 1));
    await record(merge(BOB, CAROL));
    await record(merge(CAROL, DORA));
    const outcome = await record(answer('EndRelationship', ADA, 1_001));
    expect(outcome.events.map((event) => [event.personId, event.type])).toEqual([
      [ADA, 'RelationshipEnded'],
      [DORA, 'RelationshipEnded'],
    ]);
  });

  it('is given again with both events', async () => {
    const { record } = await aWorldOf(ADA, BOB, CAROL);
    await record(propose(ADA, BOB));
    await record(merge(ADA, CAROL));
    const first = await record(answer('AcceptRelationship', BOB));
    expect(await record(answer('AcceptRelationship', BOB))).toEqual(asReplayed(first));
  });

  it('is given again with both events, also when the other was merged only after it', async () => {
    const { record } = await aWorldOf(ADA, BOB, CAROL);
    await record(propose(ADA, BOB));
    const first = await record(answer('AcceptRelationship', BOB));
    await record(merge(ADA, CAROL));
    expect(await record(answer('AcceptRelationship', BOB))).toEqual(asReplayed(first));
  });
});
