/** Items of a stream of events, as many as are wanted. */

import type { EventsSubscription } from '../../src/client/generated.ts';
import type { Subscription } from '../../src/client/subscribe.ts';

/** The CIDs of the next events. Throws when the stream ends before. */
export async function take(events: Subscription<EventsSubscription>, count: number): Promise<string[]> {
  const cids: string[] = [];
  while (cids.length < count) {
    const { value } = await events.next();
    if (value === undefined) throw new Error(`Ended after ${cids.length}`);
    cids.push(value.data.personEvents.event.cid);
  }
  return cids;
}
