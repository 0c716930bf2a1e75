/**
 * The main job, end to end: a gateway as an operator runs it, a data set loaded through its API, killed in the middle,
 * loaded again, and asked. Runs on the small data set always, and on the real one where it is at hand.
 */

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { congressAnswers } from '../../src/cli/answers.ts';
import { createClient } from '../../src/client/client.ts';
import { type GatewayProcess, runGateway, serversOf } from '../gateway-process.ts';
import { takeCensus } from './census.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SMALL = fileURLToPath(new URL('./fixtures/congress', import.meta.url));
const REAL = process.env.CONGRESS_DATA || join(ROOT, '../shared/data/congress');

interface Run {
  readonly code: number | null;
  readonly text: string;
}

/** Runs the command line, and says what it wrote and how it ended. */
function cli(address: string, ...args: readonly string[]): { readonly done: Promise<Run> } {
  const child = spawn(process.execPath, ['src/cli/main.ts', ...args, '--url', `${address}/graphql`], { cwd: ROOT });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { done: new Promise((resolve) => child.once('exit', (code) => resolve({ code, text }))) };
}

async function answersOf({ address }: GatewayProcess): Promise<ReadonlyMap<string, string>> {
  const answers = await congressAnswers(createClient({ url: `${address}/graphql`, name: 'test' }));
  return new Map(answers.map(({ question, answer }) => [question, answer]));
}

async function lastSequenceOf({ address }: GatewayProcess): Promise<number> {
  const health = (await (await fetch(`${address}/health`)).json()) as { log: { lastSequence: number } };
  return health.log.lastSequence;
}

describe('the small data set', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  let gateway: GatewayProcess;
  beforeAll(async () => {
    gateway = await runGateway(folder);
  });
  afterAll(async () => {
    await gateway?.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });

  it('is loaded once, however often it is loaded', async () => {
    const first = await cli(gateway.address, 'load', 'congress', SMALL).done;
    expect(first).toMatchObject({ code: 0 });
    expect(first.text).toMatch(/(\d+) commands recorded, 0 were taken before, 0 were refused/);
    const reached = await lastSequenceOf(gateway);
    const second = await cli(gateway.address, 'load', 'congress', SMALL).done;
    expect(second).toMatchObject({ code: 0 });
    expect(second.text).toMatch(/ 0 commands recorded|^0 commands recorded/m);
    expect(await lastSequenceOf(gateway)).toBe(reached);
  });

  it('gives the answers that the files give', async () => {
    const census = takeCensus(SMALL);
    const answers = await answersOf(gateway);
    expect(answers.get('Persons')).toBe(String(census.persons));
    expect(answers.get('Employments')).toBe(String(census.employments));
    expect(answers.get('Relationships')).toBe(String(census.relationships));
    expect(answers.get('Histories verified')).toMatch(/^3 of 3, \d+ events$/);
  });

  it('is asked about by a command that prints a line for each question', async () => {
    const { code, text } = await cli(gateway.address, 'answers', 'congress').done;
    expect(code).toBe(0);
    expect(text.trim().split('\n').length).toBeGreaterThanOrEqual(19);
  });

  it('cannot be loaded from a folder that lacks it, nor into a gateway that is not there', async () => {
    expect(await cli(gateway.address, 'load', 'congress', '/nowhere').done).toMatchObject({
      code: 65,
      text: /nowhere.*ENOENT/s,
    });
    const nobody = await cli('http://127.0.0.1:1', 'answers', 'congress').done;
    expect(nobody).toMatchObject({ code: 69 });
    expect(nobody.text).toContain('No gateway answers at http://127.0.0.1:1/graphql');
    expect(await cli(gateway.address, 'nonsense').done).toMatchObject({ code: 64 });
    expect(await cli(gateway.address, '--nonsense').done).toMatchObject({ code: 64 });
  });
});

describe.runIf(existsSync(REAL))('the members of congress', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  let gateway: GatewayProcess;
  afterAll(async () => {
    await gateway?.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });

  it('survive kill -9 of the gateway in the middle of loading', async () => {
    gateway = await runGateway(folder);
    const loading = cli(gateway.address, 'load', 'congress', REAL);
    await expect.poll(() => lastSequenceOf(gateway), { timeout: 30_000 }).toBeGreaterThan(1_500);
    await gateway.end('SIGKILL');
    expect(await loading.done).toMatchObject({ code: 69, text: /Run the same again/ });
    await expect.poll(() => serversOf(folder), { timeout: 5_000 }).toEqual([]);

    gateway = await runGateway(folder);
    const { code, text } = await cli(gateway.address, 'load', 'congress', REAL).done;
    expect(text).toMatch(/, 0 were refused/);
    expect(code).toBe(0);
  }, 180_000);

  it('give the answers that the files give', async () => {
    const census = takeCensus(REAL);
    const [[largest, members] = [], [next, others] = []] = census.committees;
    const answers = await answersOf(gateway);
    expect(Object.fromEntries(answers)).toMatchObject({
      Persons: String(census.persons),
      Employments: String(census.employments),
      'Skills held': `${census.skillsHeld} by ${census.skillHolders} persons`,
      'Different skills': String(census.committees.length),
      'Most frequent skill': `${largest}, ${members}`,
      'Next most frequent skill': `${next}, ${others}`,
      Relationships: String(census.relationships),
      'Incoming relationships of Sam Graves': String(census.incoming.get('Sam Graves')),
      'Steps from Amy Klobuchar to John Boozman': String(census.distance('Amy Klobuchar', 'John Boozman')),
      'Born before 1946': String(census.bornBefore1946),
      'Found for the misspelt "Klobucher"': 'Amy Klobuchar',
      'Histories verified': expect.stringMatching(new RegExp(`^${census.persons} of ${census.persons}, `)),
    });
    expect(answers.get('Working where')).toContain(`U.S. Senate ${census.senators}`);
    expect(answers.get('Eldest and youngest')).toMatch(new RegExp(`^${census.eldest} .*, ${census.youngest} `));
    expect(answers.get('Most terms of office')).toMatch(new RegExp(`, ${census.mostTerms}$`));
    const way = answers.get('Way from the eldest to the youngest')?.split(' - ') ?? [];
    expect(way.length - 1).toBe(census.distance(census.eldest, census.youngest));
  }, 60_000);

  it('are still there, with the same answers, after a restart', async () => {
    const before = await answersOf(gateway);
    expect(await gateway.end('SIGTERM')).toBe(0);
    expect(serversOf(folder)).toEqual([]);
    gateway = await runGateway(folder);
    expect(await answersOf(gateway)).toEqual(before);
  }, 60_000);
});
