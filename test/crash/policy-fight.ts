/**
 * Two gateways over one server, all of them killed with -9 or stopped while policies act, and then the judgement: every effect
 * exactly once, and every effect with its decision.
 */

import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { launchGateway } from '../gateway-process.ts';
import { aFreePort, aPlainServer, type PlainServer, scratch, until } from '../nats/servers.ts';
import { type Block, open } from './blocks.ts';
import type { Chance } from './chance.ts';
import { readServer } from './log.ts';
import type { Build } from './victims.ts';

const CLIENTS = 4;
const ANSWER_MS_MAX = 5_000;
const SETTLED_MS_MAX = 120_000;

/** Effects of the policy `welcome` for each person: one for the person, one for its email address. */
const EFFECTS_EACH = 2;

export interface FightWish {
  /** Persons, each of which leads to two effects, and to two more when it was looked at in between. */
  readonly persons: number;
  readonly kills: number;
  readonly chance: Chance;
  readonly build: Build;
  readonly onKill?: () => void;
}

export interface Fought {
  readonly kills: Readonly<Record<Victim, number>>;
  /** Events that policies recorded. */
  readonly effects: number;
  /** Decisions that were made up for, because their gateway had been killed before it wrote them down. */
  readonly mended: number;
  readonly faults: readonly string[];
  readonly seconds: number;
}

/** The last one is stopped for longer than what it holds is left to it, and then goes on as if nothing had happened. */
const VICTIMS = ['gateway', 'server', 'gateways', 'all', 'frozen'] as const;
const FROZEN_MS = 6_000;

type Victim = (typeof VICTIMS)[number];

class Site {
  readonly kills: Record<Victim, number> = { gateway: 0, server: 0, gateways: 0, all: 0, frozen: 0 };
  readonly addresses: (string | null)[] = [null, null];
  readonly #folders = [scratch(), scratch()];
  readonly #store = scratch();
  readonly #gateways: (ReturnType<typeof launchGateway> | null)[] = [null, null];
  readonly #build: Build;
  #server: PlainServer | null = null;
  #port = 0;

  constructor(build: Build) {
    this.#build = build;
  }

  get url(): string {
    return this.#server?.url ?? '';
  }

  async start(): Promise<void> {
    this.#port = await aFreePort();
    await this.#startServer();
    // One after the other: the first one makes the streams.
    for (const at of [0, 1]) await this.#startGateway(at);
  }

