/**
 * Questions about people in the words of the clients of people.person.*.v1, which nobody answered before: who is this
 * person, and who are these.
 */

import { z } from 'zod';
import { currentEmployment } from '../../projections/directory.ts';
import type { Views } from '../../projections/index.ts';
import type { PersonId } from '../domain/ids.ts';
import { styledName } from '../domain/person/name.ts';
import { dateOf } from '../domain/values.ts';
import { personId } from './foreign.ts';

export const PEOPLE_QUERY = 'people.person.query.v1';
export const PEOPLE_BATCH_QUERY = 'people.person.query-batch.v1';

/** Persons that one question may be about. */
export const PERSONS_MAX = 1_000;

/** The largest question that is read, in bytes. */
const QUESTION_BYTES_MAX = 256 * 1024;

export const QUERY = z.object({ person_id: personId() });
/** Ids that are none are nobody's, and so not among the answers. */
export const BATCH_QUERY = z.object({ person_ids: z.array(personId().nullable().catch(null)).max(PERSONS_MAX) });

export const DETAILS = z.object({
  person_id: z.guid(),
  full_name: z.string(),
  email: z.string().nullable(),
  title: z.string().nullable().meta({ description: 'The role of the job of today.' }),
});
export const ANSWER = z.object({
  person: DETAILS.nullable(),
  error: z.string().optional().meta({ description: 'What was wrong with the question.' }),
});
export const BATCH_ANSWER = z.object({
  persons: z.record(z.string(), DETAILS),
  error: z.string().optional().meta({ description: 'What was wrong with the question.' }),
});

type Details = z.output<typeof DETAILS>;

export interface Directory {
  /** Details of the person; null when there is none. */
  details(personId: PersonId): Details | null;
}

/** Who was merged is answered for by whom they have become, under the id that was asked for. */
export function directoryOf(views: Views, clock: () => number): Directory {
  const find = (id: PersonId): number | null => {
    const number = views.persons.find(id);
    const profile = number === undefined ? null : views.summary.profile(number);
    if (number === undefined || profile === null) return null;
    return profile.mergedInto === undefined ? number : find(profile.mergedInto);
  };
  return {
    details: (id) => {
      const number = find(id);
      const profile = number === null ? null : views.summary.profile(number);
      if (number === null || profile === null) return null;
      const employments = views.network.relationshipsOf(number).employments.live.values();
      const emails = [...views.search.contactInfo(number).emails.live.values()];
      const email = emails.find(({ primary }) => primary === true) ?? emails[0];
      return {
        person_id: id,
        full_name: styledName(profile.name, 'formal'),
        email: email?.address ?? null,
        title: currentEmployment(employments, dateOf(clock()))?.role ?? null,
      };
    },
  };
}

export function answerQuery(question: Uint8Array, directory: Directory): z.output<typeof ANSWER> {
  const asked = QUERY.safeParse(parsed(question));
  if (!asked.success) return { person: null, error: 'Ask with {"person_id": "<uuid>"}.' };
  return { person: directory.details(asked.data.person_id) };
}

export function answerBatchQuery(question: Uint8Array, directory: Directory): z.output<typeof BATCH_ANSWER> {
  const asked = BATCH_QUERY.safeParse(parsed(question));
  if (!asked.success) {
    return { persons: {}, error: `Ask with {"person_ids": ["<uuid>", ...]}, at most ${PERSONS_MAX} of them.` };
  }
  const ids = asked.data.person_ids.filter((id) => id !== null);
  const found = ids.map((id) => [id, directory.details(id)] as const).filter(([, details]) => details !== null);
  return { persons: Object.fromEntries(found) as Record<string, Details> };
}

function parsed(question: Uint8Array): unknown {
  if (question.length > QUESTION_BYTES_MAX) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(question));
  } catch {
    return undefined;
  }
}
