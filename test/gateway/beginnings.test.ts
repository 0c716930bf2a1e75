/** Where streams begin: with the last so many, after what was seen, or after a position, whichever the request says. */

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { MemoryStore } from '../../src/app/memory-store.ts';
import { createPerson, type Input, idOf, startGateway, type TestGateway } from './gateway.ts';
import { SlowFeed } from './slow-feed.ts';
import { type Stream, subscribe } from './sse.ts';

const [ADA, BOB] = [idOf(1), idOf(2)];
const EVENTS = `subscription ($filter: PersonEventFilter, $after: Position, $last: Int) {
  personEvents(filter: $filter, after: $after, last: $last) { position event { version } } }`;
const TIMELINE = `subscription ($personId: ID, $types: [String!], $after: Position, $last: Int) {
  timelineEntries(personId: $personId, types: $types, after: $after, last: $last) { position entry { type } } }`;
const LIST = 'subscription { persons { position persons { nodes { id version } } } }';

interface Item {
  readonly personEvents?: { readonly position: string };
  readonly timelineEntries?: { readonly position: string };
}
const positionIn = (item: Item) => (item.personEvents ?? item.timelineEntries)?.position;

const store = new MemoryStore();
const feed = new SlowFeed(store, 0);
let quick: TestGateway;
let late: TestGateway;
/** Of all that was recorded, by the order of the log. */
const positions: string[] = [];
beforeAll(async () => {
  quick = await startGateway({ store });
  late = await startGateway({ store, feed });
  for (const [number, name] of [
    [1, 'Ada'],
    [2, 'Bob'],
  ] as const)
    await createPerson(quick, number, name);
  positions.push(quick.app.positions.encode(1), quick.app.positions.encode(2));
  for (let at = 0; at < 8; at += 1) await tag(at % 2 === 0 ? ADA : BOB, `t${at}`);
});
afterAll(() => Promise.all([quick.stop(), late.stop()]));

async function tag(personId: string, text: string): Promise<string> {
  const { position } = await quick.recorded('AddTag', { personId, tag: text });
  positions.push(position);
  return position;
}

async function taken(stream: Stream<Item>, count: number): Promise<(string | undefined)[]> {
  const items = await stream.take(count);
  stream.cut();
  return items.map(positionIn);
}

