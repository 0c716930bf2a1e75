/** Things that are in order already, in several places, as one sequence; and who belongs together. */

/** One sequence of several that are each in order. Of equal ones the earlier source comes first. */
export async function* merged<T, K extends number | string>(
  sources: readonly AsyncIterator<T>[],
  order: (item: T) => K,
): AsyncGenerator<T> {
  const heap: { readonly item: T; readonly source: number; readonly key: K }[] = [];
  const isBefore = (a: number, b: number): boolean => {
    const [left, right] = [heap[a], heap[b]];
    if (left === undefined || right === undefined) return false;
    return left.key !== right.key ? left.key < right.key : left.source < right.source;
  };
  const swap = (a: number, b: number) => {
    [heap[a], heap[b]] = [heap[b] as (typeof heap)[0], heap[a] as (typeof heap)[0]];
  };
  const sink = (from: number) => {
    for (let at = from; ; ) {
      const least = [2 * at + 1, 2 * at + 2].reduce((best, child) => (isBefore(child, best) ? child : best), at);
      if (least === at) return;
      swap(at, least);
      at = least;
    }
  };
  for (const [source, iterator] of sources.entries()) {
    const next = await iterator.next();
    if (next.done !== true) heap.push({ item: next.value, source, key: order(next.value) });
  }
  for (let at = heap.length >> 1; at >= 0; at -= 1) sink(at);
  for (let first = heap[0]; first !== undefined; first = heap[0]) {
    yield first.item;
    const next = await (sources[first.source] as AsyncIterator<T>).next();
    if (next.done !== true) heap[0] = { item: next.value, source: first.source, key: order(next.value) };
    else {
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) heap[0] = last;
    }
    sink(0);
  }
}

/** Who belongs together, by being told of together. */
export class Groups {
  readonly #parents = new Map<string, string>();

  join(a: string, b: string): void {
    const [left, right] = [this.of(a), this.of(b)];
    // The lesser one stands for both, whichever was told of first.
    if (left < right) this.#parents.set(right, left);
    else if (right < left) this.#parents.set(left, right);
  }

  /** Who stands for the group. */
  of(member: string): string {
    let at = member;
    for (let parent = this.#parents.get(at); parent !== undefined; parent = this.#parents.get(at)) at = parent;
    return at;
  }
}
