/**
 * Words and who has them, found by any part of a word. A word is found by its three-letter pieces, so that a search
 * looks at the words that share one, not at all of them.
 */

export const PIECE = 3;

/** Where a word stands, one bit each, with what a find there is worth. */
export const FIELDS = ['name', 'email', 'employer', 'role', 'skill', 'tag'] as const;
export type Field = (typeof FIELDS)[number];

const POINTS: Readonly<Record<Field, number>> = { name: 10, email: 5, employer: 3, role: 3, skill: 2, tag: 1 };

/** Points of a set of fields: each counts once. */
const POINTS_OF_MASK = Array.from({ length: 1 << FIELDS.length }, (_, mask) =>
  FIELDS.reduce((sum, field, bit) => sum + (mask & (1 << bit) ? POINTS[field] : 0), 0),
);

/** A find by similarity counts half. */
const FUZZY_FACTOR = 0.5;

export class TextIndex {
  /** By word, by person, the fields it stands in. */
  readonly #postings = new Map<string, Map<number, number>>();
  readonly #wordsByPiece = new Map<string, Set<string>>();

  /** Replaces the words that a person has in one field. */
  replace(person: number, field: Field, before: ReadonlySet<string>, after: ReadonlySet<string>): void {
    const bit = 1 << FIELDS.indexOf(field);
    for (const word of before) if (!after.has(word)) this.#change(word, person, (mask) => mask & ~bit);
    for (const word of after) if (!before.has(word)) this.#change(word, person, (mask) => mask | bit);
  }

  /** Points by person for one word of a query; similar words are looked for only where none contains it. */
  find(word: string): Map<number, number> {
    const containing = this.#containing(word);
    if (containing.length > 0) return this.#scored(containing, 1);
    return this.#scored(this.#similar(word), FUZZY_FACTOR);
  }

  #scored(words: readonly string[], factor: number): Map<number, number> {
    const masks = new Map<number, number>();
    for (const word of words) {
      for (const [person, mask] of this.#postings.get(word) ?? []) masks.set(person, (masks.get(person) ?? 0) | mask);
    }
    const points = new Map<number, number>();
    for (const [person, mask] of masks) points.set(person, (POINTS_OF_MASK[mask] ?? 0) * factor);
    return points;
  }

  #containing(part: string): string[] {
    const found: string[] = [];
    for (const word of this.#candidates(part)) if (word.includes(part)) found.push(word);
    return found;
  }

  /** Words that may contain the part: those with its rarest piece; all of them where the part is shorter than one. */
  #candidates(part: string): Iterable<string> {
    let rarest: ReadonlySet<string> | null = null;
    for (const piece of piecesOf(part)) {
      const words: ReadonlySet<string> = this.#wordsByPiece.get(piece) ?? new Set();
      if (rarest === null || words.size < rarest.size) rarest = words;
    }
    return rarest ?? this.#postings.keys();
  }

  #similar(wanted: string): string[] {
    const distance = wanted.length >= 8 ? 2 : wanted.length >= 4 ? 1 : 0;
    if (distance === 0) return [];
    const candidates = new Set<string>();
    for (const piece of piecesOf(wanted)) for (const word of this.#wordsByPiece.get(piece) ?? []) candidates.add(word);
    return [...candidates].filter((word) => isWithin(distance, wanted, word));
  }

  #change(word: string, person: number, change: (mask: number) => number): void {
    const persons = this.#postings.get(word) ?? this.#begin(word);
    const mask = change(persons.get(person) ?? 0);
    if (mask === 0) persons.delete(person);
    else persons.set(person, mask);
    if (persons.size === 0) this.#drop(word);
  }

  #begin(word: string): Map<number, number> {
    const persons = new Map<number, number>();
    this.#postings.set(word, persons);
    for (const piece of piecesOf(word)) {
      const words = this.#wordsByPiece.get(piece);
      if (words === undefined) this.#wordsByPiece.set(piece, new Set([word]));
      else words.add(word);
    }
    return persons;
  }

  #drop(word: string): void {
    this.#postings.delete(word);
    for (const piece of piecesOf(word)) {
      const words = this.#wordsByPiece.get(piece);
      words?.delete(word);
      if (words?.size === 0) this.#wordsByPiece.delete(piece);
    }
  }
}

export function piecesOf(word: string): Set<string> {
  const pieces = new Set<string>();
  for (let at = 0; at + PIECE <= word.length; at += 1) pieces.add(word.slice(at, at + PIECE));
  return pieces;
}

/** Whether one word becomes the other by at most so many inserted, dropped or replaced letters. */
function isWithin(distance: number, a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > distance) return false;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    if (Math.min(...next) > distance) return false;
    row = next;
  }
  return (row[b.length] as number) <= distance;
}
