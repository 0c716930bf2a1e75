/** Conversion: what becomes of each old message, and that the same messages always become the same blocks. */

import { createReadStream, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CarReader } from '@ipld/car';
import { describe, expect, it } from 'vitest';
import { codec } from '../../src/codec/codec.ts';
import type { Recorded } from '../../src/domain/message.ts';
import { carBlocks, rootOf } from '../../src/migrate/car.ts';
import { originOf } from '../../src/migrate/chronicle.ts';
import type { Folder } from '../../src/migrate/folder.ts';
import type { Finding } from '../../src/migrate/scan.ts';
import { fixture, GRACE, ID } from '../legacy/telling.ts';
import { synthetic } from './synthetic.ts';
import { aFolder, conversionOf, rowsIn, scratch } from './world.ts';

const AT = '2025-08-07T09:15:30.123456789Z';
const NAME = { given_name: 'Amara', family_name: 'Okafor', middle_names: [] };

const created = (id: string, at = AT) => ({
  PersonCreated: { person_id: { id }, name: NAME, source: 'test', created_at: at },
});
const envelope = (event: object, sequence: number, timestamp = AT) => ({
  aggregate_id: ID,
  sequence,
  event,
  timestamp,
  correlation_id: 'noise',
  causation_id: 'noise',
});

async function eventsIn(folder: Folder): Promise<Recorded[]> {
  const events: Recorded[] = [];
  for await (const { bytes, text } of carBlocks(folder.events)) {
    const opened = codec.open({ sequence: 0, personId: '', cid: text, bytes });
    if (!('kind' in opened)) events.push(opened);
  }
  return events;
}

const findingsIn = (folder: Folder) => rowsIn<Finding>(folder.findings);

