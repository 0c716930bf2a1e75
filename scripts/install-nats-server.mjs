// Fetches a nats-server into the cache of the project: the official release, else Debian's package. Nothing is
// installed into the system, and nothing is kept that is not what its publisher signed or summed.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CACHED_NATS_SERVER, inspect, NATS_CACHE } from './nats-server.mjs';

/** The release that is fetched; newer ones may be used, but this one is tested. */
const RELEASE = '2.15.1';

const RELEASES_URL = 'https://github.com/nats-io/nats-server/releases/download';

/** How long a download may stay silent before the next way is tried, in milliseconds. */
const SILENCE_MS_MAX = 10_000;

const PLATFORMS = new Map([
  ['linux', 'linux'],
  ['darwin', 'darwin'],
  ['win32', 'windows'],
  ['freebsd', 'freebsd'],
]);
const PROCESSORS = new Map([
  ['x64', 'amd64'],
  ['arm64', 'arm64'],
  ['arm', 'arm7'],
  ['ia32', '386'],
]);

/**
 * Tries each way until one works. Returns null then, else why each of them failed.
 * NATS_RELEASES_URL names another place that has the official releases.
 * @param {NodeJS.ProcessEnv} env
 * @param {(text: string) => void} say
 * @returns {Promise<string[] | null>}
 */
export async function installNatsServer(env, say) {
  const ways = [
    { name: 'the official release', install: () => fromRelease(env.NATS_RELEASES_URL || RELEASES_URL) },
    { name: "Debian's package", install: async () => fromDebian() },
  ];
  const problems = [];
  for (const { name, install } of ways) {
    say(`Trying ${name} ...`);
    const work = mkdtempSync(join(tmpdir(), 'nats-server-'));
    try {
      const program = await install().then((find) => find(work));
      keep(program);
      say(`Fetched ${name}, version ${versionOf(CACHED_NATS_SERVER)}.`);
      return null;
    } catch (error) {
      const reason = error instanceof Error ? reasonOf(error) : String(error);
      problems.push(`${name}: ${reason}`);
      say(`That did not work: ${reason}`);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  return problems;
}

/** @param {string} base @returns {Promise<(work: string) => Promise<string>>} */
async function fromRelease(base) {
  const platform = PLATFORMS.get(process.platform);
  const processor = PROCESSORS.get(process.arch);
  if (platform === undefined || processor === undefined) {
    throw new Error(`there is none for ${process.platform} on ${process.arch}`);
  }
  return async (work) => {
    const name = `nats-server-v${RELEASE}-${platform}-${processor}`;
    const file = `${name}.${platform === 'windows' ? 'zip' : 'tar.gz'}`;
    const sums = (await download(`${base}/v${RELEASE}/SHA256SUMS`)).toString('utf8');
    const wanted = sums
      .split('\n')
      .find((line) => line.trim().endsWith(file))
      ?.trim()
      .split(/\s+/)[0];
    if (wanted === undefined) throw new Error(`its checksums do not name ${file}`);
    const bytes = await download(`${base}/v${RELEASE}/${file}`);
    const sum = createHash('sha256').update(bytes).digest('hex');
    if (sum !== wanted) throw new Error(`${file} has the checksum ${sum}, and ${wanted} was published`);
    writeFileSync(join(work, file), bytes);
    run('tar', ['-xf', join(work, file), '-C', work]);
    return join(work, name, platform === 'windows' ? 'nats-server.exe' : 'nats-server');
  };
}

/**
 * Debian's newest suite has a nats-server that is new enough. apt fetches and checks it with an own configuration and
 * own folders, so no right is needed and nothing of the system changes.
 * @returns {(work: string) => string}
 */
function fromDebian() {
  return (work) => {
    if (process.platform !== 'linux') throw new Error('this is no Debian');
    const site = debianSite();
    for (const folder of ['lists/partial', 'cache/archives/partial', 'etc'])
      mkdirSync(join(work, folder), { recursive: true });
    const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
    const signed = existsSync(keyring) ? ` [signed-by=${keyring}]` : '';
    writeFileSync(join(work, 'etc/sources.list'), `deb${signed} ${site} sid main\n`);
    const options = [
      `Dir::Etc::sourcelist=${join(work, 'etc/sources.list')}`,
      'Dir::Etc::sourceparts=/dev/null',
      `Dir::State::lists=${join(work, 'lists')}`,
      `Dir::Cache=${join(work, 'cache')}`,
      'Acquire::Languages=none',
      'Acquire::Retries=2',
      'APT::Sandbox::User=root',
    ].flatMap((option) => ['-o', option]);
    run('apt-get', [...options, '-qq', 'update'], work);
    run('apt-get', [...options, '-qq', 'download', 'nats-server'], work);
    const archive = readdirSync(work).find((file) => file.endsWith('.deb'));
    if (archive === undefined) throw new Error('apt fetched no package');
    run('dpkg-deb', ['-x', archive, 'unpacked'], work);
    const program = ['usr/bin', 'usr/sbin']
      .map((folder) => join(work, 'unpacked', folder, 'nats-server'))
      .find(existsSync);
    if (program === undefined) throw new Error('the package has no nats-server');
    return program;
  };
}

/** Where this machine gets its Debian packages from. */
function debianSite() {
  const format = '$(ORIGIN) $(RELEASE) $(REPO_URI)';
  const targets = spawnSync('apt-get', ['indextargets', '--format', format, 'Created-By: Packages'], {
    encoding: 'utf8',
  });
  if (targets.status !== 0) throw new Error('apt is not there or not configured');
  const sites = targets.stdout.split('\n').map((line) => line.trim().split(' ').at(-1) ?? '');
  const site = sites.find((uri) => /\/debian\/?$/.test(uri));
  if (site === undefined) throw new Error('apt is configured for no Debian archive');
  return site;
}

/** @param {string} url */
async function download(url) {
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), SILENCE_MS_MAX);
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok || response.body === null) throw new Error(`${url} answered ${response.status}`);
    const chunks = [];
    for await (const chunk of response.body) {
      chunks.push(chunk);
      clearTimeout(timer);
      timer = setTimeout(() => abort.abort(), SILENCE_MS_MAX);
    }
    return Buffer.concat(chunks);
  } finally {
    clearTimeout(timer);
  }
}

/** @param {string} program */
function keep(program) {
  mkdirSync(NATS_CACHE, { recursive: true });
  const fresh = `${CACHED_NATS_SERVER}.new`;
  copyFileSync(program, fresh);
  chmodSync(fresh, 0o755);
  const found = inspect(fresh);
  if ('problem' in found) {
    rmSync(fresh);
    throw new Error(found.problem);
  }
  // Renamed at the end, so that nobody ever finds half a program.
  renameSync(fresh, CACHED_NATS_SERVER);
}

/** @param {string} path */
function versionOf(path) {
  const found = inspect(path);
  return 'version' in found ? found.version : '?';
}

/** @param {string} program @param {string[]} args @param {string} [cwd] */
function run(program, args, cwd) {
  const done = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (done.status === 0) return;
  const said =
    done.error?.message ??
    done.stderr
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .slice(-2)
      .join(' ');
  throw new Error(`${program} ${args.at(-1)} failed: ${said}`);
}

/** @param {Error & { cause?: unknown }} error */
function reasonOf(error) {
  if (error.name === 'AbortError') return `nothing came for ${SILENCE_MS_MAX / 1000} s`;
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.message}${cause}`;
}
