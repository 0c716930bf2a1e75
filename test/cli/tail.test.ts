/** `person tail`: following events over whatever happens to the gateway, and taking it up again. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../../src/client/client.ts';
import { recordedOrThrow } from '../../src/client/results.ts';
import { idOf } from '../gateway/gateway.ts';
import { type GatewayProcess, runGateway } from '../gateway-process.ts';
import { person, type Running, rowsIn, start } from './run.ts';

const ADA = idOf(1);

interface Row {
  readonly cid: string;
  readonly type: string;
  readonly position: string;
}

const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
let gateway: GatewayProcess;
const tails: Running[] = [];
beforeAll(async () => {
  gateway = await runGateway(folder);
  const client = createClient({ url: `${gateway.address}/graphql`, name: 'tests' });
  recordedOrThrow(await client.commands.createPerson({ personId: ADA, name: { given: ['Ada'] } }));
});
afterAll(async () => {
  for (const { child } of tails) child.kill('SIGKILL');
  await gateway?.end('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

function tail(...words: string[]): Running {
  const running = start(['tail', ...words], { address: gateway.address });
  tails.push(running);
  return running;
}

let tags = 0;
/** Adds so many tags, and returns the CIDs of their events. */
async function write(count: number, actor = 'tests'): Promise<string[]> {
  const client = createClient({ url: `${gateway.address}/graphql`, name: 'tests', actor });
  const cids: string[] = [];
  for (let at = 0; at < count; at += 1) {
    tags += 1;
    const { events } = recordedOrThrow(await client.commands.addTag({ personId: ADA, tag: `tag-${tags}` }));
    cids.push(events[0]?.cid ?? '');
  }
  return cids;
}

const cidsOf = (running: Running) => running.rows<Row>().map(({ cid }) => cid);
const shows = (running: Running, count: number) =>
  expect.poll(() => running.out().split('\n').length - 1, { timeout: 20_000 }).toBeGreaterThanOrEqual(count);

describe('person tail', () => {
  it('shows what happens, ends on Ctrl-C, and is taken up again where it ended', async () => {
    const before = await write(3);
    const first = tail('--last', '2', '--json');
    await shows(first, 2);
    const live = await write(2);
    await shows(first, 4);
    first.child.kill('SIGINT');
    const { code, err } = await first.done;
    expect(code).toBe(0);
    expect(cidsOf(first)).toEqual([...before.slice(1), ...live]);
    const [, position = ''] = /^Take it up again with --after (\S+)\n$/.exec(err) ?? [];
    const missed = await write(3);
    const second = tail('--after', position, '--json');
    await shows(second, 3);
    second.child.kill('SIGTERM');
    expect(await second.done).toMatchObject({ code: 0 });
    expect(cidsOf(second)).toEqual(missed);
  });

  it('goes on over a restart of the gateway, missing nothing and doubling nothing', async () => {
    const running = tail('--json');
    await write(1);
    // Only what happened after its start is sure to be shown.
    await expect.poll(async () => (await write(1)) && running.out() !== '', { timeout: 10_000 }).toBe(true);
    const from = await write(1);
    await expect.poll(() => cidsOf(running).includes(from[0] ?? '')).toBe(true);
    const known = cidsOf(running).length;
    const port = new URL(gateway.address).port;
    await gateway.end('SIGKILL');
    await expect.poll(() => running.err(), { timeout: 10_000 }).toMatch(/^No gateway answers at /);
    gateway = await runGateway(folder, { PORT: port });
    const after = await write(20);
    await expect.poll(() => cidsOf(running).slice(known), { timeout: 20_000 }).toEqual(after);
    await gateway.end('SIGTERM');
    gateway = await runGateway(folder, { PORT: port });
    const again = await write(5);
    await expect.poll(() => cidsOf(running).slice(known), { timeout: 20_000 }).toEqual([...after, ...again]);
    running.child.kill('SIGINT');
    expect(await running.done).toMatchObject({ code: 0 });
  }, 60_000);

  it.each<[string[], number]>([
    [['--type', 'PersonCreated', '--last', '10'], 1],
    [['--noun', 'person', '--type', 'TagAdded', '--last', '2'], 2],
    [['--person', ADA, '--last', '3'], 3],
    [['--actor', 'somebody', '--actor', 'nobody', '--last', '10'], 1],
  ])('shows what passes the filters: %j', async (words, count) => {
    if (words.includes('somebody')) await write(1, 'somebody');
    const running = tail(...words);
    await shows(running, count);
    running.child.kill('SIGINT');
    const { out } = await running.done;
    expect(out.trimEnd().split('\n')).toHaveLength(count);
    expect(out).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}\S/);
  });

  it('is no failure when its reader has had enough', async () => {
    const running = tail('--last', '1', '--json');
    await shows(running, 1);
    running.child.stdout?.destroy();
    const writing = setInterval(() => void write(1), 100);
    expect(await running.done.finally(() => clearInterval(writing))).toMatchObject({ code: 0 });
  });

  it.each<[string[], number, RegExp]>([
    [['--after', 'nonsense'], 64, /^Last-Event-ID: this is no position\. .*\n$/],
    [['--after', 'x', '--last', '1'], 64, /^Begin --after a position or with the --last, not both\.\n$/],
    [['--person', 'x'], 64, /^An id is a UUID/],
    [['--noun', 'skils'], 64, /Did you mean skills\?/],
    [['--last', '-1'], 64, /It is a whole number/],
    [['--last', '1001'], 64, /a page has 0 to 1000 rows/],
  ])('with %j ends with %d', async (words, code, err) => {
    expect(await person(['tail', ...words], { address: gateway.address })).toMatchObject({ code, out: '', err });
  });

  it('ends when there is no gateway', async () => {
    const { code, err } = await person(['tail'], { address: 'http://127.0.0.1:1' });
    expect([code, err]).toEqual([69, expect.stringMatching(/^No gateway answers/)]);
    expect(rowsIn('')).toEqual([]);
  });
});
