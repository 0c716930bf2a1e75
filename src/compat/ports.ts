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

/** A message on its way to old subscribers, encoded. */
export interface OldLetter {
  /** The same whenever it is made. */
  readonly id: string;
  readonly subject: string;
  readonly bytes: Uint8Array;
  /** What its writer wants to find again at the end of the row. */
  readonly note: string;
}

/** The row of messages that old subscribers read, which grows at its end only, and there only for who knows the end. */
export interface OldOutlet {
  /** How many there ever were, and what was noted with the last. Throws when it cannot be reached. */
  end(): Promise<{ readonly sequence: number; readonly id: string | null; readonly note?: string | null }>;
  /** Puts all of them right behind the one of this number, or none. */
  post(
    letters: readonly OldLetter[],
    after: number,
  ): Promise<
    | { readonly kind: 'posted'; readonly sequence: number }
    | { readonly kind: 'overtaken' }
    | { readonly kind: 'unavailable'; readonly reason: string }
  >;
}

export interface OldOutletWish {
  /** The stream that old subscribers read. */
  readonly stream: string;
  readonly keepDays: number;
}

/** Where each process keeps its part of the report, under its own name. */
export interface ReportBoard {
  put(process: string, part: Uint8Array): Promise<void>;
  /** The parts of all processes, also of those that have ended. */
  all(): Promise<readonly Uint8Array[]>;
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
  /** The first answer to a request; null when there is none in time. */
  ask(subject: string, bytes: Uint8Array, ms: number): Promise<Uint8Array | null>;
  readonly board: ReportBoard;
  /** Throws with what is wrong. */
  outlet(wish: OldOutletWish): Promise<OldOutlet>;
}
