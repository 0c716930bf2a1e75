/** Who each person is and where it stands, and the orders in which persons are listed. */

import { describe, expect, it } from 'vitest';
import { ORDERS, type OrderField } from '../../projections/summary.ts';
import type { PersonId } from '../../src/domain/ids.ts';
import {
  ADA,
  archived,
  BOB,
  CAROL,
  created,
  drafted,
  fact,
  merged,
  NOON,
  name,
  suspended,
  THINGS,
} from '../domain/examples.ts';
import { createdAs, Log, person } from './log.ts';
import { People } from './people.ts';

const at = <F extends { at: number }>(ms: number, each: F): F => ({ ...each, at: NOON + ms });
const renamed = (given: string, family: string) =>
  fact('PersonRenamed', { name: name(given, family), before: name('Ada', 'Lovelace') });
const linked = (system: string, value: string) => fact('IdentityLinked', { system, value });
const unlinked = (system: string, value: string) => fact('IdentityUnlinked', { system, value });

const ordered = (log: Log, field: OrderField, descending = false) =>
  log.idsOf([...log.views.summary.ordered(field, descending)].map(({ person: number }) => number));

describe('a person', () => {
  it('is what its facts made of it', () => {
    const log = new Log().tell(ADA, created, renamed('Augusta', 'King'), THINGS.tag, THINGS.attribute);
    log.tell(ADA, fact('BirthDateSet', { date: '1815-12-10' }), suspended);
    expect(log.views.summary.profile(log.number(ADA))).toMatchObject({
      status: 'suspended',
      statusReason: 'on leave',
      name: name('Augusta', 'King'),
      birthDate: '1815-12-10',
      createdAt: NOON,
      tags: new Map([['pioneer', 'pioneer']]),
    });
  });

  it('that was merged says into whom', () => {
    const people = new People().merge(ADA, BOB);
    expect(people.views.summary.profile(people.number(ADA))).toMatchObject({ status: 'merged', mergedInto: BOB });
    expect(people.views.summary.profile(people.number(BOB))).toMatchObject({ status: 'active', absorbed: [ADA] });
  });

  it('is nobody before it was created', () => {
    const { summary } = new Log().views;
    expect([summary.profile(0), summary.lastActivityAt(0), summary.nameKey(0), summary.row(0)]).toEqual([
      null,
      null,
      '',
      undefined,
    ]);
    expect(summary.preferences(0)).toMatchObject({ communication: {}, privacy: {}, general: {} });
  });

  it('is not created a second time', () => {
    const log = new Log().tell(ADA, created, THINGS.tag, at(5, createdAs('Somebody', 'Else')));
    expect(log.views.summary.profile(log.number(ADA))).toMatchObject({
      name: name('Ada', 'Lovelace'),
      createdAt: NOON,
    });
    expect([log.views.summary.size, ordered(log, 'name')]).toEqual([1, [ADA]]);
  });

  it('has preferences and consents', () => {
    const log = new Log().tell(ADA, created, fact('GeneralPreferencesUpdated', { theme: 'dark' }));
    log.tell(ADA, at(7, fact('ConsentGranted', { purpose: 'News' })));
    const { general, consents } = log.views.summary.preferences(log.number(ADA));
    expect(general).toEqual({ theme: 'dark' });
    expect([...consents.values()]).toEqual([{ purpose: 'News', status: 'granted', at: NOON + 7 }]);
  });

  it.each([
    ['of its own noun', renamed('Ada', 'King')],
    ['of contact data', THINGS.email],
    ['of skills', THINGS.skill],
    ['of relationships', THINGS.employment],
    ['of its death', fact('DeathRecorded', { date: '2026-02-01' })],
  ])('was last active with its last event: %s', (_, last) => {
    const log = new Log().tell(ADA, created, at(1234, last));
    expect(log.views.summary.lastActivityAt(log.number(ADA))).toBe(NOON + 1234);
  });
});

