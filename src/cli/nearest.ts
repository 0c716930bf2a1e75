/** What was probably meant: the known words nearest to one that is not known. */

/** Words that are offered. */
const OFFERED_MAX = 3;

/** In the middle of a sentence, such as ` Did you mean add-email?`; empty when nothing is near. */
export function meant(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
}

/** The nearest first. Near is what differs in less than every other letter, or what the word is a part of. */
export function nearest(word: string, known: readonly string[]): string[] {
  const sought = plain(word);
  return known
    .map((each) => ({ each, distance: distance(sought, plain(each)) }))
    .filter(({ each, distance: apart }) => apart <= Math.max(1, sought.length / 3) || isPart(sought, plain(each)))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, OFFERED_MAX)
    .map(({ each }) => each);
}

function isPart(sought: string, word: string): boolean {
  return sought.length >= 3 && word.includes(sought);
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** Letters that have to be put in, left out, changed or exchanged with their neighbour. */
function distance(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const at = (up: number, left: number) => (up === 0 ? row : rows[i - up])?.[j - left] ?? 0;
      const change = at(1, 1) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const isExchange = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row.push(Math.min(at(1, 0) + 1, at(0, 1) + 1, change, isExchange ? at(2, 2) + 1 : Infinity));
    }
    rows.push(row);
  }
  return rows[from.length]?.[to.length] ?? 0;
}
