/**
 * What was seen so far, so that nothing is read behind it. Positions are opaque: which of two comes later, nobody can
 * tell by looking. But an answer to a question that carried a position includes it; so those it carried can be forgotten
 * for the one it came with, and only what was seen at the same time has to be kept side by side.
 */

/** Positions that one request carries; more than that are brought together first. */
export const CARRIED_MAX = 100;

export class Seen {
  readonly #positions = new Set<string>();

  get size(): number {
    return this.#positions.size;
  }

  /** Positions that are to be seen again, at most so many of them. */
  some(max = Infinity): readonly string[] {
    return [...this.#positions].slice(0, max);
  }

  /** Notes a position, and that it includes others. */
  note(position: string | undefined, included: readonly string[] = []): void {
    if (position === undefined) return;
    for (const each of included) this.#positions.delete(each);
    this.#positions.add(position);
  }
}

/** The header that makes an answer include the positions. */
export function carrying(positions: readonly string[]): Readonly<Record<string, string>> {
  return positions.length === 0 ? {} : { 'x-min-position': positions.join(', ') };
}
