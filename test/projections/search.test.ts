/** Who is found by which words, with the points of the service before. */

import { describe, expect, it } from 'vitest';
import type { PersonId } from '../../src/domain/ids.ts';
import type { PersonName } from '../../src/domain/person/name.ts';
import { ADA, BOB, created, fact, item, name, THINGS } from '../domain/examples.ts';
import { createdAs, Log } from './log.ts';
import { People } from './people.ts';

const JOB = THINGS.employment.data;
const email = (n: number, address: string) => fact('EmailAdded', { emailId: item(n), address, kind: 'work' });
const job = (n: number, organization: string, role: string) =>
  fact('EmploymentAdded', { ...JOB, employmentId: item(n), organization, role });
const skill = (skillName: string) =>
  fact('SkillAdded', { name: skillName, category: 'Science', proficiency: 'expert' });
const tag = (word: string) => fact('TagAdded', { tag: word });

/** Points by person, the names said short. */
function scores(log: Log, text: string): Record<string, number> {
  const short: Readonly<Record<PersonId, string>> = { [ADA]: 'Ada', [BOB]: 'Bob' };
  return Object.fromEntries(
    log.views.search.find(text).map(({ person, score }) => [short[log.views.persons.id(person)], score]),
  );
}

const ada = (...facts: Parameters<Log['tell']>[1][]) => new Log().tell(ADA, created, ...facts);

describe('a word', () => {
  it('is found as a part of a name: John in Johnson', () => {
    const log = new Log().tell(ADA, createdAs('John', 'Smith')).tell(BOB, createdAs('Jane', 'Johnson'));
    expect(scores(log, 'John')).toEqual({ Ada: 10, Bob: 10 });
    expect(scores(log, 'Jane Johnson')).toEqual({ Bob: 20 });
  });

  it.each([
    ['the name', 'lovel', [], 10],
    ['an email', 'ada@', [email(1, 'Ada@Example.org')], 5],
    ['the employer', 'engine', [job(1, 'Engine Works', 'Analyst')], 3],
    ['the role', 'analy', [job(1, 'Engine Works', 'Analyst')], 3],
    ['a skill', 'mathem', [skill('Mathematics')], 2],
    ['a tag', 'pion', [tag('Pioneer')], 1],
  ] as const)('found in %s has its points', (_, word, facts, points) => {
    expect(scores(ada(...facts), word)).toEqual({ Ada: points });
  });

  it('has the points of every field that it is found in, each once', () => {
    const log = ada(
      email(1, 'ada@a.org'),
      email(2, 'ada@b.org'),
      job(1, 'Ada Inc', 'Ada lead'),
      skill('Ada'),
      tag('ada'),
    );
    expect(scores(log, 'ada')).toEqual({ Ada: 10 + 5 + 3 + 3 + 2 + 1 });
  });

  it('counts twice when it is typed twice', () => {
    expect(scores(ada(), 'ada ADA')).toEqual({ Ada: 20 });
  });

  it.each([
    ['capitals', 'LOVELACE'],
    ['accents', 'Lövelàce'],
    ['spaces around it', '  lovelace \t'],
    ['letters of another width', 'ｌｏｖｅｌａｃｅ'],
  ])('is found with %s', (_, text) => {
    expect(scores(ada(), text)).toEqual({ Ada: 10 });
  });

  it('finds names with accents without them', () => {
    expect(scores(new Log().tell(ADA, createdAs('José', 'Núñez')), 'jose nunez')).toEqual({ Ada: 20 });
  });

  it('is found in names of two Han letters', () => {
    const written: PersonName = { ...name('明', '李'), convention: 'east_asian' };
    const log = new Log().tell(ADA, fact('PersonCreated', { status: 'active', name: written }));
    expect(scores(log, '李明')).toEqual({ Ada: 10 });
    expect(scores(log, '李')).toEqual({ Ada: 10 });
  });

  it('that nobody has is looked for in similar ones at half the points', () => {
    expect(scores(ada(), 'lovelase')).toEqual({ Ada: 5 });
  });

  it.each(['', '   ', '\t\n'])('is not there in %j, and nobody is found', (text) => {
    expect(scores(ada(), text)).toEqual({});
  });
});

describe('a name', () => {
  it('is found as it is shown, and by what of it is not shown', () => {
    const full: PersonName = {
      ...name('Augusta', 'Lovelace'),
      nickname: 'Gussie',
      patronymic: 'Georgovna',
      matronymic: 'Annasdottir',
      display: 'Countess of L.',
    };
    const log = new Log().tell(ADA, fact('PersonCreated', { status: 'active', name: full }));
    for (const word of ['countess', 'augusta', 'lovelace', 'gussie', 'georgovna', 'annasdottir']) {
      expect(scores(log, word), word).toEqual({ Ada: 10 });
    }
  });

  it('is found as it is now, and no longer as it was', () => {
    const log = ada(fact('PersonRenamed', { name: name('Augusta', 'King'), before: name('Ada', 'Lovelace') }));
    expect([scores(log, 'king'), scores(log, 'lovelace')]).toEqual([{ Ada: 10 }, {}]);
  });
});

