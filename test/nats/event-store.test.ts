/** The log on a real nats-server, held to the contract of an event store. */

import { afterEach, describe } from 'vitest';
import { eventStoreContract } from '../contract/event-store.ts';
import { aLog, cleanUp } from './servers.ts';

afterEach(cleanUp);

describe('the JetStream store as an event store', () => {
  eventStoreContract(async () => (await aLog()).store);
});
