/** `person send`: any command, by its name in any case, with its fields as flags or as JSON. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CommandResult } from '../../src/client/results.ts';
import type { CommandId, PersonId } from '../../src/domain/ids.ts';
import { createPerson, idOf, startGateway, type TestGateway } from '../gateway/gateway.ts';
import { type GatewayProcess, runGateway } from '../gateway-process.ts';
import { inside, person, type Run, rowsIn } from './run.ts';

const ADA = idOf(1);

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
  await createPerson(gateway, 1, 'Ada');
  await createPerson(gateway, 2, 'Bob');
});
afterAll(() => gateway.stop());

const send = (...words: string[]): Promise<Run> => inside(['send', ...words], gateway.address);
const resultOf = ({ out }: Run) => rowsIn<CommandResult>(out)[0];
const dataOf = (run: Run) => {
  const result = resultOf(run);
  return result?.__typename === 'Recorded' ? (result.events[0]?.data as object) : result;
};

describe('A gateway as it is run takes a command', () => {
  const data = mkdtempSync(join(tmpdir(), 'gateway-'));
  let running: GatewayProcess;
  beforeAll(async () => {
    running = await runGateway(data);
  });
  afterAll(async () => {
    await running?.end('SIGTERM');
    rmSync(data, { recursive: true, force: true });
  });

  it('by flags, and says what was recorded, as whom, and how to see it', async () => {
    const words = ['send', 'create-person', '--person-id', ADA, '--name-given', 'Ada', '--actor', 'clerk'];
    const created = await person(words, { address: running.address });
    expect(created).toMatchObject({ code: 0, err: '' });
    expect(created.out).toMatch(
      /^PersonCreated, version 1 of 018f0000-0000-7000-8000-000000000001\n {2}bafy\w+\n {2}command [0-9a-f-]{36}\n {2}position \S+\n$/,
    );
    const env = { PERSON_ACTOR: 'another clerk' };
    const tagged = await person(['send', 'AddTag', '--person-id', ADA, '--tag', 'x'], {
      address: running.address,
      env,
    });
    expect(tagged.code).toBe(0);
    const { out } = await person(['history', ADA, '--json'], { address: running.address });
    expect(rowsIn(out)).toMatchObject([{ actor: 'clerk', source: 'person' }, { actor: 'another clerk' }]);
  });

  it('by standard input, one or many, and answers each', async () => {
    const [one, many, any] = await Promise.all([
      person(['send', 'add-tag', '-'], {
        address: running.address,
        input: JSON.stringify({ personId: ADA, tag: 'by input' }, null, 2),
      }),
      person(['send', 'add-tag', '-', '--json'], {
        address: running.address,
        input: ['a', 'b', ''].map((tag) => JSON.stringify({ personId: ADA, tag })).join('\n'),
      }),
      person(['send', '-'], {
        address: running.address,
        input: `[${JSON.stringify({ AddSkill: { personId: ADA, name: 'Analysis' } })}]`,
      }),
    ]);
    expect(one).toMatchObject({ code: 0, out: /^TagAdded/ });
    expect(many).toMatchObject({ code: 1, err: /2 commands recorded, 0 so already, 1 not taken\.\n$/ });
    expect(rowsIn(many.out)).toMatchObject([
      { __typename: 'Recorded' },
      { __typename: 'Recorded' },
      { __typename: 'Refused', code: 'TEXT_EMPTY' },
    ]);
    expect(any).toMatchObject({ code: 0, out: /^SkillAdded/ });
  });
});

describe('The name of a command', () => {
  it.each(['add-tag', 'addTag', 'AddTag', 'add_tag', 'ADD_TAG'])('may be written %s', async (name) => {
    expect(await send(name, '--person-id', ADA, '--tag', name, '--json')).toMatchObject({ code: 0 });
  });

  it.each([
    ['add-emial', 'There is no command add-emial. Did you mean add-email?'],
    ['AddMail', 'There is no command AddMail. Did you mean add-email?'],
    ['xyzzy', 'There is no command xyzzy.'],
  ])('that is none is answered with the nearest ones: %s', async (name, message) => {
    expect(await send(name, '--person-id', ADA)).toEqual({ code: 64, out: '', err: `${message}\n` });
  });

  it('is asked for where there is none', async () => {
    expect(await send()).toMatchObject({ code: 64, err: /^Usage: person send COMMAND/ });
    expect(await send('--person-id', ADA)).toMatchObject({ code: 64, err: /Name a command before its fields/ });
    expect(await send('--help')).toMatchObject({ code: 0, out: /add-email +Adds an email address\n/ });
    expect(await send('add-email', '--help')).toMatchObject({
      code: 0,
      out: /person send add-email --person-id ID --address TEXT\n$/,
    });
  });
});

describe('Flags', () => {
  const name = (words: string[]) => ['create-person', '--validate-only', '--json', ...words];

  it.each<[string[], object]>([
    [name(['--name-given', 'Ada', '--name-given', 'Augusta']), { name: { given: ['Ada', 'Augusta'] } }],
    [name(['--name-given', 'Ada', '--name-convention', 'east-asian']), { name: { convention: 'east_asian' } }],
    [name(['--name-given', 'Ada', '--name-convention', 'EAST_ASIAN']), { name: { convention: 'east_asian' } }],
    [name(['--name-given', 'Ada', '--draft']), { status: 'draft' }],
    [name(['--name-given', 'Ada', '--draft', 'false']), { status: 'active' }],
    [name(['--name-given=-', '--birth-date', '1815-12-10']), { name: { given: ['-'] }, birthDate: '1815-12-10' }],
  ])('give fields of fields, lists, words and yes or no: %j', async (words, data) => {
    expect(dataOf(await send(...words))).toMatchObject(data);
  });

  it.each<[string, object]>([
    ['42', { value: 42 }],
    ['{"a": [true]}', { value: { a: [true] } }],
    ['plain text', { value: 'plain text' }],
  ])('give JSON, or else a text: %s', async (value, data) => {
    const words = ['set-attribute', '--person-id', ADA, '--name', 'height', '--value', value, '--validate-only'];
    expect(dataOf(await send(...words, '--json'))).toMatchObject(data);
  });

  it('give numbers, and lists of what has fields', async () => {
    const skill = ['add-skill', '--person-id', ADA, '--name', 'x', '--years-of-experience', '2.5', '--validate-only'];
    expect(dataOf(await send(...skill, '--json'))).toMatchObject({ yearsOfExperience: 2.5 });
    const phone = ['add-phone', '--person-id', ADA, '--number', '+12022243121', '--validate-only', '--json'];
    const times = ['--contact-times-time-zone', 'Europe/Madrid', '--contact-times-days', 'monday'];
    const hours = ['--contact-times-hours', '{"start": 9, "end": 17}'];
    expect(dataOf(await send(...phone, ...times, ...hours))).toMatchObject({
      contactTimes: { timeZone: 'Europe/Madrid', hours: [{ start: 9, end: 17 }], days: ['monday'] },
    });
  });

  it('of a field that is called as one of the program are the field’s behind the command, the program’s before', async () => {
    const words = ['add-website', '--person-id', ADA, '--url', 'https://ada.example.org', '--validate-only', '--json'];
    const run = await inside(['--url', gateway.endpoint, 'send', ...words], 'http://127.0.0.1:1');
    expect(dataOf(run)).toMatchObject({ url: 'https://ada.example.org' });
    const again = await inside(['send', '--url', gateway.address, ...words], 'http://127.0.0.1:1');
    expect(dataOf(again)).toMatchObject({ url: 'https://ada.example.org' });
  });

  it.each<[string[], string]>([
    [['--adress', 'x'], "Unknown option '--adress'\n(Did you mean --address?)"],
    [['--kind', 'wrk', '--address', 'a@b.org'], "Option '--kind <word>' argument 'wrk' is invalid. Did you mean work?"],
    [
      ['--kind', 'xyzzy'],
      "Option '--kind <word>' argument 'xyzzy' is invalid. It is one of personal, work, school, other.",
    ],
    [['--primary', 'maybe'], "Option '--primary [true|false]' argument 'maybe' is invalid. It is true or false."],
    [
      ['--expected-version', 'two'],
      "Option '--expected-version <number>' argument 'two' is invalid. It is a whole number.",
    ],
    [['--kind', 'work'], 'add-email also needs --address. "person send add-email --help" tells more.'],
    [['stray'], 'What is stray? Fields are given by flags.'],
    [['--address'], "Option '--address <text>' argument missing"],
    [['--address', 'a@b.org', '--input', '{}'], 'Give the fields by flags or as JSON, not both.'],
  ])('that cannot be are told, and nothing is sent: %j', async (words, message) => {
    const before = await gateway.store.lastSequence();
    expect(await send('add-email', '--person-id', ADA, ...words)).toEqual({ code: 64, out: '', err: `${message}\n` });
    expect(await gateway.store.lastSequence()).toBe(before);
  });

  it('are missed by the names of those that would do', async () => {
    expect(await send('create-person')).toMatchObject({ code: 64, err: /needs --name-\.\.\./ });
    const phone = ['add-phone', '--person-id', ADA, '--number', '+12022243121', '--contact-times-days', 'monday'];
    expect(await send(...phone)).toMatchObject({
      code: 64,
      err: /needs --contact-times-time-zone, --contact-times-hours\./,
    });
    expect(await send('add-skill', '--person-id', ADA, '--name', 'x', '--years-of-experience', 'few')).toMatchObject({
      code: 64,
      err: /It is a number\.$/m,
    });
    expect(await send(...phone, '--contact-times-hours', '9-17')).toMatchObject({
      code: 64,
      err: /It is a JSON object\./,
    });
  });
});

describe('A result', () => {
  it('is told by its code and its field when the command is refused', async () => {
    const refused = await send('add-email', '--person-id', ADA, '--address', 'nonsense');
    expect(refused).toMatchObject({
      code: 1,
      out: '',
      err: /^EMAIL_INVALID: This is not an email address\..* \(address\)\n$/,
    });
    const asJson = await send('add-email', '--person-id', ADA, '--address', 'nonsense', '--json');
    expect(asJson).toMatchObject({ code: 1, err: '' });
    expect(resultOf(asJson)).toMatchObject({ __typename: 'Refused', code: 'EMAIL_INVALID' });
  });

  it('says when nothing was recorded, or had been before', async () => {
    const words = ['add-tag', '--person-id', ADA, '--tag', 'again', '--command-id', 'again'];
    expect((await send(...words)).out).toMatch(/^TagAdded, version \d+ of/);
    expect((await send(...words)).out).toMatch(/It was taken before; this is its answer again\.\n {2}command again\n/);
    expect((await send(...words.slice(0, -1), 'other')).out).toMatch(/^It is so already; nothing was recorded\.\n/);
  });

  it.each([
    ['contended', 1, { expectedVersion: 0, actualVersion: 7 }],
    ['contended', 75, { expectedVersion: null, actualVersion: 7 }],
    ['unsettled', 75, { reason: 'the log did not answer' }],
  ] as const)('that is %s ends with %d', async (kind, code, more) => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const passing = setInterval(() => vi.advanceTimersByTime(5_000), 5);
    const outcome = { kind, personId: ADA as PersonId, commandId: 'c' as CommandId, ...more } as never;
    vi.spyOn(gateway.app.dispatch, 'one').mockResolvedValue(outcome);
    const { err, ...run } = await send('add-tag', '--person-id', ADA, '--tag', 'open');
    clearInterval(passing);
    vi.useRealTimers();
    vi.restoreAllMocks();
    expect(run).toMatchObject({ code, out: '' });
    expect(err.includes('Send it again later, with --command-id c.')).toBe(code === 75);
  });

  it('is not known when the gateway does not answer, and is said to be safe to send again', async () => {
    const nobody = await inside(
      ['send', 'add-tag', '--person-id', ADA, '--tag', 'x', '--command-id', 'mine'],
      'http://127.0.0.1:1',
    );
    expect(nobody).toMatchObject({ code: 69, out: '' });
    expect(nobody.err).toMatch(
      /^No gateway answers at http:\/\/127\.0\.0\.1:1\/graphql .* send it again with --command-id mine\.\n$/,
    );
  });
});
