/** The law tables of docs/law.md, as the tests read them. */

import { readFileSync } from 'node:fs';

export interface LawRow {
  /** The row's first cell, such as `UpdateEmail with a new address`. */
  readonly label: string;
  readonly command: string;
  /** What narrows the row, such as `with a new address`; empty when nothing does. */
  readonly variant: string;
  readonly cells: readonly { readonly status: string; readonly says: string }[];
}

/** The table under a heading of the page. */
export function lawTable(heading: string): readonly LawRow[] {
  const page = readFileSync(new URL('../docs/law.md', import.meta.url), 'utf8');
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`docs/law.md has no section ${heading}`);
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  const [head = [], , ...rows] = lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return rows.map(([label = '', ...cells]) => {
    const [command = '', ...variant] = label.split(' ');
    return {
      label,
      command,
      variant: variant.join(' '),
      cells: cells.map((cell, at) => ({ status: head[at + 1] ?? '', says: cell.replaceAll('`', '') })),
    };
  });
}
