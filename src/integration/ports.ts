/** What the integration with other domains needs from the outside. */

import type { OutgoingMessage } from './published/index.ts';

/** A message on its way out, encoded. */
export interface Letter extends Pick<OutgoingMessage, 'id' | 'subject'> {
  readonly bytes: Uint8Array;
}

/** The end of a row of letters. */
export interface RowEnd {
  /** How many letters there ever were. */
  readonly sequence: number;
  /** Id of the last one; null when there is none. */
  readonly id: string | null;
}

export type Posted =
  /** All of them are in the row; its end now. */
  | { readonly kind: 'posted'; readonly sequence: number }
  /** None of them is: the row ends elsewhere, since somebody else was first. */
  | { readonly kind: 'overtaken' }
  /** Nobody knows, or it cannot be now: look where the row ends. */
  | { readonly kind: 'unavailable'; readonly reason: string };

/** The row of letters that neighbours read, which grows at its end only, and there only for who knows the end. */
export interface Outlet {
  /** Throws when it cannot be reached. */
  end(): Promise<RowEnd>;
  /** Puts all letters right behind the one of this number, or none. Never throws for what the outside may answer. */
  post(letters: readonly Letter[], after: number): Promise<Posted>;
}

/** Letters that go out together at most. */
export const LETTERS_TOGETHER_MAX = 1_000;
