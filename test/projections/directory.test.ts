/** Lists of persons with filters and orders, and the summary of each. */

import { describe, expect, it } from 'vitest';
import { byName, currentEmployment, listPersons, type PersonFilter, summarize } from '../../projections/directory.ts';
import type { PageArgs } from '../../projections/page.ts';
import type { OrderField } from '../../projections/summary.ts';
import type { PersonId } from '../../src/domain/ids.ts';
import type { Employment } from '../../src/domain/relationship/messages.ts';
import {
  ADA,
  archived,
  BOB,
  CAROL,
  created,
  drafted,
  fact,
  item,
  NOON,
  name,
  suspended,
  THINGS,
  TODAY,
} from '../domain/examples.ts';
import { createdAs, Log, person } from './log.ts';
import { People } from './people.ts';

const JOB: Employment = THINGS.employment.data;
const job = (n: number, more: Partial<Employment>) =>
  fact('EmploymentAdded', { ...JOB, employmentId: item(n), ...more });
const address = (n: number, kind: 'home' | 'work' | 'residential', city: string | undefined, more: object = {}) =>
  fact('AddressAdded', { addressId: item(n), kind, ...(city === undefined ? {} : { city }), ...more });
const skill = (skillName: string) =>
  fact('SkillAdded', { name: skillName, category: 'Science', proficiency: 'expert' });
const tag = (word: string) => fact('TagAdded', { tag: word });

const ada = (...facts: Parameters<Log['tell']>[1][]) => new Log().tell(ADA, created, ...facts);

function summaryOf(log: Log, personId: PersonId) {
  const { views } = log;
  const at = log.number(personId);
  return summarize(
    {
      profile: views.summary.profile(at) as never,
      contactInfo: views.search.contactInfo(at),
      relationships: views.network.relationshipsOf(at),
      skills: views.skills.skillsOf(at),
      relationshipCount: views.network.edges(at).length,
      lastActivityAt: views.summary.lastActivityAt(at) as number,
    },
    TODAY,
  );
}

describe('the summary of a person', () => {
  it('tells little of who has only a name', () => {
    expect(summaryOf(ada(), ADA)).toEqual({
      displayName: 'Ada Lovelace',
      primaryEmail: null,
      primaryPhone: null,
      currentEmployer: null,
      currentRole: null,
      location: null,
      skillCount: 0,
      relationshipCount: 0,
      lastActivityAt: NOON,
    });
  });

  it('tells what there is', () => {
    const people = new People().tell(ADA, THINGS.email, THINGS.phone, THINGS.address, THINGS.skill, THINGS.employment);
    people.relate(ADA, BOB, 'friend', 50).relate(CAROL, ADA, 'mentor', 51);
    expect(summaryOf(people, ADA)).toMatchObject({
      primaryEmail: 'ada@example.org',
      primaryPhone: '+442071234567',
      currentEmployer: 'Engine Works',
      currentRole: 'Analyst',
      location: 'London',
      skillCount: 1,
      relationshipCount: 2,
    });
  });

  it('shows the name as the person wants it, else given and family name', () => {
    expect(summaryOf(ada(), ADA).displayName).toBe('Ada Lovelace');
    const full = {
      ...name('Ada', 'Lovelace'),
      prefixes: ['Countess'],
      suffixes: ['FRS'],
      nickname: 'A',
      display: 'Ada L.',
    };
    const log = ada(fact('PersonRenamed', { name: full, before: name('Ada', 'Lovelace') }));
    expect(summaryOf(log, ADA).displayName).toBe('Ada L.');
  });

  it('has the primary email and phone first, else the ones that were there first', () => {
    const email = (n: number, more = {}) =>
      fact('EmailAdded', { emailId: item(n), address: `${n}@x.org`, kind: 'work', ...more });
    const phone = (n: number, more = {}) =>
      fact('PhoneAdded', { phoneId: item(n), number: `+4420712345${n}`, kind: 'work', ...more });
    const log = ada(email(10), email(11), phone(10), phone(11));
    expect(summaryOf(log, ADA)).toMatchObject({ primaryEmail: '10@x.org', primaryPhone: '+442071234510' });
    log.tell(ADA, fact('PrimaryEmailSet', { emailId: item(11) }), fact('PrimaryPhoneSet', { phoneId: item(11) }));
    expect(summaryOf(log, ADA)).toMatchObject({ primaryEmail: '11@x.org', primaryPhone: '+442071234511' });
    log.tell(ADA, fact('EmailRemoved', { emailId: item(11) }), fact('PhoneRemoved', { phoneId: item(11) }));
    expect(summaryOf(log, ADA)).toMatchObject({ primaryEmail: '10@x.org', primaryPhone: '+442071234510' });
  });

  it('is in the primary place, else at home, else where there is a city, else where the job is', () => {
    const log = ada(job(1, { location: 'Kiel' }));
    const location = () => summaryOf(log, ADA).location;
    expect(location()).toBe('Kiel');
    log.tell(ADA, address(1, 'home', undefined, { text: 'Somewhere' }));
    expect(location()).toBe('Kiel');
    log.tell(ADA, address(2, 'work', 'Oxford', { region: 'Oxfordshire', countryCode: 'GB' }));
    expect(location()).toBe('Oxford, Oxfordshire, GB');
    log.tell(ADA, address(3, 'residential', 'London', { country: 'England', countryCode: 'GB' }));
    expect(location()).toBe('London, England');
    log.tell(ADA, address(4, 'work', 'Paris', { primary: true }));
    expect(location()).toBe('Paris');
  });
});

