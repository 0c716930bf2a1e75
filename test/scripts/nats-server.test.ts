/** Where the nats-server program is looked for, and which one is new enough. */

import { chmodSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isOlder, NATS_VERSION_MIN } from '../../scripts/nats-server.mjs';
import { aCopy, aProgram, aServerOf, type Copy, scratch } from './copy.ts';

type Found = { readonly path: string; readonly version: string } | { readonly problems: readonly string[] };

const find = (copy: Copy, env: NodeJS.ProcessEnv = {}) =>
  copy.call<Found>('nats-server.mjs', 'it.findNatsServer(process.env)', env);

/** A folder with a nats-server of a version in it. */
function aFolderWith(version: string): { folder: string; path: string } {
  const folder = scratch();
  return { folder, path: aServerOf(join(folder, 'nats-server'), version) };
}

describe('the program that is used', () => {
  it('is the one that NATS_SERVER_BIN names, before all others', async () => {
    const copy = aCopy();
    const [named, onPath] = [aFolderWith('2.13.0'), aFolderWith('2.14.0')];
    aServerOf(copy.cached, '2.15.0');
    const env = { NATS_SERVER_BIN: named.path, PATH: onPath.folder };
    expect(await find(copy, env)).toEqual({ path: named.path, version: '2.13.0' });
  });

  it('is the first one on the PATH, before the one in the cache', async () => {
    const copy = aCopy();
    const [first, second] = [aFolderWith('2.13.0'), aFolderWith('2.14.0')];
    aServerOf(copy.cached, '2.15.0');
    const PATH = ['', scratch(), first.folder, second.folder].join(delimiter);
    expect(await find(copy, { PATH })).toEqual({ path: first.path, version: '2.13.0' });
  });

  it('is the next one on the PATH where the first is too old', async () => {
    const [old, good] = [aFolderWith('2.11.9'), aFolderWith('2.12.1')];
    const PATH = [old.folder, good.folder].join(delimiter);
    expect(await find(aCopy(), { PATH })).toEqual({ path: good.path, version: '2.12.1' });
  });

  it('is the one in the cache where the PATH has none that is good enough', async () => {
    const copy = aCopy();
    aServerOf(copy.cached, '2.15.1');
    expect(await find(copy, { PATH: aFolderWith('2.10.1').folder })).toEqual({ path: copy.cached, version: '2.15.1' });
  });

  it('may say its version as development builds do', async () => {
    const { folder, path } = aFolderWith('2.16.0-preview.1');
    expect(await find(aCopy(), { PATH: folder })).toEqual({ path, version: '2.16.0' });
  });
});

describe('why there is none', () => {
  it('is that nothing was fetched yet', async () => {
    const copy = aCopy();
    expect(await find(copy)).toEqual({ problems: [`${copy.cached}: there is no such program`] });
  });

  it('is said of each one on the PATH too', async () => {
    const copy = aCopy();
    const { folder, path } = aFolderWith('2.10.1');
    expect(await find(copy, { PATH: folder })).toEqual({
      problems: [
        `${path}: it is version 2.10.1, and at least ${NATS_VERSION_MIN} is needed`,
        `${copy.cached}: there is no such program`,
      ],
    });
  });

  it('is said of the one that NATS_SERVER_BIN names, and no other is taken in silence', async () => {
    const copy = aCopy();
    aServerOf(copy.cached, '2.15.1');
    const { folder } = aFolderWith('2.15.1');
    expect(await find(copy, { NATS_SERVER_BIN: '/nowhere/nats-server', PATH: folder })).toEqual({
      problems: ['/nowhere/nats-server: there is no such program'],
    });
  });

  it.each([
    ['fails', 'echo "no such instruction" >&2; exit 132', 'no such instruction'],
    ['is another program', 'echo "hello"', ''],
  ])('is that it %s', async (_, lines, said) => {
    const path = aProgram(join(scratch(), 'nats-server'), lines);
    expect(await find(aCopy(), { NATS_SERVER_BIN: path })).toEqual({
      problems: [`${path}: it does not run (${said})`],
    });
  });

  it('is that it is no program but a folder, or a file that may not be run', async () => {
    const folder = join(scratch(), 'nats-server');
    mkdirSync(folder);
    const found = await find(aCopy(), { NATS_SERVER_BIN: folder });
    expect(found).toEqual({
      problems: [expect.stringMatching(/nats-server: it does not run \(spawnSync .* EACCES\)$/)],
    });
    const { path } = aFolderWith('2.15.1');
    chmodSync(path, 0o644);
    const file = await find(aCopy(), { NATS_SERVER_BIN: path });
    expect(file).toEqual({ problems: [`${path}: there is no such program`] });
  });
});

describe('a version', () => {
  it.each([
    ['2.12.0', '2.12.1'],
    ['2.9.25', '2.12.1'],
    ['1.99.99', '2.0.0'],
    ['2.12.9', '2.12.10'],
    ['2.12', '2.12.1'],
    ['0.0.0', '2.12.1'],
    ['2.12.0-RC.3', '2.12.1'],
  ])('%s is older than %s', (version, than) => {
    expect(isOlder(version, than)).toBe(true);
    expect(isOlder(than, version)).toBe(false);
  });

  it.each([
    ['2.12.1', '2.12.1'],
    ['2.12.1-RC.1', '2.12.1'],
    ['2.12.0', '2.12'],
  ])('%s is not older than %s, nor the other way round', (version, than) => {
    expect(isOlder(version, than)).toBe(false);
    expect(isOlder(than, version)).toBe(false);
  });
});
