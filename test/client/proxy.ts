/** What stands between a client and its gateways and does harm: cuts connections, loses answers, turns to another one. */

import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

export interface CuttingProxy {
  /** Of the endpoint behind it. */
  readonly url: string;
  /** Connections that were made to it. */
  readonly connections: number;
  /** Address of the gateway that new connections are led to; null leads nowhere. */
  target: string | null;
  /** Answers that are to be lost: their connections are cut when the gateway begins to answer. */
  answersLost: number;
  /** How much each connection may carry to the client before it is cut, in bytes; null while they may live. */
  bytesMax: number | null;
  /** Cuts all connections there are. */
  cut(): void;
  stop(): Promise<void>;
}

export async function startProxy(target: string | null): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const state = { target, answersLost: 0, bytesMax: null as number | null, connections: 0 };
  const server = createServer((client) => {
    state.connections += 1;
    if (state.target === null) return void client.destroy();
    const { hostname, port } = new URL(state.target);
    const gateway = connect(Number(port), hostname);
    let left = state.bytesMax ?? Infinity;
    const cut = () => {
      client.destroy();
      gateway.destroy();
    };
    gateway.on('data', (bytes) => {
      if (state.answersLost > 0) {
        state.answersLost -= 1;
        return cut();
      }
      if (bytes.length < left) client.write(bytes);
      // The last bytes get through, whatever they are: half a line, or half a letter.
      else client.end(bytes.subarray(0, left), cut);
      left -= bytes.length;
    });
    client.on('data', (bytes) => gateway.write(bytes));
    for (const socket of [client, gateway]) {
      sockets.add(socket);
      socket.on('error', cut).on('close', () => {
        sockets.delete(socket);
        cut();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return Object.assign(state, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    cut: cutAll,
    stop: async () => {
      cutAll();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
