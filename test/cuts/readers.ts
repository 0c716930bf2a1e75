/** Subscribers of every kind, each of which goes on after the last item that it has, for as long as nobody stops it. */

import { setTimeout as sleep } from 'node:timers/promises';
import { EventSource } from 'eventsource';
import { createClient } from '../../src/client/client.ts';
import { EventsDocument } from '../../src/client/generated.ts';
import { type Input, idOf, type Problem } from '../gateway/gateway.ts';
import { subscribe } from '../gateway/sse.ts';
import { connect } from '../gateway/ws.ts';
import { aBrowser, aFollowingPage } from '../recipes/browser.ts';

/** What is over by itself after a while, so that one may come back. */
const PASSING: ReadonlySet<unknown> = new Set(['LOG_UNAVAILABLE', 'NOT_READY', 'PROJECTION_LAGGING']);

const PAUSE_MS = 30;

const EVENTS = `subscription ($filter: PersonEventFilter, $after: Position) {
  personEvents(filter: $filter, after: $after) { position event { cid } } }`;
const PERSON =
  'subscription ($id: ID!, $after: Position) { person(id: $id, after: $after) { position person { head } } }';

interface Data {
  readonly personEvents?: { readonly event: { readonly cid: string } };
  readonly person?: { readonly person: { readonly head: string } };
}
interface Told {
  readonly data?: Data | null;
  readonly errors?: readonly Problem[];
}

export interface Wish {
  /** Of its own way to the gateways. */
  readonly url: string;
  readonly filter: Input;
  /** The position to begin after. */
  readonly after: string;
}

export class Reader {
  readonly kind: string;
  readonly filter: Input;
  /** CIDs of what it was told, in that order. */
  readonly seen: string[] = [];
  readonly faults: string[] = [];
  readonly #run: (reader: Reader) => Promise<void>;
  readonly #ending = new AbortController();
  #running: Promise<void> = Promise.resolve();
  /** Of the last item. */
  position: string;

  constructor(kind: string, { filter, after }: Wish, run: (reader: Reader) => Promise<void>) {
    this.kind = kind;
    this.filter = filter;
    this.position = after;
    this.#run = run;
  }

  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  begin(): this {
    this.#running = this.#follow();
    return this;
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  /** Notes what came; false when the connection is of no more use. */
  note({ data, errors }: Told, position: string | null | undefined): boolean {
    if (errors !== undefined) {
      if (!errors.every(({ extensions }) => PASSING.has(extensions?.code))) this.faults.push(JSON.stringify(errors));
      return false;
    }
    const cid = data?.personEvents?.event.cid ?? data?.person?.person.head;
    if (cid === undefined || position == null) this.faults.push(`What is this: ${JSON.stringify(data)} at ${position}`);
    else {
      this.seen.push(cid);
      this.position = position;
    }
    return true;
  }

  async #follow(): Promise<void> {
    while (!this.signal.aborted) {
      // Whatever ends a connection, the next one goes on.
      await this.#run(this).catch(() => {});
      await sleep(PAUSE_MS);
    }
  }
}

const byArgument = (wish: Wish) =>
  new Reader('events, by argument', wish, async (reader) => {
    const stream = await subscribe<Data>({ endpoint: wish.url }, EVENTS, {
      filter: wish.filter,
      after: reader.position,
    });
    reader.signal.addEventListener('abort', stream.cut, { once: true });
    for (let frame = await stream.next(); frame !== null; frame = await stream.next())
      if (!reader.note(frame, frame.id)) break;
    stream.cut();
  });

const byHeader = (wish: Wish) =>
  new Reader('events, by Last-Event-ID', wish, async (reader) => {
    const headers = { 'last-event-id': reader.position };
    const stream = await subscribe<Data>({ endpoint: wish.url }, EVENTS, { filter: wish.filter }, headers);
    reader.signal.addEventListener('abort', stream.cut, { once: true });
    for (let frame = await stream.next(); frame !== null; frame = await stream.next())
      if (!reader.note(frame, frame.id)) break;
    stream.cut();
  });

const bySocket = (wish: Wish) =>
  new Reader('WebSocket', wish, async (reader) => {
    const wire = await connect({ address: new URL(wish.url).origin });
    const cut = () => wire.cut();
    reader.signal.addEventListener('abort', cut, { once: true });
    try {
      await wire.hello();
      wire.subscribe('1', EVENTS, { filter: wish.filter }, { position: reader.position });
      for (;;) {
        const { type, payload } = await wire.next();
        if (type !== 'next' || !reader.note(payload, payload.extensions?.position)) return;
      }
    } finally {
      reader.signal.removeEventListener('abort', cut);
      cut();
    }
  });

/** Comes back by itself after a cut, with what it was told last; only what is no stream makes it give up. */
const byEventSource = (wish: Wish) =>
  new Reader('EventSource', wish, async (reader) => {
    const search = new URLSearchParams({
      query: EVENTS,
      variables: JSON.stringify({ filter: wish.filter, after: reader.position }),
    });
    const source = new EventSource(`${wish.url}?${search}`);
    const { promise, resolve } = Promise.withResolvers<void>();
    reader.signal.addEventListener('abort', () => resolve(), { once: true });
    source.addEventListener('next', ({ data, lastEventId }) => {
      if (!reader.note(JSON.parse(data) as Told, lastEventId)) resolve();
    });
    source.addEventListener('complete', () => resolve());
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) resolve();
    });
    await promise;
    source.close();
  });

const byClient = (wish: Wish) =>
  new Reader('the client', wish, async (reader) => {
    const events = createClient({ url: wish.url, name: 'cuts' }).subscribe(
      EventsDocument,
      { filter: wish.filter },
      { after: reader.position },
    );
    const stop = () => void events.return();
    reader.signal.addEventListener('abort', stop, { once: true });
    for await (const { data, position } of events) reader.note({ data }, position);
  });

/** The person after each change; the head of each state is the event that led to it. */
const ofPerson = (wish: Wish) =>
  new Reader('a person', wish, async (reader) => {
    const variables = { id: wish.filter.personId, after: reader.position };
    const stream = await subscribe<Data>({ endpoint: wish.url }, PERSON, variables);
    reader.signal.addEventListener('abort', stream.cut, { once: true });
    for (let frame = await stream.next(); frame !== null; frame = await stream.next())
      if (!reader.note(frame, frame.id)) break;
    stream.cut();
  });

/** The recipe for EventSource in a page of a real browser, which does all else by itself. */
export const byBrowser = (wish: Wish) =>
  new Reader('a browser', wish, async (reader) => {
    const browser = await aBrowser();
    try {
      const gone = new Promise<void>((resolve) =>
        reader.signal.addEventListener('abort', () => resolve(), { once: true }),
      );
      await aFollowingPage(browser, wish.url, reader.position, (cid) => {
        reader.note({ data: { personEvents: { event: { cid } } } }, 'in the page');
      });
      await gone;
    } catch (error) {
      // A page that is not there, or that was left, is begun once only.
      if (!reader.signal.aborted) reader.faults.push(String(error));
      throw error;
    } finally {
      await browser.close();
    }
  });

const ONE = { personId: idOf(1) };
const TAGS = { types: ['TagAdded', 'TagRemoved'] };
const CLERK = { actors: ['clerk'] };

/** Who reads, and what of it. */
export const READERS: readonly [(wish: Wish) => Reader, Input][] = [
  [byArgument, {}],
  [byHeader, TAGS],
  [bySocket, {}],
  [bySocket, ONE],
  [byEventSource, {}],
  [byEventSource, CLERK],
  [byClient, {}],
  [ofPerson, ONE],
];
