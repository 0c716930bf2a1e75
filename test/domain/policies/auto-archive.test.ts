/** Who is archived for not being active, when, after which warning, and who never is. */

import { describe, it } from 'vitest';
import { ANNOUNCED, autoArchive } from '../../../src/domain/policies/auto-archive.ts';
import { ADA, archived, created, drafted, fact, item, NOON, suspended, THINGS } from '../examples.ts';
import { DAY, daysAgo, givenPersons, idBy } from './given-persons.ts';

const noteId = item(90);
const announcement = fact('NoteAdded', { noteId, kind: 'inactivity', code: ANNOUNCED, text: 'Soon' });
const reason = 'Auto-archived due to 365 days of inactivity';
const archive = ['ArchivePerson', ADA, { reason }] as const;
const announced = (days: number, active: number, facts = [created] as const) => [
  ...daysAgo(active, ...facts),
  ...daysAgo(days, announcement),
];
const lookedAt = (facts: Parameters<typeof givenPersons>[0][string], activeDaysAgo: number, settings = {}) =>
  givenPersons({ [ADA]: facts }, { activeAt: NOON - activeDaysAgo * DAY }).when(autoArchive, { settings });

describe('Auto-archive', () => {
  it('does nothing about who was active within the time of the warning', () =>
    lookedAt(daysAgo(500, created), 334).thenNothing());

  it('notes before that it will archive, and since when nothing happened', () =>
    lookedAt(daysAgo(500, created), 335).thenActs([
      'AddNote',
      ADA,
      {
        noteId: idBy('auto-archive', ADA, `announced ${NOON - 335 * DAY}`),
        kind: 'inactivity',
        code: ANNOUNCED,
        text: 'There was no activity since 2025-03-31. Without any, the person is archived in 30 days.',
      },
    ]));

  it('waits until the warning is over', () => lookedAt(announced(29, 364), 364).thenNothing());
  it('archives then', () => lookedAt(announced(30, 365), 365).thenActs(archive));
  it('gives who was warned late the whole time of the warning', () => lookedAt(announced(29, 400), 400).thenNothing());
  it('archives without a warning when none is wished', () =>
    lookedAt(daysAgo(365, created), 365, { warningDays: 0 }).thenActs(archive));
  it('does not archive before the time is over without a warning', () =>
    lookedAt(daysAgo(364, created), 364, { warningDays: 0 }).thenNothing());

  it('resolves its note when there was activity since', () =>
    lookedAt(announced(30, 365), 10).thenActs(['ResolveNote', ADA, { noteId, reason: 'Active again' }]));

  it('says again, in the same look, what holds anew under shorter times', () =>
    lookedAt(announced(40, 400), 10, { days: 5, warningDays: 2 }).thenActs(['ResolveNote', ADA], ['AddNote', ADA]));

  it('archives nobody right after becoming active', () => {
    const back = [
      ...announced(60, 400),
      ...daysAgo(40, suspended),
      ...daysAgo(29, fact('PersonReactivated', { reason: 'back' })),
    ];
    lookedAt(back, 365).thenNothing();
    lookedAt(back, 365, { graceDays: 29 }).thenActs(archive);
  });

  it.each([
    ['a draft', [drafted], ['draft']],
    ['a suspended person', [created, suspended], ['suspended']],
  ])('leaves %s alone unless told otherwise', (_, facts, statuses) => {
    lookedAt(daysAgo(900, ...facts), 900, { warningDays: 0 }).thenNothing();
    lookedAt(daysAgo(900, ...facts), 900, { warningDays: 0, statuses }).thenActs(archive);
  });

  it('does nothing about who is archived, or does not exist', () => {
    lookedAt(daysAgo(900, created, archived), 900, { warningDays: 0 }).thenNothing();
    givenPersons({}).when(autoArchive).thenNothing();
  });

  describe('leaves alone, and says why,', () => {
    it('who has a tag that exempts', () =>
      lookedAt(daysAgo(900, created, THINGS.tag), 900, { exemptTags: ['vip', 'Pioneer'] }).thenLeaves(
        'The person is exempt by the tag Pioneer.',
      ));
    it('who works somewhere', () => {
      lookedAt(daysAgo(900, created, THINGS.employment), 900).thenLeaves('The person works at Engine Works.');
      lookedAt(daysAgo(900, created, THINGS.employment), 900, { exemptEmployed: false, warningDays: 0 }).thenActs(
        archive,
      );
    });
    it('but not who does not work there any more', () => {
      const { employmentId } = THINGS.employment.data;
      const left = daysAgo(
        900,
        created,
        THINGS.employment,
        fact('EmploymentEnded', { employmentId, end: '2023-01-01' }),
      );
      lookedAt(left, 900, { warningDays: 0 }).thenActs(archive);
    });
    it('who wishes its data to be kept', () => {
      const keeps = daysAgo(900, created, fact('PrivacyPreferencesUpdated', { dataRetention: 'indefinite' }));
      lookedAt(keeps, 900).thenLeaves('The person wishes its data to be kept: indefinite.');
      lookedAt(keeps, 900, { exemptRetentions: [], warningDays: 0 }).thenActs(archive);
    });
  });

  describe('looks by itself', () => {
    it('when the warning is to be given', () => lookedAt(daysAgo(500, created), 100).thenIsDue(NOON + 235 * DAY));
    it('when the warning is over', () => lookedAt(announced(10, 400), 400).thenIsDue(NOON + 20 * DAY));
    it('at once when a note holds no more', () => lookedAt(announced(10, 400), 5).thenIsDue(NOON));
    it('never at who is archived', () => lookedAt(daysAgo(900, created, archived), 900).thenIsDue(null));
  });
});
