/** Import: what is in the log afterwards, whatever happens on the way. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MemoryStore } from '../../src/app/memory-store.ts';
import type { Appended, EventStore, StoredBlock, Write } from '../../src/app/ports.ts';
import { codec } from '../../src/codec/codec.ts';
import type { PersonId } from '../../src/domain/ids.ts';
import { personsIn } from '../../src/migrate/convert.ts';
import { Folder } from '../../src/migrate/folder.ts';
import { type ImportWish, importEvents } from '../../src/migrate/import.ts';
import { ImportStopped, type Refused } from '../../src/migrate/writer.ts';
import { AT, CREATED, ID } from '../legacy/telling.ts';
import { synthetic } from './synthetic.ts';
import { aFolder, conversionOf, rowsIn, scratch } from './world.ts';

const LOG = 'PERSON@2026-01-01T00:00:00Z';

async function aConversion(messages = 600): Promise<Folder> {
  const folder = await aFolder(synthetic(messages));
  await conversionOf(folder);
  return folder;
}

const into = (folder: Folder, store: EventStore, more: Partial<ImportWish> = {}) =>
  importEvents({ folder, store, codec, logId: LOG, ...more });

/** A store between the import and the log, which has its own ways. */
class Between implements EventStore {
  readonly #store: MemoryStore;
  readonly #way: (writes: readonly Write[], append: () => Promise<Appended>) => Promise<Appended>;

  constructor(
    store: MemoryStore,
    way: (writes: readonly Write[], append: () => Promise<Appended>) => Promise<Appended>,
  ) {
    this.#store = store;
    this.#way = way;
  }

  append(writes: readonly Write[]): Promise<Appended> {
    return this.#way(writes, () => this.#store.append(writes));
  }

  load(personId: PersonId): Promise<readonly StoredBlock[]> {
    return this.#store.load(personId);
  }

  last(personId: PersonId): Promise<number> {
    return this.#store.last(personId);
  }

  read(sequences: readonly number[]): Promise<readonly (StoredBlock | null)[]> {
    return this.#store.read(sequences);
  }
}

/** Every person has exactly its chain, and nobody else is there. */
async function expectAllOf(folder: Folder, store: MemoryStore): Promise<void> {
  let events = 0;
  for await (const { personId, events: count, head } of personsIn(folder.persons)) {
    const blocks = await store.load(personId as PersonId);
    expect([blocks.length, blocks.at(-1)?.cid]).toEqual([count, head]);
    events += count;
  }
  expect(await store.lastSequence()).toBe(events);
}

