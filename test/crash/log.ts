/** The whole log as it lies on the server, read over a connection of our own. */

import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { aPlainServer } from '../nats/servers.ts';
import type { Message } from './blocks.ts';

const STREAM = 'PERSON';

/** Reads the log of a gateway that has ended, from its data directory. */
export async function readDirectory(dataDirectory: string): Promise<Message[]> {
  const server = await aPlainServer({ store: `${dataDirectory}/nats/store` });
  try {
    return await readServer(server.url);
  } finally {
    await server.kill();
  }
}

/** Reads the log on a server. */
export async function readServer(url: string): Promise<Message[]> {
  const connection = await connect({ servers: url, noAsyncTraces: true });
  try {
    const manager = await jetstreamManager(connection);
    const { state } = await manager.streams.info(STREAM);
    const log: Message[] = [];
    if (state.last_seq === 0) return log;
    const consumer = await jetstream(connection).consumers.get(STREAM);
    for await (const { seq, subject, headers, data } of await consumer.consume({ max_messages: 1_000 })) {
      const names = headers?.keys() ?? [];
      log.push({
        sequence: seq,
        subject,
        headers: Object.fromEntries(names.map((name) => [name, headers?.get(name) ?? ''])),
        bytes: data,
      });
      if (seq >= state.last_seq) break;
    }
    return log;
  } finally {
    await connection.close();
  }
}
