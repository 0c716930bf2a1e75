/** What the integration with other domains needs from the outside. */

import type { OutgoingMessage } from './published/index.ts';

/** A message on its way out, encoded. */
export interface Letter extends Pick<OutgoingMessage, 'id' | 'subject'> {
  readonly bytes: Uint8Array;
  /** What its writer wants to find again at the end of the row. */
  readonly note?: string;
}

/** The end of a row of letters. */
export interface RowEnd {
  /** How many letters there ever were. */
  readonly sequence: number;
  /** Id of the last one; null when there is none. */
  readonly id: string | null;
  /** What its writer noted with it. */
  readonly note?: string | null;
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

/** A message of another domain, as it came. */
export interface Incoming {
  /** The domain that it is heard as. */
  readonly neighbour: string;
  readonly subject: string;
  readonly bytes: Uint8Array;
  /** What its sender calls it in a header, where it does. */
  readonly messageId: string | null;
  /** When it was taken in, in UTC milliseconds. */
  readonly at: number;
  /** Where it lies. */
  readonly stream: string;
  readonly sequence: number;
}

/** A message that is handed over to be dealt with. */
export interface Delivery {
  readonly message: Incoming;
  /** How often it was handed over, this time included. */
  readonly attempts: number;
  /** It is dealt with, and never comes again. */
  done(): void;
  /** It comes again after so many milliseconds, and nothing after it comes before. */
  later(ms: number): void;
  /** It takes a little longer. */
  working(): void;
}

/** The messages of one neighbour: each until it is dealt with, one after the other, to one gateway at a time. */
export interface Source {
  /** Hands over until the signal ends it, through whatever becomes of the connection. `take` must not throw. */
  follow(take: (delivery: Delivery) => Promise<void>, signal: AbortSignal): Promise<void>;
  /** How many messages are not dealt with yet. Throws when that cannot be told. */
  lag(): Promise<number>;
  /** Names of the streams it reads, and what is out of the ordinary about them. */
  readonly streams: readonly string[];
  readonly remarks: readonly string[];
}

/** Why a command that a message asked for was not taken. */
export interface ParkedRefusal {
  readonly command: string;
  readonly personId: string;
  readonly code: string;
  readonly field: string | null;
}

/** A message that could not be dealt with, kept with why. */
export interface ParkedMessage extends Incoming {
  /** The same for the same message, however often it comes. */
  readonly id: string;
  readonly reason: string;
  readonly refusals: readonly ParkedRefusal[];
  /** Persons that it asks something of. */
  readonly personIds: readonly string[];
  /** UTC milliseconds, as all moments. */
  readonly parkedAt: number;
  /** Until when it is tried again by itself; null when only somebody can have it tried again. */
  readonly waitsUntil: number | null;
  /** Whether the bytes are only the beginning of what came. */
  readonly truncated: boolean;
}

export interface ParkedPage {
  /** In the order in which they were parked, each with its place. */
  readonly messages: readonly (ParkedMessage & { readonly place: number })[];
  /** How many there are from the asked place on, those included. */
  readonly left: number;
}

/** Where messages are kept that could not be dealt with. All of it throws when it cannot be reached. */
export interface ParkingLot {
  /** In the place of the one under the same id, if there is one. */
  park(message: ParkedMessage): Promise<void>;
  find(id: string): Promise<ParkedMessage | null>;
  /** Takes it off; false when it is not there. */
  drop(id: string): Promise<boolean>;
  /** From a place on, those of one neighbour, or of all when null; `waiting` those that are still tried again. */
  list(wish: ParkedWish): Promise<ParkedPage>;
}

export interface ParkedWish {
  readonly neighbour: string | null;
  /** Those about this person only; null for all. */
  readonly personId: string | null;
  readonly waiting: boolean | null;
  /** After this place; 0 for the beginning. */
  readonly after: number;
  readonly first: number;
}

/** Answers questions that come over the wire: each question is answered by one gateway. */
export interface Responder {
  /** `answer` must not throw. Returns how to stop. */
  answer(subject: string, answer: (question: Uint8Array) => Uint8Array): () => void;
}

export interface OutletWish {
  /** How long neighbours may be away and still find everything, in days; 0 for ever. */
  readonly keepDays: number;
  /** How much is kept for them at most, in MiB; 0 without limit. */
  readonly keepMebibytes: number;
}

export interface SourceWish {
  readonly neighbour: string;
  readonly subjects: readonly string[];
  /** How long messages are kept that no gateway took, in days. */
  readonly keepDays: number;
}

/** The ways to and from other domains. Each is opened when it is needed, and throws with what is wrong. */
export interface Wires {
  outlet(wish: OutletWish): Promise<Outlet>;
  source(wish: SourceWish): Promise<Source>;
  parking(): Promise<ParkingLot>;
  readonly responder: Responder;
}
