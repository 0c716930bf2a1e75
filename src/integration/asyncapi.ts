/**
 * The AsyncAPI document of what goes to other domains, comes from them, and is answered: made from the definitions that
 * the program itself goes by. Printed by codegen.ts into docs/asyncapi.yaml.
 */

import { z } from 'zod';
import { NOUNS, type Noun } from '../domain/person/catalogue.ts';
import type { Neighbour } from './neighbour.ts';
import { NEIGHBOURS } from './neighbours.ts';
import { ANSWER, BATCH_ANSWER, BATCH_QUERY, PEOPLE_BATCH_QUERY, PEOPLE_QUERY, QUERY } from './people.ts';
import {
  ENVELOPE,
  PEOPLE_CREATED,
  PEOPLE_EVENT,
  PEOPLE_UPDATED,
  PUBLISHED,
  PUBLISHED_PREFIX,
} from './published/index.ts';
import type { PublishedType } from './published/language.ts';

/** Of the document as a whole: raised in its first part when any type is in a way that readers must know of. */
const DOCUMENT_VERSION = '1.0.0';

type Plain = Readonly<Record<string, unknown>>;

export function asyncApi(): Plain {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Person domain',
      version: DOCUMENT_VERSION,
      description:
        'What the person gateway tells other domains, hears from them, and answers. How to listen, how to catch up and what ids are for is told in docs/neighbours.md.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    servers: {
      nats: { host: 'nats.example.org:4222', protocol: 'nats', description: 'The NATS server of the domains.' },
    },
    channels: {
      ...Object.fromEntries(NOUNS.map((noun) => [nounKey(noun), nounChannel(noun)])),
      ...peopleChannels(),
      ...Object.fromEntries(NEIGHBOURS.map((neighbour) => [neighbour.name, neighbourChannel(neighbour)])),
    },
    operations: operations(),
    components: { messages: messages() },
  };
}

const nounKey = (noun: Noun): string => `published-${noun}`;
const ofNoun = (noun: Noun) => PUBLISHED.filter((each) => each.noun === noun);
const reference = (path: string) => ({ $ref: `#/${path}` });
const heardKey = (neighbour: Neighbour, name: string): string => `${neighbour.name}-${name}`;

function nounChannel(noun: Noun): Plain {
  const types = ofNoun(noun).map(({ type }) => type);
  return {
    address: `${PUBLISHED_PREFIX}.${noun}.{type}.{personId}`,
    description: `What happened about ${noun === 'person' ? 'persons as such' : noun}. Kept in the stream PERSON_PUBLISHED.`,
    parameters: {
      type: { description: 'The type of the event.', enum: types },
      personId: { description: 'The person: a UUID in lower case.' },
    },
    messages: Object.fromEntries(types.map((type) => [type, reference(`components/messages/${type}`)])),
  };
}

function peopleChannels(): Plain {
  const channel = (address: string | null, message: string, description: string) => ({
    address,
    description,
    messages: { [message]: reference(`components/messages/${message}`) },
  });
  return {
    'people-created': channel(
      PEOPLE_CREATED,
      'PeopleEvent',
      'A person is there, as clients of people.person.*.v1 hear it.',
    ),
    'people-updated': channel(PEOPLE_UPDATED, 'PeopleEvent', 'A person bears another name.'),
    'people-query': channel(PEOPLE_QUERY, 'PeopleQuery', 'Who is this person?'),
    'people-answer': channel(null, 'PeopleAnswer', 'The answer, to the inbox of the request.'),
    'people-batch-query': channel(PEOPLE_BATCH_QUERY, 'PeopleBatchQuery', 'Who are these persons?'),
    'people-batch-answer': channel(null, 'PeopleBatchAnswer', 'The answer, to the inbox of the request.'),
  };
}

function neighbourChannel(neighbour: Neighbour): Plain {
  const { name, description, subjects, heard, ignored } = neighbour;
  const passedOver = Object.entries(ignored).map(([type, why]) => `${type} (${why})`);
  return {
    // Which of its events comes under which subject is that domain's business; any of them may come under any.
    address: subjects.length === 1 ? subjects[0] : null,
    description: `What is heard of the domain ${name}: ${description} Usual subjects: ${subjects.join(', ')}. Known and passed over: ${passedOver.join(', ')}.`,
    messages: Object.fromEntries(
      Object.keys(heard).map((type) => [type, reference(`components/messages/${heardKey(neighbour, type)}`)]),
    ),
  };
}

function operations(): Plain {
  const sent = (key: string, summary: string) => ({ action: 'send', summary, channel: reference(`channels/${key}`) });
  const answered = (key: string, reply: string, summary: string) => ({
    action: 'receive',
    summary,
    channel: reference(`channels/${key}`),
    reply: { channel: reference(`channels/${reply}`) },
  });
  return {
    ...Object.fromEntries(
      NOUNS.map((noun) => [`publish-${noun}`, sent(nounKey(noun), `Tells what happened: ${noun}.`)]),
    ),
    'publish-people-created': sent('people-created', 'Tells clients of people.person.*.v1 of a new person.'),
    'publish-people-updated': sent('people-updated', 'Tells clients of people.person.*.v1 of another name.'),
    'answer-people-query': answered('people-query', 'people-answer', 'Answers who a person is.'),
    'answer-people-batch-query': answered('people-batch-query', 'people-batch-answer', 'Answers who some persons are.'),
    ...Object.fromEntries(
      NEIGHBOURS.map(({ name }) => [
        `hear-${name}`,
        { action: 'receive', summary: `Hears the domain ${name}.`, channel: reference(`channels/${name}`) },
      ]),
    ),
  };
}

function messages(): Plain {
  const own = PUBLISHED.map((each) => [each.type, publishedMessage(each)] as const);
  const heard = NEIGHBOURS.flatMap((neighbour) =>
    Object.entries(neighbour.heard).map(([type, { description, schema }]) => {
      return [heardKey(neighbour, type), message(type, description, schema)] as const;
    }),
  );
  return {
    ...Object.fromEntries(own),
    PeopleEvent: message('PeopleEvent', 'A person and its full name.', PEOPLE_EVENT),
    PeopleQuery: message('PeopleQuery', 'Asks for a person.', QUERY),
    PeopleAnswer: message('PeopleAnswer', 'The person, or null.', ANSWER),
    PeopleBatchQuery: message('PeopleBatchQuery', 'Asks for some persons.', BATCH_QUERY),
    PeopleBatchAnswer: message('PeopleBatchAnswer', 'Those that are there, by their ids.', BATCH_ANSWER),
    ...Object.fromEntries(heard),
  };
}

/** The schema of a whole published message of a type. */
export function payloadOf({ type, version, schema }: PublishedType): z.ZodObject {
  return z.object({
    ...ENVELOPE,
    type: z.literal(type),
    version: z.literal(version),
    dataOmitted: z
      .literal(true)
      .optional()
      .meta({ description: 'The data are too large for a message and are missing here; read them by the cid.' }),
    data: schema,
  });
}

function publishedMessage(each: PublishedType): Plain {
  const headers = {
    type: 'object',
    properties: { 'Nats-Msg-Id': { type: 'string', description: 'The same as `id` in the body.' } },
  };
  return { ...message(each.type, each.description, payloadOf(each)), headers };
}

function message(name: string, summary: string, schema: z.ZodType): Plain {
  return { name, title: name, summary, payload: jsonSchemaOf(schema) };
}

/** As JSON schema of draft 7, which AsyncAPI takes without being told. */
export function jsonSchemaOf(schema: z.ZodType): Plain {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // What the format says already, in a line that nobody can read.
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    },
  });
  return rest;
}
