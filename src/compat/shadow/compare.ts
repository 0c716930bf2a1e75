/**
 * Compares an answer of ours with one of the old service. The rules: both forms of lists are one; lists without an order
 * are compared by what is in them; ids are one as objects and as texts; numbers are compared as they were kept, in 32
 * bits; of moments that each service stamps by itself, only that there is one. What is different on purpose is told apart.
 */

import type { OldDifference } from '../../app/old-world-desk.ts';
import { isObject } from '../reading.ts';

type Json = unknown;

/** Moments that each service stamps by itself, and ids that the old one made up. */
const STAMPED: ReadonlySet<string> = new Set([
  'last_updated',
  'established_at',
  'timestamp',
  'component_id',
  'version',
]);

/** By what the entries of a list without an order are put side by side. */
const KEYS: Readonly<Record<string, (entry: Json) => string>> = {
  Summaries: (entry) => idIn(entry, 'person_id'),
  SearchResults: (entry) => idIn(entry, 'person_id'),
  Skills: (entry) => String((entry as { skill_name?: unknown }).skill_name),
  PersonIds: (entry) => idIn({ entry }, 'entry'),
  SkillRecommendations: String,
  Connections: (entry) => idIn(entry, 'to_person'),
};

/** Keys that only ours has, and that readers of the old shapes pass over. */
const ADDED: ReadonlySet<string> = new Set(['status', 'component_id', 'code', 'data']);

/** Differences that are meant: bugs of the old service that are not played, by the key or the response that shows them. */
const MEANT: readonly (readonly [RegExp, string])[] = [
  [/^Skills(\[|\.|$)|\.skills_count$/, 'The old service kept only the skills that were added last.'],
  [/^SkillRecommendations/, 'The old service recommended what was told together, and never forgot.'],
  [/\.(email|primary_email|primary_phone)$/, 'The old service told the first address, also after it was removed.'],
  [/\.relevance_score$/, 'The old service looked at the case of addresses, and found by removed ones.'],
];

/** What is different between the two, with why where that is known. None: they are the same. */
export function differencesOf(ours: Json, theirs: Json): readonly OldDifference[] {
  const [our, their] = [normal(ours), normal(theirs)];
  if (our.type === 'Error' && their.type === 'Error') return [];
  if (our.type !== their.type) return [difference('response_type', our.type, their.type)];
  const found: OldDifference[] = [];
  compare(our.type, our.data, their.data, found);
  return found;
}

/** An answer in either form, or the answer to a command. */
function normal(answer: Json): { readonly type: string; readonly data: Json } {
  if (Array.isArray(answer)) return { type: String(answer[0]), data: answer.slice(1) };
  if (!isObject(answer)) return { type: 'nothing', data: answer };
  if ('error' in answer) return { type: 'Error', data: null };
  if (typeof answer.response_type !== 'string') return { type: 'Command', data: answer };
  const { response_type: type, data, ...flat } = answer;
  return { type, data: Object.keys(flat).length === 0 || Array.isArray(data) ? data : flat };
}

function compare(path: string, ours: Json, theirs: Json, found: OldDifference[]): void {
  if (Array.isArray(ours) && Array.isArray(theirs)) return compareLists(path, ours, theirs, found);
  const [our, their] = [idOf(ours), idOf(theirs)];
  if (isObject(our) && isObject(their)) {
    for (const key of new Set([...Object.keys(our), ...Object.keys(their)])) {
      if (ADDED.has(key) && !(key in their)) continue;
      compareKey(`${path}.${key}`, key, our[key], their[key], found);
    }
    return;
  }
  if (!isEqual(our, their)) found.push(difference(path, ours, theirs));
}

function compareKey(path: string, key: string, ours: Json, theirs: Json, found: OldDifference[]): void {
  // What is missing means the same as null.
  const [our, their] = [ours ?? null, theirs ?? null];
  if (STAMPED.has(key)) {
    if ((our === null) !== (their === null)) found.push(difference(path, our, their));
    return;
  }
  compare(path, our, their, found);
}

function compareLists(path: string, ours: readonly Json[], theirs: readonly Json[], found: OldDifference[]): void {
  const keyOf = KEYS[path];
  // Of several shortest ways any one is right.
  if (path === 'Path') {
    if (ours.length !== theirs.length) found.push(difference('Path', ours, theirs));
    return;
  }
  if (keyOf === undefined) {
    for (let at = 0; at < Math.max(ours.length, theirs.length); at += 1) {
      compare(`${path}[${at}]`, ours[at] ?? null, theirs[at] ?? null, found);
    }
    return;
  }
  const [our, their] = [
    new Map(ours.map((each) => [keyOf(each), each])),
    new Map(theirs.map((each) => [keyOf(each), each])),
  ];
  for (const key of new Set([...our.keys(), ...their.keys()])) {
    compare(`${path}[${key}]`, our.get(key) ?? null, their.get(key) ?? null, found);
  }
  if (found.length === 0 && ours.length !== theirs.length)
    found.push(difference(`${path}.length`, ours.length, theirs.length));
}

/** A moment by its millisecond, a number by its 32 bits. */
function isEqual(a: Json, b: Json): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Math.fround(a) === Math.fround(b);
  if (typeof a === 'string' && typeof b === 'string' && MOMENT.test(a) && MOMENT.test(b)) {
    return Math.floor(Date.parse(a)) === Math.floor(Date.parse(b));
  }
  return Object.is(a, b);
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;

/** The id in an object that is nothing but one. */
function idOf(value: Json): Json {
  return isObject(value) && typeof value.id === 'string' && Object.keys(value).length === 1 ? value.id : value;
}

const idIn = (entry: Json, key: string): string => String(isObject(entry) ? idOf(entry[key]) : entry);

const CHARACTERS_MAX = 300;

function difference(path: string, ours: Json, theirs: Json): OldDifference {
  const shown = (value: Json) => (JSON.stringify(value) ?? 'null').slice(0, CHARACTERS_MAX);
  const reason = MEANT.find(([pattern]) => pattern.test(path))?.[1] ?? null;
  return { path, ours: shown(ours), theirs: shown(theirs), reason };
}
