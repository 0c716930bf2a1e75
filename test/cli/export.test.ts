/** `person verify` and `person export`: histories that prove themselves, to the gateway and to anybody. */

import { hash } from 'node:crypto';
import { createReadStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CarReader } from '@ipld/car';
import { decode } from '@ipld/dag-cbor';
import type { CID } from 'multiformats/cid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { carOf } from '../../src/cli/car.ts';
import { codec } from '../../src/codec/codec.ts';
import { createPerson, idOf, startGateway, type TestGateway } from '../gateway/gateway.ts';
import { ADA, tell } from '../gateway/story.ts';
import { type GatewayProcess, runGateway } from '../gateway-process.ts';
import { inside, person, type Run, rowsIn, start } from './run.ts';

const BOB = idOf(2);
const folder = mkdtempSync(join(tmpdir(), 'person-export-'));
const path = (name: string) => join(folder, name);

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
  await tell(gateway);
  await gateway.recorded('SuspendPerson', { personId: BOB, reason: 'to be left out of lists' });
});
afterAll(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true, force: true });
});

const call = (...words: string[]): Promise<Run> => inside(words, gateway.address);

interface Block {
  readonly cid: CID;
  readonly bytes: Uint8Array;
  readonly value: { readonly person: string; readonly n: number; readonly prev: CID | null };
}

/** The blocks of a CAR file, each proved to be what its id says. */
async function blocksIn(file: string): Promise<{ readonly roots: string[]; readonly blocks: Block[] }> {
  const reader = await CarReader.fromIterable(createReadStream(file));
  const blocks: Block[] = [];
  for await (const { cid, bytes } of reader.blocks()) {
    expect(hash('sha256', bytes)).toBe(Buffer.from(cid.multihash.digest).toString('hex'));
    expect([cid.version, cid.code, cid.multihash.code]).toEqual([1, 0x71, 0x12]);
    blocks.push({ cid, bytes, value: decode(bytes) });
  }
  return { roots: (await reader.getRoots()).map(String), blocks };
}

describe('A gateway as it is run', () => {
  const data = mkdtempSync(join(tmpdir(), 'gateway-'));
  let running: GatewayProcess;
  beforeAll(async () => {
    running = await runGateway(data);
    const input = [1, 2, 3].flatMap((number) => [
      { createPerson: { personId: idOf(number), name: { given: ['A'] } } },
      ...Array.from({ length: 250 }, (_, at) => ({ addTag: { personId: idOf(number), tag: `${at}` } })),
    ]);
    const sent = await person(['send', '-'], { address: running.address, input: JSON.stringify(input) });
    expect(sent.out).toMatch(/^753 commands recorded/);
  });
  afterAll(async () => {
    await running?.end('SIGTERM');
    rmSync(data, { recursive: true, force: true });
  });

  it('has histories that are whole', async () => {
    expect(await person(['verify', '--all'], { address: running.address })).toEqual({
      code: 0,
      out: '3 of 3 histories whole, 753 events checked.\n',
      err: '',
    });
  });

  it('gives all of them away as blocks that anybody can check, chained to the heads they began with', async () => {
    const file = path('all.car');
    const run = await person(['export', '--all', '--format', 'car', '--out', file], { address: running.address });
    expect(run).toEqual({ code: 0, out: '', err: '753 events of 3 persons written.\n' });
    const { roots, blocks } = await blocksIn(file);
    expect(blocks).toHaveLength(753);
    const byCid = new Map(blocks.map((block) => [String(block.cid), block]));
    for (const root of roots) {
      let steps = 0;
      for (let block = byCid.get(root); block !== undefined; block = byCid.get(String(block.value.prev))) steps += 1;
      expect(steps).toBe(251);
    }
    expect(roots).toHaveLength(3);
  });

  it('gives them away as lines too, into a file or a pipe', async () => {
    const { out } = await person(['export', '--all', '--format', 'jsonl', '--out', '-'], { address: running.address });
    const file = path('all.jsonl');
    await person(['export', '--all', '--format', 'jsonl', '--out', file], { address: running.address });
    expect(readFileSync(file, 'utf8')).toBe(out);
    const rows = rowsIn<{ personId: string; version: number; block?: string }>(out);
    expect(rows.map(({ personId, version }) => [personId, version])).toEqual(
      [1, 2, 3].flatMap((number) => Array.from({ length: 251 }, (_, at) => [idOf(number), at + 1])),
    );
    expect(rows[0]).not.toHaveProperty('block');
  });

  it('leaves nothing behind when it is interrupted', async () => {
    const file = path('interrupted.jsonl');
    const running2 = start(['export', '--all', '--format', 'jsonl', '--out', file], { address: running.address });
    await expect.poll(() => existsSync(`${file}.part`), { interval: 1, timeout: 10_000 }).toBe(true);
    running2.child.kill('SIGINT');
    const { code } = await running2.done;
    // It may have been done already, and then it is whole.
    if (code === 0) expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(753);
    else expect([code, existsSync(file)]).toEqual([130, false]);
    expect(existsSync(`${file}.part`)).toBe(false);
  });
});