describe('an order', () => {
  it('by name has the family name first, without case and accents', () => {
    const log = new Log()
      .tell(person(1), createdAs('Zoe', 'Álvarez'))
      .tell(person(2), createdAs('ada', 'alvarez'))
      .tell(person(3), createdAs('Bo', 'Zimmer'));
    expect(ordered(log, 'name')).toEqual([2, 1, 3].map(person));
    expect(ordered(log, 'name', true)).toEqual([3, 1, 2].map(person));
    expect(log.views.summary.nameKey(log.number(person(1)))).toBe('alvarez, zoe');
  });

  it('by creation goes by the time, and by activity by the place in the log', () => {
    const log = new Log().tell(ADA, at(9, created)).tell(BOB, at(5, created)).tell(CAROL, at(7, created));
    log.tell(BOB, at(1, THINGS.tag));
    expect(ordered(log, 'created_at')).toEqual([BOB, CAROL, ADA]);
    expect(ordered(log, 'last_activity')).toEqual([ADA, CAROL, BOB]);
    expect(ordered(log, 'last_activity', true)).toEqual([BOB, CAROL, ADA]);
  });

  it('has those who are even in the order in which the log first named them', () => {
    const log = new Log().tell(BOB, created).tell(ADA, created).tell(CAROL, created);
    expect([ordered(log, 'name'), ordered(log, 'created_at')]).toEqual([
      [BOB, ADA, CAROL],
      [BOB, ADA, CAROL],
    ]);
  });

  it('follows a person that is renamed', () => {
    const log = new Log()
      .tell(ADA, createdAs('Ada', 'Aaa'))
      .tell(BOB, createdAs('Bob', 'Bbb'))
      .tell(ADA, renamed('Ada', 'Zzz'));
    expect(ordered(log, 'name')).toEqual([BOB, ADA]);
  });

  it.each(ORDERS)('by %s goes on after or before an entry, be it there or not', (field) => {
    const log = new Log().tell(ADA, at(0, createdAs('A', 'A'))).tell(BOB, at(1, createdAs('B', 'B')));
    log.tell(CAROL, at(2, createdAs('C', 'C')));
    const { summary } = log.views;
    const entry = summary.entry(field, log.number(BOB));
    const rest = (descending: boolean) => {
      const from = [...summary.ordered(field, descending, entry ?? undefined)];
      return log.idsOf(from.map(({ person: number }) => number));
    };
    expect([rest(false), rest(true)]).toEqual([[CAROL], [ADA]]);
    log.tell(BOB, renamed('B', 'Zed'));
    expect(rest(false)).toContain(CAROL);
    expect(rest(true)).toEqual([ADA]);
    expect(summary.entry(field, 99)).toBeNull();
  });

  it('has everybody that exists, whatever their status', () => {
    const log = new Log().tell(ADA, drafted).tell(BOB, created, suspended).tell(CAROL, created, archived);
    log.tell(person(4), created, merged);
    expect(new Set(ordered(log, 'name'))).toEqual(new Set([ADA, BOB, CAROL, person(4)]));
  });
});

it('counts who exists and was not merged', () => {
  const log = new Log().tell(ADA, created).tell(BOB, created).tell(CAROL, created);
  expect(log.views.summary.size).toBe(3);
  log.tell(ADA, suspended).tell(BOB, archived).tell(CAROL, merged);
  expect(log.views.summary.size).toBe(2);
});

describe('an identity', () => {
  const found = (log: Log, system: string, value: string): PersonId | null => {
    const number = log.views.summary.byIdentity(system, value);
    return number === null ? null : log.views.persons.id(number);
  };

  it('finds its person by system, in any case, and by the exact value', () => {
    const log = new Log().tell(ADA, created, linked('Payroll', 'A7'));
    expect(found(log, 'payroll', 'A7')).toBe(ADA);
    expect(found(log, 'PAYROLL', 'a7')).toBeNull();
    expect(found(log, 'library', 'A7')).toBeNull();
  });

  it('finds nobody once it is unlinked', () => {
    const log = new Log().tell(ADA, created, linked('payroll', '7'), unlinked('PAYROLL', '7'));
    expect(found(log, 'payroll', '7')).toBeNull();
  });

  it('of several persons finds the one that had it first, and the next when that one lets go', () => {
    const log = new Log().tell(BOB, created, linked('payroll', '7')).tell(ADA, created, linked('payroll', '7'));
    log.tell(BOB, linked('payroll', '7'));
    expect(found(log, 'payroll', '7')).toBe(BOB);
    log.tell(BOB, unlinked('payroll', '7'));
    expect(found(log, 'payroll', '7')).toBe(ADA);
  });

  it('of a merged person finds who it was merged into', () => {
    const people = new People().tell(ADA, linked('payroll', '7')).merge(ADA, BOB);
    expect(found(people, 'payroll', '7')).toBe(BOB);
  });

  it('finds a merged person when nobody else has it', () => {
    const people = new People().tell(ADA, linked('payroll', '7')).merge(ADA, BOB).tell(BOB, unlinked('payroll', '7'));
    expect(found(people, 'payroll', '7')).toBe(ADA);
  });
});
