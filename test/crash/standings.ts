/** What a gateway says of its projections. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Standing } from './checker.ts';
import { query } from './post.ts';

const ANSWER_MS_MAX = 10_000;

/** How often is asked whether everything has been read, 50 ms apart. */
const TRIES_MAX = 100;

/** Where the projections of a gateway stand, when they have read all there is. */
export async function standingsOf(address: string): Promise<readonly Standing[]> {
  for (let tries = 1; ; tries += 1) {
    const { projections } = await query<{ projections: Standing[] }>(
      address,
      '{ projections { name sequence lag eventsApplied digest gaps } }',
      ANSWER_MS_MAX,
    );
    if (projections.every(({ lag }) => lag === 0) || tries === TRIES_MAX) return projections;
    await sleep(50);
  }
}
