/** Which persons a verb is about: those that are named, or everybody, page by page. */

import type { Client } from '../client/client.ts';
import { EverybodyDocument, type EverybodyQuery, HeadsDocument, type PersonStatus } from '../client/generated.ts';
import { EXIT, Failure, wrongUsage } from './exits.ts';

/** Merged and suspended persons are in no list unless their status is asked for. */
const STATUSES: readonly PersonStatus[] = ['DRAFT', 'ACTIVE', 'SUSPENDED', 'ARCHIVED', 'DECEASED', 'MERGED'];

/** Persons asked for at a time. */
const PAGE_ROWS = 100;

/** A person as it was when it was looked up. */
export type Head = EverybodyQuery['persons']['nodes'][number];

export interface Persons {
  readonly total: number;
  readonly pages: AsyncIterable<readonly Head[]>;
}

/** The named persons, or all of them. Throws Failure where a name is no id, and where nobody has it. */
export async function personsOf(client: Client, ids: readonly string[], all: boolean): Promise<Persons> {
  if (all === ids.length > 0) throw wrongUsage('Name persons by their ids, or all of them by --all.');
  for (const id of ids) if (!isPersonId(id)) throw wrongUsage(`An id is a UUID, such as ${EXAMPLE}, not ${id}.`);
  return all ? everybody(client) : named(client, [...new Set(ids.map((id) => id.toLowerCase()))]);
}

export const EXAMPLE = '01890a5d-ac96-774b-bcce-b302099a8057';

export function isPersonId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

export function notThere(id: string): Failure {
  return new Failure(EXIT.refused, `There is no person ${id}.`);
}

async function named(client: Client, ids: readonly string[]): Promise<Persons> {
  const heads: Head[] = [];
  for (let from = 0; from < ids.length; from += PAGE_ROWS) {
    const part = ids.slice(from, from + PAGE_ROWS);
    const { nodes } = await client.ask(HeadsDocument, { ids: part });
    for (const [at, id] of part.entries()) {
      const node = nodes[at];
      if (node?.__typename !== 'Person') throw notThere(id);
      heads.push(node);
    }
  }
  return { total: heads.length, pages: pagesOf(heads) };
}

async function* pagesOf(heads: readonly Head[]): AsyncGenerator<readonly Head[]> {
  for (let from = 0; from < heads.length; from += PAGE_ROWS) yield heads.slice(from, from + PAGE_ROWS);
}

async function everybody(client: Client): Promise<Persons> {
  const ask = (after: string | null) =>
    client.ask(EverybodyDocument, { status: [...STATUSES], first: PAGE_ROWS, after, counted: after === null });
  const first = await ask(null);
  return { total: first.persons.totalCount ?? 0, pages: pagesAfter(first) };
  async function* pagesAfter(begin: EverybodyQuery): AsyncGenerator<readonly Head[]> {
    for (let page = begin; ; page = await ask(page.persons.pageInfo.endCursor)) {
      yield page.persons.nodes;
      if (!page.persons.pageInfo.hasNextPage) return;
    }
  }
}
