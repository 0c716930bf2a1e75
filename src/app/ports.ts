/** What the application needs from the outside. One conformance suite per port holds every implementation to it. */

import type { PersonId } from '../domain/ids.ts';
import type { Event, Recorded } from '../domain/message.ts';

/** A block as it lies in the log, before anybody believes it. */
export interface StoredBlock {
  readonly sequence: number;
  /** Whose history it is part of, by its place in the log. */
  readonly personId: string;
  /** The CID that is claimed for it; null when none is. */
  readonly cid: string | null;
  readonly bytes: Uint8Array;
}

/** A block to be written, and after which one of the same person. */
export interface Write {
  readonly personId: PersonId;
  readonly commandId: string;
  readonly cid: string;
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly noun: string;
  /** Sequence of the person's last block; 0 when there is none. */
  readonly after: number;
}

export type Appended =
  /** Durable; the sequences in the order of the writes. */
  | { readonly kind: 'appended'; readonly sequences: readonly number[] }
  /** Nothing was written: somebody else was first on at least one of the persons. */
  | { readonly kind: 'conflict' }
  /** Nothing was written, for a reason that repeating does not cure at once. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  /** No answer came: it may have been written or not, or may yet be. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** Where appends go. */
export interface Appender {
  /** All writes or none, at most one per person. Never throws for what the log may answer. */
  append(writes: readonly Write[]): Promise<Appended>;
}

/** The log, as a decision needs it. */
export interface EventStore extends Appender {
  /** The blocks of one person in their order, as fresh as can be had. Throws LogUnavailable. */
  load(personId: PersonId): Promise<readonly StoredBlock[]>;
  /** Sequence of the person's last block, 0 when there is none; nobody knows better. Throws LogUnavailable. */
  last(personId: PersonId): Promise<number>;
  /** The blocks at these sequences, null where there is none. Throws LogUnavailable. */
  read(sequences: readonly number[]): Promise<readonly (StoredBlock | null)[]>;
}

/** The log, as a reader follows it. */
export interface Feed {
  /**
   * Every block after the sequence, in order and without gaps, what was written together at once; then live.
   * `receive` must not throw. The promise ends when `signal` does, and fails with LogDamaged when order cannot be had.
   */
  follow(after: number, receive: (blocks: readonly StoredBlock[]) => void, signal: AbortSignal): Promise<void>;
  /** Sequence of the last block in the log. Throws LogUnavailable. */
  lastSequence(): Promise<number>;
}

/** A line of the notebook. */
export interface NotedLine {
  /** From 1, without gaps. */
  readonly sequence: number;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What policies keep beside the log: their settings and decisions, line by line, shared by all gateways. */
export interface Notebook {
  /** Writes a line under a name; `after` is the sequence of the last one under it, null where that does not matter. */
  write(name: string, bytes: Uint8Array, after: number | null): Promise<Appended>;
  /** The lines at these sequences, null where there is none. Throws LogUnavailable. */
  read(sequences: readonly number[]): Promise<readonly (NotedLine | null)[]>;
  /** Every line after the sequence, in order; then live. Ends when `signal` does. */
  follow(after: number, receive: (lines: readonly NotedLine[]) => void, signal: AbortSignal): Promise<void>;
  /** Sequence of the last line. Throws LogUnavailable. */
  lastSequence(): Promise<number>;
}

/** Events of the log that are to be handled once, by whichever gateway takes them. */
export interface FactQueue {
  /**
   * Hands on the sequence of every event, until `signal` ends it. Who comes first says after which one to begin.
   * What `handle` resolves for is done with; what it fails for comes again.
   */
  consume(after: number, handle: (sequence: number) => Promise<void>, signal: AbortSignal): Promise<void>;
  /** Lets what waits go; who consumes next begins anew. */
  forget(): Promise<void>;
  /** How many events wait to be handled; null when that cannot be told now. */
  waiting(): Promise<number | null>;
}

/** Events to blocks and back. */
export interface Codec {
  /** Throws EventTooLarge. */
  seal(event: Event): { readonly cid: string; readonly bytes: Uint8Array };
  /** The event in a block, or what is wrong with it. */
  open(block: StoredBlock): Recorded | Damage;
  /** The version in which facts of a type are written today. */
  versionOf(type: string): number;
  /** Whether the text is a CID that an event can have. */
  isCid(text: string): boolean;
  /** Equal digests for equal values; and how many bytes the value takes. */
  digest(value: unknown): { readonly digest: string; readonly bytes: number };
}

/** A block that is not what it claims to be. */
export interface Damage {
  readonly kind: 'damage';
  readonly sequence: number;
  readonly personId: string;
  readonly cid: string | null;
  readonly reason: string;
}

export function isDamage(found: Recorded | Damage): found is Damage {
  return 'kind' in found && found.kind === 'damage';
}

/** UTC milliseconds. */
export type Clock = () => number;

/** The log cannot be reached now. */
export class LogUnavailable extends Error {
  override readonly name = 'LogUnavailable';
}

/** The log is not the one it was: blocks are missing, or it is another one. */
export class LogDamaged extends Error {
  override readonly name = 'LogDamaged';
}

/** The event would not fit into a block. */
export class EventTooLarge extends Error {
  override readonly name = 'EventTooLarge';
}
