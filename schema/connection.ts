/** Relay connections over the pages of the projections: both directions, true flags, a total that is counted when asked. */

import type { ObjectRef } from '@pothos/core';
import type { Key, Page, PageArgs } from '../projections/page.ts';
import { PAGE_ROWS_DEFAULT, PAGE_ROWS_MAX } from '../projections/page.ts';
import type { Builder } from './builder.ts';
import { badArgument } from './errors.ts';

type Types = PothosSchemaTypes.ExtendDefaultTypes<import('./builder.ts').BuilderTypes>;
type Ref<T> = ObjectRef<Types, T>;

export interface Edge<T> {
  readonly cursor: string;
  readonly node: T;
}

export interface Connection<T> {
  readonly edges: readonly Edge<T>[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly totalCount: () => number | Promise<number>;
}

/** Arguments of a connection as GraphQL gives them. */
export interface ConnectionArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/**
 * The page arguments; throws what the caller can read when they cannot be. `order` names what the list is ordered by:
 * a cursor is a place in one order, and means nothing in another.
 */
export function pageArgs({ first, after, last, before }: ConnectionArgs, order: string): PageArgs {
  if (first != null && last != null) throw badArgument('last', 'ask for the first or the last rows, not for both.');
  return {
    first: rowsIn('first', first),
    last: rowsIn('last', last),
    after: cursorIn('after', after, order),
    before: cursorIn('before', before, order),
  };
}

/** A number of rows; throws what the caller can read when there can be no such page. */
export function rowsIn(argument: string, rows: number | null | undefined): number | null {
  if (rows == null) return null;
  if (rows < 0 || rows > PAGE_ROWS_MAX) throw badArgument(argument, `a page has 0 to ${PAGE_ROWS_MAX} rows.`);
  return rows;
}

/** The page as a connection, its items made into nodes. */
export function connectionOf<T, N>(page: Page<T>, order: string, node: (item: T) => N): Connection<N> {
  return {
    edges: page.items.map(({ item, key }) => ({ cursor: cursorOf(order, key), node: node(item) })),
    hasNextPage: page.hasNextPage,
    hasPreviousPage: page.hasPreviousPage,
    totalCount: page.totalCount,
  };
}

export function cursorOf(order: string, key: Key): string {
  return Buffer.from(JSON.stringify([order, ...key])).toString('base64url');
}

/** The place a cursor stands for; throws what the caller can read when it is none of this order. */
export function cursorIn(argument: string, cursor: string | null | undefined, order: string): Key | null {
  if (cursor == null) return null;
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const isPlace = Array.isArray(place) && place.every((part) => typeof part === 'string' || typeof part === 'number');
    if (isPlace && place[0] === order) return place.slice(1) as Key;
  } catch {
    // Said below.
  }
  throw badArgument(argument, 'this is no cursor of this list. Take it from an edge or from pageInfo.');
}

/** The arguments of connections that are walked in both directions, and of those that are walked forwards. */
export function pageArguments(builder: Builder) {
  const first = `How many rows from the start; ${PAGE_ROWS_DEFAULT} when nothing is said, at most ${PAGE_ROWS_MAX}.`;
  const after = 'The cursor after which the rows begin.';
  return {
    bothWays: builder.args((t) => ({
      first: t.int({ description: first }),
      after: t.string({ description: after }),
      last: t.int({ description: 'How many rows from the end.' }),
      before: t.string({ description: 'The cursor before which the rows end.' }),
    })),
    forwards: builder.args((t) => ({ first: t.int({ description: first }), after: t.string({ description: after }) })),
  };
}

export type PageArguments = ReturnType<typeof pageArguments>;

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

export function connections(builder: Builder) {
  const pageInfo = builder.objectRef<PageInfo>('PageInfo').implement({
    description: 'Where a page lies in its list.',
    fields: (t) => ({
      hasNextPage: t.exposeBoolean('hasNextPage'),
      hasPreviousPage: t.exposeBoolean('hasPreviousPage'),
      startCursor: t.exposeString('startCursor', { nullable: true }),
      endCursor: t.exposeString('endCursor', { nullable: true }),
    }),
  });

  /** A connection type and its edge type. */
  return function connection<T>(
    name: string,
    node: Ref<T>,
  ): { readonly ref: Ref<Connection<T>>; readonly edge: Ref<Edge<T>> } {
    const edge = builder.objectRef<Edge<T>>(`${name}Edge`).implement({
      fields: (t) => ({
        cursor: t.exposeString('cursor' as never),
        node: t.field({ type: node, resolve: (parent) => parent.node as never }),
      }),
    });
    const ref = builder.objectRef<Connection<T>>(`${name}Connection`).implement({
      fields: (t) => ({
        totalCount: t.int({
          description: 'Of the whole list, whatever the page.',
          resolve: (parent) => parent.totalCount(),
        }),
        edges: t.field({ type: [edge], resolve: (parent) => parent.edges as never }),
        nodes: t.field({ type: [node], resolve: (parent) => parent.edges.map((each) => each.node) as never }),
        pageInfo: t.field({ type: pageInfo, resolve: pageInfoOf }),
      }),
    });
    return { ref, edge };
  };
}

export type ConnectionMaker = ReturnType<typeof connections>;

function pageInfoOf({ edges, hasNextPage, hasPreviousPage }: Connection<unknown>): PageInfo {
  return {
    hasNextPage,
    hasPreviousPage,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  };
}
