/**
 * What the old queries ask about one person, in a form that both worlds can be compared in: lists in order, words in one
 * spelling. Each key is a query of the service before, or a group of them that asks for the same.
 */

export interface Answers {
  /** Status, and what it came with. */
  readonly lifecycle: unknown;
  readonly GetSummary: unknown;
  readonly contact: unknown;
  readonly GetSkills: unknown;
  readonly GetByEmployer: unknown;
  readonly GetConnections: unknown;
  /** The moments at which something was told, in UTC milliseconds. */
  readonly GetTimeline: readonly number[];
  readonly preferences: unknown;
  /** Identities, places, types of components, and the last change that nobody knows. */
  readonly others: unknown;
}

export type Query = keyof Answers;

export const QUERIES = [
  'lifecycle',
  'GetSummary',
  'contact',
  'GetSkills',
  'GetByEmployer',
  'GetConnections',
  'GetTimeline',
  'preferences',
  'others',
] as const satisfies readonly Query[];

export const sorted = (list: Iterable<string>): string[] => [...new Set(list)].sort();

export const lower = (text: string): string => text.trim().toLowerCase();

export const inOrder = (moments: Iterable<number>): number[] => [...new Set(moments)].sort((a, b) => a - b);
