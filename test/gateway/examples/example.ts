/** What an example of a command is, and whom the examples are about. */

import { type Input, idOf } from '../gateway.ts';

/** Ada does most of it; Bob is there; Carl leaves; Dora turns out to be Ada. */
export const [ADA, BOB, CARL, DORA] = [idOf(1), idOf(2), idOf(3), idOf(4)] as const;

export interface Example {
  readonly command: string;
  /** Without a person it is for Ada. */
  readonly input: Input;
  /** Types of the events, the addressed person's first. */
  readonly records: readonly string[];
  /** The person that the command was for; what is asked for follows from the keys, which may have a selection. */
  readonly shows: Input;
}

/** The id of a thing of a person, by number. */
export const item = (number: number): string => idOf(100 + number);
