/**
 * Old shapes of stored facts, brought to the shape of today. The one place where that happens: after decoding, before
 * every consumer. Stored bytes and their CIDs never change.
 *
 * To change the shape of a fact: raise its version below, and add the step from the version before.
 */

import { FACT_NOUNS, type FactName } from '../domain/person/facts.ts';
import { MalformedBlock } from './malformed.ts';

/** The version that each type of fact is written in; 1 where nothing is said. */
const VERSIONS: Partial<Record<FactName, number>> = { PersonCreated: 2 };

/** Throws MalformedBlock when the data has not the shape of its version. */
type Step = (data: Record<string, unknown>) => Record<string, unknown>;

/** `type@version` to the step that leads to the next version. */
const STEPS: Readonly<Record<string, Step>> = {
  // The first draft knew one given and one family name; the contract came with lists.
  'PersonCreated@1': (data) => ({ ...data, name: listed(data.name) }),
};

/** The version in which facts of this type are written today. */
export function versionOf(type: string): number {
  return VERSIONS[type as FactName] ?? 1;
}

export interface Upcasted {
  readonly data: unknown;
  readonly version: number;
  /** False when type or version is newer than this program. */
  readonly known: boolean;
}

/** The data in the shape of today; what is newer than this program is handed on as it is, marked as unknown. */
export function upcast(type: string, version: number, data: Record<string, unknown>): Upcasted {
  if (!Object.hasOwn(FACT_NOUNS, type) || version > versionOf(type)) return { data, version, known: false };
  let current = data;
  for (let from = version; from < versionOf(type); from += 1) {
    const step = STEPS[`${type}@${from}`];
    if (step === undefined) return { data, version, known: false };
    current = step(current);
  }
  return { data: current, version: versionOf(type), known: true };
}

function listed(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null)
    throw new MalformedBlock('data.name is missing or has the wrong form');
  const name = value as Record<string, unknown>;
  const one = (part: unknown) => (typeof part === 'string' && part !== '' ? [part] : []);
  return {
    given: one(name.given),
    family: one(name.family),
    prefixes: [],
    suffixes: [],
    convention: 'western',
    ...(typeof name.display === 'string' ? { display: name.display } : {}),
  };
}
