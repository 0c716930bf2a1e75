/** The program with one thing broken in it on purpose, in a folder of its own. */

import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findNatsServer } from '../../scripts/nats-server.mjs';
import { scratch } from '../nats/servers.ts';
import type { Build } from './victims.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What the program is made of. */
const PARTS = ['src', 'schema', 'projections', 'scripts', 'package.json', 'tsconfig.json'] as const;

/** A piece of text in the file of that name, and what comes in its place. */
export type Patch = readonly [text: string, by: string];

/** A copy of the program with patches in one of its files. Throws when a patch does not apply exactly once. */
export function brokenBuild(file: string, patches: readonly Patch[]): Build {
  const root = scratch();
  for (const part of PARTS) cpSync(join(ROOT, part), join(root, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  let text = readFileSync(join(root, file), 'utf8');
  for (const [before, after] of patches) {
    const parts = text.split(before);
    if (parts.length !== 2) throw new Error(`${file} has the text ${parts.length - 1} times: ${before}`);
    text = parts.join(after);
  }
  writeFileSync(join(root, file), text);
  // Its cache would be looked for in the copy.
  const program = findNatsServer(process.env);
  if (!('path' in program)) throw new Error(program.problems.join('\n'));
  return { root, env: { NATS_SERVER_BIN: program.path } };
}
