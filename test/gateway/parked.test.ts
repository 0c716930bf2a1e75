/** Parked messages over HTTP: looked at page by page, tried again, dropped; and what is said where nobody is heard. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NeighbourDesk, ParkedItem } from '../../src/app/neighbour-desk.ts';
import { idOf, NOW, startGateway, type TestGateway } from './gateway.ts';

const parked = (place: number): ParkedItem => ({
  id: idOf(place),
  place,
  neighbour: place % 2 === 0 ? 'git' : 'organization',
  subject: 'organization.member',
  body: '{"MemberAdded":{}}',
  reason: 'PERSON_IS_ARCHIVED: The person is archived.',
  refusals: [{ command: 'AddEmployment', personId: idOf(1), code: 'PERSON_IS_ARCHIVED', field: null }],
  stream: 'PERSON_INBOX_ORGANIZATION',
  sequence: place * 10,
  at: NOW,
  parkedAt: NOW + 1_000,
  waitsUntil: place === 3 ? NOW + 60_000 : null,
});

class Desk implements NeighbourDesk {
  items = [1, 2, 3, 4, 5].map(parked);
  isReachable = true;

  async status() {
    return { publishing: null, hearing: [], parked: this.items.length, waiting: 1 };
  }

  async parked(neighbour: string | null, after: number, first: number) {
    if (!this.isReachable) throw new Error('no answer');
    const rest = this.items.filter(
      (each) => each.place > after && (neighbour === null || each.neighbour === neighbour),
    );
    return { items: rest.slice(0, first), left: rest.length };
  }

  async replay(id: string) {
    if (!this.items.some((each) => each.id === id)) return { kind: 'unknown' as const };
    if (id === idOf(1)) return { kind: 'kept' as const, reason: 'still archived' };
    return { kind: 'settled' as const, commands: 1, reason: null };
  }

  async drop(id: string) {
    const before = this.items.length;
    this.items = this.items.filter((each) => each.id !== id);
    return this.items.length < before;
  }
}

const PAGE = `query ($first: Int, $after: String, $neighbour: String) {
  parkedMessages(first: $first, after: $after, neighbour: $neighbour) {
    totalCount pageInfo { hasNextPage hasPreviousPage endCursor } nodes { id }
  }
}`;

interface Paged {
  readonly parkedMessages: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly endCursor: string };
    readonly nodes: readonly { readonly id: string }[];
  };
}

let gateway: TestGateway;
let desk: Desk;
beforeEach(async () => {
  gateway = await startGateway();
  desk = new Desk();
  gateway.app.desk.current = desk;
});
afterEach(() => gateway.stop());

describe('Parked messages', () => {
  it('are listed with why, page by page', async () => {
    const first = await gateway.ask<Paged>(PAGE, { first: 2 });
    expect(first.parkedMessages).toMatchObject({
      totalCount: 5,
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    const { endCursor } = first.parkedMessages.pageInfo;
    const rest = await gateway.ask<Paged>(PAGE, { first: 10, after: endCursor });
    expect(rest.parkedMessages.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const ids = [first, rest].flatMap(({ parkedMessages }) => parkedMessages.nodes.map(({ id }) => id));
    expect(ids).toEqual([1, 2, 3, 4, 5].map(idOf));
    expect((await gateway.ask<Paged>(PAGE, { neighbour: 'git' })).parkedMessages.totalCount).toBe(2);
  });

  it('say all that is known of them', async () => {
    const fields =
      'id neighbour subject body reason refusals { command personId code field } stream sequence at parkedAt waitsUntil';
    const { parkedMessages } = await gateway.ask<{ parkedMessages: { nodes: object[] } }>(
      `{ parkedMessages(first: 1) { nodes { ${fields} } } }`,
    );
    const { place: _, ...wanted } = parked(1);
    expect(parkedMessages.nodes).toEqual([
      { ...wanted, at: '2026-03-01T12:00:00.000Z', parkedAt: '2026-03-01T12:00:01.000Z', waitsUntil: null },
    ]);
  });

  it('are tried again, and dropped', async () => {
    const replay = (id: string) =>
      gateway.ask(
        `mutation ($id: ID!) { replayParkedMessage(id: $id) { __typename ... on ParkedMessageSettled { commands ignoredBecause } ... on ParkedMessageKept { reason } } }`,
        { id },
      );
    expect(await replay(idOf(2))).toEqual({
      replayParkedMessage: { __typename: 'ParkedMessageSettled', commands: 1, ignoredBecause: null },
    });
    expect(await replay(idOf(1))).toEqual({
      replayParkedMessage: { __typename: 'ParkedMessageKept', reason: 'still archived' },
    });
    expect(await replay(idOf(9))).toEqual({ replayParkedMessage: { __typename: 'ParkedMessageNotFound' } });
    const drop = (id: string) =>
      gateway.ask('mutation ($id: ID!) { dropParkedMessage(id: $id) { __typename } }', { id });
    expect(await drop(idOf(1))).toEqual({ dropParkedMessage: { __typename: 'ParkedMessageDropped' } });
    expect(await drop(idOf(1))).toEqual({ dropParkedMessage: { __typename: 'ParkedMessageNotFound' } });
  });

  it('are answered with what to do where they cannot be reached or nobody is heard', async () => {
    desk.isReachable = false;
    expect((await gateway.post(PAGE)).body.errors?.[0]?.extensions?.code).toBe('LOG_UNAVAILABLE');
    gateway.app.desk.current = null;
    expect((await gateway.post(PAGE)).body.errors?.[0]).toMatchObject({
      message: 'This gateway hears no other domains. INTEGRATIONS names those that it hears.',
      extensions: { code: 'NEIGHBOURS_NOT_HEARD' },
    });
    expect((await gateway.post(PAGE, { first: -1 })).body.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });

  it('make health say that somebody should look', async () => {
    const health = (await (await fetch(`${gateway.address}/health`)).json()) as { status: string; problems: string[] };
    expect(health).toMatchObject({ status: 'degraded', neighbours: { parked: 5, waiting: 1 } });
    expect(health.problems).toEqual([
      '5 messages of other domains could not be dealt with; see the query parkedMessages.',
    ]);
  });
});
