/** What policies cost: facts, effects, the time that waits, and a person whom everybody is related to. */

import { type App, createApp } from '../../src/app/app.ts';
import { MemoryStore } from '../../src/app/memory-store.ts';
import { codec } from '../../src/codec/codec.ts';
import type { PersonId } from '../../src/domain/ids.ts';
import type { Event } from '../../src/domain/message.ts';
import { act, type Policy } from '../../src/domain/policies/policy.ts';
import type { Log } from '../../src/nats/open.ts';
import { order } from '../app/world.ts';
import { command, item, name } from '../domain/examples.ts';
import { fill, withLog } from './log.ts';
import { collect, tell } from './measure.ts';
import { lifeOf } from './people.ts';
import { benchSchedules } from './schedules.ts';

const PERSONS = 2_000;
const EVENTS_EACH = 10;
const WRITES = 500;
const HUB = Number(process.env.BENCH_HUB ?? 100_000);
const HUB_LEAST = 1_000;

const ALL = ['PersonCreated', 'EmailAdded', 'EmploymentAdded', 'SkillAdded'] as const;

const rule = (after: Policy['after'], decide: Policy['decide']): Policy => ({
  ...{ name: 'bench', description: 'For measuring.', settings: {}, after, decide },
});

/** Looks at everything, and wants nothing. */
const looking = rule(new Set(ALL), ({ personId }, known) => (known.person(personId) === null ? [] : []));
/** Is told of everything, and looks at nothing. */
const deaf = rule(new Set(['OnboardingFailed']), () => []);
/** Asks for a message after each fact. */
const busy = rule(new Set(ALL), function* ({ personId, fact }, known) {
  const messageId = known.id(personId, `${fact?.type} ${JSON.stringify(fact?.data)}`);
  if (known.person(personId)?.core.messages.live.has(messageId) === true) return;
  yield act(personId, 'RequestMessage', { messageId, template: 'bench' }, 'Something happened.', messageId);
});

export async function benchPolicy(): Promise<void> {
  // First, while there is nothing else in memory.
  await benchSchedules();
  const rates: [string, number][] = [];
  for (const [what, policy] of [
    ['facts passed over, since no policy looks at them', deaf],
    ['facts looked at by a policy that wants nothing', looking],
    ['facts that lead to an effect, with its decision', busy],
  ] as const) {
    await withLog(async (log) => void rates.push([what, await facts(log, policy)]));
  }
  tell('a second', rates);
  await withLog(delays);
  await hub(HUB_LEAST);
  await hub(HUB);
}

async function start(log: Log, policy: Policy): Promise<App> {
  const { store, feed, notebook, queue, logId } = log;
  const app = createApp({ store, feed, notebook, queue, codec, clock: Date.now, logId, rules: [policy] });
  app.start();
  await app.projector.reached(await feed.lastSequence(), 600_000);
  await app.policies.start();
  return app;
}

async function enable(app: App): Promise<void> {
  const change = { name: 'bench', settings: { enabled: true }, by: 'bench', reason: null, expectedVersion: null };
  const outcome = await app.policyDesk.change(change);
  if (outcome.kind !== 'changed') throw new Error(outcome.kind);
}

/** Facts a second that one gateway has done with, which waited when it started. */
async function facts(log: Log, policy: Policy): Promise<number> {
  const before = await start(log, policy);
  await enable(before);
  await before.stop();
  await fill(log, PERSONS, EVENTS_EACH);
  const app = await start(log, policy);
  const begun = performance.now();
  // With effects there are more, which are facts again.
  while ((await app.policies.lag()) !== 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const rate = (PERSONS * EVENTS_EACH * 1_000) / (performance.now() - begun);
  await app.stop();
  return rate;
}

/** From the answer to a command until the effect of a policy can be seen. */
async function delays(log: Log): Promise<void> {
  const app = await start(log, busy);
  await enable(app);
  const seen = new Map<string, number>();
  app.projector.observe((events) => {
    for (const { type, personId } of events) if (type === 'MessageRequested') seen.set(personId, performance.now());
  });
  const waits: number[] = [];
  for (let n = 1; n <= WRITES; n += 1) {
    const personId = `01890a5d-ac96-774b-bcce-${String(n).padStart(12, '0')}` as PersonId;
    await app.dispatch.one(order(command('CreatePerson', { name: name('Ada', 'Lovelace') }, personId), `bench-${n}`));
    const answered = performance.now();
    while (!seen.has(personId)) await new Promise((resolve) => setImmediate(resolve));
    waits.push(Math.max(0, (seen.get(personId) ?? 0) - answered));
  }
  await app.stop();
  waits.sort((a, b) => a - b);
  const at = (share: number) => (waits[Math.floor(waits.length * share)] ?? 0).toFixed(2);
  console.log(`from the answer to a command to the effect: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`);
}

/** A person whom so many are related to is archived, and all of them are to rest. On a log in memory. */
async function hub(size: number): Promise<void> {
  const store = new MemoryStore();
  const hubId = putHub(store, size);
  const app = createApp({ store, feed: store, codec, clock: Date.now, logId: 'bench', timing: { spreadMs: 0 } });
  app.start();
  await app.projector.reached(await store.lastSequence(), 600_000);
  await app.policies.start();
  const change = { settings: { enabled: true }, by: 'bench', reason: null, expectedVersion: null };
  await app.policyDesk.change({ name: 'relationship-cascade', ...change });
  collect();
  const heap = process.memoryUsage().heapUsed;
  let most = heap;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().heapUsed);
  }, 20);
  const archive = command('ArchivePerson', { reason: 'left' }, hubId);
  const begun = performance.now();
  await app.dispatch.one(order({ ...archive, at: Date.now() }, 'archive'));
  while ((app.policies.book.state('relationship-cascade')?.counts.fired ?? 0) < size) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const ms = performance.now() - begun;
  clearInterval(watch);
  const each = ((ms * 1_000) / size).toFixed(0);
  const mebibytes = ((most - heap) / 2 ** 20).toFixed(0);
  console.log(
    `${size} relationships rest: ${(ms / 1_000).toFixed(1)} s, ${each} µs each, at most ${mebibytes} MiB more`,
  );
  await app.stop();
}

/** Puts a person that so many are related to into the log, with all of them; both histories tell of each. */
function putHub(store: MemoryStore, size: number): PersonId {
  const [hub, ...others] = Array.from({ length: size + 1 }, (_, n) => lifeOf(n, 1)[0] as Event);
  if (hub === undefined) throw new Error('There is no hub');
  let [prev, n] = [put(store, hub), 1];
  for (const [at, other] of others.entries()) {
    const first = put(store, other);
    const told = { relationshipId: item(at), kind: 'friend', strength: 0.5 };
    const type = 'RelationshipEstablished';
    const version = codec.versionOf(type);
    const own = { ...told, otherId: hub.personId, direction: 'outgoing' };
    put(store, { ...other, type, version, data: own, n: 2, prev: first });
    n += 1;
    const mirrored = { ...told, otherId: other.personId, direction: 'incoming' };
    prev = put(store, { ...hub, type, version, data: mirrored, n, prev });
  }
  return hub.personId;
}

function put(store: MemoryStore, event: Event): string {
  const { cid, bytes } = codec.seal(event);
  store.put(event.personId, cid, bytes);
  return cid;
}
