/** What the crash test is worth: programs that are broken on purpose, each of which it must find out. */

import { afterEach, describe, expect, it } from 'vitest';
import { launchGateway } from '../gateway-process.ts';
import { aCluster, aPlainServer, atEnd, cleanUp, scratch } from '../nats/servers.ts';
import { brokenBuild, type Patch } from './broken.ts';
import { Chance } from './chance.ts';
import { faultsOf } from './checker.ts';
import { runEpoch } from './epoch.ts';
import type { FaultKind } from './fault.ts';
import { readServer } from './log.ts';
import type { Kinds } from './pairs.ts';
import { race } from './race.ts';
import type { Build } from './victims.ts';

afterEach(cleanUp);

const STORE = 'src/nats/event-store.ts';
const ERRORS = 'src/nats/errors.ts';

const ROUNDS_MAX = 6;
const PAIRS_PER_ROUND = 100;
const TIMEOUT_MS = 300_000;

/** Two gateways of this build on one log, and pairs of commands for them. */
async function twoGateways({ root, env }: Build, urls: readonly [string, string], replicas = 1) {
  const addresses = [];
  for (const url of urls) {
    const gateway = launchGateway(scratch(), { ...env, NATS_URL: url, NATS_REPLICAS: String(replicas) }, root);
    atEnd(() => gateway.end('SIGKILL'));
    addresses.push((await gateway.ready).address);
  }
  return addresses as [string, string];
}

/** Races until the judge finds faults, or there were as many rounds as it may take. Returns what kinds it found. */
async function faultsInRaces(build: Build, urls: readonly [string, string], kinds: Kinds, replicas = 1) {
  const addresses = await twoGateways(build, urls, replicas);
  const sent = [];
  for (let round = 1; round <= ROUNDS_MAX; round += 1) {
    sent.push(...(await race(addresses, new Chance(`round ${round}`), PAIRS_PER_ROUND, kinds)).sent);
    const faults = await faultsOf(sent, await readServer(urls[0]));
    if (faults.length > 0) return new Set(faults.map(({ kind }) => kind));
  }
  return new Set<FaultKind>();
}

describe('a program is found out', () => {
  it('that appends without an expectation', { timeout: TIMEOUT_MS }, async () => {
    const build = brokenBuild(STORE, [
      [`  lines += \`\${HEADER.expectedLastOfSubject}: \${write.after}\\r\\n\`;\n`, ''],
    ]);
    const { url } = await aPlainServer();
    const kinds = await faultsInRaces(build, [url, url], { sameTag: 1, otherTags: 1, create: 1 });
    // Two histories of one person: numbers twice, links to the same event, and what nobody could have decided.
    expect([...kinds]).toEqual(expect.arrayContaining(['gap', 'link', 'law']));
  });

  it('that writes to two persons one after the other', { timeout: TIMEOUT_MS }, async () => {
    const build = brokenBuild(STORE, [['writes.length > 1 ? this.#nextBatch() : null', 'null']]);
    const { url } = await aPlainServer();
    const kinds = await faultsInRaces(build, [url, url], { friendAndTag: 1 });
    expect(kinds).toContain('half');
  });

  it.each<[string, readonly Patch[]]>([
    ['takes a message id seen before for success', [["  if (duplicate === true) return { kind: 'conflict' };\n", '']]],
    [
      'takes a batch that was refused for one for success',
      [
        [
          '  if (error !== undefined) {\n',
          '  const sequences = Array.from({ length: count }, (_, at) => at + 1);\n' +
            "  if (error?.err_code === 10201) return { kind: 'appended', sequences };\n" +
            '  if (error !== undefined) {\n',
        ],
      ],
    ],
  ])('that %s', { timeout: TIMEOUT_MS }, async (_, patches) => {
    // One server looks at the expectation first; of several, the leader looks for the message id first.
    const [{ url: left }, { url: right }] = await aCluster();
    const build = brokenBuild(ERRORS, patches);
    expect(await faultsInRaces(build, [left, right], { sameCommand: 1, reusedId: 2 }, 3)).toContain('lost');
  });

  it('that answers before the log does', { timeout: TIMEOUT_MS }, async () => {
    const build = brokenBuild(STORE, [
      [
        'const reply = await this.#cable.ask(() =>',
        'const reply = { json: () => ({ stream: STREAM, seq: last.after + writes.length }) };\n      void this.#cable.ask(() =>',
      ],
      ['      );\n      return appendedBy(', '      ).catch(() => {});\n      return appendedBy('],
    ]);
    const { faults } = await runEpoch({ seed: 1, kills: 6, build });
    expect(faults.map(({ kind }) => kind)).toContain('lost');
  });
});
