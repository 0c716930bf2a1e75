/** The settings of the compatibility layer, for the gateway and for the layer as a process of its own. */

import { z } from 'zod';

const onOrOff = z.enum(['on', 'off'], 'must be on or off').transform((text) => text === 'on');

export const LEGACY_SETTINGS = {
  LEGACY: onOrOff.default(false),
  LEGACY_FILTERS: z.enum(['lenient', 'strict'], 'must be lenient or strict').default('lenient'),
  LEGACY_FORM: z.enum(['data', 'array'], 'must be data or array').default('data'),
  LEGACY_SUNSET: z.iso.date('must be a date such as 2027-06-30').optional(),
};

/** What the layer does. */
export interface LegacySettings {
  /** Whether filters of a search look at the case of letters, as the old service did. */
  readonly isStrict: boolean;
  /** How lists are written where the client does not say. */
  readonly form: 'data' | 'array';
  /** The day on which the old subjects go silent, as clients are told; null while that is not known. */
  readonly sunset: string | null;
}

const ALL = z.object(LEGACY_SETTINGS);

export function legacySettingsOf(given: z.output<typeof ALL>): LegacySettings {
  return {
    isStrict: given.LEGACY_FILTERS === 'strict',
    form: given.LEGACY_FORM,
    sunset: given.LEGACY_SUNSET ?? null,
  };
}
