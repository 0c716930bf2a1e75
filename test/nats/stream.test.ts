/** The stream that is the log: how it is made, and what it is refused for. */

import {
  DiscardPolicy,
  PersistMode,
  RetentionPolicy,
  StorageType,
  StoreCompression,
  type StreamConfig,
} from '@nats-io/jetstream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Access, plugIn } from '../../src/nats/connect.ts';
import { openStream } from '../../src/nats/stream.ts';
import { type Admin, anAdmin, aServer, atEnd, cleanUp, refusalOf } from './servers.ts';
import { aWire, replaced } from './wire.ts';

const EXPECTATION = 'Nats-Expected-Last-Subject-Sequence';
const HOUR_NS = 3_600_000_000_000;

let access: Access;
let admin: Admin;

const open = (wish = { replicas: 1, mayCreate: true }) => openStream(admin.connection, admin.manager, wish);

/** What a gateway makes for itself, on a server of its own: a stream that is being deleted is in the way for a while. */
async function settings(): Promise<StreamConfig> {
  const { access: elsewhere } = await aServer();
  const { connection, manager } = await anAdmin(elsewhere);
  await openStream(connection, manager, { replicas: 1, mayCreate: true });
  return (await manager.streams.info('PERSON')).config;
}

beforeEach(async () => {
  ({ access } = await aServer());
  admin = await anAdmin(access);
});

afterEach(cleanUp);

describe('a log that is begun', () => {
  it('keeps everything for ever, in files, and takes batches', async () => {
    const opened = await open();
    const { config, created, state } = await admin.manager.streams.info('PERSON');
    expect(config).toMatchObject({
      subjects: ['cim.person.event.*'],
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      discard: DiscardPolicy.New,
      compression: StoreCompression.S2,
      max_msgs: -1,
      max_bytes: -1,
      max_age: 0,
      max_msgs_per_subject: -1,
      num_replicas: 1,
      deny_delete: true,
      deny_purge: true,
      allow_direct: true,
      allow_atomic: true,
    });
    expect(config.allow_rollup_hdrs).toBe(false);
    expect(opened).toEqual({ logId: `PERSON@${created}`, lastSequence: 0, replicas: 1 });
    expect(state.messages).toBe(0);
  });

  it('is the same one when it is opened again', async () => {
    const first = await open();
    await admin.connection.request('cim.person.event.somebody', 'something');
    expect(await open()).toEqual({ ...first, lastSequence: 1 });
  });

  it('is not begun where there was one before', async () => {
    const { message, advice } = await refusalOf(open({ replicas: 1, mayCreate: false }));
    expect(message).toBe('The stream PERSON is gone, and this data directory remembers one.');
    expect(advice).toContain('Restore the JetStream store from a backup');
    await expect(admin.manager.streams.info('PERSON')).rejects.toThrow('stream not found');
  });

  it('is not begun beside another stream that holds its subjects', async () => {
    await admin.manager.streams.add({ name: 'OTHER', subjects: ['cim.>'] });
    const { message, advice } = await refusalOf(open());
    expect(message).toBe('The stream PERSON cannot be made: subjects overlap with an existing stream.');
    expect(advice).toContain('Another stream may hold its subjects');
  });

  it('is not begun on fewer servers than it is to be copied to', async () => {
    const { message, advice } = await refusalOf(open({ replicas: 3, mayCreate: true }));
    expect(message).toMatch(/^The stream PERSON cannot be made: .*replicas > 1 not supported/);
    expect(advice).toContain('too few nodes');
  });
});

