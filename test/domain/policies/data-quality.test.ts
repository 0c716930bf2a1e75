/** What is missing or contradictory in the data of a person, noted on it, and resolved when it is right. */

import { describe, expect, it } from 'vitest';
import { dataQuality } from '../../../src/domain/policies/data-quality.ts';
import { ADA, archived, created, died, drafted, fact, NOON, name, THINGS } from '../examples.ts';
import { DAY, daysAgo, type Facts, givenPersons, idBy } from './given-persons.ts';

const { email, phone, employment, certification } = THINGS;
const HOUR = DAY / 24;
const reached = [created, email] as const;
const note = (code: string, field: string, text?: string) =>
  [
    'AddNote',
    ADA,
    {
      noteId: idBy('data-quality', ADA, `${code} ${field}`),
      kind: 'data_quality',
      code,
      field,
      text: text ?? expect.any(String),
    },
  ] as const;
const noted = (code: string, field: string) =>
  fact('NoteAdded', {
    noteId: idBy('data-quality', ADA, `${code} ${field}`),
    kind: 'data_quality',
    code,
    field,
    text: 'So',
  });
const look = (facts: Facts, settings = {}, at = NOON) =>
  givenPersons({ [ADA]: facts }).when(dataQuality, { settings, at });
const renamed = (given: string, family: string) =>
  fact('PersonRenamed', { name: name(given, family), before: name('Ada', 'Lovelace') });
const expired = fact('CertificationAdded', { ...certification.data, expiresOn: '2026-02-28' });
const certified = `certifications.${certification.data.certificationId}`;
const employed = `employments.${employment.data.employmentId}`;

describe('Data quality', () => {
  it('finds nothing wrong with good data', () => look([...reached, phone, certification, employment]).thenNothing());

  it.each([
    [
      'a name of one letter',
      [...reached, renamed('A', 'Lovelace')],
      'NAME_TOO_SHORT',
      'name.given.0',
      'The name A is too short.',
    ],
    [
      'a family name of one letter',
      [...reached, renamed('Ada', 'é')],
      'NAME_TOO_SHORT',
      'name.family.0',
      'The name é is too short.',
    ],
    [
      'an address that is none',
      [created, fact('EmailAdded', { ...email.data, address: 'ada@nowhere' })],
      'EMAIL_MALFORMED',
      `contactInfo.emails.${email.data.emailId}`,
      'ada@nowhere is no address.',
    ],
    [
      'nobody to reach',
      daysAgo(1, created),
      'CONTACT_MISSING',
      'contactInfo',
      'There is neither an email nor a phone.',
    ],
    [
      'an age that nobody reaches',
      [...reached, fact('BirthDateSet', { date: '1900-01-01' })],
      'BIRTH_DATE_IMPLAUSIBLE',
      'birthDate',
      'Nobody born on 1900-01-01 is alive.',
    ],
    [
      'work before birth',
      [...reached, employment, fact('BirthDateSet', { date: '2021-01-01' })],
      'EMPLOYMENT_BEFORE_BIRTH',
      employed,
      'The employment at Engine Works began on 2020-01-01, before the birth on 2021-01-01.',
    ],
    [
      'a certification that expired',
      [...reached, expired],
      'CERTIFICATION_EXPIRED',
      certified,
      'The certification Analysis expired on 2026-02-28.',
    ],
  ])('notes %s', (_, facts, code, field, text) => {
    look(facts as Facts).thenActs(note(code, field, text));
    look([...(facts as Facts), noted(code, field)]).thenNothing();
    look(facts as Facts, { rules: [] }).thenNothing();
  });

  it('takes one Han character for a name', () => look([...reached, renamed('明', '李')]).thenNothing());
  it('notes everything that is wrong, each once', () =>
    look([...daysAgo(2, created), renamed('A', 'B')]).thenActs(
      note('NAME_TOO_SHORT', 'name.given.0'),
      note('NAME_TOO_SHORT', 'name.family.0'),
      note('CONTACT_MISSING', 'contactInfo'),
    ));
  it('resolves its note when it is right, and touches no other', () =>
    look([...reached, noted('CONTACT_MISSING', 'contactInfo'), THINGS.note]).thenActs([
      'ResolveNote',
      ADA,
      { noteId: idBy('data-quality', ADA, 'CONTACT_MISSING contactInfo'), reason: 'It is right now' },
    ]));
  it('gives a new person time for contact data', () => {
    const fresh = [created];
    look(fresh, {}, NOON + 24 * HOUR - 1).thenNothing();
    look(fresh, {}, NOON + 24 * HOUR).thenActs(note('CONTACT_MISSING', 'contactInfo'));
    look(fresh, { graceHours: 0 }).thenActs(note('CONTACT_MISSING', 'contactInfo'));
  });
  it('looks at drafts, and not at who is gone', () => {
    look(daysAgo(2, drafted)).thenActs(note('CONTACT_MISSING', 'contactInfo'));
    look(daysAgo(2, created, archived)).thenNothing();
    look(daysAgo(2, created, died)).thenNothing();
    look([]).thenNothing();
  });

  describe('looks by itself', () => {
    it('when a new person had its time', () => look([created]).thenIsDue(NOON + 24 * HOUR));
    it('when a certification has expired', () =>
      look([
        ...daysAgo(9, created),
        email,
        fact('CertificationAdded', { ...certification.data, expiresOn: '2026-03-05' }),
      ]).thenIsDue(Date.parse('2026-03-06T00:00:00Z')));
    it('at once when that came while nobody looked', () => {
      look([...daysAgo(9, created), email, expired]).thenIsDue(NOON);
      look([...daysAgo(9, created), email, expired, noted('CERTIFICATION_EXPIRED', certified)]).thenIsDue(null);
    });
    it('never at who is gone', () => look(daysAgo(2, created, archived)).thenIsDue(null));
  });
});
