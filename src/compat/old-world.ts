/** The service before this one as a whole: its clients answered, its subscribers told, and a report on both. */

import { randomUUID } from 'node:crypto';
import type { OldWorldDesk, OldWorldReport } from '../app/old-world-desk.ts';
import { OldRelay, type RelayParts } from './events/relay.ts';
import type { OldWire } from './ports.ts';
import { Reporting } from './report.ts';
import { OldService, type OldServiceParts } from './service.ts';
import { Shadow } from './shadow/shadow.ts';

export interface OldWorldParts extends Omit<OldServiceParts, 'compare'> {
  readonly pace?: RelayParts['pace'];
}

export class OldWorld implements OldWorldDesk {
  readonly #service: OldService;
  readonly #relay: OldRelay | null;
  readonly #shadow: Shadow | null;
  readonly #reporting: Reporting;

  constructor(parts: OldWorldParts) {
    const { wire, clock, settings } = parts;
    const shadow = settings.shadow === null ? null : new Shadow({ wire, clock, prefix: settings.shadow.prefix });
    this.#shadow = shadow;
    this.#service = new OldService(
      shadow === null ? parts : { ...parts, compare: (...args) => shadow.compare(...args) },
    );
    this.#relay = relayOf(parts);
    this.#reporting = new Reporting(wire.board, clock, randomUUID(), () => this.#part(settings.sunset));
  }

  /** Resolves when requests are heard. */
  async start(): Promise<void> {
    await this.#service.start();
    this.#relay?.start();
    this.#reporting.start();
  }

  async stop(): Promise<void> {
    await this.#service.stop();
    await this.#relay?.stop();
    await this.#shadow?.settled();
    await this.#reporting.stop();
  }

  get problems(): readonly string[] {
    const error = this.#relay?.status.lastError ?? null;
    return [...this.#service.problems, ...(error === null ? [] : [`Old subscribers are not told: ${error}`])];
  }

  report(): Promise<OldWorldReport> {
    return this.#reporting.report();
  }

  #part(sunset: string | null) {
    const events = this.#relay?.status ?? null;
    return {
      sunset,
      problems: this.problems,
      usage: this.#service.usage.rows,
      events: events && { sent: events.sent, lastEventAt: events.lastEventAt, lastError: events.lastError },
      shadow: this.#shadow?.status ?? null,
    };
  }
}

/** The report alone, for a gateway that does nothing for old clients itself. */
export function reportOf(wire: Pick<OldWire, 'board'>, clock: () => number): OldWorldDesk {
  return new Reporting(wire.board, clock, randomUUID(), null);
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
