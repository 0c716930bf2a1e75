/** A gateway and its server under fire: who is killed, when, and what comes after. */

import { setTimeout as sleep } from 'node:timers/promises';
import { endServersOf, type LaunchedGateway, launchGateway, serverOf, serversOf } from '../gateway-process.ts';
import { until } from '../nats/servers.ts';
import type { Chance } from './chance.ts';
import type { Place } from './crowd.ts';

/** The program under test. */
export interface Build {
  /** The folder it is started from; this project when not given. */
  readonly root?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/** Who is killed with -9, and how often compared with the others. */
const VICTIMS = {
  /** Its server goes with it. */
  gateway: 16,
  server: 62,
  both: 8,
  /** A gateway that is not ready yet. */
  starting: 6,
  /** The server is stopped for a while; then it goes on, or it is killed, or the gateway is. */
  frozen: 8,
} as const;

export type Victim = keyof typeof VICTIMS;

/** Pauses between kills: most of them in the middle of work, some before anything has recovered. */
const PAUSE_MS = { first: 5, last: 200 };
const PAUSE_LONG_MS = { first: 300, last: 600 };
const PAUSE_LONG_PERCENT = 35;
const STARTING_MS_MAX = 500;

/** How long a server is stopped: mostly for a moment, sometimes longer than a gateway waits for it. */
const FROZEN_MS = { first: 20, last: 500 };
const FROZEN_LONG_MS = { first: 2_000, last: 4_500 };
const FROZEN_LONG_PERCENT = 10;

/** What is allowed for a server to notice that its gateway is gone. */
const ORPHAN_MS_MAX = 2_000;

export class Victims implements Place {
  readonly kills: Record<Victim, number> = { gateway: 0, server: 0, both: 0, starting: 0, frozen: 0 };
  /** How often a server was stopped and went on. */
  pauses = 0;
  restarts = -1;
  address: string | null = null;
  readonly #folder: string;
  readonly #build: Build;
  readonly #chance: Chance;
  /** Dice for what only happens when the machine was slow, so that all the rest stays as the seed has it. */
  readonly #waits: Chance;
  #gateway: LaunchedGateway | null = null;

  constructor(folder: string, build: Build, chance: Chance) {
    this.#folder = folder;
    this.#build = build;
    this.#chance = chance;
    this.#waits = chance.fork('waits');
  }

  get killed(): number {
    return Object.values(this.kills).reduce((sum, count) => sum + count, 0);
  }

  /** Starts a gateway, and waits until it is ready. */
  async start(): Promise<void> {
    this.#gateway = this.#launch();
    const { address } = await this.#gateway.ready;
    this.restarts += 1;
    this.address = address;
  }

  /** Lets some time pass, and kills somebody. Throws when a gateway ended by itself, or could not be started again. */
  async strike(): Promise<void> {
    await this.#pause();
    const victim = this.#chance.weighed(VICTIMS);
    switch (victim) {
      case 'server':
        return this.killServer();
      case 'frozen':
        return this.freeze(['server', 'gateway', null, null]);
      case 'starting':
        await this.#killGateway('gateway');
        this.#gateway = this.#launch();
        await sleep(this.#chance.below(STARTING_MS_MAX));
        break;
      case 'both':
        // By id, and so surely before anybody can react: the signals are sent one right after the other.
        process.kill(await this.#server(), 'SIGKILL');
        break;
      default:
    }
    await this.#killGateway(victim);
    await this.start();
  }

  /** Lets some time pass, and does something to the server that the gateway is to survive. */
  async strikeServer(): Promise<void> {
    await this.#pause();
    await (this.#chance.happens(85) ? this.killServer() : this.freeze(['server', null]));
  }

  async killServer(): Promise<void> {
    process.kill(await this.#server(), 'SIGKILL');
    this.kills.server += 1;
  }

  /** Stops the server for a while, then kills one of `after`; with null it goes on. */
  async freeze(after: readonly ('server' | 'gateway' | null)[]): Promise<void> {
    const server = await this.#server();
    const isLong = this.#chance.happens(FROZEN_LONG_PERCENT);
    const { first, last } = isLong ? FROZEN_LONG_MS : FROZEN_MS;
    process.kill(server, 'SIGSTOP');
    await sleep(this.#chance.between(first, last));
    const victim = this.#chance.pick(after);
    if (victim === 'gateway') {
      await this.#killGateway('frozen');
      return this.start();
    }
    // A gateway does not wait for ever: it may have ended the server itself, and started another one.
    if (serverOf(this.#mustRun()) !== server) return;
    process.kill(server, victim === null ? 'SIGCONT' : 'SIGKILL');
    if (victim === null) this.pauses += 1;
    else this.kills.frozen += 1;
  }

  /** Ends the gateway, without counting it. */
  async end(): Promise<void> {
    this.address = null;
    await this.#gateway?.end('SIGKILL');
  }

  /** Ends servers that outlived their gateway, and tells how many there were. */
  async endOrphans(): Promise<number> {
    await until('the servers are gone', () => serversOf(this.#folder).length === 0, ORPHAN_MS_MAX).catch(() => {});
    return endServersOf(this.#folder);
  }

  #launch(): LaunchedGateway {
    const launched = launchGateway(this.#folder, { ...this.#build.env, NATS_URL: '' }, this.#build.root);
    // Whoever is killed before it was ready is not asked any more whether it is.
    launched.ready.catch(() => {});
    return launched;
  }

  async #killGateway(victim: Victim): Promise<void> {
    this.#mustRun();
    this.address = null;
    await this.#gateway?.end('SIGKILL');
    this.kills[victim] += 1;
  }

  /** The server's process. One that is on its way back is given some time: sometimes it is ready then, sometimes not. */
  async #server(): Promise<number> {
    if (serverOf(this.#mustRun()) === null) {
      await until('the gateway has a server', () => serverOf(this.#mustRun()) !== null);
      await this.#pause(this.#waits);
    }
    return serverOf(this.#mustRun()) ?? this.#server();
  }

  /** Process id of the gateway. Throws when it ended by itself. */
  #mustRun(): number {
    if (this.#gateway?.hasEnded()) throw new Error(`A gateway ended by itself:\n${this.#gateway.output()}`);
    return this.#gateway?.pid ?? 0;
  }

  async #pause(chance = this.#chance): Promise<void> {
    const { first, last } = chance.happens(PAUSE_LONG_PERCENT) ? PAUSE_LONG_MS : PAUSE_MS;
    await sleep(chance.between(first, last));
  }
}
