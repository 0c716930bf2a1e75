/**
 * What can be undone of a migration. Events are never taken out of a log; so all that can be undone is a whole log that
 * holds nothing but what was imported. As soon as anybody else wrote to it, that would lose what they were told is kept.
 */

import { type Codec, type Feed, isDamage } from '../app/ports.ts';
import { SOURCE } from './chronicle.ts';

export interface Standing {
  readonly imported: number;
  readonly others: number;
  /** The first event that was not imported; null when there is none. */
  readonly first: {
    readonly sequence: number;
    readonly personId: string;
    readonly type: string;
    readonly at: string;
    readonly source: string;
  } | null;
}

/** Who wrote to the log. What cannot be read counts as written by others. */
export async function standingOf(feed: Feed, codec: Codec): Promise<Standing> {
  const last = await feed.lastSequence();
  let [imported, others] = [0, 0];
  let first: Standing['first'] = null;
  if (last === 0) return { imported, others, first };
  const ended = new AbortController();
  await feed.follow(
    0,
    (blocks) => {
      for (const block of blocks) {
        if (block.sequence > last) break;
        const event = codec.open(block);
        if (!isDamage(event) && event.meta.source === SOURCE) imported += 1;
        else {
          others += 1;
          const { sequence, personId } = block;
          const told = isDamage(event)
            ? { type: '?', at: '?', source: '?' }
            : { type: event.type, at: new Date(event.at).toISOString(), source: event.meta.source };
          first ??= { sequence, personId, ...told };
        }
      }
      if ((blocks.at(-1)?.sequence ?? 0) >= last) ended.abort();
    },
    ended.signal,
  );
  return { imported, others, first };
}
