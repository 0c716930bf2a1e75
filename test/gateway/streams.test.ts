/** What subscribers that ask the same are told is worked out once; what went wrong is told to nobody else. */

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { LogUnavailable } from '../../src/app/ports.ts';
import type { Stream } from '../../src/gateway/streams.ts';
import { createPerson, idOf, startGateway, type TestGateway } from './gateway.ts';
import { dataOf, frameOf, type Taps, tapsOf } from './in-process.ts';

const ADA = idOf(1);
/** Reads the log whenever it is worked out, which can be counted and made to fail. */
const CHECKED = `subscription ($id: ID!, $after: Position) {
  person(id: $id, after: $after) { position person { version verification { ok checked } } } }`;

interface Told {
  readonly timelineEntries: {
    readonly entry: { readonly person: { readonly history: { readonly nodes: unknown[] } } };
  };
}

let gateway: TestGateway;
let taps: Taps;
let now: string;
beforeAll(async () => {
  gateway = await startGateway();
  taps = tapsOf(gateway);
  await createPerson(gateway, 1, 'Ada');
  await createPerson(gateway, 2, 'Bob');
});
afterAll(() => gateway.stop());
const opened: Stream[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const stream of opened.splice(0)) await stream.return?.();
  expect(gateway.app.live.subscribers.open).toBe(0);
});

const tag = async (text: string, personId = ADA) => {
  const { position } = await gateway.recorded('AddTag', { personId, tag: text });
  await gateway.app.projector.reached(gateway.app.positions.decode(position) as number, 5_000);
  return position;
};
const open = async (query: string, variables: object, headers = {}) => {
  const stream = await taps.open(query, { ...variables }, headers);
  opened.push(stream);
  return stream;
};
const here = () => gateway.app.positions.encode(gateway.app.projector.position);
const verifying = () => vi.spyOn(gateway.app.reader, 'verify');

describe('What many ask', () => {
  it('is worked out once for all of them, wherever they began and however slow they are', async () => {
    const before = here();
    await tag('an earlier one');
    now = here();
    const many = await Promise.all(
      Array.from({ length: 50 }, (_, at) => open(CHECKED, { id: ADA, after: at % 2 === 0 ? before : now })),
    );
    for (const [at, stream] of many.entries()) if (at % 2 === 0) await frameOf(stream);
    const nexts = many.map((stream) => frameOf(stream));
    const worked = verifying();
    const position = await tag('for many');
    const frames = await Promise.all(nexts);
    expect(new Set(frames)).toHaveProperty('size', 1);
    expect(frames[0]?.position).toBe(position);
    const late = await open(CHECKED, { id: ADA, after: now });
    expect(await frameOf(late)).toBe(frames[0]);
    expect(worked).toHaveBeenCalledTimes(1);
  });

  it('is not mixed up with what is asked of another person, or in other words', async () => {
    now = here();
    const asked: [string, object][] = [
      [CHECKED, { id: ADA }],
      [CHECKED, { id: idOf(2) }],
      [CHECKED.replace('position person', 'person'), { id: ADA }],
    ];
    const streams = [];
    for (const [query, variables] of asked) streams.push(await open(query, { ...variables, after: now }));
    const nexts = streams.map((stream) => frameOf(stream));
    await tag('apart', ADA);
    await tag('apart', idOf(2));
    expect(new Set((await Promise.all(nexts)).map(({ text }) => text))).toHaveProperty('size', 3);
  });

  it('is not mixed up where the number to begin with says something else besides', async () => {
    const query = `subscription ($last: Int!) { timelineEntries(last: $last, personId: "${ADA}") {
      entry { person { history(first: $last) { nodes { version } } } } } }`;
    await tag('to begin with');
    const streams = [await open(query, { last: 1 }), await open(query, { last: 2 })];
    for (const stream of streams) await frameOf(stream);
    await frameOf(streams[1] as Stream);
    const nexts = streams.map((stream) => dataOf<Told>(stream));
    await tag('to go on with');
    const counts = (await Promise.all(nexts)).map((told) => told.timelineEntries.entry.person.history.nodes.length);
    expect(counts).toEqual([1, 2]);
  });
});

describe('An item that cannot be told, since the log is away for a moment', () => {
  it('ends the stream without a position, and is told to whoever comes next, in the same words', async () => {
    now = here();
    const [unlucky, lucky] = [
      await open(CHECKED, { id: ADA, after: now }),
      await open(CHECKED, { id: ADA, after: now }),
    ];
    const position = await tag('told in the end');
    verifying().mockRejectedValueOnce(new LogUnavailable('not now'));
    const frame = await frameOf(unlucky);
    expect(frame).toMatchObject({ position: null, result: { errors: [{ extensions: { code: 'LOG_UNAVAILABLE' } }] } });
    expect(frame.text).not.toContain('position');
    expect(await unlucky.next()).toEqual({ done: true, value: undefined });
    expect(await frameOf(lucky)).toMatchObject({ position, result: { data: { person: { position } } } });
    const resumed = await open(CHECKED, { id: ADA }, { 'last-event-id': now });
    expect((await frameOf(resumed)).position).toBe(position);
  });
});

describe('An item of which a part fails', () => {
  it('keeps its position, says nothing of what is ours to know, and is worked out again for others', async () => {
    now = here();
    const query = CHECKED.replace('verification', 'mergedInto { id } verification');
    const [one, two] = [await open(query, { id: ADA, after: now }), await open(query, { id: ADA, after: now })];
    const position = await tag('in part');
    verifying().mockRejectedValueOnce(new Error('the cellar is full of water'));
    const frame = await frameOf(one);
    expect(frame.position).toBe(position);
    expect(frame.result.errors).toMatchObject([{ message: 'Unexpected error.' }]);
    expect(frame.text).not.toContain('water');
    expect(taps.logged.at(-1)).toMatchObject({ err: { message: 'the cellar is full of water' } });
    expect(await dataOf(two)).toMatchObject({ person: { person: { verification: { ok: true } } } });
    // The stream goes on after it.
    const next = frameOf(one);
    await tag('in whole');
    expect((await next).result.errors).toBeUndefined();
  });
});
