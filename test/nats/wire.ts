/** A wire between the gateway and its server that can be interfered with. */

import { connect, createServer, type Socket } from 'node:net';
import { atEnd } from './servers.ts';

/** What becomes of bytes on their way; null when they get lost. */
export type Meddle = (bytes: Buffer) => Buffer | null;

export interface Wire {
  readonly url: string;
  toServer: Meddle;
  toClient: Meddle;
  /** Breaks all connections. */
  cut(): void;
}

/** Passes everything on as it is until it is told otherwise. */
export async function aWire(target: string): Promise<Wire> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const wire = {
    url: '',
    toServer: keep,
    toClient: keep,
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    pass(client, upstream, (bytes) => wire.toServer(bytes));
    pass(upstream, client, (bytes) => wire.toClient(bytes));
    for (const socket of [client, upstream]) sockets.add(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => {
    wire.cut();
    server.close();
  });
  wire.url = `nats://127.0.0.1:${(server.address() as { port: number }).port}`;
  return wire;
}

const keep: Meddle = (bytes) => bytes;

function pass(from: Socket, to: Socket, meddle: Meddle): void {
  from.on('data', (bytes) => {
    const passed = meddle(bytes);
    if (passed !== null && !to.destroyed) to.write(passed);
  });
  from.on('error', () => to.destroy());
  from.on('close', () => to.destroy());
}

/** Puts another text in place of one in the bytes; as long as it is, so that every length stays right. */
export function replaced(bytes: Buffer, text: string, by: string): Buffer {
  if (text.length !== by.length) throw new Error('The lengths differ');
  return Buffer.from(bytes.toString('latin1').replaceAll(text, by), 'latin1');
}
