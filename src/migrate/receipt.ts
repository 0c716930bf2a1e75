/**
 * The receipt of a migration: what was there, what became of it, and that both worlds answer alike. It is a block that
 * links to blocks of details, so that its content id signs all of it; anybody can check it without a server.
 */

import { CID } from 'multiformats/cid';
import type { Codec } from '../app/ports.ts';
import { isDamage } from '../app/ports.ts';
import { cidOf } from '../codec/cid.ts';
import { decode, encode } from '../codec/dag-cbor.ts';
import type { Query } from './answers.ts';
import { CarDamaged, CarWriter, carBlocks, rootOf } from './car.ts';
import { type Output, whole } from './files.ts';
import type { FindingKind, SourceReport } from './scan.ts';

/** Rows of details in a block. */
const ROWS_MAX = 1_500;
const ROWS_BYTES_MAX = 200 * 1024;

/** What a person came to: its id, how many imported events, and the last of them. */
export type HeadRow = readonly [personId: string, events: number, head: string];

export interface Receipt {
  readonly v: 1;
  readonly kind: 'migration-receipt';
  readonly log: string;
  /** Sequence up to which the log was read. */
  readonly position: number;
  /** Root of the file of events. */
  readonly events: string;
  readonly sources: readonly SourceReport[];
  readonly originals: number;
  readonly old: Readonly<Record<string, number>>;
  readonly persons: number;
  /** Imported events in the log, and others there. */
  readonly imported: number;
  readonly others: number;
  readonly facts: Readonly<Record<string, number>>;
  /** Originals by what became of them; they add up to all of them. */
  readonly became: Readonly<Partial<Record<'told' | 'lost' | FindingKind, number>>>;
  readonly queries: Readonly<Record<Query, { readonly compared: number; readonly different: number }>>;
  readonly differences: number;
  /** Of the last imported event of everybody, in the order of their ids. */
  readonly headsDigest: string;
}

export class ReceiptWriter {
  readonly #car: CarWriter;
  readonly #links: Record<string, CID[]> = {};
  readonly #rows: Record<string, unknown[]> = {};
  readonly #bytes: Record<string, number> = {};

  constructor(output: Output) {
    this.#car = new CarWriter(output);
  }

  /** Adds a row to a list of details. */
  row(list: string, row: unknown): void {
    const rows = this.#rows[list] ?? [];
    this.#rows[list] = rows;
    rows.push(row);
    this.#bytes[list] = (this.#bytes[list] ?? 0) + JSON.stringify(row).length;
    if (rows.length >= ROWS_MAX || this.#bytes[list] >= ROWS_BYTES_MAX) this.#close(list);
  }

  finish(receipt: Receipt): string {
    for (const list of Object.keys(this.#rows)) this.#close(list);
    return this.#car.finish({ ...receipt, details: this.#links });
  }

  #close(list: string): void {
    const rows = this.#rows[list] ?? [];
    if (rows.length === 0) return;
    const bytes = encode(rows);
    const cid = CID.parse(cidOf(bytes));
    this.#car.put({ cid, bytes });
    const links = this.#links[list] ?? [];
    this.#links[list] = links;
    links.push(cid);
    this.#rows[list] = [];
    this.#bytes[list] = 0;
  }
}

export function writeReceipt(
  path: string,
  write: (writer: ReceiptWriter) => Promise<Receipt>,
): Promise<{ readonly cid: string; readonly receipt: Receipt }> {
  return whole(path, async (output) => {
    const writer = new ReceiptWriter(output);
    const receipt = await write(writer);
    return { cid: writer.finish(receipt), receipt };
  });
}

export interface ReadReceipt {
  readonly cid: string;
  readonly receipt: Receipt;
  /** Rows of details by list. */
  readonly details: Readonly<Record<string, readonly unknown[]>>;
}

/** The receipt in a file, every block of it checked. Throws CarDamaged. */
export async function readReceipt(path: string): Promise<ReadReceipt> {
  const cid = await rootOf(path);
  const blocks = new Map<string, Uint8Array>();
  for await (const block of carBlocks(path)) if (block.text !== null) blocks.set(block.text, block.bytes);
  const take = (wanted: string): unknown => {
    const bytes = blocks.get(wanted);
    if (bytes === undefined) throw new CarDamaged(`${path} lacks the block ${wanted}`);
    return decode(bytes);
  };
  const { details: links, ...receipt } = take(cid) as Receipt & { readonly details: Record<string, CID[]> };
  if (receipt.kind !== 'migration-receipt') throw new CarDamaged(`${path} is no receipt`);
  const details = Object.entries(links).map(([list, cids]) => [
    list,
    cids.flatMap((each) => take(each.toString()) as unknown[]),
  ]);
  return { cid, receipt: receipt as Receipt, details: Object.fromEntries(details) };
}

export interface OfflineCheck {
  readonly cid: string;
  readonly persons: number;
  readonly events: number;
  readonly faults: readonly string[];
}

/** Faults that are told; more of them say no more. */
const FAULTS_MAX = 100;

/** The receipt against the file of events, without any log: every block, every link, and the last event of everybody. */
export async function checkOffline(receiptPath: string, eventsPath: string, codec: Codec): Promise<OfflineCheck> {
  const { cid, receipt, details } = await readReceipt(receiptPath);
  const faults: string[] = [];
  const fault = (text: string) => {
    if (faults.length < FAULTS_MAX) faults.push(text);
  };
  const root = await rootOf(eventsPath);
  if (root !== receipt.events) fault(`the events have the root ${root}, and the receipt is about ${receipt.events}`);
  const heads = new Map<string, { n: number; cid: string }>();
  let events = 0;
  for await (const { text, bytes } of carBlocks(eventsPath)) {
    const event = codec.open({ sequence: 0, personId: '', cid: text, bytes });
    if (isDamage(event)) continue;
    const before = heads.get(event.personId);
    if (event.n !== (before?.n ?? 0) + 1 || event.prev !== (before?.cid ?? null)) {
      fault(`event ${event.n} of ${event.personId} does not follow the one before`);
    }
    heads.set(event.personId, { n: event.n, cid: event.cid });
    events += 1;
  }
  for (const [personId, count, head] of (details.heads ?? []) as HeadRow[]) {
    const found = heads.get(personId);
    if (found?.n !== count || found.cid !== head) fault(`${personId} ends with another event than the receipt says`);
    heads.delete(personId);
  }
  for (const personId of heads.keys()) fault(`${personId} is not in the receipt`);
  return { cid, persons: receipt.persons, events, faults };
}