  async strike(victim: Victim, at: number): Promise<void> {
    this.kills[victim] += 1;
    if (victim === 'frozen') return this.#freeze(at);
    const gateways = victim === 'gateway' ? [at] : victim === 'server' ? [] : [0, 1];
    if (victim === 'server' || victim === 'all') await this.#server?.kill();
    await Promise.all(gateways.map((each) => this.#killGateway(each)));
    if (victim === 'server' || victim === 'all') await this.#startServer();
    await Promise.all(gateways.map((each) => this.#startGateway(each)));
  }

  async end(): Promise<void> {
    await Promise.all([0, 1].map((at) => this.#killGateway(at)));
  }

  async #startServer(): Promise<void> {
    this.#server = await aPlainServer({ store: this.#store, port: this.#port });
  }

  async #startGateway(at: number): Promise<void> {
    const { root, env } = this.#build;
    const launched = launchGateway(this.#folders[at]!, { ...env, NATS_URL: this.url }, root);
    this.#gateways[at] = launched;
    this.addresses[at] = (await launched.ready).address;
  }

  async #freeze(at: number): Promise<void> {
    const pid = this.#gateways[at]?.pid ?? 0;
    const address = this.addresses[at] ?? null;
    process.kill(pid, 'SIGSTOP');
    this.addresses[at] = null;
    await new Promise((resolve) => setTimeout(resolve, FROZEN_MS));
    process.kill(pid, 'SIGCONT');
    this.addresses[at] = address;
  }

  async #killGateway(at: number): Promise<void> {
    this.addresses[at] = null;
    await this.#gateways[at]?.end('SIGKILL');
  }
}

type Data = Readonly<Record<string, { readonly __typename?: string } & Readonly<Record<string, unknown>>>>;

/** Asks some gateway until one of them gives an answer that will do. */
async function ask(site: Site, query: string, variables: object, willDo: (data: Data) => boolean): Promise<Data> {
  for (let turn = Math.floor(Math.random() * 2); ; turn += 1) {
    const address = site.addresses[turn % 2] ?? null;
    try {
      if (address === null) throw new Error('It is not there');
      const response = await fetch(`${address}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
      });
      const { data } = (await response.json()) as { readonly data?: Data };
      if (data !== undefined && data !== null && willDo(data)) return data;
    } catch {
      // Killed, or on its way back.
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const isRecorded = ({ it }: Data) => it?.__typename === 'Recorded';

const idOf = (n: number) => `018f0000-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** A new person with an email, whatever it takes. */
async function live(site: Site, n: number): Promise<void> {
  const personId = idOf(n);
  const created = { personId, commandId: `create-${n}`, name: { given: ['Ada'], family: ['Lovelace'] } };
  const create = 'mutation ($input: CreatePersonInput!) { it: createPerson(input: $input) { __typename } }';
  await ask(site, create, { input: created }, isRecorded);
  const added = { personId, commandId: `email-${n}`, address: `a${n}@example.org`, kind: 'WORK' };
  await ask(
    site,
    'mutation ($input: AddEmailInput!) { it: addEmail(input: $input) { __typename } }',
    { input: added },
    isRecorded,
  );
}

async function enable(site: Site, name: string, settings: object): Promise<void> {
  const query = 'mutation ($input: UpdatePolicyInput!) { it: updatePolicy(input: $input) { __typename } }';
  const input = { name, settings: { enabled: true, ...settings } };
  await ask(site, query, { input }, ({ it }) => it?.__typename === 'PolicyChanged');
}

export async function fight({ persons, kills, chance, build, onKill = () => {} }: FightWish): Promise<Fought> {
  const began = performance.now();
  const site = new Site(build);
  try {
    await site.start();
    await enable(site, 'welcome', {});
    await enable(site, 'data-quality', { graceHours: 0 });
    let next = 1;
    let lived = 0;
    const clients = Array.from({ length: CLIENTS }, async () => {
      for (let n = next++; n <= persons; n = next++) {
        await live(site, n);
        lived += 1;
      }
    });
    for (let strike = 1; strike <= kills; strike += 1) {
      await until('there is work', () => lived >= (strike * persons) / (kills + 1), SETTLED_MS_MAX);
      await new Promise((resolve) => setTimeout(resolve, chance.below(100)));
      await site.strike(VICTIMS[(strike - 1) % VICTIMS.length]!, chance.below(2));
      onKill();
    }
    await Promise.all(clients);
    const faults: string[] = [];
    await settled(site, persons).catch((error: unknown) => faults.push(String(error)));
    const blocks = await blocksOf(site.url);
    const decisions = await decisionsOf(site.url);
    faults.push(...faultsIn(blocks, decisions, persons));
    const effects = blocks.filter(isEffect).length;
    const mended = [...decisions.values()].filter((each) => each.command === null).length;
    return { kills: site.kills, effects, mended, faults, seconds: (performance.now() - began) / 1_000 };
  } finally {
    await site.end();
  }
}

/** Waits until no fact waits and every effect has its decision. */
async function settled(site: Site, persons: number): Promise<void> {
  const query = '{ policies { name lag fired } }';
  const isQuiet = async () => {
    const data = (await ask(site, query, {}, () => true)) as unknown as {
      policies: { name: string; lag: number; fired: number }[];
    };
    const welcome = data.policies.find(({ name }) => name === 'welcome');
    if (welcome?.lag !== 0 || welcome.fired < persons * EFFECTS_EACH) return false;
    const effects = (await blocksOf(site.url)).filter(isEffect);
    const decided = await decisionsOf(site.url);
    return effects.every(({ commandId }) => decided.has(commandId));
  };
  await until('all is done and written down', isQuiet, SETTLED_MS_MAX);
}

const isEffect = ({ commandId }: Block) => commandId.startsWith('policy:');

async function blocksOf(url: string): Promise<readonly Block[]> {
  const opened = await Promise.all((await readServer(url)).map(open));
  return opened.map((each) => {
    if (typeof each === 'string') throw new Error(each);
    return each;
  });
}

interface Decision {
  readonly id: string;
  readonly kind: string;
  readonly command: { readonly commandId: string } | null;
  readonly events: readonly number[];
}

/** Decisions that fired, by the command they led to. */
async function decisionsOf(url: string): Promise<ReadonlyMap<string, Decision>> {
  const blocks = new Map((await blocksOf(url)).map((block) => [block.sequence, block]));
  const connection = await connect({ servers: url, noAsyncTraces: true });
  try {
    const { state } = await (await jetstreamManager(connection)).streams.info('PERSON_POLICY');
    const found = new Map<string, Decision>();
    const consumer = await jetstream(connection).consumers.get('PERSON_POLICY', {
      filter_subjects: ['cim.person.policy.decided'],
    });
    const { num_pending } = await consumer.info();
    let left = num_pending;
    if (left === 0 || state.last_seq === 0) return found;
    for await (const message of await consumer.consume({ max_messages: 1_000 })) {
      for (const decision of message.json<readonly Decision[]>()) {
        const commandId = decision.command?.commandId ?? blocks.get(decision.events[0] ?? 0)?.commandId;
        if (decision.kind === 'fired' && commandId !== undefined) found.set(commandId, decision);
      }
      left -= 1;
      if (left === 0) break;
    }
    return found;
  } finally {
    await connection.close();
  }
}

function faultsIn(blocks: readonly Block[], decisions: ReadonlyMap<string, Decision>, persons: number): string[] {
  const faults: string[] = [];
  const effects = blocks.filter(isEffect);
  const commands = new Set<string>();
  for (const { commandId, personId } of effects) {
    if (commands.has(commandId)) faults.push(`${personId}: the effect of ${commandId} is there twice`);
    commands.add(commandId);
    if (!decisions.has(commandId)) faults.push(`${personId}: the effect of ${commandId} has no decision`);
  }
  for (const commandId of decisions.keys()) {
    if (!commands.has(commandId)) faults.push(`the decision for ${commandId} has no effect`);
  }
  const ofPerson = Map.groupBy(effects, ({ personId }) => personId);
  for (let n = 1; n <= persons; n += 1) {
    const own = ofPerson.get(idOf(n)) ?? [];
    const count = (type: string, key?: string) =>
      own.filter((each) => each.type === type && (key === undefined || each.data.template === key)).length;
    const found = [count('MessageRequested', 'welcome_new_person'), count('MessageRequested', 'welcome_email_added')];
    if (found.join() !== '1,1') faults.push(`${idOf(n)}: welcomed ${found.join(' and ')} times`);
    const notes = [count('NoteAdded'), count('NoteResolved')];
    if (notes[0]! > 1 || notes[0] !== notes[1])
      faults.push(`${idOf(n)}: noted ${notes[0]}, resolved ${notes[1]} times`);
  }
  return faults;
}
