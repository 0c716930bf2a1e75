/** An event of the log as the messages that old subscribers know. */

import type { Client } from '../../client/client.ts';
import { type OldEventFragment, OldStateDocument } from '../../client/generated.ts';
import type { Item } from './component-data.ts';
import { COMPONENTS } from './components.ts';
import { LIFECYCLE, type State } from './lifecycle.ts';
import { type Family, messagesOf, type OldMessage } from './shapes.ts';

/** The messages of an event in these families; none for what the old service had no word for. */
export async function oldMessagesOf(
  asking: Pick<Client, 'ask'>,
  event: OldEventFragment,
  families: ReadonlySet<Family>,
): Promise<readonly OldMessage[]> {
  const told = LIFECYCLE[event.type] ?? COMPONENTS[event.type];
  if (told === undefined) return [];
  const state = async (version: number): Promise<State> => {
    const { person } = await asking.ask(OldStateDocument, { id: event.personId, version });
    if (person === null) throw new Error(`The person ${event.personId} has no version ${version}`);
    return person;
  };
  const facts = await told(event, (event.data ?? {}) as Item, state);
  return messagesOf(event, facts).filter(({ family }) => families.has(family));
}
