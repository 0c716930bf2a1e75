/** A gateway that bad requests are sent to; after each test it is looked at whether it took harm. */

import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { ADA } from './examples/example.ts';
import { type Answer, createPerson, startGateway, type TestGateway } from './gateway.ts';

/** Statuses tell what became of a request when the answer is of this type. */
export const STRICT = { accept: 'application/graphql-response+json' };

/** A mutation that would be taken, were it sent well. */
export const TAG = `mutation { addTag(input: { personId: "${ADA}", tag: "x" }) { __typename } }`;

export const codesOf = ({ body }: Answer) => body.errors?.map(({ extensions }) => extensions?.code);
export const messageOf = ({ body }: Answer) => body.errors?.[0]?.message;

export interface Unharmed {
  readonly gateway: TestGateway;
  /** Events that are expected by now. */
  events: number;
}

/**
 * Starts a gateway that knows Ada. After each test nothing was recorded beyond what is expected, nothing was logged that
 * an operator should look at, and a good request is answered.
 */
export function unharmed(): Unharmed {
  let gateway: TestGateway;
  const state = {
    get gateway() {
      return gateway;
    },
    events: 1,
  };
  beforeAll(async () => {
    gateway = await startGateway();
    await createPerson(gateway, 1, 'Ada');
  });
  afterEach(async () => {
    expect(await gateway.store.lastSequence()).toBe(state.events);
    const good = await gateway.ask('query ($id: ID!) { person(id: $id) { version } }', { id: ADA });
    expect(good).toEqual({ person: { version: state.events } });
    expect(gateway.logged.filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });
  afterAll(() => gateway.stop());
  return state;
}