describe('the job of a day', () => {
  const jobs = (...all: readonly Partial<Employment>[]) =>
    all.map((more, at) => ({ ...JOB, employmentId: item(at), ...more }));
  const heldOn = (day: string, ...all: readonly Partial<Employment>[]) =>
    currentEmployment(jobs(...all), day)?.role ?? null;

  it('is one that has begun and not ended, its first and last day among its days', () => {
    const spell = { role: 'Clerk', start: '2020-01-01', end: '2020-12-31' };
    const days = ['2019-12-31', '2020-01-01', '2020-12-31', '2021-01-01'];
    expect(days.map((day) => heldOn(day, spell))).toEqual([null, 'Clerk', 'Clerk', null]);
  });

  it('is the primary one, else the one that began last, else the one that was added last', () => {
    const [old, recent] = [
      { role: 'Clerk', start: '2010-01-01' },
      { role: 'Analyst', start: '2020-01-01' },
    ];
    expect(heldOn(TODAY, recent, old)).toBe('Analyst');
    expect(heldOn(TODAY, { ...old, primary: true }, recent)).toBe('Clerk');
    expect(heldOn(TODAY, { ...old, primary: true, end: '2015-01-01' }, recent)).toBe('Analyst');
    expect(heldOn(TODAY, recent, { ...recent, role: 'Director' })).toBe('Director');
  });

  it('is none of somebody without jobs', () => {
    expect(heldOn(TODAY)).toBeNull();
  });
});

const BY_NAME = { field: 'name', descending: false } as const;

function listed(
  log: Log,
  filter: PersonFilter,
  order: { field: OrderField; descending: boolean } = BY_NAME,
  args: PageArgs = {},
) {
  const page = listPersons(log.views, filter, order, args, TODAY);
  const persons = log.idsOf(page.items.map(({ item: number }) => number));
  expect(page.totalCount()).toBeGreaterThanOrEqual(persons.length);
  return persons;
}

/** Ada, Bob and Carol with differences to be filtered by. */
function three(): Log {
  return new Log()
    .tell(
      ADA,
      createdAs('Ada', 'Lovelace'),
      job(1, { organization: 'Engine Works', role: 'Analyst' }),
      address(1, 'home', 'London'),
    )
    .tell(ADA, skill('Rust'), skill('Go'), tag('VIP'), fact('BirthDateSet', { date: '1815-12-10' }))
    .tell(
      BOB,
      createdAs('Róbert', 'Babbage'),
      job(2, { organization: 'Bureau', role: 'Head Analyst', location: 'New London' }),
    )
    .tell(BOB, skill('rust'), fact('BirthDateSet', { date: '1791-12-26' }))
    .tell(
      CAROL,
      createdAs('Carol', 'Shaw'),
      job(3, { organization: 'Engine Works', role: 'Clerk', end: '2025-01-01' }),
    );
}

