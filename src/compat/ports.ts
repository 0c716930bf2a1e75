/** What the compatibility layer needs from the outside. */

/** A message of an old client, as it came. */
export interface Asked {
  readonly subject: string;
  readonly bytes: Uint8Array;
  /** Where the answer goes; null when none is waited for. */
  readonly replyTo: string | null;
  header(name: string): string | null;
}

export interface Said {
  readonly bytes: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** The wire on which the old clients speak. */
export interface OldWire {
  /** The most that a message may have, in bytes. */
  readonly bytesMax: number;
  /**
   * Every message under the subject comes to one of all who listen, and what `take` resolves to goes back. `take` must not
   * fail. Resolves when it is heard; the function it resolves to ends it, after what is under way.
   */
  listen(subject: string, take: (asked: Asked) => Promise<Said>): Promise<() => Promise<void>>;
  /** Streams that store what is sent under the subject: they would answer before the service does. */
  capturing(subject: string): Promise<readonly string[]>;
}
