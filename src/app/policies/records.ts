/** What is written down about policies: decisions and changes of settings, as JSON lines in the notebook. */

import { createHash } from 'node:crypto';
import type { PersonId } from '../../domain/ids.ts';
import type { Json } from '../../domain/message.ts';

/** The name that decisions are noted under. */
export const DECIDED = 'decided';

const SETTINGS = 'settings.';

/** The name that a policy's settings are noted under. */
export const settingsName = (policy: string): string => `${SETTINGS}${policy}`;

/** The policy that a line has the settings of; null when it has none. */
export function policyIn(name: string): string | null {
  return name.startsWith(SETTINGS) ? name.slice(SETTINGS.length) : null;
}

/**
 * `fired`: its command was taken. `left`: nothing was done, with why. `parked`: it could not be done, and waits for
 * somebody to look at it. `replayed` and `dropped` settle a parked one.
 */
export const DECISION_KINDS = ['fired', 'left', 'parked', 'replayed', 'dropped'] as const;

export interface DecisionRecord {
  /** Equal for the same decision made twice. Of one that settles a parked one, an id of its own. */
  readonly id: string;
  readonly kind: (typeof DECISION_KINDS)[number];
  readonly policy: string;
  /** Who was looked at, and to whom the command went. */
  readonly about: PersonId;
  readonly personId: PersonId;
  /** UTC milliseconds. */
  readonly at: number;
  readonly because: string;
  /** The event that led to it; null when it was the time, or somebody asked. */
  readonly cause: { readonly sequence: number; readonly cid: string } | null;
  readonly command: { readonly type: string; readonly commandId: string; readonly data: Json } | null;
  /** Sequences of the events that it led to. */
  readonly events: readonly number[];
  /** How many policies one after the other led to it, itself among them. */
  readonly depth: number;
  /** Why it is parked. */
  readonly problem: string | null;
  /** Which version of the settings it was made under. */
  readonly version: number;
  /** Of one that settles a parked one: which, and who did it. */
  readonly settles: { readonly id: string; readonly by: string } | null;
}

export interface SettingsRecord {
  /** Counts the changes, from 1. */
  readonly version: number;
  /** What is set to something else than its standard, or was. */
  readonly settings: { readonly [name: string]: Json };
  /** What this change set. */
  readonly changes: { readonly [name: string]: Json };
  readonly by: string;
  /** UTC milliseconds. */
  readonly at: number;
  readonly reason: string | null;
  /** Facts up to this sequence of the log are not for it: it was not enabled then. */
  readonly since: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const encodeLine = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value));

/** What a line says; null for one that was not written by a program like this. */
export function decodeLine<T>(bytes: Uint8Array): T | null {
  try {
    return JSON.parse(decoder.decode(bytes)) as T;
  } catch {
    return null;
  }
}

/** The decision that a command was sent for. */
export const firedId = (commandId: string): string => hashOf(['fired', commandId]);

export function hashOf(parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
