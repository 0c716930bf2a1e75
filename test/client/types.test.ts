/** What the compiler lets pass and what not: each line that must not compile says so, and is an error when it does. */

import { expect, it } from 'vitest';
import { type Client, createClient } from '../../src/client/client.ts';
import { EventsDocument, PersonDocument, type RefusalCode } from '../../src/client/generated.ts';
import { type CommandResult, recordedOrThrow } from '../../src/client/results.ts';

const client = createClient({ url: 'http://127.0.0.1:9/graphql', name: 'types' });

/** Never called: only its types matter. */
async function compiles({ ask, commands, subscribe, submitCommands }: Client): Promise<void> {
  const { person } = await ask(PersonDocument, { id: 'x', asOf: { version: 1 } });
  const name: string | undefined = person?.name.display;
  // @ts-expect-error: it was not asked for
  person?.nonsense;
  // @ts-expect-error: the person may be null
  person.name;
  // @ts-expect-error: an id is needed
  await ask(PersonDocument, {});

  await commands.addEmail({ personId: 'x', address: name ?? '', kind: 'WORK' });
  // @ts-expect-error: this is no kind of an email
  await commands.addEmail({ personId: 'x', address: 'x', kind: 'WRK' });
  // @ts-expect-error: it needs an address
  await commands.addEmail({ personId: 'x' });
  // @ts-expect-error: it has no such field
  await commands.addEmail({ personId: 'x', address: 'x', adress: 'x' });
  // @ts-expect-error: there is no such command
  await commands.addEmial({ personId: 'x', address: 'x' });

  await submitCommands([{ addTag: { personId: 'x', tag: 'x' } }, { removeTag: { personId: 'x', tag: 'x' } }]);
  // @ts-expect-error: it is one command or another
  await submitCommands([{ addTag: { personId: 'x', tag: 'x' }, removeTag: { personId: 'x', tag: 'x' } }]);

  for await (const { data, position } of subscribe(EventsDocument, { filter: { nouns: ['SKILLS'] } })) {
    const at: string = data.personEvents.event.at + position;
    // @ts-expect-error: an item has data and a position
    data.nonsense = at;
  }
  // @ts-expect-error: this is no noun
  subscribe(EventsDocument, { filter: { nouns: ['SKILL'] } });
}

function told(result: CommandResult): string {
  switch (result.__typename) {
    case 'Recorded':
      return result.position;
    case 'Refused': {
      const code: RefusalCode = result.code;
      // @ts-expect-error: this is no code
      if (code === 'NONSENSE') return '';
      // @ts-expect-error: what is refused has no events
      result.events;
      return code;
    }
    case 'Contended':
      return String(result.actualVersion);
    case 'Busy':
      return String(result.retryAfterMs);
    case 'Unsettled':
      return result.message;
    default:
      return result satisfies never;
  }
}

it('The client is typed from the schema down to the codes of refusals', () => {
  expect(compiles).toBeInstanceOf(Function);
  expect(Object.keys(client).sort()).toEqual(['ask', 'commands', 'submitCommands', 'subscribe']);
  const refused = {
    __typename: 'Refused',
    commandId: 'c',
    code: 'EMAIL_INVALID',
    message: 'No.',
    field: null,
  } as const;
  expect(told(refused)).toBe('EMAIL_INVALID');
  expect(() => recordedOrThrow(refused)).toThrow('No.');
});
