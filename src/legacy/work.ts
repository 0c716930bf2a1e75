/** Where a person worked and what it belonged to, as old data tell it. */

import {
  type Affiliation,
  EMPLOYMENT_TYPES,
  type Employment,
  type Project,
  WORK_MODES,
} from '../domain/relationship/messages.ts';
import { dateOf, difference, folded } from '../domain/values.ts';
import { type Fields, present } from './fields.ts';
import { known, type Telling } from './telling.ts';
import { isRaw } from './values.ts';

/** `Professional.Employment`, and every other shape that tells of one. */
export function employment(telling: Telling, fields: Fields): boolean {
  const organizationId = fields.text('company_id') ?? fields.text('organization_id');
  const organization = fields.text('company') ?? fields.text('company_name') ?? organizationId;
  const role = roleIn(fields);
  if (organization === undefined || role === undefined) return false;
  const told = fields.date('start_date');
  if (told === undefined) telling.warn('the employment has no start, so it starts with the event');
  const start = told ?? dateOf(telling.subject.at);
  const { description, ...data } = {
    organization,
    organizationId,
    role: role.title,
    level: role.level,
    category: role.category,
    employmentType: fields.word('employment_type', EMPLOYMENT_TYPES),
    start,
    end: endIn(telling, fields, start),
    location: fields.text('location'),
    department: fields.text('department'),
    departmentId: fields.text('department_id'),
    workMode: fields.word('remote_type', WORK_MODES),
    responsibilities: fields.texts('responsibilities'),
    achievements: fields.texts('achievements'),
    reportsTo: fields.person('reporting_to') ?? fields.person('manager_id'),
    primary: fields.flag('is_primary'),
    description: fields.text('description'),
  };
  tellEmployment(telling, fields, { ...data, description, achievements: filled(data.achievements) });
  return true;
}

function roleIn(
  fields: Fields,
): { readonly title: string; readonly level?: string | undefined; readonly category?: string | undefined } | undefined {
  if (isRaw(fields.peek('role'))) {
    const role = fields.object('role');
    const title = role.text('title');
    return title === undefined ? undefined : { title, level: role.text('level'), category: role.text('category') };
  }
  const title = fields.text('position') ?? fields.text('job_title') ?? fields.text('role') ?? fields.text('title');
  return title === undefined ? undefined : { title };
}

/** The last day; who is not there any more, but nobody says since when, is not there since the event. */
function endIn(telling: Telling, fields: Fields, start: string): string | undefined {
  const end = fields.date('end_date');
  const isCurrent = fields.flag('is_current');
  if (end !== undefined) {
    if (isCurrent === true) telling.warn('the employment is current and has an end');
    return end;
  }
  if (isCurrent !== false) return undefined;
  telling.warn('the employment is over without an end, so it ends with the event');
  const day = dateOf(telling.subject.at);
  return day < start ? start : day;
}

const filled = <T>(list: readonly T[] | undefined): readonly T[] | undefined => (list?.length === 0 ? undefined : list);

type Told<T, Id extends keyof T> = { readonly [K in keyof Omit<T, Id>]?: T[K] | undefined };

function tellEmployment(telling: Telling, fields: Fields, told: Told<Employment, 'employmentId'>): void {
  const { employments } = telling.person.relationships;
  const isSame = (each: Employment) =>
    folded(each.organization) === folded(told.organization ?? '') &&
    folded(each.role) === folded(told.role ?? '') &&
    each.start === told.start;
  const same = known(employments, fields.peek('component_id'), isSame);
  const employmentId = same?.[0] ?? telling.oldId(fields, 'employment', employments);
  fields.pass('component_id');
  if (same === undefined) {
    const { employmentType = 'other', ...rest } = told;
    telling.tell('EmploymentAdded', present({ ...rest, employmentId, employmentType }) as Employment);
    return;
  }
  // Told anew without an end, it goes on.
  const end = told.end ?? (same[1].end === undefined ? undefined : null);
  const changes = difference(same[1], present({ ...told, end }));
  if (changes !== null) telling.tell('EmploymentUpdated', { employmentId, ...(changes as object) });
}

/** `Professional.Affiliation`. */
export function affiliation(telling: Telling, fields: Fields): boolean {
  const organization = fields.text('organization_name');
  if (organization === undefined) return false;
  const isActive = fields.flag('is_active');
  const end = fields.date('end_date');
  if (isActive === (end !== undefined)) telling.keep('Affiliation', { organization, is_active: isActive });
  const data = {
    organization,
    kind: 'member',
    membershipType: fields.text('membership_type'),
    memberId: fields.text('member_id'),
    role: fields.text('role'),
    start: fields.date('start_date'),
    end,
    committees: filled(fields.texts('committees')),
    contributions: filled(fields.texts('contributions')),
  } as const;
  const { affiliations } = telling.person.relationships;
  const same = known(
    affiliations,
    null,
    (each) => folded(each.organization) === folded(organization) && each.memberId === data.memberId,
  );
  const affiliationId = same?.[0] ?? telling.oldId(fields, 'affiliation', affiliations);
  fields.pass('component_id');
  telling.tell('AffiliationAdded', present({ ...same?.[1], ...present(data), affiliationId }) as Affiliation);
  return true;
}

/** `Professional.Project`. */
export function project(telling: Telling, fields: Fields): boolean {
  const name = fields.text('project_name');
  if (name === undefined) return false;
  const isOngoing = fields.flag('is_ongoing');
  const end = fields.date('end_date');
  if (isOngoing === (end !== undefined)) telling.keep('Project', { name, is_ongoing: isOngoing });
  const data = {
    name,
    description: fields.text('description'),
    role: fields.text('role'),
    organization: fields.text('company'),
    client: fields.text('client'),
    start: fields.date('start_date'),
    end,
    teamSize: fields.count('team_size'),
    budget: fields.text('budget'),
    url: fields.text('url'),
    technologies: filled(fields.texts('technologies')),
    methodologies: filled(fields.texts('methodologies')),
    deliverables: filled(fields.texts('deliverables')),
    outcomes: filled(fields.texts('outcomes')),
  };
  const { projects } = telling.person.relationships;
  const same = known(projects, null, (each) => folded(each.name) === folded(name) && each.start === data.start);
  const projectId = same?.[0] ?? telling.oldId(fields, 'project', projects);
  fields.pass('component_id');
  telling.tell('ProjectAdded', present({ ...same?.[1], ...present(data), projectId }) as Project);
  return true;
}
