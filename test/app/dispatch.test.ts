/** The way of a command: recorded, refused, repeated, and only tried out. */

import { describe, expect, it } from 'vitest';
import { BLOCK_BYTES_MAX } from '../../src/codec/dag-cbor.ts';
import { ADA, BOB, command, name } from '../domain/examples.ts';
import { asReplayed, aWorld, befriend, create, order, tag } from './world.ts';

const refused = (code: string, field?: string) => ({
  kind: 'refused',
  refusal: field === undefined ? { code } : { code, field },
});

describe('a command', () => {
  it('is recorded as the next event of its person, and can be seen when it is answered', async () => {
    const { app, record } = aWorld();
    await record(create(ADA));
    const outcome = await record(tag(ADA, 'pioneer'));
    expect(outcome).toMatchObject({ personId: ADA, commandId: 'tag-pioneer', sequence: 2, replayed: false });
    const [event] = outcome.events;
    const first = (await app.persons.history(ADA)).events[0];
    expect(event).toMatchObject({ type: 'TagAdded', n: 2, prev: first?.cid, sequence: 2, data: { tag: 'pioneer' } });
    expect(app.projector.position).toBe(2);
    expect((await app.reader.byCid(event?.cid ?? ''))?.n).toBe(2);
  });

  it('that is refused writes nothing, and shows the person it was refused on', async () => {
    const { send, size } = aWorld();
    expect(await send(tag(ADA, 'pioneer'))).toMatchObject({
      ...refused('PERSON_NOT_FOUND', 'personId'),
      personId: ADA,
      commandId: 'tag-pioneer',
      person: { core: { status: 'absent' } },
    });
    expect(await size()).toBe(0);
  });

  it('for what is already so is recorded without an event, as of the last one', async () => {
    const { record, size } = aWorld();
    await record(create(ADA));
    await record(tag(ADA, 'pioneer'));
    const again = await record(order(command('AddTag', { tag: 'Pioneer' }), 'another'));
    expect(again).toMatchObject({ events: [], sequence: 2, replayed: false });
    expect(await size()).toBe(2);
  });

  it('is refused when it is more than one event can hold', async () => {
    const { send, record, size } = aWorld();
    await record(create(ADA));
    const long = 'x'.repeat(BLOCK_BYTES_MAX);
    const outcome = await send(order(command('SuspendPerson', { reason: long }), 'long'));
    expect(outcome).toMatchObject(refused('COMMAND_TOO_LARGE'));
    const fits = 'x'.repeat(BLOCK_BYTES_MAX - 1_000);
    expect(await send(order(command('SuspendPerson', { reason: fits }), 'fits'))).toMatchObject({ kind: 'recorded' });
    expect(await size()).toBe(2);
  });
});

describe('an expected version', () => {
  it('lets a command through that was sent for the version there is', async () => {
    const { record } = aWorld();
    await record(create(ADA, 'create', { expectedVersion: 0 }));
    const { events } = await record(tag(ADA, 'pioneer', { expectedVersion: 1 }));
    expect(events[0]?.n).toBe(2);
  });

  it.each([0, 1, 3])('of %i is contended where there is version 2, and nothing is written', async (expectedVersion) => {
    const { record, send, size } = aWorld();
    await record(create(ADA));
    await record(tag(ADA, 'one'));
    expect(await send(tag(ADA, 'two', { expectedVersion }))).toEqual({
      kind: 'contended',
      personId: ADA,
      commandId: 'tag-two',
      expectedVersion,
      actualVersion: 2,
    });
    expect(await size()).toBe(2);
  });
});

