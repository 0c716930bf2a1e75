/** What a migration needs from the outside, besides the log. */

import type { Original } from './originals.ts';

/** The streams of the old program. */
export interface OldStreams {
  /** Sequence of the last message at this moment; 0 when there is none. Fails when there is no such stream. */
  lastOf(stream: string): Promise<number>;
  /** The messages after one sequence up to another, in their order; those that were deleted are passed over. */
  read(stream: string, after: number, until: number): AsyncGenerator<Original>;
}
