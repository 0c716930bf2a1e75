/** Who can do what, and which skills go together. */

import { describe, expect, it } from 'vitest';
import type { PersonId } from '../../src/domain/ids.ts';
import { ADA, archived, BOB, CAROL, created, fact, suspended, THINGS } from '../domain/examples.ts';
import { Log, person } from './log.ts';
import { People } from './people.ts';

const reactivated = fact('PersonReactivated', {});
const skill = (name: string, category = 'Programming') => fact('SkillAdded', { name, category, proficiency: 'expert' });
const removed = (name: string) => fact('SkillRemoved', { name });

function people(skills: Readonly<Record<PersonId, readonly string[]>>): Log {
  const log = new Log();
  for (const [personId, names] of Object.entries(skills)) {
    log.tell(personId as PersonId, created, ...names.map((name) => skill(name)));
  }
  return log;
}

const counts = (log: Log) =>
  Object.fromEntries(log.views.skills.all().map(({ name, personCount }) => [name, personCount]));
const holders = (log: Log, ...names: readonly string[]) => log.idsOf(log.views.skills.holders(names)).sort();
const related = (log: Log, name: string) =>
  log.views.skills.related(name).map((other) => `${other.name} ${other.together}`);
const recommended = (log: Log, personId: PersonId) =>
  log.views.skills.recommendations(log.number(personId)).map(({ name, score }) => `${name} ${score}`);

describe('what a person can do', () => {
  it('grows with each skill', () => {
    const log = people({ [ADA]: ['Rust', 'Go'] });
    expect([...log.views.skills.skillsOf(log.number(ADA)).skills.values()].map(({ name }) => name)).toEqual([
      'Rust',
      'Go',
    ]);
    expect(counts(log)).toEqual({ Go: 1, Rust: 1 });
  });

  it('is nothing where nothing is known', () => {
    const { skills } = new Log().views;
    expect(skills.skillsOf(0).skills.size).toBe(0);
    expect(skills.row(0)).toBeUndefined();
    expect(skills.recommendations(0)).toEqual([]);
  });

  it('has certifications, educations and endorsements with it', () => {
    const log = new Log().tell(ADA, created, THINGS.skill, THINGS.certification, THINGS.education);
    log.tell(ADA, fact('SkillEndorsed', { name: 'mathematics', endorserId: BOB }));
    const { skills, certifications, educations } = log.views.skills.skillsOf(log.number(ADA));
    expect(skills.get('mathematics')?.endorsements).toMatchObject([{ endorserId: BOB }]);
    expect([certifications.live.size, educations.live.size]).toEqual([1, 1]);
  });
});

