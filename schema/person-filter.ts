/** The filter of lists and searches. */

import type { PersonFilter } from '../projections/directory.ts';
import { PERSON_STATUSES } from '../src/domain/person/messages.ts';
import { badArgument } from './errors.ts';
import { isDate } from './inputs/fields.ts';
import type { Kit } from './kit.ts';

export function registerPersonFilter({ builder, words }: Kit) {
  const status = words(
    'PersonStatus',
    PERSON_STATUSES.filter((word) => word !== 'absent'),
  );
  return (name: string) =>
    builder.inputType(name, {
      description: 'All that is given must hold. Texts are found in any case and as a part.',
      fields: (t) => ({
        status: t.field({ type: [status] }),
        name: t.string({ description: 'Part of the display name.' }),
        employer: t.string({ description: 'Part of the name of an employer of today.' }),
        role: t.string({ description: 'Part of the role of today.' }),
        location: t.string({ description: 'Part of the place: city, region or country.' }),
        skills: t.stringList({ description: 'Skills that the person must all have, by their whole names.' }),
        tag: t.string(),
        bornFrom: t.field({ type: 'Date' }),
        bornTo: t.field({ type: 'Date' }),
      }),
    });
}

export type PersonFilterInput = ReturnType<ReturnType<typeof registerPersonFilter>>;

export interface FilterArgs extends Omit<PersonFilter, 'statuses'> {
  readonly status?: readonly string[] | null | undefined;
}

/** The filter as the views take it; throws what the caller can read when a date is none. */
export function filterIn(filter: FilterArgs | null | undefined): PersonFilter {
  if (filter == null) return {};
  for (const field of ['bornFrom', 'bornTo'] as const) {
    const value = filter[field];
    if (value != null && !isDate(value))
      throw badArgument(`filter.${field}`, 'a date is written YYYY-MM-DD and must exist.');
  }
  const { status, ...rest } = filter;
  return { ...rest, statuses: (status ?? null) as PersonFilter['statuses'] };
}
