/** What a decision is: an order taken, with what there is to record, or refused with a reason. */

import type { Fact } from './message.ts';
import type { Refusal, RefusalCode } from './rejection.ts';

export interface Accepted<F extends Fact> {
  readonly kind: 'accepted';
  /** What to record about the person; null when what was asked for is already so. */
  readonly fact: F | null;
  /** What to record about the second person, when the fact concerns two. */
  readonly otherFact: F | null;
}

export interface Rejected {
  readonly kind: 'rejected';
  readonly refusal: Refusal;
}

export type Decision<F extends Fact> = Accepted<F> | Rejected;

/** Taken; without a fact it means: already so, nothing to record. */
export function accepted<F extends Fact>(fact: F | null = null, otherFact: F | null = null): Accepted<F> {
  return { kind: 'accepted', fact, otherFact };
}

/** Refused, naming the field at fault when it is one. */
export function rejected(code: RefusalCode, field?: string): Rejected {
  return { kind: 'rejected', refusal: field === undefined ? { code } : { code, field } };
}