describe('a skill', () => {
  it('is found by its exact name in any case, and not by a part of it', () => {
    const log = people({ [ADA]: ['Rust'], [BOB]: ['rust'] });
    for (const name of ['Rust', 'RUST', ' rust ']) expect(log.views.skills.skill(name)?.personCount).toBe(2);
    expect(log.views.skills.skill('Rus')).toBeNull();
    expect(log.views.skills.skill('')).toBeNull();
    expect(holders(log, 'rUST')).toEqual([ADA, BOB]);
    expect(holders(log, 'us')).toEqual([]);
  });

  it('is shown as the first person wrote it, and counted once per person', () => {
    const log = people({ [ADA]: ['Rust'], [BOB]: ['rust'] });
    log.tell(ADA, skill('RUST'));
    expect(log.views.skills.all()).toEqual([{ key: 'rust', name: 'Rust', category: 'Programming', personCount: 2 }]);
  });

  it('is gone when nobody has it any more', () => {
    const log = people({ [ADA]: ['Rust'], [BOB]: ['Rust'] }).tell(ADA, removed('rust'));
    expect(counts(log)).toEqual({ Rust: 1 });
    log.tell(BOB, removed('RUST'));
    expect(log.views.skills.skill('Rust')).toBeNull();
    expect(log.views.skills.all()).toEqual([]);
  });

  it('is not counted down by who did not have it', () => {
    const log = people({ [ADA]: ['Rust'], [BOB]: [] }).tell(BOB, removed('Rust'));
    expect(counts(log)).toEqual({ Rust: 1 });
  });

  it('belongs to the category that most put it into, and to the first by name where they are even', () => {
    const log = people({ [ADA]: [], [BOB]: [], [CAROL]: [] });
    const category = () => log.views.skills.skill('Chess')?.category;
    log.tell(ADA, skill('Chess', 'Sports'));
    expect(category()).toBe('Sports');
    log.tell(BOB, skill('Chess', 'Games'));
    expect(category()).toBe('Games');
    log.tell(CAROL, skill('Chess', 'Sports'));
    expect(category()).toBe('Sports');
    log.tell(CAROL, fact('SkillUpdated', { name: 'chess', category: 'Games' }));
    expect(category()).toBe('Games');
    log.tell(BOB, removed('Chess')).tell(CAROL, removed('Chess'));
    expect(category()).toBe('Sports');
  });

  it('is listed by how many have it, then by name', () => {
    const log = people({ [ADA]: ['Go', 'Chess', 'Rust'], [BOB]: ['Rust'], [CAROL]: ['Zither', 'Rust', 'Go'] });
    expect(Object.keys(counts(log))).toEqual(['Rust', 'Go', 'Chess', 'Zither']);
  });

  it('is asked for by category in any case, and categories are counted by name', () => {
    const log = people({ [ADA]: ['Go', 'Rust'] }).tell(ADA, skill('Poetry', 'Arts'));
    expect(log.views.skills.all('ARTS').map(({ name }) => name)).toEqual(['Poetry']);
    expect(log.views.skills.all('Art')).toEqual([]);
    expect(log.views.skills.categories()).toEqual([
      { category: 'Arts', skillCount: 1 },
      { category: 'Programming', skillCount: 2 },
    ]);
  });
});

describe('persons with skills', () => {
  const log = people({ [ADA]: ['Rust', 'Go', 'Chess'], [BOB]: ['rust', 'GO'], [CAROL]: ['Rust'] });

  it('must have all of them', () => {
    expect(holders(log, 'Rust')).toEqual([ADA, BOB, CAROL]);
    expect(holders(log, 'Rust', 'Go')).toEqual([ADA, BOB]);
    expect(holders(log, 'chess', 'go', 'rust')).toEqual([ADA]);
    expect(holders(log, 'Rust', 'Zither')).toEqual([]);
    expect(holders(log, 'Rust', 'rust')).toEqual([ADA, BOB, CAROL]);
  });

  it('are everybody when no skill is named', () => {
    expect(holders(log)).toEqual([ADA, BOB, CAROL]);
  });
});

describe('somebody who is not listed', () => {
  it.each([
    ['suspended', suspended],
    ['archived', archived],
  ])('is %s: has the skills still and counts nowhere, until coming back', (_, gone) => {
    const log = people({ [ADA]: ['Rust', 'Go'], [BOB]: ['Rust'] }).tell(ADA, gone);
    expect(counts(log)).toEqual({ Rust: 1 });
    expect([holders(log, 'Rust'), holders(log), related(log, 'Rust')]).toEqual([[BOB], [BOB], []]);
    expect(log.views.skills.skillsOf(log.number(ADA)).skills.size).toBe(2);
    log.tell(ADA, reactivated);
    expect(counts(log)).toEqual({ Rust: 2, Go: 1 });
    expect([holders(log, 'Rust'), related(log, 'Rust')]).toEqual([[ADA, BOB], ['Go 1']]);
  });

  it('is merged: the target counts in their place', () => {
    const all = new People().tell(ADA, skill('Rust'), skill('Go')).tell(BOB, skill('rust')).merge(ADA, BOB);
    expect(counts(all)).toEqual({ Rust: 1, Go: 1 });
    expect([holders(all, 'rust', 'go'), related(all, 'Go')]).toEqual([[BOB], ['Rust 1']]);
  });

  it('is not the deceased', () => {
    const log = people({ [ADA]: ['Rust'] }).tell(ADA, fact('DeathRecorded', { date: '2026-02-01' }));
    expect(counts(log)).toEqual({ Rust: 1 });
  });
});

