/** The steps of a migration as people run them: what they say, what they end with, and what they leave. */

import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jetstream } from '@nats-io/jetstream';
import { afterEach, describe, expect, it } from 'vitest';
import type { PersonId } from '../../src/domain/ids.ts';
import { CREATED, fixture } from '../legacy/telling.ts';
import { synthetic } from '../migrate/synthetic.ts';
import { aLog, anAdmin, aPlainServer, cleanUp, scratch } from '../nats/servers.ts';
import { inside } from './run.ts';

afterEach(cleanUp);

const EVENTS = [CREATED, fixture('PersonEvent.BirthDateSet'), fixture('PersonEvent.PersonDeactivated'), 'no json'];

function aSource(documents: readonly unknown[] = EVENTS): { readonly dir: string; readonly file: string } {
  const folder = scratch();
  const file = join(folder, 'old.jsonl');
  const lines = documents.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
  writeFileSync(file, lines.map((each) => `${each}\n`).join(''));
  return { dir: join(folder, 'migration'), file };
}

async function aConversion(documents?: readonly unknown[]): Promise<string> {
  const { dir, file } = aSource(documents);
  await inside(['migrate', 'export', '--dir', dir, '--file', file]);
  await inside(['migrate', 'convert', '--dir', dir]);
  return dir;
}

describe('A migration', () => {
  it('leads from files over a plan and an import to a receipt', async () => {
    const { dir, file } = aSource();
    const exported = await inside(['migrate', 'export', '--dir', dir, '--file', file]);
    expect(exported).toMatchObject({ code: 0, out: 'old: 4 messages, of which 4 were written now.\n' });
    const converted = await inside(['migrate', 'convert', '--dir', dir]);
    expect(converted.out).toMatch(/^4 messages, 1 person, 3 events\.\n {2}quarantined {2}1\nroot b/);
    const plan = await inside(['migrate', 'plan', '--dir', dir]);
    expect(plan.out).toContain('       1  quarantined: it is no JSON');
    const persons = await inside(['migrate', 'plan', '--dir', dir, '--persons']);
    expect(persons.out).toMatch(/^3f6c1d52-\S+ +3 {2}suspended +0 {2}b/);
    const findings = await inside(['migrate', 'plan', '--dir', dir, '--findings', 'quarantined', '--json']);
    expect(JSON.parse(findings.out)).toMatchObject({ kind: 'quarantined', stream: 'old', seq: 4 });
    const server = await aPlainServer();
    const log = ['--nats', server.url, '--data', join(dir, 'data')];
    const imported = await inside(['migrate', 'import', '--dir', dir, ...log]);
    expect(imported).toMatchObject({
      code: 0,
      out: '3 events in the log: 3 by this import, 0 from before it. Refused: 0.\n',
    });
    const verified = await inside(['migrate', 'verify', '--dir', dir, ...log]);
    expect(verified.code).toBe(0);
    expect(verified.out).toContain('0 differences.\nreceipt b');
    const offline = await inside(['migrate', 'verify', '--dir', dir, '--offline']);
    expect(offline).toMatchObject({ code: 0, out: expect.stringMatching(/^1 person, 3 events checked\. receipt b/) });
    // What lies on a server of one's own is not ours to put aside.
    expect(await inside(['migrate', 'rollback', '--dir', dir, ...log])).toMatchObject({
      code: 1,
      err: expect.stringContaining('remove the stream PERSON'),
    });
  });

  it('begins with a stream of the old server', async () => {
    const server = await aPlainServer();
    const { connection, manager } = await anAdmin(server);
    await manager.streams.add({ name: 'person-events', subjects: ['person.>'] });
    const client = jetstream(connection);
    for (const { text } of synthetic(20)) await client.publish('person.events.x', text);
    const { dir } = aSource();
    const words = ['migrate', 'export', '--dir', dir, '--from', server.url, '--stream', 'person-events', '--json'];
    expect(JSON.parse((await inside(words)).out)).toEqual({ source: 'person-events', originals: 20, written: 20 });
    expect(JSON.parse((await inside(words)).out)).toMatchObject({ written: 0 });
    const other = await inside(['migrate', 'export', '--dir', dir, '--from', server.url, '--stream', 'other']);
    expect(other).toMatchObject({ code: 75, err: 'There is no stream other on this server.\n' });
  });

  it('is undone by putting the data directory aside, until somebody else has written', async () => {
    const dir = await aConversion();
    const data = join(dir, 'data');
    await inside(['migrate', 'import', '--dir', dir, '--data', data]);
    const asked = await inside(['migrate', 'rollback', '--dir', dir, '--data', data]);
    expect(asked).toMatchObject({
      code: 0,
      out: expect.stringContaining('3 imported events and no others. With --confirm'),
    });
    expect(existsSync(data)).toBe(true);
    await inside(['migrate', 'rollback', '--dir', dir, '--data', data, '--confirm']);
    expect(existsSync(data)).toBe(false);
    expect(existsSync(`${data}.rolled-back-1`)).toBe(true);
    const again = await inside(['migrate', 'import', '--dir', dir, '--data', data, '--json']);
    expect(JSON.parse(again.out)).toEqual({ written: 3, present: 0, refused: 0 });
    const log = await aLog({ dataDirectory: data });
    const personId = '01890a5d-ac96-774b-bcce-b302099a8057' as PersonId;
    const own = { personId, commandId: 'own', type: 'PersonCreated', noun: 'person', after: 0 };
    await log.store.append([{ ...own, cid: 'bafy', bytes: new Uint8Array() }]);
    await log.close();
    const refused = await inside(['migrate', 'rollback', '--dir', dir, '--data', data, '--confirm']);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('Not undone: besides 3 imported events the log has 1 that others wrote');
    expect(refused.err).toContain(`The first is event 4 of the log: ? of ${personId}`);
    expect(existsSync(data)).toBe(true);
  });
});

