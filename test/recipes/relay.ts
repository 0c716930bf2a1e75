/** Relay, over graphql-ws. The operation stands here as relay-compiler writes it. */

import { createClient } from 'graphql-ws';
import {
  type ConcreteRequest,
  Environment,
  type GraphQLResponse,
  Network,
  Observable,
  RecordSource,
  requestSubscription,
  Store,
} from 'relay-runtime';
import { RecipeEvents } from './relay-artifact.ts';

export function follow(url: string, after: string, onEvent: (cid: string) => void): () => void {
  const socket = createClient({
    url: url.replace(/^http/, 'ws'),
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: () => new Promise((again) => setTimeout(again, 500 + Math.random() * 500)),
  });
  const network = Network.create(
    () => Observable.create((sink) => sink.error(new Error('This recipe asks no questions.'))),
    ({ text }, variables) => {
      const payload = { query: text ?? '', variables, extensions: { position: after } };
      return Observable.create<GraphQLResponse>((sink) =>
        socket.subscribe<Record<string, unknown>, { position: string }>(payload, {
          next: (result) => {
            sink.next(result as GraphQLResponse);
            payload.extensions.position = result.extensions?.position ?? payload.extensions.position;
          },
          error: (error) => sink.error(error as Error),
          complete: () => sink.complete(),
        }),
      );
    },
  );
  const environment = new Environment({ network, store: new Store(new RecordSource()) });
  const { dispose } = requestSubscription<typeof RecipeEvents.types>(environment, {
    subscription: RecipeEvents.request as ConcreteRequest,
    variables: {},
    onNext: (data) => {
      if (data != null) onEvent(data.personEvents.event.cid);
    },
    onError: console.error,
  });
  return dispose;
}
