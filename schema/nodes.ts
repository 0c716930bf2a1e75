/** Anything by its id: persons by their UUID, events by their CID. */

import type { App } from '../src/app/app.ts';
import { parsePersonId } from '../src/domain/ids.ts';
import { badArgument } from './errors.ts';
import type { Kit, NodeSource } from './kit.ts';
import { findPerson } from './person-source.ts';
import { readFromLog } from './reading.ts';

/** Ids that one query may ask for. */
export const NODES_MAX = 1_000;

export function registerNodes({ builder, node }: Kit): void {
  builder.queryFields((t) => ({
    node: t.field({
      type: node,
      nullable: true,
      args: { id: t.arg.id({ required: true }) },
      resolve: (_, { id }, { app }) => find(app, 'id', id),
    }),
    nodes: t.field({
      type: [node],
      nullable: { list: false, items: true },
      description: 'In the order of the ids; null where nothing has an id.',
      args: { ids: t.arg.idList({ required: true }) },
      resolve: (_, { ids }, { app }) => {
        if (ids.length > NODES_MAX) throw badArgument('ids', `a query asks for at most ${NODES_MAX} ids.`);
        return Promise.all(ids.map((id, at) => find(app, `ids.${at}`, id)));
      },
    }),
  }));
}

async function find(app: App, argument: string, id: string): Promise<NodeSource | null> {
  if (parsePersonId(id) !== null) return findPerson(app, id);
  if (app.codec.isCid(id)) return readFromLog(() => app.reader.byCid(id));
  throw badArgument(argument, 'an id is the UUID of a person or the CID of an event.');
}
