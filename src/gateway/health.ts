/** How the gateway is: whether it lives, whether it is ready to be asked, and what is wrong if something is. */

import type { App } from '../app/app.ts';
import type { DeskStatus } from '../app/neighbour-desk.ts';

export interface LogStatus {
  isUp(): boolean;
  /** Why writes fail; null as far as is known that they do not. */
  problem(): string | null;
  readonly server: { readonly version: string; readonly pid: number | null; readonly isSynced: boolean | null };
}

export interface Health {
  /** `ok`; `degraded` while it answers but something needs an operator; `down` while it cannot be relied on. */
  readonly status: 'ok' | 'degraded' | 'down';
  readonly problems: readonly string[];
  readonly log: {
    readonly connected: boolean;
    readonly serverVersion: string;
    /** Whether what is acknowledged is on disk; null when the server is the user's own and was not asked. */
    readonly synced: boolean | null;
    readonly lastSequence: number | null;
  };
  readonly projections: { readonly sequence: number; readonly lag: number | null; readonly gaps: number };
  readonly quarantined: readonly { readonly personId: string; readonly sequence: number; readonly reason: string }[];
  readonly policies: {
    /** Names of those that are on. */
    readonly enabled: readonly string[];
    /** Events that wait to be looked at; null when the log cannot tell. */
    readonly lag: number | null;
    /** Decisions that wait for somebody to look. */
    readonly parked: number;
    /** Why nothing happens by time; null while it does. */
    readonly held: string | null;
  };
  /** What goes to other domains and comes from them; null when nothing shall. */
  readonly neighbours: DeskStatus | null;
}

/** Persons with a damaged history that are named in the answer. */
const QUARANTINED_NAMED_MAX = 20;

export async function healthOf(app: App, log: LogStatus): Promise<Health> {
  const lastSequence = log.isUp() ? await app.feed.lastSequence().catch(() => null) : null;
  const { position, gaps, damages } = app.projector;
  const fault = app.fault();
  const problems: string[] = [];
  if (fault !== null) problems.push(fault);
  const failing = log.problem();
  if (failing !== null) problems.push(`Nothing can be written to the log: ${failing}.`);
  if (lastSequence === null) problems.push('The log cannot be reached; what needs no history is still answered.');
  if (damages.length > 0)
    problems.push(`The histories of ${damages.length} persons are damaged; they take no commands.`);
  const neighbours = (await app.desk.current?.status()) ?? null;
  problems.push(...neighbourProblems(neighbours));
  const policies = await policiesOf(app, log.isUp());
  problems.push(...policyProblems(app, policies));
  problems.push(...(app.oldWorld.current?.problems ?? []));
  const isDown = fault !== null || gaps > 0 || lastSequence === null;
  return {
    status: isDown ? 'down' : problems.length > 0 ? 'degraded' : 'ok',
    problems,
    log: { connected: log.isUp(), serverVersion: log.server.version, synced: log.server.isSynced, lastSequence },
    projections: { sequence: position, lag: lastSequence === null ? null : Math.max(0, lastSequence - position), gaps },
    quarantined: damages
      .slice(0, QUARANTINED_NAMED_MAX)
      .map(({ personId, sequence, reason }) => ({ personId, sequence, reason })),
    policies,
    neighbours,
  };
}

async function policiesOf({ policies }: App, isUp: boolean): Promise<Health['policies']> {
  const { book, held } = policies;
  const enabled = book.states.filter(({ settings }) => settings.enabled).map(({ policy }) => policy.name);
  return { enabled, lag: isUp ? await policies.lag() : null, parked: book.parked.length, held };
}

function policyProblems(app: App, { enabled, parked, held }: Health['policies']): readonly string[] {
  const { fault } = app.policies;
  const problems: string[] = fault === null ? [] : [fault];
  if (held !== null && enabled.length > 0) problems.push(`Policies do nothing by time. ${held} See confirmClock.`);
  if (parked > 0)
    problems.push(`${parked} decisions of policies wait for somebody to look; see the query parkedDecisions.`);
  return problems;
}

function neighbourProblems(status: DeskStatus | null): readonly string[] {
  if (status === null) return [];
  const { publishing, hearing, parked } = status;
  const problems: string[] = [];
  if (publishing?.lastError != null) problems.push(`Nothing is published: ${publishing.lastError}.`);
  for (const { name, lastError } of hearing) {
    if (lastError !== null) problems.push(`The domain ${name} is not heard: ${lastError}.`);
  }
  if (parked !== null && parked > 0) {
    problems.push(`${parked} messages of other domains could not be dealt with; see the query parkedMessages.`);
  }
  return problems;
}
