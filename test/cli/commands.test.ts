/** The congress data set as commands, on a small one of the same form. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { commandsOf, personIdOf } from '../../src/cli/congress/commands.ts';
import { DataUnreadable, readCongress } from '../../src/cli/congress/read.ts';
import type { CommandInput } from '../../src/client/generated.ts';

const FOLDER = fileURLToPath(new URL('./fixtures/congress', import.meta.url));

const steps = commandsOf(readCongress(FOLDER));
const of = (person: number, field: keyof CommandInput) =>
  (steps.persons[person] ?? []).flatMap((command) => (field in command ? [command[field]] : []));

describe('a member of congress', () => {
  it('is created with its names, its birthday and a name to be shown by', () => {
    expect(of(0, 'createPerson')).toEqual([
      {
        personId: personIdOf('A000001'),
        commandId: 'congress:A000001:person',
        name: { given: ['Ada', 'Augusta'], family: ['Lovelace'], display: 'Ada Lovelace', nickname: 'Addie' },
        birthDate: '1950-12-10',
        source: 'congress-legislators',
      },
    ]);
    expect(of(1, 'createPerson')).toMatchObject([{ name: { display: 'Charles Babbage', suffixes: ['Jr.'] } }]);
    expect(of(2, 'createPerson')[0]).not.toHaveProperty('birthDate');
  });

  it('has an employment for each term, with an end where that is past', () => {
    expect(of(0, 'addEmployment')).toMatchObject([
      {
        organization: 'U.S. House of Representatives',
        role: 'Representative',
        start: '2001-01-03',
        end: '2003-01-03',
        location: 'NY',
      },
      { organization: 'U.S. Senate', role: 'Senator', start: '2003-01-03', location: 'NY' },
    ]);
    expect(of(0, 'addEmployment')[1]).not.toHaveProperty('end');
  });

  it('can be reached by the phone and the address of the last term', () => {
    expect(of(0, 'addPhone')).toMatchObject([{ number: '202-224-3121', countryCode: 'US', kind: 'WORK' }]);
    expect(of(2, 'addPhone')).toEqual([]);
    expect(of(0, 'addAddress')[0]).toMatchObject({ text: '1 First Street Washington DC 20510', kind: 'WORK' });
  });

  it('has its offices, without what is empty or on no place of the earth', () => {
    expect(of(0, 'addAddress').slice(1)).toMatchObject([
      { kind: 'OFFICE', street: ['1 State Street', 'Suite 2'], city: 'Albany', postalCode: '12207', latitude: 42.65 },
      { kind: 'OFFICE', street: [], city: 'Utica' },
    ]);
    expect(of(0, 'addAddress')[2]).not.toHaveProperty('latitude');
    expect(of(0, 'addAddress')[2]).not.toHaveProperty('postalCode');
  });

  it('has the profiles that are names, not those that are numbers', () => {
    expect(of(0, 'addSocialProfile')).toMatchObject([
      { platform: 'TWITTER', username: 'ada', url: 'https://twitter.com/ada' },
      { platform: 'MASTODON', username: '@ada@example.social', url: 'https://example.social/@ada' },
    ]);
    expect(of(1, 'addSocialProfile')).toHaveLength(1);
  });

  it('has a skill for each committee it sits in, an expert one with a title', () => {
    expect(of(1, 'addSkill')).toMatchObject([
      { name: 'House Committee on Engines', category: 'Committee', proficiency: 'EXPERT' },
      { name: 'Senate Committee on Notes', proficiency: 'EXPERT' },
    ]);
    expect(of(2, 'addSkill')).toMatchObject([{ proficiency: 'ADVANCED' }, { proficiency: 'ADVANCED' }]);
  });

  it('is related to the chairs of its committees, once per pair, and not to itself', () => {
    const pairs = steps.relationships.map((command) => [
      command.establishRelationship?.personId,
      command.establishRelationship?.otherId,
    ]);
    const [ada, charles, mary] = ['A000001', 'B000002', 'C000003'].map(personIdOf);
    expect(pairs).toEqual([
      [mary, charles],
      [charles, ada],
      [mary, ada],
    ]);
  });
});

describe('the ids of commands', () => {
  it('are all different, and the same the next time', () => {
    const ids = [...steps.persons.flat(), ...steps.relationships].map(
      (command) => Object.values(command)[0]?.commandId,
    );
    expect(new Set(ids).size).toBe(ids.length);
    const again = commandsOf(readCongress(FOLDER));
    expect([...again.persons.flat(), ...again.relationships]).toEqual([
      ...steps.persons.flat(),
      ...steps.relationships,
    ]);
  });
});

describe('data that cannot be read', () => {
  it('is named by its file', () => {
    expect(() => readCongress('/nowhere')).toThrow(DataUnreadable);
    expect(() => readCongress('/nowhere')).toThrow(/legislators-current\.yaml: ENOENT/);
  });

  it.each([
    ['- id: { bioguide: nonsense }\n', /0\.id\.bioguide must be a bioguide id/],
    ['{ not: a list }', /legislators-current\.yaml: .*expected array/],
    ['- {', /legislators-current\.yaml: /],
    [
      '- { id: { bioguide: A000001 }, name: { first: A, last: B }, bio: { birthday: 1950-02-31 }, terms: [] }',
      /0\.bio\.birthday/,
    ],
  ])('is named by its entry: %s', (text, message) => {
    const folder = mkdtempSync(join(tmpdir(), 'congress-'));
    writeFileSync(join(folder, 'legislators-current.yaml'), text);
    expect(() => readCongress(folder)).toThrow(message);
    rmSync(folder, { recursive: true });
  });
});
