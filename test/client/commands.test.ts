/** Commands through the client: sent until it is known what became of them, and taken once. */

import type { GraphQLInputObjectType } from 'graphql';
import { version as versionOf } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSchema } from '../../schema/index.ts';
import { LogUnavailable } from '../../src/app/ports.ts';
import { CommandsUnanswered, createClient, GatewayError } from '../../src/client/client.ts';
import type { CommandInput } from '../../src/client/generated.ts';
import { ATTEMPTS_MAX } from '../../src/client/patience.ts';
import { CommandContended, CommandRefused, CommandUndecided, recordedOrThrow } from '../../src/client/results.ts';
import { COMMANDS_PER_REQUEST } from '../../src/client/send.ts';
import type { CommandId, PersonId } from '../../src/domain/ids.ts';
import { FailingStore } from '../gateway/failing-store.ts';
import { createPerson, idOf, startGateway, type TestGateway } from '../gateway/gateway.ts';
import { type CuttingProxy, startProxy } from './proxy.ts';

const ADA = idOf(1);

const store = new FailingStore();
let ready = true;
let gateway: TestGateway;
let proxy: CuttingProxy;
beforeAll(async () => {
  gateway = await startGateway({ store, hasCaughtUp: () => ready });
  proxy = await startProxy(gateway.address);
  await createPerson(gateway, 1, 'Ada');
});
afterAll(async () => {
  await proxy.stop();
  await gateway.stop();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** A client through the proxy, and what it waited for. */
function aClient() {
  const waited: string[] = [];
  const client = createClient({
    url: proxy.url,
    name: 'tests',
    actor: 'clerk',
    onWait: (reason) => waited.push(reason),
  });
  return { client, waited };
}

let tags = 0;
const tag = () => {
  tags += 1;
  return { personId: ADA, tag: `tag-${tags}` };
};

describe('A command', () => {
  it('is a method of its own, of every one that the schema has', () => {
    const schema = createSchema();
    const known = Object.keys((schema.getType('CommandInput') as GraphQLInputObjectType).getFields());
    expect(Object.keys(aClient().client.commands).sort()).toEqual(known.sort());
    expect(Object.keys(schema.getMutationType()?.getFields() ?? {})).toEqual(expect.arrayContaining(known));
  });

  it('gets an id in the order of time, and says who sends it and through what', async () => {
    const { client } = aClient();
    const first = recordedOrThrow(await client.commands.addTag(tag()));
    const second = recordedOrThrow(await client.commands.addTag(tag()));
    expect([versionOf(first.commandId), versionOf(second.commandId)]).toEqual([7, 7]);
    expect(Math.abs(Number.parseInt(first.commandId.replace('-', '').slice(0, 12), 16) - Date.now())).toBeLessThan(
      60_000,
    );
    expect(await gateway.ask(`{ event(cid: "${first.events[0]?.cid}") { actor source commandId } }`)).toEqual({
      event: { actor: 'clerk', source: 'tests', commandId: first.commandId },
    });
  });

  it('keeps the id it was given, and is not taken again under it', async () => {
    const { client } = aClient();
    const input = { ...tag(), commandId: 'mine' };
    expect(await client.commands.addTag(input)).toMatchObject({ commandId: 'mine', replayed: false });
    expect(await client.commands.addTag(input)).toMatchObject({ commandId: 'mine', replayed: true });
  });

  it('that is refused is told by its code, as a value or as an error', async () => {
    const { client } = aClient();
    const result = await client.commands.addEmail({ personId: ADA, address: 'nonsense' });
    expect(result).toMatchObject({ __typename: 'Refused', code: 'EMAIL_INVALID', field: 'address' });
    expect(() => recordedOrThrow(result)).toThrow(CommandRefused);
    expect(() => recordedOrThrow(result)).toThrow(/^This is not an email address.* \(address\)$/);
    try {
      recordedOrThrow(result);
    } catch (error) {
      expect((error as CommandRefused).code).toBe('EMAIL_INVALID');
    }
  });

  it('that expects another version is contended at once', async () => {
    const { client, waited } = aClient();
    const result = await client.commands.addTag({ ...tag(), expectedVersion: 0 });
    expect(result).toMatchObject({ __typename: 'Contended', expectedVersion: 0 });
    expect(() => recordedOrThrow(result)).toThrow(CommandContended);
    expect(waited).toEqual([]);
  });

  it('that cannot be understood fails with what the gateway says', async () => {
    const { client } = aClient();
    await expect(client.commands.addTag({ personId: ADA, tag: 7 as never })).rejects.toThrow(GatewayError);
  });
});

describe('A command whose answer is lost', () => {
  it.each([1, 2, 3])('%d times is taken once', async (times) => {
    const { client, waited } = aClient();
    const input = tag();
    const before = await store.lastSequence();
    proxy.answersLost = times;
    expect(await client.commands.addTag(input)).toMatchObject({ __typename: 'Recorded', replayed: true });
    expect(await store.lastSequence()).toBe(before + 1);
    expect(waited).toHaveLength(times);
  });

  it('again and again is given up after so many attempts, and names its id to send it later', async () => {
    vi.useFakeTimers();
    const asked: string[] = [];
    const fetch: typeof globalThis.fetch = async (_, init) => {
      asked.push(
        (JSON.parse(String(init?.body)) as { variables: { input: { commandId: string } } }).variables.input.commandId,
      );
      throw new TypeError('fetch failed', { cause: new Error('other side closed') });
    };
    const client = createClient({ url: 'http://127.0.0.1:1/graphql', name: 'tests', fetch });
    const failed = client.commands.addTag(tag()).catch((error: unknown) => error as CommandsUnanswered);
    await vi.runAllTimersAsync();
    const error = await failed;
    expect(error).toBeInstanceOf(CommandsUnanswered);
    expect(asked).toHaveLength(ATTEMPTS_MAX);
    expect(new Set(asked)).toEqual(new Set((error as CommandsUnanswered).commandIds));
    expect((error as Error).message).toBe('No gateway answers at http://127.0.0.1:1/graphql (other side closed).');
  });

  it('since nobody listens and nobody ever did, is given up at once', async () => {
    const waited: string[] = [];
    const client = createClient({
      url: 'http://127.0.0.1:9/graphql',
      name: 'tests',
      onWait: (why) => waited.push(why),
    });
    await expect(client.commands.addTag(tag())).rejects.toThrow(CommandsUnanswered);
    expect(waited).toEqual([]);
  });
});

describe('A command is sent again under its id', () => {
  it('while the log does not answer', async () => {
    const { client, waited } = aClient();
    store.fault = new LogUnavailable('the log is away');
    setTimeout(() => (store.fault = null), 400);
    expect(await client.commands.addTag(tag())).toMatchObject({ __typename: 'Recorded' });
    expect(waited[0]).toMatch(/^Nobody knows yet whether the command was taken/);
  });

  it('while the gateway is busy, and not before it said', async () => {
    const { client, waited } = aClient();
    const ids: string[] = [];
    const one = gateway.app.dispatch.one.bind(gateway.app.dispatch);
    const busy = { kind: 'busy', personId: ADA as PersonId, retryAfterMs: 600 } as const;
    vi.spyOn(gateway.app.dispatch, 'one').mockImplementation(async (order) => {
      ids.push(order.meta.commandId);
      return ids.length === 1 ? { ...busy, commandId: order.meta.commandId } : one(order);
    });
    const begun = performance.now();
    expect(await client.commands.addTag(tag())).toMatchObject({ __typename: 'Recorded', replayed: false });
    expect(performance.now() - begun).toBeGreaterThanOrEqual(600);
    expect(new Set(ids).size).toBe(1);
    expect(ids).toHaveLength(2);
    expect(waited).toEqual([expect.stringMatching(/Send it again in 600 ms/)]);
  });

  it('while the gateway is not ready', async () => {
    const { client, waited } = aClient();
    ready = false;
    setTimeout(() => (ready = true), 500);
    expect(await client.commands.addTag(tag())).toMatchObject({ __typename: 'Recorded', replayed: false });
    expect(waited[0]).toMatch(/^The gateway is reading its log/);
  });

  it('when others were faster, where it expects no version', async () => {
    const { client, waited } = aClient();
    const contended = {
      kind: 'contended',
      personId: ADA as PersonId,
      expectedVersion: null,
      actualVersion: 7,
    } as const;
    vi.spyOn(gateway.app.dispatch, 'one').mockResolvedValueOnce({ ...contended, commandId: 'c' as CommandId });
    expect(await client.commands.addTag(tag())).toMatchObject({ __typename: 'Recorded' });
    expect(waited).toHaveLength(1);
  });

  it('until it was sent so often that the answer is what it is', async () => {
    const { client } = aClient();
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const unsettled = { kind: 'unsettled', personId: ADA as PersonId, reason: 'no answer' } as const;
    const sent = vi
      .spyOn(gateway.app.dispatch, 'one')
      .mockImplementation(async ({ meta }) => ({ ...unsettled, ...meta }));
    const answer = client.commands.addTag(tag());
    const passing = setInterval(() => vi.advanceTimersByTime(5_000), 5);
    const result = await answer.finally(() => clearInterval(passing));
    expect(result).toMatchObject({ __typename: 'Unsettled' });
    expect(() => recordedOrThrow(result)).toThrow(CommandUndecided);
    expect(sent).toHaveBeenCalledTimes(ATTEMPTS_MAX);
  });
});

describe('Many commands', () => {
  const added = (count: number): CommandInput[] => Array.from({ length: count }, () => ({ addTag: tag() }));

  it('are answered in their order, in as many requests as it takes', async () => {
    const { client } = aClient();
    const one = vi.spyOn(gateway.app.dispatch, 'one');
    const commands = added(COMMANDS_PER_REQUEST + 10);
    const results = await client.submitCommands(commands);
    expect(results.map((result) => recordedOrThrow(result).events[0]?.data)).toEqual(
      commands.map(({ addTag }) => ({ tag: addTag?.tag })),
    );
    expect(one).toHaveBeenCalledTimes(commands.length);
    expect(await client.submitCommands([])).toEqual([]);
  });

  it('are taken all or none, when they are to be', async () => {
    const { client } = aClient();
    const before = await store.lastSequence();
    const results = await client.submitCommands([{ addTag: tag() }, { addTag: { personId: idOf(9), tag: 'nobody' } }], {
      atomic: true,
    });
    expect(results.map(({ __typename }) => __typename)).toEqual(['Refused', 'Refused']);
    expect(await store.lastSequence()).toBe(before);
  });

  it('are each taken once when an answer is lost, and all again when some were not settled', async () => {
    const { client } = aClient();
    const before = await store.lastSequence();
    proxy.answersLost = 1;
    const results = await client.submitCommands(added(20));
    expect(results.every((result) => result.__typename === 'Recorded' && result.replayed)).toBe(true);
    expect(await store.lastSequence()).toBe(before + 20);
  });

  it('keep their first answers, though some had to be sent again', async () => {
    const { client } = aClient();
    let sent = 0;
    const one = gateway.app.dispatch.one.bind(gateway.app.dispatch);
    vi.spyOn(gateway.app.dispatch, 'one').mockImplementation(async (order) => {
      sent += 1;
      const { personId } = order.command;
      return sent === 2 ? { kind: 'busy', personId, commandId: order.meta.commandId, retryAfterMs: 1 } : one(order);
    });
    const results = await client.submitCommands(added(3));
    expect(results.map((result) => recordedOrThrow(result).replayed)).toEqual([false, false, false]);
    expect(sent).toBe(6);
  });
});
