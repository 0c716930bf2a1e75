/** What the integration with other domains is given of the server: each wire is opened when it is needed. */

import type { JetStreamManager } from '@nats-io/jetstream';
import type { Outlet } from '../integration/ports.ts';
import type { Cable } from './connect.ts';
import { type OutletWish, openOutlet } from './outlet.ts';

export interface Wires {
  /** Where the published language goes out. Throws with what is wrong. */
  outlet(wish: Omit<OutletWish, 'replicas'>): Promise<Outlet>;
}

export function wires(cable: Cable, manager: JetStreamManager, replicas: number): Wires {
  return {
    outlet: (wish) => openOutlet(cable, manager, { ...wish, replicas }),
  };
}
