/** What the clients remember: each command they sent, and what every request for it was answered. */

/** An event that a command may lead to. */
export interface Effect {
  /** Null where only the person's history names the other one. */
  readonly personId: string | null;
  readonly type: string;
  /** Facts that the event must have, among others. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** An event, as an answer told of it. */
export interface Told {
  readonly cid: string;
  readonly personId: string;
  readonly type: string;
  readonly version: number;
  readonly commandId: string;
  readonly position: string;
}

export type Answer =
  | {
      readonly kind: 'recorded';
      readonly replayed: boolean;
      readonly position: string;
      readonly events: readonly Told[];
    }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'contended' | 'busy' | 'unsettled' }
  /** Nobody answered, or the client did not wait for it. */
  | { readonly kind: 'none' };

export type AnswerKind = Answer['kind'];

/** One request for a command. The moments are of one clock, and only their order counts. */
export interface Try {
  readonly begun: number;
  readonly ended: number;
  readonly answer: Answer;
}

export interface Sent {
  readonly commandId: string;
  /** The event of the addressed person, then that of the other one, where the command concerns two. */
  readonly effects: readonly Effect[];
  /** Names the commands that are taken together or not at all. */
  readonly group: string | null;
  readonly tries: Try[];
}

/** The answers that say what became of a command, once and for all. */
export function isSettled({ kind }: Answer): boolean {
  return kind === 'recorded' || kind === 'refused';
}

type Recorded = Extract<Answer, { kind: 'recorded' }>;

/** Whether the answer tells of events. */
export function isTelling(answer: Answer): answer is Recorded {
  return answer.kind === 'recorded' && answer.events.length > 0;
}

/** The answers that tell of events. */
export function tellings({ tries }: Sent): Recorded[] {
  return tries.map(({ answer }) => answer).filter(isTelling);
}
