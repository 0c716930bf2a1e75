/** The notebook and the queue in memory, held to their contracts. */

import { describe } from 'vitest';
import { MemoryStore } from '../../../src/app/memory-store.ts';
import { MemoryNotebook } from '../../../src/app/policies/memory-notebook.ts';
import { MemoryQueue } from '../../../src/app/policies/memory-queue.ts';
import { factQueueContract } from '../../contract/fact-queue.ts';
import { notebookContract } from '../../contract/notebook.ts';

describe('The notebook in memory', () => notebookContract(async () => new MemoryNotebook()));

describe('The queue in memory', () =>
  factQueueContract(async () => {
    const store = new MemoryStore();
    const queue = new MemoryQueue(store);
    return { store, queues: [queue, queue] };
  }));