describe('person export', () => {
  it('has exactly the stored bytes of the named persons, up to their heads, in either format', async () => {
    const file = path('ada.car');
    expect(await call('export', ADA, ADA.toUpperCase(), '--format', 'car', '--out', file, '--json')).toMatchObject({
      code: 0,
      out: `{"persons":1,"events":6,"out":${JSON.stringify(file)}}\n`,
    });
    const { roots, blocks } = await blocksIn(file);
    const { person: ada } = await gateway.ask<{ person: { head: string } }>(`{ person(id: "${ADA}") { head } }`);
    expect(roots).toEqual([ada.head]);
    const stored = (await gateway.store.load(ADA as never)).map(({ bytes }) => Buffer.from(bytes).toString('base64'));
    expect(blocks.map(({ bytes }) => Buffer.from(bytes).toString('base64'))).toEqual(stored);
  });

  it('has suspended persons too, when it has everybody', async () => {
    const { out } = await call('export', '--all', '--format', 'jsonl', '--out', '-');
    expect(new Set(rowsIn<{ personId: string }>(out).map(({ personId }) => personId))).toEqual(new Set([ADA, BOB]));
  });

  it('takes no block that is not what its id says, and leaves no file', async () => {
    const seal = codec.seal({ ...(await gateway.app.reader.read([1]))[0]!, at: 7 });
    const blocks = (async function* () {
      yield { cid: seal.cid, block: Buffer.from(seal.bytes).toString('base64') };
      yield { cid: seal.cid, block: Buffer.from([1, ...seal.bytes]).toString('base64') };
    })();
    const reading = (async () => {
      for await (const _ of carOf([seal.cid], blocks));
    })();
    await expect(reading).rejects.toThrow(/is not what its content id says\. Nothing was written\.$/);

    vi.spyOn(gateway.app.reader, 'bytes').mockImplementation(async (sequences) =>
      sequences.map(() => new Uint8Array([7])),
    );
    const file = path('wrong.car');
    expect(await call('export', ADA, '--format', 'car', '--out', file)).toMatchObject({ code: 1, err: /is not what/ });
    vi.restoreAllMocks();
    expect(readdirSync(folder).filter((name) => name.startsWith('wrong'))).toEqual([]);
  });

  it.each<[string[], number, RegExp]>([
    [['--format', 'car', '--out', 'x'], 64, /^Name persons by their ids, or all of them by --all\.\n$/],
    [[ADA, '--all', '--format', 'car', '--out', 'x'], 64, /^Name persons/],
    [['x', '--format', 'car', '--out', 'x'], 64, /^An id is a UUID/],
    [[idOf(99), '--format', 'car', '--out', 'x'], 1, /^There is no person/],
    [[ADA, '--out', 'x'], 64, /^Required option '--format <format>' not specified/],
    [[ADA, '--format', 'zip', '--out', 'x'], 64, /Allowed choices are car, jsonl/],
    [[ADA, '--format', 'car'], 64, /^Required option '--out <file>' not specified/],
    [[ADA, '--format', 'car', '--out', '/nowhere/x.car'], 65, /^\/nowhere\/x\.car cannot be written: ENOENT\.\n$/],
  ])('with %j ends with %d', async (words, code, err) => {
    expect(await call('export', ...words)).toMatchObject({ code, out: '', err });
  });

  it('keeps what a file had until it has something whole to put there', async () => {
    const file = path('kept.jsonl');
    writeFileSync(file, 'before');
    expect(await call('export', idOf(99), '--format', 'jsonl', '--out', file)).toMatchObject({ code: 1 });
    expect(readFileSync(file, 'utf8')).toBe('before');
    expect(await call('export', ADA, '--format', 'jsonl', '--out', file)).toMatchObject({ code: 0 });
    expect(rowsIn(readFileSync(file, 'utf8'))).toHaveLength(6);
  });
});

describe('person verify', () => {
  it('tells which history is broken, and where, and ends with 1', async () => {
    const damaged = await startGateway();
    await createPerson(damaged, 1, 'Ada');
    await createPerson(damaged, 2, 'Bob');
    const sequence = damaged.store.put(BOB, null, new Uint8Array([1, 2, 3]));
    await damaged.app.projector.reached(sequence, 1_000);
    const check = (...words: string[]) => inside(['verify', ...words], damaged.address);
    expect(await check(ADA)).toMatchObject({ code: 0, out: '1 of 1 history whole, 1 event checked.\n', err: '' });
    const all = await check('--all');
    expect(all).toMatchObject({ code: 1, out: '1 of 2 histories whole, 2 events checked.\n' });
    expect(all.err).toMatch(new RegExp(`^${BOB}: Block 3 \\(CID missing\\): .+\\n$`));
    expect(rowsIn((await check('--all', '--json')).out)).toMatchObject([
      { personId: ADA, ok: true, checked: 1, fault: null },
      { personId: BOB, ok: false, checked: 1, fault: /^Block 3/ },
    ]);
    await damaged.stop();
  });

  it.each<[string[], number, RegExp]>([
    [[], 64, /^Name persons/],
    [['x'], 64, /^An id is a UUID/],
    [[ADA, idOf(99)], 1, /^There is no person 018f0000-0000-7000-8000-000000000099\.\n$/],
  ])('with %j ends with %d', async (words, code, err) => {
    expect(await call('verify', ...words)).toMatchObject({ code, out: '', err });
  });
});
