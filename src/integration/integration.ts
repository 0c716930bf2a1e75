/**
 * The integration with other domains as one thing: what is published, who is heard, who is answered. Each part is opened
 * by itself and tried again by itself, so that one that cannot work keeps none of the others from it.
 */

import type { App } from '../app/app.ts';
import type { DeskStatus, NeighbourDesk, ParkedItem, Replayed } from '../app/neighbour-desk.ts';
import { Inbox } from './inbox.ts';
import { knownBy } from './known.ts';
import { Listener, type ListenerParts } from './listener.ts';
import type { Neighbour } from './neighbour.ts';
import { NEIGHBOURS } from './neighbours.ts';
import { Outbox, type OutboxParts } from './outbox.ts';
import { pause, problemOf } from './pause.ts';
import { answerBatchQuery, answerQuery, directoryOf, PEOPLE_BATCH_QUERY, PEOPLE_QUERY } from './people.ts';
import type { OutletWish, ParkedMessage, ParkingLot, Source, Wires } from './ports.ts';

/** How long to wait until a part is opened again that could not be. */
const OPEN_AGAIN_MS = 2_000;

export interface IntegrationWish {
  /** The neighbours that are heard, by name, with the subjects they speak under where those are others than usual. */
  readonly hear: ReadonlyMap<string, readonly string[] | null>;
  /** How long what they say is kept while no gateway hears it, in days. */
  readonly hearKeepDays: number;
  /** Whether questions about people are answered. */
  readonly people: boolean;
  readonly publish: (OutletWish & Pick<OutboxParts, 'from'>) | null;
}

export interface IntegrationParts {
  readonly app: App;
  readonly wires: Wires;
  readonly wish: IntegrationWish;
  /** Told of what an operator should know of. */
  readonly tell: (text: string) => void;
  readonly pace?: Pick<ListenerParts, 'waitMs' | 'retryMs'> & Pick<OutboxParts, 'standByMs'>;
}

interface Hearing {
  readonly neighbour: Neighbour;
  source: Source | null;
  listener: Listener | null;
  problem: string | null;
}

export class Integration implements NeighbourDesk {
  readonly #parts: IntegrationParts;
  readonly #abort = new AbortController();
  readonly #hearings: readonly Hearing[];
  readonly #opening: Promise<void>[] = [];
  #stops: (() => unknown)[] = [];
  #outbox: Outbox | null = null;
  #outboxProblem: string | null = null;
  #parking: ParkingLot | null = null;

