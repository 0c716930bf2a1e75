/** Gateways on a real log with what they publish and hear, for the tests of the integration with other domains. */

import { type App, createApp } from '../../src/app/app.ts';
import type { Order } from '../../src/app/order.ts';
import type { RecordedOutcome } from '../../src/app/outcome.ts';
import { codec } from '../../src/codec/codec.ts';
import type { PersonId } from '../../src/domain/ids.ts';
import type { AnyCommand } from '../../src/domain/person/person.ts';
import { Outbox, type OutboxParts } from '../../src/integration/outbox.ts';
import type { Log } from '../../src/nats/open.ts';
import { create, order, tag } from '../app/world.ts';
import { type Admin, aLog, anAdmin, aPlainServer, atEnd, type PlainServer } from '../nats/servers.ts';

export interface Site {
  readonly server: PlainServer;
  /** A neighbour, with its hands in the server. */
  readonly neighbour: Admin;
}

export interface Gateway {
  readonly app: App;
  readonly log: Log;
  /** Sends what must be recorded. */
  record(order: Order): Promise<RecordedOutcome>;
}

export async function aSite(more = ''): Promise<Site> {
  const server = await aPlainServer({ more });
  return { server, neighbour: await anAdmin({ url: server.url }) };
}

/** A gateway's application on the log of a server, its views caught up. */
export async function aGateway({ server }: Pick<Site, 'server'>): Promise<Gateway> {
  const log = await aLog({ natsUrl: server.url });
  const app = createApp({ store: log.store, feed: log.feed, codec, clock: Date.now, logId: log.logId });
  app.start();
  atEnd(() => app.stop());
  await app.projector.reached(log.lastSequence, 5_000);
  return {
    app,
    log,
    record: async (sent) => {
      const outcome = await app.dispatch.one(sent);
      if (outcome.kind !== 'recorded') throw new Error(`Not recorded: ${JSON.stringify(outcome)}`);
      return outcome;
    },
  };
}

export const KEEP = { keepDays: 7, keepMebibytes: 0 } as const;

/** An outbox of the gateway, running. */
export async function anOutbox({ app, log }: Gateway, more: Partial<OutboxParts> = {}): Promise<Outbox> {
  const outbox = new Outbox({
    outlet: await log.wires.outlet(KEEP),
    reader: app.reader,
    projector: app.projector,
    lastSequence: () => app.feed.lastSequence(),
    from: 'beginning',
    standByMs: 100,
    ...more,
  });
  outbox.start();
  atEnd(() => outbox.stop());
  return outbox;
}

export interface Heard {
  readonly subject: string;
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Everything in a stream, in its order. */
export async function contentsOf({ manager }: Admin, stream: string, from = 1): Promise<readonly Heard[]> {
  const { state } = await manager.streams.info(stream);
  const heard: Heard[] = [];
  for (let seq = Math.max(from, state.first_seq); seq <= state.last_seq; seq += 1) {
    const message = await manager.streams.getMessage(stream, { seq });
    if (message === null) continue;
    heard.push({ subject: message.subject, id: message.header.get('Nats-Msg-Id'), body: message.json() });
  }
  return heard;
}

export const send = (sent: AnyCommand, commandId: string): Order => order(sent, commandId);

export type { PersonId };
export { create, tag };
