/** The recipes in docs/live.md are the files that the tests run. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { WAITING_EVENTS_MAX } from '../../src/app/live.ts';
import { STALLED_MS_MAX } from '../../src/gateway/sse.ts';
import { MESSAGE_BYTES_MAX, OPERATIONS_MAX } from '../../src/gateway/websocket.ts';

const textOf = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');
const docs = textOf('../../docs/live.md');

it.each(['graphql-sse', 'graphql-ws', 'urql', 'apollo', 'relay', 'event-source'])('%s', (name) => {
  const [, about = '', code = ''] = /^\/\*\* (.*) \*\/\n\n(.*)$/s.exec(textOf(`./${name}.ts`)) ?? [];
  expect(docs).toContain(`${about}\n\n\`\`\`ts\n${code}\`\`\`\n`);
});

it('the limits', () => {
  expect(docs).toContain(`| events that wait for a subscriber | ${WAITING_EVENTS_MAX.toLocaleString('en')} |`);
  expect(docs).toContain(`does not read | ${STALLED_MS_MAX / 1000} s |`);
  expect(docs).toContain(`| operations on one WebSocket | ${OPERATIONS_MAX} |`);
  expect(docs).toContain(`larger than ${MESSAGE_BYTES_MAX / 1024} KiB`);
});
