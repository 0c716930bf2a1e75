/** What resolvers are given with each request: who asks, when, and the application. */

import type { IncomingHttpHeaders } from 'node:http';
import DataLoader from 'dataloader';
import type { GraphQLContext } from '../../schema/builder.ts';
import type { App } from '../app/app.ts';
import { parseCommandId } from '../domain/ids.ts';
import { isByPolicy } from '../domain/policies/policy.ts';

/** Longest name of an actor or a program that is taken, in characters. */
const NAME_CHARACTERS_MAX = 200;

/** What a request says about itself. */
export interface RequestHead {
  header(name: string): string | null;
}

export type RequestContext = GraphQLContext & { readonly minPosition: string | null };

export function contextOf(app: App, head: RequestHead): RequestContext {
  return {
    app,
    now: app.clock(),
    actor: nameIn(head.header('x-actor')) ?? 'anonymous',
    source: nameIn(head.header('x-client-name')) ?? 'graphql',
    correlationId: correlationIn(head.header('x-correlation-id')),
    minPosition: head.header('x-min-position'),
    resumeAfter: head.header('last-event-id') || null,
    seen: { sequence: Infinity },
    written: { sequence: 0 },
    events: new DataLoader((sequences: readonly number[]) => app.reader.read(sequences)),
  };
}

export const headOfNode = (headers: IncomingHttpHeaders): RequestHead => ({
  header: (name) => {
    const value = headers[name];
    return (Array.isArray(value) ? value[0] : value) ?? null;
  },
});

export const headOfFetch = (headers: Headers): RequestHead => ({ header: (name) => headers.get(name) });

/** Names are said by the client and only recorded; whoever must be sure who it is puts something in front. */
function nameIn(value: string | null): string | null {
  const name = value?.normalize('NFC').trim() ?? '';
  // Policies and neighbours sign with names that nobody else may have: what they did must not be mistaken for what
  // somebody did.
  if (isByPolicy(name.toLowerCase()) || name.toLowerCase().startsWith('neighbour:')) return null;
  return name !== '' && name.length <= NAME_CHARACTERS_MAX && name.isWellFormed() && !/\p{Cc}/u.test(name)
    ? name
    : null;
}

function correlationIn(value: string | null): string | null {
  return value === null ? null : parseCommandId(value);
}
