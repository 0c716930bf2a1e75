/** The log on a real nats-server, held to the contract of a feed. */

import { afterEach, describe } from 'vitest';
import { feedContract } from '../contract/feed.ts';
import { aLog, cleanUp } from './servers.ts';

afterEach(cleanUp);

describe('the JetStream feed as a feed', () => {
  feedContract(() => aLog());
});
