/** The first answer of a command that was taken before, for as long as the log lasts. */

import type { PersonId } from '../domain/ids.ts';
import type { Recorded } from '../domain/message.ts';
import { isPresent } from '../domain/person/person.ts';
import type { Order } from './order.ts';
import type { Outcome } from './outcome.ts';
import type { Persons } from './persons.ts';
import { LogUnavailable } from './ports.ts';

/** The outcome of the command whose event lies at the sequence; refused for another input. Throws LogUnavailable. */
export async function replayOf(persons: Persons, order: Order, sequence: number): Promise<Outcome> {
  const { command, meta } = order;
  const { personId } = command;
  const { commandId } = meta;
  const own = await persons.event(sequence);
  if (own === null) throw new LogUnavailable(`the event ${sequence} cannot be read at the moment`);
  if (own.meta.inputDigest !== meta.inputDigest) {
    const { person } = await persons.get(personId);
    return { kind: 'refused', personId, commandId, refusal: { code: 'COMMAND_ID_REUSED', field: 'commandId' }, person };
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
    const { commands, person } = await persons.get(personId);
    const sequence = commands.get(own.meta.commandId);
    const event = sequence === undefined ? null : await persons.event(sequence);
    // Command ids belong to one person: under the same one the other may have been sent another command.
    if (event?.meta.inputDigest === own.meta.inputDigest) return event;
    personId = isPresent(person) ? person.core.mergedInto : undefined;
  }
  return null;
}
