/** graphql-sse. Headers belong to its client, so each stream has a client of its own. */

import { createClient } from 'graphql-sse';

interface Data {
  readonly personEvents: { readonly event: { readonly cid: string } };
}

export function follow(url: string, after: string, onEvent: (cid: string) => void): () => void {
  let position = after;
  const client = createClient({
    url,
    retryAttempts: Infinity,
    retry: () => new Promise((again) => setTimeout(again, 500 + Math.random() * 500)),
    // Asked for at every connection.
    headers: () => ({ 'last-event-id': position }),
  });
  return client.subscribe<Data, { position: string }>(
    { query: 'subscription { personEvents { event { cid } } }' },
    {
      next: ({ data, extensions }) => {
        if (data == null) return;
        onEvent(data.personEvents.event.cid);
        position = extensions?.position ?? position;
      },
      error: console.error,
      complete: () => {},
    },
  );
}
