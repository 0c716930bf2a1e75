/** Lists and searches as live queries: the answer now, and each time it is another one; nobody is asked in between. */

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { MemoryStore } from '../../src/app/memory-store.ts';
import { createPerson, type Input, idOf, startGateway, type TestGateway } from './gateway.ts';
import { dataOf, frameOf, type Taps, tapsOf } from './in-process.ts';
import { SlowFeed } from './slow-feed.ts';
import { subscribe } from './sse.ts';
import { connect } from './ws.ts';

const LIST = `subscription ($filter: PersonFilter, $orderBy: PersonOrder, $first: Int) {
  persons(filter: $filter, orderBy: $orderBy, first: $first) {
    position persons { totalCount nodes { id version name { display } } pageInfo { hasNextPage } } } }`;
const SEARCH = `subscription ($text: String, $filter: SearchFilter, $first: Int) {
  searchPersons(text: $text, filter: $filter, first: $first) {
    position searchPersons { totalCount edges { score node { name { display } } } facets { name values { value count } } } } }`;

interface ListItem {
  readonly persons: {
    readonly position: string;
    readonly persons: {
      readonly totalCount: number;
      readonly nodes: readonly {
        readonly id: string;
        readonly version: number;
        readonly name: { readonly display: string };
      }[];
    };
  };
}
interface SearchItem {
  readonly searchPersons: {
    readonly searchPersons: {
      readonly totalCount: number;
      readonly edges: readonly {
        readonly score: number;
        readonly node: { readonly name: { readonly display: string } };
      }[];
    };
  };
}
const namesIn = ({ persons }: ListItem) => persons.persons.nodes.map(({ name }) => name.display);
const foundIn = ({ searchPersons }: SearchItem) =>
  searchPersons.searchPersons.edges.map(({ node }) => node.name.display);

let gateway: TestGateway;
let taps: Taps;
beforeAll(async () => {
  gateway = await startGateway();
  taps = tapsOf(gateway);
  for (const [at, name] of ['Ada', 'Bob', 'Cyd'].entries()) await createPerson(gateway, at + 1, name);
});
afterAll(() => gateway.stop());

const record = async (name: string, input: Input) => {
  const { position } = await gateway.recorded(name, input);
  await gateway.app.projector.reached(gateway.app.positions.decode(position) as number, 5_000);
  return position;
};
const rename = (number: number, given: string) =>
  record('RenamePerson', { personId: idOf(number), name: { given: [given] } });

