/** The notebook and the queue of the policies on a real server, held to their contracts, and what servers and gateways do to them. */

import { afterEach, describe, expect, it } from 'vitest';
import { append, write } from '../contract/blocks.ts';
import { factQueueContract } from '../contract/fact-queue.ts';
import { notebookContract } from '../contract/notebook.ts';
import { aFreePort, aLog, anAdmin, aPlainServer, atEnd, cleanUp, refusalOf, scratch, until } from './servers.ts';

afterEach(cleanUp);

describe('The notebook on JetStream', () => {
  notebookContract(async () => (await aLog()).notebook);

  it('says what is wrong when another stream has its subjects', async () => {
    const server = await aPlainServer();
    const { manager } = await anAdmin({ url: server.url });
    await manager.streams.add({ name: 'OTHER', subjects: ['cim.person.policy.x'] });
    const refusal = await refusalOf(aLog({ natsUrl: server.url }));
    expect(refusal.message).toContain('The stream PERSON_POLICY cannot be made');
    expect(refusal.advice).toBe('Another stream may hold the subjects cim.person.policy.>.');
  });

  it('does not know whether a line is written while the server is away, and takes lines when it is back', async () => {
    const [store, port] = [scratch(), await aFreePort()];
    const server = await aPlainServer({ store, port });
    const { notebook } = await aLog({ natsUrl: server.url });
    const line = new TextEncoder().encode('one');
    expect(await notebook.write('a', line, null)).toEqual({ kind: 'appended', sequences: [1] });
    await server.kill();
    expect((await notebook.write('a', line, null)).kind).toMatch(/^(unknown|unavailable)$/);
    await expect(notebook.read([1])).rejects.toThrow('the notebook cannot be read now');
    await aPlainServer({ store, port });
    await until('lines are taken', async () => (await notebook.write('a', line, null)).kind === 'appended');
    expect((await notebook.read([1]))[0]?.name).toBe('a');
  });
});

describe('The queue on JetStream', () => {
  factQueueContract(async () => {
    const server = await aPlainServer();
    const [one, two] = [await aLog({ natsUrl: server.url }), await aLog({ natsUrl: server.url })];
    return { store: one.store, queues: [one.queue, two.queue] };
  });

  it('hands on to another what somebody took and fell silent with', async () => {
    const server = await aPlainServer();
    const [dying, living] = [await aLog({ natsUrl: server.url }), await aLog({ natsUrl: server.url })];
    const { promise: never, resolve: release } = Promise.withResolvers<void>();
    const abort = new AbortController();
    const taken: number[] = [];
    const hold = async (sequence: number) => {
      taken.push(sequence);
      await never;
    };
    const held = dying.queue.consume(0, hold, abort.signal);
    await append(living.store, write(1, 'a', 0));
    await until('it is taken', () => taken.length === 1);
    await dying.close();
    const given: number[] = [];
    const taking = living.queue.consume(0, async (sequence) => void given.push(sequence), abort.signal);
    await until('it is given to another', () => given.length === 1, 30_000);
    expect(given).toEqual([1]);
    atEnd(() => Promise.all([held, taking]));
    atEnd(() => abort.abort());
    atEnd(release);
  });

  it('goes on when the server is back', async () => {
    const [store, port] = [scratch(), await aFreePort()];
    const server = await aPlainServer({ store, port });
    const log = await aLog({ natsUrl: server.url });
    const abort = new AbortController();
    const taken: number[] = [];
    const taking = log.queue.consume(0, async (sequence) => void taken.push(sequence), abort.signal);
    atEnd(() => taking);
    atEnd(() => abort.abort());
    await append(log.store, write(1, 'a', 0));
    await until('the first is taken', () => taken.includes(1));
    await server.kill();
    expect(await log.queue.waiting()).toBeNull();
    await aPlainServer({ store, port });
    await until(
      'the log takes more',
      async () => (await log.store.append([write(2, 'b', 0)])).kind === 'appended',
      30_000,
    );
    await until('the second is taken', () => taken.includes(2), 30_000);
  });
});
