/** Verification finds what is not as it was, and its receipt can be checked by anybody. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { CarReader } from '@ipld/car';
import { describe, expect, it } from 'vitest';
import { MemoryStore } from '../../src/app/memory-store.ts';
import { isDamage } from '../../src/app/ports.ts';
import { codec } from '../../src/codec/codec.ts';
import type { Event } from '../../src/domain/message.ts';
import { carBlocks } from '../../src/migrate/car.ts';
import type { Folder } from '../../src/migrate/folder.ts';
import { importEvents } from '../../src/migrate/import.ts';
import { checkOffline, readReceipt } from '../../src/migrate/receipt.ts';
import { standingOf } from '../../src/migrate/rollback.ts';
import type { Difference } from '../../src/migrate/tally.ts';
import { NotComparable, type Verified, verify } from '../../src/migrate/verify.ts';
import { CREATED, fixture, GRACE, ID, THING } from '../legacy/telling.ts';
import { synthetic } from './synthetic.ts';
import { aFolder, conversionOf, rowsIn } from './world.ts';

const LOG = 'PERSON@2026-01-01T00:00:00Z';
const watch = { begin: () => {}, advance: () => {} };

const verified = (folder: Folder, feed: MemoryStore, shardBytes?: number): Promise<Verified> =>
  verify({ folder, codec, feed, logId: LOG, watch, ...(shardBytes === undefined ? {} : { shardBytes }) });

interface Imported {
  readonly folder: Folder;
  readonly store: MemoryStore;
}

async function imported(
  messages: Iterable<object | string>,
  change: (event: Event) => Event | null = (event) => event,
): Promise<Imported> {
  const folder = await aFolder(messages as Iterable<object>);
  await conversionOf(folder);
  const store = new MemoryStore();
  for await (const { text, bytes } of carBlocks(folder.events)) {
    const event = codec.open({ sequence: 0, personId: '', cid: text, bytes });
    if (isDamage(event)) continue;
    const changed = change(event);
    if (changed === null) continue;
    const sealed = changed === event ? { cid: event.cid, bytes } : codec.seal(changed);
    store.put(event.personId, sealed.cid, sealed.bytes);
  }
  return { folder, store };
}

const AMARA = [
  CREATED,
  fixture('PersonEvent.BirthDateSet') as object,
  fixture('PersonEvent.PersonDeactivated') as object,
];

describe('A verification', () => {
  it('of an import finds no difference, however it is cut, and the same receipt each time', async () => {
    const folder = await aFolder(synthetic(800));
    const { manifest } = await conversionOf(folder);
    const store = new MemoryStore();
    await importEvents({ folder, store, codec, logId: LOG });
    const { cid, receipt } = await verified(folder, store);
    expect(receipt).toMatchObject({
      differences: 0,
      imported: manifest.events,
      others: 0,
      headsDigest: manifest.heads,
    });
    expect((await verified(folder, store, 60_000)).cid).toBe(cid);
  });

  it.each<[string, (event: Event) => Event | null, string]>([
    ['the last event is lost', (event) => (event.type === 'PersonSuspended' ? null : event), 'history'],
    [
      'an event has another value',
      (event) => (event.type === 'PersonSuspended' ? { ...event, data: { reason: 'x' } } : event),
      'history',
    ],
    ['an event has another time', (event) => (event.n === 3 ? { ...event, at: event.at + 1 } : event), 'history'],
  ])('tells when %s', async (_, change, what) => {
    const { folder, store } = await imported(AMARA, change);
    const { receipt } = await verified(folder, store);
    expect(receipt.differences).toBeGreaterThan(0);
    expect((await rowsIn<Difference>(folder.differences)).map((each) => each.what)).toContain(what);
  });

  it('tells when a person is missing', async () => {
    const { folder, store } = await imported(AMARA, () => null);
    const { receipt } = await verified(folder, store);
    expect(receipt).toMatchObject({ differences: 4, became: { lost: 3 } });
    const { lost } = (await readReceipt(folder.receipt)).details;
    expect(lost).toEqual([1, 2, 3].map((seq) => ['source', seq, expect.stringMatching(/^b/), ID.id]));
  });

  it('tells when the translation answers otherwise than the old world', async () => {
    // As if a birth date had been translated wrongly: converted and imported alike, only the old world knows better.
    const { folder } = await imported(AMARA);
    const other = await aFolder([
      ...AMARA.slice(0, 1),
      { BirthDateSet: { person_id: ID, birth_date: '1999-09-09', set_at: '2025-08-07T09:15:30.123456789Z' } },
      ...AMARA.slice(2),
    ]);
    await conversionOf(other);
    writeFileSync(folder.persons, readFileSync(other.persons));
    const mixed = new MemoryStore();
    await importEvents({ folder: other, store: mixed, codec, logId: LOG });
    const { receipt } = await verified(folder, mixed);
    expect(receipt.queries.lifecycle).toEqual({ compared: 1, different: 1 });
  });

  it('of messages that were exported twice counts them once', async () => {
    const lines = AMARA.map((each, at) => ({
      stream: 's',
      seq: at + 1,
      subject: null,
      time: null,
      text: JSON.stringify(each),
    }));
    const { folder, store } = await imported([...lines, ...lines.slice(1)]);
    const { receipt } = await verified(folder, store);
    expect(receipt).toMatchObject({ differences: 0, became: { told: 3, duplicate: 2 } });
  });

  it('leaves alone what was recorded since, and counts it', async () => {
    const { folder, store } = await imported(AMARA);
    const [last] = (await store.load(ID.id as never)).slice(-1);
    const opened = codec.open(last as never);
    if (isDamage(opened)) throw new Error(opened.reason);
    const own = codec.seal({
      ...opened,
      n: opened.n + 1,
      prev: opened.cid,
      type: 'PersonReactivated',
      data: {},
      meta: { ...opened.meta, commandId: 'own' as never, source: 'graphql' },
    });
    store.put(ID.id, own.cid, own.bytes);
    expect((await verified(folder, store)).receipt).toMatchObject({ differences: 0, imported: 3, others: 1 });
    const standing = await standingOf(store, codec);
    expect(standing).toMatchObject({ imported: 3, others: 1, first: { sequence: 4, type: 'PersonReactivated' } });
  });

  it('has no opinion on what was converted from other originals', async () => {
    const { folder, store } = await imported(AMARA);
    const path = folder.sources()[0]?.path ?? '';
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"more":1}\n`);
    await expect(verified(folder, store)).rejects.toThrow(NotComparable);
    // Of the same length, but others.
    await conversionOf(folder);
    writeFileSync(path, readFileSync(path, 'utf8').replace('{"more":1}', '{"more":2}'));
    await expect(verified(folder, store)).rejects.toThrow('have been changed');
  });
});

describe('Both worlds answer alike', () => {
  const all = readdirSync(new URL('../legacy/fixtures/', import.meta.url)).map((file) => file.replace(/\.json$/, ''));
  // Whose creation was never kept, or who was merged, is told of in another way than the rest.
  const files = all.filter((file) => !/^(PersonCommand|ComponentCommand)/.test(file));
  const about = (name: string, more: object) => ({
    [name]: { person_id: ID, component_id: THING, timestamp: '2025-08-08T00:00:00Z', ...more },
  });

  async function differencesOf(documents: readonly (object | string)[]): Promise<Difference[]> {
    const { folder, store } = await imported(documents);
    await verified(folder, store);
    return rowsIn<Difference>(folder.differences);
  }

  it('about every fixture, one after the other and the other way round', async () => {
    const documents = files.map((file) => fixture(file) as object);
    expect(await differencesOf([CREATED, ...documents])).toEqual([]);
    expect(await differencesOf([CREATED, ...documents.toReversed()])).toEqual([]);
    expect(await differencesOf(documents)).toEqual([]);
  });

  it.each([
    ['source', true, false],
    ['target', false, true],
  ])(
    'after a merge of two who had the same employment, which only the %s still has',
    async (_, isSources, isTargets) => {
      const job = (id: string, isCurrent: boolean) => {
        const employment = { company: 'Acme', position: 'Engineer', start_date: '2021-03-01', is_current: isCurrent };
        const end_date = isCurrent ? null : '2024-06-30';
        const data = { Professional: { Employment: { ...employment, end_date } } };
        const component_id = THING.replace(/^7/, id.slice(0, 1));
        return {
          ComponentDataUpdated: { person_id: { id }, component_id, data, updated_at: '2025-08-07T09:15:30Z' },
        };
      };
      const merge = fixture('PersonEvent.PersonMergedInto') as object;
      const grace = { PersonCreated: { ...CREATED.PersonCreated, person_id: { id: GRACE } } };
      const documents = [CREATED, grace, job(ID.id, isSources), job(GRACE, isTargets), merge];
      expect(await differencesOf(documents)).toEqual([]);
    },
  );

  it('about every fixture alone', async () => {
    const documents = files.flatMap((file, at) => {
      const id = ID.id.slice(0, -4) + String(1_000 + at);
      return [CREATED, fixture(file)].map((each) => JSON.stringify(each).replaceAll(ID.id, id));
    });
    expect(await differencesOf(documents)).toEqual([]);
  });

  it.each([
    ['EmailAdded', 'EmailUpdated', { changes: { email: 'Other@example.org', is_preferred: true } }],
    ['EmailAdded', 'EmailRemoved', {}],
    ['SkillAdded', 'SkillUpdated', { changes: { proficiency: 'Expert' } }],
    ['SkillAdded', 'SkillRemoved', {}],
    ['SocialProfileAdded', 'SocialProfileUpdated', { changes: { username: 'amara2' } }],
    ['SocialProfileAdded', 'SocialProfileRemoved', {}],
    ['EmploymentAdded', 'EmploymentUpdated', { changes: { job_title: 'Staff', is_current: false } }],
    ['EmploymentAdded', 'EmploymentEnded', { end_date: '2025-06-30T00:00:00Z' }],
    ['EmploymentAdded', 'EmploymentRemoved', {}],
  ])('after %s and %s', async (before, name, more) => {
    expect(
      await differencesOf([CREATED, fixture(`ComponentDataEvent.${before}`) as object, about(name, more)]),
    ).toEqual([]);
  });
});

describe('A receipt', () => {
  it('names everybody, and what was quarantined with its place and why', async () => {
    const { folder, store } = await imported([
      ...AMARA,
      'no json',
      { PersonCreated: { person_id: '12345', name: 'A B', source: 'x' } },
    ]);
    const { cid } = await verified(folder, store);
    const read = await readReceipt(folder.receipt);
    expect(read.cid).toBe(cid);
    expect(read.receipt.became).toEqual({ told: 3, quarantined: 2 });
    const [head] = (await store.load(ID.id as never)).slice(-1);
    expect(read.details.heads).toEqual([[ID.id, 3, head?.cid]]);
    expect(read.details.quarantined).toEqual([
      ['source', 4, expect.stringMatching(/^b/), expect.stringContaining('it is no JSON')],
      ['source', 5, expect.stringMatching(/^b/), '"12345" is the id of no person'],
    ]);
    const car = await CarReader.fromBytes(readFileSync(folder.receipt));
    expect((await car.getRoots()).map(String)).toEqual([cid]);
  });

  it('is checked against the events without any log', async () => {
    const { folder, store } = await imported([
      ...AMARA,
      { PersonCreated: { ...CREATED.PersonCreated, person_id: { id: GRACE } } },
    ]);
    const { cid } = await verified(folder, store);
    expect(await checkOffline(folder.receipt, folder.events, codec)).toEqual({
      cid,
      persons: 2,
      events: 4,
      faults: [],
    });
    const other = await imported(AMARA.slice(0, 2));
    const { faults } = await checkOffline(folder.receipt, other.folder.events, codec);
    expect(faults).toEqual([
      expect.stringContaining('the events have the root'),
      `${ID.id} ends with another event than the receipt says`,
      `${GRACE} ends with another event than the receipt says`,
    ]);
  });

  it('that was changed is none', async () => {
    const { folder, store } = await imported(AMARA);
    await verified(folder, store);
    const bytes = readFileSync(folder.receipt);
    bytes[bytes.length - 30] = (bytes[bytes.length - 30] ?? 0) ^ 1;
    writeFileSync(folder.receipt, bytes);
    await expect(readReceipt(folder.receipt)).rejects.toThrow('is not what its content id says');
    writeFileSync(folder.receipt, readFileSync(folder.events));
    await expect(readReceipt(folder.receipt)).rejects.toThrow('is no receipt');
  });
});
