/** How far long work has come: a bar on a terminal, a plain line now and then elsewhere. */

import { Presets, SingleBar } from 'cli-progress';
import { beforeInterrupt } from './interrupts.ts';

/** How often a plain line is written, in milliseconds. */
const LINE_EVERY_MS = 2_000;

export interface Progress {
  advance(by: number): void;
  end(): void;
}

/** Counts `things` up to `total`, on standard error. */
export function showProgress(things: string, total: number): Progress {
  return process.stderr.isTTY ? bar(things, total) : lines(things, total);
}

function bar(things: string, total: number): Progress {
  const format = `{bar} {percentage}%  {value} of {total} ${things}, {eta_formatted} to go`;
  const shown = new SingleBar(
    { format, stream: process.stderr, hideCursor: true, etaBuffer: 500 },
    Presets.shades_classic,
  );
  shown.start(total, 0);
  // A bar hides the cursor, and must not leave it hidden.
  const done = beforeInterrupt(() => shown.stop());
  return {
    advance: (by) => shown.increment(by),
    end: () => {
      done();
      shown.stop();
    },
  };
}

function lines(things: string, total: number): Progress {
  const begun = Date.now();
  let done = 0;
  let told = begun;
  const tell = () => {
    const seconds = Math.max(0.001, (Date.now() - begun) / 1000);
    const left = done === 0 || done >= total ? '' : `, ${duration((seconds * (total - done)) / done)} to go`;
    console.error(`${done} of ${total} ${things}, ${Math.round(done / seconds)} a second${left}`);
    told = Date.now();
  };
  return {
    advance: (by) => {
      done += by;
      if (Date.now() - told >= LINE_EVERY_MS) tell();
    },
    // Short work needs no telling how far it has come.
    end: () => {
      if (told > begun) tell();
    },
  };
}

/** `42 s`, `3 min`, `2 h`. */
function duration(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  return seconds < 6_000 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3_600)} h`;
}
