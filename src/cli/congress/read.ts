/** The files of the congress data set, read and checked. What is wrong is named by file and entry. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const bioguide = z.string().regex(/^[A-Z]\d{6}$/, 'must be a bioguide id such as K000367');
const date = z.iso.date();
/** Postal codes and the like are sometimes written as numbers. */
const text = z.union([z.string(), z.number()]).transform(String);

const legislators = z.array(
  z.object({
    id: z.object({ bioguide }),
    name: z.object({
      first: z.string(),
      middle: z.string().optional(),
      last: z.string(),
      suffix: z.string().optional(),
      nickname: z.string().optional(),
      official_full: z.string().optional(),
    }),
    bio: z.object({ birthday: date.optional() }),
    terms: z
      .array(
        z.object({
          type: z.enum(['sen', 'rep']),
          start: date,
          end: date,
          state: z.string(),
          phone: z.string().optional(),
          address: z.string().optional(),
        }),
      )
      .min(1),
  }),
);

const offices = z.array(
  z.object({
    id: z.object({ bioguide }),
    offices: z.array(
      z.object({
        id: z.string(),
        address: text.optional(),
        suite: text.optional(),
        building: text.optional(),
        city: z.string(),
        state: z.string(),
        zip: text.optional(),
        latitude: z.number().optional(),
        longitude: z.number().optional(),
      }),
    ),
  }),
);

const social = z.array(z.object({ id: z.object({ bioguide }), social: z.record(z.string(), text) }));
const committees = z.array(z.object({ thomas_id: z.string(), name: z.string() }));
const membership = z.record(z.string(), z.array(z.object({ bioguide, title: z.string().optional() })));

const FILES = {
  legislators: ['legislators-current.yaml', legislators],
  offices: ['legislators-district-offices.yaml', offices],
  social: ['legislators-social-media.yaml', social],
  committees: ['committees-current.yaml', committees],
  membership: ['committee-membership-current.yaml', membership],
} as const;

export interface Congress {
  readonly legislators: z.output<typeof legislators>;
  readonly offices: z.output<typeof offices>;
  readonly social: z.output<typeof social>;
  readonly committees: z.output<typeof committees>;
  readonly membership: z.output<typeof membership>;
}

/** The data set cannot be read. The message names the file and what is wrong there. */
export class DataUnreadable extends Error {
  override readonly name = 'DataUnreadable';
}

/** Reads the five files of the folder. Throws DataUnreadable. */
export function readCongress(folder: string): Congress {
  const read = <T extends z.ZodType>([file, schema]: readonly [string, T]): z.output<T> => {
    const path = join(folder, file);
    const parsed = schema.safeParse(contentOf(path));
    if (parsed.success) return parsed.data;
    const { path: where = [], message = '' } = parsed.error.issues[0] ?? {};
    throw new DataUnreadable(`${path}: ${where.join('.')} ${message}`);
  };
  return {
    legislators: read(FILES.legislators),
    offices: read(FILES.offices),
    social: read(FILES.social),
    committees: read(FILES.committees),
    membership: read(FILES.membership),
  };
}

function contentOf(path: string): unknown {
  try {
    // Dates stay text, as they are written.
    return parse(readFileSync(path, 'utf8'), { schema: 'core' });
  } catch (error) {
    throw new DataUnreadable(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
