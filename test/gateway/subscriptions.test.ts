/** What subscribers are sent over server-sent events: which items, in which order, and what they find when they ask again. */

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemoryStore } from '../../src/app/memory-store.ts';
import { createPerson, type Input, idOf, startGateway, type TestEvent, type TestGateway } from './gateway.ts';
import { SlowFeed } from './slow-feed.ts';
import { type Stream, subscribe } from './sse.ts';
import { ADA, tell } from './story.ts';

const EVENTS = `subscription ($filter: PersonEventFilter, $after: Position) {
  personEvents(filter: $filter, after: $after) { position event { type personId version position } } }`;
const PERSON = `subscription ($id: ID!) { person(id: $id) { position person { version status name { display }
  tags network { totalConnections } skillRecommendations { name } summary { lastActivityAt } history { totalCount } } } }`;

interface EventItem {
  readonly personEvents: { readonly position: string; readonly event: TestEvent };
}
interface PersonItem {
  readonly person: {
    readonly position: string;
    readonly person: { version: number; status: string; tags: string[]; name: { display: string } };
  };
}

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

/** Nothing more comes within a moment. */
async function isQuiet(stream: Stream<unknown>): Promise<void> {
  const more = await Promise.race([stream.next().catch(() => 'gone'), sleep(100, 'quiet')]);
  expect(more).toBe('quiet');
  stream.cut();
}

describe('personEvents', () => {
  const ALL =
    'PersonCreated PersonCreated EmailAdded TagAdded PersonRenamed SkillAdded RelationshipEstablished RelationshipEstablished IdentityLinked';
  const filters: [string, Input | null, string][] = [
    ['nothing', null, ALL],
    ['nothing in particular', {}, ALL],
    ['a person', { personId: idOf(2) }, 'PersonCreated TagAdded RelationshipEstablished'],
    ['a person in upper case', { personId: idOf(2).toUpperCase() }, 'PersonCreated TagAdded RelationshipEstablished'],
    ['types', { types: ['TagAdded', 'EmailAdded', 'Nonsense'] }, 'EmailAdded TagAdded'],
    ['nouns', { nouns: ['CONTACT_INFO', 'SKILLS'] }, 'EmailAdded SkillAdded'],
    ['types and nouns', { types: ['EmailAdded', 'SkillAdded'], nouns: ['SKILLS', 'PERSON'] }, 'SkillAdded'],
    ['all of it', { personId: ADA, types: ['TagAdded', 'PersonRenamed'], nouns: ['PERSON'] }, 'PersonRenamed'],
    ['no types', { types: [] }, ''],
    ['no nouns', { nouns: [] }, ''],
    ['a person that is not there', { personId: idOf(99) }, ''],
  ];

  it('sends what passes the filter, live and afterwards from the log, in order, once', async () => {
    const start = gateway.app.positions.encode(0);
    const live = await Promise.all(filters.map(([, filter]) => subscribe<EventItem>(gateway, EVENTS, { filter })));
    const story = await tell(gateway);
    const later = await Promise.all(
      filters.map(([, filter]) => subscribe<EventItem>(gateway, EVENTS, { filter, after: start })),
    );
    for (const streams of [live, later]) {
      for (const [at, stream] of streams.entries()) {
        const [title = '', , expected = ''] = filters[at] ?? [];
        const types = expected.split(' ').filter((type) => type !== '');
        const items = await stream.take(types.length);
        expect(
          items.map(({ personEvents }) => personEvents.event.type),
          title,
        ).toEqual(types);
        for (const { personEvents } of items) expect(personEvents.position).toBe(personEvents.event.position);
        await isQuiet(stream);
      }
    }
    expect(story).toHaveLength(8);
  });

  it('begins with what happens from now on', async () => {
    const stream = await subscribe<EventItem>(gateway, EVENTS);
    expect([stream.status, stream.contentType]).toEqual([200, 'text/event-stream']);
    await createPerson(gateway, 10);
    expect(await stream.take(1)).toMatchObject([
      { personEvents: { event: { type: 'PersonCreated', personId: idOf(10) } } },
    ]);
    await isQuiet(stream);
  });
});

describe('timelineEntries', () => {
  it('tells in words what happens, to one person or to all, of some types or of all', async () => {
    const query = `subscription ($id: ID, $types: [String!]) { timelineEntries(personId: $id, types: $types) {
      position entry { id type title description position person { id name { display } } event { cid version } } } }`;
    const all = await subscribe<{
      timelineEntries: { position: string; entry: { id: string; position: string; event: { cid: string } } };
    }>(gateway, query);
    const own = await subscribe<object>(gateway, query, { id: idOf(12), types: ['TagAdded'] });
    await createPerson(gateway, 11, 'Eve');
    await createPerson(gateway, 12, 'Fay');
    const tag = await gateway.recorded('AddTag', { personId: idOf(12), tag: 'new' });
    const items = await all.take(3);
    expect(items[0]).toMatchObject({
      timelineEntries: {
        entry: {
          type: 'PersonCreated',
          title: 'Person Record Created',
          description: 'Created person record for Eve',
          person: { id: idOf(11), name: { display: 'Eve' } },
        },
      },
    });
    for (const { timelineEntries } of items) {
      expect(timelineEntries.entry.id).toBe(timelineEntries.entry.event.cid);
      expect(timelineEntries.entry.position).toBe(timelineEntries.position);
    }
    expect(await own.take(1)).toMatchObject([
      {
        timelineEntries: {
          position: tag.position,
          entry: { type: 'TagAdded', description: 'Tag added: new', event: { version: 2 } },
        },
      },
    ]);
    await isQuiet(own);
    await isQuiet(all);
  });
});

