/** The service before this one as a whole: its clients answered, its subscribers told. */

import { OldRelay, type RelayParts, type RelayStatus } from './events/relay.ts';
import { OldService, type OldServiceParts } from './service.ts';
import type { UsageRow } from './usage.ts';

export interface OldWorldParts extends OldServiceParts {
  readonly pace?: RelayParts['pace'];
}

export interface OldWorldStatus {
  /** What keeps old clients from being served well. */
  readonly problems: readonly string[];
  readonly usage: readonly UsageRow[];
  /** What goes out to old subscribers; null when nothing does. */
  readonly events: RelayStatus | null;
}

export class OldWorld {
  readonly #service: OldService;
  readonly #relay: OldRelay | null;

  constructor(parts: OldWorldParts) {
    this.#service = new OldService(parts);
    this.#relay = relayOf(parts);
  }

  /** Resolves when requests are heard. */
  async start(): Promise<void> {
    await this.#service.start();
    this.#relay?.start();
  }

  async stop(): Promise<void> {
    await this.#service.stop();
    await this.#relay?.stop();
  }

  get status(): OldWorldStatus {
    const events = this.#relay?.status ?? null;
    const trouble = events?.lastError == null ? [] : [`Old subscribers are not told: ${events.lastError}`];
    return { problems: [...this.#service.problems, ...trouble], usage: this.#service.usage.rows, events };
  }
}

function relayOf({ gateway, wire, settings, tell, pace }: OldWorldParts): OldRelay | null {
  if (settings.events === null) return null;
  const { families, stream, from, keepDays } = settings.events;
  return new OldRelay({
    asking: gateway,
    outlet: () => wire.outlet({ stream, keepDays }),
    families: new Set(families),
    from,
    bytesMax: wire.bytesMax,
    tell,
    ...(pace === undefined ? {} : { pace }),
  });
}
