/** Export: everything of an old stream or file, as it was, whatever happens on the way. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jetstream } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import { afterEach, describe, expect, it } from 'vitest';
import { exportFile, exportStream, SourcesAlike } from '../../src/migrate/export.ts';
import { Folder } from '../../src/migrate/folder.ts';
import { originalIn } from '../../src/migrate/originals.ts';
import type { OldStreams, Original } from '../../src/migrate/ports.ts';
import { openOldStreams } from '../../src/nats/old-streams.ts';
import { aFreePort, anAdmin, aPlainServer, atEnd, cleanUp, scratch } from '../nats/servers.ts';
import { rowsIn } from './world.ts';

afterEach(cleanUp);

const STREAM = 'person-events';
const unwatched = { begin: () => {}, advance: () => {} };
const aFolder = () => new Folder(join(scratch(), 'migration'));

type Row = Omit<Original, 'bytes'> & { readonly text?: string; readonly base64?: string };
const exported = (folder: Folder) => rowsIn<Row>(folder.originals(STREAM));

/** A server with the old stream, and a way to put messages into it. */
async function anOldServer(server: Awaited<ReturnType<typeof aPlainServer>>) {
  const { connection, manager } = await anAdmin(server);
  await manager.streams.add({ name: STREAM, subjects: ['person.events.>'] });
  const client = jetstream(connection);
  const put = (...texts: readonly (string | Uint8Array)[]) =>
    Promise.all(texts.map((text, at) => client.publish(`person.events.${at}`, text)));
  return { manager, client, put };
}

async function opened(url: string): Promise<OldStreams> {
  const streams = await openOldStreams(url);
  atEnd(() => streams.close());
  return streams;
}