describe('A step says what is wrong', () => {
  it.each([
    [['convert', '--what'], 64, /unknown option/i],
    [['export'], 64, /Where from\? Name files by --file/],
    [['export', '--from', 'nats://127.0.0.1:1'], 64, /Where from/],
    [['export', '--stream', 'x'], 64, /--from and --stream go together/],
    [['plan'], 65, /There is no folder/],
    [['convert'], 65, /There is no folder/],
    [['import'], 65, /Nothing is converted in/],
    [['verify', '--offline'], 65, /There is no folder/],
    [['export', '--file', '/nowhere/to/be/found'], 65, /ENOENT/],
    [['export', '--from', 'nats://127.0.0.1:1', '--stream', 'x'], 69, /No NATS server answers/],
  ])('%j', async (words, code, said) => {
    const [step = '', ...rest] = words;
    const outcome = await inside([
      'migrate',
      step,
      ...rest,
      ...(rest.includes('--what') ? [] : ['--dir', join(scratch(), 'm')]),
    ]);
    expect(outcome.code).toBe(code);
    expect(outcome.err).toMatch(said);
  });

  it('when a step before is missing', async () => {
    const dir = join(scratch(), 'm');
    mkdirSync(dir);
    const said = async (...words: string[]) => (await inside(['migrate', ...words, '--dir', dir])).err;
    expect(await said('convert')).toContain('There are no originals in');
    expect(await said('plan')).toContain('Nothing is converted in');
    expect(await said('verify', '--offline')).toContain('There is no receipt in');
  });

  it('when there is no room, and goes on when there is', async () => {
    const { dir, file } = aSource();
    mkdirSync(join(dir, 'originals'), { recursive: true });
    // A device that is always full.
    const full = join(dir, 'originals/old.jsonl.part');
    symlinkSync('/dev/full', full);
    const words = ['migrate', 'export', '--dir', dir, '--file', file];
    expect(await inside(words)).toMatchObject({ code: 75, err: expect.stringContaining('There is no room left') });
    rmSync(full, { force: true });
    expect((await inside(words)).code).toBe(0);
    symlinkSync('/dev/full', join(dir, 'events.car.part'));
    expect(await inside(['migrate', 'convert', '--dir', dir])).toMatchObject({ code: 75 });
    expect(await inside(['migrate', 'convert', '--dir', dir])).toMatchObject({ code: 0 });
  });

  it('when another step is at work in the folder, and not when that was killed', async () => {
    const dir = await aConversion();
    writeFileSync(join(dir, 'lock'), String(process.pid));
    expect(await inside(['migrate', 'convert', '--dir', dir])).toMatchObject({
      code: 75,
      err: expect.stringContaining('Another step is at work'),
    });
    // No process has such a number.
    writeFileSync(join(dir, 'lock'), '99999999');
    expect(await inside(['migrate', 'convert', '--dir', dir])).toMatchObject({ code: 0 });
    expect(existsSync(join(dir, 'lock'))).toBe(false);
  });

  it('when the log has another history of somebody', async () => {
    const [dir, other] = [
      await aConversion(),
      await aConversion([{ PersonCreated: { ...CREATED.PersonCreated, name: 'Ama Mensah' } }]),
    ];
    const log = ['--nats', (await aPlainServer()).url, '--data', join(dir, 'data')];
    await inside(['migrate', 'import', '--dir', other, ...log]);
    const refused = await inside(['migrate', 'import', '--dir', dir, ...log]);
    expect(refused).toMatchObject({
      code: 1,
      out: '0 events in the log: 0 by this import, 0 from before it. Refused: 3.\n',
    });
    const verified = await inside(['migrate', 'verify', '--dir', dir, ...log]);
    expect(verified).toMatchObject({ code: 1, err: expect.stringContaining('differences. See') });
    writeFileSync(join(dir, 'events.car'), 'damaged');
    rmSync(join(dir, 'import.json'));
    expect(await inside(['migrate', 'import', '--dir', dir, ...log])).toMatchObject({ code: 65 });
  });
});
