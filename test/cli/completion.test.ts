/** `person completion`, and the program from any folder. */

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { candidates } from '../../src/cli/completion.ts';
import { createProgram } from '../../src/cli/program.ts';
import { createPerson, startGateway } from '../gateway/gateway.ts';
import { inside, ROOT } from './run.ts';

const LAUNCHER = join(ROOT, 'scripts/person.mjs');

/** A folder on the PATH that has the program under its name, as npm links it. */
const folder = mkdtempSync(join(tmpdir(), 'person-bin-'));
symlinkSync(LAUNCHER, join(folder, 'person'));
const PATH = [folder, join(ROOT, 'node_modules/.bin'), process.env.PATH].join(delimiter);
/** A Node that says that it is older, and is otherwise itself. */
const OLD = ['--require', join(folder, 'old-node.cjs')];
writeFileSync(OLD[1] as string, "Object.defineProperty(process.versions, 'node', { value: '18.0.0' });\n");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a real bash makes of the words, the last of which is being typed. */
function completed(...words: string[]): string[] {
  const script = `
    source <(person completion bash)
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
    _person person "\${COMP_WORDS[COMP_CWORD]}" "\${COMP_WORDS[COMP_CWORD - 1]}"
    printf '%s\\n' "\${COMPREPLY[@]}"
    complete -p person >&2`;
  const run = spawnSync('bash', ['-c', script, 'bash', ...words], { env: { ...process.env, PATH }, cwd: folder });
  expect(String(run.stderr)).toBe('complete -o default -F _person person\n');
  return String(run.stdout).trimEnd().split('\n');
}

describe('A bash', () => {
  it.each<[string[], string[]]>([
    [['person', 'ver'], ['verify']],
    [
      ['person', 'send', 'add-em'],
      ['add-email', 'add-employment'],
    ],
    [['person', 'send', 'add-email', '--ki'], ['--kind']],
    [['person', 'send', 'add-email', '--kind', 'w'], ['work']],
    [
      ['person', 'export', '--format', ''],
      ['car', 'jsonl'],
    ],
    [['person', 'export', '--out', ''], ['']],
  ])('completes %j', (words, found) => {
    expect(completed(...words)).toEqual(found);
  });
});

describe('Completion', () => {
  const offered = (...words: string[]) => candidates(createProgram(), words);

  it('offers verbs, commands in any case, flags, words of flags and words in their place', () => {
    expect(offered('')).toEqual(
      'send get search history tail verify export stats policy load answers legacy migrate completion'.split(' '),
    );
    expect(offered('send', 'AddEmail', '--prim')).toEqual(['--primary']);
    expect(offered('--url', 'http://x', 'ta')).toEqual(['tail']);
    expect(offered('tail', '--noun', 'p')).toEqual(['person', 'preferences']);
    expect(offered('load', '')).toEqual(['congress']);
    expect(offered('load', 'congress', '')).toEqual([]);
    expect(offered('completion', 'f')).toEqual(['fish']);
    expect(offered('get', '--')).toEqual(['--as-of', '--url', '--json', '--help']);
    expect(offered('get', '--as-of', '')).toEqual([]);
    expect(offered('nonsense', '')).not.toContain('nonsense');
  });

  it.each(['bash', 'zsh', 'fish'])('has a script for %s, that asks the program', async (shell) => {
    expect(await inside(['completion', shell])).toMatchObject({ code: 0, out: /\bcomplete -- / });
  });

  it('has none for other shells', async () => {
    expect(await inside(['completion', 'tcsh'])).toMatchObject({
      code: 64,
      err: /Allowed choices are bash, zsh, fish/,
    });
    expect(await inside(['complete', '--', 'sta'])).toMatchObject({ code: 0, out: 'stats\n' });
  });
});

describe('The program', () => {
  it('runs from any folder under its name, and hands on how it ended', () => {
    const run = (...words: string[]) => spawnSync('person', words, { env: { ...process.env, PATH }, cwd: folder });
    expect(String(run('--version').stdout)).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(run('get', 'nonsense').status).toBe(64);
  });

  it('runs on the Node of the project where another one is too old', () => {
    const run = (...words: string[]) => spawnSync(process.execPath, [...OLD, LAUNCHER, ...words], { cwd: folder });
    expect(String(run('complete', '--', 'sta').stdout)).toBe('stats\n');
    expect(run('get', 'nonsense').status).toBe(64);
  });

  it('is told to end, and tells the program', async () => {
    const gateway = await startGateway();
    await createPerson(gateway, 1);
    const words = [...OLD, LAUNCHER, 'tail', '--last', '1', '--url', gateway.address];
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'ignore'] });
      await once(child.stdout, 'data');
      child.kill(signal);
      expect(await once(child, 'exit')).toEqual([0, null]);
    }
    await gateway.stop();
  });
});