  constructor(parts: IntegrationParts) {
    this.#parts = parts;
    this.#hearings = NEIGHBOURS.filter(({ name }) => parts.wish.hear.has(name)).map((neighbour) => ({
      neighbour,
      source: null,
      listener: null,
      problem: null,
    }));
  }

  /** To be called when the views have caught up. */
  start(): void {
    const { wish, wires, app } = this.#parts;
    if (wish.publish !== null)
      this.#open(
        (problem) => (this.#outboxProblem = problem),
        () => this.#publish(),
      );
    for (const hearing of this.#hearings) {
      this.#open(
        (problem) => (hearing.problem = problem),
        () => this.#hear(hearing),
      );
    }
    if (!wish.people) return;
    const directory = directoryOf(app.views, app.clock);
    const encoded = (answer: object) => Buffer.from(JSON.stringify(answer));
    this.#stops.push(
      wires.responder.answer(PEOPLE_QUERY, (question) => encoded(answerQuery(question, directory))),
      wires.responder.answer(PEOPLE_BATCH_QUERY, (question) => encoded(answerBatchQuery(question, directory))),
    );
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await Promise.all(this.#opening);
    await Promise.all(this.#stops.splice(0).map((stop) => stop()));
  }

  async status(): Promise<DeskStatus> {
    const parking = await this.#lot().catch(() => null);
    const count = (waiting: boolean) =>
      parking?.list({ neighbour: null, personId: null, waiting, after: 0, first: 1 }).then(
        ({ left }) => left,
        () => null,
      ) ?? Promise.resolve(null);
    const [parked, waiting] = await Promise.all([count(false), count(true)]);
    const outbox = this.#outbox?.status ?? { leads: false, lag: null, skipped: 0, lastError: this.#outboxProblem };
    return {
      publishing: this.#parts.wish.publish === null ? null : outbox,
      hearing: await Promise.all(this.#hearings.map(statusOf)),
      parked,
      waiting,
    };
  }

  async parked(neighbour: string | null, after: number, first: number) {
    const { messages, left } = await (await this.#lot()).list({
      neighbour,
      personId: null,
      waiting: null,
      after,
      first,
    });
    return { items: messages.map(itemOf), left };
  }

  async replay(id: string): Promise<Replayed> {
    const message = await (await this.#lot()).find(id);
    if (message === null) return { kind: 'unknown' };
    const hearing = this.#hearings.find(({ neighbour }) => neighbour.name === message.neighbour);
    if (hearing?.listener == null) {
      return { kind: 'kept', reason: hearing?.problem ?? `The domain ${message.neighbour} is not heard here` };
    }
    const settled = await hearing.listener.replay(message);
    if (settled.kind === 'done') return { kind: 'settled', commands: settled.commands, reason: null };
    if (settled.kind === 'ignored') return { kind: 'settled', commands: 0, reason: settled.reason };
    return { kind: 'kept', reason: settled.reason };
  }

  async drop(id: string): Promise<boolean> {
    return (await this.#lot()).drop(id);
  }

  /** Does it, and again until it succeeds or the gateway ends. */
  #open(note: (problem: string | null) => void, work: () => Promise<void>): void {
    const attempt = async () => {
      for (let told = ''; !this.#abort.signal.aborted; ) {
        try {
          await work();
          note(null);
          return;
        } catch (error) {
          const problem = problemOf(error);
          note(problem);
          if (problem !== told) this.#parts.tell(problem);
          told = problem;
        }
        await pause(OPEN_AGAIN_MS, this.#abort.signal);
      }
    };
    this.#opening.push(attempt());
  }

  async #publish(): Promise<void> {
    const { app, wires, wish, pace } = this.#parts;
    if (wish.publish === null) return;
    const { from, ...limits } = wish.publish;
    const outlet = await wires.outlet(limits);
    const outbox = new Outbox({
      outlet,
      reader: app.reader,
      projector: app.projector,
      lastSequence: () => app.feed.lastSequence(),
      from,
      ...(pace?.standByMs === undefined ? {} : { standByMs: pace.standByMs }),
    });
    outbox.start();
    this.#outbox = outbox;
    this.#stops.push(() => outbox.stop());
  }

  async #hear(hearing: Hearing): Promise<void> {
    const { app, wires, wish, pace = {}, tell } = this.#parts;
    const { name, subjects } = hearing.neighbour;
    const parking = await this.#lot();
    const source = await wires.source({
      neighbour: name,
      subjects: wish.hear.get(name) ?? subjects,
      keepDays: wish.hearKeepDays,
    });
    for (const remark of source.remarks) tell(`The domain ${name}: ${remark}`);
    const { dispatch, codec, clock, projector, views, feed } = app;
    const inbox = new Inbox(hearing.neighbour, { dispatch, codec, clock, known: knownBy(views) });
    const lastSequence = () => feed.lastSequence();
    const listener = new Listener({ name, source, inbox, parking, projector, lastSequence, clock, ...pace });
    listener.start();
    hearing.source = source;
    hearing.listener = listener;
    this.#stops.push(() => listener.stop());
  }

  async #lot(): Promise<ParkingLot> {
    this.#parking ??= await this.#parts.wires.parking();
    return this.#parking;
  }
}

async function statusOf({ neighbour, source, listener, problem }: Hearing): Promise<DeskStatus['hearing'][number]> {
  const { handled = 0, ignored = new Map<string, number>(), lastError = null } = listener?.status ?? {};
  return {
    name: neighbour.name,
    streams: source?.streams ?? [],
    remarks: source?.remarks ?? [],
    lag: (await source?.lag().catch(() => null)) ?? null,
    handled,
    ignored: Object.fromEntries(ignored),
    lastError: problem ?? lastError,
  };
}

function itemOf({ bytes, ...message }: ParkedMessage & { readonly place: number }): ParkedItem {
  return { ...message, body: Buffer.from(bytes).toString('utf8') };
}
