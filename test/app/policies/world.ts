/** Gateways with policies over one log, one notebook and one queue, and a time that moves when it is told to. */

import { onTestFinished, vi } from 'vitest';
import { type App, createApp } from '../../../src/app/app.ts';
import { MemoryStore } from '../../../src/app/memory-store.ts';
import type { FoundDecision } from '../../../src/app/policies/book.ts';
import { MemoryNotebook } from '../../../src/app/policies/memory-notebook.ts';
import { MemoryQueue } from '../../../src/app/policies/memory-queue.ts';
import type { DecisionRecord } from '../../../src/app/policies/records.ts';
import type { Notebook } from '../../../src/app/ports.ts';
import { codec } from '../../../src/codec/codec.ts';
import type { PersonId } from '../../../src/domain/ids.ts';
import type { Recorded } from '../../../src/domain/message.ts';
import type { AnyCommand } from '../../../src/domain/person/person.ts';
import { isByPolicy, type Policy } from '../../../src/domain/policies/policy.ts';
import { NOON } from '../../domain/examples.ts';
import { order, Wire } from '../world.ts';

export const DAY = 24 * 60 * 60 * 1000;

/** What waits for a condition waits so long at most. */
const PATIENCE = { timeout: 15_000, interval: 5 };

export const until = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, PATIENCE);

/** The clock, and one that never jumps. */
export class Time {
  now = NOON;
  steady = 0;

  pass(ms: number): void {
    this.now += ms;
    this.steady += ms;
  }
}

export interface Place {
  readonly log?: MemoryStore;
  readonly notebook?: Notebook;
  readonly queue?: MemoryQueue;
  readonly time?: Time;
  readonly rules?: readonly Policy[];
  /** How long the first pause between two attempts is, in milliseconds. */
  readonly pauseMs?: number;
}

export interface PolicyWorld extends Required<Omit<Place, 'rules' | 'pauseMs'>> {
  readonly app: App;
  readonly wire: Wire;
  /** Sends what must be recorded, as somebody. */
  tell(command: AnyCommand, source?: string): Promise<void>;
  set(name: string, settings: object, by?: string): Promise<void>;
  /** What policies decided, the oldest first. */
  decisions(filter?: Parameters<App['policies']['book']['decisions']>[0]): Promise<readonly DecisionRecord[]>;
  /** Events that policies recorded, in their order. */
  effects(): Promise<readonly Recorded[]>;
  /** Resolves when no fact waits any more. */
  quiet(): Promise<void>;
}

/** A notebook as a gateway sees it that always reads a little late. */
export function late(notebook: Notebook, ms = 30): Notebook {
  return {
    write: (name, bytes, after) => notebook.write(name, bytes, after),
    read: (sequences) => notebook.read(sequences),
    lastSequence: () => notebook.lastSequence(),
    follow: (after, receive, signal) => {
      const later: typeof receive = (lines) => void setTimeout(() => receive(lines), ms);
      return notebook.follow(after, later, signal);
    },
  };
}

let sent = 0;

export async function aPolicyWorld(place: Place = {}): Promise<PolicyWorld> {
  const { log = new MemoryStore(), notebook = new MemoryNotebook(), time = new Time() } = place;
  const { queue = new MemoryQueue(log), rules, pauseMs = 1 } = place;
  const wire = new Wire(log);
  const app = createApp({
    ...{ store: wire, feed: log, notebook, queue, codec, clock: () => time.now, logId: 'test', settleMs: 0 },
    ...(rules === undefined ? {} : { rules }),
    timing: { steady: () => time.steady, spreadMs: 0, pauseMs, mendMs: 60_000 },
  });
  app.start();
  onTestFinished(() => app.stop());
  await app.projector.reached(await log.lastSequence(), 5_000);
  await app.policies.start();
  const { policies, policyDesk } = app;
  const tell: PolicyWorld['tell'] = async (command, source = 'test') => {
    sent += 1;
    const whole = order({ ...command, at: time.now }, `told-${sent}`);
    const outcome = await app.dispatch.one({ ...whole, meta: { ...whole.meta, source } });
    if (outcome.kind !== 'recorded') throw new Error(`Not recorded: ${JSON.stringify(outcome)}`);
  };
  const set: PolicyWorld['set'] = async (name, settings, by = 'operator') => {
    const outcome = await policyDesk.change({ name, settings, by, reason: null, expectedVersion: null });
    if (outcome.kind !== 'changed') throw new Error(`Not changed: ${JSON.stringify(outcome)}`);
  };
  const decisions: PolicyWorld['decisions'] = async (filter = {}) => {
    await policies.current();
    const found: FoundDecision[] = [];
    for await (const each of policies.book.decisions(filter, null)) found.push(each);
    return found.map(({ record }) => record).reverse();
  };
  const effects = async () => {
    const last = await log.lastSequence();
    await app.projector.reached(last, 5_000);
    const all = await app.reader.read(Array.from({ length: last }, (_, at) => at + 1));
    return all.filter((event): event is Recorded => event !== null && isByPolicy(event.meta.actor));
  };
  const quiet = () =>
    until(async () => {
      if ((await queue.waiting()) !== 0) throw new Error('Facts wait');
    });
  return { app, log, notebook, queue, time, wire, tell, set, decisions, effects, quiet };
}

/** What is parked, in a few words. */
export const parkedIn = ({ app }: PolicyWorld) =>
  app.policies.book.parked.map(({ policy, personId, problem }) => ({ policy, personId, problem }));

export type { PersonId };
