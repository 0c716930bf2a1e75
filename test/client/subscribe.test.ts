/** Subscriptions through the client: one stream over any number of connections; nothing missed, nothing doubled. */

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { MemoryStore } from '../../src/app/memory-store.ts';
import { createClient } from '../../src/client/client.ts';
import { EventsDocument, TypedDocumentString } from '../../src/client/generated.ts';
import { createPerson, idOf, startGateway, type TestGateway } from '../gateway/gateway.ts';
import { SlowFeed } from '../gateway/slow-feed.ts';
import { type CuttingProxy, startProxy } from './proxy.ts';
import { take } from './take.ts';

const ADA = idOf(1);

const store = new MemoryStore();
const feed = new SlowFeed(store, 5);
let quick: TestGateway;
let slow: TestGateway;
let proxy: CuttingProxy;
beforeAll(async () => {
  quick = await startGateway({ store });
  slow = await startGateway({ store, feed });
  proxy = await startProxy(quick.address);
  for (const number of [1, 2, 3]) await createPerson(quick, number);
});
afterAll(async () => {
  await proxy.stop();
  await Promise.all([quick.stop(), slow.stop()]);
});
afterEach(() => {
  feed.release();
  vi.useRealTimers();
  Object.assign(proxy, { target: quick.address, bytesMax: null });
});

const aClient = (url = proxy.url) => createClient({ url, name: 'tests' });

/** Writes so many events, of three persons in turn, and returns their CIDs. */
async function write(run: string, count: number, pauseMs = 0): Promise<string[]> {
  const cids: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const { events } = await quick.recorded('AddTag', { personId: idOf((at % 3) + 1), tag: `${run}-${at}` });
    cids.push(events[0]?.cid ?? '');
    if (pauseMs > 0) await sleep(pauseMs);
  }
  return cids;
}

describe('A stream', () => {
  it.each([
    ['one gateway', false],
    ['two gateways in turn, one of which is late', true],
  ])(
    'that is cut 50 times, over %s, tells everything once and in order',
    async (_, isTurning) => {
      const events = aClient().subscribe(EventsDocument, {});
      await events.started;
      const writing = write(`cut ${isTurning}`, 500, 4);
      const seen: string[] = [];
      for (let cut = 0; cut < 50; cut += 1) {
        seen.push(...(await take(events, 10)));
        proxy.target = isTurning && cut % 2 === 0 ? slow.address : quick.address;
        proxy.cut();
      }
      expect(seen).toEqual(await writing);
      await events.return();
    },
    60_000,
  );

  it('whose connections carry a little each, wherever they break, tells everything once and in order', async () => {
    const events = aClient().subscribe(EventsDocument, {});
    await events.started;
    const written = await write('little', 60);
    const before = proxy.connections;
    proxy.bytesMax = 3_001;
    expect(await take(events, 60)).toEqual(written);
    expect(proxy.connections - before).toBeGreaterThan(5);
    await events.return();
  }, 60_000);

  it('goes on when the gateway is another one after a while', async () => {
    const first = await startGateway({ store });
    proxy.target = first.address;
    const events = aClient().subscribe(EventsDocument, {});
    await events.started;
    const before = await write('before the restart', 3);
    expect(await take(events, 3)).toEqual(before);
    const next = take(events, 6);
    await first.stop();
    proxy.target = null;
    const meanwhile = await write('meanwhile', 3);
    await sleep(700);
    const second = await startGateway({ store });
    proxy.target = second.address;
    const after = await write('after the restart', 3);
    expect(await next).toEqual([...meanwhile, ...after]);
    await events.return();
    await second.stop();
  });

  it('tells all that happens from its start on, though its first connections break before they carry anything', async () => {
    const events = aClient().subscribe(EventsDocument, {});
    await events.started;
    const first = await write('unheard', 2);
    proxy.bytesMax = 1;
    const next = take(events, 4);
    await sleep(900);
    const second = await write('heard', 2);
    proxy.bytesMax = null;
    expect(await next).toEqual([...first, ...second]);
    await events.return();
  });

  it('begins after what its client has seen, on a gateway that has not got there yet', async () => {
    feed.hold();
    const unseen = await write('unseen', 2);
    const events = aClient().subscribe(EventsDocument, {});
    await events.started;
    proxy.target = slow.address;
    const written = await write('on the late one', 2);
    const next = take(events, 2);
    await sleep(300);
    feed.release();
    expect(await next).toEqual(written);
    expect(written).not.toEqual(expect.arrayContaining(unseen));
    await events.return();
  });

  it('begins with the last so many, and after a position that another one ended at', async () => {
    const written = await write('last', 4);
    const client = aClient();
    const some = client.subscribe(EventsDocument, { last: 3 });
    expect(await take(some, 2)).toEqual(written.slice(1, 3));
    const { position } = some;
    await some.return();
    const rest = aClient().subscribe(EventsDocument, { last: 100 }, { after: position });
    expect(await take(rest, 1)).toEqual(written.slice(3));
    await rest.return();
  });

  it('ends when its caller stops, whatever it is waiting for', async () => {
    const { live } = quick.app;
    const events = aClient().subscribe(EventsDocument, {});
    const next = events.next();
    await vi.waitFor(() => expect(live.subscribers.waiting).toBe(1));
    await events.return();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(await events.next()).toEqual({ done: true, value: undefined });
    await vi.waitFor(() => expect(live.subscribers.open).toBe(0));

    const looped = aClient().subscribe(EventsDocument, { last: 5 });
    for await (const _ of looped) break;
    await vi.waitFor(() => expect(live.subscribers.open).toBe(0));

    const unused = aClient().subscribe(EventsDocument, {});
    await unused.return();
    expect(await unused.next()).toEqual({ done: true, value: undefined });

    const away = aClient().subscribe(EventsDocument, {});
    await away.started;
    proxy.target = null;
    const never = away.next();
    await sleep(50);
    await away.return();
    expect(await never).toEqual({ done: true, value: undefined });
  });
});

