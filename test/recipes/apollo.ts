/** Apollo Client, over graphql-ws: a link before the socket keeps the position in the operation. */

import { ApolloClient, ApolloLink, gql, InMemoryCache, type TypedDocumentNode } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient } from 'graphql-ws';
import { tap } from 'rxjs';

export function follow(url: string, after: string, onEvent: (cid: string) => void): () => void {
  const socket = createClient({
    url: url.replace(/^http/, 'ws'),
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: () => new Promise((again) => setTimeout(again, 500 + Math.random() * 500)),
  });
  const positions = new ApolloLink((operation, forward) => {
    operation.extensions.position ??= after;
    return forward(operation).pipe(
      tap(({ extensions }) => {
        operation.extensions.position = extensions?.position;
      }),
    );
  });
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.from([positions, new GraphQLWsLink(socket)]),
  });
  const query: TypedDocumentNode<{ personEvents: { event: { cid: string } } }> = gql`
    subscription { personEvents { event { cid } } }
  `;
  const subscription = client.subscribe({ query, fetchPolicy: 'no-cache' }).subscribe(({ data, error }) => {
    if (error !== undefined) console.error(error);
    if (data != null) onEvent(data.personEvents.event.cid);
  });
  return () => subscription.unsubscribe();
}