describe('a command id that was used before', () => {
  it('gets the first answer again, and nothing is written', async () => {
    const { record, size } = aWorld();
    const first = await record(create(ADA));
    await record(tag(ADA, 'later'));
    expect(await record(create(ADA))).toEqual(asReplayed(first));
    expect(await size()).toBe(2);
  });

  it('gets it from another gateway too, also from one that knows nothing yet', async () => {
    const { record, log } = aWorld();
    const first = await record(create(ADA));
    const other = aWorld({ log });
    expect(await other.record(create(ADA))).toEqual(asReplayed(first));
  });

  it('gets it also when the expected version is stale by now', async () => {
    const { record } = aWorld();
    await record(create(ADA));
    const first = await record(tag(ADA, 'pioneer', { expectedVersion: 1 }));
    await record(tag(ADA, 'later'));
    expect(await record(tag(ADA, 'pioneer', { expectedVersion: 1 }))).toEqual(asReplayed(first));
  });

  it('gets it also when the command would be refused by now', async () => {
    const { record } = aWorld();
    await record(create(ADA));
    const first = await record(tag(ADA, 'pioneer'));
    await record(order(command('RecordDeath', { date: '2026-02-01' }), 'death'));
    expect(await record(tag(ADA, 'pioneer'))).toEqual(asReplayed(first));
  });

  it('is refused with other input', async () => {
    const { record, send, size } = aWorld();
    await record(create(ADA));
    await record(order(command('AddTag', { tag: 'one' }), 'same'));
    const other = await send(order(command('AddTag', { tag: 'two' }), 'same'));
    expect(other).toMatchObject({ ...refused('COMMAND_ID_REUSED', 'commandId'), commandId: 'same' });
    const another = await send(order(command('RenamePerson', { name: name('Augusta', 'King') }), 'same'));
    expect(another).toMatchObject(refused('COMMAND_ID_REUSED', 'commandId'));
    expect(await size()).toBe(2);
  });

  it('is free for another person', async () => {
    const { record } = aWorld();
    await record(create(ADA, 'same'));
    expect((await record(create(BOB, 'same'))).replayed).toBe(false);
  });

  it('is free again when it was refused, or had nothing to record', async () => {
    const { record, send } = aWorld();
    expect(await send(tag(ADA, 'pioneer'))).toMatchObject(refused('PERSON_NOT_FOUND', 'personId'));
    await record(create(ADA));
    expect((await record(tag(ADA, 'pioneer'))).events).toHaveLength(1);
    expect((await record(order(command('AddTag', { tag: 'pioneer' }), 'nothing'))).events).toEqual([]);
    expect((await record(order(command('AddTag', { tag: 'other' }), 'nothing'))).events).toHaveLength(1);
  });

  it('gets both events again of a command that concerned two, and no others', async () => {
    const { record } = aWorld();
    for (const each of [ADA, BOB]) await record(create(each));
    const first = await record(befriend(ADA, BOB, 1));
    expect(first.events.map(({ personId }) => personId)).toEqual([ADA, BOB]);
    expect(await record(befriend(ADA, BOB, 1))).toEqual(asReplayed(first));
  });

  it('is refused when it would take effect a second time on the other person', async () => {
    const { record, send, size } = aWorld();
    for (const each of [ADA, BOB]) await record(create(each));
    await record(order(command('AddTag', { tag: 'unrelated' }, BOB), 'befriend-1'));
    expect(await send(befriend(ADA, BOB, 1))).toMatchObject(refused('COMMAND_ID_REUSED', 'commandId'));
    expect(await size()).toBe(3);
  });

  it('gets no event of the other person that came of another command under the same id', async () => {
    const { record } = aWorld();
    for (const each of [ADA, BOB]) await record(create(each));
    await record(order(command('AddTag', { tag: 'unrelated' }, BOB), 'same'));
    // A manager is told of on one side only.
    const { data } = befriend(ADA, BOB, 1).command as { data: object };
    const manager = order(command('EstablishRelationship', { ...data, kind: 'manager' } as never, ADA), 'same');
    const first = await record(manager);
    expect(first.events).toHaveLength(1);
    expect(await record(manager)).toEqual(asReplayed(first));
  });
});

describe('a command that is only tried out', () => {
  it('says what would be recorded, and writes nothing', async () => {
    const { record, size, history } = aWorld();
    await record(create(ADA));
    const tried = await record(tag(ADA, 'pioneer', { validateOnly: true }));
    expect(tried).toMatchObject({ events: [{ type: 'TagAdded', n: 2 }], sequence: 1, replayed: false });
    expect(await size()).toBe(1);
    const done = await record(tag(ADA, 'pioneer'));
    expect(done.events[0]?.cid).toBe(tried.events[0]?.cid);
    expect(done.replayed).toBe(false);
    expect(await history(ADA)).toEqual(['PersonCreated', 'TagAdded']);
  });

  it('says what it would be refused for', async () => {
    const { send, record } = aWorld();
    await record(create(ADA));
    expect(await send(create(ADA, 'again', { validateOnly: true }))).toMatchObject(
      refused('PERSON_EXISTS', 'personId'),
    );
    const stale = await send(tag(ADA, 'pioneer', { validateOnly: true, expectedVersion: 7 }));
    expect(stale).toMatchObject({ kind: 'contended', actualVersion: 1 });
  });
});
