/** A log with blocks in it that nobody should have put there: nothing of them is believed, and nobody else suffers. */

import { headers } from '@nats-io/transport-node';
import { type GraphQLSchema, graphql } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSchema } from '../../schema/index.ts';
import { type App, createApp } from '../../src/app/app.ts';
import { codec } from '../../src/codec/codec.ts';
import type { CommandId, PersonId } from '../../src/domain/ids.ts';
import type { Event, Recorded } from '../../src/domain/message.ts';
import { contextOf } from '../../src/gateway/context.ts';
import { healthOf } from '../../src/gateway/health.ts';
import type { Log } from '../../src/nats/open.ts';
import { type Admin, aLog, anAdmin, aServer, atEnd, cleanUp, scratch, until, urlOf } from './servers.ts';

const ADA = '01890a5d-ac96-774b-bcce-b302099a8001' as PersonId;
const BOB = '01890a5d-ac96-774b-bcce-b302099a8002' as PersonId;
const AT = Date.UTC(2026, 2, 1, 12);

const schema: GraphQLSchema = createSchema();

let url: string;
let admin: Admin;
let log: Log;
let app: App;
let folder: string;

afterEach(cleanUp);

beforeEach(async () => {
  const { access } = await aServer();
  url = urlOf(access);
  admin = await anAdmin(access);
  folder = scratch();
  await openGateway();
  await create('ADA', ADA);
  await tag(ADA, 'pioneer');
  await create('BOB', BOB);
});

/** Opens the log and the application on it, as the gateway does at its start. */
async function openGateway(): Promise<void> {
  log = await aLog({ natsUrl: url, dataDirectory: folder });
  app = createApp({ store: log.store, feed: log.feed, codec, clock: () => AT, logId: log.logId });
  app.start();
  atEnd(app.stop);
  await caughtUp();
}

async function reopenGateway(): Promise<void> {
  await app.stop();
  await log.close();
  await openGateway();
}

async function caughtUp(): Promise<void> {
  const last = await log.feed.lastSequence();
  await until('the projections are there', () => app.projector.position === last);
}

async function ask(source: string, variableValues: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const contextValue = contextOf(app, { header: () => null });
  const { data, errors } = await graphql({ schema, source, variableValues, contextValue });
  if (errors !== undefined) throw new AggregateError(errors, 'The query failed');
  return JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
}

const RESULT = `{ __typename ... on Refused { code } ... on Recorded { events { version } } }`;

const create = (given: string, personId: PersonId) =>
  ask(`mutation ($i: CreatePersonInput!) { createPerson(input: $i) ${RESULT} }`, {
    i: { personId, commandId: `create-${given}`, name: { given: [given], family: [] } },
  });

const tag = async (personId: PersonId, text: string) => {
  const input = { personId, tag: text, commandId: `tag-${text}` };
  const { addTag } = await ask(`mutation ($i: AddTagInput!) { addTag(input: $i) ${RESULT} }`, { i: input });
  return addTag;
};

/** Puts bytes into the stream, past the gateway. */
async function put(subject: string, bytes: Uint8Array | string, cid: string | null): Promise<number> {
  const all = headers();
  if (cid !== null) all.set('Cid', cid);
  const reply = await admin.connection.request(`cim.person.event.${subject}`, bytes, { headers: all, timeout: 2_000 });
  return reply.json<{ seq: number }>().seq;
}

/** The event that could come next in the history of Ada, but for what is different. */
async function nextOf(different: Partial<Event> = {}): Promise<Event> {
  const known = await app.persons.history(ADA);
  const last = known.events.at(-1) as Recorded;
  return {
    personId: ADA,
    type: 'TagAdded',
    version: 1,
    n: last.n + 1,
    prev: last.cid,
    at: AT,
    data: { tag: 'forged' },
    meta: { ...last.meta, commandId: 'forged' as CommandId },
    ...different,
  };
}

const flipped = (bytes: Uint8Array, at: number) => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));

const PERSON = `query ($id: ID!) {
  person(id: $id) {
    version
    tags
    verification { ok checked fault }
    history { totalCount nodes { version type } }
    timeline { totalCount }
  }
}`;

const ADA_BEFORE = {
  version: 2,
  tags: ['pioneer'],
  history: {
    totalCount: 2,
    nodes: [
      { version: 1, type: 'PersonCreated' },
      { version: 2, type: 'TagAdded' },
    ],
  },
  timeline: { totalCount: 2 },
};

const QUARANTINED = { __typename: 'Refused', code: 'PERSON_IS_QUARANTINED' };

/** Ada as of her last good event, whatever lies after it; and Bob as if nothing had happened. */
async function expectQuarantine(fault: RegExp, sequence: number): Promise<void> {
  const verification = { ok: false, checked: 2, fault: expect.stringMatching(fault) };
  expect(await ask(PERSON, { id: ADA })).toEqual({ person: { ...ADA_BEFORE, verification } });
  expect(await tag(ADA, 'late')).toEqual(QUARANTINED);
  const health = await healthOf(app, log);
  expect(health.status).toBe('degraded');
  expect(health.quarantined).toEqual([{ personId: ADA, sequence, reason: expect.any(String) }]);
  expect(await ask('query ($id: ID!) { person(id: $id) { verification { ok fault } } }', { id: BOB })).toEqual({
    person: { verification: { ok: true, fault: null } },
  });
}

