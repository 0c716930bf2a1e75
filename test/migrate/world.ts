/** A folder with old messages in it, as the tests of the migration need one. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { codec } from '../../src/codec/codec.ts';
import { type Conversion, convert } from '../../src/migrate/convert.ts';
import { exportFile } from '../../src/migrate/export.ts';
import { linesOf } from '../../src/migrate/files.ts';
import { Folder } from '../../src/migrate/folder.ts';
import type { OldMessage } from './synthetic.ts';

export function scratch(): string {
  const path = mkdtempSync(join(tmpdir(), 'person-migration-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A folder that has these messages as originals: texts of documents, or messages of a stream. */
export async function aFolder(messages: Iterable<OldMessage | string | object>, path = scratch()): Promise<Folder> {
  const folder = new Folder(join(path, 'migration'));
  const lines = [...messages].map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
  const file = join(path, 'source.jsonl');
  writeFileSync(file, lines.map((each) => `${each}\n`).join(''));
  await exportFile(folder, file);
  return folder;
}

export function conversionOf(folder: Folder, shardBytes?: number): Promise<Conversion> {
  return convert({ folder, codec, ...(shardBytes === undefined ? {} : { shardBytes }) });
}

export async function rowsIn<Row = Record<string, unknown>>(path: string): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const { text } of linesOf(path)) rows.push(JSON.parse(text) as Row);
  return rows;
}