describe('a log that is set up in another way', () => {
  const DIFFERENT: readonly (readonly [string, Partial<StreamConfig>])[] = [
    ['subjects is ["cim.person.event.>"] instead of ["cim.person.event.*"]', { subjects: ['cim.person.event.>'] }],
    ['storage is "memory" instead of "file"', { storage: StorageType.Memory }],
    ['retention is "interest" instead of "limits"', { retention: RetentionPolicy.Interest }],
    ['retention is "workqueue" instead of "limits"', { retention: RetentionPolicy.Workqueue }],
    ['discard is "old" instead of "new"', { discard: DiscardPolicy.Old }],
    ['max_msgs is 1000 instead of -1', { max_msgs: 1_000 }],
    [`max_age is ${HOUR_NS} instead of 0`, { max_age: HOUR_NS }],
    ['max_msgs_per_subject is 5 instead of -1', { max_msgs_per_subject: 5 }],
    ['no_ack is true instead of false', { no_ack: true }],
    ['deny_delete is false instead of true', { deny_delete: false }],
    ['deny_purge is false instead of true', { deny_purge: false }],
    ['allow_direct is false instead of true', { allow_direct: false }],
    ['allow_rollup_hdrs is true instead of false', { allow_rollup_hdrs: true, deny_purge: false }],
    ['allow_msg_ttl is true instead of false', { allow_msg_ttl: true }],
    ['allow_atomic is false instead of true', { allow_atomic: false }],
    ['persist_mode is "async" instead of "default"', { persist_mode: PersistMode.Async, allow_atomic: false }],
    ['allow_msg_counter is true instead of false', { allow_msg_counter: true, discard: DiscardPolicy.Old }],
    ['allow_msg_schedules is true instead of false', { allow_msg_schedules: true, discard: DiscardPolicy.Old }],
    ['allow_batched is true instead of false', { allow_batched: true }],
    ['sources is [{"name":"ELSEWHERE"}] instead of null', { sources: [{ name: 'ELSEWHERE' }] }],
    [
      'subject_transform is {"src":"cim.person.event.*","dest":"moved.{{wildcard(1)}}"} instead of null',
      { subject_transform: { src: 'cim.person.event.*', dest: 'moved.{{wildcard(1)}}' } },
    ],
  ];

  it.each(DIFFERENT)('is refused, saying that %s', async (said, different) => {
    await admin.manager.streams.add({ ...(await settings()), ...different });
    const { message, advice } = await refusalOf(open());
    expect(message).toContain('The stream PERSON is not set up as the log of this gateway: ');
    expect(message).toContain(said);
    expect(advice).toBe(
      'It is another stream, or somebody changed it. Use an empty data directory, or set the stream right.',
    );
    expect((await admin.manager.streams.info('PERSON')).state.messages).toBe(0);
  });

  it('names everything that differs at once', async () => {
    await admin.manager.streams.add({ ...(await settings()), max_msgs: 7, deny_delete: false });
    const { message } = await refusalOf(open());
    expect(message).toBe(
      'The stream PERSON is not set up as the log of this gateway: max_msgs is 7 instead of -1; deny_delete is false instead of true.',
    );
  });

  it('is refused when somebody changed it since', async () => {
    await open();
    await admin.manager.streams.update('PERSON', { max_age: HOUR_NS });
    expect((await refusalOf(open())).message).toContain(`max_age is ${HOUR_NS} instead of 0`);
  });

  it('is refused when somebody sealed it', async () => {
    await open();
    await admin.manager.streams.update('PERSON', { sealed: true } as Partial<StreamConfig>);
    expect((await refusalOf(open())).message).toContain('sealed is true instead of false');
  });

  it('may be limited in size, since a full log refuses and forgets nothing', async () => {
    await admin.manager.streams.add({ ...(await settings()), max_bytes: 1_000_000, max_msg_size: 300_000 });
    expect((await open()).lastSequence).toBe(0);
  });
});

describe('a log that lost events', () => {
  const withEvents = async () => {
    const config = await settings();
    await admin.manager.streams.add({ ...config, deny_delete: false, deny_purge: false });
    for (const text of ['one', 'two', 'three']) {
      await admin.connection.request(`cim.person.event.${text}`, text);
    }
  };
  const protect = () => admin.manager.streams.update('PERSON', { deny_delete: true, deny_purge: true });

  it('is refused when one is missing in the middle', async () => {
    await withEvents();
    await admin.manager.streams.deleteMessage('PERSON', 2);
    await protect();
    const { message, advice } = await refusalOf(open());
    expect(message).toBe('The stream PERSON has lost events: 2 are there of 3.');
    expect(advice).toBe('Restore the JetStream store from a backup.');
  });

  it('is refused when the first ones are missing', async () => {
    await withEvents();
    await admin.manager.streams.purge('PERSON', { seq: 3 });
    await protect();
    expect((await refusalOf(open())).message).toBe('The stream PERSON has lost events: 1 are there of 3.');
  });
});

describe('a server that does not hold writers to what they expect', () => {
  /** A gateway's connection to the real server, over a wire that spells the header as no server knows it. */
  const misspelt = async (isMeant: (frame: string) => boolean) => {
    const wire = await aWire(access.url);
    const cable = await plugIn({ ...access, url: wire.url });
    atEnd(() => cable.close());
    wire.toServer = (bytes) =>
      isMeant(bytes.toString('latin1')) ? replaced(bytes, EXPECTATION, EXPECTATION.toLowerCase()) : bytes;
    return refusalOf(openStream(cable.connection, admin.manager, { replicas: 1, mayCreate: true }));
  };
  const messages = async () => (await admin.manager.streams.info('PERSON')).state.messages;

  it('is refused when it takes a single write', async () => {
    const { message, advice } = await misspelt(() => true);
    expect(message).toBe('The NATS server does not hold a write to what it expects (answered 10111).');
    expect(advice).toContain('would let two writers both win');
    expect(await messages()).toBe(0);
  });

  it('is refused when it takes a batch', async () => {
    const { message } = await misspelt((frame) => frame.includes('Nats-Batch-Id'));
    expect(message).toBe('The NATS server does not hold a batch to what it expects (answered 10111).');
    expect(await messages()).toBe(0);
  });

  it('is refused when it does not answer', async () => {
    const wire = await aWire(access.url);
    const cable = await plugIn({ ...access, url: wire.url });
    atEnd(() => cable.connection.close());
    wire.toServer = (bytes) => (bytes.includes(EXPECTATION) ? null : bytes);
    const opening = openStream(cable.connection, admin.manager, { replicas: 1, mayCreate: true });
    expect((await refusalOf(opening)).message).toContain('The NATS server does not answer a trial write');
    expect(await messages()).toBe(0);
  });

  it('is taken when it does, and nothing of the trial stays', async () => {
    await open();
    await open();
    expect(await messages()).toBe(0);
  });
});