describe('person', () => {
  it('is sent as it is, and then after every change, however fast they come', async () => {
    await createPerson(gateway, 20);
    const stream = await subscribe<PersonItem>(gateway, PERSON, { id: idOf(20) });
    expect(await stream.take(1)).toMatchObject([{ person: { person: { version: 1, tags: [] } } }]);
    const commands = Array.from({ length: 20 }, (_, at) => ({ addTag: { personId: idOf(20), tag: `t${at}` } }));
    await gateway.ask('mutation ($commands: [CommandInput!]!) { submitCommands(commands: $commands) { __typename } }', {
      commands,
    });
    const items = await stream.take(20);
    expect(items.map(({ person }) => person.person.version)).toEqual(Array.from({ length: 20 }, (_, at) => at + 2));
    expect(items.map(({ person }) => person.person.tags.length)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    await gateway.recorded('SuspendPerson', { personId: idOf(20), reason: 'x' });
    expect(await stream.take(1)).toMatchObject([{ person: { person: { version: 22, status: 'SUSPENDED' } } }]);
    await isQuiet(stream);
  });

  it('that does not exist yet is sent from its creation on', async () => {
    const stream = await subscribe<PersonItem>(gateway, PERSON, { id: idOf(21).toUpperCase() });
    await createPerson(gateway, 22);
    await createPerson(gateway, 21);
    await gateway.recorded('AddTag', { personId: idOf(21), tag: 'x' });
    expect((await stream.take(2)).map(({ person }) => person.person.version)).toEqual([1, 2]);
    await isQuiet(stream);
  });

  it('is not sent again when nothing changed, nor for the changes of others', async () => {
    await createPerson(gateway, 23);
    await gateway.recorded('AddTag', { personId: idOf(23), tag: 'same' });
    const stream = await subscribe<PersonItem>(gateway, PERSON, { id: idOf(23) });
    await stream.take(1);
    await gateway.recorded('AddTag', { personId: idOf(23), tag: 'SAME' });
    await gateway.command('AddTag', { personId: idOf(23), tag: '' });
    await gateway.recorded('AddTag', { personId: idOf(22), tag: 'other' });
    await isQuiet(stream);
  });
});

describe('A subscription that cannot be', () => {
  it.each<[string, string, Input, string, string | undefined]>([
    ['a position that is none', EVENTS, { after: 'nonsense' }, 'POSITION_MALFORMED', 'after'],
    ['a person id that is none', EVENTS, { filter: { personId: 'ada' } }, 'BAD_USER_INPUT', 'personId'],
    ['a person to watch that is none', PERSON, { id: 'ada' }, 'BAD_USER_INPUT', 'id'],
    ['a noun that is none', EVENTS, { filter: { nouns: ['HOUSE'] } }, 'BAD_USER_INPUT', undefined],
    ['a number for a position', EVENTS, { after: 5 }, 'BAD_USER_INPUT', undefined],
    ['a missing variable', PERSON, {}, 'BAD_USER_INPUT', undefined],
    ['an unknown field', 'subscription { nope }', {}, 'GRAPHQL_VALIDATION_FAILED', undefined],
    [
      'two at once',
      'subscription { a: personEvents { position } b: personEvents { position } }',
      {},
      'GRAPHQL_VALIDATION_FAILED',
      undefined,
    ],
    ['no GraphQL', 'subscription {', {}, 'GRAPHQL_PARSE_FAILED', undefined],
  ])('is answered with an error and ends: %s', async (_, query, variables, code, argument) => {
    const stream = await subscribe(gateway, query, variables);
    const frame = await stream.next();
    expect(frame?.data ?? null).toBeNull();
    expect(frame?.errors?.[0]?.extensions).toMatchObject(argument === undefined ? { code } : { code, argument });
    expect(await stream.next()).toBeNull();
  });

  it('is not answered where only JSON is accepted', async () => {
    const { status } = await gateway.post(
      'subscription { personEvents { position } }',
      {},
      { accept: 'application/json' },
    );
    expect(status).toBe(406);
  });
});

describe('Whoever asks after an item', () => {
  it('finds it applied, in 100 rounds, on a gateway whose feed is late', async () => {
    const store = new MemoryStore();
    const late = await startGateway({ store, feed: new SlowFeed(store, 2) });
    await createPerson(late, 1, 'Ada');
    const stream = await subscribe<EventItem>(late, EVENTS);
    const writing = (async () => {
      for (let round = 0; round < 100; round += 1) await late.recorded('AddTag', { personId: ADA, tag: `t${round}` });
    })();
    for (let round = 0; round < 100; round += 1) {
      const [item] = await stream.take(1);
      const { person } = await late.ask<{ person: { version: number } }>(
        'query ($id: ID!) { person(id: $id) { version } }',
        { id: ADA },
      );
      expect(person.version).toBeGreaterThanOrEqual(item?.personEvents.event.version as number);
    }
    await writing;
    stream.cut();
    await late.stop();
  });
});

describe('When the gateway shuts down', () => {
  it('streams end at once, without being complete, so that whoever listens comes back; and so does the gateway', async () => {
    const closing = await startGateway();
    await createPerson(closing, 1);
    const streams = [
      await subscribe(closing, EVENTS),
      await subscribe(closing, PERSON, { id: ADA }),
      await subscribe(closing, 'subscription { timelineEntries { position } }'),
    ];
    await streams[1]?.take(1);
    const start = performance.now();
    const stopped = closing.stop();
    for (const stream of streams) await expect(stream.next()).rejects.toThrow('ended without being complete');
    await stopped;
    expect(performance.now() - start).toBeLessThan(2_000);
    expect(closing.app.live.subscribers.waiting).toBe(0);
  });
});
