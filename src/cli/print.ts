/** Output: lines for people and JSON for programs, both on standard output; remarks go to standard error. */

/** Characters of a row on a terminal whose width is not known. */
const WIDTH = 120;

/** Writes a line, and waits where the reader is slower. */
export async function line(text: string): Promise<void> {
  if (!process.stdout.write(`${text}\n`)) await new Promise((resolve) => process.stdout.once('drain', resolve));
}

/** Writes a value as JSON on a line of its own. */
export function json(value: unknown): Promise<void> {
  return line(JSON.stringify(value));
}

/** Rows with columns as wide as they need to be; the last one ends where the terminal does. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  }
  return rows.map((row) => {
    const padded = row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0)));
    return padded.join('  ').trimEnd();
  });
}

/** A text that fits into what is left of a row on a terminal; elsewhere all of it. */
export function fitting(text: string, taken: number): string {
  if (!process.stdout.isTTY) return text;
  const room = Math.max(20, (process.stdout.columns ?? WIDTH) - taken);
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}

/** `FULL_TIME` as `full time`. */
export function spoken(word: string): string {
  return word.toLowerCase().replaceAll('_', ' ');
}

/** `1 person`, `2 persons`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A moment without its fractions, such as `2026-03-01 12:00:00`; UTC. */
export function momentOf(at: string): string {
  return at.replace('T', ' ').replace(/(\.\d+)?Z$/, '');
}

/** Who reads the output may stop at any time, as `head` does: that is no error, and nothing is left to do. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
}
