/** The connection to the server: how it is made, whether it stands, how it ends. */

import { unescape as decoded } from 'node:querystring';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { isOlder, NATS_VERSION_MIN } from '../../scripts/nats-server.mjs';
import { messageOf } from './errors.ts';
import { StartRefused } from './start-refused.ts';

/** How long the first connection is tried for, in milliseconds. */
const CONNECT_MS_MAX = 5_000;

export interface Cable {
  readonly connection: NatsConnection;
  /** Whether the connection stands at this moment. */
  isUp(): boolean;
  /** Asks, and fails as soon as the connection breaks: an answer that was on its way will never come. */
  ask<T>(question: () => Promise<T>): Promise<T>;
  /** Ends it, after what is under way. */
  close(): Promise<void>;
}

export interface Access {
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
}

/** Connects, and looks whether the server is new enough to hold the log. Throws StartRefused with what to do. */
export async function plugIn(access: Access): Promise<Cable> {
  const plugged = await plugInto(access);
  const version = plugged.connection.info?.version ?? '0.0.0';
  if (!isOlder(version, NATS_VERSION_MIN)) return plugged;
  await plugged.connection.close();
  throw new StartRefused(
    `The NATS server at ${withoutSecrets(access.url)} is version ${version}, which has no atomic batches.`,
    `Use version ${NATS_VERSION_MIN} or newer; without NATS_URL the gateway runs a server of its own.`,
  );
}

/** Connects to a server of any version. Throws StartRefused with what to do. */
export async function plugInto({ url, user, password }: Access): Promise<Cable> {
  const credentials = user === undefined ? credentialsIn(url) : { user, pass: password ?? '' };
  const connection = await connect({
    servers: withoutSecrets(url),
    ...credentials,
    name: 'person-gateway',
    timeout: CONNECT_MS_MAX,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    pingInterval: 5_000,
    maxPingOut: 2,
    noAsyncTraces: true,
  }).catch((error: unknown) => {
    throw new StartRefused(
      `No NATS server answers at ${withoutSecrets(url)} (${messageOf(error)}).`,
      'Start it, or correct NATS_URL; without NATS_URL the gateway runs a server of its own.',
    );
  });
  return cable(connection);
}

function cable(connection: NatsConnection): Cable {
  let up = true;
  const asking = new Set<(reason: Error) => void>();
  void (async () => {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect' || type === 'staleConnection' || type === 'close') up = false;
      if (type === 'reconnect') up = true;
      if (!up) for (const fail of asking) fail(new Error('the connection broke'));
    }
  })();
  const isUp = () => up && !connection.isClosed();
  return {
    connection,
    isUp,
    ask: async (question) => {
      if (!isUp()) throw new Error('there is no connection');
      const { promise: broken, reject } = Promise.withResolvers<never>();
      asking.add(reject);
      try {
        return await Promise.race([question(), broken]);
      } finally {
        asking.delete(reject);
      }
    },
    close: async () => {
      if (connection.isClosed()) return;
      // Draining waits for the server; a server that is gone has nothing to wait for.
      await (up ? connection.drain() : connection.close()).catch(() => connection.close());
    },
  };
}

/** Who connects, as an address such as nats://user:password@host says it; a name alone is a token. */
function credentialsIn(url: string): { readonly user: string; readonly pass: string } | { readonly token?: string } {
  const { username = '', password = '' } = URL.parse(url) ?? {};
  if (username === '') return {};
  return password === '' ? { token: decoded(username) } : { user: decoded(username), pass: decoded(password) };
}

function withoutSecrets(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}
