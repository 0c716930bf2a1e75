/** Notes on a person what is missing or contradictory in its data, and resolves the note when that is over. */

import type { PresentPerson } from '../person/person.ts';
import { dateOf } from '../values.ts';
import { A_DAY_MS, act, type Occasion, type Policy, type PolicyDecision } from './policy.ts';
import { number, type SettingValues, words } from './settings.ts';

const AN_HOUR_MS = 60 * 60 * 1000;

/** An age that nobody has reached. */
const AGE_YEARS_MAX = 125;

const RULES = [
  'NAME_TOO_SHORT',
  'EMAIL_MALFORMED',
  'CONTACT_MISSING',
  'BIRTH_DATE_IMPLAUSIBLE',
  'DEATH_BEFORE_BIRTH',
  'EMPLOYMENT_BEFORE_BIRTH',
  'CERTIFICATION_EXPIRED',
] as const;
type Rule = (typeof RULES)[number];

const SETTINGS = {
  rules: words('What is looked for.', RULES, RULES),
  graceHours: number('A new person may lack contact data for so long.', 24, 0, 8_760, 'hours'),
} as const;

type Values = SettingValues<typeof SETTINGS>;

interface Finding {
  readonly code: Rule;
  readonly field: string;
  readonly text: string;
}

export const dataQuality: Policy<typeof SETTINGS> = {
  name: 'data-quality',
  description: 'Notes what is missing or contradictory in the data of a person.',
  settings: SETTINGS,
  after: new Set([
    'PersonRenamed',
    'PersonActivated',
    'PersonReactivated',
    'BirthDateSet',
    'EmailAdded',
    'EmailUpdated',
    'EmailRemoved',
    'PhoneAdded',
    'PhoneUpdated',
    'PhoneRemoved',
    'EmploymentAdded',
    'EmploymentUpdated',
    'EmploymentRemoved',
    'CertificationAdded',
    'CertificationRemoved',
    'PersonAbsorbed',
    'PersonCreated',
  ]),
  *decide(occasion, known, settings): Iterable<PolicyDecision> {
    const { personId } = occasion;
    const person = known.person(personId);
    if (person === null || !isLookedAt(person)) return;
    const found = new Map(
      findingsOf(person, occasion, settings).map((each) => [known.id(personId, `${each.code} ${each.field}`), each]),
    );
    const { live } = person.core.notes;
    for (const [noteId, { code, field, text }] of found) {
      if (live.has(noteId)) continue;
      yield act(personId, 'AddNote', { noteId, kind: 'data_quality', code, field, text }, text, noteId);
    }
    for (const { noteId, code, field } of live.values()) {
      const isOurs = noteId === known.id(personId, `${code} ${field}`);
      if (!isOurs || found.has(noteId)) continue;
      yield act(personId, 'ResolveNote', { noteId, reason: 'It is right now' }, `${code} is no longer so.`, noteId);
    }
  },
  due: (person, occasion, known, settings) => {
    const { personId, at } = occasion;
    if (!isLookedAt(person)) return null;
    const { live } = person.core.notes;
    // What came while no gateway ran is looked at all the same.
    const isMissed = findingsOf(person, occasion, settings).some(
      ({ code, field }) => BY_TIME.has(code) && !live.has(known.id(personId, `${code} ${field}`)),
    );
    if (isMissed) return at;
    const coming = momentsOf(person, settings).filter((moment) => moment > at);
    return coming.length === 0 ? null : Math.min(...coming);
  },
};

/** What becomes so by the time alone. */
const BY_TIME: ReadonlySet<Rule> = new Set(['CONTACT_MISSING', 'CERTIFICATION_EXPIRED']);

function momentsOf({ core, skills }: PresentPerson, settings: Values): readonly number[] {
  const expiries = [...skills.certifications.live.values()].flatMap(({ expiresOn }) =>
    expiresOn === undefined ? [] : dayAfter(expiresOn),
  );
  return [core.createdAt + settings.graceHours * AN_HOUR_MS, ...expiries];
}

const isLookedAt = ({ core: { status } }: PresentPerson) =>
  status === 'draft' || status === 'active' || status === 'suspended';

/** When a day is over, in UTC. */
const dayAfter = (date: string) => Date.parse(`${date}T00:00:00Z`) + A_DAY_MS;

function findingsOf(person: PresentPerson, { at }: Occasion, settings: Values): readonly Finding[] {
  const { core, contactInfo, relationships, skills } = person;
  const birth = core.birthDate;
  const findings: (Finding | null)[] = [
    ...shortNames(person),
    ...[...contactInfo.emails.live.values()].map(({ emailId, address }) =>
      finding(!EMAIL.test(address), 'EMAIL_MALFORMED', `contactInfo.emails.${emailId}`, `${address} is no address.`),
    ),
    finding(
      contactInfo.emails.live.size + contactInfo.phones.live.size === 0 &&
        at >= core.createdAt + settings.graceHours * AN_HOUR_MS,
      'CONTACT_MISSING',
      'contactInfo',
      'There is neither an email nor a phone.',
    ),
    finding(
      birth !== undefined && core.deathDate === undefined && at - Date.parse(birth) > AGE_YEARS_MAX * 365.25 * A_DAY_MS,
      'BIRTH_DATE_IMPLAUSIBLE',
      'birthDate',
      `Nobody born on ${birth} is alive.`,
    ),
    finding(
      birth !== undefined && core.deathDate !== undefined && core.deathDate < birth,
      'DEATH_BEFORE_BIRTH',
      'deathDate',
      `The death on ${core.deathDate} lies before the birth on ${birth}.`,
    ),
    ...[...relationships.employments.live.values()].map(({ employmentId, organization, start }) =>
      finding(
        birth !== undefined && start < birth,
        'EMPLOYMENT_BEFORE_BIRTH',
        `employments.${employmentId}`,
        `The employment at ${organization} began on ${start}, before the birth on ${birth}.`,
      ),
    ),
    ...[...skills.certifications.live.values()].map(({ certificationId, name, expiresOn }) =>
      finding(
        expiresOn !== undefined && expiresOn < dateOf(at),
        'CERTIFICATION_EXPIRED',
        `certifications.${certificationId}`,
        `The certification ${name} expired on ${expiresOn}.`,
      ),
    ),
  ];
  return findings.filter((each): each is Finding => each !== null && settings.rules.includes(each.code));
}

/** The pattern of the service before; addresses that came from there were never checked. */
const EMAIL = /^[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}$/;

/** Scripts in which a name of one letter is none; of Han characters, one is a name. */
const ALPHABETIC = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]$/u;

function shortNames({ core: { name } }: PresentPerson): (Finding | null)[] {
  return (['given', 'family'] as const).flatMap((part) =>
    name[part].map((each, at) =>
      finding(ALPHABETIC.test(each), 'NAME_TOO_SHORT', `name.${part}.${at}`, `The name ${each} is too short.`),
    ),
  );
}

function finding(isSo: boolean, code: Rule, field: string, text: string): Finding | null {
  return isSo ? { code, field, text } : null;
}
