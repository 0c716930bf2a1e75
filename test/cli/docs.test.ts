/** docs/cli.md against the program: what it shows is what the program says of itself, and of all its verbs. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../../src/cli/exits.ts';
import { createProgram } from '../../src/cli/program.ts';
import { inside, ROOT } from './run.ts';

const page = readFileSync(join(ROOT, 'docs/cli.md'), 'utf8');
const program = createProgram();
const verbs = program
  .createHelp()
  .visibleCommands(program)
  .map((verb) => verb.name());

const COMMANDS = 'Commands:\n  one for each mutation of the schema\n\n';

const shown = [...page.matchAll(/^```text\n(.*?)\n```$/gms)].map(([, text]) => text);

describe('The page about the command line', () => {
  it.each([[], ...verbs.map((verb) => [verb])])('shows what the program says of itself: %s', async (...words) => {
    const { out } = await inside([...words, '--help']);
    // The commands are many, and are found by the program's own help or in the schema.
    const help = words[0] === 'send' ? out.replace(/^Commands:\n.*?\n\n/ms, COMMANDS) : out;
    expect(shown).toContain(help.trimEnd());
  });

  it('has a section for each verb, in the same order, and no other', () => {
    expect([...page.matchAll(/^## person (\w+)$/gm)].map(([, verb]) => verb)).toEqual(verbs);
    expect(shown).toHaveLength(verbs.length + 1);
  });

  it('tells every code that the program ends with', () => {
    for (const code of Object.values(EXIT)) expect(page).toMatch(new RegExp(`\\b${code}\\b`, 'm'));
  });

  it('has an example of every verb', () => {
    const examples = shown
      .slice(1)
      .filter((help) => /^Examples?:\n {2}person /m.test(help ?? '') || /person /.test(help ?? ''));
    expect(examples).toHaveLength(verbs.length);
    for (const verb of verbs) expect(page).toMatch(new RegExp(`^  (?:source <\\()?person ${verb} `, 'm'));
  });
});