describe('what is no longer so', () => {
  it.each([
    ['an email that was removed', fact('EmailRemoved', { emailId: item(1) }), 'first'],
    ['the address an email had before', fact('EmailUpdated', { emailId: item(1), address: 'second@x.org' }), 'first'],
    ['an employment that ended', fact('EmploymentEnded', { employmentId: item(1), end: '2025-01-01' }), 'engine'],
    ['an employment that was removed', fact('EmploymentRemoved', { employmentId: item(1) }), 'engine'],
    ['the role before', fact('EmploymentUpdated', { employmentId: item(1), role: 'Director' }), 'analyst'],
    [
      'the role of an employment that ended',
      fact('EmploymentUpdated', { employmentId: item(1), end: '2025-01-01' }),
      'analyst',
    ],
    ['a skill that was removed', fact('SkillRemoved', { name: 'MATHEMATICS' }), 'mathematics'],
    ['a tag that was removed', fact('TagRemoved', { tag: 'Pioneer' }), 'pioneer'],
  ] as const)('is not found: %s', (_, change, word) => {
    const log = ada(email(1, 'first@x.org'), job(1, 'Engine Works', 'Analyst'), skill('Mathematics'), tag('pioneer'));
    expect(Object.keys(scores(log, word))).toEqual(['Ada']);
    log.tell(ADA, change);
    expect(scores(log, word)).toEqual({});
  });

  it('is found again when it is so again', () => {
    const log = ada(
      job(1, 'Engine Works', 'Analyst'),
      fact('EmploymentEnded', { employmentId: item(1), end: '2025-01-01' }),
    );
    log.tell(ADA, fact('EmploymentUpdated', { employmentId: item(1), end: null }));
    expect([scores(log, 'engine'), scores(log, 'analyst')]).toEqual([{ Ada: 3 }, { Ada: 3 }]);
  });

  it('stays found when it is so for another reason', () => {
    const log = ada(email(1, 'ada@x.org'), email(2, 'ada@y.org'), fact('EmailRemoved', { emailId: item(1) }));
    expect([scores(log, 'y.org'), scores(log, 'x.org')]).toEqual([{ Ada: 5 }, {}]);
  });

  it('is not brought about by a change to something that is not there', () => {
    const log = ada(fact('EmploymentUpdated', { employmentId: item(9), organization: 'Nowhere' }));
    expect(scores(log, 'nowhere')).toEqual({});
  });
});

it('finds the target of a merge by what it took over', () => {
  const people = new People().tell(
    ADA,
    email(1, 'first@x.org'),
    job(1, 'Engine Works', 'Analyst'),
    skill('Chess'),
    tag('vip'),
  );
  people.merge(ADA, BOB);
  for (const [word, points] of [
    ['first', 5],
    ['engine', 3],
    ['analyst', 3],
    ['chess', 2],
    ['vip', 1],
  ] as const) {
    expect(scores(people, word), word).toEqual({ Ada: points, Bob: points });
  }
});

describe('the texts of a person', () => {
  it('are what a search looks at, field by field', () => {
    const log = ada(email(1, 'Ada@x.org'), job(1, 'Engine Works', 'Analyst'), skill('Chess'), tag('VIP'));
    expect(log.views.search.texts(log.number(ADA))).toEqual([
      { field: 'name', text: 'Ada Lovelace' },
      { field: 'email', text: 'Ada@x.org' },
      { field: 'employer', text: 'Engine Works' },
      { field: 'role', text: 'Analyst' },
      { field: 'skill', text: 'Chess' },
      { field: 'tag', text: 'VIP' },
    ]);
  });

  it('are none of somebody who is not known', () => {
    expect(new Log().views.search.texts(3)).toEqual([]);
    expect(new Log().views.search.contactInfo(3).emails.live.size).toBe(0);
    expect(new Log().views.search.row(3)).toBeUndefined();
  });
});

it('keeps how a person can be reached', () => {
  const log = ada(THINGS.email, THINGS.phone, THINGS.address, THINGS.profile, THINGS.handle, THINGS.website);
  log.tell(ADA, fact('EmailVerified', { emailId: item(1) }));
  const contact = log.views.search.contactInfo(log.number(ADA));
  expect(Object.values(contact).map((items) => items.live.size)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(contact.emails.live.get(item(1))).toMatchObject({ address: 'ada@example.org', verified: true });
});
