/** The log on three servers: as fresh, as exclusive and as complete as on one, whichever of them is asked. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventStore } from '../../src/app/ports.ts';
import type { Log } from '../../src/nats/open.ts';
import { append, person, write } from '../contract/blocks.ts';
import { Follower, from } from '../contract/follower.ts';
import { aCluster, aLog, atEnd, cleanUp, type PlainServer, until } from './servers.ts';

afterAll(cleanUp);

let servers: readonly PlainServer[];
/** The same log, as gateways on the first and on the second server have it. */
let logs: [Log, Log];

beforeAll(async () => {
  servers = await aCluster();
  const first = await aLog({ natsUrl: servers[0]!.url, replicas: 3 });
  logs = [first, await aLog({ natsUrl: servers[1]!.url, replicas: 3 })];
});

const sequencesOf = async (store: EventStore, n: number) =>
  (await store.load(person(n))).map(({ sequence }) => sequence);

describe('a log of three replicas', () => {
  it('is one log, whichever server it is opened on', () => {
    expect(logs[1].logId).toBe(logs[0].logId);
  });

  it('shows a gateway at once what another one has written', async () => {
    const written: number[] = [];
    for (const n of from(1, 60)) {
      const [writer, reader] = n % 2 === 0 ? [logs[0], logs[1]] : [logs[1], logs[0]];
      written.push(...(await append(writer.store, write(1, `c${n}`, written.at(-1) ?? 0))));
      expect(await sequencesOf(reader.store, 1)).toEqual(written);
    }
  });

  it('lets exactly one win of many on two servers, again and again', async () => {
    let last = 0;
    for (const round of from(1, 10)) {
      const racers = from(1, 16).map((n) => logs[n % 2]!.store.append([write(2, `r${round}-${n}`, last)]));
      const kinds = (await Promise.all(racers)).map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === 'appended')).toHaveLength(1);
      expect(kinds.filter((kind) => kind === 'conflict')).toHaveLength(15);
      last = (await sequencesOf(logs[0].store, 2)).at(-1) ?? 0;
    }
    expect(await sequencesOf(logs[1].store, 2)).toHaveLength(10);
  });

  it('lets exactly one win of a batch and a single write on two servers', async () => {
    for (const n of from(100, 110)) {
      const batch = logs[0].store.append([write(n, 'batch', 0), write(n + 100, 'batch', 0)]);
      const single = logs[1].store.append([write(n, 'single', 0)]);
      const kinds = [(await batch).kind, (await single).kind];
      expect(kinds.sort()).toEqual(['appended', 'conflict']);
    }
  });

  it('writes all of a batch or none of it', async () => {
    await append(logs[0].store, write(3, 'a', 0));
    expect(await logs[1].store.append([write(4, 'a', 0), write(3, 'b', 0)])).toEqual({ kind: 'conflict' });
    expect(await sequencesOf(logs[0].store, 4)).toEqual([]);
    const sequences = await append(logs[1].store, write(5, 'a', 0), write(4, 'a', 0));
    expect(sequences[1]).toBe((sequences[0] ?? 0) + 1);
  });

  it('takes a message id once', async () => {
    const [sequence = 0] = await append(logs[0].store, write(6, 'a', 0));
    expect(await logs[1].store.append([write(6, 'a', 0)])).toEqual({ kind: 'conflict' });
    expect(await logs[1].store.append([write(6, 'a', sequence)])).toEqual({ kind: 'conflict' });
  });

  it('is followed on both servers, in the same order', async () => {
    const last = await logs[0].feed.lastSequence();
    const followers = logs.map(({ feed }) => new Follower(feed, 0));
    for (const follower of followers) atEnd(() => follower.end());
    await append(logs[0].store, write(7, 'a', 0), write(8, 'a', 0));
    for (const follower of followers) await follower.reaches(last + 2);
    for (const follower of followers) expect(follower.sequences).toEqual(from(1, last + 2));
  });

  it('goes on with nothing lost when one of the servers is killed', async () => {
    await append(logs[0].store, write(9, 'a', 0));
    await servers[2]!.kill();
    const isWritten = async () => /appended|conflict/.test((await logs[0].store.append([write(10, 'a', 0)])).kind);
    await until('writes are taken again', isWritten, 20_000);
    expect(await sequencesOf(logs[1].store, 9)).toHaveLength(1);
    expect(await sequencesOf(logs[1].store, 10)).toHaveLength(1);
  });
});
