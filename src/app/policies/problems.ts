/** What kept a decision from being carried out, in words. */

import { SENTENCES } from '../../domain/rejection.ts';
import type { Outcome } from '../outcome.ts';

/** How often a command is sent that is neither taken nor refused, before its decision is parked. */
export const ATTEMPTS_MAX = 6;

export function problemIn(outcome: Exclude<Outcome, { kind: 'recorded' }>): string {
  switch (outcome.kind) {
    case 'refused': {
      const { code, field } = outcome.refusal;
      return `${code}${field === undefined ? '' : ` (${field})`}: ${SENTENCES[code]}`;
    }
    case 'contended':
      return `Others kept changing the person; it was tried ${ATTEMPTS_MAX} times.`;
    case 'busy':
      return `The gateway was too busy; it was tried ${ATTEMPTS_MAX} times.`;
    case 'unsettled':
      return `The log did not answer: ${outcome.reason}. It was tried ${ATTEMPTS_MAX} times.`;
    default:
      return outcome satisfies never;
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
