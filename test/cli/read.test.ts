/** `person get`, `search`, `history` and `stats`: looking, for people and for programs. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPerson, idOf, startGateway, type TestGateway } from '../gateway/gateway.ts';
import { ADA, moment, tell } from '../gateway/story.ts';
import { type GatewayProcess, runGateway } from '../gateway-process.ts';
import { inside, person, type Run, rowsIn } from './run.ts';

const BOB = idOf(2);

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
  await tell(gateway);
});
afterAll(() => gateway.stop());

const look = (...words: string[]): Promise<Run> => inside(words, gateway.address);

describe('A gateway as it is run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  let running: GatewayProcess;
  beforeAll(async () => {
    running = await runGateway(folder);
    const input = [
      { createPerson: { personId: ADA, name: { given: ['Ada'], family: ['Lovelace'] } } },
      { addTag: { personId: ADA, tag: 'poet' } },
    ];
    await person(['send', '-'], { address: running.address, input: JSON.stringify(input) });
  });
  afterAll(async () => {
    await running?.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });

  it.each<[string[], RegExp]>([
    [['get', ADA], /^Ada Lovelace\n(.*\n)* {2}tags +poet\n/],
    [['search', 'lovelace'], /^018f0000-0000-7000-8000-000000000001 {2}Ada Lovelace\n1 found\n$/],
    [['history', ADA], /^.* v1 +PersonCreated .*\n.* v2 +TagAdded +anonymous {2}\{"tag":"poet"\}\n$/],
    [['stats'], /^persons {2}1, 1 active\nevents {3}2\nskills {3}0, in 0 categories\nhealth {3}ok\n\nprojection /],
  ])('answers person %j', async (words, answer) => {
    expect(await person(words, { address: running.address })).toMatchObject({ code: 0, out: answer, err: '' });
  });

  it('is no longer listened to when the reader has had enough', async () => {
    const many = { length: 3_000 };
    const input = Array.from(many, (_, at) => JSON.stringify({ addTag: { personId: ADA, tag: `${at}` } })).join('\n');
    const sent = await person(['send', '-'], { address: running.address, input });
    expect(sent.out).toBe('3000 commands recorded, 0 so already, 0 not taken.\n');
    const run = (text: string) =>
      spawnSync('bash', ['-c', text], {
        env: { ...process.env, PERSON_URL: running.address, NODE: process.execPath },
      });
    const { stdout, stderr } = run(
      `"$NODE" src/cli/main.ts history ${ADA} --json | head -1 | wc -l; echo \${PIPESTATUS[0]}`,
    );
    expect([String(stdout), String(stderr)]).toEqual(['1\n0\n', '']);
  });
});

describe('person get', () => {
  it('shows a person as it is, and as it was after an event, on a day, at a moment, and at a position', async () => {
    const { out } = await look('get', ADA);
    expect(out).toMatch(/^Ada Lovelace\n {2}id {6,}018f0000-0000-7000-8000-000000000001\n {2}status +active\n/);
    expect(out).toMatch(/\n {2}email +ada@example.org \(other\)\n/);
    expect(out).toMatch(/\n {2}skill +Analysis \(beginner\)\n {2}relationships +1\n {2}known as +é-1 in HR\n/);
    const named = async (asOf: string) => (await look('get', ADA, '--as-of', asOf)).out.split('\n')[0];
    expect(await named('2')).toBe('Ada Byron');
    expect(await named('3')).toBe('Ada Lovelace');
    expect(await named('2026-03-01')).toBe('Ada Lovelace');
    expect(await named(moment(2))).toBe('Ada Byron');
    expect(await named(gateway.app.positions.encode(3))).toBe('Ada Byron');
  });

  it('shows all there is to be shown', async () => {
    const id = await createPerson(gateway, 7, 'Charles');
    const record = (name: string, input: object) => gateway.recorded(name, { personId: id, ...input });
    await record('SetBirthDate', { date: '1791-12-26' });
    await record('AddPhone', { number: '+12022243121', kind: 'WORK', primary: true });
    await record('AddSocialProfile', { platform: 'GITHUB', username: 'cb', url: 'https://github.com/cb' });
    await record('AddEmployment', {
      organization: 'Engines',
      role: 'Engineer',
      start: '1822-01-01',
      end: '1842-01-01',
    });
    await record('AddEmployment', { organization: 'Cambridge', role: 'Professor', start: '1828-01-01' });
    await record('AddTag', { tag: 'founder' });
    await record('RecordDeath', { date: '1871-10-18' });
    const { out } = await look('get', id);
    for (const row of [
      /status +deceased/,
      /born +1791-12-26/,
      /died +1871-10-18/,
      /phone +\+12022243121 \(work, primary\)/,
      /profile +github cb/,
      /works +Engineer, Engines, 1822-01-01 to 1842-01-01\n +Professor, Cambridge, 1828-01-01 to now/,
      /tags +founder/,
    ])
      expect(out).toMatch(row);
    await createPerson(gateway, 8, 'Double');
    await gateway.recorded('MergePersons', { personId: idOf(8), targetId: BOB });
    expect((await look('get', idOf(8))).out).toMatch(
      /status +merged\n {2}merged into +018f0000-0000-7000-8000-000000000002/,
    );
    await gateway.recorded('SuspendPerson', { personId: BOB, reason: 'as he wished' });
    expect((await look('get', BOB)).out).toMatch(/status +suspended, as he wished/);
    await gateway.recorded('ReactivatePerson', { personId: BOB, reason: 'back' });
  });

  it('writes JSON for programs', async () => {
    const [row, ...rest] = rowsIn((await look('get', ADA, '--json')).out);
    expect(row).toMatchObject({ id: ADA, version: 6, name: { display: 'Ada Lovelace' } });
    expect(rest).toEqual([]);
  });

  it.each<[string[], number, RegExp]>([
    [[idOf(99)], 1, /^There is no person 018f0000-0000-7000-8000-000000000099\.\n$/],
    [[ADA, '--as-of', '2026-02-01'], 1, /^There is no person .* as of 2026-02-01\.\n$/],
    [[ADA, '--as-of', '0'], 64, /versions begin at 1/],
    [['nonsense'], 64, /^An id is a UUID, such as .*, not nonsense\.\n$/],
    [[ADA, '--as-of', 'yesterday'], 64, /^--as-of is a version such as 3/],
    [[ADA, '--as-of', '2026-02-30T00:00:00Z'], 64, /ISO 8601/],
    [[ADA, '--as-of', 'AAAAAAAAAAAAAAAAAAAAAAA'], 64, /this is no position/],
    [[], 64, /Missing required argument 'id'/],
    [[ADA, 'more'], 64, /Too many arguments/],
    [[ADA, '--nonsense'], 64, /Unknown option '--nonsense'/],
  ])('with %j ends with %d', async (words, code, err) => {
    expect(await look('get', ...words)).toMatchObject({ code, out: '', err });
  });
});

describe('person search', () => {
  it.each<[string[], string[]]>([
    [['ada'], [ADA]],
    [['ada', 'lovelace'], [ADA]],
    [['--filter', 'skills=Analysis'], [ADA]],
    [['--filter', 'status=suspended'], []],
    [['--filter', 'status=active', '--filter', 'name=bob'], [BOB]],
    [['--filter', 'skills=Analysis', '--filter', 'skills=Nonsense'], []],
  ])('finds %j', async (words, ids) => {
    const { code, out } = await look('search', ...words, '--json');
    expect(code).toBe(0);
    expect(rowsIn<{ id: string }>(out).map(({ id }) => id)).toEqual(ids);
  });

  it('says how many there are, and shows as many as are asked for', async () => {
    expect((await look('search', '--first', '1')).out).toMatch(/^.*\n\d found, 1 shown\n$/);
    expect((await look('search', 'xyzzyq')).out).toBe('0 found\n');
  });

  it.each<[string[], RegExp]>([
    [['--filter', 'staus=active'], /^There is no filter staus\. Did you mean status\?\n$/],
    [['--filter', 'xyzzy=1'], /^There is no filter xyzzy\. There are status, name, employer/],
    [['--filter', 'status=actve'], /argument 'status=actve' is invalid\. Did you mean active\?\n$/],
    [['--filter', 'nonsense'], /^A filter is such as employer=Senate, not nonsense\.\n$/],
    [['--filter', 'born-from=yesterday'], /a date is written YYYY-MM-DD/],
    [['--first', 'x'], /It is a whole number/],
    [['--first', '1001'], /a page has 0 to 1000 rows/],
  ])('refuses %j', async (words, err) => {
    expect(await look('search', ...words)).toMatchObject({ code: 64, out: '', err });
  });
});

describe('person history', () => {
  it('writes each event once, in order, for people and for programs', async () => {
    const { out } = await look('history', ADA, '--json');
    expect(rowsIn<{ version: number }>(out).map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6]);
    expect((await look('history', ADA)).out).toMatch(
      /^2026-03-01 12:01:00 {2}v1 +PersonCreated +anonymous {2}\{"name"/,
    );
    expect(await look('history', idOf(99))).toMatchObject({ code: 1, err: /There is no person/ });
    expect(await look('history', 'x')).toMatchObject({ code: 64 });
  });
});

describe('person stats', () => {
  it('counts, and tells how the gateway is, also when it is not well', async () => {
    const [stats] = rowsIn((await look('stats', '--json')).out);
    expect(stats).toMatchObject({
      persons: { active: 2, deceased: 1, merged: 1 },
      skills: 1,
      projections: [{ name: 'Network', lag: 0, gaps: 0 }, {}, {}, {}, {}],
      health: { status: 'ok', problems: [] },
    });
    gateway.outside.writeProblem = 'the disk is full';
    expect((await look('stats')).out).toMatch(
      /\nhealth +degraded, Nothing can be written to the log: the disk is full\.\n/,
    );
    gateway.outside.writeProblem = null;
  });
});

describe('The gateway', () => {
  it.each<[string, RegExp]>([
    ['ftp://127.0.0.1', /^The address of a gateway is such as http:\/\/127\.0\.0\.1:4000\/graphql, not ftp:/],
    ['nonsense', /^The address of a gateway is such as .*, not nonsense\.\n$/],
  ])('cannot be at %s', async (address, err) => {
    expect(await inside(['stats', '--url', address])).toMatchObject({ code: 64, err });
  });

  it('that is not there is told of, with what can be done', async () => {
    expect(await inside(['stats'], 'http://127.0.0.1:1')).toMatchObject({
      code: 69,
      err: 'No gateway answers at http://127.0.0.1:1/graphql (bad port). Start one with "npm start", or name it by --url or PERSON_URL.\n',
    });
  });

  it('is the one named nearest to the verb, and by HOST and PORT when none is named', async () => {
    const words = ['--url', 'http://127.0.0.1:1', 'stats', '--url', gateway.endpoint, '--json'];
    expect(await inside(words, 'http://127.0.0.1:2')).toMatchObject({ code: 0 });
    const { HOST, PORT } = process.env;
    Object.assign(process.env, { HOST: '127.0.0.1', PORT: new URL(gateway.address).port });
    expect(await inside(['--json', 'stats'])).toMatchObject({ code: 0, out: /^\{/ });
    for (const [name, value] of Object.entries({ HOST, PORT })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  it('cannot be told of an actor that no header can hold', async () => {
    expect(await look('send', 'add-tag', '--person-id', ADA, '--tag', 'x', '--actor', 'Zoë 日本')).toMatchObject({
      code: 64,
      err: /^The name of an actor is sent in a header/,
    });
  });
});

describe('The program', () => {
  it('tells what it can, and its version', async () => {
    expect(await inside([])).toMatchObject({ code: 64, out: '', err: /^Usage: person VERB/ });
    expect(await inside(['--help'])).toMatchObject({ code: 0, out: /^Usage: person VERB/, err: '' });
    expect(await inside(['--version'])).toMatchObject({ code: 0, out: /^\d+\.\d+\.\d+\n$/ });
    expect(await inside(['serch'])).toMatchObject({
      code: 64,
      err: /Unknown command 'serch'\n\(Did you mean search\?\)/,
    });
  });
});