describe('A conversion', () => {
  it('makes chains whose events have the time of the old ones, and are known as imported', async () => {
    const folder = await aFolder([created(ID.id), fixture('PersonEventV2.Archived') as object]);
    await conversionOf(folder);
    const events = await eventsIn(folder);
    expect(events.map(({ type, n }) => [type, n])).toEqual([
      ['PersonCreated', 1],
      ['PersonArchived', 2],
      ['AttributeSet', 3],
    ]);
    expect(events[1]).toMatchObject({
      prev: events[0]?.cid,
      at: Date.parse('2025-08-09T17:42:05.004Z'),
      meta: { actor: 'user:hr-77', source: 'migration', correlationId: '1c5a9e74-b683-4f02-9d18-e07f52a3c6b1' },
    });
  });

  it('keeps every original byte for byte, and each event names its own', async () => {
    const written = `{"PersonCreated": {"person_id":"${ID.id.toUpperCase()}",  "name":"Amara Okafor","source":"x", "created_at":"${AT}"}}`;
    const folder = await aFolder([written, 'no json at all']);
    await conversionOf(folder);
    const car = await CarReader.fromIterable(createReadStream(folder.originalBlocks));
    const [event] = await eventsIn(folder);
    const origin = originOf(event?.meta.commandId ?? '') ?? '';
    const cids = new Map<string, Uint8Array>();
    for await (const { cid, bytes } of car.blocks()) cids.set(cid.toString(), bytes);
    const { decode } = await import('@ipld/dag-cbor');
    const record = decode(cids.get(origin) ?? new Uint8Array()) as { body: { toString(): string }[]; seq: number };
    expect(record.seq).toBe(1);
    expect(Buffer.from(cids.get(record.body[0]?.toString() ?? '') ?? []).toString()).toBe(written);
    expect([...cids.values()].map((bytes) => Buffer.from(bytes).toString())).toContain('no json at all');
  });

  it('writes files that any program for CAR can read, with the manifest at their root', async () => {
    const folder = await aFolder([created(ID.id)]);
    const { root, manifest } = await conversionOf(folder);
    const car = await CarReader.fromIterable(createReadStream(folder.events));
    expect((await car.getRoots()).map(String)).toEqual([root]);
    expect(await rootOf(folder.events)).toBe(root);
    expect(manifest).toMatchObject({ originals: 1, persons: 1, events: 1, facts: { PersonCreated: 1 } });
  });

  it('tells twins once, with who did it, and says which was left', async () => {
    const birth = { BirthDateSet: { person_id: ID, birth_date: '1988-02-29', set_at: '2025-08-07T09:15:30.126Z' } };
    const v2 = {
      event_id: 'e',
      aggregate_id: ID,
      sequence: 2,
      event: {
        event_type: 'BirthDateSet',
        data: { person_id: ID, birth_date: '1988-02-29', metadata: { timestamp: AT, actor: 'user:hr-77' } },
      },
    };
    const folder = await aFolder([envelope(created(ID.id), 1), envelope(birth, 2), v2]);
    await conversionOf(folder);
    const events = await eventsIn(folder);
    expect(events.map(({ type }) => type)).toEqual(['PersonCreated', 'BirthDateSet']);
    expect(events[1]).toMatchObject({ at: Date.parse('2025-08-07T09:15:30.123Z'), meta: { actor: 'user:hr-77' } });
    expect(await findingsIn(folder)).toEqual([
      expect.objectContaining({ kind: 'twin', seq: 2, reason: 'the same fact as source/3, in the other family' }),
    ]);
  });

  it('takes a name that changes to and fro for no twins', async () => {
    const other = { ...NAME, family_name: 'Mensah' };
    const renamed = (from: object, to: object, at: string) => ({
      NameUpdated: { person_id: ID, old_name: from, new_name: to, reason: null, updated_at: at },
    });
    const there = renamed(NAME, other, '2025-08-07T10:00:00Z');
    const folder = await aFolder([
      envelope(created(ID.id), 1),
      envelope(there, 2),
      envelope(renamed(other, NAME, '2025-08-07T10:00:01Z'), 3),
      envelope({ ...there, NameUpdated: { ...there.NameUpdated, updated_at: '2025-08-07T10:00:02Z' } }, 4),
    ]);
    await conversionOf(folder);
    expect((await eventsIn(folder)).map(({ type }) => type)).toEqual([
      'PersonCreated',
      ...Array(3).fill('PersonRenamed'),
    ]);
  });

  it('tells what was written twice once', async () => {
    const folder = await aFolder([envelope(created(ID.id), 1), envelope(created(ID.id), 1)]);
    const { manifest } = await conversionOf(folder);
    expect(manifest).toMatchObject({ events: 1, findings: { duplicate: 1 } });
  });

  it('moves what a merged person had to the other one, even where files are converted apart', async () => {
    const merge = {
      PersonMergedInto: {
        source_person_id: ID,
        merged_into_id: { id: GRACE },
        merge_reason: 'DuplicateIdentity',
        merged_at: AT,
      },
    };
    const email = fixture('PersonEvent.ComponentDataUpdated.Contact.Email') as object;
    const folder = await aFolder([created(GRACE), created(ID.id), email, merge]);
    await conversionOf(folder, 200);
    const absorbed = (await eventsIn(folder)).find(({ type }) => type === 'PersonAbsorbed');
    expect(absorbed).toMatchObject({
      personId: GRACE,
      data: {
        sourceId: ID.id,
        reason: 'DuplicateIdentity',
        contactInfo: { emails: [{ address: 'amara@example.org' }] },
      },
    });
  });

  it('sets aside what no block can hold, with where it was', async () => {
    const deep = JSON.parse(`${'{"a":'.repeat(60)}1${'}'.repeat(60)}`);
    const folder = await aFolder([
      created(ID.id),
      { PersonCreated: { ...created(GRACE).PersonCreated, unheard_of: 'x'.repeat(10 * 1024 * 1024) } },
      { Updated: 1 },
      { event_type: 'Updated', data: { person_id: ID, updates: deep, metadata: { timestamp: AT } } },
      `{"event_type":"Updated","data":{"person_id":"${ID.id}","updates":{"half":"\\ud800"}}}`,
      created(GRACE),
    ]);
    const { manifest } = await conversionOf(folder);
    expect(manifest).toMatchObject({ originals: 6, persons: 2, events: 2, findings: { quarantined: 4 } });
    const set = await rowsIn<{ seq: number; reason: string }>(folder.quarantine);
    expect(set.map(({ seq }) => seq)).toEqual([3, 2, 4, 5]);
    expect(set.find(({ seq }) => seq === 2)?.reason).toContain('bytes');
    expect(set.find(({ seq }) => seq === 4)?.reason).toContain('nested deeper');
    // The whole of it is kept, in pieces.
    let bytes = 0;
    for await (const block of carBlocks(folder.originalBlocks)) bytes += block.bytes.length;
    expect(bytes).toBeGreaterThan(10 * 1024 * 1024);
  });

  it('gives the same files however it is cut, and whenever it is done again', async () => {
    const messages = [...synthetic(500)];
    const roots = [];
    const files = [];
    for (const shardBytes of [undefined, 60_000, 150_000]) {
      const folder = await aFolder(messages);
      const { root } = await conversionOf(folder, shardBytes);
      roots.push(root);
      files.push(readFileSync(folder.events).toString('base64') + readFileSync(folder.persons, 'utf8'));
    }
    expect(new Set(roots).size).toBe(1);
    expect(new Set(files).size).toBe(1);
  });

  it('begins anew where there are more originals than before', async () => {
    const path = scratch();
    const folder = await aFolder([...synthetic(50)], path);
    const before = await conversionOf(folder);
    expect(await conversionOf(folder)).toEqual(before);
    await aFolder([...synthetic(60)], path);
    expect((await conversionOf(folder)).manifest.originals).toBe(60);
  });

  it('leaves a line for later that an export has not written to its end', async () => {
    const folder = await aFolder([created(ID.id)]);
    const path = folder.sources()[0]?.path ?? '';
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"stream":"source","seq":2,"text":"{\\"Per`);
    expect((await conversionOf(folder)).manifest).toMatchObject({ originals: 1, events: 1 });
  });
});

describe('A damaged file of blocks', () => {
  it.each([
    ['is cut off', (path: string) => truncateSync(path, readFileSync(path).length - 10)],
    [
      'has another byte',
      (path: string) => {
        const bytes = readFileSync(path);
        bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
        writeFileSync(path, bytes);
      },
    ],
    ['is empty', (path: string) => writeFileSync(path, '')],
  ])('is refused that %s', async (_, harm) => {
    const folder = await aFolder([created(ID.id)]);
    await conversionOf(folder);
    harm(folder.events);
    await expect(eventsIn(folder)).rejects.toThrow(/ends too soon|is not what its content id says|damaged/);
  });

  it('is no root', async () => {
    const path = join(scratch(), 'x.car');
    writeFileSync(path, 'nonsense');
    await expect(rootOf(path)).rejects.toThrow('has no header');
    rmSync(path);
  });
});
