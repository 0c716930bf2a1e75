/** The clients that people have, each by its recipe: cut off, sent elsewhere, restarted; every event once and in order. */

import { EventSource } from 'eventsource';
import { describe, expect, it, vi } from 'vitest';
import { MemoryStore } from '../../src/app/memory-store.ts';
import { type CuttingProxy, startProxy } from '../client/proxy.ts';
import { createPerson, idOf, startGateway, type TestGateway } from '../gateway/gateway.ts';
import { follow as apollo } from './apollo.ts';
import { aBrowser, aFollowingPage, CHROMIUM, hasBrowser } from './browser.ts';
import { follow as eventSource } from './event-source.ts';
import { follow as graphqlSse } from './graphql-sse.ts';
import { follow as graphqlWs } from './graphql-ws.ts';
import { follow as relay } from './relay.ts';
import { follow as urql } from './urql.ts';

type Follow = (url: string, after: string, onEvent: (cid: string) => void) => () => void;

if (!hasBrowser)
  console.warn(`There is no browser at ${CHROMIUM}: the recipe is not run in one. CHROMIUM_BIN names another.`);

const RECIPES: readonly [string, Follow][] = [
  ['graphql-sse', graphqlSse],
  ['graphql-ws', graphqlWs],
  ['urql', urql],
  ['Apollo Client', apollo],
  ['Relay', relay],
  ['EventSource', eventSource],
];

// In browsers it is there anyhow.
Object.assign(globalThis, { EventSource });

interface Scene {
  readonly proxy: CuttingProxy;
  readonly gateways: TestGateway[];
  readonly after: string;
  stop(): Promise<void>;
}

async function aScene(): Promise<Scene> {
  const store = new MemoryStore();
  const gateways = [await startGateway({ store }), await startGateway({ store }), await startGateway({ store })];
  await createPerson(gateways[0] as TestGateway, 1);
  const proxy = await startProxy(gateways[0]?.address ?? null);
  // What a question of the same page would say.
  const { body } = await (gateways[0] as TestGateway).post('{ __typename }');
  return {
    proxy,
    gateways,
    after: body.extensions?.position ?? '',
    stop: async () => {
      await proxy.stop();
      for (const gateway of gateways) await gateway.stop();
    },
  };
}

/** Everything that a client may have to live through, while things happen. */
async function examine({ proxy, gateways, after }: Scene, seen: () => readonly string[]): Promise<void> {
  const written: string[] = [];
  const [first, second, third] = gateways as [TestGateway, TestGateway, TestGateway];
  const write = async (count: number) => {
    for (let at = 0; at < count; at += 1) {
      const { events } = await third.recorded('AddTag', { personId: idOf(1), tag: `t${written.length}` });
      written.push(events[0]?.cid ?? '');
    }
  };
  const heard = () => vi.waitFor(() => expect(seen()).toEqual(written), { timeout: 20_000, interval: 100 });
  expect(after).not.toBe('');
  await write(3);
  await heard();
  proxy.cut();
  await write(3);
  await heard();
  proxy.target = second.address;
  proxy.cut();
  await write(3);
  await heard();
  await write(2);
  // Shuts down: says so, and is nowhere for a while.
  const stopped = second.stop();
  proxy.target = null;
  await write(2);
  await stopped;
  proxy.target = first.address;
  await write(2);
  await heard();
}

describe.concurrent('The recipe for', () => {
  it.each(RECIPES)('%s', { timeout: 60_000 }, async (_, follow) => {
    const scene = await aScene();
    const seen: string[] = [];
    const stop = follow(scene.proxy.url, scene.after, (cid) => seen.push(cid));
    await examine(scene, () => seen);
    stop();
    await vi.waitFor(() => expect(scene.gateways[0]?.app.live.subscribers.open).toBe(0), { timeout: 5_000 });
    await scene.stop();
  });
});

describe.runIf(hasBrowser)('In a browser, the recipe for', () => {
  it('EventSource, on a page of the gateway', { timeout: 60_000 }, async () => {
    const scene = await aScene();
    const browser = await aBrowser();
    const seen: string[] = [];
    const page = await aFollowingPage(browser, scene.proxy.url, scene.after, (cid) => seen.push(cid));
    await examine(scene, () => seen);
    await page.evaluate('window.stop()');
    await browser.close();
    await scene.stop();
  });

  it('EventSource, which a page of another site may not use', { timeout: 60_000 }, async () => {
    const [gateway, other] = [await startGateway(), await startGateway()];
    const browser = await aBrowser();
    const page = await browser.newPage();
    await page.goto(`${other.address}/health`);
    const listen = (url: string) =>
      page.evaluate(
        `new Promise((resolve) => {
          const source = new EventSource(${JSON.stringify(url)} + '?query=' + encodeURIComponent('subscription { personEvents { position } }'));
          source.onopen = () => resolve('open');
          source.onerror = () => resolve('refused');
        })`,
      );
    expect(await listen(gateway.endpoint)).toBe('refused');
    expect(await listen(other.endpoint)).toBe('open');
    await browser.close();
    await Promise.all([gateway.stop(), other.stop()]);
  });
});
