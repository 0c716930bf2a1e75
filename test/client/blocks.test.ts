/** Events as the blocks that they are: the stored bytes, from which anybody can work out their ids. */

import { hash } from 'node:crypto';
import { decode } from '@ipld/dag-cbor';
import { CID } from 'multiformats/cid';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { LogUnavailable } from '../../src/app/ports.ts';
import { BlocksDocument } from '../../src/client/generated.ts';
import { codec } from '../../src/codec/codec.ts';
import { FailingStore } from '../gateway/failing-store.ts';
import { createPerson, idOf, startGateway, type TestGateway } from '../gateway/gateway.ts';
import { subscribe } from '../gateway/sse.ts';

const ADA = idOf(1);

const store = new FailingStore();
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ store });
  await createPerson(gateway, 1, 'Ada');
  await createPerson(gateway, 2, 'Bob');
  for (const tag of ['é', 'two']) await gateway.recorded('AddTag', { personId: ADA, tag });
});
afterAll(() => gateway.stop());

const digestOf = (cid: string) => Buffer.from(CID.parse(cid).multihash.digest).toString('hex');

it('The block of an event has exactly the stored bytes, read together and never encoded anew', async () => {
  const seal = vi.spyOn(codec, 'seal');
  const read = vi.spyOn(store, 'read');
  const { person } = await gateway.client.ask(BlocksDocument, { id: ADA, first: 10, after: null });
  const events = person?.history.nodes ?? [];
  expect(events).toHaveLength(3);
  expect(read.mock.calls).toEqual([[[1, 3, 4]]]);
  expect(seal).not.toHaveBeenCalled();
  const stored = await store.read([1, 3, 4]);
  for (const [at, { block, cid, version, data }] of events.entries()) {
    const bytes = Buffer.from(block, 'base64');
    expect(bytes.equals(stored[at]?.bytes as Uint8Array)).toBe(true);
    expect(hash('sha256', bytes)).toBe(digestOf(cid));
    expect(decode(bytes)).toMatchObject({ n: version, person: ADA, data });
  }
  vi.restoreAllMocks();
});

it('The block of an event that was only validated is the one that would be stored', async () => {
  const validated = await gateway.ask<{ addTag: { events: { cid: string; block: string }[] } }>(
    `mutation { addTag(input: { personId: "${ADA}", tag: "x", validateOnly: true }) { ... on Recorded { events { cid block } } } }`,
  );
  const [{ cid, block } = { cid: '', block: '' }] = validated.addTag.events;
  expect(hash('sha256', Buffer.from(block, 'base64'))).toBe(digestOf(cid));
});

it('A block cannot be had while the log cannot be reached, though the event can', async () => {
  const event = (fields: string) => gateway.post(`{ person(id: "${ADA}") { history { nodes { ${fields} } } } }`);
  store.fault = new LogUnavailable('the log is away');
  expect((await event('cid')).body.errors).toBeUndefined();
  expect((await event('block')).body.errors).toMatchObject([{ extensions: { code: 'LOG_UNAVAILABLE' } }]);
  store.fault = null;
});

it('A block comes with live events as well', async () => {
  const stream = await subscribe<{ personEvents: { event: { cid: string; block: string } } }>(
    gateway,
    'subscription { personEvents(last: 2) { event { cid block } } }',
  );
  for (const { personEvents } of await stream.take(2))
    expect(hash('sha256', Buffer.from(personEvents.event.block, 'base64'))).toBe(digestOf(personEvents.event.cid));
  stream.cut();
});