describe('A stream may begin with the last so many', () => {
  const cases: [string, string, Input, (at: number) => boolean][] = [
    ['events', EVENTS, { last: 3 }, () => true],
    ['events of a person', EVENTS, { filter: { personId: ADA }, last: 3 }, (at) => at % 2 === 0],
    [
      'events of a type, of which there are fewer',
      EVENTS,
      { filter: { types: ['PersonCreated'] }, last: 5 },
      (at) => at < 2,
    ],
    ['entries', TIMELINE, { last: 4 }, () => true],
    ['entries of a person and a type', TIMELINE, { personId: BOB, types: ['TagAdded'], last: 2 }, (at) => at % 2 === 1],
  ];
  it.each(cases)('%s, and goes on without a seam', async (_, query, variables, isWanted) => {
    const wanted = positions.filter((_, at) => isWanted(at)).slice(-(variables.last as number));
    const stream = await subscribe<Item>(quick, query, variables);
    expect((await stream.take(wanted.length)).map(positionIn)).toEqual(wanted);
    const next = stream.take(1);
    const added = [await tag(ADA, `a${positions.length}`), await tag(BOB, `b${positions.length}`)];
    const isOfTags = variables.filter === undefined || !JSON.stringify(variables.filter).includes('PersonCreated');
    if (isOfTags) expect(added).toContain(positionIn((await next)[0] as Item));
    else next.catch(() => {});
    stream.cut();
  });

  it('and goes on after the position that it is resumed with instead', async () => {
    const at = positions.length - 2;
    const resumed = await subscribe<Item>(
      quick,
      EVENTS,
      { last: 50 },
      { 'last-event-id': positions[at - 1] as string },
    );
    expect(await taken(resumed, 2)).toEqual(positions.slice(at));
  });

  it.each([
    ['together with a position', { last: 1, after: 'first' }, 'last'],
    ['that is less than none', { last: -1 }, 'last'],
    ['that is more than a page may have', { last: 1_000_000 }, 'last'],
  ])('but not %s', async (_, variables, argument) => {
    const stream = await subscribe<Item>(
      quick,
      EVENTS,
      'after' in variables ? { ...variables, after: positions[0] } : variables,
    );
    expect(await stream.next()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT', argument } }] });
    expect(await stream.next()).toBeNull();
  });
});

describe('A stream of a gateway that is late', () => {
  it('begins after all that was seen, whichever of the positions is the last', async () => {
    await late.app.projector.reached(positions.length, 5_000);
    feed.hold();
    const seen = [await tag(ADA, 'seen one'), await tag(BOB, 'seen two')];
    const streams = await Promise.all(
      [seen, [...seen].reverse()].map((each) =>
        subscribe<Item>(late, EVENTS, {}, { 'x-min-position': each.join(', ') }),
      ),
    );
    const after = await tag(ADA, 'after both');
    feed.release();
    for (const stream of streams) expect(await taken(stream, 1)).toEqual([after]);
  });

  it('begins with the last of what was seen', async () => {
    await late.app.projector.reached(positions.length, 5_000);
    feed.hold();
    const seen = [await tag(ADA, 'last one'), await tag(BOB, 'last two')];
    const opening = subscribe<Item>(late, EVENTS, { last: 2 }, { 'x-min-position': seen.join(',') });
    setTimeout(() => feed.release(), 100);
    expect(await taken(await opening, 2)).toEqual(seen);
  });

  it('shows a list after both what it told last and what was written since', async () => {
    await late.app.projector.reached(positions.length, 5_000);
    feed.hold();
    const written = await tag(ADA, 'written since');
    const headers = { 'last-event-id': positions[0] as string, 'x-min-position': written };
    const opening = subscribe<{ persons: { persons: { nodes: { id: string; version: number }[] } } }>(
      late,
      LIST,
      {},
      headers,
    );
    setTimeout(() => feed.release(), 100);
    const list = await opening;
    const [item] = await list.take(1);
    list.cut();
    const { person } = await quick.ask<{ person: { version: number } }>(`{ person(id: "${ADA}") { version } }`);
    expect(item?.persons.persons.nodes.find(({ id }) => id === ADA)?.version).toBe(person.version);
  });

  it.each([
    ['a part of it', (seen: string) => `${seen}, nonsense`, 'POSITION_MALFORMED'],
    ['nothing of it', () => 'nonsense', 'POSITION_MALFORMED'],
    ['what the log does not reach', () => quick.app.positions.encode(1_000_000), 'POSITION_AHEAD'],
  ])('is refused when what was seen is no position: %s', async (_, forge, code) => {
    const stream = await subscribe<Item>(late, EVENTS, {}, { 'x-min-position': forge(positions[0] as string) });
    expect(await stream.next()).toMatchObject({ errors: [{ extensions: { code, argument: 'X-Min-Position' } }] });
    expect(await stream.next()).toBeNull();
  });

  it('says that it lags where what was seen does not come in time', async () => {
    await late.app.projector.reached(positions.length, 5_000);
    feed.hold();
    const seen = await tag(BOB, 'too late');
    const stream = await subscribe<object>(late, LIST, {}, { 'x-min-position': `${positions[0]}, ${seen}` });
    expect(await stream.next()).toMatchObject({ errors: [{ extensions: { code: 'PROJECTION_LAGGING' } }] });
    await expect(stream.next()).rejects.toThrow('ended without being complete');
    feed.release();
    await vi.waitFor(() => expect(late.app.liveQueries.count).toBe(0));
  });
});

describe('The protocol of events over single connections', () => {
  const send = (method: string, headers: Record<string, string>, body?: string) =>
    fetch(quick.endpoint, { method, headers, ...(body === undefined ? {} : { body }) });
  const json = { 'content-type': 'application/json' };

  it('answers a query as one event and the end', async () => {
    const stream = await subscribe(quick, '{ __typename }');
    expect(await stream.next()).toMatchObject({ data: { __typename: 'Query' } });
    expect(await stream.next()).toBeNull();
  });

  it.each([
    ['no body', ''],
    ['no JSON', '{'],
    ['no operation', '{}'],
  ])('tells in the form of a stream what is wrong with %s', async (_, body) => {
    const response = await send('POST', { ...json, accept: 'text/event-stream' }, body);
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(await response.text()).toMatch(/event: next\ndata: \{"errors":\[\{"message":".*\n\nevent: complete\n/s);
  });

  it.each([
    [
      'a form',
      'POST',
      { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/event-stream' },
      'query=x',
      415,
    ],
    ['a stream that shall be kept by a token', 'PUT', { accept: 'text/event-stream' }, undefined, 405],
    ['its end', 'DELETE', { accept: 'text/event-stream' }, undefined, 405],
  ])('refuses %s', async (_, method, headers, body, status) => {
    const response = await send(method, headers as Record<string, string>, body);
    expect(response.status).toBe(status);
    await response.body?.cancel();
  });
});
