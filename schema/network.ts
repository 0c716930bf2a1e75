/** The network: figures of a person, ways between persons, employers. */

import type { NetworkStats } from '../projections/graph.ts';
import { RELATIONSHIP_KINDS } from '../src/domain/relationship/messages.ts';
import { badArgument, failure } from './errors.ts';
import type { Kit } from './kit.ts';
import { currentPerson, type PersonSource } from './person-source.ts';
import { personIdIn } from './reading.ts';

export function registerNetwork(kit: Kit): void {
  const { builder, person, words } = kit;
  const kind = words('RelationshipKind', RELATIONSHIP_KINDS);
  const kindCount = builder.objectRef<NetworkStats['connectionsByKind'][number]>('KindCount').implement({
    fields: (t) => ({ kind: t.expose('kind', { type: kind }), count: t.exposeInt('count') }),
  });
  const stats = builder.objectRef<NetworkStats>('NetworkStats').implement({
    description: 'Over established relationships with listed persons; one that leads each way counts twice.',
    fields: (t) => ({
      totalConnections: t.exposeInt('totalConnections'),
      connectionsByKind: t.field({ type: [kindCount], resolve: ({ connectionsByKind }) => [...connectionsByKind] }),
      averageStrength: t.exposeFloat('averageStrength'),
      reach: t.exposeInt('reach', { description: 'Persons two steps away along outgoing relationships, and not one.' }),
      clusteringCoefficient: t.exposeFloat('clusteringCoefficient', {
        description: 'How many of the possible relationships there are among those it leads to, from 0 to 1.',
      }),
    }),
  });
  builder.objectField(person, 'network', (t) =>
    t.field({
      type: stats,
      resolve: ({ number, isRecent }, _, { app }) => {
        if (isRecent) return app.views.network.stats(number);
        throw failure('NOT_AVAILABLE_AS_OF', 'The network is known as it is today; ask for a person without asOf.');
      },
    }),
  );

  const path = builder.objectRef<{ readonly persons: readonly PersonSource[] }>('Path').implement({
    fields: (t) => ({
      length: t.int({
        description: 'Steps from the first to the last person.',
        resolve: ({ persons }) => persons.length - 1,
      }),
      persons: t.field({ type: [person], description: 'Both ends included.', resolve: ({ persons }) => [...persons] }),
    }),
  });
  const employer = builder.objectRef<{ readonly name: string; readonly personCount: number }>('Employer').implement({
    fields: (t) => ({ name: t.exposeString('name'), personCount: t.exposeInt('personCount') }),
  });

  builder.queryFields((t) => ({
    shortestPath: t.field({
      type: path,
      nullable: true,
      description:
        'A shortest way from one person to another: along relationships as they lead, and both ways along those that are the same from either side.',
      args: {
        from: t.arg.id({ required: true }),
        to: t.arg.id({ required: true }),
        kinds: t.arg({ type: [kind] }),
        directedOnly: t.arg.boolean({ description: 'Along relationships as they lead only, whatever their kind.' }),
      },
      resolve: (_, { from, to, kinds, directedOnly }, { app }) => {
        const [start, end] = [numberOf(app.views.persons, 'from', from), numberOf(app.views.persons, 'to', to)];
        const wanted = kinds == null ? undefined : new Set(kinds);
        const way = app.views.network.shortestPath(start, end, wanted, directedOnly === true);
        return way === null ? null : { persons: way.map((number) => currentPerson(app, number) as PersonSource) };
      },
    }),
    employers: t.field({
      type: [employer],
      description: 'Where listed persons work today, by name.',
      resolve: (_, __, { app }) => app.views.network.employers(),
    }),
  }));
}

function numberOf(persons: { find(personId: string): number | undefined }, argument: string, id: string): number {
  const number = persons.find(personIdIn(argument, id));
  if (number === undefined) throw badArgument(argument, 'there is no person with this id.');
  return number;
}
