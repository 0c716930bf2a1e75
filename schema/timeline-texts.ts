/** Events in words: a title, and a sentence with what is particular. */

import type { Recorded } from '../src/domain/message.ts';
import { displayName } from '../src/domain/person/name.ts';
import type { AnyFact } from '../src/domain/person/person.ts';

export interface EventText {
  readonly title: string;
  readonly description: string;
}

/** The event in words. Types that are newer than this program are described by their name. */
export function describeEvent(event: Recorded): EventText {
  if (!event.known)
    return {
      title: spaced(event.type),
      description: `An event of the type ${event.type}, which this program does not know`,
    };
  const fact = event as unknown as AnyFact;
  const [title, description] = textOf(fact) ?? [spaced(fact.type), detail(fact)];
  return { title, description };
}

/** Words for the events that deserve their own; the others are described by their type and what they name. */
function textOf(fact: AnyFact): readonly [string, string] | null {
  switch (fact.type) {
    case 'PersonCreated':
      return ['Person Record Created', `Created person record for ${displayName(fact.data.name)}`];
    case 'PersonActivated':
      return ['Person Activated', `Person activated${because(fact.data.reason)}`];
    case 'PersonRenamed':
      return ['Name Changed', `Name changed from ${displayName(fact.data.before)} to ${displayName(fact.data.name)}`];
    case 'BirthDateSet':
      return ['Birth Date Recorded', `Birth date set to ${fact.data.date}`];
    case 'DeathRecorded':
      return ['Death Recorded', `Death recorded on ${fact.data.date}`];
    case 'PersonSuspended':
      return ['Person Suspended', `Person suspended${because(fact.data.reason)}`];
    case 'PersonReactivated':
      return ['Person Reactivated', `Person record reactivated${because(fact.data.reason)}`];
    case 'PersonArchived':
      return ['Person Archived', `Person archived${because(fact.data.reason)}`];
    case 'PersonMerged':
      return ['Person Record Merged', `Merged into person ${fact.data.targetId}${because(fact.data.reason)}`];
    case 'PersonAbsorbed':
      return ['Person Record Absorbed', `Took over person ${fact.data.sourceId}${because(fact.data.reason)}`];
    default:
      return null;
  }
}

function because(reason: string | undefined): string {
  return reason === undefined ? '' : `: ${reason}`;
}

/** What an event names, in the order of how much it says. */
const TELLING = [
  'address',
  'number',
  'username',
  'handle',
  'url',
  'name',
  'organization',
  'tag',
  'value',
  'purpose',
  'template',
  'step',
  'text',
  'city',
  'otherId',
  'locationId',
];

function detail(fact: AnyFact): string {
  const data = fact.data as Readonly<Record<string, unknown>>;
  const key = TELLING.find((each) => typeof data[each] === 'string');
  const name = key === undefined ? '' : `: ${String(data[key])}`;
  const reason = typeof data.reason === 'string' ? ` (${data.reason})` : '';
  return `${spaced(fact.type).replace(/^(.)(.*)$/, (_, first: string, rest: string) => first + rest.toLowerCase())}${name}${reason}`;
}

/** `EmailAdded` as `Email Added`. */
function spaced(type: string): string {
  return type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
}
