/** A process of many subscribers over plain sockets, told what to do by the bench that forked it. */

import { connect, type Socket } from 'node:net';

/** Connections that are made at a time. */
const OPENING_MAX = 200;

export interface Listen {
  readonly kind: 'listen';
  readonly url: string;
  readonly count: number;
  /** What each asks; `NUMBER` in it is the number of the subscriber. Null for a server that speaks without being asked. */
  readonly query: string | null;
  /** How many of the first do not read any more once they are there. */
  readonly stalled?: number;
}
/** So many items to come; where they are timed each is named `item-NUMBER` in what comes. */
export interface Expect {
  readonly kind: 'expect';
  readonly items: number;
  readonly isTimed: boolean;
}
/** When each item was acknowledged, on the clock of the machine; answered with the delays. */
export interface Acknowledged {
  readonly kind: 'acknowledged';
  readonly at: readonly number[];
}
export type Order = Listen | Expect | Acknowledged;

export interface Delays {
  readonly p50: number;
  readonly p99: number;
}
export type Reply =
  | { readonly kind: 'listening' }
  | { readonly kind: 'expecting' }
  /** Everybody who reads has everything; when the first and the last item came. */
  | { readonly kind: 'complete'; readonly first: number; readonly last: number }
  | ({ readonly kind: 'delays' } & Delays);

/** Milliseconds on a clock that all processes of the machine share. */
export const now = (): number => Number(process.hrtime.bigint()) / 1e6;

const sockets: Socket[] = [];
let readers = 0;
let wanted = Infinity;
let came = 0;
let first = 0;
/** When each item came to each reader. */
let times: number[][] | null = null;

const tell = (reply: Reply) => process.send?.(reply);

function take(text: string): void {
  const at = now();
  const before = came;
  if (times === null) {
    for (let next = text.indexOf(ITEM); next >= 0; next = text.indexOf(ITEM, next + ITEM.length)) came += 1;
  } else {
    for (const [, number] of text.matchAll(/item-(\d+)\b/g)) {
      came += 1;
      times[Number(number)]?.push(at);
    }
  }
  if (before === 0 && came > 0) first = at;
  if (before < wanted * readers && came >= wanted * readers) tell({ kind: 'complete', first, last: at });
}

const ITEM = 'event: next';

async function listen({ url, count, query, stalled = 0 }: Listen): Promise<void> {
  for (let begun = 0; begun < count; begun += OPENING_MAX) {
    const some = Array.from({ length: Math.min(OPENING_MAX, count - begun) }, (_, at) => open(url, query, begun + at));
    await Promise.all(some);
  }
  for (const socket of sockets.slice(0, stalled)) socket.pause();
  readers = count - stalled;
  tell({ kind: 'listening' });
}

function open(url: string, query: string | null, number: number): Promise<void> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  sockets.push(socket);
  if (query !== null) {
    const body = JSON.stringify({ query: query.replace('NUMBER', String(number)) });
    socket.write(
      `POST /graphql HTTP/1.1\r\nhost: ${host}\r\naccept: text/event-stream\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
  }
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let rest = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    resolve();
    rest += text;
    const end = rest.lastIndexOf('\n\n');
    if (end < 0) return;
    take(rest.slice(0, end));
    rest = rest.slice(end);
  });
  socket.once('error', reject);
  return promise;
}

process.on('message', (order: Order) => {
  if (order.kind === 'listen') void listen(order);
  if (order.kind === 'expect') {
    wanted = order.items;
    came = 0;
    times = order.isTimed ? Array.from({ length: order.items }, () => []) : null;
    tell({ kind: 'expecting' });
  }
  if (order.kind === 'acknowledged') {
    const delays = order.at.flatMap((at, number) => (times?.[number] ?? []).map((time) => Math.max(0, time - at)));
    delays.sort((a, b) => a - b);
    const share = (part: number) => delays[Math.floor(delays.length * part)] ?? 0;
    tell({ kind: 'delays', p50: share(0.5), p99: share(0.99) });
  }
});
