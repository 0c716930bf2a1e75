/** Ids that follow from a command's id, so that a command sent again means the same things. */

import { createHash } from 'node:crypto';

const V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/;

/**
 * A UUID for what the command makes under this name: always the same for the same command. Version 7 with the time of
 * the command id where that is a UUID of version 7, else version 8.
 */
export function derivedId(commandId: string, name: string): string {
  const bytes = createHash('sha256').update(`${name}\u0000${commandId}`).digest().subarray(0, 16);
  const isTimed = V7.test(commandId);
  if (isTimed) Buffer.from(commandId.replaceAll('-', '').slice(0, 12), 'hex').copy(bytes);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (isTimed ? 0x70 : 0x80);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