describe('An import', () => {
  it('writes every chain as it was converted, and passes over what is there', async () => {
    const folder = await aConversion();
    const store = new MemoryStore();
    const first = await into(folder, store);
    expect(first).toMatchObject({ present: 0, refused: 0 });
    await expectAllOf(folder, store);
    expect(await into(folder, store)).toEqual(first);
    expect(await into(folder, store, { logId: 'another' })).toEqual({ written: 0, present: first.written, refused: 0 });
    await expectAllOf(folder, store);
  });

  it('goes on after it was ended between any two appends', async () => {
    const folder = await aConversion(300);
    const store = new MemoryStore();
    for (let ends = 0; ends < 50; ends += 1) {
      let appends = 0;
      const ended = new Between(store, async (_, append) => {
        if (appends > 0) throw new Error('killed');
        const appended = await append();
        if (appended.kind === 'appended') appends += 1;
        return appended;
      });
      const outcome = await into(folder, ended).catch((error: Error) => error.message);
      if (outcome !== 'killed') break;
    }
    await expectAllOf(folder, store);
  });

  it('does no harm when others import the same', async () => {
    const folder = await aConversion();
    const other = await aFolder(synthetic(600));
    await conversionOf(other);
    const store = new MemoryStore();
    const slow = new Between(store, async (_, append) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return append();
    });
    const [one, two] = await Promise.all([into(folder, slow), into(other, slow)]);
    expect(one.refused + two.refused).toBe(0);
    expect(one.written + two.written).toBe(one.written + one.present);
    await expectAllOf(folder, store);
  });

  it.each([
    ['was written all the same', true],
    ['was not written', false],
  ])('finds out what became of an append without an answer that %s', async (_, isWritten) => {
    const folder = await aConversion(300);
    const store = new MemoryStore();
    let silences = 0;
    const silent = new Between(store, async (__, append) => {
      silences += 1;
      if (silences > 6 || silences % 2 === 0) return append();
      if (isWritten) await append();
      return { kind: 'unknown', reason: 'no answer' };
    });
    expect((await into(folder, silent)).refused).toBe(0);
    await expectAllOf(folder, store);
  });

  it('stops when there is no room, with nothing lost, and goes on when there is', async () => {
    const folder = await aConversion(300);
    const store = new MemoryStore();
    let left = 2;
    const full = new Between(store, async (_, append) => {
      left -= 1;
      return left < 0 ? { kind: 'unavailable', reason: 'insufficient storage resources (10047)' } : append();
    });
    await expect(into(folder, full, { patienceMs: 0 })).rejects.toThrow(ImportStopped);
    await into(folder, store);
    await expectAllOf(folder, store);
  });

  it('refuses whose history went on otherwise, says where, and writes all others', async () => {
    const folder = await aConversion(300);
    const store = new MemoryStore();
    const [victim] = await rowsIn<{ personId: PersonId; events: number; head: string }>(folder.persons);
    const { personId = '' as PersonId } = victim ?? {};
    const event = {
      personId,
      type: 'PersonCreated',
      version: 2,
      n: 1,
      prev: null,
      at: 1,
      data: {
        status: 'active',
        name: { given: ['Other'], family: [], prefixes: [], suffixes: [], convention: 'mononym' },
      },
      meta: { commandId: 'x', inputDigest: '00', cause: null, correlationId: 'x', actor: 'x', source: 'graphql' },
    };
    const { cid, bytes } = codec.seal(event as never);
    await store.append([{ personId, commandId: 'x', cid, bytes, type: 'PersonCreated', noun: 'person', after: 0 }]);
    const imported = await into(folder, store);
    expect(imported.refused).toBe(victim?.events);
    const refused = await rowsIn<Refused>(folder.refused);
    expect(refused.map(({ n }) => n)).toEqual(Array.from({ length: victim?.events ?? 0 }, (_, at) => at + 1));
    expect(refused[0]).toMatchObject({ personId, reason: 'event 1 of the person is another one here' });
    expect((await store.load(personId)).length).toBe(1);
    for (const { personId: id, events } of await rowsIn<{ personId: PersonId; events: number }>(folder.persons)) {
      if (id !== personId) expect((await store.load(id)).length).toBe(events);
    }
    // Done again it says the same, once.
    expect(await into(folder, store, { logId: 'another' })).toMatchObject({ refused: victim?.events });
    expect(readFileSync(folder.refused, 'utf8').trim().split('\n')).toHaveLength(victim?.events ?? 0);
  });

  it('begins anew in a log that was restored from an older backup', async () => {
    const folder = await aConversion(300);
    await into(folder, new MemoryStore());
    const restored = new MemoryStore();
    expect((await into(folder, restored)).present).toBe(0);
    await expectAllOf(folder, restored);
  });

  it('adds what a grown store has more than before, and nothing else', async () => {
    // What both families tell of in one breath is exported whole.
    const messages = [...synthetic(600)];
    const cut = messages.findIndex(({ subject }, at) => at > 300 && !subject.endsWith('.created'));
    const path = scratch();
    const store = new MemoryStore();
    const before = await aFolder(messages.slice(0, cut), path);
    await conversionOf(before);
    const first = await into(before, store);
    const folder = await aFolder(messages, path);
    const { manifest } = await conversionOf(folder);
    const second = await into(folder, store);
    expect(second).toEqual({ written: manifest.events - first.written, present: first.written, refused: 0 });
    await expectAllOf(folder, store);
  });

  it('refuses a person of whom only half of a twin was there before', async () => {
    const birth = { BirthDateSet: { person_id: ID, birth_date: '1988-02-29', set_at: AT } };
    const v1 = { aggregate_id: ID, sequence: 2, event: birth, timestamp: AT, correlation_id: '', causation_id: '' };
    const data = { person_id: ID, birth_date: '1988-02-29', metadata: { timestamp: AT, actor: 'user:hr-77' } };
    const v2 = { event_id: 'e', aggregate_id: ID, sequence: 2, event: { event_type: 'BirthDateSet', data } };
    const path = scratch();
    const store = new MemoryStore();
    const before = await aFolder([CREATED, v1], path);
    await conversionOf(before);
    await into(before, store);
    const folder = await aFolder([CREATED, v1, v2], path);
    await conversionOf(folder);
    expect(await into(folder, store)).toEqual({ written: 0, present: 1, refused: 1 });
    expect(await rowsIn<Refused>(folder.refused)).toMatchObject([
      { n: 2, reason: 'event 2 of the person is another one here' },
    ]);
  });

  it('takes events of another gateway from a file of blocks, with what else is in it', async () => {
    const from = await aConversion(60);
    const folder = new Folder(join(scratch(), 'empty'));
    const store = new MemoryStore();
    const imported = await into(folder, store, { car: from.events });
    expect(imported).toMatchObject({ present: 0, refused: 0 });
    await expectAllOf(from, store);
  });
});
