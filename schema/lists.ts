/** Lists of persons: by filter and order, and by what they can do. */

import { byName, listPersons, nameKeyOf } from '../projections/directory.ts';
import { pageOf } from '../projections/page.ts';
import { ORDERS, type OrderField } from '../projections/summary.ts';
import type { App } from '../src/app/app.ts';
import { dateOf } from '../src/domain/values.ts';
import { type Connection, type ConnectionArgs, connectionOf, pageArgs } from './connection.ts';
import type { Kit } from './kit.ts';
import { type FilterArgs, filterIn, type PersonFilterInput } from './person-filter.ts';
import { currentPerson, type PersonSource } from './person-source.ts';

export interface ListArgs extends ConnectionArgs {
  readonly filter?: FilterArgs | null | undefined;
  readonly orderBy?: { readonly field: string; readonly direction?: string | null | undefined } | null | undefined;
}

export function registerLists(kit: Kit, filter: PersonFilterInput) {
  const { builder, persons } = kit;
  const field = kit.words('PersonOrderField', ORDERS);
  const direction = kit.words('OrderDirection', ['asc', 'desc']);
  const order = builder.inputType('PersonOrder', {
    fields: (t) => ({ field: t.field({ type: field, required: true }), direction: t.field({ type: direction }) }),
  });
  builder.queryFields((t) => ({
    persons: t.field({
      type: persons,
      description:
        'Persons in an order, by name when none is asked for. Merged ones are there only when their status is.',
      args: { filter: t.arg({ type: filter }), orderBy: t.arg({ type: order }), ...kit.pages.bothWays },
      resolve: (_, args, { app, now }) => listOf(app, args, now),
    }),
    personsWithSkills: t.field({
      type: persons,
      description: 'Listed persons that have all of the skills, by name; skills are named in any case.',
      args: { all: t.arg.stringList({ required: true }), ...kit.pages.forwards },
      resolve: (_, { all, ...args }, { app }) => {
        const holders = byName(app.views, app.views.skills.holders(all));
        const page = pageOf(holders, (number) => nameKeyOf(app.views, number), pageArgs(args, 'name'));
        return connectionOf(page, 'name', (number) => currentPerson(app, number) as PersonSource);
      },
    }),
  }));
  return { filter, order };
}

/** The page that is asked for, as of now (UTC milliseconds). */
export function listOf(app: App, args: ListArgs, now: number): Connection<PersonSource> {
  const wanted = {
    field: (args.orderBy?.field ?? 'name') as OrderField,
    descending: args.orderBy?.direction === 'desc',
  };
  const page = listPersons(app.views, filterIn(args.filter), wanted, pageArgs(args, wanted.field), dateOf(now));
  return connectionOf(page, wanted.field, (number) => currentPerson(app, number) as PersonSource);
}
