/** The folder of a gateway's data: whose it is, and that a log that lost its end is never taken for a new one. */

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Log } from '../../src/nats/open.ts';
import { append, write } from '../contract/blocks.ts';
import { aLog, aPlainServer, atEnd, cleanUp, isAlive, refusalOf, scratch, toolless, until } from './servers.ts';

afterEach(cleanUp);

const markIn = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'log.json'), 'utf8')) as { logId: string; sequence: number };
const remark = (folder: string, mark: unknown) => writeFileSync(join(folder, 'log.json'), JSON.stringify(mark));
const one = (log: Log, n: number) => append(log.store, write(n, 'a', 0));

/** A folder with a log of two blocks in it, that nobody has open. */
async function aFolderWithALog(): Promise<{ folder: string; logId: string }> {
  const folder = scratch();
  const log = await aLog({ dataDirectory: folder });
  await one(log, 1);
  await one(log, 2);
  log.mark(2);
  await log.close();
  return { folder, logId: log.logId };
}

/** A place that nobody can write to, whoever runs the tests. */
function aReadOnlyFolder(): string {
  const folder = scratch();
  if (process.getuid?.() !== 0) {
    chmodSync(folder, 0o500);
    atEnd(() => chmodSync(folder, 0o700));
    return folder;
  }
  // Nothing is forbidden to root but by the file system itself.
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,ro', 'tmpfs', folder]);
  if (mounted.status !== 0) return '/proc/person-gateway';
  atEnd(() => spawnSync('umount', [folder]));
  return folder;
}

describe('a data directory', () => {
  it('is made where there is none, for its owner alone, and marked with its log', async () => {
    const folder = join(scratch(), 'deep', 'data');
    const { logId } = await aLog({ dataDirectory: folder });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'log.json')).mode & 0o777).toBe(0o600);
    expect(markIn(folder)).toEqual({ logId, sequence: 0 });
  });

  it('comes back with all that is in it', async () => {
    const { folder, logId } = await aFolderWithALog();
    const log = await aLog({ dataDirectory: folder });
    expect([log.logId, log.lastSequence]).toEqual([logId, 2]);
    expect((await log.store.read([1, 2])).map((block) => block?.cid)).toEqual(['cid-1-a', 'cid-2-a']);
  });

  it.each([
    ['what the system offers', () => process.env],
    ['the keeper, where the system offers nothing', toolless],
  ])('is refused while another gateway uses it, which goes on unharmed: held by %s', async (_, environment) => {
    const folder = scratch();
    const env = environment();
    const first = await aLog({ dataDirectory: folder, env });
    await one(first, 1);
    const { message, advice } = await refusalOf(aLog({ dataDirectory: folder, env }));
    expect(message).toBe(`The data directory ${folder} is in use by another gateway.`);
    expect(advice).toBe('Stop that one first, or give this one a directory of its own by DATA_DIR.');
    expect(await one(first, 2)).toEqual([2]);
    expect(isAlive(first.server.pid ?? 0)).toBe(true);
    await first.close();
    expect((await aLog({ dataDirectory: folder, env })).lastSequence).toBe(2);
  });

  it('is refused when it cannot be written to', async () => {
    const folder = aReadOnlyFolder();
    const { message, advice } = await refusalOf(aLog({ dataDirectory: folder }));
    expect(message).toContain(`The data directory ${folder} cannot be written to (E`);
    expect(advice).toBe('Make it writable, or name another one by DATA_DIR.');
  });

  it('is refused when it would lie below a file', async () => {
    const file = join(scratch(), 'file');
    writeFileSync(file, 'no folder');
    const { message } = await refusalOf(aLog({ dataDirectory: join(file, 'data') }));
    expect(message).toMatch(/^The data directory .*\/file\/data cannot be written to \(ENOTDIR/);
    expect(readFileSync(file, 'utf8')).toBe('no folder');
  });
});

