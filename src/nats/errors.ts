/** What the server says, as what it means for us. */

import type { Appended } from '../app/ports.ts';

/** Somebody else was first, or this very write was. Either way: look again. */
const CONFLICTS: ReadonlySet<number> = new Set([
  10071, // wrong last sequence
  10158, // the same message id is in flight
  10164, // something on this subject is in flight
  10201, // a batch holds a message id that was seen before
]);

/** The answer to a publish, whether of one message or of a batch; `count` is how many messages it was for. */
export function appendedBy(reply: unknown, stream: string, count: number): Appended {
  const { error, seq, stream: name, duplicate } = (reply ?? {}) as Reply;
  if (error !== undefined) {
    if (CONFLICTS.has(error.err_code ?? 0)) return { kind: 'conflict' };
    return {
      kind: 'unavailable',
      reason: `the log refused the write: ${error.description ?? 'no reason given'} (${error.err_code ?? error.code ?? 0})`,
    };
  }
  // Seen before: the sequence is that of the first time, and whether that was ours is for the reader to find out.
  if (duplicate === true) return { kind: 'conflict' };
  if (name !== stream || typeof seq !== 'number' || seq < count) {
    return { kind: 'unknown', reason: 'the log gave an answer that makes no sense' };
  }
  return { kind: 'appended', sequences: Array.from({ length: count }, (_, at) => seq - count + 1 + at) };
}

interface Reply {
  readonly error?: { readonly code?: number; readonly err_code?: number; readonly description?: string };
  readonly stream?: string;
  readonly seq?: number;
  readonly duplicate?: boolean;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
