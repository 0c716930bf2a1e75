/** urql, over graphql-ws. */

import { Client, gql, subscriptionExchange } from '@urql/core';
import { createClient } from 'graphql-ws';

export function follow(url: string, after: string, onEvent: (cid: string) => void): () => void {
  const socket = createClient({
    url: url.replace(/^http/, 'ws'),
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: () => new Promise((again) => setTimeout(again, 500 + Math.random() * 500)),
  });
  const client = new Client({
    url,
    preferGetMethod: false,
    exchanges: [
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables, extensions }) => {
          const payload = { query, variables, extensions: { position: after, ...extensions } };
          return {
            subscribe: (sink) => ({
              unsubscribe: socket.subscribe<Record<string, unknown>, { position: string }>(payload, {
                next: (result) => {
                  sink.next(result as Parameters<typeof sink.next>[0]);
                  payload.extensions.position = result.extensions?.position ?? payload.extensions.position;
                },
                error: (error) => sink.error(error),
                complete: () => sink.complete(),
              }),
            }),
          };
        },
      }),
    ],
  });
  const query = gql<{ personEvents: { event: { cid: string } } }>`
    subscription { personEvents { event { cid } } }
  `;
  const { unsubscribe } = client.subscription(query, {}).subscribe(({ data, error }) => {
    if (error !== undefined) console.error(error);
    if (data !== undefined) onEvent(data.personEvents.event.cid);
  });
  return unsubscribe;
}
