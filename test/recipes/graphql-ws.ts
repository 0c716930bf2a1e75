/** graphql-ws. What is sent at every connection is the payload as it is then, so the position is kept in it. */

import { createClient } from 'graphql-ws';

interface Data {
  readonly personEvents: { readonly event: { readonly cid: string } };
}

export function follow(url: string, after: string, onEvent: (cid: string) => void): () => void {
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: () => new Promise((again) => setTimeout(again, 500 + Math.random() * 500)),
  });
  const payload = {
    query: 'subscription { personEvents { event { cid } } }',
    extensions: { position: after },
  };
  return client.subscribe<Data, { position: string }>(payload, {
    next: ({ data, extensions }) => {
      if (data == null) return;
      onEvent(data.personEvents.event.cid);
      payload.extensions.position = extensions?.position ?? payload.extensions.position;
    },
    error: console.error,
    complete: () => {},
  });
}
