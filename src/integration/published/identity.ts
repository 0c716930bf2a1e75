/** Identities and attributes as they are published, alone and as what a merge takes over. */

import { z } from 'zod';
import { ATTRIBUTE_KINDS, CONFIDENCES } from '../../domain/person/messages.ts';
import { date, optional, text, uuid, words } from './language.ts';

export const IDENTITY = z.object({ system: text(), value: text(), kind: text().optional() });

export const ATTRIBUTE = z.object({
  attributeId: uuid(),
  name: text(),
  kind: words(ATTRIBUTE_KINDS),
  /** Any JSON value. */
  value: z.unknown(),
  ...optional({ unit: text(), validFrom: date(), validUntil: date(), source: text(), confidence: words(CONFIDENCES) }),
});
