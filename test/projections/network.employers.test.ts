/** Who works where, as the network knows it. */

import { describe, expect, it } from 'vitest';
import { ADA, archived, BOB, fact, item, suspended, THINGS } from '../domain/examples.ts';
import { People } from './people.ts';

const JOB = THINGS.employment.data;
const reactivated = fact('PersonReactivated', {});

describe('employers', () => {
  const at = (n: number, organization: string) =>
    fact('EmploymentAdded', { ...JOB, employmentId: item(n), organization });

  it('are listed by name, each once in whatever case, with how many work there', () => {
    const people = new People().tell(ADA, at(1, 'Engine Works'), at(2, 'Bureau')).tell(BOB, at(3, 'ENGINE  works'));
    expect(people.views.network.employers()).toEqual([
      { name: 'Bureau', personCount: 1 },
      { name: 'Engine Works', personCount: 2 },
    ]);
  });

  it('are those without a known end', () => {
    const people = new People().tell(ADA, at(1, 'Engine Works'), at(2, 'engine works'));
    const names = () => people.views.network.employers().map(({ name }) => name);
    people.tell(ADA, fact('EmploymentEnded', { employmentId: item(1), end: '2025-01-01' }));
    expect(names()).toEqual(['Engine Works']);
    people.tell(ADA, fact('EmploymentRemoved', { employmentId: item(2) }));
    expect(names()).toEqual([]);
    people.tell(ADA, fact('EmploymentUpdated', { employmentId: item(1), end: null }));
    expect(names()).toEqual(['Engine Works']);
  });

  it('are named as the first one wrote it, for as long as anybody works there', () => {
    const people = new People().tell(ADA, at(1, 'Engine Works')).tell(BOB, at(2, 'ENGINE WORKS'));
    const names = () => people.views.network.employers().map(({ name }) => name);
    people.tell(ADA, fact('EmploymentRemoved', { employmentId: item(1) }));
    expect(names()).toEqual(['Engine Works']);
    people.tell(BOB, fact('EmploymentRemoved', { employmentId: item(2) })).tell(ADA, at(3, 'engine works'));
    expect(names()).toEqual(['engine works']);
  });

  it('count listed persons only', () => {
    const people = new People().tell(ADA, at(1, 'Bureau')).tell(BOB, at(2, 'Bureau'), suspended);
    expect(people.views.network.employers()).toEqual([{ name: 'Bureau', personCount: 1 }]);
    people.tell(ADA, archived);
    expect(people.views.network.employers()).toEqual([]);
    people.tell(BOB, reactivated);
    expect(people.views.network.employers()).toEqual([{ name: 'Bureau', personCount: 1 }]);
  });

  it('pass to the target of a merge', () => {
    const people = new People().tell(ADA, at(1, 'Bureau')).merge(ADA, BOB);
    expect(people.views.network.employers()).toEqual([{ name: 'Bureau', personCount: 1 }]);
    expect(people.views.network.employedAt('bureau')).toContain(people.number(BOB));
  });

  it('are found by a part of the name, whatever its case and accents', () => {
    const people = new People().tell(ADA, at(1, 'Café Central')).tell(BOB, at(2, 'Bureau'));
    const found = (text: string) => people.idsOf(people.views.network.employedAt(text));
    expect(found('CAFE')).toEqual([ADA]);
    expect(found('central')).toEqual([ADA]);
    expect(found('')).toEqual([ADA, BOB]);
    expect(found('cafe bureau')).toEqual([]);
  });
});
