/** What the integration with other domains is given of the server: each wire is opened when it is needed. */

import { type JetStreamManager, jetstream } from '@nats-io/jetstream';
import type { Outlet, ParkingLot, Responder, Source } from '../integration/ports.ts';
import type { Cable } from './connect.ts';
import { type OutletWish, openOutlet } from './outlet.ts';
import { openParking } from './parking.ts';
import { responder } from './responder.ts';
import { openSource, type SourceWish } from './source.ts';

export interface Wires {
  /** Where the published language goes out. Throws with what is wrong, as the others do. */
  outlet(wish: Omit<OutletWish, 'replicas'>): Promise<Outlet>;
  /** Where a neighbour speaks. */
  source(wish: Omit<SourceWish, 'replicas'>): Promise<Source>;
  parking(): Promise<ParkingLot>;
  readonly responder: Responder;
}

export function wires(cable: Cable, manager: JetStreamManager, replicas: number): Wires {
  return {
    outlet: (wish) => openOutlet(cable, manager, { ...wish, replicas }),
    source: (wish) => openSource(jetstream(cable.connection), manager, { ...wish, replicas }),
    parking: () => openParking(cable, manager, replicas),
    responder: responder(cable),
  };
}
