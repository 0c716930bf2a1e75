/** Belonging to an organization, as several domains speak of it: what becomes of it here, by employment or affiliation. */

import { z } from 'zod';
import { derivedId } from '../app/derived-id.ts';
import type { PersonId } from '../domain/ids.ts';
import type { AFFILIATION_KINDS, Affiliation, EMPLOYMENT_TYPES, Employment } from '../domain/relationship/messages.ts';
import { maybe, snake, word } from './foreign.ts';
import type { Known } from './known.ts';
import { commands, type Translation, unfit, type Wish } from './neighbour.ts';

type EmploymentType = (typeof EMPLOYMENT_TYPES)[number];
type AffiliationKind = (typeof AFFILIATION_KINDS)[number];

/** A role: a word, or what the organization domain knows of it. */
export const role = () =>
  z.union([
    z
      .string()
      .min(1)
      .transform((title) => ({ title })),
    z
      .object({
        role_id: maybe(z.string()),
        role_code: maybe(z.string()),
        title: maybe(z.string()),
        department: maybe(z.string()),
        level: maybe(word()),
        category: maybe(z.string()),
        attributes: maybe(z.record(z.string(), z.unknown())),
      })
      .refine(({ title, role_code }) => (title ?? role_code ?? '') !== '', 'has neither a title nor a role_code'),
  ]);

export type Role = z.output<ReturnType<typeof role>>;

/** Everything that may be said of a role; most of it is not. */
interface FullRole {
  readonly role_id?: string | undefined;
  readonly role_code?: string | undefined;
  readonly title?: string | undefined;
  readonly department?: string | undefined;
  readonly level?: string | undefined;
  readonly category?: string | undefined;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
}

export const titleOf = ({ title, role_code }: FullRole): string => title ?? role_code ?? '';

/** Words of other domains for ways to be employed; whatever else they say is `other`. */
const EMPLOYMENT_WORDS: Readonly<Record<string, EmploymentType>> = {
  full_time: 'full_time',
  fulltime: 'full_time',
  part_time: 'part_time',
  parttime: 'part_time',
  contract: 'contract',
  contractor: 'contract',
  freelance: 'freelance',
  intern: 'internship',
  internship: 'internship',
};

export const employmentTypeOf = (text: string): EmploymentType => EMPLOYMENT_WORDS[snake(text)] ?? 'other';

/** Words in a role that say it is no employment. `member` says so only when it is all that is said. */
const AFFILIATION_WORDS: readonly (readonly [RegExp, AffiliationKind])[] = [
  [/\bvolunteer\b/, 'volunteer'],
  [/\bboard\b/, 'board_member'],
  [/^(member|membership)$/, 'member'],
  [/^customer$/, 'customer'],
];

/**
 * Whether the role is an employment, and of which type, or another tie, and of which kind. What its attributes say of
 * `employment_type` or `relation_type` counts; else its code and title do; else it is an employment of type `other`.
 */
export function tieOf(
  given: FullRole,
): { readonly employment: EmploymentType } | { readonly affiliation: AffiliationKind } {
  const { attributes = {}, role_code, title } = given;
  const said = attributes.employment_type;
  if (typeof said === 'string') return { employment: employmentTypeOf(said) };
  const texts = [attributes.relation_type, role_code, title].filter((text) => typeof text === 'string');
  for (const text of texts.map((each) => snake(each).replaceAll('_', ' '))) {
    const affiliation = AFFILIATION_WORDS.find(([pattern]) => pattern.test(text))?.[1];
    if (affiliation !== undefined) return { affiliation };
    const employment = text.split(' ').map((part) => EMPLOYMENT_WORDS[part]);
    const type = employment.find((each) => each !== undefined) ?? EMPLOYMENT_WORDS[text.replaceAll(' ', '_')];
    if (type !== undefined) return { employment: type };
  }
  return { employment: 'other' };
}

