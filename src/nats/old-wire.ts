/** The wire of the old clients: requests that all processes hear as one group, so that each is answered once. */

import type { JetStreamManager } from '@nats-io/jetstream';
import { headers, type Msg } from '@nats-io/transport-node';
import type { Asked, OldWire, Said } from '../compat/ports.ts';
import type { Cable } from './connect.ts';
import { openOldOutlet } from './outlet.ts';
import { reportBoard } from './report-board.ts';

/** What servers take when they do not say. */
const BYTES_MAX = 1024 * 1024;

const GROUP = 'person-legacy';

export function oldWire(cable: Cable, manager: JetStreamManager, replicas: number): OldWire {
  const { connection } = cable;
  return {
    get bytesMax() {
      return connection.info?.max_payload ?? BYTES_MAX;
    },
    listen: async (subject, take) => {
      const underWay = new Set<Promise<void>>();
      const subscription = connection.subscribe(subject, {
        queue: GROUP,
        callback: (error, message) => {
          if (error !== null) return;
          const job: Promise<void> = answered(message, take).finally(() => underWay.delete(job));
          underWay.add(job);
        },
      });
      // Where the server is away at this moment, it is told when it is back.
      await connection.flush().catch(() => {});
      return async () => {
        // What the server has handed over already is answered, too; a server that is gone hands over nothing.
        if (cable.isUp()) await subscription.drain().catch(() => subscription.unsubscribe());
        else subscription.unsubscribe();
        while (underWay.size > 0) await Promise.all(underWay);
      };
    },
    ask: (subject, bytes, ms) =>
      connection.request(subject, bytes, { timeout: ms }).then(
        (message) => message.data,
        () => null,
      ),
    board: reportBoard(cable, manager, replicas),
    outlet: (wish) => openOldOutlet(cable, manager, { ...wish, keepMebibytes: 0, replicas }),
    capturing: async (subject) => {
      // A server without JetStream has no streams.
      const names = await manager.streams
        .names(subject)
        .next()
        .catch(() => []);
      const streams = await Promise.all(names.map((name) => manager.streams.info(name)));
      return streams.filter(({ config }) => config.no_ack !== true).map(({ config }) => config.name);
    },
  };
}

async function answered(message: Msg, take: (asked: Asked) => Promise<Said>): Promise<void> {
  const said = await take({
    subject: message.subject,
    bytes: message.data,
    replyTo: message.reply === undefined || message.reply === '' ? null : message.reply,
    header: (name) => (message.headers?.has(name) ? message.headers.get(name) : null),
  });
  const lines = headers();
  for (const [name, value] of Object.entries(said.headers)) lines.set(name, value);
  message.respond(said.bytes, { headers: lines });
}
