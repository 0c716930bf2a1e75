/** The first answer of a command that was taken before, for as long as the log lasts. */

import type { PersonId } from '../domain/ids.ts';
import type { Recorded } from '../domain/message.ts';
import { isPresent } from '../domain/person/person.ts';
import type { Order } from './order.ts';
import type { Outcome } from './outcome.ts';
import type { KnownPerson, Persons } from './persons.ts';

/** The outcome of the command that led to the event; refused where it had another input. Throws LogUnavailable. */
export async function replayOf(
  persons: Persons,
  { command, meta }: Order,
  known: KnownPerson,
  own: Recorded,
): Promise<Outcome> {
  const { personId } = command;
  const { commandId } = meta;
  if (own.meta.inputDigest !== meta.inputDigest) {
    const refusal = { code: 'COMMAND_ID_REUSED', field: 'commandId' } as const;
    return { kind: 'refused', personId, commandId, refusal, person: known.person };
  }
  const other = await otherEvent(persons, own);
  const events = other === null ? [own] : [own, other];
  const last = Math.max(...events.map((event) => event.sequence));
  return { kind: 'recorded', personId, commandId, events, sequence: last, replayed: true };
}

/** The event of the second person that was written together with this one; null when there was none. */
async function otherEvent(persons: Persons, own: Recorded): Promise<Recorded | null> {
  const { otherId, targetId } = own.data as { readonly otherId?: PersonId; readonly targetId?: PersonId };
  // What concerned somebody who was merged since was written to whom they were merged into.
  for (let personId = otherId ?? targetId; personId !== undefined; ) {
    const other = await persons.since(own.sequence, personId);
    const event = await persons.earlier(other, own.meta.commandId);
    // Command ids belong to one person: under the same one the other may have been sent another command.
    if (event?.meta.inputDigest === own.meta.inputDigest) return event;
    personId = isPresent(other.person) ? other.person.core.mergedInto : undefined;
  }
  return null;
}
