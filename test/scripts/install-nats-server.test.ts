/** A nats-server fetched into the cache: nothing is kept that is not just what was published. */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { findNatsServer } from '../../scripts/nats-server.mjs';
import { aCopy, aProgram, type Copy, installed, scratch, toolsOnly } from './copy.ts';

const PLATFORM = process.platform === 'darwin' ? 'darwin' : 'linux';
const PROCESSOR = process.arch === 'arm64' ? 'arm64' : 'amd64';
const SCRIPT = readFileSync(new URL('../../scripts/install-nats-server.mjs', import.meta.url), 'utf8');
const VERSION = /RELEASE = '([\d.]+)'/.exec(SCRIPT)?.[1] ?? '';
const NAME = `nats-server-v${VERSION}-${PLATFORM}-${PROCESSOR}`;
const FILE = `${NAME}.tar.gz`;

/** What it says of the second way, which these tests bar. */
const NO_DEBIAN = "Debian's package: apt is not there or not configured";

let workshop: string;
/** The real program, packed as its publisher packs it. */
let archive: Buffer;

beforeAll(() => {
  workshop = mkdtempSync(join(tmpdir(), 'person-test-'));
  const program = findNatsServer(process.env);
  if (!('path' in program)) throw new Error(program.problems.join('\n'));
  archive = packed((folder) => copyFileSync(program.path, join(folder, 'nats-server')));
});

afterAll(() => rmSync(workshop, { recursive: true, force: true }));

/** An archive with what is made in its folder. */
function packed(make: (folder: string) => void): Buffer {
  rmSync(workshop, { recursive: true, force: true });
  mkdirSync(join(workshop, NAME), { recursive: true });
  make(join(workshop, NAME));
  const run = spawnSync('tar', ['-czf', join(workshop, FILE), '-C', workshop, NAME]);
  if (run.status !== 0) throw new Error(run.stderr.toString());
  return readFileSync(join(workshop, FILE));
}

const sumsOf = (bytes: Buffer, file = FILE) => `${createHash('sha256').update(bytes).digest('hex')}  ${file}\n`;

