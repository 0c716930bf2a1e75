/** Timing and telling. */

/** Rounds a second of `work`, which does `size` things in one call; warmed up before. */
export async function rateOf(size: number, work: () => unknown, ms = 2_000): Promise<number> {
  await work();
  const begun = performance.now();
  let done = 0;
  while (performance.now() - begun < ms) {
    await work();
    done += size;
  }
  return (done / (performance.now() - begun)) * 1000;
}

/** Rates of the same thing done in several ways, the first one being what the others are compared with. */
export function tell(unit: string, rates: readonly (readonly [name: string, rate: number])[]): void {
  const [, base] = rates[0] ?? ['', 1];
  for (const [name, rate] of rates) {
    console.log(
      `${name.padEnd(44)} ${Math.round(rate).toLocaleString('en').padStart(10)} ${unit}  ${(rate / base).toFixed(2)}`,
    );
  }
}

/** Durations in milliseconds: the median and the 99th of a hundred. */
export function tellDurations(name: string, durations: number[]): void {
  durations.sort((a, b) => a - b);
  const at = (share: number) => (durations[Math.floor(durations.length * share)] ?? 0).toFixed(2);
  console.log(`${name.padEnd(44)} p50 ${at(0.5)} ms  p99 ${at(0.99)} ms`);
}
