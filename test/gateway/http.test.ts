/** Requests that HTTP allows and the gateway does not: too large, of another type, by another method, to another path. */

import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { BODY_BYTES_MAX } from '../../src/gateway/server.ts';
import { answerOf } from './gateway.ts';
import { messageOf, TAG, unharmed } from './unharmed.ts';

const at = unharmed();

describe('A body of more than 1 MiB', () => {
  const padded = (bytes: number) => '{ "query": "{ projections { name } }" }'.padEnd(bytes);
  const GENERAL = { accept: 'application/json, text/plain;q=0.1' };

  it.each([
    ['the short way', {}],
    ['the general way', GENERAL],
  ])('is refused on %s, and one byte less is not', async (_, headers) => {
    expect((await at.gateway.send(padded(BODY_BYTES_MAX), headers)).status).toBe(200);
    expect((await at.gateway.send(padded(BODY_BYTES_MAX + 1), headers)).status).toBe(413);
  });

  it.each([
    ['the short way', {}],
    ['the general way', GENERAL],
  ])('is refused on %s while it is still being sent, when its length is not told', async (_, headers) => {
    const { status, sent } = await upload({ 'content-type': 'application/json', ...headers }, 64 * 1024 * 1024);
    expect(status).toBe(413);
    expect(sent).toBeLessThan(16 * 1024 * 1024);
  });

  /** Sends bytes until an answer comes or there are no more. */
  function upload(
    headers: Record<string, string>,
    bytes: number,
  ): Promise<{ status: number | undefined; sent: number }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number | undefined; sent: number }>();
    let sent = 0;
    const sending = request(at.gateway.endpoint, { method: 'POST', headers }, (response) => {
      resolve({ status: response.statusCode, sent });
      sending.destroy();
    });
    const more = (): void => {
      while (sent < bytes && !sending.destroyed) {
        sent += 65_536;
        if (!sending.write(' '.repeat(65_536))) return void sending.once('drain', more);
      }
    };
    sending.on('error', reject);
    more();
    return promise;
  }

  it('that is broken off halfway is forgotten', async () => {
    const sending = request(at.gateway.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': 100 },
    });
    sending.on('error', () => {});
    await new Promise<void>((resolve) => sending.write('{ "query"', () => resolve()));
    sending.destroy();
    await new Promise((resolve) => sending.on('close', resolve));
  });
});

describe('A request of another kind', () => {
  const post = (headers: Record<string, string>, body: BodyInit) =>
    answerOf(fetch(at.gateway.endpoint, { method: 'POST', headers, body }));
  const form = new FormData();
  form.set('operations', JSON.stringify({ query: TAG }));
  form.set('map', '{}');

  it.each<[string, Record<string, string>, BodyInit]>([
    ['a form', {}, new URLSearchParams({ query: TAG })],
    ['a form with parts', {}, form],
    ['plain text', { 'content-type': 'text/plain' }, JSON.stringify({ query: TAG })],
    [
      'plain text that mentions JSON',
      { 'content-type': 'text/plain; application/json' },
      JSON.stringify({ query: TAG }),
    ],
    ['bytes of no type', {}, new Blob([JSON.stringify({ query: TAG })])],
    ['another JSON', { 'content-type': 'application/json-patch+json' }, JSON.stringify({ query: TAG })],
  ])('%s is not taken, so that no page elsewhere can send commands', async (_, headers, body) => {
    expect((await post(headers, body)).status).toBe(415);
  });

  it('a mutation by GET is not taken', async () => {
    const answer = await answerOf(fetch(`${at.gateway.endpoint}?query=${encodeURIComponent(TAG)}`));
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s is not taken', async (method) => {
    expect((await answerOf(fetch(at.gateway.endpoint, { method }))).status).toBe(405);
  });

  it.each(['/', '/graphql/more', '/graphqlx', '/admin', '/health/more', '/../etc/passwd'])(
    '%s is not found',
    async (path) => {
      const answer = await answerOf(
        fetch(at.gateway.address + path, { method: 'POST', body: JSON.stringify({ query: TAG }) }),
      );
      expect(answer.status).toBe(404);
    },
  );

  it.each([
    ['an operation', JSON.stringify({ query: TAG })],
    ['ten megabytes of nothing', Buffer.alloc(10 * 1024 * 1024)],
  ])('%s that is compressed is not unpacked', async (_, content) => {
    const answer = await at.gateway.send(gzipSync(content), { 'content-encoding': 'gzip' });
    expect(answer.status).toBe(400);
    expect(messageOf(answer)).toMatch(/invalid JSON/);
  });
});
