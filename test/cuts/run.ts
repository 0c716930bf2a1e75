/**
 * A run: people write all the time, subscribers of every kind read, and again and again something is cut: a connection, a
 * gateway, the server. Afterwards each subscriber must have been told every event that it wants once and in order.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '../../src/client/client.ts';
import { recordedOrThrow } from '../../src/client/results.ts';
import { Chance } from '../crash/chance.ts';
import { type Input, idOf } from '../gateway/gateway.ts';
import { until } from '../nats/servers.ts';
import { byBrowser, READERS, type Reader } from './readers.ts';
import { Stage } from './stage.ts';

const PERSONS = 4;
const WRITERS = ['tests', 'clerk'];

/** Events between one cut and the next, at most. */
const EVENTS_BETWEEN_MAX = 12;

/** How long everybody may take to hear of the last event, in milliseconds. */
const HEARD_MS_MAX = 60_000;

/** In how many of a thousand cuts each happens. */
const CUTS = {
  connection: 520,
  'part of a frame': 150,
  'other replica': 200,
  shutdown: 60,
  'end of a gateway': 50,
  'end of the server': 20,
};
export type Cut = keyof typeof CUTS;

export interface RunWish {
  readonly cuts: number;
  readonly seed: number;
  /** Whether one of the subscribers is a real browser. */
  readonly withBrowser?: boolean;
  readonly onCut?: () => void;
}

export interface Run {
  readonly cuts: Readonly<Partial<Record<Cut, number>>>;
  readonly events: number;
  /** Events that somebody was told. */
  readonly told: number;
  readonly connections: number;
  readonly faults: readonly string[];
}

interface Logged {
  readonly id: string;
  readonly type: string;
  readonly position: string;
  readonly event: { readonly personId: string; readonly actor: string };
}

export async function runCuts({ cuts, seed, withBrowser = false, onCut }: RunWish): Promise<Run> {
  const chance = new Chance(`cuts ${seed}`);
  const stage = new Stage();
  await stage.begin();
  const desk = await stage.door(0);
  for (let n = 1; n <= PERSONS; n += 1) {
    const input = { personId: idOf(n), name: { given: [`P${n}`] } };
    recordedOrThrow(await createClient({ url: desk.url, name: 'cuts' }).commands.createPerson(input));
  }
  const begin = (await timeline(stage.address(0))).at(-1)?.position ?? '';
  const readers: Reader[] = [];
  const doors = [desk];
  const kinds: typeof READERS = withBrowser ? [...READERS, [byBrowser, {}]] : READERS;
  for (const [at, [make, filter]] of kinds.entries()) {
    const door = await stage.door(at % 2);
    doors.push(door);
    readers.push(make({ url: door.url, filter, after: begin }).begin());
  }
  const writing = new Writing(desk.url, chance.fork('writers'));
  const done: Partial<Record<Cut, number>> = {};
  for (let at = 0; at < cuts; at += 1) {
    const wanted = writing.written + chance.between(1, EVENTS_BETWEEN_MAX);
    await until('something is written', () => writing.written >= wanted, HEARD_MS_MAX);
    const cut = chance.weighed<Cut>(CUTS);
    // The first door is that of the writers.
    const door = chance.between(1, readers.length);
    await carryOut(cut, stage, door, chance, doors[door]);
    done[cut] = (done[cut] ?? 0) + 1;
    onCut?.();
  }
  const faults = await writing.stop();
  const log = (await timeline(stage.address(0))).slice(PERSONS);
  for (const cid of writing.acknowledged)
    if (!log.some(({ id }) => id === cid)) faults.push(`${cid} is not in the log`);
  for (const reader of readers) faults.push(...(await judged(reader, log)));
  await Promise.all(readers.map((reader) => reader.stop()));
  await stage.end();
  const sum = (pick: (reader: Reader) => number) => readers.reduce((total, reader) => total + pick(reader), 0);
  return {
    cuts: done,
    events: log.length,
    told: sum(({ seen }) => seen.length),
    connections: doors.reduce((total, door) => total + door.connections, 0),
    faults,
  };
}

