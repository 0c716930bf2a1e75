/** House rules that a machine can look after: who may import whom, sizes, and what the domain must not do. */

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const LINES_MAX = 300;

/** Who may import what, by the beginning of the path or the name of the package. The longest beginning counts. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  'src/domain': ['src/domain', 'xstate'],
  projections: ['projections', 'src/domain'],
  'src/app': ['src/app', 'src/domain', 'projections', 'node:'],
  'src/codec': ['src/codec', 'src/domain', 'src/app/ports.ts', '@ipld/dag-cbor', 'multiformats', 'node:'],
  // Names of commands and their fields are checked by the same parser that checks what the edge lets in.
  'src/integration': ['src/integration', 'src/domain', 'src/app', 'projections', 'schema/inputs', 'zod', 'node:'],
  // Old clients are answered by what the gateway answers; the layer knows no more of it than other programs do.
  'src/compat': [
    'src/compat',
    'src/client',
    'src/domain',
    'src/app/derived-id.ts',
    'src/app/lanes.ts',
    'src/app/old-world-desk.ts',
    'libphonenumber-js',
    'zod',
    'node:',
  ],
  'src/compat/main.ts': ['src/compat', 'src/client', 'src/nats', '@nats-io', 'zod'],
  'src/legacy': ['src/legacy', 'src/domain', 'src/app/ports.ts'],
  'src/migrate': ['src/migrate', 'src/domain', 'src/app', 'src/codec', 'src/legacy', 'multiformats', 'node:'],
  'src/nats': [
    'src/nats',
    'src/domain',
    'src/app/ports.ts',
    'src/integration/ports.ts',
    'src/compat/ports.ts',
    'src/migrate/ports.ts',
    'scripts/nats-server.mjs',
    '@nats-io',
    'node:',
  ],
  schema: ['schema', 'src/domain', 'src/app', 'projections', '@pothos/core', 'graphql', 'dataloader'],
  'schema/inputs': ['schema/inputs', 'src/domain', 'src/app', 'zod', 'validator', 'libphonenumber-js', 'uuid'],
  'schema/input-types.ts': ['schema', '@pothos/core', 'zod'],
  'schema/reading.ts': ['schema', 'src/domain', 'src/app', 'zod'],
  'src/gateway': [
    'src/gateway',
    'schema',
    'src/app',
    'src/domain',
    'projections',
    'graphql',
    'graphql-yoga',
    'graphql-ws',
    'ws',
    '@graphql-yoga/render-graphiql',
    'dataloader',
    'pino',
    'node:',
  ],
  'src/client': ['src/client', '@graphql-typed-document-node/core'],
  'src/cli': ['src/cli', 'src/client', 'cli-progress', 'commander', 'uuid', 'yaml', 'zod', 'node:'],
  'src/cli/car.ts': ['src/cli', '@ipld/car', 'multiformats', 'node:'],
  'src/config.ts': ['src/integration/neighbours.ts', 'src/compat/settings.ts', 'zod', 'node:'],
  // Each step puts together what it needs.
  'src/cli/migrate': ['src/cli', 'src/migrate', 'src/codec', 'src/nats', 'src/app/ports.ts', 'commander', 'node:'],
  // The roots put everything together.
  'src/start.ts': ['src', 'pino'],
  'src/main.ts': ['src', 'pino'],
  'codegen.ts': ['schema', 'src/integration/asyncapi.ts', 'graphql', 'yaml', '@graphql-codegen', 'node:'],
  scripts: ['scripts', 'node:'],
};

/** Programs of their own, which nobody imports. */
const ENTRIES = new Set([
  'src/main.ts',
  'src/cli/main.ts',
  'src/compat/main.ts',
  'src/nats/keeper.mjs',
  'codegen.ts',
  'scripts/setup.mjs',
  'scripts/person.mjs',
]);

/** What codegen.ts writes, and holds to what it would write. */
const GENERATED = new Set(
  ['generated', 'generated-commands', 'generated-fields'].map((name) => `src/client/${name}.ts`),
);

const files = ['src', 'schema', 'projections', 'scripts']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  .filter((file) => /\.(ts|mjs)$/.test(file) && !GENERATED.has(file))
  .concat('codegen.ts');

const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** What a file imports: paths from the root for our own files, names for packages. */
function importsOf(file: string): { readonly target: string; readonly isTypeOnly: boolean }[] {
  const statements = textOf(file).matchAll(
    /^(?:import|export)\s+(type\s+)?[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'/gm,
  );
  return [...statements].map(([, type, from, bare]) => {
    const name = from ?? bare ?? '';
    const target = name.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), name)) : name;
    return { target, isTypeOnly: type !== undefined };
  });
}

const startsWithin = (target: string, allowed: string) =>
  target === allowed || target.startsWith(allowed.endsWith(':') ? allowed : `${allowed}/`);

describe('the arrows', () => {
  it.each(files)('of %s', (file) => {
    const rule = Object.keys(ARROWS)
      .filter((beginning) => startsWithin(file, beginning))
      .sort((a, b) => b.length - a.length)[0];
    expect(rule, 'a rule for the file').toBeDefined();
    const allowed = ARROWS[rule ?? ''] ?? [];
    const wrong = importsOf(file).filter(({ target }) => !allowed.some((each) => startsWithin(target, each)));
    expect(wrong.map(({ target }) => target)).toEqual([]);
  });

  it('never lead back to where they came from', () => {
    const graph = new Map(files.map((file) => [file, importsOf(file).map(({ target }) => target)]));
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, way: readonly string[]) => {
      if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' -> '));
      if (done.has(file) || way.includes(file)) return;
      for (const target of graph.get(file) ?? []) visit(target, [...way, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });

  it('leave no file that nobody imports', () => {
    const imported = new Set(files.flatMap((file) => importsOf(file).map(({ target }) => target)));
    // The memory store is for tests and demonstrations.
    const alone = files.filter(
      (file) => !imported.has(file) && !ENTRIES.has(file) && file !== 'src/app/memory-store.ts',
    );
    expect(alone).toEqual([]);
  });
});

describe('each file', () => {
  it.each(files)('%s is of moderate size and says what it is', (file) => {
    const lines = textOf(file).split('\n');
    expect(lines.length).toBeLessThanOrEqual(LINES_MAX + 1);
    // What is run by its name says first what runs it.
    const first = lines[0]?.startsWith('#!') ? lines[1] : lines[0];
    expect(first).toMatch(/^(\/\*\*|\/\/)/);
  });

  it.each(files)('%s leaves nothing for later', (file) => {
    expect(textOf(file)).not.toMatch(/\b(TODO|FIXME|XXX|HACK)\b|@ts-ignore|@ts-expect-error/);
  });
});

it.each(files.filter((file) => file.startsWith('src/domain/') || file.startsWith('projections/')))(
  '%s waits for nothing, looks at no clock and leaves nothing to chance',
  (file) => {
    expect(textOf(file)).not.toMatch(
      /\basync\b|\bawait\b|Date\.now|new Date\(\)|Math\.random|setTimeout|performance\.now/,
    );
  },
);

it.each(files.filter((file) => file.startsWith('src/client/')))('%s runs in a browser as it is', (file) => {
  expect(textOf(file)).not.toMatch(/\bBuffer\b|\bprocess\.|\bNodeJS\b|\brequire\b/);
});

it.each(files.filter((file) => file.startsWith('src/domain/')))('%s refuses with values and throws nothing', (file) => {
  expect(textOf(file)).not.toMatch(/\bthrow\b/);
});