describe('skills that go together', () => {
  it('are those that the same persons have, the most frequent company first', () => {
    const log = people({ [ADA]: ['Rust', 'Go', 'Chess'], [BOB]: ['Rust', 'Chess'], [CAROL]: ['Rust', 'Zither'] });
    expect(related(log, 'rust')).toEqual(['Chess 2', 'Go 1', 'Zither 1']);
    expect(related(log, 'Zither')).toEqual(['Rust 1']);
    expect(related(log, 'Poetry')).toEqual([]);
  });

  it('go by how often they do, and not by how many have them', () => {
    const log = people({ [ADA]: ['Rust', 'Zither'], [BOB]: ['Rust', 'Zither', 'Chess'], [CAROL]: ['Chess'] });
    log.tell(person(4), created, skill('Chess'));
    expect(counts(log)).toEqual({ Chess: 3, Rust: 2, Zither: 2 });
    expect(related(log, 'Rust')).toEqual(['Zither 2', 'Chess 1']);
  });

  it('count one person less when all skills of a person go at once', () => {
    const log = people({ [ADA]: ['Rust', 'Go'], [BOB]: ['Rust', 'Go'], [CAROL]: ['Go', 'Rust'] });
    expect(related(log, 'Rust')).toEqual(['Go 3']);
    log.tell(ADA, suspended);
    expect([related(log, 'Rust'), related(log, 'Go')]).toEqual([['Go 2'], ['Rust 2']]);
    log.tell(ADA, reactivated);
    expect([related(log, 'Rust'), related(log, 'Go')]).toEqual([['Go 3'], ['Rust 3']]);
  });

  it('come apart when they are removed, and when their persons go', () => {
    const log = people({ [ADA]: ['Rust', 'Go'], [BOB]: ['Rust', 'Go'] });
    log.tell(ADA, removed('Go'));
    expect(related(log, 'Rust')).toEqual(['Go 1']);
    log.tell(BOB, suspended);
    expect(related(log, 'Rust')).toEqual([]);
    log.tell(BOB, reactivated).tell(ADA, skill('go'));
    expect(related(log, 'Go')).toEqual(['Rust 2']);
  });
});

describe('a recommendation', () => {
  it('is a skill that goes together with own ones, the best supported first, with its reasons', () => {
    const log = people({ [ADA]: ['Rust', 'Go'], [BOB]: ['Rust', 'Go', 'Chess'], [CAROL]: ['Rust', 'Poetry'] });
    log.tell(person(4), created, skill('Poetry'));
    expect(counts(log)).toMatchObject({ Poetry: 2, Chess: 1 });
    expect(recommended(log, ADA)).toEqual(['Chess 2', 'Poetry 1']);
    expect(log.views.skills.recommendations(log.number(ADA))[0]?.because).toEqual(['Rust', 'Go']);
  });

  it('goes by how many have the skill where the support is even, then by its name', () => {
    const log = people({ [ADA]: ['Rust'], [BOB]: ['Rust', 'Zither', 'Go', 'Chess'], [CAROL]: ['Zither'] });
    expect(recommended(log, ADA)).toEqual(['Zither 1', 'Chess 1', 'Go 1']);
  });

  it('is never a skill that the person has, in whatever case', () => {
    const log = people({ [ADA]: ['Rust', 'go'], [BOB]: ['Rust', 'Go'] });
    expect(recommended(log, ADA)).toEqual([]);
  });

  it.each([
    ['the skill was removed', (log: Log) => log.tell(BOB, removed('Chess'))],
    ['what it went together with was removed', (log: Log) => log.tell(BOB, removed('Rust'))],
    ['its person was suspended', (log: Log) => log.tell(BOB, suspended)],
    ['the own skill was removed', (log: Log) => log.tell(ADA, removed('Rust'))],
  ])('is forgotten when %s', (_, change) => {
    const log = people({ [ADA]: ['Rust'], [BOB]: ['Rust', 'Chess'] });
    expect(recommended(log, ADA)).toEqual(['Chess 1']);
    change(log);
    expect(recommended(log, ADA)).toEqual([]);
  });
});

it('takes no notice of what is not about skills', () => {
  const log = people({ [ADA]: ['Rust'] });
  const before = log.views.skills.row(log.number(ADA));
  log.tell(ADA, THINGS.email, THINGS.employment, fact('TagAdded', { tag: 'vip' }));
  expect(log.views.skills.row(log.number(ADA))).toEqual(before);
});
