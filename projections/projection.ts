/** What every projection has: a name, a way to take an event, and a row per person to compare it by. */

import type { Recorded } from '../src/domain/message.ts';

/** Takes notice that the row of a person may have changed. */
export type Touch = (person: number) => void;

export interface Projection {
  readonly name: string;
  /**
   * Takes the next event of the log. Synchronous, deterministic and total: what it cannot use leaves it as it was.
   * `person` is the number that the views share for the person. `touch` is told of others whose rows changed too.
   */
  apply(event: Recorded, person: number, touch: Touch): void;
  /** All that is known of one person, as plain data; undefined when nothing is. Equal views have equal rows. */
  row(person: number): unknown;
}
