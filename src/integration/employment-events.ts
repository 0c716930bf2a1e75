/** Employments as the service before this one spoke of them with other domains: started, updated, ended, another manager. */

import { z } from 'zod';
import type { WORK_MODES } from '../domain/relationship/messages.ts';
import { day, foreignId, maybe, personId, snake, word } from './foreign.ts';
import { join, left, role, titleOf, updateEmployments } from './membership.ts';
import { commands, type Heard, heard, type Wish } from './neighbour.ts';

const about = { person_id: personId(), organization_id: foreignId() };

const arrangement = z.union([
  z.string(),
  z.object({ Hybrid: z.object({ office_days_per_week: z.number().int().min(0).max(7) }) }),
]);

const updates = z.object({
  role: maybe(role()),
  department_id: maybe(foreignId()),
  is_primary: maybe(z.boolean()),
  metadata: maybe(
    z.object({
      compensation: maybe(z.record(z.string(), z.unknown())),
      work_location_id: maybe(z.string()),
      remote_work: maybe(arrangement),
      agreement_id: maybe(z.string()),
    }),
  ),
});

const WORK_MODE_WORDS: Readonly<Record<string, (typeof WORK_MODES)[number]>> = { on_site: 'on_site', remote: 'remote' };

export const EMPLOYMENT_EVENTS: Readonly<Record<string, Heard>> = {
  EmploymentStarted: heard(
    'An employment began.',
    z.object({
      ...about,
      role: role(),
      department_id: maybe(foreignId()),
      start_date: day(),
      employment_type: word(),
      is_primary: maybe(z.boolean()),
    }),
    ({ person_id, organization_id, role: given, department_id, start_date, employment_type, is_primary }) =>
      commands(
        join({
          personId: person_id,
          organizationId: organization_id,
          role: given,
          start: start_date,
          primary: is_primary,
          departmentId: department_id,
          employmentType: typeOf(employment_type),
        }),
      ),
  ),
  EmploymentUpdated: heard(
    'What is known of an employment changed; what is null stays as it is.',
    z.object({ ...about, updates, updated_at: maybe(day()) }),
    ({ person_id, organization_id, updates: changes, updated_at }, { day: today }, known) =>
      updateEmployments(known, person_id, organization_id, updated_at ?? today, changesOf(changes)),
  ),
  EmploymentEnded: heard(
    'An employment ended.',
    z.object({ ...about, end_date: day(), reason: maybe(word()) }),
    ({ person_id, organization_id, end_date, reason }, _, known) =>
      left(known, person_id, organization_id, end_date, reason),
  ),
  ManagerChanged: heard(
    'Somebody reports to another manager, or to none.',
    z.object({
      ...about,
      old_manager_id: maybe(personId()),
      new_manager_id: maybe(personId()),
      changed_at: maybe(day()),
    }),
    ({ person_id, organization_id, new_manager_id, changed_at }, { day: today }, known) =>
      updateEmployments(known, person_id, organization_id, changed_at ?? today, { reportsTo: new_manager_id ?? null }),
  ),
};

const TYPES = ['full_time', 'part_time', 'contract', 'freelance', 'internship', 'temporary', 'volunteer'] as const;

const typeOf = (text: string) => TYPES.find((type) => type === snake(text)) ?? 'other';

function changesOf({ role: given, department_id, is_primary, metadata }: z.output<typeof updates>): Wish['data'] {
  const { remote_work: mode, compensation, work_location_id, agreement_id } = metadata ?? {};
  const isHybrid = typeof mode === 'object';
  const details = Object.entries({ compensation, workLocationId: work_location_id, agreementId: agreement_id }).filter(
    ([, value]) => value !== undefined,
  );
  const { level, category } = (given ?? {}) as { readonly level?: string; readonly category?: string };
  return {
    role: given === undefined ? undefined : titleOf(given),
    level,
    category,
    departmentId: department_id,
    primary: is_primary,
    workMode: isHybrid ? 'hybrid' : mode === undefined ? undefined : (WORK_MODE_WORDS[snake(mode)] ?? 'unknown'),
    officeDaysPerWeek: isHybrid ? mode.Hybrid.office_days_per_week : undefined,
    details: details.length === 0 ? undefined : Object.fromEntries(details as [string, never][]),
  };
}