async function carryOut(
  cut: Cut,
  stage: Stage,
  door: number,
  chance: Chance,
  proxy?: { bytesMax: number | null },
): Promise<void> {
  switch (cut) {
    case 'connection':
      return stage.cut(door);
    case 'part of a frame':
      // The connections to come carry so much, and no more.
      if (proxy !== undefined) proxy.bytesMax = chance.between(100, 4_000);
      stage.cut(door);
      await sleep(100);
      if (proxy !== undefined) proxy.bytesMax = null;
      return;
    case 'other replica':
      return stage.turn(door);
    case 'shutdown':
      return stage.restart(chance.below(2), false);
    case 'end of a gateway':
      return stage.restart(chance.below(2), true);
    case 'end of the server':
      return stage.restartServer();
    default:
      return cut satisfies never;
  }
}

/** What is wrong with what a reader was told, once it has had the time to hear of everything. */
async function judged({ kind, filter, seen, faults }: Reader, log: readonly Logged[]): Promise<string[]> {
  const wanted = log.filter((event) => wants(filter, event)).map(({ id }) => id);
  const who = `${kind} of ${JSON.stringify(filter)}`;
  const found = faults.map((fault) => `${who}: ${fault}`);
  await until('everything is heard', () => seen.length >= wanted.length, HEARD_MS_MAX).catch(() => {});
  const first = wanted.findIndex((cid, at) => seen[at] !== cid);
  if (first >= 0)
    found.push(`${who}: item ${first} of ${wanted.length} should be ${wanted[first]} and is ${seen[first]}`);
  if (seen.length !== wanted.length) found.push(`${who}: ${seen.length} items instead of ${wanted.length}`);
  if (wanted.length === 0) found.push(`${who}: nothing to be told`);
  return found;
}

function wants({ personId, types, actors }: Input, { type, event }: Logged): boolean {
  if (personId !== undefined && personId !== event.personId) return false;
  if (types !== undefined && !(types as string[]).includes(type)) return false;
  return actors === undefined || (actors as string[]).includes(event.actor);
}

/** All that the log has, by pages of a question. */
async function timeline(address: string): Promise<Logged[]> {
  const query = `query ($after: String) { timeline(first: 500, after: $after) {
    nodes { id type position event { personId actor } } pageInfo { hasNextPage endCursor } } }`;
  const all: Logged[] = [];
  for (let after: string | null = null; ; ) {
    const answer: Response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { after } }),
    });
    const { data } = (await answer.json()) as {
      data: { timeline: { nodes: Logged[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
    };
    all.push(...data.timeline.nodes);
    if (!data.timeline.pageInfo.hasNextPage) return all;
    after = data.timeline.pageInfo.endCursor;
  }
}

/** People who write without a pause, each one thing after the other. */
class Writing {
  readonly acknowledged: string[] = [];
  written = 0;
  #isOver = false;
  readonly #faults: string[] = [];
  readonly #running: Promise<unknown>;

  constructor(url: string, chance: Chance) {
    this.#running = Promise.all(WRITERS.map((actor) => this.#write(url, actor, chance.fork(actor))));
  }

  async stop(): Promise<string[]> {
    this.#isOver = true;
    await this.#running;
    return this.#faults;
  }

  async #write(url: string, actor: string, chance: Chance): Promise<void> {
    const { commands } = createClient({ url, name: 'cuts', actor });
    for (let at = 0; !this.#isOver; at += 1) {
      const personId = idOf(chance.between(1, PERSONS));
      const tag = `${actor} ${chance.below(40)}`;
      const name = { given: [`${actor} ${at}`] };
      const result = await (chance.happens(50)
        ? commands.addTag({ personId, tag })
        : chance.happens(50)
          ? commands.removeTag({ personId, tag })
          : commands.renamePerson({ personId, name })
      ).catch((error: unknown) => this.#faults.push(String(error)));
      if (typeof result === 'number') return;
      if (result.__typename === 'Recorded') this.acknowledged.push(...result.events.map(({ cid }) => cid));
      this.written += 1;
      await sleep(chance.below(4));
    }
  }
}
