/** The notebook and the queue of the policies on a real server, held to their contracts. */

import { afterEach, describe } from 'vitest';
import { factQueueContract } from '../contract/fact-queue.ts';
import { notebookContract } from '../contract/notebook.ts';
import { aLog, aPlainServer, cleanUp } from './servers.ts';

afterEach(cleanUp);

describe('The notebook on JetStream', () => notebookContract(async () => (await aLog()).notebook));

describe('The queue on JetStream', () =>
  factQueueContract(async () => {
    const server = await aPlainServer();
    const [one, two] = [await aLog({ natsUrl: server.url }), await aLog({ natsUrl: server.url })];
    return { store: one.store, queues: [one.queue, two.queue] };
  }));
