/** What can be asked and done about the messages of other domains. The integration stands behind it; see src/integration. */

/** A message that could not be dealt with, as it is looked at. */
export interface ParkedItem {
  /** The same for the same message, however often it comes. */
  readonly id: string;
  /** Where it stands among the others, growing. */
  readonly place: number;
  readonly neighbour: string;
  readonly subject: string;
  /** As it came, or its beginning where it is too large. */
  readonly body: string;
  readonly reason: string;
  readonly refusals: readonly {
    readonly command: string;
    readonly personId: string;
    readonly code: string;
    readonly field: string | null;
  }[];
  readonly stream: string;
  readonly sequence: number;
  /** UTC milliseconds, as all moments here. */
  readonly at: number;
  readonly parkedAt: number;
  readonly waitsUntil: number | null;
}

export type Replayed =
  /** It is dealt with now, and parked no longer. */
  | { readonly kind: 'settled'; readonly commands: number; readonly reason: string | null }
  /** It is parked still, for this reason. */
  | { readonly kind: 'kept'; readonly reason: string }
  | { readonly kind: 'unknown' };

export interface DeskStatus {
  readonly publishing: {
    readonly leads: boolean;
    readonly lag: number | null;
    readonly skipped: number;
    readonly lastError: string | null;
  } | null;
  readonly hearing: readonly {
    readonly name: string;
    readonly streams: readonly string[];
    readonly remarks: readonly string[];
    readonly lag: number | null;
    readonly handled: number;
    readonly ignored: Readonly<Record<string, number>>;
    readonly lastError: string | null;
  }[];
  /** How many messages are parked, and how many of them are tried again by themselves; null when that cannot be told. */
  readonly parked: number | null;
  readonly waiting: number | null;
}

export interface NeighbourDesk {
  status(): Promise<DeskStatus>;
  /** From a place on, those of one neighbour, or of all. Throws when they cannot be read now, as the others do. */
  parked(
    neighbour: string | null,
    after: number,
    first: number,
  ): Promise<{ items: readonly ParkedItem[]; left: number }>;
  replay(id: string): Promise<Replayed>;
  /** Whether it was there. */
  drop(id: string): Promise<boolean>;
}
