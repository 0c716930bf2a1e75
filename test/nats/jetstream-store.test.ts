/** The store on JetStream where the wire, the server or the disk fails, and what only JetStream can get wrong. */

import { afterEach, describe, expect, it } from 'vitest';
import { LogUnavailable } from '../../src/app/ports.ts';
import { JetStreamStore } from '../../src/nats/event-store.ts';
import { openStream } from '../../src/nats/stream.ts';
import { append, person, write } from '../contract/blocks.ts';
import { type Admin, anAdmin, aPlainServer, aServer, cleanUp, until } from './servers.ts';
import { aWire, type Wire } from './wire.ts';

afterEach(cleanUp);

interface Setting {
  readonly store: JetStreamStore;
  readonly admin: Admin;
  readonly pid: number;
  /** The wire between the store and its server. */
  readonly wire: Wire;
}

async function aStore(): Promise<Setting> {
  const { access, pid } = await aServer();
  const admin = await anAdmin(access);
  await openStream(admin.connection, admin.manager, { replicas: 1, mayCreate: true });
  const wire = await aWire(access.url);
  const behind = await anAdmin({ ...access, url: wire.url });
  return { store: new JetStreamStore(behind.cable, behind.manager, false), admin, pid, wire };
}

const messages = async ({ manager }: Admin) => (await manager.streams.info('PERSON')).state.messages;

describe('what lies in the stream', () => {
  it('is the bytes, under the subject of the person, with what routes them as headers', async () => {
    const { store, admin } = await aStore();
    await append(store, write(1, 'a', 0));
    const message = await admin.manager.streams.getMessage('PERSON', { seq: 1 });
    expect(message?.subject).toBe(`cim.person.event.${person(1)}`);
    expect(message?.string()).toBe('bytes of a for 1');
    const header = (name: string) => message?.header.get(name);
    expect(header('Cid')).toBe('cid-1-a');
    expect(header('Event-Type')).toBe('TagAdded');
    expect(header('Event-Noun')).toBe('person');
    expect(header('Nats-Msg-Id')).toBe(`${person(1)}/a`);
  });

  it('has no CID for a block that came without one', async () => {
    const { store, admin } = await aStore();
    await admin.connection.request(`cim.person.event.${person(1)}`, 'by hand');
    expect((await store.load(person(1)))[0]?.cid).toBeNull();
    expect((await store.read([1]))[0]?.cid).toBeNull();
  });
});

describe('a long history', () => {
  const onPlain = async () => {
    const { url, monitor } = await aPlainServer();
    const { cable, connection, manager } = await anAdmin({ url });
    await openStream(connection, manager, { replicas: 1, mayCreate: true });
    return { store: new JetStreamStore(cable, manager, false), monitor };
  };

  it('is read to its end, also when it is larger than the server sends at a time', async () => {
    const { store } = await onPlain();
    const bytes = new Uint8Array(250_000);
    for (let n = 1; n <= 280; n += 1) await append(store, write(1, `c${n}`, n - 1, bytes));
    const sequences = (await store.load(person(1))).map(({ sequence }) => sequence);
    expect(sequences).toEqual(Array.from({ length: 280 }, (_, at) => at + 1));
  });

  it('leaves nothing behind at the server when it was read', async () => {
    const { store, monitor } = await onPlain();
    const subscriptions = async () => {
      const answer = (await (await fetch(`${monitor}/varz`)).json()) as { subscriptions: number };
      return answer.subscriptions;
    };
    await append(store, write(1, 'a', 0));
    await store.load(person(1));
    const before = await subscriptions();
    for (let times = 0; times < 20; times += 1) await Promise.all([store.load(person(1)), store.load(person(2))]);
    await until('nothing is left', async () => (await subscriptions()) <= before, 2_000);
  });
});

