/**
 * An application over a log in memory, with a wire in between that can fail on order. The log itself is the one that the
 * conformance suite holds to its contract; the wire stands for what a network does to it.
 */

import { onTestFinished } from 'vitest';
import { type App, createApp } from '../../src/app/app.ts';
import { MemoryStore } from '../../src/app/memory-store.ts';
import type { Order } from '../../src/app/order.ts';
import type { Outcome, RecordedOutcome } from '../../src/app/outcome.ts';
import type { Appended, EventStore, StoredBlock, Write } from '../../src/app/ports.ts';
import { codec } from '../../src/codec/codec.ts';
import type { CommandId, PersonId } from '../../src/domain/ids.ts';
import type { AnyCommand } from '../../src/domain/person/person.ts';
import { ADA, command, item, NOON, name } from '../domain/examples.ts';

export const person = (n: number) => `01890a5d-ac96-774b-bcce-b30209${String(n).padStart(6, '0')}` as PersonId;

/** What the network makes of a write: `real` hands it to the log. */
export type Meddling = (writes: readonly Write[], real: () => Promise<Appended>) => Promise<Appended>;

/** The log, seen over a network. */
export class Wire implements EventStore {
  readonly #log: MemoryStore;
  /** Every write that was tried, whatever became of it. */
  readonly tried: (readonly Write[])[] = [];
  loads = 0;
  /** How long each way to the log and back takes, in milliseconds. */
  latencyMs = 0;
  /** What becomes of the next writes, one after the other; those after them go through. */
  readonly nextAppends: Meddling[] = [];
  /** Called before each load; may throw. */
  beforeLoad: () => Promise<void> | void = () => {};

  constructor(log: MemoryStore) {
    this.#log = log;
  }

  async load(personId: PersonId): Promise<readonly StoredBlock[]> {
    this.loads += 1;
    await this.#travel();
    await this.beforeLoad();
    return this.#log.load(personId);
  }

  /** Called before the log is asked for its last word; may throw. */
  beforeLast: () => Promise<void> | void = () => {};

  async last(personId: PersonId): Promise<number> {
    await this.#travel();
    await this.beforeLast();
    return this.#log.last(personId);
  }

  read(sequences: readonly number[]): Promise<readonly (StoredBlock | null)[]> {
    return this.#log.read(sequences);
  }

  async append(writes: readonly Write[]): Promise<Appended> {
    this.tried.push(writes);
    const real = () => this.#log.append(writes);
    await this.#travel();
    return (this.nextAppends.shift() ?? ((_, go) => go()))(writes, real);
  }

  async #travel(): Promise<void> {
    if (this.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, this.latencyMs));
  }
}

/** The answer to a write that did not come. */
export const SILENCE: Appended = { kind: 'unknown', reason: 'the log did not answer' };

export interface World {
  readonly app: App;
  readonly log: MemoryStore;
  readonly wire: Wire;
  send(order: Order): Promise<Outcome>;
  /** Sends what must be recorded. */
  record(order: Order): Promise<RecordedOutcome>;
  /** Event types in the log of the person, in their order, as anybody reads them. */
  history(personId: PersonId): Promise<readonly string[]>;
  /** How many blocks the log has. */
  size(): Promise<number>;
}

/** A gateway's application on a log, by default on one of its own. It ends with the test. */
export function aWorld({ log = new MemoryStore(), settleMs = 1_000 } = {}): World {
  const wire = new Wire(log);
  const app = createApp({ store: wire, feed: log, codec, clock: () => NOON, logId: 'test', settleMs });
  app.start();
  onTestFinished(() => app.stop());
  const send = (order: Order) => app.dispatch.one(order);
  return {
    app,
    log,
    wire,
    send,
    record: async (order) => {
      const outcome = await send(order);
      if (outcome.kind !== 'recorded') throw new Error(`Not recorded: ${JSON.stringify(outcome)}`);
      return outcome;
    },
    history: async (personId) => (await app.persons.history(personId)).events.map(({ type }) => type),
    size: () => log.lastSequence(),
  };
}

/** A command on its way, under an id. What the digest is made of is what the edge makes it of. */
export function order(sent: AnyCommand, commandId: string, more: Partial<Order> = {}): Order {
  const { type, personId, data } = sent;
  const { digest, bytes } = codec.digest({ type, personId, data });
  return {
    command: sent,
    meta: {
      commandId: commandId as CommandId,
      inputDigest: digest,
      cause: null,
      correlationId: commandId,
      actor: 'tester',
      source: 'test',
    },
    expectedVersion: null,
    bytes,
    validateOnly: false,
    ...more,
  };
}

export const create = (personId: PersonId, commandId = `create-${personId}`, more: Partial<Order> = {}) =>
  order(command('CreatePerson', { name: name('Ada', 'Lovelace') }, personId), commandId, more);

export const tag = (personId: PersonId, text: string, more: Partial<Order> = {}) =>
  order(command('AddTag', { tag: text }, personId), `tag-${text}`, more);

/** A relationship from one person to another, under an id of its own by number. */
export const befriend = (personId: PersonId, otherId: PersonId, n: number, more: Partial<Order> = {}) =>
  order(
    command(
      'EstablishRelationship',
      { relationshipId: item(1_000 + n), otherId, kind: 'friend', strength: 0.5 },
      personId,
    ),
    `befriend-${n}`,
    more,
  );

/** Whether two outcomes say the same, but for being repeated. */
export const asReplayed = (outcome: RecordedOutcome): RecordedOutcome => ({ ...outcome, replayed: true });

/** Puts many persons into the log, the quick way, and waits until they can be seen. */
export async function fill({ app, log }: World, first: number, last: number): Promise<void> {
  const data = { status: 'active', name: name('Ada', 'Lovelace') };
  const { meta } = create(ADA);
  const version = codec.versionOf('PersonCreated');
  for (let n = first; n <= last; n += 1) {
    const personId = person(n);
    const event = { personId, type: 'PersonCreated', version, data, n: 1, prev: null, at: NOON, meta };
    const { cid, bytes } = codec.seal(event);
    log.put(personId, cid, bytes);
  }
  await app.projector.reached(await log.lastSequence(), 5_000);
}
