/**
 * Load over HTTP, from a process of its own: one request after the other on each of many connections, as plain sockets,
 * since a client library would take more of the machine than what is measured. Prints what came of it as JSON.
 *
 * Usage: node load.ts URL CONNECTIONS SECONDS BODY [ACCEPT]
 * In BODY each `{uuid}` becomes a new UUID for each request, the same one wherever it stands.
 */

import { connect, type Socket } from 'node:net';
import { v7 } from 'uuid';

export interface LoadResult {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** An answer without the word that was expected, if there was one. */
  readonly odd: string | null;
}

const [url = '', connections = '64', seconds = '5', body = '', accept = '*/*', expected = '"data"'] =
  process.argv.slice(2);
const { hostname, port, pathname } = new URL(url);
const WARM_UP_MS = 1_500;
const begun = performance.now();
const end = begun + WARM_UP_MS + Number(seconds) * 1000;
const durations: number[] = [];
let odd: string | null = null;

function request(): Buffer {
  const text = body.replaceAll('{uuid}', v7());
  const head = `POST ${pathname} HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/json\r\naccept: ${accept}\r\n`;
  return Buffer.from(`${head}content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}

/** One connection: asks again as soon as it has its answer. */
async function ask(socket: Socket): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let sent = performance.now();
  let answer = '';
  socket.setEncoding('latin1');
  socket.on('error', reject).on('data', (chunk: string) => {
    answer += chunk;
    const head = answer.indexOf('\r\n\r\n');
    const length = Number(/content-length: (\d+)/i.exec(answer)?.[1]);
    if (head < 0 || answer.length < head + 4 + length) return;
    const now = performance.now();
    if (now - begun > WARM_UP_MS) durations.push(now - sent);
    if (!answer.includes(expected)) odd = answer.slice(0, 500);
    answer = '';
    if (now > end) return resolve();
    sent = now;
    socket.write(request());
  });
  socket.write(request());
  await promise;
  socket.destroy();
}

const sockets = Array.from({ length: Number(connections) }, () => connect(Number(port), hostname).setNoDelay(true));
await Promise.all(sockets.map(ask));
durations.sort((a, b) => a - b);
const at = (share: number) => durations[Math.floor(durations.length * share)] ?? 0;
const result: LoadResult = { perSecond: durations.length / Number(seconds), p50: at(0.5), p99: at(0.99), odd };
console.log(JSON.stringify(result));
process.exit(0);
