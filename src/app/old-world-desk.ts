/** What can be asked about the clients of the service before this one. The compatibility layer stands behind it; see src/compat. */

/** Who uses which of the old subjects for what. */
export interface OldUsage {
  /** What the client says its name is, else where it wants its answers. */
  readonly client: string;
  readonly subject: string;
  /** The command or the query; null for what could not be read. */
  readonly name: string | null;
  readonly count: number;
  /** How many of them were answered with an error. */
  readonly errors: number;
  /** UTC milliseconds, as all moments here. */
  readonly firstAt: number;
  readonly lastAt: number;
}

/** How answers compare with those of the old service, by query or command. */
export interface OldComparison {
  readonly name: string;
  readonly asked: number;
  readonly same: number;
  /** Different in ways that are meant, and no other. */
  readonly known: number;
  readonly different: number;
  /** The old service gave no answer, or none in time. */
  readonly unanswered: number;
}

export interface OldDifference {
  readonly path: string;
  /** As JSON, or its beginning. */
  readonly ours: string;
  readonly theirs: string;
  /** Why it is meant to be so; null when it is not known to be. */
  readonly reason: string | null;
}

export interface OldExample {
  readonly at: number;
  readonly name: string;
  readonly subject: string;
  readonly request: string;
  readonly differences: readonly OldDifference[];
}

export interface OldShadow {
  readonly comparisons: readonly OldComparison[];
  /** The newest first. */
  readonly examples: readonly OldExample[];
  /** Requests that were not compared, since too many were under way. */
  readonly skipped: number;
}

export interface OldEvents {
  readonly sent: number;
  readonly lastEventAt: string | null;
  readonly lastError: string | null;
}

export interface OldWorldReport {
  /** Processes that answer old clients now. */
  readonly processes: number;
  /** The day on which the old subjects go silent; null while that is not known. */
  readonly sunset: string | null;
  readonly problems: readonly string[];
  readonly usage: readonly OldUsage[];
  /** What went out to old subscribers; null when nothing does. */
  readonly events: OldEvents | null;
  /** Null when nothing is compared. */
  readonly shadow: OldShadow | null;
}

export interface OldWorldDesk {
  /** Of all processes together, also of those that have ended. Throws when it cannot be had now. */
  report(): Promise<OldWorldReport>;
  /** What keeps old clients from being served well by this process. */
  readonly problems: readonly string[];
}