/** A place that has releases: answers by the last part of the address, and 404 to anything else. */
async function aPlace(files: Readonly<Record<string, string | Buffer | RequestListener>>): Promise<string> {
  const server = createServer((request, response) => {
    const file = files[request.url?.replace(`/v${VERSION}/`, '') ?? ''];
    if (typeof file === 'function') file(request, response);
    else if (file === undefined) response.writeHead(404).end();
    else response.end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Installed {
  readonly problems: readonly string[] | null;
  readonly said: readonly string[];
}

/** Fetches from the place, where no apt is. Whatever comes of it, no file is left lying around. */
async function install(copy: Copy, place: string): Promise<Installed> {
  const TMPDIR = scratch();
  const env = { PATH: toolsOnly('tar', 'gzip'), NATS_RELEASES_URL: place, TMPDIR };
  const expression = `(async () => {
    const said = [];
    const problems = await it.installNatsServer(process.env, (text) => said.push(text));
    return { problems, said };
  })()`;
  const outcome = await copy.call<Installed>('install-nats-server.mjs', expression, env);
  expect(readdirSync(TMPDIR)).toEqual([]);
  return outcome;
}

/** What was wrong with the release. The cache is as empty as before then. */
async function refusalOf(place: string, copy = aCopy()): Promise<string> {
  const { problems } = await install(copy, place);
  expect(problems).toEqual([expect.stringMatching(/^the official release: /), NO_DEBIAN]);
  expect(existsSync(dirname(copy.cached)) ? readdirSync(dirname(copy.cached)) : []).toEqual([]);
  return problems?.[0]?.replace('the official release: ', '') ?? '';
}

describe('the official release', () => {
  it('is fetched, checked and kept, ready to run', async () => {
    const copy = aCopy();
    const place = await aPlace({
      SHA256SUMS: `${sumsOf(Buffer.from('other'), 'other.zip')}${sumsOf(archive)}`,
      [FILE]: archive,
    });
    expect(await install(copy, place)).toEqual({
      problems: null,
      said: ['Trying the official release ...', expect.stringMatching(/^Fetched the official release, version 2\./)],
    });
    const found = await copy.call('nats-server.mjs', 'it.findNatsServer(process.env)', {});
    expect(found).toEqual({ path: copy.cached, version: expect.stringMatching(/^2\.\d+\.\d+$/) });
    expect(readdirSync(dirname(copy.cached))).toEqual(['nats-server']);
  });

  it('is refused when one byte of it is another', async () => {
    const changed = Buffer.from(archive);
    changed[1_000] = (changed[1_000] ?? 0) ^ 1;
    const place = await aPlace({ SHA256SUMS: sumsOf(archive), [FILE]: changed });
    const [is, was] = [changed, archive].map((bytes) => createHash('sha256').update(bytes).digest('hex'));
    expect(await refusalOf(place)).toBe(`${FILE} has the checksum ${is}, and ${was} was published`);
  });

  it('is refused when its checksums do not name it', async () => {
    const place = await aPlace({ SHA256SUMS: sumsOf(archive, 'nats-server-v9.9.9.tar.gz'), [FILE]: archive });
    expect(await refusalOf(place)).toBe(`its checksums do not name ${FILE}`);
  });

  it('is refused when there are no checksums, or no such release', async () => {
    const noSums = await aPlace({ [FILE]: archive });
    expect(await refusalOf(noSums)).toBe(`${noSums}/v${VERSION}/SHA256SUMS answered 404`);
    const noFile = await aPlace({ SHA256SUMS: sumsOf(archive) });
    expect(await refusalOf(noFile)).toBe(`${noFile}/v${VERSION}/${FILE} answered 404`);
  });

  it('is refused when nobody listens there', async () => {
    const place = 'http://127.0.0.1:9';
    expect(await refusalOf(place)).toMatch(/^fetch failed/);
  });

  it('is refused when the program in it is too old, does not run, or is not there', async () => {
    const make = async (lines: string | null) => {
      const bytes = packed((folder) => {
        if (lines !== null) aProgram(join(folder, 'nats-server'), lines);
      });
      return aPlace({ SHA256SUMS: sumsOf(bytes), [FILE]: bytes });
    };
    expect(await refusalOf(await make('echo "nats-server: v2.10.1"'))).toContain('it is version 2.10.1, and at least');
    expect(await refusalOf(await make('exit 1'))).toContain('it does not run');
    expect(await refusalOf(await make(null))).toContain('ENOENT');
  });

  it('leaves the program that is there alone when it is refused', async () => {
    const copy = aCopy();
    aProgram(copy.cached, 'echo "nats-server: v2.14.0"');
    const before = readFileSync(copy.cached, 'utf8');
    const place = await aPlace({ SHA256SUMS: sumsOf(Buffer.from('other')), [FILE]: archive });
    expect((await install(copy, place)).problems).not.toBeNull();
    expect(readFileSync(copy.cached, 'utf8')).toBe(before);
  });

  it.each<[string, RequestListener]>([
    ['before it answers', () => {}],
    [
      'in the middle',
      (_, response) => {
        response.write(archive.subarray(0, 100_000));
      },
    ],
  ])('is given up when its place falls silent %s', async (_, listener) => {
    const copy = aCopy();
    const script = join(copy.folder, 'scripts/install-nats-server.mjs');
    const text = readFileSync(script, 'utf8');
    // The copy is less patient, so that the test need not be.
    const hasty = text.replace('SILENCE_MS_MAX = 10_000', 'SILENCE_MS_MAX = 500');
    expect(hasty).not.toBe(text);
    writeFileSync(script, hasty);
    const place = await aPlace({ SHA256SUMS: sumsOf(archive), [FILE]: listener });
    expect(await refusalOf(place, copy)).toBe('nothing came for 0.5 s');
  });

  it('may be slow, as long as something comes', async () => {
    const copy = aCopy();
    const script = join(copy.folder, 'scripts/install-nats-server.mjs');
    writeFileSync(script, readFileSync(script, 'utf8').replace('SILENCE_MS_MAX = 10_000', 'SILENCE_MS_MAX = 500'));
    const slow: RequestListener = async (_, response) => {
      for (let from = 0; from < archive.length; from += Math.ceil(archive.length / 5)) {
        response.write(archive.subarray(from, from + Math.ceil(archive.length / 5)));
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      response.end();
    };
    const place = await aPlace({ SHA256SUMS: sumsOf(archive), [FILE]: slow });
    expect((await install(copy, place)).problems).toBeNull();
  });
});

describe('setup', () => {
  const env = (more: NodeJS.ProcessEnv) => ({ PATH: toolsOnly('tar', 'gzip'), ...more });

  it('says nothing when nothing is missing', async () => {
    const copy = aCopy();
    installed(copy);
    aProgram(copy.cached, 'echo "nats-server: v2.15.1"');
    expect(await copy.run('setup.mjs', env({}))).toEqual({ code: 0, out: '', err: '' });
  });

  it('needs no nats-server where NATS_URL names one', async () => {
    const copy = aCopy();
    installed(copy);
    const url = 'nats://127.0.0.1:4222';
    expect(await copy.run('setup.mjs', env({ NATS_URL: url }))).toEqual({ code: 0, out: '', err: '' });
  });

  it('fetches a nats-server once', async () => {
    const copy = aCopy();
    installed(copy);
    const place = await aPlace({ SHA256SUMS: sumsOf(archive), [FILE]: archive });
    const first = await copy.run('setup.mjs', env({ NATS_RELEASES_URL: place }));
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('[setup] There is no nats-server yet. Fetching one');
    expect(await copy.run('setup.mjs', env({ NATS_RELEASES_URL: place }))).toEqual({ code: 0, out: '', err: '' });
  });

  it('fails with every way that failed, and with what to do', async () => {
    const copy = aCopy();
    installed(copy);
    const place = await aPlace({});
    const { code, err } = await copy.run('setup.mjs', env({ NATS_RELEASES_URL: place }));
    expect(code).toBe(1);
    expect(err).toBe(`[setup] No nats-server could be fetched:
  - the official release: ${place}/v${VERSION}/SHA256SUMS answered 404
  - ${NO_DEBIAN}
Install version 2.12.1 or newer so that it is on the PATH, or name it by NATS_SERVER_BIN, or use a running one by NATS_URL.
`);
  });

  it('fetches nothing in place of one that NATS_SERVER_BIN names', async () => {
    const copy = aCopy();
    installed(copy);
    const { code, err } = await copy.run('setup.mjs', env({ NATS_SERVER_BIN: '/nowhere/nats-server' }));
    expect(code).toBe(1);
    expect(err).toBe('[setup] NATS_SERVER_BIN cannot be used. /nowhere/nats-server: there is no such program.\n');
  });

  it('fails on a Node that is too old where npm has none', async () => {
    const copy = aCopy();
    installed(copy, '20.20.2');
    const { code, err } = await copy.run('setup.mjs', env({}));
    expect(code).toBe(1);
    expect(err).toContain('[setup] Node 24.0.0 or newer is needed');
    expect(err).toContain('this is 20.20.2.');
  });

  it('installs the packages once, again when the lock file changes, and never with their scripts', async () => {
    const copy = aCopy();
    installed(copy);
    aProgram(copy.cached, 'echo "nats-server: v2.15.1"');
    writeFileSync(join(copy.folder, 'package-lock.json'), '{ "changed": true }');
    const npm = join(copy.folder, 'npm.mjs');
    writeFileSync(npm, "console.log('npm ' + process.argv.slice(2).join(' '));");
    const run = () => copy.run('setup.mjs', env({ npm_execpath: npm }));
    const { code, out } = await run();
    expect(code).toBe(0);
    expect(out).toContain('npm ci --ignore-scripts');
    expect((await run()).out).toBe('');
  });

  it('fails when the packages cannot be installed, and tries again the next time', async () => {
    const copy = aCopy();
    installed(copy);
    writeFileSync(join(copy.folder, 'package-lock.json'), '{ "changed": true }');
    const npm = join(copy.folder, 'npm.mjs');
    writeFileSync(npm, 'process.exit(1);');
    for (let times = 0; times < 2; times += 1) {
      const { code, err } = await copy.run('setup.mjs', env({ npm_execpath: npm }));
      expect([code, err]).toEqual([1, '[setup] The packages could not be installed. See what npm says above.\n']);
    }
  });
});