export interface Joining {
  readonly personId: PersonId;
  readonly organizationId: string;
  readonly organizationName?: string | undefined;
  readonly role: FullRole;
  readonly start: string;
  readonly end?: string | undefined;
  readonly reportsTo?: PersonId | undefined;
  readonly primary?: boolean | undefined;
  readonly departmentId?: string | undefined;
  /** Where the message says itself how somebody is employed. */
  readonly employmentType?: EmploymentType | undefined;
}

/** Whoever joins again joins anew: the day is part of what a tie is known by. */
export const tieId = (
  kind: string,
  { organizationId, personId, start }: Pick<Joining, 'organizationId' | 'personId' | 'start'>,
) => derivedId(`${organizationId}/${personId}/${start}`, `neighbour/${kind}`);

/** What organizations are called as long as nobody tells their name. */
export const unnamed = (organizationId: string): string => `Organization ${organizationId}`;

/** The command that makes somebody belong to an organization. */
export function join(joining: Joining): Wish {
  const { personId, organizationId, role: given, start, end, primary } = joining;
  const tie = joining.employmentType === undefined ? tieOf(given) : { employment: joining.employmentType };
  const organization = joining.organizationName ?? unnamed(organizationId);
  const shared = { organization, organizationId, role: titleOf(given), start, end, primary };
  if ('affiliation' in tie) {
    const affiliationId = tieId('affiliation', joining);
    return { name: 'AddAffiliation', personId, data: { affiliationId, kind: tie.affiliation, ...shared } };
  }
  const employmentId = tieId('employment', joining);
  const { departmentId, reportsTo } = joining;
  const more = { department: given.department, departmentId, level: given.level, category: given.category, reportsTo };
  return {
    name: 'AddEmployment',
    personId,
    data: { employmentId, employmentType: tie.employment, ...shared, ...more },
  };
}

export interface Ties {
  readonly employments: readonly Employment[];
  readonly affiliations: readonly Affiliation[];
}

/** What ties the person to the organization beyond this day, as far as is known. */
export function tiesOf(known: Known, personId: PersonId, organizationId: string, on: string): Ties {
  const { employments, affiliations } = known.relationshipsOf(personId);
  const holds = (tie: Employment | Affiliation) =>
    tie.organizationId === organizationId && (tie.end === undefined || tie.end > on);
  return {
    employments: [...employments.live.values()].filter(holds),
    affiliations: [...affiliations.live.values()].filter(holds),
  };
}

/** The commands that end every tie on this day. An end that was foreseen for later is put right. */
export function leave(personId: PersonId, { employments, affiliations }: Ties, end: string, reason?: string) {
  return [
    ...employments.map(({ employmentId, end: foreseen }): Wish => {
      if (foreseen === undefined) return { name: 'EndEmployment', personId, data: { employmentId, end, reason } };
      return { name: 'UpdateEmployment', personId, data: { employmentId, end, endReason: reason } };
    }),
    ...affiliations.map(
      ({ affiliationId }): Wish => ({ name: 'EndAffiliation', personId, data: { affiliationId, end, reason } }),
    ),
  ];
}

/** Ends what ties the person to the organization. What ended before stays as it is. */
export function left(
  known: Known,
  personId: PersonId,
  organizationId: string,
  end: string,
  reason?: string,
): Translation {
  const { employments, affiliations } = known.relationshipsOf(personId);
  const all = [...employments.live.values(), ...affiliations.live.values()];
  if (!all.some((tie) => tie.organizationId === organizationId)) return stranger(personId, organizationId);
  return commands(...leave(personId, tiesOf(known, personId, organizationId, end), end, reason));
}

/** Changes what employs the person there on this day. */
export function updateEmployments(
  known: Known,
  personId: PersonId,
  organizationId: string,
  on: string,
  data: Wish['data'],
): Translation {
  const { employments } = tiesOf(known, personId, organizationId, on);
  if (employments.length === 0) return stranger(personId, organizationId);
  return commands(
    ...employments.map(
      ({ employmentId }): Wish => ({ name: 'UpdateEmployment', personId, data: { employmentId, ...data } }),
    ),
  );
}

export const stranger = (personId: PersonId, organizationId: string): Translation =>
  unfit(personId, `The person does not belong to the organization ${organizationId}, as far as is known here.`);
