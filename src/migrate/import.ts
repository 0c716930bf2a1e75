/**
 * Blocks into the log, many at a time. Each block may only follow the one that it names as the one before, so it does not
 * matter how often it is sent, who sends it besides, or when this was ended: what is there already is passed over, and
 * whose history went on otherwise is refused, with the place.
 *
 * The log has the events of a person in their order, and those of different persons nearly in theirs.
 */

import { renameSync, writeFileSync } from 'node:fs';
import { type Codec, type EventStore, isDamage } from '../app/ports.ts';
import { carBlocks, rootOf } from './car.ts';
import { type Folder, jsonIn } from './folder.ts';
import { type Imported, type Waiting, Writer, type Written } from './writer.ts';

/** Events that are held at a time: among these, those of different persons may change places. */
const WINDOW_EVENTS = 10_000;
const WINDOW_BYTES = 32 * 1024 * 1024;

export interface ImportWish {
  readonly folder: Folder;
  /** The file of blocks; the one of the folder when not given. */
  readonly car?: string;
  readonly store: EventStore;
  readonly codec: Codec;
  /** Names the log for ever. */
  readonly logId: string;
  readonly advance?: (events: number) => void;
  readonly patienceMs?: number;
}

interface Progress extends Imported {
  readonly root: string;
  readonly logId: string;
  /** Where in the file the next window begins. */
  readonly place: number;
  readonly refusedBytes: number;
  /** What was written last, to know the log by; null as long as nothing was. */
  readonly last: Written | null;
}

export async function importEvents(wish: ImportWish): Promise<Imported> {
  const { folder, car = folder.events, logId, codec, advance = () => {} } = wish;
  const root = await rootOf(car);
  const before = jsonIn<Progress>(folder.progress);
  const goesOn =
    before !== null && before.root === root && before.logId === logId && (await isThere(wish, before.last));
  const from = goesOn ? before : { written: 0, present: 0, refused: 0, place: 0, refusedBytes: 0, last: null };
  advance(from.written + from.present + from.refused);
  const run = new Writer({ ...wish, refusals: folder.refused }, from, goesOn);
  let [place, bytes] = [from.place, 0];
  let window: Waiting[] = [];
  const settle = async () => {
    await run.settle(window);
    keep(folder.progress, {
      root,
      logId,
      place,
      ...run.report,
      refusedBytes: run.refusedBytes,
      last: run.last ?? from.last,
    });
    window = [];
    bytes = 0;
  };
  try {
    for await (const block of carBlocks(car, from.place)) {
      place = block.end;
      const event = codec.open({ sequence: 0, personId: '', cid: block.text, bytes: block.bytes });
      // The manifest is no event, and neither is what somebody else put beside.
      if (isDamage(event)) continue;
      window.push({ ...event, bytes: block.bytes });
      bytes += block.bytes.length;
      if (window.length >= WINDOW_EVENTS || bytes >= WINDOW_BYTES) await settle();
    }
    await settle();
  } finally {
    run.close();
  }
  return run.report;
}

/** Whether the log still has what was written last; one that was restored from a backup may not, and then all is looked at. */
async function isThere({ store }: ImportWish, last: Written | null | undefined): Promise<boolean> {
  if (last == null) return true;
  const blocks = await store.load(last.personId);
  return blocks[last.n - 1]?.cid === last.cid;
}

function keep(path: string, progress: Progress): void {
  writeFileSync(`${path}.part`, `${JSON.stringify(progress)}\n`);
  renameSync(`${path}.part`, path);
}
