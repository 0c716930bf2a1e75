/** Searching for persons: who is found and listed, in which order, and how they spread. */

import { describe, expect, it } from 'vitest';
import {
  FACET_VALUES_MAX,
  facetsOf,
  type PersonFilter,
  pageOfHits,
  searchPersons,
} from '../../projections/directory.ts';
import {
  ADA,
  archived,
  BOB,
  CAROL,
  created,
  drafted,
  fact,
  item,
  suspended,
  THINGS,
  TODAY,
} from '../domain/examples.ts';
import { createdAs, Log, person } from './log.ts';
import { People } from './people.ts';

const JOB = THINGS.employment.data;
const reactivated = fact('PersonReactivated', {});
const job = (n: number, organization: string, role = 'Clerk') =>
  fact('EmploymentAdded', { ...JOB, employmentId: item(n), organization, role });
const skill = (name: string) => fact('SkillAdded', { name, category: 'Science', proficiency: 'expert' });
const tag = (word: string) => fact('TagAdded', { tag: word });

const hitsOf = (log: Log, text: string | null, filter: PersonFilter = {}) =>
  searchPersons(log.views, text, filter, TODAY);
const found = (log: Log, text: string | null, filter?: PersonFilter) =>
  log.idsOf(hitsOf(log, text, filter).map(({ person: number }) => number));

function facet(log: Log, name: string, text: string | null = null) {
  const { values = [] } = facetsOf(log.views, hitsOf(log, text), TODAY).find((each) => each.name === name) ?? {};
  return values.map(({ value, count }) => `${value} ${count}`);
}

describe('a search', () => {
  it('has the best first', () => {
    const log = new Log()
      .tell(CAROL, createdAs('Carol', 'Shaw'), tag('babbage'))
      .tell(ADA, createdAs('Ada', 'Lovelace'), job(1, 'Babbage and Sons'))
      .tell(BOB, createdAs('Charles', 'Babbage'));
    expect(hitsOf(log, 'babbage').map(({ score }) => score)).toEqual([10, 3, 1]);
    expect(found(log, 'babbage')).toEqual([BOB, ADA, CAROL]);
  });

  it('has those who are even by name, then in the order in which the log first named them', () => {
    const log = new Log()
      .tell(CAROL, createdAs('John', 'Smith'))
      .tell(BOB, createdAs('John', 'Adams'))
      .tell(ADA, createdAs('John', 'Smith'));
    expect(found(log, 'john')).toEqual([BOB, CAROL, ADA]);
  });

  it.each(['', '  '])('for %j finds nobody', (text) => {
    expect(hitsOf(new People(), text)).toEqual([]);
  });

  it('for nothing in particular finds everybody listed, all alike, by name', () => {
    const log = new Log().tell(ADA, createdAs('Ada', 'Zzz')).tell(BOB, createdAs('Bob', 'Aaa'));
    expect(hitsOf(log, null).map(({ score }) => score)).toEqual([1, 1]);
    expect(found(log, null)).toEqual([BOB, ADA]);
  });

  it('finds those who pass the filter too', () => {
    const log = new Log().tell(ADA, createdAs('John', 'A'), tag('vip')).tell(BOB, createdAs('John', 'B'));
    expect(found(log, 'john', { tag: 'VIP' })).toEqual([ADA]);
    expect(found(log, null, { name: 'b' })).toEqual([BOB]);
    expect(found(log, 'nobody', { tag: 'vip' })).toEqual([]);
  });

  it.each([
    ['suspended', suspended],
    ['archived', archived],
  ] as const)('does not find who is %s, unless asked for, until the person comes back', (status, gone) => {
    const log = new Log().tell(ADA, created, gone);
    expect([found(log, 'ada'), found(log, null)]).toEqual([[], []]);
    expect([found(log, 'ada', { statuses: [status] }), found(log, null, { statuses: [status] })]).toEqual([
      [ADA],
      [ADA],
    ]);
    log.tell(ADA, reactivated);
    expect([found(log, 'ada'), found(log, null)]).toEqual([[ADA], [ADA]]);
  });

  it('finds drafts and the deceased', () => {
    const log = new Log().tell(ADA, drafted).tell(BOB, created, fact('DeathRecorded', { date: '2026-02-01' }));
    expect(found(log, 'ada')).toEqual([ADA, BOB]);
  });

  it('finds the target of a merge and no longer the source', () => {
    const people = new People().tell(ADA, tag('vip'));
    expect(found(people, 'vip')).toEqual([ADA]);
    people.merge(ADA, BOB);
    expect(found(people, 'vip')).toEqual([BOB]);
    expect(found(people, 'vip', { statuses: ['merged'] })).toEqual([ADA]);
  });
});

it('pages hits in their order', () => {
  const log = new Log();
  for (let n = 0; n < 7; n += 1) log.tell(person(n), createdAs('John', `N${n % 3}`), ...(n % 2 ? [tag('john')] : []));
  const hits = hitsOf(log, 'john');
  const seen: number[] = [];
  for (let after: readonly (string | number)[] | null = null, more = true; more; ) {
    const page = pageOfHits(log.views, hits, { first: 3, after });
    expect(page.totalCount()).toBe(7);
    seen.push(...page.items.map(({ item: hit }) => hit.person));
    after = page.items.at(-1)?.key ?? null;
    more = page.hasNextPage;
  }
  expect(seen).toEqual(hits.map(({ person: number }) => number));
});

describe('facets', () => {
  const log = new Log()
    .tell(ADA, createdAs('John', 'A'), job(1, 'Engine Works', 'Analyst'), skill('Rust'), skill('Go'), tag('vip'))
    .tell(BOB, createdAs('John', 'B'), job(2, 'Bureau', 'Analyst'), skill('Rust'), THINGS.address)
    .tell(CAROL, drafted, job(3, 'Bureau', 'Analyst'));

  it('say how those found spread over each thing to filter by', () => {
    expect(facetsOf(log.views, hitsOf(log, null), TODAY).map(({ name }) => name)).toEqual([
      'status',
      'employer',
      'role',
      'skill',
      'location',
      'tag',
    ]);
    expect(facet(log, 'status')).toEqual(['active 2', 'draft 1']);
    expect(facet(log, 'employer')).toEqual(['Bureau 2', 'Engine Works 1']);
    expect(facet(log, 'role')).toEqual(['Analyst 3']);
    expect(facet(log, 'skill')).toEqual(['Rust 2', 'Go 1']);
    expect(facet(log, 'location')).toEqual(['London 1']);
    expect(facet(log, 'tag')).toEqual(['vip 1']);
  });

  it('count those who are found and nobody else', () => {
    expect(facet(log, 'employer', 'john')).toEqual(['Bureau 1', 'Engine Works 1']);
    expect(facet(log, 'employer', 'nobody')).toEqual([]);
  });

  it('go by the job of today', () => {
    const past = new Log().tell(ADA, created, fact('EmploymentAdded', { ...JOB, end: '2025-01-01' }));
    expect([facet(past, 'employer'), facet(past, 'role')]).toEqual([[], []]);
  });

  it('tell the most frequent values, then by the letters, and only so many', () => {
    const many = new Log().tell(ADA, created).tell(BOB, created, skill('S30'));
    for (let n = 40; n >= 20; n -= 1) many.tell(ADA, skill(`S${n}`));
    const values = facet(many, 'skill');
    expect(values).toHaveLength(FACET_VALUES_MAX);
    expect(values.slice(0, 4)).toEqual(['S30 2', 'S20 1', 'S21 1', 'S22 1']);
  });
});
