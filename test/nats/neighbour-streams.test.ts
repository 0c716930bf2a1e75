/** The streams to and from other domains on a real server: made, kept as wished, and at peace with those of others. */

import { RetentionPolicy } from '@nats-io/jetstream';
import { afterEach, describe, expect, it } from 'vitest';
import type { Log } from '../../src/nats/open.ts';
import { type Admin, aLog, anAdmin, aPlainServer, cleanUp, until } from './servers.ts';

afterEach(cleanUp);

async function aPlace(): Promise<{ log: Log; admin: Admin }> {
  const server = await aPlainServer();
  return { log: await aLog({ natsUrl: server.url }), admin: await anAdmin({ url: server.url }) };
}

const LOCATION = { neighbour: 'location', subjects: ['location.*.*'], keepDays: 2 };
const DAY_NS = 24 * 60 * 60 * 1_000_000_000;

describe('What goes out', () => {
  it('is kept as long and as much as is wished, also when that changes', async () => {
    const { log, admin } = await aPlace();
    await log.wires.outlet({ keepDays: 3, keepMebibytes: 5 });
    await log.wires.outlet({ keepDays: 7, keepMebibytes: 0 });
    const { config } = await admin.manager.streams.info('PERSON_PUBLISHED');
    expect(config).toMatchObject({ max_age: 7 * DAY_NS, max_bytes: -1 });
  });

  it('is not begun anew beside what went out before', async () => {
    const { log, admin } = await aPlace();
    const outlet = await log.wires.outlet({ keepDays: 1, keepMebibytes: 0 });
    await outlet.post([{ id: 'a', subject: 'cim.person.person.PersonCreated.x', bytes: Buffer.from('{}') }], 0);
    await until(
      'it is copied',
      async () => (await admin.manager.streams.info('PERSON_PUBLISHED')).state.messages === 1,
    );
    await admin.manager.streams.delete('PERSON_OUTBOX');
    await expect(log.wires.outlet({ keepDays: 1, keepMebibytes: 0 })).rejects.toThrow(
      'The stream PERSON_OUTBOX is new, but PERSON_PUBLISHED is not. Delete PERSON_PUBLISHED too',
    );
  });

  it('cannot be written into the log by way of the outbox', async () => {
    const { log, admin } = await aPlace();
    await log.wires.outlet({ keepDays: 1, keepMebibytes: 0 });
    admin.connection.publish('person-outbox.cim.person.event.x', 'no');
    await admin.connection.flush();
    expect((await admin.manager.streams.info('PERSON_OUTBOX')).state.last_seq).toBe(0);
    expect((await admin.manager.streams.info('PERSON')).state.last_seq).toBe(0);
  });
});

describe('What comes in', () => {
  it('is caught in a stream of ours that answers nobody', async () => {
    const { log, admin } = await aPlace();
    const source = await log.wires.source(LOCATION);
    expect(source).toMatchObject({ streams: ['PERSON_INBOX_LOCATION'], remarks: [] });
    const asked = admin.connection.request('location.x.defined', '', { timeout: 300 });
    await expect(asked).rejects.toThrow();
    expect(await source.lag()).toBe(1);
  });

  it('is read from the stream that holds a part of it, which is said', async () => {
    const { log, admin } = await aPlace();
    await admin.manager.streams.add({ name: 'PLACES', subjects: ['location.*.archived'] });
    const source = await log.wires.source(LOCATION);
    expect(source.streams).toEqual(['PLACES']);
    expect(source.remarks).toEqual(['location.*.* is read from the stream PLACES, which holds location.*.archived']);
  });

  it('is not taken away from a work queue of others', async () => {
    const { log, admin } = await aPlace();
    await admin.manager.streams.add({ name: 'WORK', subjects: ['location.>'], retention: RetentionPolicy.Workqueue });
    await admin.manager.consumers.add('WORK', { durable_name: 'theirs', ack_policy: 'explicit' });
    await expect(log.wires.source(LOCATION)).rejects.toThrow(
      /stream WORK holds location.\*.\* and does not let the gateway read there/,
    );
  });

  it('goes by other subjects when they are wished, and goes on where it was', async () => {
    const { log, admin } = await aPlace();
    await log.wires.source(LOCATION);
    admin.connection.publish('location.x.defined', '1');
    await admin.connection.flush();
    const source = await log.wires.source({ ...LOCATION, subjects: ['location.*.*', 'places.>'] });
    admin.connection.publish('places.x', '2');
    await admin.connection.flush();
    await until('both are there', async () => (await source.lag()) === 2);
  });
});
