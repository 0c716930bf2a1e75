/** The schema, room by room. Registration is explicit: what is not called here is not in the contract. */

import type { GraphQLSchema } from 'graphql';
import { createBuilder } from './builder.ts';
import { registerCommands } from './commands.ts';
import { registerContactInfo } from './contact-info.ts';
import { createKit } from './kit.ts';
import { registerLegacy } from './legacy.ts';
import { registerLists } from './lists.ts';
import { registerLiveLists } from './live-lists.ts';
import { withMinPosition } from './min-position.ts';
import { registerNetwork } from './network.ts';
import { registerNodes } from './nodes.ts';
import { registerNotes } from './notes.ts';
import { registerOutcomes } from './outcome.ts';
import { registerParked } from './parked.ts';
import { registerPerson } from './person.ts';
import { registerPersonFilter } from './person-filter.ts';
import { registerPolicies } from './policies.ts';
import { registerPreferences } from './preferences.ts';
import { registerProjections } from './projections.ts';
import { registerRefusals } from './refusal.ts';
import { registerRelationships } from './relationship.ts';
import { registerScalars } from './scalars.ts';
import { registerSearch } from './search.ts';
import { registerSkills } from './skills.ts';
import { registerSubscriptions } from './subscriptions.ts';
import { registerTimeline } from './timeline.ts';

export function createSchema(): GraphQLSchema {
  const builder = createBuilder();
  const kit = createKit(builder);
  registerScalars(builder);
  const refusals = registerRefusals(kit);
  const filter = registerPersonFilter(kit);
  registerPerson(kit, refusals);
  const lists = registerLists(kit, filter('PersonFilter'));
  registerNotes(kit);
  registerContactInfo(kit);
  registerSkills(kit);
  registerPreferences(kit);
  registerRelationships(kit);
  registerNetwork(kit);
  const search = registerSearch(kit, filter('SearchFilter'));
  const entry = registerTimeline(kit);
  registerProjections(kit);
  registerParked(kit);
  registerLegacy(kit);
  registerPolicies(kit, refusals);
  registerNodes(kit);
  registerCommands(kit, registerOutcomes(kit, refusals));
  registerSubscriptions(kit, entry);
  registerLiveLists(kit, lists, search);
  return withMinPosition(builder.toSchema({ sortSchema: false }));
}
