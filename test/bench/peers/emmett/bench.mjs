// Appends one event each to many new streams, as plainly as Emmett can, and through its command handler.
// Usage: node bench.mjs PORT   Prints [[name, { perSecond, p50, p99 }], ...] as JSON.

import { randomUUID } from 'node:crypto';
import { CommandHandler } from '@event-driven-io/emmett';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';

const store = getPostgreSQLEventStore(`postgresql://postgres@127.0.0.1:${process.argv[2]}/postgres`);
const name = { given: ['Ada'], family: ['Lovelace'], prefixes: [], suffixes: [], convention: 'western' };
const created = { type: 'PersonCreated', data: { status: 'active', name }, metadata: {} };
const handle = CommandHandler({ evolve: (state, { data }) => ({ ...state, ...data }), initialState: () => ({}) });
const append = () =>
  store.appendToStream(`person-${randomUUID()}`, [created], { expectedStreamVersion: 'STREAM_DOES_NOT_EXIST' });
const command = () => handle(store, `person-${randomUUID()}`, () => created);

async function measure(atOnce, work, ms = 4_000) {
  const durations = [];
  const begun = performance.now();
  const lane = async () => {
    while (performance.now() - begun < ms) {
      const start = performance.now();
      await work();
      durations.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  const perSecond = (durations.length * 1000) / (performance.now() - begun);
  durations.sort((a, b) => a - b);
  return { perSecond, p50: durations[durations.length >> 1], p99: durations[Math.floor(durations.length * 0.99)] };
}

// The first one makes the tables.
await append();
const results = [];
for (const [what, work] of [
  ['appends', append],
  ['commands through its handler', command],
]) {
  for (const atOnce of [1, 64]) results.push([`${what}, ${atOnce} at a time`, await measure(atOnce, work)]);
}
console.log(JSON.stringify(results));
await store.close();
process.exit(0);
