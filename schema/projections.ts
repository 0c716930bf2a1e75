/** The projections, as the operator looks at them. */

import type { ProjectionStatus } from '../src/app/projector.ts';
import type { Kit } from './kit.ts';

type Source = ProjectionStatus & { readonly lag: number; readonly gaps: number };

export function registerProjections({ builder }: Kit): void {
  const status = builder.objectRef<Source>('ProjectionStatus').implement({
    description: 'Where a projection stands.',
    fields: (t) => ({
      name: t.exposeString('name'),
      position: t.field({ type: 'Position', resolve: ({ sequence }, _, { app }) => app.positions.encode(sequence) }),
      sequence: t.exposeInt('sequence', { description: 'The same as a number, to look at.' }),
      lag: t.exposeInt('lag', { description: 'Events that are in the log and not yet here.' }),
      eventsApplied: t.exposeInt('eventsApplied'),
      digest: t.exposeString('digest', { description: 'Of all it knows: equal where two projections know the same.' }),
      gaps: t.exposeInt('gaps', {
        description: 'Events that are missing from the log. Anything but 0 stops the projections.',
      }),
    }),
  });
  builder.queryField('projections', (t) =>
    t.field({
      type: [status],
      resolve: async (_, __, { app }) => {
        const all = await app.projector.status();
        const last = await app.feed.lastSequence().catch(() => app.projector.position);
        return all.map((each) => ({ ...each, lag: Math.max(0, last - each.sequence), gaps: app.projector.gaps }));
      },
    }),
  );
}
