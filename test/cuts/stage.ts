/** What the cuts happen to: a real server, two gateways on its log, and a cutting proxy for whoever speaks to one of them. */

import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { parseConfig } from '../../src/config.ts';
import { type Running, start } from '../../src/start.ts';
import { type CuttingProxy, startProxy } from '../client/proxy.ts';
import { aFreePort, aPlainServer, atEnd, type PlainServer, scratch } from '../nats/servers.ts';

/** How long a gateway may take to start, again and again, in milliseconds. */
const START_MS_MAX = 30_000;

export class Stage {
  readonly #store = scratch();
  readonly #folders = [scratch(), scratch()] as const;
  readonly #gateways: (Running | null)[] = [null, null];
  readonly #proxies: { readonly proxy: CuttingProxy; at: number }[] = [];
  #port = 0;
  #server: PlainServer | null = null;

  async begin(): Promise<void> {
    this.#port = await aFreePort();
    await this.#startServer();
    for (const at of [0, 1]) await this.#start(at);
    // Where a run fails; the server is ended first then, and the gateways take their time.
    atEnd(() => this.end());
  }

  /** Ends the gateways and the ways to them, before the server is gone. */
  async end(): Promise<void> {
    for (const { proxy } of this.#proxies.splice(0)) await proxy.stop();
    for (const gateway of this.#gateways.splice(0)) await gateway?.stop();
  }

  /** A proxy to the gateway, that goes wherever that one is. */
  async door(at: number): Promise<CuttingProxy> {
    const proxy = await startProxy(this.#address(at));
    this.#proxies.push({ proxy, at });
    return proxy;
  }

  /** Without a path. */
  address(at: number): string {
    return this.#address(at) ?? '';
  }

  /** Cuts the connections of one proxy. */
  cut(door: number): void {
    this.#proxies[door]?.proxy.cut();
  }

  /** Leads a proxy to the other gateway, and cuts its connections. */
  turn(door: number): void {
    const entry = this.#proxies[door];
    if (entry === undefined) return;
    entry.at = 1 - entry.at;
    entry.proxy.target = this.#address(entry.at);
    entry.proxy.cut();
  }

  /** Ends a gateway, as a shutdown or as its end, and starts it on another port. */
  async restart(at: number, isHard: boolean): Promise<void> {
    const gateway = this.#gateways[at];
    this.#gateways[at] = null;
    for (const { proxy, at: where } of this.#proxies) {
      if (where !== at) continue;
      proxy.target = null;
      if (isHard) proxy.cut();
    }
    await gateway?.stop();
    await this.#start(at);
  }

  /** Kills the server with -9, and starts it again. */
  async restartServer(): Promise<void> {
    await this.#server?.kill();
    await this.#startServer();
  }

  async #startServer(): Promise<void> {
    this.#server = await aPlainServer({ store: this.#store, port: this.#port });
  }

  async #start(at: number): Promise<void> {
    const env = {
      ...process.env,
      NATS_URL: `nats://127.0.0.1:${this.#port}`,
      DATA_DIR: this.#folders[at],
      PORT: '0',
      GRAPHIQL: 'off',
    };
    const deadline = Date.now() + START_MS_MAX;
    for (;;) {
      try {
        const running = await start(parseConfig(env), env, pino({ level: 'silent' }));
        await running.ready;
        this.#gateways[at] = running;
        for (const entry of this.#proxies) if (entry.at === at) entry.proxy.target = running.address;
        return;
      } catch (error) {
        // The server may have been killed only just now.
        if (Date.now() > deadline) throw error;
        await sleep(200);
      }
    }
  }

  #address(at: number): string | null {
    return this.#gateways[at]?.address ?? null;
  }
}
