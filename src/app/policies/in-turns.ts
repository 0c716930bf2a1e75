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
  const running = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | null = null;
  try {
    for (const decision of decisions) {
      if (failure !== null) break;
      const before = tails.get(decision.personId) ?? Promise.resolve();
      const job: Promise<void> = before
        .then(() => (failure === null ? work(decision) : undefined))
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .then(() => {
          running.delete(job);
          if (tails.get(decision.personId) === job) tails.delete(decision.personId);
        });
      tails.set(decision.personId, job);
      running.add(job);
      if (running.size >= SIDE_BY_SIDE_MAX) await Promise.race(running);
    }
  } finally {
    // What was begun is finished, even when the policy fails in the middle of its decisions.
    await Promise.all(running);
  }
  const failed = failure as { readonly error: unknown } | null;
  if (failed !== null) throw failed.error;
}
