/** Import into a real log: several at once, and a server that goes while they write. */

import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { codec } from '../../src/codec/codec.ts';
import type { PersonId } from '../../src/domain/ids.ts';
import { personsIn } from '../../src/migrate/convert.ts';
import { Folder } from '../../src/migrate/folder.ts';
import { importEvents } from '../../src/migrate/import.ts';
import type { Log } from '../../src/nats/open.ts';
import { aFreePort, aLog, aPlainServer, cleanUp, scratch } from '../nats/servers.ts';
import { synthetic } from './synthetic.ts';
import { aFolder, conversionOf } from './world.ts';

afterEach(cleanUp);

async function aConversion(messages: number): Promise<Folder> {
  const folder = await aFolder(synthetic(messages));
  await conversionOf(folder);
  return folder;
}

/** Another folder with the same events, as somebody else would have it. */
function copyOf(folder: Folder): Folder {
  const copy = new Folder(join(scratch(), 'migration'));
  copyFileSync(folder.events, copy.events);
  return copy;
}

const into = (folder: Folder, { store, logId }: Log, advance?: (events: number) => void) =>
  importEvents({ folder, store, codec, logId, ...(advance === undefined ? {} : { advance }) });

async function expectAllOf(folder: Folder, log: Log): Promise<void> {
  let events = 0;
  for await (const { personId, events: count, head } of personsIn(folder.persons)) {
    const blocks = await log.store.load(personId as PersonId);
    expect([blocks.length, blocks.at(-1)?.cid]).toEqual([count, head]);
    events += count;
  }
  expect(await log.feed.lastSequence()).toBe(events);
}

describe('Imports into one log', () => {
  it('write each event once, however many there are', async () => {
    const folder = await aConversion(900);
    const server = await aPlainServer();
    const logs = [];
    for (let at = 0; at < 3; at += 1) logs.push(await aLog({ natsUrl: server.url }));
    const imported = await Promise.all(logs.map((log, at) => into(at === 0 ? folder : copyOf(folder), log)));
    expect(imported.map(({ refused }) => refused)).toEqual([0, 0, 0]);
    const all = imported.map(({ written, present }) => written + present);
    expect(new Set(all).size).toBe(1);
    expect(imported.reduce((sum, { written }) => sum + written, 0)).toBe(all[0]);
    await expectAllOf(folder, logs[0] as Log);
  });

  it('go on when the server was killed and has come back', async () => {
    const folder = await aConversion(900);
    const [store, port] = [scratch(), await aFreePort()];
    const server = await aPlainServer({ store, port });
    const log = await aLog({ natsUrl: server.url });
    let isKilled = false;
    const imported = await into(folder, log, (events) => {
      if (isKilled || events === 0) return;
      isKilled = true;
      void server.kill().then(() => setTimeout(() => void aPlainServer({ store, port }), 100));
    });
    expect(isKilled).toBe(true);
    expect(imported.refused).toBe(0);
    await expectAllOf(folder, log);
  });
});