describe('An export of a stream', () => {
  it('has each message with its bytes, sequence, subject, headers and time in nanoseconds', async () => {
    const server = await aPlainServer();
    const { client, put } = await anOldServer(server);
    const more = headers();
    more.append('Who', 'somebody');
    await client.publish('person.events.a', '{"Über": "ä\u2028"}', { headers: more });
    await put(Uint8Array.of(0xff, 0xfe, 0x00));
    const folder = aFolder();
    const report = await exportStream(folder, await opened(server.url), STREAM, unwatched);
    expect(report).toEqual({ source: STREAM, originals: 2, written: 2 });
    const [first, second] = await exported(folder);
    expect(first).toMatchObject({ stream: STREAM, seq: 1, subject: 'person.events.a', headers: { Who: ['somebody'] } });
    expect(first?.text).toBe('{"Über": "ä\u2028"}');
    expect(first?.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
    expect(second).toMatchObject({ seq: 2, base64: Buffer.from([0xff, 0xfe, 0]).toString('base64') });
    expect(second).not.toHaveProperty('headers');
  });

  it('takes what comes while it runs, passes over what was deleted, and goes on where it was', async () => {
    const server = await aPlainServer();
    const { manager, put } = await anOldServer(server);
    await put(...Array.from({ length: 30 }, (_, at) => `a${at}`));
    await manager.streams.deleteMessage(STREAM, 7);
    await manager.streams.deleteMessage(STREAM, 30);
    const folder = aFolder();
    const streams = await opened(server.url);
    let isGrown = false;
    const growing: OldStreams = {
      identityOf: (name) => streams.identityOf(name),
      lastOf: (name) => streams.lastOf(name),
      async *read(name, after, until) {
        yield* streams.read(name, after, until);
        if (!isGrown) await put('b0', 'b1');
        isGrown = true;
      },
    };
    expect(await exportStream(folder, growing, STREAM, unwatched)).toMatchObject({ written: 30 });
    await put('c0');
    expect(await exportStream(folder, streams, STREAM, unwatched)).toMatchObject({ written: 1, originals: 31 });
    expect(await exportStream(folder, streams, STREAM, unwatched)).toMatchObject({ written: 0, originals: 31 });
    const sequences = (await exported(folder)).map(({ seq }) => seq);
    expect(sequences).toEqual([...Array(33).keys()].map((at) => at + 1).filter((seq) => seq !== 7 && seq !== 30));
  });

  it('writes a line anew that was not written to its end', async () => {
    const server = await aPlainServer();
    const { put } = await anOldServer(server);
    await put('a', 'b', 'c');
    const folder = aFolder();
    const streams = await opened(server.url);
    await exportStream(folder, streams, STREAM, unwatched);
    const path = folder.originals(STREAM);
    const whole = readFileSync(path, 'utf8');
    for (const cut of [1, 20, whole.length - 5, whole.length]) {
      writeFileSync(path, whole.slice(0, whole.length - cut));
      await exportStream(folder, streams, STREAM, unwatched);
      expect(readFileSync(path, 'utf8')).toBe(whole);
    }
  });

  it('survives a server that goes and comes back', async () => {
    const [store, port] = [scratch(), await aFreePort()];
    const server = await aPlainServer({ store, port });
    const { put } = await anOldServer(server);
    await put(...Array.from({ length: 5_000 }, (_, at) => `a${at}`));
    const folder = aFolder();
    const streams = await opened(server.url);
    let isKilled = false;
    const shaky: OldStreams = {
      identityOf: (name) => streams.identityOf(name),
      lastOf: (name) => streams.lastOf(name),
      async *read(name, after, until) {
        for await (const original of streams.read(name, after, until)) {
          yield original;
          if (original.seq < 1_000 || isKilled) continue;
          isKilled = true;
          await server.kill();
          setTimeout(() => void aPlainServer({ store, port }), 200);
        }
      },
    };
    expect(await exportStream(folder, shaky, STREAM, unwatched)).toMatchObject({ originals: 5_000 });
    expect((await exported(folder)).map(({ seq }) => seq)).toEqual([...Array(5_000).keys()].map((at) => at + 1));
  });

  it('never takes one stream for another of the same name', async () => {
    const [server, other] = [await aPlainServer(), await aPlainServer()];
    await (await anOldServer(server)).put('a');
    await (await anOldServer(other)).put('b', 'c');
    const folder = aFolder();
    await exportStream(folder, await opened(server.url), STREAM, unwatched);
    await expect(exportStream(folder, await opened(other.url), STREAM, unwatched)).rejects.toThrow(SourcesAlike);
    expect(await exported(folder)).toHaveLength(1);
  });

  it('fails for a stream that is not there', async () => {
    const server = await aPlainServer();
    await expect(exportStream(aFolder(), await opened(server.url), STREAM, unwatched)).rejects.toThrow(
      'There is no stream',
    );
  });
});

describe('An export of a file', () => {
  it('has a document a line, and what another export wrote as it was', async () => {
    const folder = aFolder();
    const file = join(scratch(), 'mixed.jsonl');
    const other = { stream: 'PERSON_EVENTS', seq: 12, subject: 's', time: 't', text: '{"a":1}' };
    writeFileSync(file, `{"PersonCreated": 1}\n\n${JSON.stringify(other)}\n{"cut`);
    expect(await exportFile(folder, file)).toEqual({ source: 'mixed', originals: 3, written: 3 });
    const rows = await rowsIn<Row>(folder.originals('mixed'));
    expect(rows.map(({ stream, seq }) => [stream, seq])).toEqual([
      ['mixed', 1],
      ['PERSON_EVENTS', 12],
      ['mixed', 4],
    ]);
    const read = originalIn(JSON.stringify(rows[2]), Buffer.alloc(0), '', 0);
    expect(Buffer.from(read.bytes).toString()).toBe('{"cut');
  });

  it('never takes the place of another of the same name', async () => {
    const folder = aFolder();
    const [one, other] = [join(scratch(), 'old.jsonl'), join(scratch(), 'old.jsonl')];
    writeFileSync(one, '1\n');
    writeFileSync(other, '2\n');
    await exportFile(folder, one);
    await expect(exportFile(folder, other)).rejects.toThrow(SourcesAlike);
    expect(await exportFile(folder, one)).toMatchObject({ originals: 1 });
  });
});
