/** Subscriptions through the client that cannot go on, or not at once: typed errors, silence, and a log that is away. */

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { LogUnavailable } from '../../src/app/ports.ts';
import { createClient, GatewayError, GatewayUnreachable } from '../../src/client/client.ts';
import { EventsDocument, TypedDocumentString } from '../../src/client/generated.ts';
import { FailingStore, writerOf } from '../gateway/failing-store.ts';
import { idOf, startGateway, type TestGateway } from '../gateway/gateway.ts';
import { take } from './take.ts';

const ADA = idOf(1);

let quick: TestGateway;
beforeAll(async () => {
  quick = await startGateway();
});
afterAll(() => quick.stop());
afterEach(() => {
  vi.useRealTimers();
});

const waited: string[] = [];
const aClient = (url = quick.endpoint) => createClient({ url, name: 'tests', onWait: (reason) => waited.push(reason) });

describe('A stream fails', () => {
  it.each<[string, object, string | undefined, string]>([
    ['after a position that is none', {}, 'nonsense', 'POSITION_MALFORMED'],
    ['after a position of another log', {}, 'other', 'POSITION_OF_OTHER_LOG'],
    ['after a position that is not there yet', {}, 'ahead', 'POSITION_AHEAD'],
    ['of what cannot be', { filter: { personId: 'nonsense' } }, undefined, 'BAD_USER_INPUT'],
  ])('%s, with a code', async (_, variables, after, code) => {
    const other = await startGateway({ logId: 'another log' });
    const positions = { other: other.app.positions.encode(1), ahead: quick.app.positions.encode(100_000) };
    const position = positions[after as keyof typeof positions] ?? after;
    const events = aClient().subscribe(EventsDocument, variables, { after: position });
    const error = await events.next().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GatewayError);
    expect((error as GatewayError).code).toBe(code);
    expect(await events.next()).toEqual({ done: true, value: undefined });
    await other.stop();
  });

  it('when its document does', async () => {
    const nonsense = new TypedDocumentString<object, object>('subscription { nonsense }');
    await expect(aClient().subscribe(nonsense, {}).next()).rejects.toThrow(/Cannot query field "nonsense"/);
  });

  it('where what answers knows no subscriptions', async () => {
    const fetch = async () => new Response('{"data":{},"extensions":{"position":"p"}}');
    const client = createClient({ url: 'http://gateway.example/graphql', name: 'tests', fetch });
    await expect(client.subscribe(EventsDocument, {}).next()).rejects.toThrow(/does not know subscriptions\.$/);
  });

  it('at once where nobody is and nobody ever was, before it has started', async () => {
    const events = aClient('http://127.0.0.1:9/graphql').subscribe(EventsDocument, {});
    await expect(events.started).rejects.toThrow(GatewayUnreachable);
    await expect(events.next()).rejects.toThrow(GatewayUnreachable);
    const later = aClient('http://127.0.0.1:9/graphql').subscribe(EventsDocument, {}, { after: 'x' });
    await expect(later.next()).rejects.toThrow(GatewayUnreachable);
  });

  it('when the gateway stays away', async () => {
    vi.useFakeTimers();
    let isAway = false;
    const fetch = async (_: unknown, init?: RequestInit) => {
      if (isAway) throw new TypeError('fetch failed', { cause: new Error('other side closed') });
      const isQuestion = !String(init?.body).includes('subscription');
      isAway = !isQuestion;
      const body = JSON.stringify({ data: {}, extensions: { position: 'p' } });
      return new Response(
        isQuestion ? body : ':\n\n',
        isQuestion ? {} : { headers: { 'content-type': 'text/event-stream' } },
      );
    };
    const client = createClient({
      url: 'http://gateway.example/graphql',
      name: 'tests',
      fetch: fetch as typeof globalThis.fetch,
    });
    const events = client.subscribe(EventsDocument, {});
    const next = events.next().catch((error: unknown) => error);
    await vi.runAllTimersAsync();
    expect(await next).toEqual(
      new GatewayUnreachable('No gateway answers at http://gateway.example/graphql (other side closed).'),
    );
    expect(events.position).toBe('p');
  });
});

describe('A connection that is', () => {
  it('silent for too long is given up for another one', async () => {
    vi.useFakeTimers();
    let connections = 0;
    const fetch = async (_: unknown, init?: RequestInit) => {
      if (!String(init?.body).includes('subscription'))
        return new Response(JSON.stringify({ data: {}, extensions: { position: 'p' } }));
      connections += 1;
      const item = `id: q\nevent: next\r\ndata: {"data":{"it":\ndata: "is é"}}\r\n\r\nevent: complete\ndata:\n\n`;
      const body = connections === 1 ? new ReadableStream({ start() {} }) : item;
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    };
    const client = createClient({
      url: 'http://gateway.example/graphql',
      name: 'tests',
      fetch: fetch as typeof globalThis.fetch,
    });
    const items = client.subscribe(new TypedDocumentString<{ it: string }, object>('subscription'), {});
    const next = items.next();
    await vi.runAllTimersAsync();
    expect(await next).toEqual({ done: false, value: { data: { it: 'is é' }, position: 'q' } });
    expect(connections).toBe(2);
    expect(await items.next()).toEqual({ done: true, value: undefined });
  });

  it('told how far it has come, without an item, is gone on from there', async () => {
    const said: (string | null)[] = [];
    const bodies = [':\nretry: 1000\n\n:\nid: r\n\n', 'event: complete\ndata:\n\n'];
    const fetch = async (_: unknown, init?: RequestInit) => {
      if (!String(init?.body).includes('subscription'))
        return new Response(JSON.stringify({ data: {}, extensions: { position: 'p' } }));
      const headers = new Headers(init?.headers);
      said.push(headers.get('x-min-position'), headers.get('last-event-id'));
      return new Response(bodies.shift(), { headers: { 'content-type': 'text/event-stream' } });
    };
    const client = createClient({
      url: 'http://gateway.example/graphql',
      name: 'tests',
      fetch: fetch as typeof globalThis.fetch,
    });
    const events = client.subscribe(EventsDocument, {});
    expect(await events.next()).toEqual({ done: true, value: undefined });
    expect(said).toEqual(['p', null, null, 'r']);
    expect(events.position).toBe('r');
  });

  it('told that the log is away is made again after the last item', async () => {
    const failing = new FailingStore();
    const put = writerOf(failing, ADA);
    for (let at = 0; at < 10_200; at += 1) put();
    const gateway = await startGateway({ store: failing });
    await gateway.app.projector.reached(10_200, 5_000);
    const after = gateway.app.positions.encode(100);
    failing.fault = new LogUnavailable('the log is away');
    const events = aClient(gateway.endpoint).subscribe(EventsDocument, {}, { after });
    const next = take(events, 100);
    await sleep(400);
    failing.fault = null;
    expect(new Set(await next).size).toBe(100);
    expect(waited.at(-1)).toMatch(/^The log cannot be reached/);
    await events.return();
    await gateway.stop();
  });
});