const event = (cid: string) => ask('query ($cid: CID!) { event(cid: $cid) { id } }', { cid });

describe('a block with one flipped byte', () => {
  it.each([0, 17, 60, 119])('is named and never served: byte %i', async (at) => {
    const { bytes, cid } = codec.seal(await nextOf());
    const sequence = await put(ADA, flipped(bytes, at), cid);
    await caughtUp();
    await expectQuarantine(new RegExp(`^Block ${sequence} \\(CID ${cid}\\): the bytes have the CID `), sequence);
    expect(await event(cid)).toEqual({ event: null });
    expect(await app.reader.read([sequence])).toEqual([null]);
  });

  it('is all the same after a restart, and other persons go on before and after it', async () => {
    const { bytes, cid } = codec.seal(await nextOf());
    const sequence = await put(ADA, flipped(bytes, 60), cid);
    await caughtUp();
    expect(await tag(BOB, 'before')).toEqual({ __typename: 'Recorded', events: [{ version: 2 }] });
    await reopenGateway();
    await expectQuarantine(/the bytes have the CID/, sequence);
    expect(await event(cid)).toEqual({ event: null });
    expect(await tag(BOB, 'after')).toEqual({ __typename: 'Recorded', events: [{ version: 3 }] });
  });

  it('spoils what follows it too, even where that would be right', async () => {
    const next = await nextOf();
    const { bytes, cid } = codec.seal(next);
    const sequence = await put(ADA, flipped(bytes, 60), cid);
    const after = codec.seal({ ...next, n: next.n + 1, prev: cid, data: { tag: 'after' } });
    await put(ADA, after.bytes, after.cid);
    await caughtUp();
    await expectQuarantine(/the bytes have the CID/, sequence);
    expect(await event(after.cid)).toEqual({ event: null });
  });
});

describe('a whole block that does not belong where it lies', () => {
  const cases: readonly (readonly [string, Partial<Event>, RegExp])[] = [
    ['skips a number', { n: 4 }, /the event has number 4, where 3 is due/],
    ['tells a number again', { n: 2 }, /the event has number 2, where 3 is due/],
    ['follows nothing', { prev: null }, /the event follows nothing, where bafy\w+ comes before/],
    ['is about another person', { personId: BOB }, new RegExp(`the block belongs to person ${BOB}`)],
  ];

  it.each(cases)('breaks the chain when it %s', async (_, different, reason) => {
    const { bytes, cid } = codec.seal(await nextOf(different));
    const sequence = await put(ADA, bytes, cid);
    await caughtUp();
    await expectQuarantine(reason, sequence);
    expect(await event(cid)).toEqual({ event: null });
    expect(await app.reader.read([sequence])).toEqual([null]);
    await reopenGateway();
    await expectQuarantine(reason, sequence);
  });

  it('breaks the chain when it is there twice', async () => {
    const [, second] = (await app.persons.history(ADA)).events as [Recorded, Recorded];
    const [block] = await log.store.read([second.sequence]);
    const sequence = await put(ADA, block?.bytes ?? '', second.cid);
    await caughtUp();
    await expectQuarantine(/the event has number 2, where 3 is due/, sequence);
    // The right one is served as ever.
    expect((await event(second.cid)).event).not.toBeNull();
  });
});

describe('what is no block at all', () => {
  it.each([
    ['garbage', 'no block', null, /: the bytes have the CID bafy\w+, but none is claimed/],
    ['nothing', '', null, /but none is claimed/],
    ['garbage under a CID of its own', 'no block', codecCid('no block'), /: the block ends too soon/],
  ])('is set aside with its person: %s', async (_, bytes, cid, fault) => {
    const sequence = await put(ADA, bytes, cid);
    await caughtUp();
    await expectQuarantine(fault, sequence);
    await reopenGateway();
    await expectQuarantine(fault, sequence);
  });

  it('stops nobody when it lies under a subject that is no person', async () => {
    const { bytes, cid } = codec.seal(await nextOf());
    const sequence = await put('nobody', bytes, cid);
    await put('_canary', 'chirp', null);
    await caughtUp();
    const check = async () => {
      const { status, quarantined } = await healthOf(app, log);
      expect(status).toBe('degraded');
      expect(quarantined.map(({ personId }) => personId)).toEqual(['nobody', '_canary']);
      expect(await event(cid)).toEqual({ event: null });
      expect(await app.reader.read([sequence])).toEqual([null]);
      expect(await ask(PERSON, { id: ADA })).toMatchObject({ person: { ...ADA_BEFORE, verification: { ok: true } } });
    };
    await check();
    await reopenGateway();
    await check();
    expect(await tag(ADA, 'goes-on')).toEqual({ __typename: 'Recorded', events: [{ version: 3 }] });
  });

  it('makes a person of nobody', async () => {
    const CAROL = '01890a5d-ac96-774b-bcce-b302099a8003' as PersonId;
    await put(CAROL, 'no block', null);
    await caughtUp();
    expect(await ask('query ($id: ID!) { person(id: $id) { version } }', { id: CAROL })).toEqual({ person: null });
    expect((await create('CAROL', CAROL)).createPerson).toEqual(QUARANTINED);
  });
});

function codecCid(text: string): string {
  const damage = codec.open({ sequence: 1, personId: ADA, cid: null, bytes: Buffer.from(text) });
  return /CID (\w+)/.exec('reason' in damage ? damage.reason : '')?.[1] ?? '';
}
