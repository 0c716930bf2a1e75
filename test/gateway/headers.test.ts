/** What a request says about itself is recorded with its events; what makes no sense is passed over. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPerson, idOf, startGateway, type TestEvent, type TestGateway } from './gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
  await createPerson(gateway, 1);
});
afterAll(() => gateway.stop());

let tags = 0;
const recorded = async (headers: Record<string, string>): Promise<TestEvent> => {
  tags += 1;
  const { events } = await gateway.command(
    'AddTag',
    { personId: idOf(1), tag: `t${tags}`, commandId: `tag-${tags}` },
    headers,
  );
  return events[0] as TestEvent;
};

const WAYS: readonly [string, Record<string, string>][] = [
  ['the short way', {}],
  ['the general way', { accept: 'application/json, text/plain;q=0.1' }],
];

describe.each(WAYS)('On %s', (_, way) => {
  it('who asks, through what, and as part of what, is recorded', async () => {
    const headers = { 'x-actor': 'clerk 7', 'x-client-name': 'web/1.2', 'x-correlation-id': 'import:2026-03' };
    expect(await recorded({ ...way, ...headers })).toMatchObject({
      actor: 'clerk 7',
      source: 'web/1.2',
      correlationId: 'import:2026-03',
    });
  });

  it('nobody in particular is anonymous, and a command is part of itself', async () => {
    expect(await recorded(way)).toMatchObject({ actor: 'anonymous', source: 'graphql', correlationId: `tag-${tags}` });
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['blanks', '   '],
    ['more than 200 characters', 'x'.repeat(201)],
    ['a tab inside', 'a\tb'],
    ['a control character of Latin-1', 'a\u0085b'],
  ])('a name of %s is passed over', async (_title, name) => {
    expect(await recorded({ ...way, 'x-actor': name, 'x-client-name': name })).toMatchObject({
      actor: 'anonymous',
      source: 'graphql',
    });
  });

  it.each(['', 'a b', '.x', 'x'.repeat(129), 'é'])('the correlation id %j is passed over', async (id) => {
    expect(await recorded({ ...way, 'x-correlation-id': id })).toMatchObject({ correlationId: `tag-${tags}` });
  });

  it('a name may have 200 characters, and is trimmed', async () => {
    const name = 'x'.repeat(200);
    expect(await recorded({ ...way, 'x-actor': ` ${name} ` })).toMatchObject({ actor: name });
  });

  it('who asks is no part of the command: the same one by somebody else is the same', async () => {
    const input = {
      personId: idOf(1),
      tag: `who${way.accept ?? ''}`,
      commandId: `who-${way.accept === undefined ? 1 : 2}`,
    };
    const first = await gateway.command('AddTag', input, { ...way, 'x-actor': 'one' });
    const again = await gateway.command('AddTag', input, { ...way, 'x-actor': 'two' });
    expect(again).toEqual({ ...first, replayed: true });
    expect(again.events[0]?.actor).toBe('one');
  });

  it('a foreign origin is told nothing, so that its pages cannot read an answer', async () => {
    const { headers } = await gateway.post('{ __typename }', {}, { ...way, origin: 'https://elsewhere.example' });
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

it.each(['https://elsewhere.example', 'null'])(
  'A preflight from the origin %s is not allowed anything',
  async (origin) => {
    const headers = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    };
    const response = await fetch(gateway.endpoint, { method: 'OPTIONS', headers });
    expect(response.status).toBe(405);
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  },
);