describe('A live list', () => {
  it('comes as it is, and again when a row, the number or an order is another one, as of that position', async () => {
    const stream = await taps.open(LIST, { first: 2 });
    const first = await dataOf<ListItem>(stream);
    expect([namesIn(first), first.persons.persons.totalCount]).toEqual([['Ada', 'Bob'], 3]);
    const steps: [() => Promise<string>, string[], number][] = [
      [() => record('AddTag', { personId: idOf(1), tag: 'in the page' }), ['Ada', 'Bob'], 3],
      [() => record('CreatePerson', { personId: idOf(4), name: { given: ['Zoe'] } }), ['Ada', 'Bob'], 4],
      [() => rename(4, 'Abe'), ['Abe', 'Ada'], 4],
      [() => rename(4, 'Zoe'), ['Ada', 'Bob'], 4],
    ];
    for (const [change, names, count] of steps) {
      const next = frameOf(stream);
      const position = await change();
      const { result, position: told } = await next;
      const item = result.data as unknown as ListItem;
      expect([namesIn(item), item.persons.persons.totalCount]).toEqual([names, count]);
      expect([told, item.persons.position]).toEqual([position, position]);
    }
    await stream.return?.();
  });

  it('is not worked out again for what cannot matter to it, nor told again when it is the same', async () => {
    const watch = vi.spyOn(gateway.app.liveQueries, 'watch');
    const stream = await taps.open(LIST, { filter: { tag: 'rare' }, first: 5 });
    const asked = vi.fn(watch.mock.calls[0]?.[1]);
    await stream.return?.();
    watch.mockRestore();
    const counted = gateway.app.liveQueries.watch('counted', asked as never);
    expect((await counted.next()).done).toBe(false);
    const next = counted.next();
    for (const text of ['one', 'two', 'three']) await record('AddTag', { personId: idOf(2), tag: text });
    await rename(3, 'Cyd the Second');
    expect(asked).toHaveBeenCalledTimes(1);
    // A name like that of the tag is none.
    await record('AddTag', { personId: idOf(3), tag: 'RARE' });
    expect((await next).done).toBe(false);
    expect(asked).toHaveBeenCalledTimes(2);
    expect(counted.reached).toBeNull();
    const idle = counted.next();
    await record('AddTag', { personId: idOf(1), tag: 'far from it' });
    expect(counted.reached).toBe(gateway.app.projector.position);
    counted.end();
    expect(await idle).toEqual({ done: true, value: undefined });
  });

  it('is one answer and one text for all who ask the same', async () => {
    const streams = await Promise.all(Array.from({ length: 20 }, () => taps.open(LIST, { first: 2 })));
    const other = await taps.open(LIST, { first: 1 });
    const firsts = await Promise.all(streams.map((stream) => frameOf(stream)));
    expect(new Set(firsts)).toHaveProperty('size', 1);
    const own = await frameOf(other);
    expect(own.text).not.toBe(firsts[0]?.text);
    const nexts = streams.map((stream) => frameOf(stream));
    await record('AddTag', { personId: idOf(1), tag: 'for all who ask' });
    expect(new Set(await Promise.all(nexts))).toHaveProperty('size', 1);
    for (const stream of [...streams, other]) await stream.return?.();
  });

  it('tells a reader that was away for a while the newest answer only', async () => {
    const stream = await taps.open(LIST, { filter: { name: 'Ada' }, first: 1 });
    await frameOf(stream);
    for (let at = 0; at < 50; at += 1) await record('AddTag', { personId: idOf(1), tag: `away ${at}` });
    const { version } = (await gateway.ask<{ person: { version: number } }>(`{ person(id: "${idOf(1)}") { version } }`))
      .person;
    expect((await dataOf<ListItem>(stream)).persons.persons.nodes[0]?.version).toBe(version);
    await stream.return?.();
  });

  it('begins with what was seen, though that has not come here yet, whichever of several positions is the last', async () => {
    const store = new MemoryStore();
    const feed = new SlowFeed(store, 0);
    const [quick, late] = [await startGateway({ store }), await startGateway({ store, feed })];
    await createPerson(quick, 1, 'Old');
    await late.app.projector.reached(1, 5_000);
    feed.hold();
    const positions: string[] = [];
    for (const given of ['New', 'Newer']) {
      const input = { personId: idOf(1), name: { given: [given] } };
      positions.push((await quick.recorded('RenamePerson', input)).position);
    }
    const lists = await Promise.all(
      [positions, [...positions].reverse()].map((each) => {
        const opening = subscribe<ListItem>(late, LIST, {}, { 'x-min-position': each.join(', ') });
        const found = subscribe<SearchItem>(late, SEARCH, { text: 'new' }, { 'x-min-position': each.join(',') });
        setTimeout(() => feed.release(), 200);
        return Promise.all([opening, found]);
      }),
    );
    for (const [list, search] of lists) {
      expect(namesIn((await list.take(1))[0] as ListItem)).toEqual(['Newer']);
      expect(foundIn((await search.take(1))[0] as SearchItem)).toEqual(['Newer']);
      list.cut();
      search.cut();
    }
    await Promise.all([quick.stop(), late.stop()]);
  });

  it.each([
    ['a number of rows that is none', LIST, { first: -1 }, 'BAD_USER_INPUT'],
    ['a date that is none', LIST, { filter: { bornFrom: '1815-13-01' } }, 'BAD_USER_INPUT'],
    ['a number of finds that is none', SEARCH, { first: -1 }, 'BAD_USER_INPUT'],
  ])('ends with a code for %s', async (_, query, variables, code) => {
    const stream = await subscribe<object>(gateway, query, variables);
    expect(await stream.next()).toMatchObject({ errors: [{ extensions: { code } }] });
    expect(await stream.next()).toBeNull();
    await vi.waitFor(() => expect(gateway.app.liveQueries.count).toBe(0));
  });

  it('ends over WebSocket and over events when its reader goes, and when the gateway does', async () => {
    const closing = await startGateway();
    await createPerson(closing, 1);
    const wire = await connect(closing);
    await wire.hello();
    wire.subscribe('1', LIST);
    wire.subscribe('2', SEARCH, { text: 'person1' });
    const events = await subscribe<ListItem>(closing, LIST);
    await events.take(1);
    await vi.waitFor(() => expect(closing.app.liveQueries.count).toBe(3));
    wire.cut();
    events.cut();
    await vi.waitFor(() => expect(closing.app.liveQueries.count).toBe(0));
    const last = await subscribe<ListItem>(closing, LIST);
    await last.take(1);
    const stopped = closing.stop();
    await expect(last.next()).rejects.toThrow('without being complete');
    await stopped;
    expect(closing.app.liveQueries.count).toBe(0);
    const watch = closing.app.liveQueries.watch('late', () => ({ value: 1, signature: '', topics: [] }));
    expect(await watch.next()).toEqual({ done: true, value: undefined });
  });
});

describe('A live search', () => {
  it('comes as it is, and again when somebody else is found, or others score better', async () => {
    const stream = await taps.open(SEARCH, { text: 'lovelace', first: 5 });
    expect(foundIn(await dataOf<SearchItem>(stream))).toEqual([]);
    const steps: [() => Promise<string>, string[]][] = [
      [() => record('AddTag', { personId: idOf(2), tag: 'lovelace' }), ['Bob']],
      [() => rename(1, 'Ada Lovelace'), ['Ada Lovelace', 'Bob']],
      [() => record('AddEmail', { personId: idOf(2), address: 'bob@lovelace.example' }), ['Ada Lovelace', 'Bob']],
      [() => record('ArchivePerson', { personId: idOf(1), reason: 'left' }), ['Bob']],
      [() => record('RemoveTag', { personId: idOf(2), tag: 'lovelace' }), ['Bob']],
      [() => record('ReactivatePerson', { personId: idOf(1), reason: 'is back' }), ['Ada Lovelace', 'Bob']],
    ];
    for (const [change, names] of steps) {
      const next = dataOf<SearchItem>(stream);
      await change();
      expect(foundIn(await next)).toEqual(names);
    }
    await stream.return?.();
  });

  it('finds similar words until somebody has the word itself', async () => {
    const stream = await taps.open(SEARCH, { text: 'jonson', first: 5 });
    const next = dataOf<SearchItem>(stream);
    expect(foundIn(await next)).toEqual([]);
    const similar = dataOf<SearchItem>(stream);
    await createPerson(gateway, 30, 'Johnson');
    expect(foundIn(await similar)).toEqual(['Johnson']);
    const exact = dataOf<SearchItem>(stream);
    await createPerson(gateway, 31, 'Jonson');
    expect(foundIn(await exact)).toEqual(['Jonson']);
    await stream.return?.();
  });
});