describe('the mark of how far a log reached', () => {
  /** The refusal to open the folder. Afterwards, with the right mark, the log is just as it was. */
  async function refusedAndUnharmed(folder: string, spoil: () => void) {
    const mark = markIn(folder);
    spoil();
    const refusal = await refusalOf(aLog({ dataDirectory: folder }));
    rmSync(join(folder, 'log.json'), { recursive: true });
    remark(folder, mark);
    const log = await aLog({ dataDirectory: folder });
    expect(log.lastSequence).toBe(2);
    return refusal;
  }

  it('is refused over a log that ends before it', async () => {
    const { folder, logId } = await aFolderWithALog();
    const { message, advice } = await refusedAndUnharmed(folder, () => remark(folder, { logId, sequence: 3 }));
    expect(message).toBe('The log has lost events: it ends at 2, and reached 3 before.');
    expect(advice).toContain('Restore the JetStream store from a backup; nothing was written');
  });

  it('is refused over another log', async () => {
    const { folder, logId } = await aFolderWithALog();
    const spoil = () => remark(folder, { logId: 'PERSON@elsewhere', sequence: 1 });
    const { message, advice } = await refusedAndUnharmed(folder, spoil);
    expect(message).toBe(
      `The data directory ${folder} belongs to another log (PERSON@elsewhere) than the one found (${logId}).`,
    );
    expect(advice).toContain('Name the directory of this log by DATA_DIR');
  });

  it.each([
    'no JSON',
    '',
    'null',
    '{}',
    '{"logId":"PERSON@x"}',
    '{"logId":1,"sequence":2}',
    '{"logId":"PERSON@x","sequence":2.5}',
    '{"logId":"PERSON@x","sequence":2',
  ])('is refused when it is damaged: %s', async (text) => {
    const { folder } = await aFolderWithALog();
    const spoil = () => writeFileSync(join(folder, 'log.json'), text);
    const { message, advice } = await refusedAndUnharmed(folder, spoil);
    expect(message).toBe(`The file ${folder}/log.json is damaged.`);
    expect(advice).toContain('Restore it from a backup of the data directory');
  });

  it('is refused when it cannot be read, and not taken for none', async () => {
    const { folder } = await aFolderWithALog();
    const { message, advice } = await refusedAndUnharmed(folder, () => {
      rmSync(join(folder, 'log.json'));
      mkdirSync(join(folder, 'log.json'));
    });
    expect(message).toContain(`The file ${folder}/log.json cannot be read (EISDIR`);
    expect(advice).toContain('Make it readable');
  });

  it('is refused when its log is gone altogether, and no new one is begun', async () => {
    const { folder } = await aFolderWithALog();
    rmSync(join(folder, 'nats'), { recursive: true });
    const refusal = await refusalOf(aLog({ dataDirectory: folder }));
    expect(refusal.message).toBe('The stream PERSON is gone, and this data directory remembers one.');
    expect(refusal.advice).toContain('To begin anew on purpose, use an empty data directory');
    expect((await refusalOf(aLog({ dataDirectory: folder }))).message).toBe(refusal.message);
    expect(streamsIn(folder)).toEqual([]);
  });

  it('is refused over the log of a server of the user, when it is another one', async () => {
    const { folder } = await aFolderWithALog();
    const { url } = await aPlainServer();
    const other = await aLog({ natsUrl: url });
    await one(other, 1);
    const { message, advice } = await refusalOf(aLog({ natsUrl: url, dataDirectory: folder }));
    expect(message).toContain(`than the one found (${other.logId})`);
    expect(advice).toContain('point NATS_URL to the server of that log');
    expect(await other.feed.lastSequence()).toBe(1);
  });

  it('moves with what was read, within about a second, and never back', async () => {
    const { folder, logId } = await aFolderWithALog();
    const log = await aLog({ dataDirectory: folder });
    log.mark(7);
    log.mark(5);
    await until('it has moved', () => markIn(folder).sequence === 7, 3_000);
    log.mark(9);
    await log.close();
    expect(markIn(folder)).toEqual({ logId, sequence: 9 });
  });

  it('may come late while the disk does not take it, and ends nothing', async () => {
    const { folder, logId } = await aFolderWithALog();
    const log = await aLog({ dataDirectory: folder });
    mkdirSync(join(folder, 'log.json.new'));
    log.mark(3);
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect(markIn(folder)).toEqual({ logId, sequence: 2 });
    rmSync(join(folder, 'log.json.new'), { recursive: true });
    await until('it has moved', () => markIn(folder).sequence === 3, 3_000);
  });
});

/** The streams whose files are in the folder. */
function streamsIn(folder: string): string[] {
  const all = readdirSync(join(folder, 'nats'), { recursive: true, encoding: 'utf8' });
  return all.filter((path) => /streams\/[^/]+$/.test(path));
}
