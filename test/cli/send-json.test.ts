/** `person send` with JSON: itself, in a file, one command or many; held to the schema before anything is sent. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandResult } from '../../src/client/results.ts';
import { createPerson, idOf, startGateway, type TestGateway } from '../gateway/gateway.ts';
import { inside, type Run, rowsIn } from './run.ts';

const ADA = idOf(1);
const folder = mkdtempSync(join(tmpdir(), 'person-send-'));

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
  await createPerson(gateway, 1, 'Ada');
});
afterAll(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true, force: true });
});

const send = (...words: string[]): Promise<Run> => inside(['send', ...words], gateway.address);
const resultOf = ({ out }: Run) => rowsIn<CommandResult>(out)[0];

describe('JSON', () => {
  const file = (text: string) => {
    const path = join(folder, 'input.json');
    writeFileSync(path, text);
    return path;
  };

  it('is given itself or in a file, with what every command takes beside it', async () => {
    const input = JSON.stringify({ personId: ADA, tag: 'json' });
    const run = await send('add-tag', '--input', input, '--command-id', 'from-json', '--validate-only', '--json');
    expect(resultOf(run)).toMatchObject({ __typename: 'Recorded', commandId: 'from-json', replayed: false });
    const path = file(
      JSON.stringify([{ addTag: { personId: ADA, tag: 'file' } }, { 'add-tag': { personId: ADA, tag: 'f' } }]),
    );
    expect(await send('--input', path)).toMatchObject({
      code: 0,
      out: '2 commands recorded, 0 so already, 0 not taken.\n',
    });
    expect(await send('--input', path)).toMatchObject({
      code: 0,
      out: '0 commands recorded, 2 so already, 0 not taken.\n',
    });
  });

  it.each<[string, string]>([
    ['{"personId": "x", "tagg": "x"}', 'input.json: There is no field tagg. Did you mean tag? Nothing was sent.'],
    ['{"personId": "x"}', 'input.json: tag is missing. Nothing was sent.'],
    ['{"personId": "x", "tag": 7}', 'input.json: tag must be a text. Nothing was sent.'],
    ['{"personId": "x", "tag": null}', 'input.json: tag is missing. Nothing was sent.'],
    ['7', 'input.json: It must be an object. Nothing was sent.'],
    ['{"personId": "x", "tag": "x"}\n\n{"tag"', 'input.json, line 3: this is no JSON. Nothing was sent.'],
    ['[{"personId": "x", "tag": "x"}, []]', 'input.json, entry 2: It must be an object. Nothing was sent.'],
    [' \n', 'input.json: there is nothing in it.'],
  ])('that is no input is told by its place: %s', async (text, message) => {
    const { code, err } = await send('add-tag', '--input', file(text));
    expect([code, err.replace(`${folder}/`, '')]).toEqual([65, `${message}\n`]);
  });

  it.each<[string, object, string]>([
    [
      'add-email',
      { personId: ADA, address: 'a@b.org', kind: 'work' },
      'kind is one of PERSONAL, WORK, SCHOOL, OTHER. Did you mean WORK?',
    ],
    ['add-email', { personId: ADA, address: 'a@b.org', primary: 'yes' }, 'primary must be true or false.'],
    [
      'add-email',
      { personId: ADA, address: 'a@b.org', expectedVersion: 1.5 },
      'expectedVersion must be a whole number.',
    ],
    ['add-skill', { personId: ADA, name: 'x', yearsOfExperience: '2' }, 'yearsOfExperience must be a number.'],
    ['add-skill', { personId: [], name: 'x' }, 'personId must be a text.'],
    ['create-person', { name: { given: ['Ada', 7] } }, 'name.given.1 must be a text.'],
    ['create-person', { name: { given: [null] } }, 'name.given.0 is missing.'],
    ['create-person', { name: { givn: 'Ada' } }, 'There is no field name.givn. Did you mean given?'],
    ['create-person', { name: 'Ada' }, 'name must be an object.'],
  ])('is held to the fields of %s: %j', async (name, input, message) => {
    expect(await send(name, '--input', JSON.stringify(input))).toMatchObject({
      code: 65,
      err: `--input: ${message} Nothing was sent.\n`,
    });
  });

  it.each<[string, string]>([
    ['{"addTagg": {}}', 'There is no command addTagg. Did you mean addTag?'],
    [
      '{"addTag": {}, "addSkill": {}}',
      'A command is an object with its name and its fields, such as {"addTag": {...}}.',
    ],
    ['{"addTag": {"personId": "x"}}', 'tag is missing.'],
    ['[3]', 'A command is an object with its name and its fields, such as {"addTag": {...}}.'],
  ])('of any command is held to its name and its fields: %s', async (text, message) => {
    const { code, err } = await send('--input', file(text));
    expect(code).toBe(65);
    expect(err).toContain(`${message} Nothing was sent.`);
  });

  it('cannot be read from where there is none', async () => {
    expect(await send('add-tag', '--input', '/nowhere/x.json')).toMatchObject({
      code: 65,
      err: "/nowhere/x.json cannot be read: ENOENT: no such file or directory, open '/nowhere/x.json'\n",
    });
    const two = JSON.stringify([
      { personId: ADA, tag: 'x' },
      { personId: ADA, tag: 'y' },
    ]);
    expect(await send('add-tag', '--input', two, '--command-id', 'one')).toMatchObject({
      code: 64,
      err: /for one command/,
    });
  });
});
