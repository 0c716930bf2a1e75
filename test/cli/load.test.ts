/** `person load` and `person answers`, and how commands of a data set are sent. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/gateway.ts';
import { inside, rowsIn } from './run.ts';

const SMALL = fileURLToPath(new URL('./fixtures/congress', import.meta.url));

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

describe('person load', () => {
  it('loads a data set, tells how it went, and records who did it', async () => {
    const first = await inside(['load', 'congress', SMALL, '--json', '--actor', 'importer'], gateway.address);
    expect(first).toMatchObject({ code: 0, err: '' });
    const [{ recorded, ...rest } = { recorded: 0 }] = rowsIn<{ recorded: number }>(first.out);
    expect(recorded).toBeGreaterThan(20);
    expect(rest).toEqual({ repeated: 0, refused: [] });
    const again = await inside(['load', 'congress', SMALL], gateway.address);
    expect(again.out).toMatch(
      /^3 persons and 3 relationships, \d+ commands in all\.\n0 commands recorded, \d+ were taken before, 0 were refused\.\n$/,
    );
    const { out } = await inside(['search', 'ada', '--json'], gateway.address);
    const [{ id } = { id: '' }] = rowsIn<{ id: string }>(out);
    const history = await inside(['history', id, '--json'], gateway.address);
    expect(rowsIn(history.out)[0]).toMatchObject({ actor: 'importer', source: 'load-congress' });
  });

  it('tells which commands were refused, and ends with 1', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'congress-'));
    for (const name of [
      'legislators-current',
      'legislators-district-offices',
      'legislators-social-media',
      'committees-current',
      'committee-membership-current',
    ]) {
      const text = readFileSync(join(SMALL, `${name}.yaml`), 'utf8');
      writeFileSync(join(folder, `${name}.yaml`), text.replace('twitter: ada', 'twitter: ""'));
    }
    const other = await startGateway();
    const { code, out, err } = await inside(['load', 'congress', folder], other.address);
    expect([code, basename(folder) !== '']).toEqual([1, true]);
    expect(out).toMatch(/, 1 were refused\.\n$/);
    expect(err).toBe('  congress:A000001:profile:twitter: This text must not be empty. (username)\n');
    await other.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each<[string[], number, RegExp]>([
    [['congress', '/nowhere'], 65, /^\/nowhere\/legislators-current\.yaml: ENOENT/],
    [['parliament', SMALL], 64, /Allowed choices are congress/],
    [['congress'], 64, /Missing required argument 'folder'/],
  ])('with %j ends with %d', async (words, code, err) => {
    expect(await inside(['load', ...words], gateway.address)).toMatchObject({ code, err });
  });
});

describe('person answers', () => {
  it('asks about the data set, for people and for programs', async () => {
    const forPrograms = rowsIn<{ question: string; answer: string }>(
      (await inside(['answers', 'congress', '--json'], gateway.address)).out,
    );
    expect(forPrograms[0]).toEqual({ question: 'Persons', answer: '3' });
    const { out } = await inside(['answers', 'congress'], gateway.address);
    expect(out.trimEnd().split('\n')).toHaveLength(forPrograms.length);
    expect(out).toMatch(/^Persons +3\n/);
  });
});
