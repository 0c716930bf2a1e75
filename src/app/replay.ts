/** The first answer of a command that was taken before, for as long as the log lasts. */

import type { PersonId } from '../domain/ids.ts';
import type { Recorded } from '../domain/message.ts';
import type { Order } from './order.ts';
import type { Outcome } from './outcome.ts';
import type { Persons } from './persons.ts';

/** The outcome of the command as it was recorded under event number `n`; refused when the input is not the same. */
export async function replayOf(persons: Persons, order: Order, n: number): Promise<Outcome> {
  const { command, meta } = order;
  const { personId } = command;
  const { events } = await persons.history(personId);
  const own = events[n - 1];
  if (own === undefined || own.meta.inputDigest !== meta.inputDigest) {
    const { person } = await persons.get(personId);
    const refusal = { code: 'COMMAND_ID_REUSED', field: 'commandId' } as const;
    return { kind: 'refused', personId, commandId: meta.commandId, refusal, person };
  }
  const other = await otherEvent(persons, own);
  const recorded = other === null ? [own] : [own, other];
  const sequence = Math.max(...recorded.map((event) => event.sequence));
  return { kind: 'recorded', personId, commandId: meta.commandId, events: recorded, sequence, replayed: true };
}

/** The event of the second person that was written together with this one. */
async function otherEvent(persons: Persons, own: Recorded): Promise<Recorded | null> {
  const { otherId, targetId } = own.data as { readonly otherId?: PersonId; readonly targetId?: PersonId };
  const personId = otherId ?? targetId;
  if (personId === undefined) return null;
  const { events } = await persons.history(personId);
  const found = events.find((event) => event.meta.commandId === own.meta.commandId);
  if (found !== undefined) return found;
  // What concerned somebody who was merged since was written to whom they were merged into.
  const merged = events.findLast((event) => event.type === 'PersonMerged');
  return merged === undefined ? null : otherEvent(persons, { ...own, data: merged.data });
}
