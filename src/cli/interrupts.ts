/** Ctrl-C, and being told to end: what is open is put in order first. */

import { EXIT } from './exits.ts';

const cleanups = new Set<() => void>();

/** Does something before the program is ended from outside; the returned function takes that back. */
export function beforeInterrupt(cleanup: () => void): () => void {
  if (cleanups.size === 0) for (const signal of SIGNALS) process.once(signal, interrupted);
  cleanups.add(cleanup);
  return () => {
    cleanups.delete(cleanup);
    if (cleanups.size === 0) for (const signal of SIGNALS) process.off(signal, interrupted);
  };
}

/** Stops something instead of the program, which then ends by itself. Whoever asks twice means the program. */
export function onInterrupt(stop: () => void): () => void {
  for (const signal of SIGNALS) process.once(signal, stop);
  return () => {
    for (const signal of SIGNALS) process.off(signal, stop);
  };
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

function interrupted(): void {
  for (const cleanup of cleanups) cleanup();
  process.exit(EXIT.interrupted);
}
