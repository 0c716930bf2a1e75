/** What the integration with other domains is given of the server: each wire is opened when it is needed. */

import { type JetStreamManager, jetstream } from '@nats-io/jetstream';
import type { Wires } from '../integration/ports.ts';
import type { Cable } from './connect.ts';
import { openOutlet } from './outlet.ts';
import { openParking } from './parking.ts';
import { responder } from './responder.ts';
import { openSource } from './source.ts';

export function wires(cable: Cable, manager: JetStreamManager, replicas: number): Wires {
  return {
    outlet: (wish) => openOutlet(cable, manager, { ...wish, replicas }),
    source: (wish) => openSource(jetstream(cable.connection), manager, { ...wish, replicas }),
    parking: () => openParking(cable, manager, replicas),
    responder: responder(cable),
  };
}
