/** The folder of a migration: what each step leaves for the next one. */

import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export class Folder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
    mkdirSync(join(path, 'originals'), { recursive: true, mode: 0o700 });
    mkdirSync(join(path, 'work'), { recursive: true, mode: 0o700 });
  }

  /** Lines of the originals of one stream or file. */
  originals(source: string): string {
    return join(this.path, 'originals', `${nameOf(source)}.jsonl`);
  }

  /** What they were read from. */
  origin(source: string): string {
    return join(this.path, 'originals', `${nameOf(source)}.origin`);
  }

  /** All files of originals, in the order of their names. */
  sources(): { readonly name: string; readonly path: string; readonly bytes: number }[] {
    const folder = join(this.path, 'originals');
    const names = readdirSync(folder).filter((each) => each.endsWith('.jsonl'));
    return names.sort().map((file) => {
      const path = join(folder, file);
      return { name: file.replace(/\.jsonl$/, ''), path, bytes: statSync(path).size };
    });
  }

  work(name: string): string {
    return join(this.path, 'work', name);
  }

  get originalBlocks(): string {
    return join(this.path, 'originals.car');
  }

  /** Who works in the folder. */
  get lock(): string {
    return join(this.path, 'lock');
  }

  get events(): string {
    return join(this.path, 'events.car');
  }

  get persons(): string {
    return join(this.path, 'persons.jsonl');
  }

  get findings(): string {
    return join(this.path, 'findings.jsonl');
  }

  get quarantine(): string {
    return join(this.path, 'quarantine.jsonl');
  }

  get progress(): string {
    return join(this.path, 'import.json');
  }

  get refused(): string {
    return join(this.path, 'refused.jsonl');
  }

  get differences(): string {
    return join(this.path, 'differences.jsonl');
  }

  get receipt(): string {
    return join(this.path, 'receipt.car');
  }
}

const nameOf = (source: string): string => source.replace(/[^A-Za-z0-9._-]/g, '_');

/** The value in a file of JSON; null when there is no such file, or no value in it. */
export function jsonIn<T>(path: string): T | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return null;
  }
}