describe('a list', () => {
  it.each<[string, PersonFilter, readonly PersonId[]]>([
    ['nothing', {}, [BOB, ADA, CAROL]],
    ['nothing, said in so many words', { name: null, skills: null, statuses: null, tag: undefined }, [BOB, ADA, CAROL]],
    ['a part of the name', { name: 'LOVE' }, [ADA]],
    ['a name without its accents', { name: 'robert b' }, [BOB]],
    ['an employer of today', { employer: 'engine' }, [ADA]],
    ['a role of today', { role: 'ANALYST' }, [BOB, ADA]],
    ['a place', { location: 'london' }, [BOB, ADA]],
    ['one skill', { skills: ['RUST'] }, [BOB, ADA]],
    ['all of several skills', { skills: ['rust', 'Go'] }, [ADA]],
    ['a part of a skill', { skills: ['Rus'] }, []],
    ['no skills in particular', { skills: [] }, [BOB, ADA, CAROL]],
    ['a tag, in any case', { tag: 'vip' }, [ADA]],
    ['a part of a tag', { tag: 'vi' }, []],
    ['born from a day on', { bornFrom: '1815-12-10' }, [ADA]],
    ['born until a day', { bornTo: '1791-12-26' }, [BOB]],
    ['born between', { bornFrom: '1791-12-27', bornTo: '1815-12-09' }, []],
    [
      'all at once',
      { name: 'a', employer: 'works', role: 'analyst', location: 'lon', skills: ['go'], tag: 'VIP' },
      [ADA],
    ],
    ['things that nobody has together', { employer: 'bureau', tag: 'vip' }, []],
  ])('is filtered by %s', (_, filter, wanted) => {
    expect(listed(three(), filter)).toEqual(wanted);
    expect(listPersons(three().views, filter, BY_NAME, { first: 0 }, TODAY).totalCount()).toBe(wanted.length);
  });

  it('has everybody but the merged, and those only when their status is asked for', () => {
    const people = new People()
      .tell(person(4), drafted)
      .tell(CAROL, suspended)
      .tell(person(5), created, archived)
      .merge(ADA, BOB);
    expect(listed(people, {}).sort()).toEqual([BOB, CAROL, person(4), person(5)].sort());
    expect(listPersons(people.views, {}, BY_NAME, {}, TODAY).totalCount()).toBe(4);
    expect(listed(people, { statuses: ['merged'] })).toEqual([ADA]);
    expect(listed(people, { statuses: ['draft', 'archived'] }).sort()).toEqual([person(4), person(5)]);
    expect(listed(people, { statuses: [] })).toEqual([]);
  });

  it.each<[OrderField, readonly PersonId[]]>([
    ['name', [BOB, ADA, CAROL]],
    ['created_at', [ADA, BOB, CAROL]],
    ['last_activity', [ADA, CAROL, BOB]],
  ])('is ordered by %s, both ways', (field, wanted) => {
    const log = three().tell(BOB, tag('late'));
    expect(listed(log, {}, { field, descending: false })).toEqual(wanted);
    expect(listed(log, {}, { field, descending: true })).toEqual(wanted.toReversed());
  });

  it.each<[string, boolean, PageArgs]>([
    ['forwards', false, { first: 2 }],
    ['forwards, descending', true, { first: 2 }],
    ['backwards', false, { last: 2 }],
    ['backwards, descending', true, { last: 2 }],
  ])('is read page by page, %s, of those that pass', (_, descending, args) => {
    const log = new Log();
    for (let n = 0; n < 12; n += 1) log.tell(person(n), createdAs(`G${n % 3}`, 'Same'), ...(n % 2 ? [tag('odd')] : []));
    const order = { field: 'name', descending } as const;
    const all = listed(log, { tag: 'odd' }, order);
    const seen: PersonId[] = [];
    for (let cursor: PageArgs['after'] = null, more = true; more; ) {
      const from = args.last == null ? { after: cursor } : { before: cursor };
      const page = listPersons(log.views, { tag: 'odd' }, order, { ...args, ...from }, TODAY);
      expect(page.totalCount()).toBe(6);
      const persons = log.idsOf(page.items.map(({ item: number }) => number));
      if (args.last == null) seen.push(...persons);
      else seen.unshift(...persons);
      cursor = page.items.at(args.last == null ? -1 : 0)?.key ?? null;
      more = args.last == null ? page.hasNextPage : page.hasPreviousPage;
    }
    expect(seen).toEqual(all);
    expect(all).toHaveLength(6);
  });

  it('has namesakes in the order in which the log first named them', () => {
    const log = new Log().tell(BOB, created).tell(ADA, created);
    expect(listed(log, {})).toEqual([BOB, ADA]);
    expect(log.idsOf(byName(log.views, log.numbers(ADA, BOB)))).toEqual([BOB, ADA]);
  });
});
