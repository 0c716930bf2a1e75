/** Given what has happened, when a command comes, then this is recorded or refused: specifications as sentences. */

import { expect } from 'vitest';
import type { Happened } from '../src/domain/message.ts';
import { type AnyCommand, type AnyFact, decide, fold } from '../src/domain/person/person.ts';
import type { RefusalCode } from '../src/domain/rejection.ts';

type Facts = readonly Happened<AnyFact>[];
type Wanted = readonly [type: AnyFact['type'], data?: object | undefined];

/** `others` are the facts of the second person, for the commands that concern two. */
export function given(facts: Facts, others: Facts | null = null) {
  return {
    when(command: AnyCommand) {
      const decision = decide(command, fold(facts), others === null ? null : fold(others));
      // Strict, since a key that is there and undefined cannot be stored.
      const thenBoth = (own: Wanted, other: Wanted | null) =>
        expect(decision).toStrictEqual({ kind: 'accepted', fact: recorded(own), otherFact: other && recorded(other) });
      return {
        /** This about the person, and nothing about anybody else. */
        thenRecords: (type: AnyFact['type'], data?: object) => thenBoth([type, data], null),
        /** This about the person, and that about the other one. */
        thenRecordsBoth: thenBoth,
        thenNothing: () => expect(decision).toStrictEqual({ kind: 'accepted', fact: null, otherFact: null }),
        thenRefused: (code: RefusalCode, field?: string) =>
          expect(decision).toStrictEqual({
            kind: 'rejected',
            refusal: field === undefined ? { code } : { code, field },
          }),
      };
    },
  };
}

const recorded = ([type, data]: Wanted) => ({ type, data: data ?? expect.any(Object) });
