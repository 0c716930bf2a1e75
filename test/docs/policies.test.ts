/** docs/policies.md against the program: the policy that it builds works, and no policy or setting is left out. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { POLICIES } from '../../src/domain/policies/index.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(ROOT, 'docs/policies.md'), 'utf8');

describe('The page about policies', () => {
  it.each(POLICIES.map((policy) => [policy.name, policy] as const))('tells every setting of %s', (name, policy) => {
    const section = page.split(/^##+ /m).find((each) => each.startsWith(`${name}\n`));
    const told = [...(section ?? '').matchAll(/^\| `(\w+)` \|/gm)].map(([, setting]) => setting);
    expect(told).toEqual(Object.keys(policy.settings));
  });

  it('tells of no other policy', () => {
    const [, part = ''] = /^## The policies\n(.*?)^## /ms.exec(page) ?? [];
    expect([...part.matchAll(/^### (.+)$/gm)].map(([, name]) => name)).toEqual(POLICIES.map(({ name }) => name));
  });
});

/** Files that the page shows, under the paths that it gives them. */
const files = [...page.matchAll(/^`([\w/.-]+)`:\n\n```ts\n(.*?)^```$/gms)].map(([, path = '', text = '']) => ({
  path,
  text,
}));

// Within the project, where packages are found, and where nothing else looks.
mkdirSync(join(ROOT, '.cache'), { recursive: true });
const folder = mkdtempSync(join(ROOT, '.cache/tutorial-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

for (const { path, text } of files) {
  const isShown = (target: string) => files.some((file) => join(ROOT, file.path) === target);
  const linked = text.replace(/from '(\.[^']+)'/g, (_, name: string) => {
    const target = resolve(ROOT, dirname(path), name);
    return `from '${isShown(target) ? target.replace(ROOT, `${folder}/`) : target}'`;
  });
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), linked);
}

it('The page shows a policy and its test', () =>
  expect(files.map(({ path }) => path)).toEqual([
    'src/domain/policies/birthday.ts',
    'test/domain/policies/birthday.test.ts',
  ]));

// What the shown test says is said here.
await import(join(folder, files[1]?.path ?? ''));
