/** What a migration needs from the outside, besides the log. */

/** An old message as it was found. */
export interface Original {
  /** The stream or file it was in. */
  readonly stream: string;
  /** Its sequence there, or the number of its line. */
  readonly seq: number;
  readonly subject: string | null;
  /** When the server took it, as the server said. */
  readonly time: string | null;
  readonly headers: Readonly<Record<string, readonly string[]>> | null;
  readonly bytes: Uint8Array;
}

/** The streams of the old program. */
export interface OldStreams {
  /** Names the stream for ever: another one of the same name has another. Fails when there is no such stream. */
  identityOf(stream: string): Promise<string>;
  /** Sequence of the last message at this moment; 0 when there is none. Fails when there is no such stream. */
  lastOf(stream: string): Promise<number>;
  /** The messages after one sequence up to another, in their order; those that were deleted are passed over. */
  read(stream: string, after: number, until: number): AsyncGenerator<Original>;
}
