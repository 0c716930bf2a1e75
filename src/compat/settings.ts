/** The settings of the compatibility layer, for the gateway and for the layer as a process of its own. */

import { z } from 'zod';

const onOrOff = z.enum(['on', 'off'], 'must be on or off').transform((text) => text === 'on');

const EVENTS = { off: [], v1: ['v1'], v2: ['v2'], both: ['v1', 'v2'] } as const;

export const LEGACY_SETTINGS = {
  LEGACY: onOrOff.default(false),
  LEGACY_FILTERS: z.enum(['lenient', 'strict'], 'must be lenient or strict').default('lenient'),
  LEGACY_FORM: z.enum(['data', 'array'], 'must be data or array').default('data'),
  LEGACY_SUNSET: z.iso.date('must be a date such as 2027-06-30').optional(),
  LEGACY_SHADOW: z
    .string()
    .regex(/^[^\s.>*]+(\.[^\s.>*]+)*$/, 'must be the beginning of subjects, such as old')
    .optional(),
  LEGACY_SHADOW_COMMANDS: onOrOff.default(false),
  LEGACY_EVENTS: z.enum(['off', 'v1', 'v2', 'both'], 'must be off, v1, v2 or both').default('off'),
  LEGACY_EVENTS_STREAM: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/, 'must be the name of a stream, such as PERSON_EVENTS')
    .default('PERSON_EVENTS'),
  LEGACY_EVENTS_FROM: z.enum(['beginning', 'now'], 'must be beginning or now').default('now'),
  LEGACY_EVENTS_KEEP_DAYS: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a number of days; 0 for ever')
    .transform(Number)
    .default(365),
};

/** What the layer does. */
export interface LegacySettings {
  /** Whether filters of a search look at the case of letters, as the old service did. */
  readonly isStrict: boolean;
  /** How lists are written where the client does not say. */
  readonly form: 'data' | 'array';
  /** The day on which the old subjects go silent, as clients are told; null while that is not known. */
  readonly sunset: string | null;
  /** The old service that is asked beside, by what is in front of its subjects; null when none is. */
  readonly shadow: { readonly prefix: string; readonly hasCommands: boolean } | null;
  /** How events are told to old subscribers; null when they are not. */
  readonly events: {
    readonly families: readonly ('v1' | 'v2')[];
    readonly stream: string;
    readonly from: 'beginning' | 'now';
    readonly keepDays: number;
  } | null;
}

const ALL = z.object(LEGACY_SETTINGS);

export function legacySettingsOf(given: z.output<typeof ALL>): LegacySettings {
  const families = EVENTS[given.LEGACY_EVENTS];
  return {
    isStrict: given.LEGACY_FILTERS === 'strict',
    form: given.LEGACY_FORM,
    sunset: given.LEGACY_SUNSET ?? null,
    shadow:
      given.LEGACY_SHADOW === undefined
        ? null
        : { prefix: given.LEGACY_SHADOW, hasCommands: given.LEGACY_SHADOW_COMMANDS },
    events:
      families.length === 0
        ? null
        : {
            families,
            stream: given.LEGACY_EVENTS_STREAM,
            from: given.LEGACY_EVENTS_FROM,
            keepDays: given.LEGACY_EVENTS_KEEP_DAYS,
          },
  };
}