describe('a wire that breaks', () => {
  it('makes the log unavailable to read, and to write without any doubt', async () => {
    const { store, wire, admin } = await aStore();
    await append(store, write(1, 'a', 0));
    wire.toServer = () => null;
    wire.toClient = () => null;
    wire.cut();
    await until('the store knows', async () => (await store.append([write(1, 'b', 1)])).kind === 'unavailable');
    expect(await store.append([write(1, 'c', 1)])).toEqual({
      kind: 'unavailable',
      reason: 'the gateway is not connected to the log',
    });
    expect(await messages(admin)).toBe(1);
  });

  it('in the middle of a history makes the log unavailable, and leaves nobody waiting', async () => {
    const { store, wire } = await aStore();
    for (let n = 1; n <= 20; n += 1) await append(store, write(1, `c${n}`, n - 1, new Uint8Array(100_000)));
    let passed = 0;
    wire.toClient = (bytes) => {
      passed += bytes.length;
      return passed < 500_000 ? bytes : null;
    };
    await expect(store.load(person(1))).rejects.toThrow(LogUnavailable);
  });

  it('before any answer makes the log unavailable', async () => {
    const { store, wire } = await aStore();
    wire.toClient = () => null;
    await Promise.all([
      expect(store.load(person(1))).rejects.toThrow('the log cannot be read now'),
      expect(store.read([1])).rejects.toThrow(LogUnavailable),
    ]);
  });

  it('is known to be broken at once, and nobody waits for answers that cannot come any more', async () => {
    const { store, wire } = await aStore();
    wire.toClient = () => null;
    const asked = performance.now();
    const reads = [store.load(person(1)), store.last(person(1)), store.read([1])];
    const refused = Promise.all(reads.map((read) => expect(read).rejects.toThrow(LogUnavailable)));
    const appended = store.append([write(1, 'a', 0)]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    wire.cut();
    expect((await appended).kind).toBe('unknown');
    await refused;
    expect(performance.now() - asked).toBeLessThan(1_000);
  });

  it('loses the answer, but not the write: it is unknown what became of it', async () => {
    const { store, wire, admin } = await aStore();
    wire.toClient = () => null;
    const appended = await store.append([write(1, 'a', 0)]);
    expect(appended).toEqual({ kind: 'unknown', reason: expect.stringContaining('the log did not answer') });
    expect(await messages(admin)).toBe(1);
  });

  it('loses a part of a batch, and then nothing of it is written', async () => {
    const { store, wire, admin } = await aStore();
    wire.toServer = (bytes) => (bytes.includes(person(2)) ? null : bytes);
    const appended = await store.append([
      write(1, 'a', 0, new Uint8Array(70_000)),
      write(2, 'a', 0, new Uint8Array(70_000)),
      write(3, 'a', 0),
    ]);
    expect(appended.kind).not.toBe('appended');
    expect(await messages(admin)).toBe(0);
  });
});

describe('a server that fails', () => {
  it('may take a write long after it was given up, and takes it once', async () => {
    const { store, admin, pid } = await aStore();
    process.kill(pid, 'SIGSTOP');
    const appended = await store.append([write(1, 'a', 0)]);
    process.kill(pid, 'SIGCONT');
    expect(appended.kind).toBe('unknown');
    await until('the write has landed', async () => (await messages(admin)) === 1);
    expect(await store.append([write(1, 'a', 0)])).toEqual({ kind: 'conflict' });
    expect(await messages(admin)).toBe(1);
  });

  it('refuses what does not fit into a full log, keeps what it has, and says so', async () => {
    const { store, admin } = await aStore();
    await append(store, write(1, 'a', 0));
    await admin.manager.streams.update('PERSON', { max_bytes: 10_000 });
    const appended = await store.append([write(2, 'a', 0, new Uint8Array(20_000))]);
    expect(appended).toEqual({
      kind: 'unavailable',
      reason: expect.stringContaining('maximum bytes exceeded (10077)'),
    });
    expect(await messages(admin)).toBe(1);
  });

  it('has no stream any more: the log is unavailable, and nothing was written', async () => {
    const { store, admin } = await aStore();
    await admin.manager.streams.delete('PERSON');
    const gone = { kind: 'unavailable', reason: 'the log has no leader at the moment' };
    expect(await store.append([write(1, 'a', 0)])).toEqual(gone);
    expect(await store.append([write(1, 'a', 0), write(2, 'a', 0)])).toEqual(gone);
    await expect(store.load(person(1))).rejects.toThrow(LogUnavailable);
    await expect(store.read([1])).rejects.toThrow(LogUnavailable);
  });
});

it.each([-1, 1.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1])(
  'throws for a block after %d, which is no place',
  async (after) => {
    const { store, admin } = await aStore();
    await expect(store.append([write(2, 'a', 0), write(1, 'a', after)])).rejects.toThrow('No block can follow');
    expect(await messages(admin)).toBe(0);
  },
);
