/** Questions that come as requests: all gateways listen as one group, so that each question is answered once. */

import type { Responder } from '../integration/ports.ts';
import type { Cable } from './connect.ts';

const GROUP = 'person-gateway';

export function responder({ connection }: Cable): Responder {
  return {
    answer: (subject, answer) => {
      const subscription = connection.subscribe(subject, {
        queue: GROUP,
        callback: (error, message) => {
          if (error === null) message.respond(answer(message.data));
        },
      });
      return () => subscription.unsubscribe();
    },
  };
}
