/** A small migration through every step, each of them killed; `npm run migrate-proof` does the same with a million. */

import { afterEach, expect, it } from 'vitest';
import { cleanUp } from '../nats/servers.ts';
import { prove } from './proof.ts';

afterEach(cleanUp);

it('a migration whose steps are killed on the way ends with both worlds alike', { timeout: 180_000 }, async () => {
  const { steps, receipt, again, faults } = await prove({ messages: 4_500, kills: 5 });
  expect(steps.map(({ step }) => step)).toEqual(['export', 'convert', 'import', 'verify']);
  // A step may be over before it is killed; some are not.
  expect(steps.reduce((sum, { kills }) => sum + kills, 0)).toBeGreaterThan(1);
  expect(receipt).toMatchObject({ differences: 0, originals: 4_500, others: 0 });
  expect(receipt.became.lost).toBeUndefined();
  const fates = Object.values(receipt.became).reduce((sum, count) => sum + count, 0);
  expect(fates).toBe(4_500);
  expect(Object.values(receipt.queries).every(({ compared, different }) => compared > 500 && different === 0)).toBe(
    true,
  );
  expect(again.refused).toBe(0);
  expect(again.written + again.present).toBe(receipt.imported);
  expect(faults).toEqual([]);
});
