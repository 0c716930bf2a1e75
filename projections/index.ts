/** The five views, in the order in which they take each event. */

import { NetworkView } from './network.ts';
import { PersonIndex } from './person-index.ts';
import type { Projection } from './projection.ts';
import { SearchView } from './search.ts';
import { SkillsView } from './skills.ts';
import { SummaryView } from './summary.ts';
import { TimelineView } from './timeline.ts';

export interface Views {
  readonly persons: PersonIndex;
  readonly network: NetworkView;
  readonly search: SearchView;
  readonly skills: SkillsView;
  readonly summary: SummaryView;
  readonly timeline: TimelineView;
}

export function emptyViews(): Views {
  const persons = new PersonIndex();
  return {
    persons,
    network: new NetworkView(persons),
    search: new SearchView(),
    skills: new SkillsView(),
    summary: new SummaryView(),
    timeline: new TimelineView(),
  };
}

/** The projections of the views, in their order. */
export function projectionsOf(views: Views): readonly Projection[] {
  return [views.network, views.search, views.skills, views.summary, views.timeline];
}
