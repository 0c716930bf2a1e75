/** Carries out what a policy decides while it decides: side by side for different persons, in turns for each. */

import type { PolicyDecision } from '../../domain/policies/policy.ts';

/** Decisions of one look that are carried out side by side; those for the same person follow each other. */
const SIDE_BY_SIDE_MAX = 256;

/** Works on all decisions, a limited number at a time, those for one person in their order. Fails with the first that fails. */
export async function inTurns(
  decisions: Iterable<PolicyDecision>,
  work: (decision: PolicyDecision) => Promise<void>,
): Promise<void> {
  const tails = new Map<string, Promise<void>>();
  let running = 0;
  let failure: { readonly error: unknown } | null = null;
  // Whoever ends wakes the one that waits, for a place or for the end of all.
  let wake = () => {};
  const ended = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    wake = resolve;
    return promise;
  };
  try {
    for (const decision of decisions) {
      if (failure !== null) break;
      running += 1;
      const before = tails.get(decision.personId) ?? Promise.resolve();
      const job: Promise<void> = before
        .then(() => (failure === null ? work(decision) : undefined))
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .then(() => {
          running -= 1;
          if (tails.get(decision.personId) === job) tails.delete(decision.personId);
          wake();
        });
      tails.set(decision.personId, job);
      while (running >= SIDE_BY_SIDE_MAX) await ended();
    }
  } finally {
    // What was begun is finished, even when the policy fails in the middle of its decisions.
    while (running > 0) await ended();
  }
  const failed = failure as { readonly error: unknown } | null;
  if (failed !== null) throw failed.error;
}