describe('A stream of states', () => {
  const PERSON = new TypedDocumentString<{ person: { person: { version: number }; position: string } }, { id: string }>(
    'subscription ($id: ID!) { person(id: $id) { position person { version } } }',
  );
  const LIST = new TypedDocumentString<{ persons: { persons: { nodes: { version: number }[] } } }, object>(
    'subscription { persons(first: 10) { position persons { nodes { id version } } } }',
  );

  it('of a person begins with the person and tells each change once, over cuts', async () => {
    const changes = aClient().subscribe(PERSON, { id: ADA });
    const first = (await changes.next()).value?.data.person.person.version as number;
    for (let change = 1; change <= 5; change += 1) {
      await quick.recorded('AddTag', { personId: ADA, tag: `state-${change}` });
      expect((await changes.next()).value?.data.person.person.version).toBe(first + change);
      proxy.cut();
    }
    await changes.return();
  });

  it('of a person and of a list never shows what is older than what its client wrote', async () => {
    const client = aClient();
    feed.hold();
    await client.commands.addTag({ personId: ADA, tag: 'a state of its own' });
    const { person } = await quick.ask<{ person: { version: number } }>(`{ person(id: "${ADA}") { version } }`);
    proxy.target = slow.address;
    setTimeout(() => feed.release(), 300);
    const changes = client.subscribe(PERSON, { id: ADA });
    expect((await changes.next()).value?.data.person.person.version).toBe(person.version);
    const list = client.subscribe(LIST, {});
    expect((await list.next()).value?.data.persons.persons.nodes[0]?.version).toBe(person.version);
    await Promise.all([changes.return(), list.return()]);
  });

  it('of a list goes on after a cut with what is not older, on a gateway that is late', async () => {
    const list = aClient().subscribe(LIST, {});
    await list.next();
    await quick.recorded('AddTag', { personId: ADA, tag: 'seen on the quick one' });
    const seen = (await list.next()).value?.data.persons.persons.nodes[0]?.version;
    feed.hold();
    await quick.recorded('AddTag', { personId: ADA, tag: 'not yet on the late one' });
    const newest = (await list.next()).value?.data.persons.persons.nodes[0]?.version as number;
    expect(newest).toBe((seen as number) + 1);
    proxy.target = slow.address;
    proxy.cut();
    setTimeout(() => feed.release(), 300);
    await quick.recorded('AddTag', { personId: ADA, tag: 'and one more' });
    const next = (await list.next()).value?.data.persons.persons.nodes[0]?.version;
    expect(next).toBeGreaterThanOrEqual(newest);
    await list.return();
  });
});
