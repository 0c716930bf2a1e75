/**
 * The published language: what of the log neighbours are told, in which words, under which subjects. Internal events
 * change as we need; what is here is a contract, documented in docs/asyncapi.yaml and held by golden documents.
 */

import { z } from 'zod';
import type { Recorded } from '../../domain/message.ts';
import type { AnyFact } from '../../domain/person/catalogue.ts';
import type { FactName } from '../../domain/person/facts.ts';
import { styledName } from '../../domain/person/name.ts';
import { CONTACT_INFO_PUBLISHED } from './contact-info.ts';
import { integer, inWords, moment, type PublishedType, text, uuid } from './language.ts';
import { PERSON_PUBLISHED } from './person.ts';
import { PREFERENCES_PUBLISHED } from './preferences.ts';
import { RELATIONSHIP_PUBLISHED } from './relationship.ts';
import { SKILLS_PUBLISHED } from './skills.ts';

export const PUBLISHED: readonly PublishedType[] = [
  ...PERSON_PUBLISHED,
  ...CONTACT_INFO_PUBLISHED,
  ...SKILLS_PUBLISHED,
  ...PREFERENCES_PUBLISHED,
  ...RELATIONSHIP_PUBLISHED,
];

const BY_TYPE = new Map<string, PublishedType>(PUBLISHED.map((each) => [each.type, each]));

/** What every published message has, besides what it is about. */
export const ENVELOPE = {
  id: text().meta({
    description: 'Tells messages apart: what comes again has the same id. Also the header Nats-Msg-Id.',
  }),
  type: text(),
  version: integer().meta({
    description: 'The version of `data`. It is raised when a key goes or means something else.',
  }),
  personId: uuid(),
  n: integer()
    .min(1)
    .meta({ description: "The person's event number, from 1, without gaps: the order of its events." }),
  at: moment().meta({ description: 'When it was recorded, in UTC.' }),
  cid: text().meta({ description: 'The content id of the event in the log; the query event(cid) shows it.' }),
  correlationId: text().meta({ description: 'What it is part of; the one of your own message where that led to it.' }),
  cause: text().nullable().meta({ description: 'The content id of the event that led to it; null when none did.' }),
};

export interface PublishedEvent {
  readonly id: string;
  readonly type: FactName;
  readonly version: number;
  readonly personId: string;
  readonly n: number;
  readonly at: string;
  readonly cid: string;
  readonly correlationId: string;
  readonly cause: string | null;
  readonly data: object;
}

/** A message to go out: its subject as neighbours see it, an id that is the same whenever it is made, and its body. */
export interface OutgoingMessage {
  readonly id: string;
  readonly subject: string;
  readonly body: object;
}

export const PUBLISHED_PREFIX = 'cim.person';

/** The event as neighbours are told of it; null when this program does not know its type. */
export function publishedEvent(event: Recorded): PublishedEvent | null {
  const known = event.known ? BY_TYPE.get(event.type) : undefined;
  if (known === undefined) return null;
  const { personId, n, cid, meta } = event;
  return {
    id: cid,
    type: known.type,
    version: known.version,
    personId,
    n,
    at: inWords(event.at),
    cid,
    correlationId: meta.correlationId,
    cause: meta.cause,
    data: known.translate(event.data as object),
  };
}

/** Everything that the event makes go out, in this order; null when this program does not know its type. */
export function messagesOf(event: Recorded): readonly OutgoingMessage[] | null {
  const body = publishedEvent(event);
  if (body === null) return null;
  const noun = BY_TYPE.get(body.type)?.noun;
  const own = { id: body.id, subject: `${PUBLISHED_PREFIX}.${noun}.${body.type}.${body.personId}`, body };
  const people = peopleEvent(event as unknown as AnyFact & Recorded);
  return people === null ? [own] : [own, people];
}

export const PEOPLE_CREATED = 'people.person.created.v1';
export const PEOPLE_UPDATED = 'people.person.updated.v1';
export const PEOPLE_EVENT = z.object({ person_id: uuid(), full_name: text() });

/** What the clients of people.person.*.v1 are told, in the words they have used from the beginning. */
function peopleEvent(event: AnyFact & Recorded): OutgoingMessage | null {
  if (event.type !== 'PersonCreated' && event.type !== 'PersonRenamed') return null;
  const body = { person_id: event.personId, full_name: styledName(event.data.name, 'formal') };
  const subject = event.type === 'PersonCreated' ? PEOPLE_CREATED : PEOPLE_UPDATED;
  return { id: `${event.cid}.people`, subject, body };
}

/** The CID of the event that a message came from. */
export function cidOf(messageId: string): string {
  return messageId.replace(/\.people$/, '');
}
