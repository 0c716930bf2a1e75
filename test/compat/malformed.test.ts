/** Every document of the old commands and queries with one thing in it spoilt: each is answered, and none does any harm. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanUp } from '../nats/servers.ts';
import commands from './fixtures/commands.json' with { type: 'json' };
import queries from './fixtures/queries.json' with { type: 'json' };
import { AMARA, anOldClient, aSite, create, type Json, type OldClient, person, type Site } from './world.ts';

let site: Site;
let old: OldClient;

beforeAll(async () => {
  site = await aSite();
  old = await anOldClient(site);
  await old.command(create(AMARA, 'Amara', 'Okafor'));
});

afterAll(cleanUp);

const DEEP = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`);
const LONG = 'x'.repeat(100_000);
const VALUES: readonly unknown[] = [undefined, null, '', LONG, '\u0000', '\ud800', -1, 1.5, 1e300, true, [], {}, DEEP];

/** The document with each value put in each place, one at a time. */
function* spoilt(document: unknown): Generator<unknown> {
  if (typeof document !== 'object' || document === null) return;
  for (const [key, value] of Object.entries(document)) {
    const put = (each: unknown) => {
      if (Array.isArray(document)) return document.with(Number(key), each ?? null);
      const { [key]: _, ...rest } = document as Json;
      return each === undefined ? rest : { ...rest, [key]: each };
    };
    for (const each of VALUES) yield put(each);
    for (const each of spoilt(value)) yield put(each);
  }
}

const answered = async (subject: string, documents: Iterable<unknown>) => {
  const all = [...documents].map((document) => JSON.stringify(document) ?? '');
  const answers: unknown[] = [];
  for (let at = 0; at < all.length; at += 50) {
    const some = all.slice(at, at + 50).map((text) => old.request(subject, text).then(({ body }) => body));
    answers.push(...(await Promise.all(some)));
  }
  return answers as Json[];
};

describe('Whatever is spoilt', () => {
  it.each(Object.entries(commands).filter(([name]) => name.includes('Command.')))('in %s', async (_, document) => {
    for (const answer of await answered('person.commands.any', spoilt(document))) {
      const isTaken = typeof answer.version === 'number' && typeof answer.events_generated === 'number';
      const isRefused = typeof answer.error === 'string' && typeof answer.code === 'string';
      expect(isTaken || isRefused, JSON.stringify(answer)).toBe(true);
      // Said of what nobody expected.
      expect(answer.code).not.toBe('UNAVAILABLE');
    }
  });

  it.each(Object.entries(queries))('in %s', async (_, document) => {
    for (const answer of await answered('person.queries', spoilt(document))) {
      expect(typeof answer.response_type, JSON.stringify(answer)).toBe('string');
    }
  });

  it('is neither taken for a fault of ours, nor ends anything', async () => {
    expect(site.told.filter((each) => each.includes('failed'))).toEqual([]);
    const summary = await old.ask('GetSummary', { person_id: person(AMARA) });
    expect(summary).toMatchObject({ person_id: person(AMARA) });
  });
});
